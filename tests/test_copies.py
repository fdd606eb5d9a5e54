"""A campaign is one voice; a short answer that many give is as many voices; both are shown once."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_picture import book_of, demo_picture, page_of

from contributions.frames import CAMPAIGN_WORDS, PLACEMENTS, is_short_answer
from contributions.prepare import campaigns, count_copies, normalise
from contributions.starter import copy_starter
from contributions.trace import needs_without_objective, rejected, theme_figures

WORDS = st.lists(st.sampled_from(["plus", "L'école", "bus,", "[personne]", "été", "du-pont", "!"]), max_size=9).map(" ".join)
FORMS = ["plus de bancs", "Plus de bancs !"]


def with_short_answers(theme):
    """Make two residents give the same short answer, in a theme or in none."""
    picture = demo_picture()
    ideas, placed = picture.ideas, picture.placements
    rows = ideas[ideas["id"].isin(["C024-1", "C025-1"])].index
    ideas = ideas.assign(text=ideas["text"].mask(ideas.index.isin(rows), "plus de bancs"))
    ideas = ideas.assign(campaign=ideas["campaign"].mask(ideas.index.isin(rows), "C024-1"))
    inside = placed["idea"].isin(["C024-1", "C025-1"])
    placed = PLACEMENTS.check(placed.assign(theme=placed["theme"].mask(inside, theme)))
    return replace(picture, ideas=ideas, placements=placed)


@given(WORDS)
def test_a_short_answer_has_fewer_words_than_a_campaign_however_it_is_written(text):
    assert is_short_answer(text) == (len(normalise(text).split()) < CAMPAIGN_WORDS)


def test_copies_are_counted_as_campaigns_or_as_short_answers():
    petition = "Nous demandons un bus après 22 heures"
    frame = pd.DataFrame({"id": list("abcdef"), "text": [*FORMS, petition, petition.upper(), "lone", "et un texte seul aussi"]})
    assert count_copies(frame.assign(campaign=campaigns(frame))) == {"campaigns": 1, "short_answers": 1}


def test_each_short_answer_is_a_voice_and_a_campaign_is_one():
    figures = theme_figures(with_short_answers("T-bus")).set_index("theme").loc["T-bus"]
    assert (figures["ideas"], figures["voices"]) == (7, 5)


def test_a_short_answer_takes_one_line_of_needs_with_all_its_voices():
    needs = needs_without_objective(with_short_answers("")).set_index("subject")
    assert "C025-1" not in needs.index
    assert needs.loc["C024-1", ["ideas", "voices", "short"]].tolist() == [2, 2, True]


def test_the_page_calls_each_by_its_name():
    said = " ".join(page_of(with_short_answers("")).text_content().split())
    assert "réponse courte fréquente, 2 fois" in said
    assert "réponse courte donnée 2 fois" in said
    assert "campagne, 3 fois" in said
    assert "campagne, 2 fois" not in said


def test_the_workbook_has_a_column_for_each():
    sheet = book_of(with_short_answers(""))["Idées → objectifs"]
    heads, *rows = sheet.iter_rows(values_only=True)
    kinds = {
        row[heads.index("Idée")]: (row[heads.index("Campagne")], row[heads.index("Réponse courte fréquente")]) for row in rows
    }
    assert kinds["C025-1"] == (None, "C024-1")
    assert kinds["C014-1"] == ("C013-1", None)
    assert kinds["C001-1"] == (None, None)


def test_a_duplicate_points_at_what_it_duplicates():
    picture = demo_picture()
    duplicates = rejected(picture).loc[lambda rows: rows["fate"].eq("duplicate")]
    assert duplicates[["id", "duplicate_of"]].to_numpy().tolist() == [["C103", "C009"]]
    heads, *rows = book_of(picture)["Écartées"].iter_rows(values_only=True)
    pointed = {row[heads.index("N°")]: row[heads.index("Même texte que, ou remplacée par")] for row in rows}
    assert pointed["C103"] == "C009"


@pytest.mark.model
def test_the_status_counts_both(call, tmp_path):
    copy_starter(tmp_path / "ville")
    petition = "Nous demandons un bus après 22 heures sur la ligne 4."
    said = "texte\n" + "".join(f'"{text}"\n' for text in (*FORMS, petition, petition[:-1] + " !", "Un lampadaire."))
    (tmp_path / "reponses.csv").write_text(said, encoding="utf-8")
    ville = tmp_path / "ville"
    assert call("ingest", tmp_path / "reponses.csv", "--workspace", ville).code == 0
    assert call("prepare", "--workspace", ville).code == 0
    facts = json.loads(call("status", "--workspace", ville, "--json").out)
    assert facts["short_answers"] == 1
    assert "campagnes" in call("status", "--workspace", ville).out
