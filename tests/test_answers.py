"""What the city answers: kept line by line, checked, masked, and traced to what was said; the totals add up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import book_of, demo_picture, empty_picture, page_of

from contributions.domain import Funding, Refusal, Response, ResponseStatus, Theme, ThemeStatus
from contributions.domain.answers import as_they_stand
from contributions.errors import UsageError
from contributions.language import LANGUAGES, speak
from contributions.steps.answer_words import Given, read_amount, said
from contributions.store.responses import (
    add_response,
    empty_responses,
    last_response_number,
    responses,
)
from contributions.trace import answers_by_status, answers_given, answers_listed, late_answers, reply_delays

MARCH, JUNE = datetime(2026, 3, 20, 9, tzinfo=UTC), datetime(2026, 6, 10, 9, tzinfo=UTC)
BUS = Response("S00001", MARCH, "Inès", "T-bus", ResponseStatus.STUDIED)
FULL = Response(
    "S00002",
    MARCH,
    "Inès",
    "contrat/1.1",
    ResponseStatus.NOT_RETAINED,
    2,
    "Le local reste fermé, « hélas ».",
    Refusal.BUDGET,
    "Bailleur",
    date(2026, 9, 30),
    Funding.TAX_RELIEF,
    Decimal("12000.50"),
    "comité",
)


def answered(*lines, **changes):
    return demo_picture(responses=lines, **changes)


def ways(picture):
    return {row.way: (row.ideas, row.voices) for row in answers_given(picture).itertuples() if row.ideas}


# The store


def test_an_answer_is_read_as_it_was_written_line_by_line_and_never_replaced(store):
    first = replace(FULL, line=1, amount=None, due_on=None, funding=None, motif=None, status=ResponseStatus.RECEIVED)
    for each in (FULL, BUS, first):
        add_response(store, each)
    assert responses(store) == [BUS, first, FULL]
    assert as_they_stand([FULL, first, BUS]) == (BUS, FULL)
    assert last_response_number(store) == 2


def test_the_answer_to_an_erased_idea_keeps_no_word_and_its_number_is_given_to_no_other(store):
    add_response(store, replace(FULL, id="S00007", subject="C1-1"))
    add_response(store, BUS)
    assert empty_responses(store, ["C1-1"]) == 1
    assert responses(store) == [BUS]
    assert last_response_number(store) == 7


# What people write


def test_words_are_read_in_french_in_english_and_as_programs_write_them():
    start = replace(BUS, status=ResponseStatus.RECEIVED)
    for words in ("À L'ÉTUDE", "under study", "studied"):
        assert said(start, Given(status=words)).status is ResponseStatus.STUDIED
    for kinds, field in ((ResponseStatus, "status"), (Refusal, "motif"), (Funding, "funding")):
        for each in kinds:
            for language in LANGUAGES:
                with speak(language):
                    label = each.label
                given_ = Given(**{"status": "non retenu", field: label})
                assert getattr(said(start, given_), field) is each


def test_a_motif_goes_with_its_refusal_and_aucun_takes_a_value_out():
    after = said(FULL, Given(status="retenu", due_on="aucune", owner="aucun"))
    assert (after.motif, after.due_on, after.owner, after.text) == (None, None, "", FULL.text)


@pytest.mark.parametrize(
    ("given_", "problem"),
    [
        (Given(status="oui"), "« oui » : statut inconnu ; écrivez l'un de : reçu, à l'étude"),
        (Given(status="aucun"), "« aucun » : statut inconnu"),
        (Given(motif="cher"), "« cher » : motif inconnu"),
        (Given(due_on="bientôt"), "Échéance « bientôt » illisible : écrivez-la comme 2026-09-30."),
        (Given(amount="beaucoup"), "Montant « beaucoup » illisible"),
        (Given(amount="-5"), "Montant « -5 » illisible"),
        (Given(amount="12.000"), "Montant « 12.000 » illisible"),
        (Given(amount="1e5"), "Montant « 1e5 » illisible"),
    ],
)
def test_what_cannot_be_read_is_said_with_how_to_write_it(given_, problem):
    with pytest.raises(UsageError, match=problem.replace(".", r"\.")):
        said(BUS, given_)


@given(cents=st.integers(0, 10**13))
@settings(max_examples=30, deadline=None)
def test_an_amount_is_kept_to_the_cent(cents):
    written = f"{cents // 100},{cents % 100:02d} €"
    assert int(read_amount(written).scaleb(2)) == cents


# Who has an answer


def test_without_any_answer_every_idea_waits_and_nothing_is_late():
    picture = demo_picture()
    assert ways(picture) == {"none": (26, 24)}
    assert answers_listed(picture).empty
    assert late_answers(picture).empty
    assert reply_delays(picture).empty


def test_an_answer_to_a_theme_reaches_its_ideas_and_those_of_the_themes_under_it():
    picture = answered(replace(BUS, subject="T-prop"))
    assert ways(picture) == {"theme": (4, 4), "above": (2, 2), "none": (20, 18)}


def test_an_answer_to_an_objective_reaches_the_ideas_it_is_proposed_for_not_those_to_review():
    assert ways(answered(replace(BUS, subject="contrat/1.1"))) == {"proposed": (4, 4), "none": (22, 20)}
    accepted = demo_picture().matches
    accepted = accepted.assign(zone=accepted["zone"].mask(accepted["subject"].eq("C007-1"), "accepted"))
    picture = answered(replace(BUS, subject="contrat/1.1"), matches=accepted)
    assert ways(picture) == {"accepted": (1, 1), "proposed": (3, 3), "none": (22, 20)}


def test_an_answer_to_an_idea_is_to_its_copies_too():
    assert ways(answered(replace(BUS, subject="C014-1"))) == {"idea": (3, 1), "none": (23, 23)}


def test_an_answer_to_a_merged_theme_stays_with_its_id_and_is_shown_where_its_ideas_are():
    old = Theme("T-vieux", "Le bus", status=ThemeStatus.MERGED, merged_into="T-bus")
    picture = answered(replace(BUS, subject="T-vieux"), past_themes=[old])
    row = answers_listed(picture).iloc[0]
    assert (row["subject"], row["title"], row["at"], row["gone"], row["ideas"]) == ("T-vieux", "Le bus", "T-bus", False, 5)
    assert "fusionné dans T-bus" in page_of(picture).get_element_by_id("suites").text_content()


def test_what_is_no_more_keeps_its_answer_listed_and_says_so():
    retired = Theme("T-fini", "Le kiosque", status=ThemeStatus.RETIRED)
    lines = [
        replace(BUS, subject="T-fini"),
        replace(BUS, id="S00002", subject="contrat/9.9"),
        replace(BUS, id="S00003", subject="C999-1"),
    ]
    listed = answers_listed(answered(*lines, past_themes=[retired]))
    assert list(listed["gone"]) == [True] * 3
    assert list(listed["title"]) == ["Le kiosque", "", ""]
    assert list(listed["ideas"]) == [0] * 3


def test_the_delay_runs_from_what_was_said_to_the_first_answer_and_undated_ideas_are_apart():
    first, then = replace(BUS, subject="T-jeunes"), replace(BUS, subject="T-jeunes", line=2, at=JUNE, status=ResponseStatus.DONE)
    lone = replace(BUS, id="S00002", subject="C025-1", at=JUNE)
    delays = reply_delays(answered(then, lone, first)).set_index("idea")
    assert (delays.loc["C019-1", "days"], delays.loc["C019-1", "kind"]) == (0, "dated")
    assert (delays.loc["C018-1", "days"], delays.loc["C018-1", "kind"]) == (0, "before")
    assert delays.loc["C025-1", "kind"] == "undated"
    assert pd.isna(delays.loc["C025-1", "days"])


def test_late_is_past_its_day_and_not_closed():
    due = date(2026, 5, 31)
    lines = [
        replace(BUS, id="S00001", due_on=due),
        replace(BUS, id="S00002", due_on=due, status=ResponseStatus.DONE),
        replace(BUS, id="S00003", due_on=due, status=ResponseStatus.OUT_OF_SCOPE),
        replace(BUS, id="S00004", due_on=date(2026, 6, 1)),
        replace(BUS, id="S00005", due_on=date(2026, 4, 1), status=ResponseStatus.FORWARDED),
    ]
    assert list(late_answers(answered(*lines))["id"]) == ["S00005", "S00001"]


SUBJECTS = [
    "T-bus",
    "T-prop",
    "T-rats",
    "T-gone",
    "contrat/1.1",
    "contrat/2.1",
    "convention/C2",
    "contrat/9",
    "C013-1",
    "C025-1",
    "C999-1",
]
LINES = st.lists(
    st.builds(
        lambda number, subject, status, day: replace(
            BUS, id=f"S{number:05d}", subject=subject, status=status, at=datetime(2026, 3, day, tzinfo=UTC)
        ),
        st.integers(1, 20),
        st.sampled_from(SUBJECTS),
        st.sampled_from(ResponseStatus),
        st.integers(1, 31),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)
SPOKEN = demo_picture()


@pytest.mark.slow
@given(lines=LINES, shuffled=st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_whatever_is_answered_the_totals_add_up_and_the_order_of_lines_changes_nothing(lines, shuffled):
    picture = replace(SPOKEN, responses=lines)
    given_, stands, delays = answers_given(picture), answers_by_status(picture), reply_delays(picture)
    for counts in (given_, stands):
        assert counts["ideas"].sum() == len(picture.spoken)
        assert counts["voices"].sum() == picture.spoken["voice"].nunique()
    assert stands["answers"].sum() == len(lines) == len(answers_listed(picture))
    assert given_["ideas"].iloc[-1] == stands["ideas"].iloc[-1] == len(picture.spoken) - len(delays)
    assert (delays["days"].dropna() >= 0).all()
    assert delays["days"].isna().equals(delays["kind"].eq("undated"))
    mixed = list(lines)
    shuffled.shuffle(mixed)
    again = replace(SPOKEN, responses=mixed)
    for one, other in ((given_, answers_given(again)), (stands, answers_by_status(again))):
        pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(answers_listed(picture), answers_listed(again))


# The page and the workbook


def test_the_page_says_how_to_answer_where_nothing_was():
    for picture in (demo_picture(), empty_picture()):
        part = page_of(picture).get_element_by_id("suites")
        assert "contributions answers add" in part.text_content()
        assert not part.xpath(".//table")


def test_a_theme_shows_on_its_card_what_the_city_answers_and_those_of_others_do_not():
    page = page_of(answered(replace(BUS, text="Une navette <b>après</b> 21 h.", owner="Mobilités"), FULL))
    card = " ".join(page.get_element_by_id("theme-T-bus").find_class("answered")[0].text_content().split())
    assert card == "Ce que la ville répond à l'étude Une navette <b>après</b> 21 h. Mobilités · S00001"
    assert page.get_element_by_id("theme-T-asc").find_class("answered") == []


def test_the_page_shows_answers_in_tables_that_a_screen_reader_can_read():
    late = replace(BUS, due_on=date(2026, 5, 1), text="Une navette <b>dès</b> mai.", owner="Agglomération")
    part = page_of(answered(late, FULL, replace(BUS, id="S00003", subject="C005-1"))).get_element_by_id("suites")
    said_ = " ".join(part.text_content().split())
    assert "Une navette <b>dès</b> mai." in said_
    assert "en retard" in said_
    assert "non retenu (budget)" in said_
    assert "usage interne" in said_, "the questionnaire has no consent"
    assert "12\u202f000,50\u00a0€" in part.text_content()
    for table in part.iter("table"):
        assert table.find("caption").text_content()
        assert all(cell.get("scope") in {"col", "row"} for cell in table.iter("th"))
    totals = [[cell.text_content() for cell in row.iter("td")] for row in part.xpath(".//tfoot/tr")]
    assert totals == [["26", "24"], ["3", "26", "24"]]


def test_the_workbook_has_a_line_an_answer():
    rows = list(book_of(answered(replace(BUS, text="=1+1"), FULL))["Suites données"].iter_rows(values_only=True))
    assert [row[:3] for row in rows[1:]] == [("S00001", "thème", "T-bus"), ("S00002", "objectif", "contrat/1.1")]
    assert rows[1][6] == "=1+1"
