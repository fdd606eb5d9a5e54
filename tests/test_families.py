"""Families of themes: what they gather, what they are called, and how they last."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconcile import after, found, named
from test_themes import TEXTS, frame, gathered, near, seen, views

from contributions.decisions import OPEN, replay
from contributions.domain import Decision, DecisionKind, Theme, ThemeStatus, Trouble
from contributions.themes import About, Gathering, reconcile
from contributions.themes.families import FAMILIES, are_wanted, families_of, themes_in_families
from contributions.themes.grouping import group, shown_of
from contributions.themes.titles import family_title, own_title


def towns(families, themes, ideas, *, seed):
    """Make ideas around themes, and themes around families: vectors of length 1, and the theme and family of each."""
    draw = np.random.default_rng(seed)
    tops = np.eye(families * themes + families)[:families]
    centres = np.repeat(tops, themes, axis=0) + 0.8 * np.eye(families * themes + families)[families:]
    gold = np.repeat(np.arange(families * themes), ideas)
    vectors = centres[gold] + 0.05 * draw.normal(size=(len(gold), centres.shape[1]))
    vectors -= vectors.mean(axis=0)
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit, gold, gold // themes


def same(one, other):
    return len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(set(one.tolist())) == len(set(other.tolist()))


# Found


def test_families_are_for_large_corpora_whose_grain_nobody_chose():
    assert are_wanted(10_000, shown=0, families_from=10_000)
    assert not are_wanted(9_999, shown=0, families_from=10_000)
    assert not are_wanted(50_000, shown=40, families_from=10_000)
    assert not are_wanted(50_000, shown=0, families_from=0)


def test_the_themes_of_a_family_are_nearer_to_each_other_than_to_others():
    vectors, themes, tops = towns(6, 3, 12, seed=1)
    families = families_of(themes, vectors)
    assert len(set(families.tolist())) == round(FAMILIES * 18**0.5)
    assert same(families, tops)


def test_a_large_theme_weighs_no_more_than_a_small_one():
    vectors, themes, tops = towns(6, 3, 12, seed=1)
    often = np.concatenate([np.arange(len(themes)), np.tile(np.flatnonzero(themes == 0), 40)])
    assert same(families_of(themes[often], vectors[often]), tops[often])


def test_a_theme_that_is_near_no_other_is_in_no_family():
    vectors, themes, _tops = towns(4, 3, 12, seed=1)
    wider = np.pad(vectors, ((0, 8), (0, 1)))
    wider[-8:, -1] = 1.0
    families = families_of(np.concatenate([themes, np.full(8, 12)]), wider)
    assert set(families[:-8].tolist()).isdisjoint({-1})
    assert set(families[-8:].tolist()) == {-1}


@pytest.mark.parametrize("themes", range(4))
def test_with_too_few_themes_there_is_no_family(themes):
    labels = np.repeat(np.arange(themes), 3)
    assert families_of(labels, near(labels, seed=1)).tolist() == [-1] * len(labels)


@given(st.lists(st.integers(-1, 9), min_size=1, max_size=60), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_whatever_the_themes_each_is_whole_in_a_family_of_several_or_in_none(given_labels, seed):
    labels = np.array(given_labels)
    vectors = np.random.default_rng(seed).normal(size=(len(labels), 6))
    families = families_of(labels, vectors)
    inside = {theme: set(families[labels == theme].tolist()) for theme in set(given_labels)}
    assert all(len(homes) == 1 for homes in inside.values())
    assert inside.get(-1, {-1}) == {-1}
    sizes = [len(set(labels[families == family].tolist())) for family in set(families.tolist()) - {-1}]
    assert min(sizes, default=2) >= 2
    order = np.random.default_rng(seed).permutation(len(labels))
    assert same(families_of(labels[order], vectors[order]), families[order])


@pytest.mark.slow
def test_ten_thousand_ideas_make_more_themes_than_a_page_shows_in_families():
    vectors, gold, tops = towns(12, 6, 140, seed=3)
    assert len(gold) >= 10_000
    themes, _strength = group(seen([vectors]), shown=themes_in_families(len(gold)), smallest=0, engine="consensus", seed=0)
    placed = themes >= 0
    assert same(themes[placed], gold[placed])
    assert len(set(themes[placed].tolist())) == 72 > shown_of(len(gold))
    assert same(families_of(themes, vectors)[placed], tops[placed])


@pytest.mark.model
def test_gathered_themes_are_under_families_whose_ids_and_births_last():
    usual = {"shown": 0, "families_from": 60, "smallest": 3}
    first = gathered(frame(TEXTS), views(), **usual)
    families = [theme for theme in first.themes if theme.is_family]
    assert [theme.id for theme in families] == ["F001", "F002"]
    assert {theme.parent for theme in first.themes if not theme.is_family} == {"F001", "F002"}
    assert set(first.placements["theme"]) <= {"", *(theme.id for theme in first.themes if not theme.is_family)}
    previous = dict(zip(first.placements["idea"], first.placements["theme"], strict=True))
    known = {theme.id: theme for theme in first.themes}
    again = gathered(frame(TEXTS), views(), previous=previous, known=known, last_number=4, last_family=2, run="R2", **usual)
    assert again.themes == first.themes


@pytest.mark.model
def test_under_the_threshold_nothing_changes():
    usual, more = gathered(frame(TEXTS), views(), shown=0), gathered(frame(TEXTS), views(), shown=0, families_from=61)
    assert more.themes == usual.themes
    assert more.placements.equals(usual.placements)


# Called

SHARES = np.array([[5, 4, 1, 0], [5, 4, 1, 0], [4, 5, 1, 0], [1, 4, 5, 0]], dtype=np.float32)
SUBJECTS = About(SHARES, SHARES > 0, ("Bus", "Vélo", "Gare", "Eau"))
ALL = np.ones(4, dtype=bool)


def test_a_family_is_titled_by_its_two_first_subjects_or_three_where_a_theme_has_that_title():
    assert family_title(SUBJECTS, ALL, []) == "Bus\u00a0; vélo"
    assert family_title(SUBJECTS, ALL, ["Vélo\u00a0; bus"]) == "Bus\u00a0; vélo\u00a0; gare"
    assert family_title(SUBJECTS, ALL, ["Vélo\u00a0; bus", "Bus, vélo, gare"]) == ""


def test_a_family_is_not_titled_by_what_nobody_says():
    silent = SHARES.copy()
    silent[:, 1] = 0
    assert family_title(About(SHARES, silent > 0, SUBJECTS.titles), ALL, []) == "Bus\u00a0; gare"


def test_a_family_without_subjects_takes_the_first_of_its_words_that_tells_it_from_a_theme():
    assert own_title("Bus, abri", ("bus", "abri", "soir"), ["Soins"]) == "Bus, abri"
    assert own_title("Bus, abri", ("bus", "abri", "soir"), ["Abri, bus"]) == "Bus, abri\u00a0: soir"


# Decided

AT = datetime(2026, 4, 1, tzinfo=UTC)
KIN = (
    *(Theme(f"T{n:03d}", f"Thème {n}", ("mot",), parent=f"F{1 + (n > 2):03d}", born_in="R1") for n in range(1, 5)),
    Theme("F001", "Bouger", born_in="R1"),
    Theme("F002", "Habiter", born_in="R1"),
)
PLACED = {f"{theme}{n}": f"T00{theme}" for theme in range(1, 5) for n in "abc"}


def decision(number, kind, subject, **told):
    return Decision(f"D{number:05d}", AT.replace(minute=number), "Nadia", kind, subject, "atelier", **told)


def of(stands):
    return {theme.id: theme for theme in stands.themes}


def test_a_family_whose_themes_are_all_merged_is_retired_and_is_back_when_a_merge_is_undone():
    merges = [decision(n, DecisionKind.MERGE, f"T00{n}", target="T001") for n in (3, 4)]
    assert of(replay(merges[:1], KIN, PLACED))["F002"].status is ThemeStatus.ACTIVE
    gone = of(replay(merges, KIN, PLACED))
    assert (gone["F002"].status, gone["T001"].parent) == (ThemeStatus.RETIRED, "F001")
    undone = of(replay([*merges, decision(9, DecisionKind.UNDO, "D00003")], KIN, PLACED))
    assert (undone["F002"].status, undone["T003"].parent) == (ThemeStatus.ACTIVE, "F002")


def test_a_theme_that_people_make_is_in_the_family_that_most_of_its_ideas_come_from():
    split = decision(1, DecisionKind.SPLIT, "T003", target="T005", ideas=("3a",))
    made = decision(2, DecisionKind.CREATE, "T006", target="T006", ideas=("1a", "3b", "4a"))
    stands = of(replay([split, made], KIN, PLACED))
    assert (stands["T005"].parent, stands["T006"].parent) == ("F002", "F002")


def test_a_renamed_family_keeps_its_name_and_one_that_is_no_more_is_a_conflict():
    renamed = decision(1, DecisionKind.RENAME, "F002", title="Se loger")
    stands = replay([renamed], KIN, PLACED)
    assert (of(stands)["F002"].title, of(stands)["F002"].title_origin, stands.conflicts) == ("Se loger", "human", ())
    merges = [decision(n, DecisionKind.RETIRE, f"T00{n}") for n in (3, 4)]
    (conflict,) = replay([renamed, *merges], KIN, PLACED).conflicts
    assert (conflict.trouble, conflict.theme) == (Trouble.EMPTY_FAMILY, "F002")


themes = st.sampled_from(["T001", "T002", "T003", "T004"])
wishes = st.one_of(
    st.builds(lambda theme: (DecisionKind.RETIRE, theme, {}), themes),
    st.builds(lambda theme: (DecisionKind.REOPEN, theme, {}), themes),
    st.builds(lambda theme, into: (DecisionKind.MERGE, theme, {"target": into}), themes, themes).filter(
        lambda wish: wish[1] < wish[2]["target"]
    ),
    st.builds(lambda family: (DecisionKind.RENAME, family, {"title": "Autre"}), st.sampled_from(["F001", "F002"])),
)


@given(st.lists(wishes, max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_people_decide_a_family_is_there_as_long_as_one_of_its_themes_and_an_undo_gives_it_back(wanted):
    made = [decision(n, kind, subject, **told) for n, (kind, subject, told) in enumerate(wanted, start=1)]
    stands = replay(made, KIN, PLACED)
    lived_in = {theme.parent for theme in stands.themes if theme.status in OPEN}
    assert {theme.id for theme in stands.themes if theme.is_family and theme.status in OPEN} == lived_in - {""}
    again = replay(made, stands.themes, stands.held)
    assert again.themes == stands.themes
    undone = [decision(20 + n, DecisionKind.UNDO, each.id) for n, each in enumerate(made)]
    assert replay([*made, *undone], KIN, PLACED).themes == KIN[4:] + KIN[:4]


# Found anew


def found_in(placed, parents):
    """Give what is found anew: the theme of each idea, and the family of each theme."""
    plain = found(placed)
    kin = tuple(Theme(family, f"Nouveau {family}", born_in="R2") for family in sorted(set(parents.values()) - {""}))
    under = tuple(Theme(each.id, each.title, each.keywords, parent=parents.get(each.id, "")) for each in plain.themes)
    return Gathering((*under, *kin), plain.placements)


def test_a_family_that_keeps_half_of_its_ideas_keeps_its_title_and_its_birth():
    parents = {"T001": "F001", "T002": "F001", "T003": "F002", "T004": "F001"}
    made = named(reconcile(found_in(PLACED, parents), KIN, PLACED, frozenset()))
    assert (made["F001"].title, made["F001"].born_in) == ("Bouger", "R1")
    assert (made["F002"].title, made["T004"].parent) == ("Habiter", "F001")
    moved = {idea: "T001" if theme in ("T002", "T003") else theme for idea, theme in PLACED.items()}
    lost = named(reconcile(found_in(moved, {"T001": "F001", "T004": "F002"}), KIN, PLACED, frozenset()))
    assert lost["F002"].title == "Habiter"
    other = {"T001": "F002", "T002": "F002", "T003": "F001", "T004": "F001"}
    crossed = named(reconcile(found_in(PLACED, other), KIN, PLACED, frozenset()))
    assert (crossed["F001"].title, crossed["F002"].title) == ("Nouveau F001", "Nouveau F002")


def test_the_themes_of_a_family_that_people_named_stay_in_it():
    made = named(
        reconcile(found_in(PLACED, dict.fromkeys(["T001", "T002", "T003", "T004"], "F001")), KIN, PLACED, frozenset({"F002"}))
    )
    assert {theme: made[theme].parent for theme in ("T001", "T003", "T004")} == {"T001": "F001", "T003": "F002", "T004": "F002"}


def test_where_no_family_is_found_any_more_themes_have_none_and_families_are_retired():
    made = reconcile(found_in(PLACED, {}), KIN, PLACED, frozenset())
    stands = of(replay([], made.themes, after(made)))
    assert {stands[family].status for family in ("F001", "F002")} == {ThemeStatus.RETIRED}
    assert {theme.parent for theme in stands.values()} == {""}


@given(
    st.dictionaries(st.sampled_from(sorted(PLACED)), st.sampled_from(["", "T001", "T002", "T003", "T004", "T009"]), min_size=1),
    st.dictionaries(st.sampled_from(["T001", "T002", "T003", "T004", "T009"]), st.sampled_from(["F001", "F002", "F003"])),
    st.frozensets(st.sampled_from(["T001", "T003", "F001", "F002"])),
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_found_anew_every_theme_is_under_a_family_that_is_there_or_none(anew, parents, firm):
    held = {idea: theme for idea, theme in PLACED.items() if idea in anew}
    made = reconcile(found_in(anew, parents), KIN, held, firm)
    ids = [theme.id for theme in made.themes]
    assert len(ids) == len(set(ids))
    assert {"F001", "F002"} <= set(ids)
    assert {theme.parent for theme in made.themes} - {""} <= {theme.id for theme in made.themes if theme.is_family}
    assert not any(theme.parent for theme in made.themes if theme.is_family)
    assert not any(home.startswith("F") for home in after(made).values())
    assert not any(change.theme.startswith("F") for change in made.changes)
    lasting = named(made)
    assert all(lasting[theme.id].parent == theme.parent for theme in KIN if theme.parent in firm)
