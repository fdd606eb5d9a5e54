"""Communities are merged as if every tie were weighed again at each merge."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array

from contributions.themes.consensus import MERGE_ABOVE, merge_tied


def drawn(seed):
    """Draw a symmetric graph whose weights are small whole numbers, so that sums are exact, and communities of its rows."""
    chance = np.random.default_rng(seed)
    rows = int(chance.integers(2, 60))
    share = chance.uniform(0.02, 0.5)
    half = random_array(
        (rows, rows), density=share, rng=chance, data_sampler=lambda size: chance.integers(1, 5, size).astype(float)
    )
    graph = csr_matrix(half + half.T)
    graph.setdiag(0)
    graph.eliminate_zeros()
    return graph, chance.integers(0, rows // 3 + 1, rows)


def merged_one_by_one(graph, labels):
    """Weigh every tie, merge the most tied pair, the first where there are several, and start again."""
    dense = graph.toarray()
    labels = np.unique(labels, return_inverse=True)[1]
    while True:
        members = np.eye(labels.max() + 1)[labels]
        between = members.T @ dense @ members
        ties = {
            (2 * between[one, other] / max(min(between[one, one], between[other, other]), 1e-9), -one, -other)
            for one in range(len(between))
            for other in range(one + 1, len(between))
        }
        best = max(ties, default=(0.0, 0, 0))
        if best[0] < MERGE_ABOVE:
            return labels
        labels = np.unique(np.where(labels == -best[2], -best[1], labels), return_inverse=True)[1]


@pytest.mark.parametrize("seed", range(40))
def test_merging_gives_what_weighing_every_tie_again_gives(seed):
    graph, labels = drawn(seed)
    np.testing.assert_array_equal(merge_tied(graph, labels), merged_one_by_one(graph, labels))


def test_the_drawn_graphs_are_worth_merging():
    counts = [(len(set(labels)), len(set(merge_tied(graph, labels)))) for graph, labels in map(drawn, range(40))]
    assert sum(after < before for before, after in counts) >= 20
    assert any(after > 1 for _, after in counts)


def test_communities_without_a_tie_stay_apart():
    graph = csr_matrix(np.kron(np.eye(3), np.ones((4, 4)) - np.eye(4)))
    labels = np.repeat([5, 0, 9], 4)
    np.testing.assert_array_equal(merge_tied(graph, labels), np.repeat([1, 0, 2], 4))
