"""The traceability workbook, opened for real."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest
from report_picture import book_of, demo_picture

from contributions.domain import Fate
from contributions.report import layouts
from contributions.trace import fates, idea_to_objective

FORMULAS = ["=1+1", "+33 1 02", "-2 bancs", "@SUM(A1)", '=HYPERLINK("http://x";"y")', "\t=1+1", "#REF!", "=cmd|' /C calc'!A0"]


@pytest.fixture(scope="module")
def book():
    return book_of(demo_picture())


def test_the_workbook_has_its_sheets_heads_filters_and_frozen_panes(book):
    assert book.sheetnames == [
        "Lisez-moi",
        "Idées → objectifs",
        "Objectifs → idées",
        "Thèmes",
        "Besoins sans objectif",
        "Positif à court terme",
        "Objectifs sans voix",
        "Sans voix par quartier",
        "Couverture",
        "Représentativité",
        "Suites données",
        "Destins",
        "Écartées",
    ]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes
        assert sheet["A1"].font.bold
        assert sheet.title == "Destins" or sheet.auto_filter.ref.startswith("A1:")


def test_both_sheets_of_directions_hold_the_same_pairs(book):
    def pairs(title, *heads):
        rows = list(book[title].iter_rows(values_only=True))
        places = [rows[0].index(head) for head in heads]
        return sorted(pair for row in rows[1:] if all(pair := tuple(row[place] for place in places)))

    heads = ("Idée", "Référentiel", "Code", "Objectif", "Rapprochement", "Probabilité")
    forth, back = pairs("Idées → objectifs", *heads), pairs("Objectifs → idées", *heads)
    assert forth == back
    assert len(forth) == idea_to_objective(demo_picture())["objective"].ne("").sum()


def test_an_idea_without_objective_and_an_objective_without_idea_keep_their_line(book):
    zones = {row[0].value: row[9].value for row in book["Idées → objectifs"].iter_rows(min_row=2)}
    assert zones["C024-1"] == "aucun objectif"
    silent = {row[2].value for row in book["Objectifs → idées"].iter_rows(min_row=2) if row[9].value == "aucune idée"}
    assert silent == {"2.3", "T1", "C12"}


def test_totals_of_fates_are_formulas_and_equal_to_their_values():
    picture = demo_picture()
    formulas, values = book_of(picture)["Destins"], book_of(picture, data_only=True)["Destins"]
    counts = fates(picture)
    assert formulas["C2"].value == f"=SUM(C3:C{len(counts) + 2})"
    whole = [cell.value for cell in values[2]][2:]
    assert whole == [*(counts[fate.value].sum() for fate in Fate), len(picture.contributions), len(picture.contributions), 0]
    for row in values.iter_rows(min_row=3, values_only=True):
        assert sum(row[2:-3]) == row[-3] == row[-2]
        assert row[-1] == 0
    for place in range(2, len(Fate) + 3):
        assert sum(row[place] for row in values.iter_rows(min_row=3, values_only=True)) == whole[place - 2]


def test_text_that_looks_like_a_formula_stays_text():
    picture = demo_picture()
    said = [*FORMULAS, *picture.ideas["text"][len(FORMULAS) :]]
    named = [replace(theme, title=text) for theme, text in zip(picture.themes, cycle(FORMULAS), strict=False)]
    sheet = book_of(replace(picture, ideas=picture.ideas.assign(text=said), themes=named))["Idées → objectifs"]
    for row in sheet.iter_rows(min_row=2, max_col=6):
        for cell in row:
            assert cell.data_type in {"s", "n"}
            assert cell.data_type == "s" or cell.value is None
    written = {cell.value: cell for cell in sheet["B"]}
    for text in FORMULAS:
        assert written[text].quotePrefix == (text[0] in "=+-@\t")


def test_only_the_sheet_of_fates_has_formulas(book):
    kinds = {sheet.title for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert kinds == {"Destins"}


def test_ids_are_text_even_when_they_look_like_numbers():
    picture = demo_picture()
    numbered = picture.ideas.assign(id=picture.ideas["id"].replace("C001-1", "0042"))
    assert book_of(replace(picture, ideas=numbered))["Idées → objectifs"]["A2"].value == "0042"


def test_the_words_of_what_was_set_aside_are_not_in_the_workbook(book):
    words = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert "santé" not in words
    aside = book["Écartées"]
    assert aside.max_row == 1 + 6 + 1


def test_the_themes_say_what_they_quote_and_why_and_what_opinions_differ_on():
    rows = {row[0]: row for row in book_of(demo_picture())[layouts.THEMES.title].iter_rows(min_row=2, values_only=True)}
    assert rows["T-prop"][-2:] == ("C009-1 (au cœur)\nC010-1 (autre angle)\nC011-1 (voix minoritaire)", None)
    assert rows["T-jeunes"][-1] == "« animateur » : 2 favorables, 3 réservés"


def test_the_themes_say_how_stable_they_are_and_the_guide_what_that_means(book):
    heads, *rows = book["Thèmes"].iter_rows(values_only=True)
    said = {row[0]: row[heads.index("Stabilité")].replace("\u202f", " ") for row in rows}
    assert (said["T-prop"], said["T-jeunes"]) == ("contours flous (60 %)", "fragile (42 %)")
    assert said["T-asc"] == "pas encore mesurée"
    guide = dict(book["Lisez-moi"].iter_rows(values_only=True, max_col=2))
    assert "à relire avant de le présenter" in guide["Stabilité"]
