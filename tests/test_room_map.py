"""The map of ideas, asked as a browser asks it: every point says its idea, and the table says all that the picture shows."""

import re
from datetime import UTC, datetime

import lxml.html
import pandas as pd
import pytest
from decided_city import PETITION, PLACES, city
from small_city import stored
from starlette.testclient import TestClient
from store_nouns import contributions, frame

from contributions.domain import DecisionKind, Run
from contributions.frames import COORDINATES, IDEAS, PLACEMENTS
from contributions.settings import open_workspace
from contributions.steps.theme_decisions import theme_decision
from contributions.store.coordinates import save_coordinates
from contributions.web import review_app

SIGNED = {"by": "Nadia", "reason": "atelier", "now": datetime(2026, 4, 2, tzinfo=UTC)}


def drawn(folder, without=("C13-1",)):
    """Write by hand the map of the city: ideas of a theme side by side."""

    def act(store):
        placed = store.placements("R1")
        rows = placed[~placed["idea"].isin(without)].sort_values("theme", ignore_index=True)
        points = rows.assign(x=(rows.index % 5) / 10 + 0.1, y=(rows.index // 5) / 10 + 0.1, drawn=True)
        save_coordinates(store, "R1", points)

    stored(folder, act)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = city(tmp_path_factory.mktemp("ville") / "ville")
    drawn(made)
    return made


@pytest.fixture(scope="module")
def visitor(folder):
    return TestClient(review_app(open_workspace(folder)), base_url="http://localhost")


def page_of(answer):
    assert answer.status_code == 200, answer.text
    return lxml.html.document_fromstring(answer.text)


def words_of(page):
    return " ".join(page.get_element_by_id("contenu").text_content().split())


def points_of(page):
    return [each.text_content().strip() for each in page.xpath('//g[contains(@class, "mark") and @data-theme]/a')]


def test_the_map_says_what_it_is_and_every_point_says_its_idea_and_leads_to_it(visitor):
    page = page_of(visitor.get("/carte"))
    assert "Les axes ne veulent rien dire" in words_of(page)
    said = points_of(page)
    assert len(said) == 17
    assert any(each.startswith("Le bus de 22 h est supprimé.") for each in said)
    first = page.xpath('//a[title="Le bus de 22 h est supprimé."]')[0]
    assert (first.get("href"), first.get("tabindex")) == ("/contributions/C1", "-1")
    assert page.xpath("//div[@data-map]/@aria-label") == ["Carte des idées, décrite par le tableau qui suit"]
    assert "Les idées lues depuis le dernier passage n’y sont pas encore." in words_of(page)


def test_themes_are_told_by_a_number_a_shape_and_a_colour_that_filters_do_not_change(visitor):
    def looks(address):
        groups = page_of(visitor.get(address)).xpath("//g[@data-theme]")
        return {each.get("data-theme"): (each.get("class").split()[1], each.xpath(".//use")[0].get("href")) for each in groups}

    whole, filtered = looks("/carte"), looks("/carte?mois=2026-03&canal=atelier")
    assert len(set(whole.values())) == len(whole) == 5
    assert filtered == whole
    assert whole["sans thème"] == ("c", "#s")
    numbers = page_of(visitor.get("/carte")).xpath('//g[@class="labels"]//text')
    assert sorted(each.text for each in numbers) == ["1", "2", "3", "4"]


def test_a_filter_that_nothing_passes_says_so_and_the_zoom_shows_its_theme_first(visitor):
    assert "Aucune idée n’est à montrer ici" in words_of(page_of(visitor.get("/carte?mois=2026-04")))
    page = page_of(visitor.get("/carte?theme=T001"))
    assert page.xpath("//h1")[0].text_content() == "Carte des idées : Bus du soir"
    assert page.xpath("//tbody/tr/th/q/text()")[:4] == [
        "Le bus de 22 h est supprimé.",
        "Plus de bus après le travail.",
        "Un bus le dimanche, enfin.",
        "Le bus passe plein.",
    ]
    wide, high = map(float, page.xpath("//div[@data-map]/svg/@viewbox")[0].split()[2:])
    assert wide == high < 1000
    assert page.xpath('//a[text()="Voir toute la carte"]/@href') == ["/carte?"]
    unknown = page_of(visitor.get("/carte?theme=T999"))
    assert unknown.xpath("//h1")[0].text_content() == "Carte des idées"


def test_the_table_says_what_the_map_shows_page_by_page_with_who_is_beside(visitor):
    page = page_of(visitor.get("/carte"))
    rows = page.xpath("//tbody/tr")
    assert len(rows) == len(points_of(page))
    assert sorted(each.strip() for each in page.xpath("//tbody/tr/th/q/text()")) == sorted(points_of(page))
    assert all(len(row.xpath("./td[2]//q")) == 2 for row in rows)
    assert page.xpath("//table/caption")[0].text_content().startswith("Idées de la carte")


def test_nothing_of_the_page_is_styled_in_line_nor_loaded_from_elsewhere(visitor):
    text = visitor.get("/carte?lang=en").text
    assert "Map of ideas" in text
    assert re.findall(r'(?:src|href)="(?:https?:)?//|style=|onclick', text) == []
    assert visitor.get("/carte?lang=fr").status_code == 200


def test_where_there_is_no_map_the_page_says_how_to_have_one(tmp_path):
    visitor = TestClient(review_app(open_workspace(city(tmp_path / "ville"))), base_url="http://localhost")
    assert "La carte n’est pas encore dessinée" in words_of(page_of(visitor.get("/carte")))


def test_words_that_look_like_a_page_stay_words(tmp_path):
    folder = city(tmp_path / "ville")
    drawn(folder)
    app = review_app(open_workspace(folder))
    visitor = TestClient(app, base_url="http://localhost")
    form = page_of(visitor.get("/themes/T001")).forms
    hidden = next(
        {each.name: each.value for each in one.inputs if each.type == "hidden"} for one in form if "renommer" in one.action
    )
    visitor.post("/themes/T001/renommer", data=hidden | {"by": "Nadia", "title": '"><script>alert(1)</script>'})
    answer = visitor.get("/carte")
    assert "<script>alert" not in answer.text
    assert any("<script>alert(1)</script>" in each for each in page_of(answer).xpath("//@data-theme"))


def crowd(store):
    """Add 2 400 ideas to the city, all in one theme, and their points."""
    texts = {f"C{n}": f"Le bus numéro {n} est en retard." for n in range(1_000, 3_400)}
    store.add_contributions(contributions(*({"id": said, "text": text} for said, text in texts.items())))
    usual = {"nature": "constat"}
    ideas = [{"id": f"{said}-1", "contribution": said, "end": len(text), "text": text, **usual} for said, text in texts.items()]
    store.add_ideas(frame(IDEAS, *ideas))
    known, run = store.placements("R1"), "R2"
    store.save_run(Run(run, datetime(2026, 4, 30, tzinfo=UTC), "0.1.0", "abc", stages={"themes": {"rows": run}}))
    placed = frame(PLACEMENTS, *({"idea": f"{said}-1", "theme": "T001"} for said in texts))
    store.save_themes(run, store.themes("R1"), pd.concat([known, placed]), [])
    rows = ({"idea": f"{said}-1", "x": n / 4_000, "y": 0.9, "drawn": True} for n, said in enumerate(texts))
    save_coordinates(store, "R1", frame(COORDINATES, *rows))


def test_where_ideas_are_many_the_map_draws_lots_says_so_and_gives_each_theme_its_ideas(tmp_path):
    folder = city(tmp_path / "ville")
    drawn(folder, without=())
    stored(folder, crowd)
    page = page_of(TestClient(review_app(open_workspace(folder)), base_url="http://localhost").get("/carte"))
    few = points_of(page)
    assert 1_900 < len(few) < 2_020
    total = len(PLACES) + len(PETITION) + 2_400
    counts = [f"{number // 1000}\u202f{number % 1000:03d}" if number > 999 else str(number) for number in (len(few), total)]
    assert f"{counts[0]} idées tirées sur {counts[1]}, toujours les mêmes" in page.text_content()
    assert len(page.xpath("//g[@data-theme]")) == 5
    other = page_of(TestClient(review_app(open_workspace(folder)), base_url="http://localhost").get("/carte"))
    assert points_of(other) == few
    near = page_of(TestClient(review_app(open_workspace(folder)), base_url="http://localhost").get("/carte?theme=T003"))
    assert "4 idées." in words_of(near)


def test_two_people_who_look_see_the_same_map_and_a_decision_moves_no_point(tmp_path):
    folder = city(tmp_path / "ville")
    drawn(folder)

    def points():
        page = page_of(TestClient(review_app(open_workspace(folder)), base_url="http://localhost").get("/carte"))
        return {each.get("href"): each.xpath("./use/@x | ./use/@y") for each in page.xpath("//g[@data-theme]/a")}

    before = points()
    stored(folder, lambda store: theme_decision(store, DecisionKind.MERGE, "T001", target="T002", ideas=[], title="", **SIGNED))
    assert points() == before
