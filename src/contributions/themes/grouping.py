"""Group rows seen in several views: one recipe for a whole city, a workshop, or what is left over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from contributions.themes import consensus
from contributions.themes.graph import Vectors, neighbour_graph

VIEW_WEIGHTS = (1.0, 1.0, 0.5)
"""Meaning, second model, stems: how much each counts when they are put side by side."""
ALONE_WEIGHT = 0.5
"""Weight of the graph of one view, beside 1 for the graph of all put side by side: docs/decisions/0004-engine.md."""
FEWEST = 8
"""Distinct ideas under which nothing is grouped: all are signaux faibles."""
ISOLATED = 0.2
"""Share of an idea's neighbourhood inside its theme under which it is not placed."""


def group(
    views: Sequence[Vectors], weights: NDArray[np.float64], *, shown: int, smallest: int, engine: str, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Group rows seen in one or several views: labels (n,), -1 where a row is not placed, and strengths (n,) in 0..1.

    Rows must come in canonical order: the answer is a function of the rows as given.
    """
    rows = len(weights)
    if rows < FEWEST:
        return np.full(rows, -1, dtype=np.int64), np.zeros(rows)
    used = VIEW_WEIGHTS if len(views) == len(VIEW_WEIGHTS) else (VIEW_WEIGHTS[0], VIEW_WEIGHTS[-1])[: len(views)]
    stacked = side_by_side([weight * view for weight, view in zip(used, views, strict=True)])
    graph, shared = neighbour_graph([stacked, *views], [1.0, *(ALONE_WEIGHT * weight for weight in used)])
    if engine == "bertopic":
        from contributions.themes.peer import bertopic_groups

        labels = bertopic_groups(stacked, smallest=smallest or _smallest(rows), seed=seed)
    else:
        labels = consensus.communities(graph, seed=seed)
    labels = _without_small(labels, smallest or _smallest(rows))
    labels = consensus.shown_groups(labels, stacked, weights, shown=shown)
    strength = consensus.cohesion(shared, labels)
    return np.where(strength < ISOLATED, -1, labels), strength


def side_by_side(views: Sequence[Vectors]) -> Vectors:
    """Put views side by side, rows brought to length 1."""
    stacked = np.hstack(list(views))
    unit: Vectors = (stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def _smallest(rows: int) -> int:
    """Give the distinct ideas that make a theme: 10 in corpora of 1 000 and more, 3 in a workshop."""
    return int(np.clip(rows // 100, 3, 10))


def _without_small(labels: NDArray[np.int64], smallest: int) -> NDArray[np.int64]:
    numbers, sizes = np.unique(labels, return_counts=True)
    return np.where(np.isin(labels, numbers[sizes >= smallest]), labels, -1)
