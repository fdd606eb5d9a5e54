"""Families of themes in a real workspace: what people read of them, what they decide, and what stands."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import lxml.html
import openpyxl
import pytest
from decided_city import BY, TITLES, city
from small_city import done, stored, workspace
from test_lasting import add, members, of_demo, standing

from contributions.domain import Run, Theme
from contributions.frames import PLACEMENTS
from contributions.report.html import render_page
from contributions.report.workbook import workbook_of
from contributions.settings import open_workspace
from contributions.steps.decision_sheet import write_sheet
from contributions.steps.picturing import picture
from contributions.steps.publishing import publish
from contributions.steps.session import Session
from contributions.trace import answered_by_parts, needs_without_objective, theme_figures, themes_by_month

FAMILIES = {"F001": "Se déplacer", "F002": "Vivre chez soi"}
PARENTS = {"T001": "F001", "T002": "F001", "T003": "F002"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make the decided city, its themes in two families, one beside them."""
    folder = city(tmp_path_factory.mktemp("ville") / "ville")

    def act(store):
        themes = [Theme(each, title, ("mot",), parent=PARENTS.get(each, ""), born_in="R1") for each, title in TITLES.items()]
        themes += [Theme(each, title, ("mot",), born_in="R1") for each, title in FAMILIES.items()]
        store.save_themes("R1", themes, store.placements("R1"))

    stored(folder, act)
    return folder


@pytest.fixture
def town(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def said(call, town):
    def told(*words):
        answer = call(*words, "--workspace", town)
        assert answer.code == 0, answer.err
        return answer.out

    return told


@pytest.fixture
def decide(said):
    return lambda *words: json.loads(said("decide", *words, *BY, "--json"))[0]["id"]


def named(folder):
    return {theme.id: theme for theme in standing(folder).themes}


def drawn(folder):
    """Draw what a report shows, as the last run left it."""
    run = Run(
        "R2", datetime(2026, 3, 31, 9, tzinfo=UTC), "0.1.0", "abc", stages={"themes": {"rows": "R1"}, "match": {"rows": "R1"}}
    )
    return stored(folder, lambda store: picture(Session(open_workspace(folder), store, run)))


def test_the_list_puts_themes_under_their_family_and_counts_each_idea_once(said):
    rows = json.loads(said("themes", "list", "--json"))
    assert {row["id"]: row["family"] for row in rows} == {**PARENTS, "T004": ""}
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said("themes", "list").splitlines() if "│" in line]
    assert [line[0] for line in lines] == ["F001", "T002", "T001", "F002", "T003", "T004"]
    assert [int(line[3]) for line in lines] == [9, 5, 4, 4, 4, 2]
    facts = json.loads(said("status", "--json"))
    assert (facts["themes"], facts["families"]) == (4, 2)
    assert facts["placed"] == sum(row["ideas"] for row in rows) == 15
    assert "familles de thèmes" in said("status")


def test_a_family_is_shown_with_its_themes_and_a_theme_with_its_family(said):
    shown = json.loads(said("themes", "show", "F001", "--json"))
    assert (shown["title"], shown["ideas"], shown["quotations"], shown["ended"]) == ("Se déplacer", 9, [], None)
    assert [(each["id"], each["ideas"]) for each in shown["themes"]] == [("T001", 4), ("T002", 5)]
    assert "T002  Arrêts  (5 idées)" in said("themes", "show", "F001")
    assert "Famille : F001" in said("themes", "show", "T001")
    assert "Famille" not in said("themes", "show", "T004")


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "F001", "T003"),
        ("merge", "T003", "F001"),
        ("merge", "F002", "F001"),
        ("split", "F001", "--ideas", "C1-1"),
        ("move", "C1-1", "F002"),
        ("pin", "F001"),
        ("retire", "F001"),
        ("reopen", "F001"),
        ("review", "F001"),
    ],
)
def test_what_makes_no_sense_of_a_family_is_refused_with_what_to_do_and_nothing_changes(call, town, words):
    before = standing(town)
    answer = call("decide", *words, *BY, "--workspace", town)
    assert answer.code == 2
    (sentence,) = answer.sentences
    assert "est une famille de thèmes" in sentence
    assert "T00" in sentence
    assert standing(town) == before


def test_a_family_has_its_themes_for_parts(call, town):
    answer = call("themes", "parts", "F001", "--workspace", town)
    assert answer.code == 2
    assert "T001, T002" in answer.sentences[0]


