"""Draw ideas on a plane, so that those that say near things are near: a map to look at, which decides of nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors, nearest_among

Points = NDArray[np.float64]
DRAWN = 2_000
"""Ideas that the drawing is made of, at most; the others are placed among them: docs/decisions/0021-map.md."""
PERPLEXITY, STEPS = 30, 500
"""Neighbours that the drawing keeps together, and steps that it takes: with 1 000 it is no truer, and takes twice as long."""
WIDE = 50
"""Main directions that the drawing is made in."""
BESIDE, SHARP = 3, 30.0
"""An idea is placed among its 3 nearest, the nearest counting by far the most."""
FEWEST = 4
"""Different ideas under which there is nothing to bring together."""
MARGIN = 0.02


def draw(vectors: Vectors, *, seed: int) -> Points:
    """Draw ideas, (n_ideas, 2) in 0..1: the same vectors give the same map, whatever the order of rows.

    Vectors are (n_ideas, n_dims), of length 1 or 0. Ideas that are seen alike are drawn at one point.
    """
    if not len(vectors):
        return np.zeros((0, 2))
    alike, places = np.unique(np.round(vectors, 4), axis=0, return_inverse=True)
    flat = _spread(_narrowed(alike, seed), seed) if len(alike) >= FEWEST else _in_a_ring(len(alike))
    return _framed(flat)[places.ravel()]


def place(vectors: Vectors, among: Vectors, points: Points) -> Points:
    """Place ideas among those that are drawn, (n_ideas, 2): each by itself, and nothing drawn moves."""
    found, similarity = nearest_among(among, vectors, min(BESIDE, len(among)))
    weights = np.exp(SHARP * (similarity - similarity.max(axis=1, keepdims=True)))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(np.round(np.einsum("nk,nkd->nd", weights, points[found]), 4))


def _narrowed(vectors: Vectors, seed: int) -> Vectors:
    from sklearn.decomposition import PCA

    dims = min(WIDE, *vectors.shape)
    narrow: Vectors = PCA(dims, random_state=seed).fit_transform(vectors) if dims < vectors.shape[1] else vectors
    return narrow


def _spread(vectors: Vectors, seed: int) -> Points:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    perplexity = min(PERPLEXITY, (len(vectors) - 1) / 3)
    init = "pca" if vectors.shape[1] > 1 else "random"
    with threadpool_limits(1):  # threads add up in another order each time
        spread = TSNE(2, perplexity=perplexity, max_iter=STEPS, init=init, random_state=seed).fit_transform(vectors)
    return np.asarray(spread, dtype=np.float64)


def _in_a_ring(count: int) -> Points:
    angles = 2 * np.pi * np.arange(count) / count
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _framed(flat: Points) -> Points:
    """Bring points into a square, without stretching them."""
    low, high = flat.min(axis=0), flat.max(axis=0)
    wide = max(float((high - low).max()), 1e-9)
    centred = (flat - (low + high) / 2) / wide
    return np.asarray(np.round(0.5 + centred * (1 - 2 * MARGIN), 4))
