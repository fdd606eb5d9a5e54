"""Find what emerges: groups of near ideas that no theme takes, said by several people, never by one campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors
from contributions.themes.grouping import group
from contributions.themes.seen import Seen

if TYPE_CHECKING:
    import pandas as pd

FEWEST_SPEAKERS = 5
"""Contributions that a group must come from: fewer are a coincidence, or one person who insists."""
APART = 1.5
"""How many times nearer to each other than to any theme the ideas of a group are: docs/decisions/0010-continuity.md."""
_NEAREST = 4
ALL = 10_000
"""More groups than there are: none is joined to another for the sake of showing fewer."""


@dataclass(frozen=True, slots=True)
class Group:
    """Near ideas that no theme speaks of; `ideas` are the first of each voice, the most central first."""

    ideas: tuple[str, ...]
    taken: float
    """Share of what is said there that themes took."""
    apart: float
    title: str = ""
    keywords: tuple[str, ...] = ()


def discover(
    ideas: pd.DataFrame,
    seen: Seen,
    absorbed: NDArray[np.bool_],
    exemplars: Vectors,
    *,
    smallest: int,
    seed: int,
) -> tuple[Group, ...]:
    """Group ideas, a row a voice, of which `absorbed` (n,) have a theme already: the groups that are new, the largest first.

    What themes took is grouped with the rest: a new subject is often torn between themes that are near it. The rows of `seen`
    past those of `ideas` are a few of each theme, so that the border of one alone makes no group.

    Args:
        exemplars: who speaks for the themes, (m, n_dims), in the space of the views side by side.
        smallest, seed: those of `gather`.
    """
    fewest = max(smallest, FEWEST_SPEAKERS)
    if ideas["contribution"].nunique() < fewest:
        return ()
    labels, strength = group(seen, shown=ALL, smallest=smallest, engine="consensus", seed=seed)
    stacked = seen.side_by_side()
    found = []
    for number in np.unique(labels[labels >= 0]):
        rows = np.flatnonzero(labels[: len(ideas)] == number)
        if ideas["contribution"].iloc[rows].nunique() < fewest:
            continue
        apart = _apart(stacked[rows], exemplars)
        if apart >= APART:
            central = rows[np.lexsort((rows, -strength[rows]))]
            found.append(Group(tuple(ideas["id"].iloc[central]), float(absorbed[rows].mean()), apart))
    return tuple(sorted(found, key=lambda each: (-len(each.ideas), each.ideas)))


def _apart(vectors: Vectors, exemplars: Vectors) -> float:
    """Say how many times nearer to each other than to the exemplars rows are."""
    inside = vectors @ vectors.T
    np.fill_diagonal(inside, -1)
    return _near(inside) / max(_near(vectors @ exemplars.T), 1e-9)


def _near(similarity: Vectors) -> float:
    return float(np.sort(similarity, axis=1)[:, -_NEAREST:].mean()) if similarity.shape[1] else 0.0
