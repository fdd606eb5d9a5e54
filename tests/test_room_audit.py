"""The room of guarantors: a sample that others draw again, totals that agree, what each run did, the card of the machine."""

import csv
import io
import json
import shutil
from dataclasses import replace

import pytest
from decided_city import BY, city
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import demo_picture
from small_city import stored
from test_room import decided, page_of, send, visit, words_of
from test_tracing_city import HIDDEN, _filled

from contributions.domain import DecisionKind
from contributions.report.words import clean
from contributions.steps.standing import standing_themes
from contributions.trace.sampling import drawn
from contributions.web.downloads import as_csv, safe

ADDRESSES = (
    "/audit",
    "/audit/totaux",
    "/audit/echantillon?graine=mars",
    "/audit/echantillon?graine=mars&destins=oui&taille=20",
    "/audit/passages",
    "/audit/passages/R3",
    "/audit/algorithme",
    "/a-relire",
    "/a-relire/ecartees",
    "/a-relire/signaux",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, _filled)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def visitor(folder):
    return visit(folder)


def and_english(address):
    return f"{address}{'&' if '?' in address else '?'}lang=en"


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_of_the_audit_is_shown_in_both_languages_and_loads_nothing(visitor, address):
    french, english = visitor.get(address), visitor.get(and_english(address))
    assert (french.status_code, english.status_code) == (200, 200)
    assert words_of(french) != words_of(english)
    assert len(page_of(french).xpath("//h1")) == 1
    assert "style=" not in french.text
    tabs = page_of(french).xpath('//nav[@class="tabs"]//a[@aria-current="page"]')
    assert len(tabs) == 1


# The sample


