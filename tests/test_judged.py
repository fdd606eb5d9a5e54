"""Laws of the measures of matches: coverage, calibration, intervals, and who is reviewed in a simulation."""

from datetime import date

import lxml.etree
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.cli.evaluating import LABELS
from contributions.errors import UsageError
from contributions.evaluate import Labelled
from contributions.evaluate.judged import Judged, calibration_error, curve, figures, intervals, means, spread
from contributions.evaluate.matches import judge
from contributions.evaluate.trials import draws, split_by_day
from contributions.report.curve import draw_curve

ROWS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.7, 0.9, 1.0]), st.booleans()), min_size=1, max_size=30)
GOLD = {"a": frozenset({"c/1"}), "b": frozenset({"c/2", "c/3"}), "c": frozenset(), "d": frozenset({"c/1"})}
few = settings(max_examples=40, deadline=None)


def columns(rows):
    return np.array([chance for chance, _ in rows]), np.array([right for _, right in rows])


def judged_of(rows):
    chances, right = columns(rows)
    answered = right | (np.arange(len(rows)) % 3 > 0)
    rank = np.where(right, 1.0, np.where(answered, 2.0, np.inf))
    return Judged(answered, rank, chances, right, chances >= 0.6, chances < 0.35)


def matched(rows):
    return pd.DataFrame(rows, columns=["subject", "objective", "rank", "probability", "zone"])


@given(ROWS)
@few
def test_coverage_is_the_largest_share_whose_precision_is_nine_in_ten(rows):
    chances, right = columns(rows)
    share = curve(chances, right).coverage_at(0.9)
    right_from = {limit: right[chances >= limit].mean() for limit in set(chances.tolist())}
    shares = [(chances >= limit).mean() for limit, often in right_from.items() if often >= 0.9]
    assert share == pytest.approx(max(shares, default=0))


@given(ROWS, st.randoms(use_true_random=False))
@few
def test_the_order_of_texts_changes_no_figure(rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    one, other = (columns(each) for each in (rows, shuffled))
    assert curve(*one).points() == curve(*other).points()
    assert calibration_error(*one) == pytest.approx(calibration_error(*other))


@given(ROWS)
@few
def test_the_curve_goes_from_the_surest_text_to_all_of_them(rows):
    chances, right = columns(rows)
    drawn = curve(chances, right)
    assert drawn.coverage[-1] == 1
    assert drawn.precision[-1] == pytest.approx(right.mean())
    assert (np.diff(drawn.threshold) < 0).all()
    assert (np.diff(drawn.coverage) > 0).all()


def test_a_long_curve_is_drawn_in_a_hundred_points_with_the_last_one():
    points = curve(np.linspace(0, 1, 1_034), np.ones(1_034, dtype=bool)).points()
    assert 50 <= len(points) <= 100
    assert points[-1] == {"threshold": 0.0, "coverage": 1.0, "precision": 1.0}
    assert curve(np.array([]), np.array([], dtype=bool)).points() == []


def test_the_calibration_error_is_nothing_where_chances_say_what_is_and_all_where_they_say_the_contrary():
    half = np.array([True, False] * 10)
    assert calibration_error(np.full(20, 0.5), half) == pytest.approx(0)
    assert calibration_error(half.astype(float), half) == 0
    assert calibration_error(half.astype(float), ~half) == 1
    assert calibration_error(np.array([]), np.array([], dtype=bool)) is None


@given(ROWS)
@few
def test_the_calibration_error_is_a_share_and_at_least_the_distance_of_the_means(rows):
    chances, right = columns(rows)
    error = calibration_error(chances, right)
    assert abs(chances.mean() - right.mean()) - 1e-9 <= error <= 1 + 1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=5, max_size=30))
@settings(max_examples=10, deadline=None)
def test_an_interval_holds_figures_that_draws_can_have_and_a_seed_gives_it_again(rows):
    judged = judged_of(rows)
    found = intervals(judged, draws=40, seed=3)
    assert found == intervals(judged, draws=40, seed=3)
    assert found.keys() == figures(judged).keys() == LABELS.keys()
    assert all(0 <= low <= high <= 1 for low, high in filter(None, found.values()))


def test_an_interval_is_narrower_for_more_texts_and_holds_its_figure():
    rows = [(0.9, True), (0.8, True), (0.4, False), (0.2, False), (0.7, False)] * 4
    small, large = (judged_of(rows * times) for times in (1, 16))
    widths = [np.diff(intervals(each, draws=200)["recall_at_1"])[0] for each in (small, large)]
    low, high = intervals(large, draws=200)["mrr"]
    assert widths[1] < widths[0] / 2
    assert low < figures(large)["mrr"] < high


def test_nothing_to_count_is_no_figure_rather_than_nought():
    nothing = judged_of([(0.9, True)]).take(np.array([], dtype=np.int64))
    assert figures(nothing)["recall_at_1"] is None
    assert set(intervals(nothing).values()) == {None}
    assert figures(judged_of([(0.9, True)]))["recall_no_objective"] is None


