"""What the page and the workbook show of the contract, quartier by quartier and month by month."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from report_picture import book_of, demo_picture, empty_picture, page_of
from test_trace import pictures

from contributions.domain import Quartier
from contributions.report import layouts
from contributions.report.coverage import EVERY_MONTH, EVERY_QUARTIER, LATEST, covered, covered_rows, silent_rows
from contributions.trace import objectives_without_voice_by_quartier

AULNES = Quartier("Les Aulnes", "QN09909N")


@pytest.fixture(scope="module")
def page():
    return page_of(demo_picture(small_cell=1, quartiers=(AULNES,)))


def said(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


def lines(table):
    heads = [said(head) for head in table.xpath(".//thead//th")]
    return {
        said(row.find("th")): dict(zip(heads[1:], map(said, row.findall("td")), strict=True))
        for row in table.xpath(".//tbody/tr")
    }


def hidden(row):
    return isinstance(row[3], str)


@settings(max_examples=10, deadline=None)
@given(pictures())
def test_a_line_of_the_sheet_adds_up_to_the_lines_below_it(picture):
    rows = list(covered_rows(replace(picture, small_cell=1)))
    quartiers, months = defaultdict(int), defaultdict(int)
    for axis, quartier, month, ideas, _voices in rows:
        if month != EVERY_MONTH:
            months[axis, quartier] += ideas
        elif quartier != EVERY_QUARTIER:
            quartiers[axis] += ideas
    axes = {row[0]: row[3] for row in rows if row[1] == EVERY_QUARTIER}
    assert {axis: ideas for axis, ideas in quartiers.items() if ideas} == {axis: ideas for axis, ideas in axes.items() if ideas}
    cells = {row[:2]: row[3] for row in rows if row[2] == EVERY_MONTH and row[1] != EVERY_QUARTIER}
    assert months == {key: ideas for key, ideas in cells.items() if ideas}


@settings(max_examples=10, deadline=None)
@given(pictures())
def test_nothing_small_is_in_the_sheet_nor_is_one_subtraction_away(picture):
    rows = list(covered_rows(picture))
    assert all(hidden(row) or row[3] == 0 or row[3] >= picture.small_cell for row in rows)
    parts = defaultdict(list)
    for row in rows:
        parts[(row[0], row[1]) if row[2] != EVERY_MONTH else (row[0],) if row[1] != EVERY_QUARTIER else ()].append(hidden(row))
    totals = {(row[0],) for row in rows if row[1] == EVERY_QUARTIER and not hidden(row)}
    totals |= {row[:2] for row in rows if row[2] == EVERY_MONTH and not hidden(row)}
    # A cell alone in its line is its total: where that is shown, the cell is not small.
    assert all(sum(parts[total]) != 1 or len(parts[total]) == 1 for total in totals if total in parts)


def test_the_page_crosses_axes_and_quartiers_in_words_as_well_as_in_tints(page):
    table = page.get_element_by_id("couverture").xpath(".//table")[0]
    cells = lines(table)
    assert cells["1 Cadre de vie, habitat et transitions"]["Les Tilleuls"] == "5"
    assert cells["2 Mobilités, commerces et services du quotidien"]["Les Aulnes"] == "0"
    assert all(said(cell) for cell in table.iter("td"))
    for line in cells.values():
        assert sum(int(ideas) for head, ideas in line.items() if head != "Toutes les idées") == int(line["Toutes les idées"])


def test_what_was_not_said_comes_last(page):
    heads = list(lines(page.get_element_by_id("couverture").xpath(".//table")[0])["Aucun objectif du contrat"])
    assert heads[-2:] == ["non renseigné", "Toutes les idées"]


def test_the_page_follows_each_axis_month_by_month(page):
    tables = page.get_element_by_id("couverture").xpath(".//details//table")
    titles = page.get_element_by_id("couverture").xpath(".//details/h3")
    named = {said(title): lines(table) for title, table in zip(titles, tables, strict=True)}
    bus = named["2 Mobilités, commerces et services du quotidien"]
    assert bus["Les Quais"] == {"mars 26": "0", "avr. 26": "1", "mai 26": "1", "non renseigné": "0", "Toutes les idées": "2"}


def test_the_page_has_the_latest_months_and_sends_to_the_workbook_for_the_others():
    picture = demo_picture(small_cell=1)
    days = [f"20{20 + n // 12}-{n % 12 + 1:02d}-03" for n in range(len(picture.contributions))]
    long = replace(picture, contributions=picture.contributions.assign(said_on=days))
    shown = covered(long, hidden="s")
    assert shown.outlined
    assert {len(axis.table.heads) for axis in shown.months} == {LATEST}
    assert len({row[2] for row in covered_rows(long)}) > LATEST
    assert not covered(picture, hidden="s").outlined


def test_hidden_counts_are_said_in_the_page_and_in_the_workbook():
    picture = demo_picture(small_cell=5)
    section = page_of(picture).get_element_by_id("couverture")
    assert "moins de 5 contributions dans la case" in said(section)
    assert "s" in {said(cell) for cell in section.iter("td")}
    rows = list(book_of(picture)[layouts.COVERAGE.title].iter_rows(min_row=2, values_only=True))
    assert "moins de 5, ou masqué" in {row[3] for row in rows}
    assert len(rows) == len(list(covered_rows(picture)))


def test_each_quartier_says_what_it_does_not_speak_of_and_others_do(page):
    places = {
        said(details.find("summary")): details
        for details in page.get_element_by_id("objectifs").xpath(".//h3/following-sibling::details")
    }
    aulnes = next(details for summary, details in places.items() if summary.startswith("Les Aulnes"))
    assert [said(code) for code in aulnes.xpath(".//*[@class='code']")] == ["1.3", "1.1", "2.1", "4.4"]
    assert "2 objectifs dont personne n’a parlé, ni ici ni ailleurs" in said(aulnes)


def test_the_sheet_of_silence_has_every_objective_of_every_quartier():
    picture = demo_picture(quartiers=(AULNES,))
    sheet = book_of(picture)[layouts.SILENT_PLACES.title]
    assert [cell.value for cell in sheet[1]][:2] == ["Quartier", "Code du QPV"]
    assert sheet.max_row == 1 + len(objectives_without_voice_by_quartier(picture))
    assert ("Les Aulnes", "QN09909N") in {row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_without_a_contract_or_without_ideas_both_parts_say_so():
    none = demo_picture(referentials=())
    assert "Aucun contrat n’est chargé" in said(page_of(none).get_element_by_id("couverture"))
    assert list(covered_rows(none)) == list(silent_rows(none)) == []
    assert "Aucune idée à croiser" in said(page_of(empty_picture()).get_element_by_id("couverture"))
