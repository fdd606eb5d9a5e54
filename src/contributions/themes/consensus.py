"""Communities that many partial looks at the same graph agree on."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RESOLUTIONS = (0.5, 1.0, 2.0)
LOOKS = 7
"""Fits at each resolution."""
SHARE_OF_EDGES = 0.85
MERGE_ABOVE = 0.3
"""Two communities are one when the weight between them passes this share of the weight inside the looser one."""


def communities(graph: csr_matrix, *, seed: int) -> NDArray[np.int64]:
    """Label each row of a symmetric weighted graph with its community, (n,), by consensus of 21 Louvain-Potts fits.

    Each fit sees 85 % of the edges; an edge then weighs by the square of how often its ends were found together.
    """
    from scipy.sparse import coo_matrix, triu

    edges = triu(graph, k=1).tocoo()
    draw = np.random.default_rng(seed)
    together = np.zeros(edges.nnz)
    for look in range(LOOKS * len(RESOLUTIONS)):
        seen = draw.random(edges.nnz) < SHARE_OF_EDGES
        partial = coo_matrix((edges.data[seen], (edges.row[seen], edges.col[seen])), shape=graph.shape)
        labels = _louvain((partial + partial.T).tocsr(), RESOLUTIONS[look % len(RESOLUTIONS)], seed + look)
        together += labels[edges.row] == labels[edges.col]
    agreed = edges.data * (together / (LOOKS * len(RESOLUTIONS))) ** 2
    kept = agreed > 0
    weighted = coo_matrix((agreed[kept], (edges.row[kept], edges.col[kept])), shape=graph.shape)
    consensus = (weighted + weighted.T).tocsr()
    return merge_tied(consensus, _louvain(consensus, 1.0, seed))


def merge_tied(graph: csr_matrix, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Merge, the most tied pair first, communities whose weight between passes `MERGE_ABOVE` of the weight inside.

    Only the ties of the merged community change: they alone are weighed again.
    """
    labels = np.unique(labels, return_inverse=True)[1]
    inside, beside = _weights(graph, labels)
    into = np.arange(len(inside))

    def ties(one: int, others: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        for other in others:
            # Inside weights count each edge twice, weights between once a direction.
            tie = 2 * beside[one][other] / max(min(inside[one], inside[other]), 1e-9)
            if tie >= MERGE_ABOVE:
                yield -tie, min(one, other), max(one, other)

    waiting = [tie for one in range(len(inside)) for tie in ties(one, [other for other in beside[one] if other > one])]
    heapq.heapify(waiting)
    while waiting:
        tie, left, right = heapq.heappop(waiting)
        if right not in beside[left] or (tie, left, right) not in ties(left, [right]):
            continue  # weighed again since
        into[right] = left
        inside[left] += inside[right] + 2 * beside[left].pop(right)
        gone, beside[right] = beside[right], {}
        del gone[left]
        for other, weight in gone.items():
            del beside[other][right]
            beside[left][other] = beside[other][left] = beside[left].get(other, 0.0) + weight
        for each in ties(left, beside[left]):
            heapq.heappush(waiting, each)
    for number in range(len(into)):  # into a lower number always, whose own end is known by then
        into[number] = into[into[number]]
    return np.unique(into[labels], return_inverse=True)[1]


def _weights(graph: csr_matrix, labels: NDArray[np.int64]) -> tuple[list[float], list[dict[int, float]]]:
    """Give the weight inside each community, and between each and those beside it."""
    from scipy.sparse import csr_matrix

    count = labels.max() + 1
    member = csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), count))
    between = (member.T @ graph @ member).tocoo()
    inside, beside = [0.0] * count, [dict[int, float]() for _ in range(count)]
    for one, other, weight in zip(between.row.tolist(), between.col.tolist(), between.data.tolist(), strict=True):
        if one == other:
            inside[one] = weight
        else:
            beside[one][other] = weight
    return inside, beside


def shown_groups(labels: NDArray[np.int64], vectors: Vectors, *, shown: int) -> NDArray[np.int64]:
    """Bring communities down to `shown` at most, joining the two whose union scatters least (Ward, 1963); -1 stays apart.

    Average linkage chains what is far from all into one grab-bag; this joins small communities first.
    """
    groups, counts = np.unique(labels[labels >= 0], return_counts=True)
    into = {int(group): int(group) for group in groups}
    sizes: NDArray[np.float64] = counts.astype(np.float64)
    means = [vectors[labels == group].mean(axis=0) for group in groups]
    centres: NDArray[np.float64] = np.array(means, dtype=np.float64).reshape(len(groups), -1)
    costs = np.array([_costs(centres, sizes, row) for row in range(len(groups))])
    for _ in range(len(groups) - shown):
        kept, gone = sorted(divmod(int(np.argmin(np.round(costs, 9))), len(groups)))
        total = sizes[kept] + sizes[gone]
        centres[kept] = (sizes[kept] * centres[kept] + sizes[gone] * centres[gone]) / total
        sizes[kept], sizes[gone] = total, np.inf
        costs[kept] = costs[:, kept] = _costs(centres, sizes, kept)
        costs[gone] = costs[:, gone] = np.inf
        into = {group: int(groups[kept]) if home == groups[gone] else home for group, home in into.items()}
    return np.array([into.get(int(label), -1) for label in labels], dtype=np.int64)


def _costs(centres: NDArray[np.float64], sizes: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """Say how much scatter joining a group to each other adds; none can be joined to itself, or to one already joined."""
    apart = ((centres - centres[row]) ** 2).sum(axis=1)
    gone = np.isinf(sizes)
    shares = np.divide(sizes * sizes[row], sizes + sizes[row], out=np.full(len(sizes), np.inf), where=~gone)
    costs: NDArray[np.float64] = np.where(gone, np.inf, shares * apart)
    costs[row] = np.inf
    return costs


def cohesion(shared: csr_matrix, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Say how much of each row's shared-neighbour weight stays in its community, (n,) in 0..1 (AUROC .85 to .90)."""
    edges = shared.tocoo()
    inside = labels[edges.row] == labels[edges.col]
    total = np.bincount(edges.row, edges.data, len(labels))
    return np.bincount(edges.row[inside], edges.data[inside], len(labels)) / np.maximum(total, 1e-9)


def _louvain(graph: csr_matrix, resolution: float, seed: int) -> NDArray[np.int64]:
    from sknetwork.clustering import Louvain

    options = {"modularity": "potts", "shuffle_nodes": True, "return_probs": False, "return_aggregate": False}
    fit = Louvain(resolution=resolution, random_state=seed, **options)
    labels: NDArray[np.int64] = fit.fit_predict(graph).astype(np.int64)
    return labels
