"""Themes found anew keep what lasts: ids by members, titles, and all that people decided."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from contributions.domain import Theme, ThemeStatus
from contributions.frames import PLACEMENTS
from contributions.themes import Gathering, reconcile

OLD = (Theme("T001", "Bus", born_in="R1"), Theme("T002", "Caves", born_in="R1"), Theme("T003", "Soins", born_in="R1"))


def found(placed, titles=()):
    themes = sorted({theme for theme in placed.values() if theme})
    named = dict(titles)
    rows = {"idea": sorted(placed), "theme": [placed[idea] for idea in sorted(placed)], "strength": 0.5, "reason": ""}
    placements = PLACEMENTS.check(pd.DataFrame(rows)) if placed else PLACEMENTS.empty()
    return Gathering(tuple(Theme(each, named.get(each, each), ("mot",), born_in="R2") for each in themes), placements)


def after(made):
    return dict(zip(made.placements["idea"], made.placements["theme"], strict=True))


def named(made):
    return {theme.id: theme for theme in made.themes}


def test_a_theme_that_keeps_its_ideas_keeps_its_title_its_birth_and_takes_new_words():
    held = {"a": "T001", "b": "T001", "c": "T001"}
    made = reconcile(
        found({"a": "T001", "b": "T001", "c": "", "d": "T001"}, {"T001": "Autre"}.items()), OLD[:1], held, frozenset()
    )
    theme = named(made)["T001"]
    assert (theme.title, theme.born_in, theme.keywords) == ("Bus", "R1", ("mot",))
    change = made.changes[0]
    assert (change.kept, change.came, change.left, change.gone) == (2, 1, 1, False)


def test_a_theme_that_lost_most_of_its_ideas_takes_the_title_of_those_it_has():
    held = {"a": "T001", "b": "T001", "c": "T001"}
    made = reconcile(found({"a": "T001", "b": "", "c": ""}, {"T001": "Autre"}.items()), OLD[:1], held, frozenset())
    assert named(made)["T001"].title == "Autre"


def test_a_theme_that_no_group_continues_is_an_alias_of_the_one_that_took_its_ideas():
    held = {"a": "T001", "b": "T002", "c": "T002"}
    made = reconcile(found({"a": "T001", "b": "T001", "c": "T001"}), OLD[:2], held, frozenset())
    assert (named(made)["T002"].status, named(made)["T002"].merged_into) == (ThemeStatus.MERGED, "T001")


def test_a_theme_whose_ideas_are_nowhere_is_retired_and_its_id_stays():
    made = reconcile(found({"a": "T001", "b": ""}), OLD[:2], {"a": "T001", "b": "T002"}, frozenset())
    assert named(made)["T002"].status is ThemeStatus.RETIRED


def test_a_group_that_continues_nothing_is_born():
    made = reconcile(found({"a": "T001", "b": "T009"}), OLD[:1], {"a": "T001"}, frozenset())
    assert [change.theme for change in made.changes if change.born] == ["T009"]
    assert named(made)["T009"].born_in == "R2"


ideas = st.sampled_from("abcdefghij")
places = st.dictionaries(ideas, st.sampled_from(["T001", "T002", "T003"]), min_size=1)


@given(places, st.data(), st.frozensets(st.sampled_from(["T001", "T002", "T003"])))
def test_whatever_is_found_what_people_touched_stays_and_every_idea_is_counted_once(held, data, firm):
    anew = {idea: data.draw(st.sampled_from(["", "T001", "T002", "T009"])) for idea in "abcdefghij"}
    made = reconcile(found(anew), OLD, held, firm)
    now = after(made)
    assert all(now[idea] == theme for idea, theme in held.items() if theme in firm)
    assert all(now[idea] == anew[idea] for idea in anew if held.get(idea) not in firm)
    themes = named(made)
    assert {"T001", "T002", "T003"} <= set(themes)
    assert {theme for theme in now.values() if theme} <= {each.id for each in made.themes}
    assert all(themes[theme].status is ThemeStatus.ACTIVE for theme in set(now.values()) - {""})
    assert sum(change.kept + change.came for change in made.changes) == sum(theme != "" for theme in now.values())
    assert sum(change.kept + change.left for change in made.changes) == len(held)
