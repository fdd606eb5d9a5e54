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
EXACT_UP_TO = 10_000
"""Rows up to which neighbours are exact; above, they are chosen among a shortlist: docs/decisions/0004-engine.md."""
NARROW = 128
"""Main directions that a shortlist is made in, two of them a code of 4 bits."""
LEARNT_ON = 20_000
"""Rows that the main directions are learnt on."""
LOOKED_IN = 16
"""Cells that a shortlist is made from, of as many as the square root of the rows."""
SHORTLIST = 3
"""Rows in a shortlist for each neighbour that is asked."""
_BLOCK = 256


def nearest(vectors: Vectors, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the nearest other rows by cosine: indices and similarities, both (n_rows, count), the nearest first.

    Rows are of length 1, or 0 for a text without known words, and in canonical order: where they are many, directions are
    learnt on the first ones. Ties go to the lower row, so that the answer is a function of the vectors alone.
    """
    rows = len(vectors)
    exact = rows <= EXACT_UP_TO
    found, similarity = _among_all(vectors, vectors, count + 1) if exact else _among_shortlists(vectors, count + 1)
    similarity = np.where(found == np.arange(rows)[:, None], 2, np.round(similarity, 5))
    order = np.lexsort((found, -similarity))[:, : count + 1]
    ranked = np.take_along_axis(found, order, axis=1)[:, 1:]
    return ranked, np.take_along_axis(similarity, order, axis=1)[:, 1:].astype(np.float32)


def nearest_among(vectors: Vectors, asked: Vectors, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the rows that are nearest to others that are asked: indices and similarities, both (n_asked, count), exact."""
    return _among_all(np.ascontiguousarray(vectors), np.ascontiguousarray(asked), count)


def _among_all(vectors: Vectors, asked: Vectors, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    import faiss

    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    similarity, found = index.search(asked, count)
    return found, similarity


def _among_shortlists(vectors: Vectors, count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Shortlist rows by codes of their main directions, in the nearest cells; similarities are exact."""
    import faiss

    narrow = _narrowed(vectors)
    cells: Any = faiss.IndexFlatIP(NARROW)
    index: Any = faiss.IndexIVFPQFastScan(cells, NARROW, int(len(vectors) ** 0.5), NARROW // 2, 4, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed, index.cp.niter, index.cp.max_points_per_centroid = 0, 10, 64
    index.pq.cp.niter = 10
    index.train(narrow)
    index.add(narrow)
    index.nprobe = LOOKED_IN
    found = index.search(narrow, SHORTLIST * count)[1]
    lacking = np.flatnonzero(found.min(axis=1) < 0)  # null, or in cells that hold too few
    found[lacking] = _among_all(narrow, narrow[lacking], SHORTLIST * count)[0]
    own = np.arange(len(vectors))
    found[:, -1] = np.where((found == own[:, None]).any(axis=1), found[:, -1], own)
    similarity = np.empty(found.shape, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = slice(start, start + _BLOCK)
        similarity[block] = np.einsum("rsd,rd->rs", vectors[found[block]], vectors[block])
    return found, similarity


def _narrowed(vectors: Vectors) -> Vectors:
    """Keep the main directions, (n_rows, `NARROW`), null past those there are."""
    learnt = vectors[:LEARNT_ON].astype(np.float64)
    directions = np.linalg.eigh(learnt.T @ learnt)[1][:, -NARROW:]
    narrow = np.zeros((len(vectors), NARROW), dtype=np.float32)
    narrow[:, : directions.shape[1]] = np.round(vectors @ directions.astype(np.float32), 4)
    return narrow


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
