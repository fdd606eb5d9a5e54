"""Judge matches by what people answered: figures, how sure they are of themselves, and how sure the figures are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contributions.match.proof import calibration_error

Figures = dict[str, float | None]

DEPTHS = (1, 3, 5, 10)
TRUSTED = (90, 95)
"""Precision, in hundredths, at which coverage is measured."""
DRAWS = 1_000
CONFIDENCE = (2.5, 97.5)
"""Percentiles of the draws between which a figure is said to be: 95 % of them."""
DRAWN = 100
"""Points of a curve, at most: enough to draw it."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Labelled texts and what was found for each, (n_texts,) each.

    Args:
        answered: whether a person gave it an objective.
        rank: of the first right objective, infinite where there is none.
        chance: probability of its best match, or what a peer ranks texts by.
        right: whether its best match is right; never, for a text without objective.
        proposed: whether its best match is proposed.
        silent: whether nothing is proposed nor to be read: « no objective ».
    """

    answered: NDArray[np.bool_]
    rank: NDArray[np.float64]
    chance: NDArray[np.float64]
    right: NDArray[np.bool_]
    proposed: NDArray[np.bool_]
    silent: NDArray[np.bool_]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.answered)

    def take(self, rows: NDArray[np.int64]) -> Judged:
        """Give some of the texts, in that order; one may come several times."""
        return Judged(*(getattr(self, field.name)[rows] for field in fields(self)))


class Curve(NamedTuple):
    """What is kept from each threshold on, the highest first: all the texts of one probability come together."""

    threshold: NDArray[np.float64]
    coverage: NDArray[np.float64]
    precision: NDArray[np.float64]

    def coverage_at(self, precision: float) -> float:
        """Give the largest share of the texts that can be kept and be right that often."""
        kept = np.flatnonzero(self.precision >= precision)
        return float(self.coverage[kept[-1]]) if len(kept) else 0.0

    def points(self) -> list[dict[str, float]]:
        """Give the points, `DRAWN` at most, the last one among them."""
        step = max(1, -(-len(self.threshold) // DRAWN))
        chosen = range((len(self.threshold) - 1) % step, len(self.threshold), step) if len(self.threshold) else ()
        return [{name: round(float(values[row]), 4) for name, values in self._asdict().items()} for row in chosen]


def curve(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> Curve:
    """Say what is kept, and how often it is right, when the least sure are left out: precision against coverage.

    >>> curve(np.array([0.9, 0.2, 0.9]), np.array([True, False, False])).points()  # doctest: +NORMALIZE_WHITESPACE
    [{'threshold': 0.9, 'coverage': 0.6667, 'precision': 0.5},
     {'threshold': 0.2, 'coverage': 1.0, 'precision': 0.3333}]
    """
    order = np.argsort(-chances, kind="stable")
    said = chances[order]
    ends = np.flatnonzero(np.append(said[1:] != said[:-1], True)) if len(said) else np.empty(0, dtype=np.int64)
    kept = ends + 1
    return Curve(said[ends], kept / max(len(said), 1), np.cumsum(right[order])[ends] / kept)


def figures(judged: Judged) -> Figures:
    """Measure; a figure that nothing can be counted for is None.

    Recall and MRR count the texts that have an objective. `coverage_at_90` is the share of all texts whose best match is kept
    when the least sure are left out until nine in ten of those kept are right (a text without objective is then always wrong).
    """
    ranks = judged.rank[judged.answered]
    kept = curve(judged.chance, judged.right)
    return {
        **{f"recall_at_{depth}": _mean(ranks <= depth) for depth in DEPTHS},
        "mrr": _mean(1 / ranks),
        **{f"coverage_at_{trusted}": kept.coverage_at(trusted / 100) for trusted in TRUSTED},
        "ece": calibration_error(judged.chance, judged.right),
        "recall_no_objective": _mean(judged.silent[~judged.answered]),
        "share_proposed": _mean(judged.proposed),
        "precision_proposed": _mean(judged.right[judged.proposed]),
    }


def intervals(judged: Judged, *, seed: int = 0, draws: int = DRAWS) -> dict[str, list[float] | None]:
    """Give each figure's 95 % interval, by drawing as many texts again with replacement (Efron 1979), `draws` times.

    A draw repeats texts, which alone makes chances look further from what is: for `ece`, draws are moved back around the figure.
    """
    whole = figures(judged)
    if not len(judged):
        return dict.fromkeys(whole)
    chance = np.random.default_rng(seed)
    drawn = [figures(judged.take(chance.integers(len(judged), size=len(judged)))) for _draw in range(draws)]
    moved = {"ece": whole["ece"]}
    return {name: _between(_known(drawn, name), around=moved.get(name)) for name in whole}


def means(several: list[Figures]) -> Figures:
    """Give the mean of each figure, where it is known.

    >>> means([{"mrr": 0.5, "ece": None}, {"mrr": 1.0, "ece": None}])
    {'mrr': 0.75, 'ece': None}
    """
    return {name: _mean(np.array(known)) if (known := _known(several, name)) else None for name in several[0]}


def spread(several: list[Figures]) -> Figures:
    """Give the standard deviation of each figure between draws; None for one draw."""
    return {name: float(np.std(known, ddof=1)) if len(known := _known(several, name)) > 1 else None for name in several[0]}


def _known(several: list[Figures], name: str) -> list[float]:
    return [value for each in several if (value := each[name]) is not None]


def _mean(values: NDArray[np.float64] | NDArray[np.bool_]) -> float | None:
    return float(values.mean()) if len(values) else None


def _between(values: list[float], *, around: float | None) -> list[float] | None:
    """Give the ends of the middle 95 %, moved so that the mean stands at `around` where it is given."""
    if not values:
        return None
    away = around - float(np.mean(values)) if around is not None else 0.0
    return [round(float(np.clip(each + away, 0, 1)), 4) for each in np.percentile(values, CONFIDENCE)]
