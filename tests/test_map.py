"""The map of ideas: what is near is drawn near, what is drawn does not move, and the page says all of it in words too."""

import shutil
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from decided_city import city
from erasable_city import city as erasable
from hypothesis import given, settings
from hypothesis import strategies as st
from small_city import done, stored
from small_city import numbered as answers
from small_city import workspace as small
from store_nouns import frame

from contributions.domain import Run
from contributions.frames import COORDINATES
from contributions.settings import open_workspace
from contributions.steps.mapping import sample_of
from contributions.steps.refounding import refound
from contributions.store.coordinates import coordinates, last_drawing, save_coordinates
from contributions.themes import draw, place
from contributions.web.plane import Lots, apart, beside, heart, inside, window

GROUPS, OF_EACH = 3, 12


def groups():
    """Give vectors of three groups, (36, 8), of length 1."""
    chance = np.random.default_rng(0)
    middles = np.eye(GROUPS, 8).repeat(OF_EACH, axis=0)
    vectors = middles + chance.normal(scale=0.08, size=middles.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def map_of_groups():
    return draw(groups(), seed=0)


def test_ideas_that_are_near_are_drawn_near(map_of_groups):
    of = np.arange(GROUPS).repeat(OF_EACH)
    near = beside(map_of_groups, np.arange(len(of)), 5)
    assert all((of[each] == group).all() for each, group in zip(near, of, strict=True))
    assert ((map_of_groups >= 0) & (map_of_groups <= 1)).all()


def test_the_same_ideas_give_the_same_map_whatever_their_order(map_of_groups):
    order = np.random.default_rng(1).permutation(GROUPS * OF_EACH)
    np.testing.assert_array_equal(draw(groups()[order], seed=0), map_of_groups[order])


def test_an_idea_is_placed_among_those_it_is_near_to_whatever_comes_with_it(map_of_groups):
    vectors = groups()
    (where,) = place(vectors[:1], vectors, map_of_groups)
    beside_others = place(np.vstack([vectors[20:30], vectors[:1]]), vectors, map_of_groups)
    np.testing.assert_array_equal(beside_others[-1], where)
    assert (
        np.linalg.norm(map_of_groups[:OF_EACH] - where, axis=1).min()
        < np.linalg.norm(map_of_groups[OF_EACH:] - where, axis=1).min()
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_few_ideas_have_a_map_and_two_that_say_the_same_are_at_one_point(count):
    points = draw(groups()[:: OF_EACH // 2][:count], seed=0)
    assert points.shape == (count, 2)
    assert len(np.unique(points, axis=0)) == count
    silent = draw(np.zeros((6, 8), dtype=np.float32), seed=0)
    np.testing.assert_array_equal(silent, np.full((6, 2), silent[0]))


def test_the_sample_that_is_drawn_is_the_same_whatever_the_order_and_holds_a_text_once():
    ideas = pd.DataFrame({"id": [f"C{n}-1" for n in range(30)], "text": [f"Une idée {n % 20}." for n in range(30)]})
    sample = sample_of(ideas, 15)
    pd.testing.assert_frame_equal(sample_of(ideas.sample(frac=1, random_state=1), 15), sample)
    assert (len(sample), sample["text"].is_unique) == (15, True)
    assert len(sample_of(ideas, 100)) == 20


said = st.lists(st.sampled_from(["T001", "T002", "T003", ""]), min_size=1, max_size=60)


@given(said, st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_every_theme_is_in_a_sample_which_is_the_same_whatever_the_order_of_rows(themes, count):
    rows = pd.DataFrame({"idea": [f"C{n}-1" for n in range(len(themes))], "branch": themes, "theme": themes, "family": ""})
    few = Lots.of(rows).few(count)
    assert set(few["branch"]) == set(themes)
    assert len(few) <= max(count + 3 * len(set(themes)), 0)
    assert set(Lots.of(rows[::-1]).few(count)["idea"]) == set(few["idea"])
    if len(themes) <= count:
        assert len(few) == len(themes)


def test_what_is_at_one_point_is_set_around_it_and_the_first_stays():
    points = apart(np.array([[0.5, 0.5], [0.2, 0.2], [0.5, 0.5], [0.5, 0.5]]), 0.1)
    assert points[:2].tolist() == [[0.5, 0.5], [0.2, 0.2]]
    far = np.linalg.norm(points[[2, 3]] - 0.5, axis=1)
    assert ((far > 0.09) & (far < 0.15)).all()
    assert np.linalg.norm(points[2] - points[3]) > 0.09


def test_a_number_stands_in_the_largest_of_two_groups_and_a_zoom_leaves_out_what_is_far_away():
    chance = np.random.default_rng(0)
    points = np.vstack([chance.normal(0.3, 0.02, (30, 2)), chance.normal(0.8, 0.02, (8, 2))])
    assert heart(points) < 30
    square = window(np.vstack([points[:30], [[0.95, 0.95]]]))
    assert inside(points[:30], square).mean() > 0.8
    assert not inside(np.array([[0.95, 0.95]]), square).any()
    assert window(np.empty((0, 2))) == (0.0, 0.0, 1.0)
    assert window(np.full((4, 2), 0.5))[2] > 0


# What is kept


def test_the_last_drawing_is_the_one_that_is_seen_and_is_only_added_to(tmp_path):
    folder = city(tmp_path / "ville")

    def act(store):
        assert last_drawing(store) == ""
        assert coordinates(store, "").empty
        store.save_run(Run("R2", datetime(2026, 4, 30, tzinfo=UTC), "0.1.0", "abc"))
        one, other = ({"idea": f"C{n}-1", "x": n / 10, "y": 0.5, "drawn": n == 1} for n in (1, 2))
        save_coordinates(store, "R1", frame(COORDINATES, one))
        save_coordinates(store, "R1", frame(COORDINATES, other))
        assert last_drawing(store) == "R1"
        pd.testing.assert_frame_equal(coordinates(store, "R1"), frame(COORDINATES, one, other))
        pd.testing.assert_frame_equal(coordinates(store, "R1", ["C2-1", "C9-1"]), frame(COORDINATES, other))
        assert coordinates(store, "R1", []).empty
        save_coordinates(store, "R2", frame(COORDINATES, other))
        assert last_drawing(store) == "R2"
        assert len(coordinates(store, "R1")) == 2

    stored(folder, act)


def test_an_erased_contribution_leaves_every_map(call, tmp_path):
    folder = erasable(tmp_path / "ville")

    def mapped(store):
        for run in ("R1", "R2"):
            rows = ({"idea": idea, "x": 0.5, "y": 0.5, "drawn": True} for idea in store.ideas()["id"])
            save_coordinates(store, run, frame(COORDINATES, *rows))

    stored(folder, mapped)
    erased = call("erase", "C1", "--reason", "à sa demande", "--yes", "--workspace", folder)
    assert erased.code == 0, erased.err
    left = stored(folder, lambda store: [coordinates(store, run)["idea"].tolist() for run in ("R1", "R2")])
    assert left == [["C3-1", "C3-2", "C4-1", "C5-1"]] * 2


# What a run does of it


@pytest.mark.model
def test_a_map_does_not_move_when_ideas_are_added_and_finding_themes_anew_redraws_it(tmp_path):
    whole = answers()
    folder = small(tmp_path / "ville", whole[:-4])
    run = done(folder)
    before = stored(folder, lambda store: coordinates(store, run.id))
    assert set(before["idea"]) == set(stored(folder, lambda store: store.ideas())["id"])
    assert before[["x", "y"]].drop_duplicates().shape[0] > 40
    other = small(tmp_path / "bis", whole)
    shutil.copy(other / "sources" / "reponses.csv", folder / "sources" / "reponses.csv")
    done(folder)
    after = stored(folder, lambda store: coordinates(store, last_drawing(store)))
    assert set(after["idea"]) == set(stored(folder, lambda store: store.ideas())["id"]) > set(before["idea"])
    assert stored(folder, last_drawing) == run.id
    kept = after[after["idea"].isin(before["idea"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, before)
    assert not after.loc[~after["idea"].isin(before["idea"]), "drawn"].any()
    opened = open_workspace(folder)
    stored(folder, lambda store: refound(opened, store))
    assert stored(folder, last_drawing) > run.id
    anew = stored(folder, lambda store: coordinates(store, last_drawing(store)))
    assert set(anew["idea"]) == set(after["idea"])
    assert stored(folder, lambda store: len(coordinates(store, run.id))) == len(after)
