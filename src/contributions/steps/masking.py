"""Mask what a reading gives before anything is kept or shown: rows, and the headings that our own sentences quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from contributions.privacy import Masked, mask
from contributions.settings import Workspace

if TYPE_CHECKING:
    import pandas as pd

MASKED = ("text", "session", "place", "question", "part")
"""The columns of `READINGS` that residents or note-takers wrote."""
_QUOTED = re.compile(r"(?<=« ).+?(?= »)", re.DOTALL)


def mask_rows(rows: pd.DataFrame, city: Workspace, columns: Sequence[str] = MASKED) -> tuple[pd.DataFrame, Counter[str]]:
    """Mask what residents and note-takers wrote, and count what was found by kind; equal texts are masked once."""
    found: Counter[str] = Counter()
    masked = rows.copy()
    for column in columns:
        results = mask_each(rows[column], city)
        masked[column] = [results[text].text if text else "" for text in rows[column]]
        found.update(sum((Counter(results[text].counts) for text in rows[column] if text), Counter()))
    return masked, found


def mask_quoted(sentence: str, city: Workspace) -> str:
    """Mask the headings that a sentence of ours quotes between « »: a first line without headings holds residents' words."""
    said = mask_each(_QUOTED.findall(sentence), city)
    return _QUOTED.sub(lambda match: said[match.group()].text, sentence)


def mask_each(texts: Iterable[str], city: Workspace) -> dict[str, Masked]:
    """Give each distinct text, masked; the public names of the city stay."""
    keep = [city.settings.city.name, *(name for quartier in city.quartiers for name in (quartier.name, *quartier.aliases))]
    distinct = sorted(set(texts) - {""})
    return dict(zip(distinct, mask(distinct, keep=keep), strict=True)) if distinct else {}
