"""What themes say, read from a real store: people's decisions show at once, and what was quoted stays from month to month."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from store_nouns import RUN, contributions, frame

from contributions.cli.show import show_theme
from contributions.consult import show_theme as theme_of
from contributions.domain import Channel, Collection, DecisionKind, Divide, Role, Theme
from contributions.frames import IDEAS, PLACEMENTS
from contributions.language import speak
from contributions.steps.deciding import undo
from contributions.steps.standing import standing_themes
from contributions.steps.summaries import Said, standing_summaries, with_quotations
from contributions.steps.theme_decisions import theme_decision

WHO = {"by": "Nadia", "reason": "atelier du 12 mars", "now": datetime(2026, 4, 2, 9, tzinfo=UTC)}
SAID = {
    "T001": [
        "Il faut plus de caméras sur le parking du Haut-Clos.",
        "Je suis pour les caméras, au moins on saura qui casse.",
        "Les caméras du parking filment un arbre depuis trois ans.",
        "Je suis contre les caméras, on n'est pas des délinquants.",
        "Les voitures sont cassées toutes les semaines sur le parking.",
        "Le parking n'est pas éclairé derrière la tour, on évite.",
    ],
    "T002": [
        "Non aux caméras, mettez des éducateurs qui restent.",
        "Plus un éducateur depuis janvier, les petits traînent le soir.",
        "Les éducateurs connaissaient les familles et les prénoms.",
    ],
}


@pytest.fixture
def city(store):
    """Make a store of two themes that talk of cameras; each idea is a contribution of its own."""
    placed = [(theme, text) for theme, texts in SAID.items() for text in texts]
    names = [f"C{number}" for number in range(1, len(placed) + 1)]
    store.save_run(RUN)
    store.save_collection(Collection("ateliers", "Ateliers", Channel.WORKSHOP))
    said = zip(names, placed, strict=True)
    store.add_contributions(contributions(*({"id": name, "text": text, "quartier": "Haut-Clos"} for name, (_, text) in said)))
    ideas = [
        {"id": f"{name}-1", "contribution": name, "end": len(text), "text": text, "nature": "constat"}
        for name, (_, text) in zip(names, placed, strict=True)
    ]
    store.add_ideas(frame(IDEAS, *ideas))
    homes = [{"idea": f"{name}-1", "theme": theme, "strength": 0.5} for name, (theme, _) in zip(names, placed, strict=True)]
    themes = [Theme("T001", "Caméras, parking"), Theme("T002", "Éducateurs")]
    store.save_themes(RUN.id, themes, frame(PLACEMENTS, *homes))
    shown = with_quotations(themes, standing_summaries(store, RUN.id))
    store.save_run(replace(RUN, id="R2", stages={"themes": {"rows": "R2"}}))
    store.save_themes("R2", shown, PLACEMENTS.empty())
    return store


def quoted(store, theme):
    return [each.idea for each in standing_summaries(store)[theme].quotations]


def test_a_theme_merged_into_another_is_quoted_in_it_and_opinions_that_differ_are_seen(city):
    before = quoted(city, "T001")
    assert standing_summaries(city)["T001"].divide is None
    merge = theme_decision(city, DecisionKind.MERGE, "T002", target="T001", **WHO)
    summary = standing_summaries(city)["T001"]
    assert summary.divide == Divide("caméras", favourable=2, opposed=2)
    assert {"C7-1", "C8-1", "C9-1"} & {each.idea for each in summary.quotations}
    assert {each.role for each in summary.quotations} >= {Role.FOR, Role.AGAINST}
    undo(city, merge.id, **WHO)
    assert quoted(city, "T001") == before


def test_an_idea_that_a_person_moves_is_quoted_no_more_where_it_was(city):
    (first, *others) = quoted(city, "T001")
    theme_decision(city, DecisionKind.MOVE, "", target="T002", ideas=[first], **WHO)
    assert first not in quoted(city, "T001")
    assert [idea for idea in quoted(city, "T001") if idea in others] == others
    assert first in quoted(city, "T002")


def test_a_theme_that_a_person_makes_is_quoted_at_once(city):
    made = theme_decision(city, DecisionKind.SPLIT, "T001", ideas=["C5-1", "C6-1"], title="Parking", **WHO)
    assert sorted(quoted(city, made.target)) == ["C5-1", "C6-1"]


def test_what_is_said_is_read_once_and_quoted_as_it_stands_before_and_after_a_decision(city):
    said = Said.of(city.ideas(), city.contributions(), city.collections())
    placements = city.placements("R2")
    before, chosen_before = standing_themes(city), standing_summaries(city)
    moved = quoted(city, "T001")[0]
    theme_decision(city, DecisionKind.MOVE, "", target="T002", ideas=[moved], **WHO)
    after, chosen_after = standing_themes(city), standing_summaries(city)
    assert chosen_before != chosen_after
    assert [said.summaries(placements, stands) for stands in (before, after, before)] == [
        chosen_before,
        chosen_after,
        chosen_before,
    ]


def test_the_command_line_says_why_each_idea_is_quoted_and_what_opinions_differ_on(city, capsys):
    theme_decision(city, DecisionKind.MERGE, "T002", target="T001", **WHO)
    told = theme_of(None, city, "T001")
    assert told["stances"] == {"about": "caméras", "favourable": 2, "opposed": 2}
    texts = dict(city.ideas()[["id", "text"]].to_numpy())
    assert all(each["text"] == texts[each["idea"]] for each in told["quotations"])
    show_theme(told)
    french = capsys.readouterr().out
    assert "Des avis partagés sur « caméras » : 2 favorables, 2 réservés" in french
    assert re.search(r"réservé : « (?:Je suis contre|Non aux) .+ » \(C\d-1\)", french)
    with speak("en"):
        show_theme(told)
    assert "at the heart: “" in capsys.readouterr().out
