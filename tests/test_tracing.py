"""The trace, from either end: the same pairs, totals that agree, and words that nobody should read shown nowhere."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import demo_picture, empty_picture
from store_nouns import frame
from test_trace import pictures

from contributions.frames import MATCHES
from contributions.trace.account import best_zones, checks
from contributions.trace.following import (
    around,
    heard_by,
    ideas_in,
    ideas_of,
    ideas_traced,
    leaves_under,
    nearest_all_the_same,
    objectives_of,
)

CITED = "idées qui citent mot pour mot leur contribution"


@settings(max_examples=8, deadline=None)
@given(pictures())
def test_an_objective_lists_exactly_the_ideas_that_list_it(picture):
    from_ideas = {
        (idea, row.objective, row.zone)
        for idea in picture.spoken["idea"]
        for row in objectives_of(picture, [idea]).itertuples()
        if row.idea == idea
    }
    from_objectives = {
        (row.idea, objective, row.zone) for objective in picture.objectives for row in ideas_of(picture, [objective]).itertuples()
    }
    assert from_ideas == from_objectives


@settings(max_examples=8, deadline=None)
@given(pictures())
def test_every_total_of_the_account_agrees_with_another_count(picture):
    wrong = [check for check in checks(picture) if not check.holds and check.what != CITED]
    assert wrong == []
    zones = best_zones(picture)
    assert zones["ideas"].tolist() == [len(picture.spoken)] * len(picture.referentials)


@settings(max_examples=8, deadline=None)
@given(pictures(), st.randoms(use_true_random=False))
def test_what_is_told_of_some_ideas_is_the_same_in_the_whole_city_and_whatever_the_order_of_rows(picture, random):
    ideas = picture.spoken["idea"].tolist()
    chosen = random.sample(ideas, k=min(len(ideas), 3))
    shuffled = replace(picture, ideas=picture.ideas.sample(frac=1, random_state=1), matches=picture.matches.iloc[::-1])
    for other in (around(picture, chosen), shuffled):
        assert ideas_traced(other, chosen).equals(ideas_traced(picture, chosen))
        assert objectives_of(other, chosen).equals(objectives_of(picture, chosen))


@settings(max_examples=8, deadline=None)
@given(pictures())
def test_who_speaks_of_a_theme_adds_up_to_its_ideas(picture):
    for theme in picture.themes:
        own = ideas_in(picture, theme.id)
        rows = picture.spoken[picture.spoken["idea"].isin(own)]
        for column in ("channel", "quartier", "month"):
            assert heard_by(rows, column)["ideas"].sum() == len(own)


def test_a_total_that_does_not_agree_is_told_with_both_counts():
    picture = demo_picture()
    assert all(check.holds for check in checks(picture))
    false = picture.ideas.assign(text=picture.ideas["text"].mask(picture.ideas["id"].eq("C001-1"), "autre chose"))
    (wrong,) = [check for check in checks(replace(picture, ideas=false)) if not check.holds]
    assert (wrong.what, wrong.expected - wrong.counted) == (CITED, 1)


def test_a_line_of_the_contract_gathers_the_objectives_under_it():
    picture = demo_picture()
    assert [leaf.code for leaf in leaves_under(picture, picture.objectives["contrat/1"])] == ["1.1", "1.3"]
    assert [leaf.code for leaf in leaves_under(picture, picture.objectives["contrat/1.3"])] == ["1.3"]


def test_of_an_objective_without_voice_the_nearest_idea_is_told_all_the_same():
    picture = demo_picture()
    far = {"subject": "C021-1", "objective": "contrat/2.3", "rank": 1, "score": 0.2, "probability": 0.09, "zone": "none"}
    matches = frame(MATCHES, *picture.matches.to_dict("records"), far)
    (nearest,) = nearest_all_the_same(replace(picture, matches=matches), ["contrat/2.3"]).to_dict("records")
    assert nearest == {"idea": "C021-1", "objective": "contrat/2.3", "probability": 0.09}
    assert nearest_all_the_same(picture, ["contrat/2.3"]).empty  # a theme says no words


def test_an_empty_city_gives_an_account_that_agrees():
    assert all(check.holds for check in checks(empty_picture()))