def test_means_and_deviations_leave_out_what_is_not_known():
    several = [{"mrr": 0.5, "ece": None}, {"mrr": 0.7, "ece": 0.1}]
    assert means(several) == pytest.approx({"mrr": 0.6, "ece": 0.1})
    assert spread(several) == {"mrr": pytest.approx(0.02**0.5), "ece": None}


def test_a_text_is_judged_by_its_first_right_objective_and_by_its_best_match():
    rows = [("a", "c/1", 1, 0.8, "proposed"), ("a", "c/2", 2, 0.1, "none")]
    rows += [("b", "c/1", 1, 0.5, "review"), ("b", "c/3", 2, 0.4, "review"), ("c", "c/2", 1, 0.7, "proposed")]
    found = judge(matched(rows[::-1]), GOLD)
    assert list(found.answered) == [True, True, False, True]
    assert list(found.rank) == [1, 2, np.inf, np.inf]
    assert list(found.chance) == [0.8, 0.5, 0.7, 0]
    assert list(found.right) == [True, False, False, False]
    assert list(found.proposed) == [True, False, True, False]
    assert list(found.silent) == [False, False, False, True]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=40).filter(lambda texts: len(set(texts)) > 1), st.data())
@few
def test_a_draw_takes_a_text_with_its_copies_and_leaves_the_others(texts, data):
    place = np.unique(np.array(texts), return_inverse=True)[1].astype(np.int64)
    count = data.draw(st.integers(1, int(place.max())))
    for split in draws(place, count, tries=2, seed=0):
        assert len(set(place[split.reviewed].tolist())) == count
        assert not set(place[split.reviewed].tolist()) & set(place[split.measured].tolist())
        assert sorted([*split.reviewed.tolist(), *split.measured.tolist()]) == list(range(len(place)))


def test_a_larger_draw_holds_the_smaller_one_and_a_seed_gives_it_again():
    place = np.arange(30, dtype=np.int64)
    small, large, again = (list(draws(place, count, tries=3, seed=1)) for count in (5, 12, 5))
    assert all(set(one.reviewed.tolist()) < set(other.reviewed.tolist()) for one, other in zip(small, large, strict=True))
    assert all((one.reviewed == other.reviewed).all() for one, other in zip(small, again, strict=True))
    assert len({tuple(split.reviewed.tolist()) for split in small}) == 3


@pytest.mark.parametrize("count", [0, 3, 50])
def test_a_draw_that_leaves_nothing_to_measure_is_one_sentence(count):
    with pytest.raises(UsageError, match=f"{count} relectures de 3 textes différents : demandez-en de 1 à 2"):
        list(draws(np.array([0, 1, 2, 1]), count, tries=1, seed=0))


def test_what_was_said_before_is_reviewed_and_what_is_said_again_is_not_measured():
    days = ["2026-03", "2026-05-31", "2026-06", "", "2026-06-02", "2026-07-01"]
    said = ["Un banc", "Un bus", "Un lampadaire", "Un marché", "un banc !", "Un four à pain"]
    rows = [Labelled(str(n), text, (), day) for n, (text, day) in enumerate(zip(said, days, strict=True))]
    split = split_by_day(rows, date(2026, 6, 1))
    assert (split.reviewed.tolist(), split.measured.tolist()) == ([0, 1], [2, 5])
    with pytest.raises(UsageError, match="5 textes dits avant le 2027-01-01, 0 depuis, 1 sans jour"):
        split_by_day(rows, date(2027, 1, 1))


def test_the_curve_is_drawn_between_its_axes_and_says_what_it_is():
    points = curve(*columns([(0.9, True), (0.7, True), (0.5, False), (0.1, False)])).points()
    drawn = lxml.etree.fromstring(draw_curve(points))
    line = drawn.find("{*}polyline").get("points").split()
    assert [tuple(map(float, point.split(","))) for point in line] == [(154, 44), (244, 44), (334, 164), (424, 224)]
    assert "Part juste des premiers rapprochements" in drawn.findtext("{*}title")
    assert lxml.etree.fromstring(draw_curve([])).find("{*}polyline").get("points") == ""


@pytest.mark.parametrize(
    ("options", "seen"),
    [
        (["--reviews", "50;100"], "--reviews « 50;100 » : attendu des nombres séparés par des virgules"),
        (["--since", "juin"], "--since « juin » : attendu un jour comme 2026-06-01"),
        (["--curve", "courbe.png"], "« courbe.png » : la courbe s'écrit en SVG"),
    ],
)
def test_an_option_that_cannot_be_read_is_one_sentence(call, options, seen):
    refused = call("evaluate", "matches", "q.jsonl", "t.jsonl", *options)
    assert seen in refused.err
    assert refused.code == 2
