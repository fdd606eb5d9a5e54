"""What could be done soon: the cases of `cases/quick_wins.yaml`, blind ones, and what holds of any city."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import book_of, demo_picture, page_of
from store_nouns import frame
from test_trace import pictures

from contributions.frames import MATCHES
from contributions.prepare import nature_of
from contributions.trace import quick_wins
from contributions.trace.quick_wins import CRITERIA, is_quick


def read(name):
    """Give the phrases of a file: those that are quick, those that are not, those that the rule is known to miss."""
    told = yaml.safe_load((Path(__file__).parent / "cases" / name).read_text(encoding="utf-8"))
    others = told["non"]
    flat = others if isinstance(others, list) else [text for texts in others.values() for text in texts]
    return told["oui"], flat, told.get("manqués", [])


YES, NO, MISSED = read("quick_wins.yaml")
LAMP = "Le lampadaire devant l'école est mort."


def quick(text):
    return is_quick(text, nature_of(text).value)


@pytest.mark.parametrize("text", YES)
def test_what_can_be_done_soon_is_found(text):
    assert quick(text)


@pytest.mark.parametrize("text", NO)
def test_what_cannot_be_done_soon_is_not_announced(text):
    assert not quick(text)


@pytest.mark.parametrize("text", MISSED)
def test_what_is_missed_is_still_missed(text):
    assert not quick(text), "it is found now: put it under « oui »"


def test_of_phrases_that_the_rule_never_served_some_are_found_and_next_to_none_wrongly():
    """It misses two in three: the page says that it misses many. What it announces has to be right."""
    yes, no, _missed = read("blind_quick_wins.yaml")
    found, wrong = (sum(quick(text) for text in texts) for texts in (yes, no))
    assert found / len(yes) >= 0.3
    assert found / (found + wrong) >= 0.9


@given(st.text(max_size=80), st.sampled_from(["besoin", "constat", "question"]))
@settings(max_examples=50, deadline=None)
def test_any_text_is_read_and_case_or_accents_change_nothing(text, nature):
    assert is_quick(text, nature) in {True, False}
    assert is_quick(LAMP.upper(), nature) == is_quick(LAMP, nature)


@given(pictures())
@settings(max_examples=10, deadline=None)
def test_each_group_of_copies_is_listed_once_whatever_the_order_of_rows(picture):
    said = picture.ideas.assign(text=LAMP)
    shown = quick_wins(replace(picture, ideas=said))
    again = quick_wins(replace(picture, ideas=said.iloc[::-1], matches=picture.matches.iloc[::-1]))
    assert shown["idea"].tolist() == again["idea"].tolist()
    groups = picture.spoken.set_index("idea")["same"]
    assert groups[shown["idea"]].is_unique


def asked(*objectives):
    """Give the picture where an idea is about a lamp, proposed for some objectives."""
    picture = demo_picture()
    ideas = picture.ideas.assign(text=picture.ideas["text"].mask(picture.ideas["id"].eq("C024-1"), LAMP))
    rows = [
        {"subject": "C024-1", "objective": each, "rank": rank, "probability": 0.8, "zone": "proposed"}
        for rank, each in enumerate(objectives, 1)
    ]
    return replace(picture, ideas=ideas, matches=frame(MATCHES, *picture.matches.to_dict("records"), *rows))


def test_what_asks_several_services_is_left_out():
    (row,) = quick_wins(asked("contrat/1.1")).query("idea == 'C024-1'").to_dict("records")
    assert (row["owner"], row["code"], row["voices"]) == ("Agglomération", "1.1", 1)
    assert "C024-1" not in set(quick_wins(asked("contrat/1.1", "contrat/1.3"))["idea"])
    assert "C024-1" in set(quick_wins(asked("contrat/1.1", "contrat/2.1"))["idea"])  # 2.1 names nobody


def test_the_page_and_the_workbook_list_them():
    picture = asked("contrat/1.1")
    assert LAMP in page_of(picture).get_element_by_id("court-terme").text_content()
    rows = list(book_of(picture)["Positif à court terme"].iter_rows(min_row=2, values_only=True))
    assert (LAMP, "Agglomération") in [(row[1], row[6]) for row in rows]
    assert (
        "Rien de tel"
        in page_of(demo_picture(ideas=demo_picture().ideas.assign(text="La mer"))).get_element_by_id("court-terme").text_content()
    )


def test_every_criterion_is_a_word_that_people_read():
    assert [criterion.label for criterion in CRITERIA] == ["court", "situé", "concret", "léger", "sur une chose", "attendu"]
