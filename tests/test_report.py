from __future__ import annotations

import itertools
import re
from dataclasses import replace

import lxml.html
import openpyxl
import pandas as pd
import pytest
from report_picture import EMPTY, book_of, demo_picture, empty_picture, page_of, with_text

from contributions.domain import Fate
from contributions.report import charts, html, layouts, words, write_page, write_workbook
from contributions.report.html import TEMPLATES, render_page
from contributions.report.workbook import workbook_of
from contributions.trace import fates


@pytest.fixture(scope="module")
def page():
    return page_of(demo_picture())


def said(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


# The page


def test_the_page_has_a_language_one_title_landmarks_and_a_way_past_them(page):
    assert page.get("lang") == "fr"
    assert [said(h1) for h1 in page.iter("h1")] == ["Ce qui s’est dit à Valmerise"]
    for landmark in ("header", "nav", "main", "footer"):
        assert page.xpath(f"//{landmark}")
    assert page.xpath("//a/@href")[0] == "#contenu"


def test_headings_never_skip_a_level(page):
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_tables_have_captions_and_their_heads_a_scope(page):
    tables = page.xpath("//table")
    assert len(tables) >= 5
    for table in tables:
        assert said(table.find("caption"))
        assert all(head.get("scope") in {"row", "col"} for head in table.iter("th"))


def test_every_link_leads_somewhere_and_ids_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)
    assert {href for href in page.xpath("//a/@href") if not href.startswith("#")} == {"tracabilite.xlsx"}
    named = page.xpath("//@aria-labelledby")
    assert set(named) <= set(ids)


def test_the_page_loads_nothing_and_runs_nothing(page):
    text = render_page(demo_picture())
    assert not page.xpath("//script|//link|//iframe|//img|//object|//embed|//form|//@src|//@onclick")
    assert "url(" not in text
    assert "@import" not in text
    assert not re.search(r"https?://", text)


def test_every_image_says_what_it_shows(page):
    for svg in page.xpath("//svg"):
        assert svg.get("role") == "img"
        assert svg.get("aria-label") or svg.get("aria-labelledby")


def test_every_quotation_is_words_of_the_idea_whose_id_it_bears(page):
    texts = demo_picture().ideas.set_index("id")["text"]
    figures = page.xpath("//figure")
    assert len(figures) > 8
    for figure in figures:
        idea = said(figure.xpath(".//*[contains(@class, 'id')]")[0])
        assert said(figure.find("blockquote")) in texts[idea]


def test_each_quotation_of_a_theme_says_why_it_is_quoted(page):
    roles = [said(role) for role in page.xpath("//*[@id='theme-T-prop']//figure//*[@class='role']")]
    assert roles == ["au cœur", "autre angle", "voix minoritaire"]


def test_where_opinions_differ_each_side_is_counted_and_quoted_apart(page):
    card = page.get_element_by_id("theme-T-jeunes")
    opinions = card.xpath(".//*[@class='opinions']")[0]
    assert said(opinions).startswith("Des avis partagés sur « animateur » : 2 voix favorables, 3 voix réservées")
    assert [said(role) for role in opinions.xpath(".//*[@class='role']")] == ["favorable", "réservé"]
    assert len(card.xpath(".//figure")) == 3
    assert not page.get_element_by_id("theme-T-asc").xpath(".//*[@class='opinions']")


def test_each_theme_says_how_stable_it_is_and_the_page_once_what_that_means(page):
    def stability_of(theme):
        return [said(line) for line in page.get_element_by_id(theme).xpath(".//p[@class='from']")]

    assert stability_of("theme-T-jeunes") == ["Stabilité : fragile (42 %)"]
    assert stability_of("theme-T-asc") == ["Stabilité : pas encore mesurée"]
    assert said(page.get_element_by_id("themes")).count("à relire avant de le présenter") == 1


def test_where_nothing_was_measured_the_page_says_nothing_of_it():
    picture = demo_picture()
    unmeasured = [replace(theme, stability=None) for theme in picture.themes]
    assert "tabilité" not in render_page(replace(picture, themes=unmeasured))


def test_a_theme_without_a_summary_has_its_card_all_the_same():
    card = page_of(demo_picture(summaries={})).get_element_by_id("theme-T-asc")
    assert said(card.find(".//h3")) == "Les ascenseurs en panne et les halls"
    assert not card.xpath(".//figure")


def test_the_opening_words_are_agreed_to_be_published():
    picture = demo_picture()
    assert page_of(picture).xpath("//*[@class='epigraph']")
    refused = tuple(replace(collection, consent=False) for collection in picture.collections)
    assert not page_of(replace(picture, collections=refused)).xpath("//*[@class='epigraph']")


def test_words_of_a_collection_without_consent_are_marked_for_inner_use(page):
    marked = [figure for figure in page.xpath("//figure") if "usage interne" in said(figure)]
    assert marked
    assert all("questionnaire" in said(figure) or "diagnostic en marchant" in said(figure) for figure in marked)


def test_figures_of_the_page_are_those_of_the_trace(page):
    counts = fates(demo_picture())
    whole = page.xpath("//section[@class='heard']//tfoot//td")
    assert [int(said(cell)) for cell in whole] == [*(counts[fate.value].sum() for fate in Fate), counts["read"].sum()]
    assert sum(int(said(cell)) for cell in whole[:-1]) == int(said(whole[-1]))
    assert "3 idées ne sont dans aucun thème, soit 11,5 % des idées" in said(page)


def test_the_page_says_which_run_made_it(page):
    run = said(page.get_element_by_id("passage"))
    for fact in ("2026-06-01-a", "0.1.0", "a1b2c3d4e5f6", "e5-small-fr", "9f8e7d6c5b4a", "3,5 s", "lues : 32"):
        assert fact in run


