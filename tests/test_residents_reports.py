"""What the page and the workbook show of who spoke, beside who lives there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import book_of, demo_picture, empty_picture, page_of

from contributions.domain import AGE_BANDS, Quartier, Residents
from contributions.report import layouts
from contributions.report.residents import represented, represented_rows
from contributions.report.words import number, percent
from contributions.settings import bundled, open_workspace
from contributions.trace import voices_beside_residents

CITY = Residents("", 2022, "Insee", 1000, dict(zip(AGE_BANDS, (200, 200, 200, 200, 150, 50), strict=True)), {"F": 520, "H": 480})
TILLEULS = Residents("QN09901N", 2021, "Insee, QPV", 250, gender={"F": 150, "H": 100})
QUARTIERS = (Quartier("Les Tilleuls", "QN09901N"),)


def told(**changes):
    """Give the picture, where the first ten contributions are of women of 30 to 44 years, and the next four of men over 75."""
    picture = demo_picture(residents=(CITY, TILLEULS), quartiers=QUARTIERS)
    kept = len(picture.contributions) - 14
    said = picture.contributions.assign(
        age_band=["30-44"] * 10 + ["75+"] * 4 + [""] * kept, gender=["F"] * 10 + ["H"] * 4 + [""] * kept
    )
    return replace(picture, contributions=said, **changes)


@pytest.fixture(scope="module")
def section():
    return page_of(told()).get_element_by_id("representativite")


def said(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


def lines(table):
    return {said(row.find("th")): [said(cell) for cell in row.findall("td")] for row in table.xpath(".//tbody/tr")}


def of_city(section, title):
    return next(
        table for table in section.xpath("./div//table") if said(table.find("caption")).endswith(f"Ville entière, {title}")
    )


def test_each_share_of_contributions_stands_beside_that_of_residents(section):
    ages = lines(of_city(section, "par tranche d'âge"))
    assert ages["30-44 ans"] == ["10", "38 %", "200", "20 %"]
    assert ages["75 ans et plus"] == ["4", "15 %", "50", "5 %"]
    assert ages["non renseigné"] == ["12", "46 %", "–", "–"]
    assert lines(of_city(section, "par genre"))["Femmes"][2:] == ["520", "52 %"]
    assert "Habitants : Insee, 2022." in said(section)


def test_the_page_says_that_people_may_have_spoken_several_times_and_that_nothing_is_weighted(section):
    assert "une même personne a pu parler plusieurs fois" in said(section)
    assert "Rien n’est redressé" in said(section)


def test_the_bars_say_in_words_what_the_table_says(section):
    for pairs in section.xpath(".//*[@class='pairs']"):
        table = pairs.xpath("..//table")[0]
        labels = [said(label) for label in pairs.findall("p")]
        assert labels == list(lines(table))
        for label, bars in zip(labels, pairs.findall("div"), strict=True):
            share = lines(table)[label][1]
            assert said(bars).startswith("masqué" if share == "s" else f"{share} des contributions")


def test_a_bar_twice_as_long_is_twice_the_share(section):
    ages = section.xpath("./div")[1]
    drawn = [(float(bar.get("style").removeprefix("--long:")), said(bar.getnext())) for bar in ages.iter("i")]
    longest = max(length for length, _words in drawn)
    whole = max(int(re.match(r"\d+", words)[0]) for _length, words in drawn)
    assert longest == 1
    assert all(length == pytest.approx(int(re.match(r"\d+", words)[0]) / whole, abs=0.02) for length, words in drawn)


def test_a_quartier_without_figures_says_how_to_add_them(section):
    places = {said(details.find("summary")): said(details) for details in section.xpath(".//details")}
    assert "Pas de chiffres de population" not in places["Les Tilleuls"]
    assert "une section [[residents]] avec son code QPV" in places["Haut Clos"]


def test_without_figures_the_contributions_stand_alone_and_the_page_says_what_to_add():
    bare = page_of(told(residents=())).get_element_by_id("representativite")
    assert "ajoutez à contributions.toml une section [[residents]]" in said(bare)
    assert "habitants" not in {said(head).lower() for head in bare.iter("th")}
    assert not bare.xpath(".//i[@class='people']")
    assert bare.xpath(".//i[@class='voices']")


@settings(max_examples=8, deadline=None)
@given(st.integers(2, 8))
def test_nothing_small_is_in_the_sheet_nor_in_the_page(small_cell):
    picture = told(small_cell=small_cell)
    counts = [row[4] for row in represented_rows(picture)]
    assert all(isinstance(count, str) or count == 0 or count >= small_cell for count in counts)
    shown = represented(picture, hidden="s")
    for place in (shown.city, *shown.quartiers):
        for group in (group for table in place.tables for group in table.groups):
            assert (
                group.contributions == group.share == "s"
                if group.hidden
                else int(group.contributions) not in range(1, small_cell)
            )
            assert group.bar is None if group.hidden else group.bar is not None


def test_a_quartier_of_which_nothing_may_be_shown_is_named_and_no_more():
    section = page_of(told(small_cell=7)).get_element_by_id("representativite")
    masked = said(section.xpath("./p[@class='facts']")[-1])
    assert masked.endswith("La Verrerie, Les Quais.")
    assert not {"La Verrerie", "Les Quais"} & {said(summary) for summary in section.iter("summary")}


def test_the_sheet_has_the_figures_of_the_page():
    picture = told()
    heads, *rows = book_of(picture)[layouts.REPRESENTED.title].iter_rows(values_only=True)
    assert heads[:4] == ("Où", "Code du QPV", "Ce qui est comparé", "Groupe")
    assert len(rows) == len(voices_beside_residents(picture))
    written = {row[3]: row[4:] for row in rows if row[0] == "Ville entière" and row[2] == "Par tranche d'âge"}
    shown = lines(of_city(page_of(picture).get_element_by_id("representativite"), "par tranche d'âge"))
    assert written["30-44 ans"][2:] == (200, 0.2, "2022", "Insee")
    count, share = written["30-44 ans"][:2]
    assert shown["30-44 ans"][:2] == [number(count), percent(share).replace("\u202f", " ")]


def test_an_empty_city_has_nobody_to_count():
    assert "personne à compter" in said(page_of(empty_picture()).get_element_by_id("representativite"))


def test_the_example_city_gives_figures_of_each_quartier_and_of_the_city():
    workspace = open_workspace(bundled("data/demo"))
    assert [each.quartier for each in workspace.residents] == ["", *(each.code for each in workspace.quartiers)]
    city, *quartiers = workspace.residents
    assert sum(each.people for each in quartiers) < city.people
    for each in workspace.residents:
        assert sum(each.age.values()) == sum(each.gender.values()) == each.people
        assert all(each.age[band] <= city.age[band] for band in AGE_BANDS)
