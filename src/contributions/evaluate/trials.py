"""Draw the texts that a person would have reviewed, at random or by time; the others are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from contributions.errors import UsageError
from contributions.evaluate.labelled import Labelled, distinct
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_MONTH = len("2026-03")


@dataclass(frozen=True, slots=True)
class Trials:
    """Reviews to simulate.

    Args:
        reviews: how many texts are reviewed, one count a trial; a text and its copies count once.
        tries: draws of each count, whose mean is given.
        since: texts said before that day are reviewed, those said from it on are measured.
        day: field that says when a text was said; `labelled.DAYS` where it is empty.
    """

    reviews: tuple[int, ...] = ()
    tries: int = 5
    seed: int = 0
    since: date | None = None
    day: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Rows of texts: those that a person reviews, and those that are then measured."""

    reviewed: NDArray[np.int64]
    measured: NDArray[np.int64]


def draws(place: NDArray[np.int64], count: int, *, tries: int, seed: int) -> Iterator[Split]:
    """Draw `count` texts, `tries` times; a text goes with its copies, and a larger draw holds the smaller one of the same try.

    Args:
        place: text of each row, as `distinct` numbers them, (n_rows,).

    Raises:
        UsageError: nothing would be left to measure.
    """
    texts = int(place.max()) + 1 if len(place) else 0
    if not 0 < count < texts:
        problem = _("{count} relectures de {texts} textes différents : demandez-en de 1 à {most}, il faut en mesurer d'autres.")
        raise UsageError(problem.format(count=count, texts=texts, most=max(texts - 1, 0)))
    for attempt in range(tries):
        chosen = np.random.default_rng([seed, attempt]).permutation(texts)[:count]
        reviewed = np.isin(place, chosen)
        yield Split(np.flatnonzero(reviewed), np.flatnonzero(~reviewed))


def split_by_day(rows: Sequence[Labelled], since: date) -> Split:
    """Review what was said before a day, measure what was said from it on; what was said before as well is not measured again.

    A month without a day counts as its first day. A text without a day is in neither.

    Raises:
        UsageError: there is nothing to review, or nothing to measure.
    """
    place = distinct(rows)[1]
    said = np.array([f"{row.said_on}-01" if len(row.said_on) == _MONTH else row.said_on for row in rows], dtype=str)
    before = (said != "") & (said < since.isoformat())
    after = (said != "") & ~before & ~np.isin(place, place[before])
    if not before.any() or not after.any():
        problem = _("Rien à relire ou rien à mesurer : {before} textes dits avant le {day}, {after} depuis, {undated} sans jour.")
        undated = int((said == "").sum())
        seen = {"before": int(before.sum()), "after": int(after.sum()), "undated": undated}
        raise UsageError(problem.format(day=since.isoformat(), **seen))
    return Split(np.flatnonzero(before), np.flatnonzero(after))