def test_gaps_both_ways_and_what_was_set_aside_are_shown(page):
    assert "Les chiens sans laisse" in said(page.get_element_by_id("besoins"))
    objectives = page.get_element_by_id("objectifs")
    assert [said(li)[:3].strip() for li in objectives.xpath(".//ul[@class='silent']/li")] == ["2.3", "T1", "C12"]
    aside = said(page.get_element_by_id("ecartees"))
    assert "photo-du-mur.pdf : Le PDF est une image" in aside
    assert "texte vide" in aside


def test_what_is_in_quarantine_or_erased_is_not_in_the_page():
    text = render_page(demo_picture())
    assert "santé" not in text
    assert "C105" not in text


def test_small_cells_are_hidden_everywhere_they_cross():
    page = page_of(demo_picture(small_cell=5))
    for table in page.xpath("//table[@class='crossed']"):
        shown = [said(cell) for cell in table.xpath(".//tbody/tr/td[position() < last()]")]
        assert shown
        assert all(text in {"s", "0", "1 à 4"} or int(text) >= 5 for text in shown)
    # A disc's number is a count too.
    assert all(int(text.text) >= 5 for text in page.xpath("//svg//text[starts-with(@class, 'value')]"))


def test_markup_in_a_contribution_stays_text():
    attack = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} </style><b>'
    picture = with_text(attack)
    named = [replace(theme, title=attack, keywords=(attack,)) for theme in picture.themes]
    picture = replace(picture, themes=named, city=attack)
    page = page_of(picture)
    assert not page.xpath("//script|//img|//b[not(node())]")
    assert attack in page.xpath("//h3")[0].text_content()
    assert attack in [quote.text_content() for quote in page.xpath("//blockquote/p")]


@pytest.mark.slow
def test_unprintable_characters_do_not_stop_the_reports(tmp_path):
    picture = with_text("avant\x00\x0b\uffff\x1bapr\u00e8s")
    write_page(picture, tmp_path / "out" / "index.html")
    assert "avantaprès" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "avantaprès" in {row[1].value for row in book_of(picture)[layouts.IDEAS.title].iter_rows()}


@pytest.mark.slow
def test_a_word_of_ten_thousand_letters_is_cut_in_the_page_and_whole_in_the_workbook():
    picture = with_text("a" * 10_000)
    quotes = [quote.text_content() for quote in page_of(picture).xpath("//blockquote/p")]
    assert max(map(len, quotes)) < 400
    assert any(quote.endswith("a […]") for quote in quotes)
    assert book_of(picture)[layouts.IDEAS.title]["B2"].value == "a" * 10_000
    assert "overflow-wrap: anywhere" in (TEMPLATES / "page.css").read_text(encoding="utf-8")


def test_a_text_longer_than_a_cell_is_cut_where_one_sees_it():
    value = book_of(with_text("mot " * 20_000))[layouts.IDEAS.title]["B2"].value
    assert len(value) <= 32_767
    assert value.endswith("[…]")


@pytest.mark.slow
def test_long_lists_are_capped_and_say_how_much_more_there_is():
    picture = demo_picture()
    lone = picture.ideas[picture.ideas["id"].eq("C024-1")]
    many = pd.concat([picture.ideas, *(lone.assign(id=f"C024-{n}") for n in range(2, 1002))])
    page = page_of(replace(picture, ideas=many))
    assert "et 989 autres dans le classeur" in said(page.get_element_by_id("signaux"))
    assert len(lxml.html.tostring(page)) < 200_000


@pytest.mark.slow
def test_a_first_run_calls_nothing_new():
    assert "nouveau" in said(page_of(demo_picture()).get_element_by_id("themes"))
    first = page_of(demo_picture(previous_themes=frozenset()))
    assert not first.xpath("//*[contains(@class, 'badge new')]")
    assert "passage précédent" not in said(first)


@pytest.mark.slow
def test_an_empty_workspace_has_its_reports(tmp_path):
    for picture in (empty_picture(), empty_picture(referentials=(), month="")):
        assert "0 contribution lue" in said(page_of(picture))
        write_workbook(picture, tmp_path / "vide.xlsx")
        destins = openpyxl.load_workbook(tmp_path / "vide.xlsx", data_only=True)["Destins"]
        assert [cell.value for cell in destins[2]][2:] == [0] * (len(Fate) + 3)


@pytest.mark.slow
def test_the_page_is_the_same_whatever_the_order_of_rows():
    picture = demo_picture()
    mixed = replace(picture, **{name: getattr(picture, name).iloc[::-1] for name in EMPTY})
    assert render_page(mixed) == render_page(picture)
    assert workbook_of(mixed) == workbook_of(picture)


# Its colours


def _palette(scheme):
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark", 1)
    dark = dark.split("\n}\n", 1)[0]
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", light))
    return colours | (dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else {})


def _contrast(one, other):
    def luminance(colour):
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme):
    colours = _palette(scheme)
    pairs = [(text, ground) for text in ("ink", "soft", "green", "link", "plum") for ground in ("paper", "sheet")]
    pairs += [(text, "band") for text in ("band-ink", "band-soft", "band-hot")]
    pairs += [("on-l", f"l{level}") for level in range(1, 5)] + [("amber", "amber-bg"), ("soft", "faint")]
    contrasts = {(text, ground): _contrast(colours[text], colours[ground]) for text, ground in pairs}
    assert {pair: contrast for pair, contrast in contrasts.items() if contrast < 4.5} == {}


# The workbook


@pytest.mark.parametrize("module", [words, charts, html])
def test_examples_in_the_docs_are_true(module):
    import doctest

    assert doctest.testmod(module).failed == 0