def test_a_renamed_family_keeps_its_name_until_that_is_undone(town, decide, said):
    made = decide("rename", "F001", "Bouger en ville")
    assert named(town)["F001"].title == "Bouger en ville"
    history = json.loads(said("themes", "show", "F001", "--json"))["history"]
    assert [event["event"] for event in history] == ["born", "rename"]
    decide("undo", made)
    assert named(town)["F001"].title == "Se déplacer"


def test_a_family_that_lost_its_themes_says_what_became_of_it_and_comes_back(call, town, decide, said):
    merged = decide("merge", "T003", "T001")
    gone = json.loads(said("themes", "show", "F002", "--json"))
    assert (gone["status"], gone["ideas"], gone["ended"]["in"]) == ("retired", 0, merged)
    answer = call("decide", "rename", "F002", "Autre", *BY, "--workspace", town)
    assert (answer.code, "n'a plus de thème" in answer.err) == (2, True)
    decide("undo", merged)
    back = json.loads(said("themes", "show", "F002", "--json"))
    assert (back["status"], back["ideas"], back["ended"]) == ("active", 4, None)


def test_a_theme_split_from_another_is_in_its_family(town, decide):
    decide("split", "T001", "--ideas", "C1-1", "--title", "La nuit")
    assert named(town)["T005"].parent == "F001"


def test_figures_of_families_and_of_themes_beside_them_and_what_waits_are_all_the_ideas(town):
    found = drawn(town)
    figures = theme_figures(found).set_index("theme")
    roots = figures[figures["parent"] == ""]
    assert dict(roots["ideas"]) == {"F001": 9, "F002": 4, "T004": 2}
    waiting = int((found.spoken["theme"] == "").sum())
    assert roots["ideas"].sum() + waiting == len(found.spoken)
    for level, themes in (("family", {"F001", "F002", "T004", ""}), ("branch", {*TITLES, ""})):
        months = themes_by_month(found, level)
        assert set(months["theme"]) == themes
    assert set(found.summaries) == set(TITLES)


def test_a_family_is_no_need_and_is_near_no_objective_itself(town):
    found = drawn(town)
    needs = needs_without_objective(found)
    assert set(needs.loc[needs["kind"] == "thème", "subject"]) == set(TITLES)
    assert not set(answered_by_parts(found)["theme"]) & set(FAMILIES)


def test_the_page_shows_families_first_with_their_themes_inside_and_each_theme_once(town):
    page = lxml.html.fromstring(render_page(drawn(town)))
    families = page.xpath("//section[@id='themes']/article")
    assert [family.get("id") for family in families] == ["theme-F001", "theme-F002"]
    inside = [family.xpath("details/div/article/@id") for family in families]
    assert inside == [["theme-T002", "theme-T001"], ["theme-T003"]]
    assert page.xpath("//section[@id='themes']/div/article/@id") == ["theme-T004"]
    assert [len(page.xpath(f"//article[@id='theme-{theme}']")) for theme in (*TITLES, *FAMILIES)] == [1] * 6
    assert "4\u00a0thèmes en 2\u00a0familles" in page.xpath("//p[@class='lead']")[0].text_content()
    months = [line.text_content() for line in page.xpath("//*[@id='mois']//tbody//th")]
    assert months == ["Se déplacer", "Vivre chez soi", "Soins", "Idées sans thème"]


