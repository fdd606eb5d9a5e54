"""What people decided stands over what the machine finds: no order of runs, no undo and no merge loses it in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.decisions import replay
from contributions.domain import Conflict, Decision, DecisionKind, Theme, ThemeStatus, Trouble

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
THEMES = (Theme("T001", "Bus"), Theme("T002", "Arrêts de bus"), Theme("T003", "Ascenseurs"))
PLACED = {"a": "T001", "b": "T001", "c": "T002", "d": "T003", "e": "T003", "f": ""}


def decided(*made):
    """Make decisions, a minute apart: (kind, subject, target, ideas, title)."""
    return [
        Decision(f"D{n:05d}", START + timedelta(minutes=n), "Nadia", DecisionKind(kind), subject, "atelier", *rest)
        for n, (kind, subject, *rest) in enumerate(made, 1)
    ]


def stand(*made, themes=THEMES, placed=PLACED):
    return replay(decided(*made), themes, placed)


def named(standing):
    return {theme.id: theme for theme in standing.themes}


def test_a_new_title_is_kept_and_says_that_a_person_gave_it():
    theme = named(stand(("rename", "T001", "", (), "Le bus du soir")))["T001"]
    assert (theme.title, theme.title_origin) == ("Le bus du soir", "human")


def test_the_last_of_two_titles_stands():
    assert named(stand(("rename", "T001", "", (), "Un"), ("rename", "T001", "", (), "Deux")))["T001"].title == "Deux"


def test_the_ideas_of_a_merged_theme_are_in_the_one_that_is_kept():
    standing = stand(("merge", "T002", "T001"))
    assert standing.placed["c"] == "T001"
    assert (named(standing)["T002"].status, named(standing)["T002"].merged_into) == (ThemeStatus.MERGED, "T001")
    assert standing.open == {"T001", "T003"}


def test_merges_follow_each_other_and_never_turn_in_circles():
    assert set(stand(("merge", "T002", "T001"), ("merge", "T001", "T003")).placed.values()) == {"T003", ""}
    assert set(stand(("merge", "T002", "T001"), ("merge", "T001", "T002")).placed.values()) == {"T001", "T003", ""}


def test_a_theme_merged_into_one_that_is_merged_later_names_it_still_however_often_it_is_replayed():
    made = (("merge", "T001", "T002"), ("merge", "T002", "T003"))
    once = stand(*made)
    again = stand(*made, themes=once.themes, placed=once.held)
    assert named(once)["T001"].merged_into == named(again)["T001"].merged_into == "T002"
    assert (once.ends["T001"], again.ends["T001"]) == ("T003", "T003")


def test_a_split_takes_the_ideas_that_were_chosen():
    standing = stand(("split", "T001", "T004", ("b",), "Bus de nuit"))
    assert (standing.placed["a"], standing.placed["b"]) == ("T001", "T004")
    assert named(standing)["T004"].title == "Bus de nuit"


def test_ideas_may_be_moved_to_another_theme_or_to_none():
    standing = stand(("move", "a", "T003", ("a", "f")), ("move", "d", "", ("d",)))
    assert [standing.placed[idea] for idea in "afd"] == ["T003", "T003", ""]


def test_the_ideas_of_a_retired_theme_have_none_until_it_is_opened_again():
    assert stand(("retire", "T003")).placed["d"] == ""
    assert stand(("retire", "T003"), ("reopen", "T003")).placed["d"] == "T003"


def test_a_theme_is_pinned_and_reviewed():
    theme = named(stand(("pin", "T001"), ("review", "T001")))["T001"]
    assert (theme.pinned, theme.reviewed_at) == (True, START + timedelta(minutes=2))


def test_an_idea_is_pinned_where_a_person_saw_it():
    pinned = ("pin", "a", "T001", ("a",))
    assert stand(pinned, placed=PLACED | {"a": "T003"}).placed["a"] == "T001"
    assert stand(pinned, ("move", "a", "T003", ("a",))).placed["a"] == "T003"
    assert not named(stand(pinned))["T001"].pinned


@pytest.mark.parametrize(
    "made",
    [
        ("rename", "T001", "", (), "Autre"),
        ("merge", "T002", "T001"),
        ("split", "T001", "T004", ("b",)),
        ("create", "T004", "T004", ("f", "a")),
        ("move", "a", "T003", ("a",)),
        ("pin", "T001"),
        ("retire", "T003"),
        ("review", "T001"),
    ],
)
def test_undoing_any_decision_gives_back_what_was(made):
    assert stand(made) != stand()
    assert stand(made, ("undo", "D00001")) == stand()


def test_ideas_that_came_since_go_back_to_the_theme_that_an_undone_split_had_cut():
    made = Theme("T004", "Bus de nuit", born_in="D00001")
    later = stand(("split", "T001", "T004", ("b",)), ("undo", "D00001"), themes=(*THEMES, made), placed=PLACED | {"g": "T004"})
    assert (later.placed["g"], later.placed["b"]) == ("T001", "T001")
    assert "T004" not in named(later)


# What cannot stand as it was meant is said


@pytest.mark.parametrize(
    ("made", "conflict"),
    [
        ([("rename", "T009", "", (), "x")], Conflict("D00001", Trouble.UNKNOWN_THEME, "T009")),
        ([("merge", "T001", "T009")], Conflict("D00001", Trouble.UNKNOWN_THEME, "T009")),
        ([("move", "a", "T009", ("a",))], Conflict("D00001", Trouble.UNKNOWN_THEME, "T009")),
        ([("split", "T001", "T004", ("gone",))], Conflict("D00001", Trouble.EMPTY_THEME, "T004")),
        (
            [("move", "d", "T002", ("d",)), ("merge", "T002", "T001")],
            Conflict("D00001", Trouble.MOVED_THEN_MERGED, "T002", "T001"),
        ),
        ([("move", "a", "T003", ("a",)), ("retire", "T003")], Conflict("D00001", Trouble.MOVED_THEN_RETIRED, "T003")),
        ([("merge", "T002", "T001"), ("reopen", "T002")], Conflict("D00002", Trouble.REOPENED_WHEN_MERGED, "T002", "T001")),
    ],
)
def test_what_has_not_the_effect_that_was_meant_is_listed(made, conflict):
    assert stand(*made).conflicts == (conflict,)


@pytest.mark.parametrize("run_since", [False, True])
def test_a_merge_into_a_theme_whose_split_is_undone_is_listed_and_merges_nothing_else(run_since):
    made = [("split", "T001", "T004", ("b",), "Bus de nuit"), ("merge", "T002", "T004"), ("undo", "D00001")]
    later = [Theme("T004", "Bus de nuit", born_in="D00001")] if run_since else []
    standing = stand(*made, themes=[*THEMES, *later])
    assert standing.conflicts == (Conflict("D00002", Trouble.UNKNOWN_THEME, "T004"),)
    assert standing.placed["c"] == "T002"
    assert "T002" in standing.open


def test_a_move_that_another_move_replaced_is_no_conflict():
    assert stand(("move", "d", "T002", ("d",)), ("move", "d", "T003", ("d",)), ("merge", "T002", "T001")).conflicts == ()


# Laws

IDEAS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True).map(tuple)
IDS = st.sampled_from(["T001", "T002", "T003", "T004"])
MADE = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), IDS, st.just(""), st.just(()), st.sampled_from(["Un", "Deux"])),
        st.tuples(st.just("merge"), IDS, IDS).filter(lambda made: made[1] != made[2]),
        st.tuples(st.just("move"), st.just("a"), st.one_of(IDS, st.just("")), IDEAS),
        st.tuples(st.sampled_from(["pin", "retire", "reopen", "review"]), IDS),
        st.tuples(st.just("undo"), st.sampled_from([f"D{n:05d}" for n in range(1, 6)])),
    ),
    max_size=8,
)
MORE = (*THEMES, Theme("T004", "Rampes"))


@given(MADE)
@settings(deadline=None)
def test_every_idea_is_in_an_open_theme_or_in_none(made):
    standing = stand(*made)
    assert standing.placed.keys() == PLACED.keys()
    assert set(standing.placed.values()) <= standing.open | {""}


@given(MADE)
@settings(deadline=None)
def test_replaying_twice_is_replaying_once(made):
    once = stand(*made, themes=MORE)
    again = stand(*made, themes=once.themes, placed=once.held)
    assert (again.themes, again.placed, again.ends) == (once.themes, once.placed, once.ends)


@given(MADE, st.randoms())
@settings(deadline=None)
def test_the_order_in_which_decisions_are_read_changes_nothing(made, random):
    decisions = decided(*made)
    shuffled = random.sample(decisions, len(decisions))
    assert replay(shuffled, THEMES, PLACED) == replay(decisions, THEMES, PLACED)
