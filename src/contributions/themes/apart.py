"""How much two groups of ideas speak of the same thing, and the parts of one that have nothing to do with each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors

LOOSEST = 0.02
"""Mean cosine inside a group under which it has no subject: likeness is not magnified beyond."""
NOTHING_IN_COMMON = -0.05
"""Likeness over which two parts of a theme are never two subjects: docs/decisions/0011-watch.md."""
AS_TWO_THEMES = 0.35
"""Share of the pairs of themes that two subjects of one are less alike than: where themes are few, all are far apart."""
_NEIGHBOURS, _ROUNDS = 10, 2
_MOST_GROUPS, _ROWS_A_GROUP = 12, 10


def likeness(totals: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Say of groups two by two, (n_groups, n_groups), how much they speak of the same thing, whatever their sizes.

    It is the mean cosine between two groups over that inside them (what a correlation corrected for attenuation is): 1 for two
    random halves of a theme, 0 where an idea of one is no nearer to those of the other than to any.

    Args:
        totals: sum of the vectors of each group, (n_groups, n_dims), of rows of length 1; `counts` (n_groups,) is how many.

    >>> halves, other = [[1.6, 1.2], [1.6, 1.2]], [[-1.6, 1.2]]
    >>> likeness(np.array(halves + other), np.array([2, 2, 2])).round(2)[0].tolist()
    [1.0, 1.0, -0.28]
    """
    between = totals @ totals.T
    inside = (np.diagonal(between) - counts) / np.maximum(counts * (counts - 1), 1)
    tight = np.sqrt(np.maximum(inside, LOOSEST))
    alike: NDArray[np.float64] = between / np.outer(counts, counts) / np.outer(tight, tight)
    np.fill_diagonal(alike, 1)
    return alike


def totals_of(vectors: Vectors, groups: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Sum the rows of each group, numbered from 0, and count them."""
    totals = np.zeros((int(groups.max()) + 1, vectors.shape[1]))
    np.add.at(totals, groups, vectors.astype(np.float64))
    return totals, np.bincount(groups).astype(np.int64)


def two_subjects(alike: NDArray[np.float64]) -> float:
    """Say under which likeness two parts of a theme are two subjects, from that of the themes two by two."""
    pairs = alike[np.triu_indices(len(alike), 1)]
    return min(NOTHING_IN_COMMON, float(np.quantile(pairs, AS_TWO_THEMES)))


def parts(vectors: Vectors, below: float) -> NDArray[np.int64]:
    """Number the part of each row, (n_rows,), 0 being the largest: their likeness is under `below`, and there may be one only.

    Rows, (n_rows, n_dims), come in canonical order: the answer is a function of the rows as given.
    """
    groups = _near_groups(vectors)
    totals, counts = totals_of(vectors, groups)
    while len(counts) > 1:
        alike = np.round(np.triu(likeness(totals, counts), 1) + np.tril(np.full((len(counts),) * 2, -np.inf)), 6)
        one, other = np.unravel_index(alike.argmax(), alike.shape)
        if alike[one, other] < below:
            break
        groups = np.unique(np.where(groups == other, one, groups), return_inverse=True)[1]
        totals, counts = totals_of(vectors, groups)
    rank = np.empty(len(counts), dtype=np.int64)
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    ranked: NDArray[np.int64] = rank[groups]
    return ranked


def _near_groups(vectors: Vectors) -> NDArray[np.int64]:
    """Cut rows into small groups by Ward's linkage, each row drawn first towards its neighbours."""
    from scipy.cluster.hierarchy import fcluster, linkage

    rows = len(vectors)
    drawn = vectors.astype(np.float64)
    for _ in range(_ROUNDS):
        drawn = _drawn(drawn, min(_NEIGHBOURS, max(1, rows // 4)))
    count = int(np.clip(rows // _ROWS_A_GROUP, 2, _MOST_GROUPS))
    labels = fcluster(linkage(np.round(drawn, 5), "ward"), count, criterion="maxclust")
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _drawn(vectors: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1)
    found = np.argsort(-np.round(near, 5), axis=1, kind="stable")[:, :count]
    weights = np.zeros_like(near)
    np.put_along_axis(weights, found, np.maximum(np.take_along_axis(near, found, axis=1), 0), axis=1)
    moved = vectors + weights @ vectors / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    shorter: NDArray[np.float64] = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    return shorter
