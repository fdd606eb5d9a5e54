"""What people said of matches, in the page and the workbook: their word where the machine would give a percentage."""

from dataclasses import replace

import pytest
from report_picture import book_of, demo_picture, page_of

from contributions.trace import needs_without_objective, objective_figures, objectives_without_voice

ACCEPTED = {("T-bus", "contrat/2.1"), ("C016-1", "contrat/2.1"), ("C017-1", "contrat/2.1")}
REJECTED = {("T-asc", "contrat/1.3"), ("C009-1", "contrat/1.1"), ("T-anim", "contrat/2.3")}


@pytest.fixture(scope="module")
def reviewed():
    picture = demo_picture()
    pairs = list(zip(picture.matches["subject"], picture.matches["objective"], strict=True))
    assert set(pairs) >= ACCEPTED | REJECTED
    said = {**dict.fromkeys(ACCEPTED, ("accepted", 1.0)), **dict.fromkeys(REJECTED, ("rejected", 0.0))}
    left = zip(picture.matches["zone"], picture.matches["probability"], strict=True)
    zones, chances = zip(*(said.get(pair, machine) for pair, machine in zip(pairs, left, strict=True)), strict=True)
    return replace(picture, matches=picture.matches.assign(zone=zones, probability=chances))


@pytest.fixture(scope="module")
def book(reviewed):
    return book_of(reviewed)


def lines(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def card(picture, theme):
    return " ".join(page_of(picture).get_element_by_id(f"theme-{theme}").text_content().split())


def test_the_workbook_gives_a_person_s_word_and_no_probability(book):
    accepted, machine = (
        next(row for row in lines(book["Idées → objectifs"]) if row["Idée"] == idea) for idea in ("C017-1", "C015-1")
    )
    assert (accepted["Rapprochement"], accepted["Probabilité"]) == ("validé", None)
    assert accepted["Indices"] == "validé par une personne"
    assert (machine["Rapprochement"], machine["Probabilité"]) == ("proposé", 0.83)
    heard = next(row for row in lines(book["Objectifs → idées"]) if row["Idée"] == "C017-1")
    assert (heard["Rapprochement"], heard["Probabilité"]) == ("validé", None)


def test_a_rejected_match_is_said_and_not_voiced(book):
    (row,) = [row for row in lines(book["Idées → objectifs"]) if row["Idée"] == "C009-1"]
    assert (row["Code"] or "", row["Rapprochement"]) == ("", "aucun objectif")
    assert row["Indices"] == "refusé par une personne : contrat/1.1"
    assert "C009-1" not in {row["Idée"] for row in lines(book["Objectifs → idées"])}
    themes = {row["N°"]: row["Objectifs rapprochés"] for row in lines(book["Thèmes"])}
    assert themes["T-asc"] == "contrat/1.3 (refusé par une personne)"
    assert themes["T-bus"] == "contrat/2.1 (validé par une personne)"


def test_the_page_gives_a_person_s_word_where_the_machine_gives_a_percentage(reviewed):
    bus, lifts, youth = (card(reviewed, theme) for theme in ("T-bus", "T-asc", "T-jeunes"))
    assert "validé par une personne" in bus
    assert "%" not in bus.split("Objectifs rapprochés")[1]
    assert "Refusé par une personne : 1.3 Garantir la continuité" in lifts
    assert "à relire 41 %" in youth
    assert "Refusé" not in card(demo_picture(), "T-asc")


def test_a_rejected_objective_is_not_the_nearest_of_a_need(reviewed):
    near = {picture: needs_without_objective(picture).set_index("subject")["nearest"] for picture in (demo_picture(), reviewed)}
    before, after = near.values()
    assert (before["T-anim"], after["T-anim"]) == ("contrat/2.3", "")


def test_accepted_ideas_count_with_those_proposed_and_what_is_rejected_with_none(reviewed):
    figures = {picture: objective_figures(picture).set_index("objective") for picture in (demo_picture(), reviewed)}
    before, after = figures.values()
    bus, lifts, tidy = "contrat/2.1", "contrat/1.3", "contrat/1.1"
    assert (before.loc[bus, "proposed"], after.loc[bus, "proposed"]) == (4, 5)
    assert (before.loc[bus, "ideas"], after.loc[bus, "ideas"]) == (5, 5)
    assert (before.loc[lifts, "themes"], after.loc[lifts, "themes"]) == (1, 0)
    assert after.loc[tidy, "ideas"] == before.loc[tidy, "ideas"] - 1
    nothing = reviewed.matches.assign(zone="rejected")
    silent = objectives_without_voice(replace(reviewed, matches=nothing))
    assert len(silent) == sum(len(each.leaves) for each in reviewed.referentials)