def test_the_workbook_says_the_family_of_each_theme(town, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(workbook_of(drawn(town)))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Thèmes"]
    rows = {row[0].value: row[2].value or "" for row in sheet.iter_rows(min_row=2)}
    assert rows == {**PARENTS, "T004": "", "F001": "", "F002": ""}


def test_the_spreadsheet_of_decisions_says_the_family_of_each_theme_and_is_read_back(call, town, tmp_path):
    opened = open_workspace(town)
    stored(town, lambda store: write_sheet(opened, store, tmp_path / "d.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "d.xlsx")
    sheet = book["Thèmes"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    told = {row[0].value: row[heads["Famille"] - 1].value for row in sheet.iter_rows(min_row=2)}
    assert told == {"T002": "F001 · Se déplacer", "T001": "F001 · Se déplacer", "T003": "F002 · Vivre chez soi", "T004": None}
    sheet.cell(2, heads["Nouveau titre"]).value = "Les abris"
    book.save(tmp_path / "d.xlsx")
    assert call("decide", "import", tmp_path / "d.xlsx", *BY, "--workspace", town).code == 0
    assert {theme.title for theme in standing(town).themes} >= {"Les abris"}


def test_a_city_without_families_has_no_column_for_them(made):
    heads = [cell.value for cell in openpyxl.load_workbook(made / "out" / "decisions.xlsx")["Thèmes"][1]]
    assert "Titre actuel" in heads
    assert "Famille" not in heads


def test_what_a_run_changed_of_families_is_said_beside_what_it_changed_of_themes(town, said):
    def act(store):
        known = {theme.id: theme for theme in store.themes("R1")}
        known["T003"] = replace(known["T003"], parent="F003")
        known |= {"F001": replace(known["F001"], title="Bouger"), "F003": Theme("F003", "Se loger", born_in="R2")}
        store.save_run(Run("R2", datetime(2026, 4, 30, 8, tzinfo=UTC), "0.1.0", "abc", stages={"themes": {"rows": "R2"}}))
        store.save_themes("R2", list(known.values()), PLACEMENTS.empty())
        publish(open_workspace(town), store, "R2")

    stored(town, act)
    rows = json.loads(said("themes", "diff", "--json"))["themes"]
    assert [(row["id"], row["became"]) for row in rows] == [
        ("F001", "kept"),
        ("F002", "emptied"),
        ("F003", "born"),
        ("T003", "kept"),
    ]
    page = lxml.html.parse(town / "out" / "themes-R2.html").getroot()
    families = [" ".join(line.text_content().split()) for line in page.xpath("//section[@aria-labelledby='t-familles']//li")]
    assert families == [
        "« Bouger » F001 avant : « Se déplacer »",
        "« Vivre chez soi » F002 n’a plus de thème",
        "« Se loger » F003 nouvelle",
    ]
    kept = page.xpath("//section[@aria-labelledby='t-gardes']//tbody//th")
    assert ["famille : F002 → F003" in line.text_content() for line in kept] == [True]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Find themes, and families from thirty ideas on."""
    folder = workspace(tmp_path_factory.mktemp("ville") / "ville")
    settings = (folder / "contributions.toml").read_text(encoding="utf-8")
    written = settings.replace("[themes]\n", "[themes]\nfamilies_from = 30\n")
    assert written != settings
    (folder / "contributions.toml").write_text(written, encoding="utf-8")
    done(folder, month="2026-03")
    return folder


@pytest.mark.model
@pytest.mark.slow
def test_families_last_through_growth_a_name_a_reconciliation_and_a_way_back(grown, tmp_path, call):
    folder = shutil.copytree(grown, tmp_path / "ville")
    first = {theme.id: theme for theme in standing(folder).themes}
    families = [theme for theme in first if theme.startswith("F")]
    inside = [[theme.id for theme in first.values() if theme.parent == family] for family in families]
    assert len(inside) >= 2
    assert min(map(len, inside)) >= 2
    titles = [theme.title for theme in first.values()]
    assert len(set(titles)) == len(titles)

    def decide(*words):
        assert call("decide", *words, *BY, "--workspace", folder).code == 0

    decide("rename", families[0], "Ce qui compte")
    theme = next(each for each in first.values() if each.parent == families[1])
    decide("split", theme.id, "--ideas", members(folder, theme.id)[0])
    add(folder, [*of_demo("transports-bus", 20), *of_demo("eclairage", 4)])
    rows = done(folder).stages["themes"]["rows"]
    after_growth = standing(folder)
    now = {each.id: each for each in after_growth.themes}
    assert {each: now[each].parent for each in first} == {each: first[each].parent for each in first}
    assert [each.parent for each in now.values() if each.id not in first] == [families[1]]
    assert now[families[0]].title == "Ce qui compte"
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    assert "Ce qui compte" in page

    assert call("themes", "reconcile", "--apply", "--workspace", folder).code == 0
    anew = {each.id: each for each in standing(folder).themes}
    assert anew[families[0]].title == "Ce qui compte"
    assert all(anew[each].parent == families[0] for each in first if first[each].parent == families[0])
    assert standing(folder).conflicts == ()
    assert done(folder).stages["themes"]["new"] == 0
    assert call("themes", "restore", rows, "--workspace", folder).code == 0
    assert standing(folder) == after_growth
