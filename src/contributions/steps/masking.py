"""Mask what a reading gives before anything is kept or shown: rows, and the headings that our own sentences quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from contributions.privacy import mask
from contributions.settings import Workspace

if TYPE_CHECKING:
    import pandas as pd

MASKED = ("text", "session", "place", "question", "part")
"""The columns of `READINGS` that residents or note-takers wrote."""
_QUOTED = re.compile(r"(?<=« ).+?(?= »)", re.DOTALL)


def mask_rows(rows: pd.DataFrame, city: Workspace, columns: Sequence[str] = MASKED) -> tuple[pd.DataFrame, Counter[str]]:
    """Mask what residents and note-takers wrote, and count what was found by kind; equal texts are masked once."""
    keep = _public_names(city)
    found: Counter[str] = Counter()
    masked = rows.copy()
    for column in columns:
        distinct = sorted(set(rows[column]) - {""})
        results = dict(zip(distinct, mask(distinct, keep=keep), strict=True))
        masked[column] = [results[text].text if text else "" for text in rows[column]]
        found.update(sum((Counter(results[text].counts) for text in rows[column] if text), Counter()))
    return masked, found


def mask_quoted(sentence: str, city: Workspace) -> str:
    """Mask the headings that a sentence of ours quotes between « »: a first line without headings holds residents' words."""
    quotes = list(dict.fromkeys(_QUOTED.findall(sentence)))
    if not quotes:
        return sentence
    said = dict(zip(quotes, (result.text for result in mask(quotes, keep=_public_names(city))), strict=True))
    return _QUOTED.sub(lambda match: said[match.group()], sentence)


def _public_names(city: Workspace) -> list[str]:
    return [city.settings.city.name, *(name for quartier in city.quartiers for name in (quartier.name, *quartier.aliases))]