@given(st.text(max_size=12), st.integers(1, 40), st.booleans(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_a_seed_draws_the_same_contributions_whatever_the_order_of_the_rows(seed, size, by_fate, random):
    read = demo_picture().read
    shuffled = read.iloc[random.sample(range(len(read)), len(read))]
    found = drawn(read, seed, size, by_fate=by_fate)
    assert found == drawn(shuffled, seed, size, by_fate=by_fate)
    assert len(found) == len(set(found)) == min(size, len(read))


def test_a_smaller_sample_is_the_beginning_of_a_larger_one_and_what_arrives_only_takes_places():
    read = demo_picture().read
    whole = drawn(read, "mars", 20)
    assert drawn(read, "mars", 5) == whole[:5]
    before = drawn(read[~read["id"].isin(whole[:3])], "mars", 20)
    assert [each for each in whole if each in before] == whole[3:]


def test_every_fate_is_in_a_sample_that_takes_as_many_of_each():
    read = demo_picture().read
    fates = read.set_index("id")["fate"]
    found = [fates[each] for each in drawn(read, "avril", len(set(fates)), by_fate=True)]
    assert sorted(found) == sorted(set(fates))


@pytest.mark.slow
def test_a_sample_is_shown_again_to_whoever_has_its_address(visitor, folder):
    first = visitor.get("/audit/echantillon")
    assert first.history[0].status_code == 303
    address = str(first.url)
    assert "graine=" in address
    assert words_of(visit(folder).get(address)) == words_of(first)
    again = page_of(first).xpath('//a[contains(@href, "/audit/tirage")]/@href')[0]
    assert "graine=" in str(visitor.get(again).url)


@pytest.mark.slow
def test_a_sample_shows_the_way_of_each_contribution_and_no_word_that_is_not_kept(visitor):
    page = visitor.get("/audit/echantillon?graine=mars&destins=oui&taille=20")
    sections = page_of(page).xpath('//section[@class="drawn"]')
    assert len(sections) == 20
    ways = [[" ".join(step.text_content().split()) for step in each.xpath('.//ol[@class="way"]/li')] for each in sections]
    assert all(way[0].startswith("Reçue dans « a.csv »") for way in ways if way[1] != "Destin : effacées")
    whole = next(way for way in ways if "Rangée : 1 idée dans un thème" in way)
    assert whole[1:4] == ["Destin : conservées", "Masquée : 0 passage masqué", "Découpée : 1 idée"]
    assert HIDDEN not in page.text
    assert "texte vide" in page.text


# Totals, runs, the card


@pytest.mark.slow
def test_every_total_is_counted_twice_and_the_page_says_whether_they_agree(visitor, folder):
    assert "tous s’accordent" in words_of(visitor.get("/audit/totaux"))

    def altered(store):
        circle = {"T001": "T002", "T002": "T001"}
        themes = [replace(theme, parent=circle.get(theme.id, "")) for theme in store.themes("R1")]
        store.save_themes("R1", themes, store.placements("R1"))

    stored(folder, altered)
    told = words_of(visit(folder).get("/audit/totaux"))
    assert "ne s’accorde pas" in told
    assert "Signalez-le" in told


@pytest.mark.slow
def test_a_run_says_what_it_was_given_what_it_did_and_what_changed(visitor):
    listed = page_of(visitor.get("/audit/passages")).xpath("//tbody/tr/th/a/@href")
    assert listed == ["/audit/passages/R3", "/audit/passages/R2", "/audit/passages/R1"]
    assert "conservées → remplacées : 1" in words_of(visitor.get("/audit/passages/R3"))
    sent = visitor.get("/audit/passages/R3/manifeste.json")
    assert "attachment" in sent.headers["content-disposition"]
    assert json.loads(sent.text)["id"] == "R3"
    lost = visitor.get("/audit/passages/R9")
    assert (lost.status_code, "R9" in lost.text) == (404, True)


@pytest.mark.slow
def test_the_card_says_the_models_the_settings_what_people_corrected_and_the_limits(visitor, call, folder):
    assert call("decide", "rename", "T001", "Navettes", *BY, "--workspace", folder).code == 0
    shown, sent = words_of(visitor.get("/audit/algorithme")), visitor.get("/audit/fiche-algorithme.md")
    for said in ("nouveau titre", "Idées sans thème", "Limites connues", "proposé à partir de"):
        assert said in shown
        assert said in sent.text
    assert sent.headers["content-type"].startswith("text/markdown")
    assert sent.text.startswith("# Fiche algorithme")


# What waits


@pytest.mark.slow
def test_a_text_that_is_read_is_kept_out_by_decision_and_waits_again_once_undone(visitor, folder):
    answer = send(visitor, "/a-relire", "/a-relire/C50/ecarter", reason="un voisin")
    assert HIDDEN not in words_of(answer)
    assert "1 mise à l’écart confirmée" in words_of(answer)
    assert decided(folder) == [(DecisionKind.KEEP_OUT, "C50", "Nadia", "un voisin")]
    listed = visitor.get("/a-relire/ecartees")
    assert "mise à l'écart par une personne qui l'a lue" in words_of(listed)
    assert HIDDEN not in listed.text
    back = send(visitor, "/a-relire/ecartees", "/decisions/D00001/annuler")
    assert back.url.path == "/a-relire/ecartees"
    assert HIDDEN in words_of(visitor.get("/a-relire"))


@pytest.mark.slow
def test_what_was_set_aside_says_why_and_where_and_is_filtered_by_reason(visitor):
    every = page_of(visitor.get("/a-relire/ecartees"))
    assert len(every.xpath("//tbody/tr")) == 5
    chosen = every.xpath('//select[@name="motif"]/option[contains(., "texte vide")]/@value')
    (row,) = page_of(visitor.get("/a-relire/ecartees", params={"motif": chosen[0]})).xpath("//tbody/tr")
    told = [" ".join(cell.text_content().split()) for cell in row]
    assert told[:4] == ["C51", "rejetées", "texte vide", "a.csv, n° 0"]


@pytest.mark.slow
def test_an_idea_without_theme_is_placed_or_made_a_theme_of_and_leaves_the_list(visitor, folder):
    assert "3 idées sans thème" in words_of(visitor.get("/a-relire/signaux"))
    assert "1 idée sans thème" in words_of(visitor.get("/a-relire/signaux?q=MARCHE"))
    answer = send(visitor, "/a-relire/signaux", "/a-relire/signaux/ranger", ideas=["C16-1"], target="T002", verdict="ranger")
    assert "2 idées sans thème" in words_of(answer)
    send(visitor, "/a-relire/signaux", "/a-relire/signaux/ranger", ideas=["C14-1", "C15-1"], title="Punaises", verdict="theme")
    assert "Toutes les idées sont dans un thème." in words_of(visitor.get("/a-relire/signaux"))
    placed = stored(folder, standing_themes).placed
    assert (placed["C14-1"], placed["C15-1"], placed["C16-1"]) == ("T005", "T005", "T002")


@pytest.mark.slow
def test_an_idea_that_somebody_placed_since_is_not_placed_twice(folder):
    first, second = visit(folder), visit(folder)
    form = page_of(second.get("/a-relire/signaux")).xpath('//form[@method="post"]')[0]
    hidden = {each.name: each.value for each in form.xpath('.//input[@type="hidden"]')}
    send(first, "/a-relire/signaux", "/a-relire/signaux/ranger", by="Malik", ideas=["C16-1"], target="T002", verdict="ranger")
    late = second.post(
        "/a-relire/signaux/ranger", data=hidden | {"by": "Nadia", "ideas": ["C16-1"], "target": "T001", "verdict": "ranger"}
    )
    assert (late.status_code, "entre-temps" in late.text) == (409, True)
    aimless = send(second, "/a-relire/signaux", "/a-relire/signaux/ranger", ideas=["C14-1"], verdict="ranger")
    assert (aimless.status_code, "Choisissez le thème" in aimless.text) == (409, True)
    assert [each[2] for each in decided(folder)] == ["Malik"]


# Files


@given(st.lists(st.text(), min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_no_cell_of_a_file_is_a_formula_and_every_cell_comes_back(cells):
    (read,) = list(csv.reader(io.StringIO(as_csv(cells, []).removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [each.removeprefix("'") for each in read] == [clean(each).removeprefix("'") for each in cells]
    assert not any(each.lstrip().startswith(("=", "+", "-", "@")) for each in read)


@pytest.mark.parametrize("formula", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_text(formula):
    assert safe(formula).startswith("'")
