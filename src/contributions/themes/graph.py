"""Neighbour graphs of ideas: who is near whom, in one view or in several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Vectors = NDArray[np.float32]

FEW_NEIGHBOURS, MANY_NEIGHBOURS, LARGE = 10, 15, 2_000
"""Shared neighbours are counted among 10, or 15 in corpora of 2 000 ideas and more; fuzzy ones among 15."""
FEWEST_NEIGHBOURS, ONE_IN = 3, (10, 8)
"""In a workshop of 30 ideas, 15 neighbours are half of what was said: one idea in 10, one in 8, and 3 at least."""
EXACT_UP_TO = 25_000
"""Rows up to which neighbours are exact; above, faiss looks in the nearest cells only."""


def nearest(vectors: Vectors, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the nearest other rows by cosine: indices and similarities, both (n_rows, count), the nearest first.

    Rows are of length 1, or 0 for a text without known words. Ties go to the lower row, so that the answer is a function
    of the vectors alone.
    """
    import faiss

    rows, dims = vectors.shape
    index: Any = faiss.IndexFlatIP(dims)
    if rows > EXACT_UP_TO:
        index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dims), dims, int(4 * rows**0.5), faiss.METRIC_INNER_PRODUCT)
        index.cp.seed = 0
        index.train(vectors)
        index.nprobe = 32
    index.add(vectors)
    similarity, found = index.search(vectors, count + 1)
    similarity = np.where(found == np.arange(rows)[:, None], 2, np.round(similarity, 5))
    order = np.lexsort((found, -similarity))
    ranked = np.take_along_axis(found, order, axis=1)[:, 1:]
    return ranked, np.take_along_axis(similarity, order, axis=1)[:, 1:].astype(np.float32)


def shared_neighbours(found: NDArray[np.int64]) -> csr_matrix:
    """Weigh each pair of neighbours by the Jaccard index of their neighbourhoods, (n, n), symmetric."""
    from scipy.sparse import csr_matrix

    rows, count = found.shape
    members = np.column_stack([np.arange(rows), found]).ravel()
    around = csr_matrix((np.ones(members.size), members, np.arange(0, members.size + 1, count + 1)), shape=(rows, rows))
    around.data[:] = 1
    pairs = around.maximum(around.T).tocoo()
    apart = pairs.row < pairs.col
    left, right = pairs.row[apart], pairs.col[apart]
    common = np.asarray(around[left].multiply(around[right]).sum(axis=1)).ravel()
    return _symmetric(left, right, common / (2 * (count + 1) - common), rows)


def fuzzy_neighbours(found: NDArray[np.int64], similarity: NDArray[np.float32]) -> csr_matrix:
    """Weigh each pair as UMAP does: smooth nearest-neighbour distances, probabilistic union (McInnes et al., 2018, 3.1)."""
    from scipy.sparse import csr_matrix

    rows, count = found.shape
    distance = np.maximum(1 - similarity, 0)
    beyond = np.maximum(distance - distance[:, :1], 0)
    low, high = np.zeros(rows), np.full(rows, 4.0)
    for _ in range(32):
        width = (low + high) / 2
        mass = np.exp(-beyond / np.maximum(width, 1e-6)[:, None]).sum(axis=1)
        low, high = np.where(mass < np.log2(count), width, low), np.where(mass < np.log2(count), high, width)
    weights = np.exp(-beyond / np.maximum((low + high) / 2, 1e-3)[:, None])
    directed = csr_matrix((weights.ravel(), found.ravel(), np.arange(0, found.size + 1, count)), shape=(rows, rows))
    union = directed + directed.T - directed.multiply(directed.T)
    return union.tocsr()


def neighbour_graph(views: Sequence[Vectors], weights: Sequence[float]) -> tuple[csr_matrix, csr_matrix]:
    """Sum the graphs of several views of the same ideas: shared and fuzzy neighbours, brought to equal total weight.

    Returns:
        The graph to cluster and its shared-neighbour part alone (the better measure of confidence), both (n, n).
    """
    from scipy.sparse import csr_matrix

    rows = len(views[0])
    most = FEW_NEIGHBOURS if rows < LARGE else MANY_NEIGHBOURS
    close, around = (max(FEWEST_NEIGHBOURS, rows // each) for each in ONE_IN)
    shared, fuzzy = csr_matrix((rows, rows)), csr_matrix((rows, rows))
    for view, weight in zip(views, weights, strict=True):
        found, similarity = nearest(view, min(MANY_NEIGHBOURS, around))
        shared += weight * shared_neighbours(found[:, : min(most, close)])
        fuzzy += weight * fuzzy_neighbours(found, similarity)
    return (shared / max(shared.sum(), 1e-9) + fuzzy / max(fuzzy.sum(), 1e-9)).tocsr() * rows, shared.tocsr()


def _symmetric(left: NDArray[np.int32], right: NDArray[np.int32], weights: NDArray[np.float64], rows: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    both = np.concatenate([left, right]), np.concatenate([right, left])
    return csr_matrix((np.concatenate([weights, weights]), both), shape=(rows, rows))
