"""Group rows seen in several views: one recipe for a whole city, a workshop, or what is left over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contributions.themes import consensus
from contributions.themes.graph import neighbour_graph
from contributions.themes.seen import Seen

FEWEST = 8
"""Distinct ideas under which nothing is grouped: all are signaux faibles."""
MOST_SHOWN = 20
ISOLATED = 0.2
"""Share of an idea's neighbourhood inside its theme under which it is not placed."""


def group(seen: Seen, *, shown: int, smallest: int, engine: str, seed: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Group ideas: labels (n,), -1 where a row is not placed, and strengths (n,) in 0..1.

    Rows must come in canonical order: the answer is a function of the rows as given.
    """
    rows = len(seen)
    if rows < FEWEST:
        return np.full(rows, -1, dtype=np.int64), np.zeros(rows)
    stacked = seen.side_by_side()
    alone = [view for view in seen.views if view.alone]
    graph, shared = neighbour_graph([stacked, *(view.vectors for view in alone)], [1.0, *(view.alone for view in alone)])
    if engine == "bertopic":
        from contributions.themes.peer import bertopic_groups

        labels = bertopic_groups(stacked, smallest=smallest or _smallest(rows), seed=seed)
    else:
        labels = consensus.communities(graph, seed=seed)
    labels = _without_small(labels, smallest or _smallest(rows))
    labels = consensus.shown_groups(labels, stacked, shown=shown or shown_of(rows))
    strength = consensus.cohesion(shared, labels)
    return np.where(strength < ISOLATED, -1, labels), strength


def shown_of(rows: int) -> int:
    """Give how many themes a person can use: 4 for a workshop of 30 ideas, 20 from 700 on."""
    return int(np.clip(round(0.75 * rows**0.5), 2, MOST_SHOWN))


def _smallest(rows: int) -> int:
    """Give the distinct ideas that make a theme: 10 in corpora of 1 000 and more, 3 in a workshop."""
    return int(np.clip(rows // 100, 3, 10))


def _without_small(labels: NDArray[np.int64], smallest: int) -> NDArray[np.int64]:
    numbers, sizes = np.unique(labels, return_counts=True)
    return np.where(np.isin(labels, numbers[sizes >= smallest]), labels, -1)
