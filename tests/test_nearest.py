"""Neighbours of many ideas are chosen among shortlists: nearly those that are found among all, whatever the threads."""

import faiss
import numpy as np
import pytest

from contributions.themes import graph

ROWS, DIMS, COUNT = 2_000, 200, 15


def said(rows=ROWS):
    """Draw unit vectors around forty subjects; the last three say nothing."""
    chance = np.random.default_rng(0)
    vectors = chance.standard_normal((40, DIMS))[np.arange(rows) % 40] + chance.standard_normal((rows, DIMS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[-3:] = 0
    return vectors.astype(np.float32)


@pytest.fixture(scope="module")
def shortlisted():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph, "EXACT_UP_TO", ROWS - 1)
        return graph.nearest(said(), COUNT)


def test_nearly_all_the_neighbours_are_found(shortlisted):
    exact, _ = graph.nearest(said(), COUNT)
    shared = [len(set(one) & set(other)) for one, other in zip(exact[:-3], shortlisted[0][:-3], strict=True)]
    assert np.mean(shared) > 0.85 * COUNT


def test_similarities_are_those_of_whole_vectors_the_nearest_first(shortlisted):
    found, similarity = shortlisted
    vectors = said()
    np.testing.assert_allclose(similarity, np.einsum("rcd,rd->rc", vectors[found], vectors), atol=1e-4)
    assert (np.diff(similarity, axis=1) <= 0).all()


def test_nobody_is_a_neighbour_of_oneself_or_twice(shortlisted):
    for row, found in enumerate(shortlisted[0]):
        assert len({row, *found.tolist()}) == COUNT + 1


@pytest.mark.slow
def test_the_number_of_threads_changes_no_neighbour(shortlisted, monkeypatch):
    monkeypatch.setattr(graph, "EXACT_UP_TO", ROWS - 1)
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(threads % 2 + 1)
    try:
        np.testing.assert_array_equal(graph.nearest(said(), COUNT)[0], shortlisted[0])
    finally:
        faiss.omp_set_num_threads(threads)


def test_rows_whose_cells_hold_too_few_are_looked_for_everywhere(monkeypatch):
    exact, _ = graph.nearest(said(600), COUNT)
    monkeypatch.setattr(graph, "EXACT_UP_TO", 599)
    monkeypatch.setattr(graph, "LOOKED_IN", 1)
    found, _ = graph.nearest(said(600), COUNT)
    assert found.min() >= 0
    assert np.mean([len(set(one) & set(other)) for one, other in zip(exact, found, strict=True)]) > COUNT / 2
