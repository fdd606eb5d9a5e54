"""Place new ideas in the themes there are: the nearest exemplars vote, above a floor for each theme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors

MOST_EXEMPLARS = 256
"""Exemplars of a theme, at most: a large theme does not outvote a small one by its number, and the cost stays that of the new."""
VOTERS = 12
MAJORITY = 0.34
"""Share of the votes under which an idea is not placed: a new idea is then as often right as an old one."""
FLOOR = 0.05
"""Quantile of how near a theme's own exemplars are to those who vote for them: a new idea further than that is not placed."""
SHRINK = 20
"""Exemplars that the floor of all the themes weighs in that of each: few say little of how wide their theme is."""


@dataclass(frozen=True, slots=True, eq=False)
class Exemplars:
    """The ideas that speak for the themes there are.

    `vectors` (n, n_dims) are of length 1, `themes` (n,) says whose each is; `floors` gives for each theme how near its voters an
    idea must be at least.
    """

    vectors: Vectors
    themes: NDArray[np.str_]
    floors: dict[str, float]

    @classmethod
    def of(cls, vectors: Vectors, themes: NDArray[np.str_]) -> Exemplars:
        """Let them speak, and learn from them how wide their themes are."""
        return cls(vectors, themes, _floors(vectors, themes))


@dataclass(frozen=True, slots=True, eq=False)
class Absorbed:
    """The theme of each new idea (empty: none is near enough) and how much it is so: share of votes x nearness, in 0..1.

    `nearest` is the place, among the exemplars, of the nearest one of the theme with the most votes.
    """

    themes: NDArray[np.str_]
    strengths: NDArray[np.float64]
    nearest: NDArray[np.int64]


def exemplar_rows(themes: NDArray[np.str_]) -> NDArray[np.int64]:
    """Choose for each theme its first ideas: rows come in the order of their content's hash, which makes of them a fair sample.

    An idea whose theme is empty speaks for none.
    """
    chosen = [np.flatnonzero(themes == theme)[:MOST_EXEMPLARS] for theme in np.unique(themes[themes != ""])]
    return np.concatenate([*chosen, np.zeros(0, dtype=np.int64)]).astype(np.int64)


def absorb(vectors: Vectors, exemplars: Exemplars) -> Absorbed:
    """Give each new idea, (n, n_dims), the theme of most of its nearest exemplars, if they are near enough."""
    if not len(exemplars.themes) or not len(vectors):
        none = np.zeros(len(vectors), dtype=np.int64)
        return Absorbed(np.full(len(vectors), "", dtype="<U12"), none.astype(np.float64), none)
    near = vectors @ exemplars.vectors.T
    winners, shares, nearness = _vote(near, exemplars.themes)
    floors = np.array([exemplars.floors[theme] for theme in winners])
    placed = (shares >= MAJORITY) & (nearness >= floors)
    own = np.where(exemplars.themes == winners[:, None], np.round(near, 5), -np.inf)
    return Absorbed(np.where(placed, winners, ""), np.clip(shares * nearness, 0, 1), own.argmax(axis=1))


def _floors(vectors: Vectors, themes: NDArray[np.str_]) -> dict[str, float]:
    """Say for each theme how near an idea of its own is to its voters, all but one in twenty times."""
    if not len(themes):
        return {}
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1)
    _, _, nearness = _vote(near, themes)
    whole = float(np.quantile(nearness, FLOOR))
    floors = {}
    for theme in np.unique(themes):
        mine = nearness[themes == theme]
        floors[str(theme)] = (float(np.quantile(mine, FLOOR)) * len(mine) + whole * SHRINK) / (len(mine) + SHRINK)
    return floors


def _vote(
    near: NDArray[np.float32], themes: NDArray[np.str_]
) -> tuple[NDArray[np.str_], NDArray[np.float64], NDArray[np.float64]]:
    """Give the winner among the nearest exemplars, its share of their votes, and how near they are on average."""
    names, numbers = np.unique(themes, return_inverse=True)
    voters = np.argsort(-np.round(near, 5), axis=1, kind="stable")[:, :VOTERS]
    weights = np.maximum(np.take_along_axis(near, voters, axis=1), 0).astype(np.float64)
    votes = np.zeros((len(near), len(names)))
    np.add.at(votes, (np.arange(len(near))[:, None], numbers[voters]), weights)
    winners = votes.argmax(axis=1)
    total = np.maximum(votes.sum(axis=1), 1e-9)
    return names[winners], votes[np.arange(len(near)), winners] / total, weights.mean(axis=1)
