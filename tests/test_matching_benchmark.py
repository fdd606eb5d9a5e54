"""What the benchmark of matches counts of a peer: its ranks, what it would keep silent, and BM25 as it is written."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from matching_peers import K1, B, Sides, bm25, centred_cosine, judged_by_scores, nearest_reviewed

RIGHT = np.array([[True, False, False], [False, True, True], [False, False, False], [False, False, True]])
SCORES = np.array([[0.9, 0.5, 0.1], [0.7, 0.2, 0.3], [0.6, 0.5, 0.4], [0.2, 0.1, 0.0]])


def sides(texts, objectives):
    unit = np.eye(max(len(texts), len(objectives)), dtype=np.float32)
    return Sides(tuple(texts), unit[: len(texts)], tuple(objectives), unit[: len(objectives)])


def test_a_peer_is_judged_by_the_first_right_objective_in_its_order():
    judged = judged_by_scores(SCORES, RIGHT, spoken=1.0)
    assert list(judged.rank) == [1, 2, np.inf, 3]
    assert list(judged.right) == [True, False, False, False]
    assert list(judged.answered) == [True, True, False, True]
    assert list(judged.chance) == [0.9, 0.7, 0.6, 0.2]


def test_a_peer_is_as_silent_as_we_are_on_the_texts_that_have_an_objective():
    assert list(judged_by_scores(SCORES, RIGHT, spoken=1.0).silent) == [False, False, False, False]
    assert list(judged_by_scores(SCORES, RIGHT, spoken=0.5).silent) == [False, False, True, True]


def test_a_peer_that_says_nothing_of_a_text_is_silent_and_never_right():
    scores = np.full((4, 3), -np.inf)
    scores[0, 0] = scores[1, 0] = 0.9
    judged = judged_by_scores(scores, RIGHT, spoken=None)
    assert list(judged.silent) == [False, False, True, True]
    assert list(judged.rank) == [1, np.inf, np.inf, np.inf]
    assert list(judged.right) == [True, False, False, False]


def test_ties_are_broken_by_chance_and_not_by_the_order_of_objectives():
    right = np.zeros((300, 3), dtype=bool)
    right[:, 0] = True
    judged = judged_by_scores(np.zeros((300, 3)), right, spoken=1.0)
    assert 0.25 < judged.right.mean() < 0.42


def test_bm25_is_what_its_formula_says():
    found = bm25(sides(["lampadaire", "bus"], ["Lampadaires, lampadaires", "Bus, tramway, vélos, trottoirs"]))
    rarity = np.log(1 + 1.5 / 1.5)
    lengths = np.array([2, 4])
    slack = K1 * (1 - B + B * lengths / 3)
    assert found == pytest.approx(np.diag(rarity * np.array([2, 1]) * (K1 + 1) / (np.array([2, 1]) + slack)))


def test_what_all_texts_share_counts_for_nothing_once_they_are_centred():
    given = sides(["a", "b", "c"], ["x", "y", "z"])
    shifted = Sides(given.texts, given.vectors + 5, given.objectives, given.targets + 3)
    assert centred_cosine(shifted) == pytest.approx(centred_cosine(given), abs=1e-5)


def test_the_nearest_reviewed_text_gives_its_objectives_and_none_that_nobody_was_given():
    right = np.array([[True, False, False], [False, True, False], [False, False, True]])
    near = Sides(("a", "b", "c", "a"), np.eye(3, dtype=np.float32)[[0, 1, 2, 0]], (), np.empty((0, 3), dtype=np.float32))
    found = nearest_reviewed(near, np.vstack([right, right[:1]]), np.array([0, 1]))
    assert found.argmax(axis=1)[3] == 0
    assert np.isinf(found[:, 2]).all()
