"""How well the masking does on cases with expected answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from contributions.privacy.patterns import KINDS
from contributions.privacy.places import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

_PLACEHOLDER = re.compile(r"\[(" + "|".join(KINDS) + r")\]")
_BY_PLAIN_NAME = {fold(kind): kind for kind in KINDS}


def evaluate_masking(cases: Iterable[Mapping[str, Any]], *, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Measure the masking on cases `{text, mask: [{kind, value}], keep: [...]}`.

    One row a kind, and « lieux gardés » and « total »: `expected`, `found` (the value is gone and its place bears the kind),
    `masked` (stretches masked as this kind), `right` (those that cover an expected value of any kind), `recall`, `precision`.
    """
    import pandas as pd

    from contributions.privacy import mask

    listed = list(cases)
    tally: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS, "lieux gardés")}
    for case, masked in zip(listed, mask([case["text"] for case in listed], keep=keep), strict=True):
        _score(case, masked.text, tally)
    tally["total"] = sum((tally[kind] for kind in KINDS), Counter())
    frame = pd.DataFrame(
        [{"kind": kind, **{c: count[c] for c in ("expected", "found", "masked", "right")}} for kind, count in tally.items()]
    )
    frame["recall"] = frame["found"] / frame["expected"].where(frame["expected"] > 0)
    frame["precision"] = frame["right"] / frame["masked"].where(frame["masked"] > 0)
    return frame.set_index("kind")


def taken_out(text: str, masked: str) -> list[tuple[str, str]]:
    """Give what each placeholder replaced, as (kind, words).

    >>> taken_out("Voir Karim au 4e", "Voir [personne] au 4e")
    [('personne', 'Karim')]
    """
    pieces = _PLACEHOLDER.split(masked)
    pattern = "(.+?)".join(re.escape(piece) for piece in pieces[::2])
    match = re.fullmatch(pattern, text, re.DOTALL)
    return list(zip(pieces[1::2], match.groups(), strict=True)) if match else []


def _score(case: Mapping[str, Any], masked: str, tally: Mapping[str, Counter[str]]) -> None:
    taken = taken_out(case["text"], masked)
    expected = [(_BY_PLAIN_NAME[fold(each["kind"])], str(each["value"])) for each in case.get("mask") or ()]
    for kind, value in expected:
        tally[kind]["expected"] += 1
        tally[kind]["found"] += value not in masked and any(k == kind and _overlap(words, value) for k, words in taken)
    for kind, words in taken:
        tally[kind]["masked"] += 1
        tally[kind]["right"] += any(_overlap(words, value) for _, value in expected)
    for words in case.get("keep") or ():
        tally["lieux gardés"]["expected"] += 1
        tally["lieux gardés"]["found"] += str(words) in masked


def _overlap(words: str, value: str) -> bool:
    return (
        words in value
        or value in words
        or value.endswith(words.split(maxsplit=1)[0])
        or words.endswith(value.split(maxsplit=1)[0])
    )
