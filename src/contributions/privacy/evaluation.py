"""How well the masking does on cases with expected answers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.privacy.patterns import KINDS, Span
from contributions.privacy.places import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

_PLACEHOLDER = re.compile(r"\[(" + "|".join(KINDS) + r")\]")
_BY_PLAIN_NAME = {fold(kind): kind for kind in KINDS}
_WORD = re.compile(r"\w+")
_SMALL = frozenset("de du des d la le l les da dos van den bis ter au à".split())  # noqa: SIM905 - a list of words reads better so
INDIRECT = frozenset({"naissance"})
"""A date of birth names nobody alone; the other kinds are direct identifiers."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was done with one case: expected values found or not, stretches masked rightly or not, words kept or not."""

    found: Sequence[tuple[str, str, bool]]
    masked: Sequence[tuple[str, str, bool]]
    kept: Sequence[tuple[str, bool]]

    @property
    def wrong(self) -> list[str]:
        """Say in French what went wrong, with the words of the case."""
        return [
            *(f"{kind} non masqué : {value}" for kind, value, right in self.found if not right),
            *(f"masqué à tort comme {kind} : {value}" for kind, value, right in self.masked if not right),
            *(f"perdu : {value}" for value, right in self.kept if not right),
        ]


def evaluate_masking(cases: Iterable[Mapping[str, Any]], *, keep: Sequence[str] = ()) -> pd.DataFrame:
    """Measure the masking on cases `{text, mask: [{kind, value}], keep: [...]}`.

    One row a kind, then « identifiants directs », « total » and « lieux gardés »: `expected`, `found` (each word of the value
    is gone, wherever the value stands, and its place bears the kind), `masked` (stretches masked as this kind), `right` (those
    that touch an expected value of any kind), `recall`, `precision`.
    """
    import pandas as pd

    tally: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    kept: Counter[str] = Counter()
    for verdict in judge(list(cases), keep=keep):
        for kind, _, right in verdict.found:
            tally[kind].update(expected=1, found=int(right))
        for kind, _, right in verdict.masked:
            tally[kind].update(masked=1, right=int(right))
        kept.update(expected=len(verdict.kept), found=sum(right for _, right in verdict.kept))
    tally["identifiants directs"] = sum((tally[kind] for kind in KINDS if kind not in INDIRECT), Counter())
    tally["total"] = sum((tally[kind] for kind in KINDS), Counter())
    tally["lieux gardés"] = kept
    frame = pd.DataFrame(
        [{"kind": kind, **{c: count[c] for c in ("expected", "found", "masked", "right")}} for kind, count in tally.items()]
    )
    frame["recall"] = frame["found"] / frame["expected"].where(frame["expected"] > 0)
    frame["precision"] = frame["right"] / frame["masked"].where(frame["masked"] > 0)
    return frame.set_index("kind")


def judge(cases: Sequence[Mapping[str, Any]], *, keep: Sequence[str] = ()) -> Iterator[Verdict]:
    """Mask the cases, and give what became of each."""
    from contributions.privacy import mask

    for case, masked in zip(cases, mask([case["text"] for case in cases], keep=keep), strict=True):
        yield _judge(case, masked.text)


def taken_out(text: str, masked: str) -> list[tuple[str, str]]:
    """Give what each placeholder replaced, as (kind, words).

    >>> taken_out("Voir Karim au 4e", "Voir [personne] au 4e")
    [('personne', 'Karim')]
    """
    return [(span.kind, text[span.start : span.end]) for span in _stretches(text, masked)]


def _stretches(text: str, masked: str) -> list[Span]:
    pieces = _PLACEHOLDER.split(masked)
    pattern = "(.+?)".join(re.escape(piece) for piece in pieces[::2])
    match = re.fullmatch(pattern, text, re.DOTALL)
    return [Span(*match.span(n + 1), kind) for n, kind in enumerate(pieces[1::2])] if match else []


def _judge(case: Mapping[str, Any], masked: str) -> Verdict:
    text = str(case["text"])
    taken = _stretches(text, masked)
    expected = [(_BY_PLAIN_NAME[fold(each["kind"])], str(each["value"])) for each in case.get("mask") or ()]
    places = [place for _, value in expected for place in _places(text, value)]
    return Verdict(
        found=[(kind, value, _is_gone(text, _places(text, value), taken, kind)) for kind, value in expected],
        masked=[(span.kind, text[span.start : span.end], any(_touch(span, place) for place in places)) for span in taken],
        kept=[(str(words), str(words) in masked) for words in case.get("keep") or ()],
    )


def _places(text: str, value: str) -> list[tuple[int, int]]:
    """Give where a value stands, as whole words."""
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text)]


def _touch(span: Span, place: tuple[int, int]) -> bool:
    return span.start < place[1] and place[0] < span.end


def _is_gone(text: str, places: Sequence[tuple[int, int]], taken: Sequence[Span], kind: str) -> bool:
    """Tell whether every word of every place is masked, particles and « bis » apart, at least in part as this kind."""
    return bool(places) and all(
        any(span.kind == kind and _touch(span, place) for span in taken)
        and all(
            any(span.start <= word.start() and word.end() <= span.end for span in taken)
            for word in _WORD.finditer(text, *place)
            if word.group() not in _SMALL
        )
        for place in places
    )
