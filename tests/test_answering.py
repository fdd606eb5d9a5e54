"""The city answers by the command line and by a spreadsheet: nothing is edited, lost, or written over."""

import csv
import json
import shutil
from datetime import UTC, datetime

import openpyxl
import pytest
from decided_city import city, fill
from erasable_city import FOUNTAIN
from erasable_city import city as erasable
from small_city import stored, tables_of

from contributions.settings import open_workspace
from contributions.steps.answer_words import Given
from contributions.steps.answering import Signed, answer, desk_of
from contributions.steps.erasing import erase
from contributions.steps.erasure_plan import make_plan
from contributions.store.responses import responses

pytestmark = pytest.mark.slow
BY = ("--by", "Inès")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return city(tmp_path_factory.mktemp("ville") / "ville")


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def act(folder, call):
    """Call a command of the group in the workspace; give what it says as JSON, or the sentence of its error."""

    def acted(*words, by=BY):
        done = call("answers", *words, *(by if words[0] in {"add", "update", "import"} else ()), "--workspace", folder, "--json")
        return json.loads(done.out) if done.out else done.sentences[0]

    return acted


@pytest.fixture
def sheet(folder, act):
    act("sheet")
    return folder / "out" / "reponses.xlsx"


def statuses(folder):
    return [(each.id, each.line, each.subject, each.status.value) for each in stored(folder, responses)]


# By the command line


def test_an_answer_moves_on_line_by_line_and_keeps_its_history(folder, act, call):
    act("add", "T001", "--status", "à l'étude", "--text", "Une navette est à l'étude.", "--owner", "Agglomération")
    act("update", "S00001", "--status", "engagé", "--due", "30/09/2026", "--funding", "droit commun", "--amount", "12 000")
    facts = act("show", "S00001")
    assert [(line["line"], line["status"], line["amount"]) for line in facts["history"]] == [
        (1, "studied", None),
        (2, "committed", "12000.00"),
    ]
    assert (facts["text"], facts["owner"], facts["due_on"]) == ("Une navette est à l'étude.", "Agglomération", "2026-09-30")
    out = call("themes", "show", "T001", "--workspace", folder).out
    assert "Réponse S00001 : engagé" in out
    assert "Une navette est à l'étude." in call("answers", "show", "S00001", "--workspace", folder).out


def test_the_text_is_masked_at_the_door_and_that_is_said(act, call, folder):
    made = act("add", "T001", "--status", "reçu", "--text", "Appelez le 06 12 34 56 78.", "--reason", "voir a.b@exemple.fr")
    assert sum(made[0]["masked"].values()) == 2
    assert not any("06 12" in line or "a.b@" in line for line in tables_of(folder)["responses"])
    out = call("answers", "add", "T001", "--status", "reçu", "--text", "06 12 34 56 79", *BY, "--workspace", folder).out
    assert "1 passage masqué dans le texte" in out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["add", "T999", "--status", "reçu"], "« T999 » : ni thème, ni objectif, ni idée de ce nom."),
        (["add", "contrat/99", "--status", "reçu"], "« contrat/99 » : ni thème, ni objectif, ni idée"),
        (["add", "T001"], "Une réponse dit où elle en est : --status, l'un de reçu, à l'étude"),
        (["add", "T001", "--status", "peut-être"], "« peut-être » : statut inconnu"),
        (["add", "T001", "--status", "non retenu"], "« non retenu » dit pourquoi : un motif parmi compétence d'un autre acteur"),
        (["add", "T001", "--status", "retenu", "--motif", "budget"], "Motif « budget » : il ne va qu'avec « non retenu »"),
        (["add", "T001", "--status", "transmis"], "« transmis » dit à qui : remplissez le pilote (--owner)."),
        (["add", "T001", "--status", "engagé", "--amount", "cher"], "Montant « cher » illisible"),
        (["update", "S00009", "--status", "retenu"], "Pas de réponse « S00009 »"),
        (["update", "S00001", "--status", "réalisé"], "S00001 le dit déjà : rien ne change."),
        (["update", "S00001", "--status", "engagé"], "S00001 est « réalisé » : dire pourquoi il devient « engagé »"),
    ],
)
def test_what_does_not_hold_together_is_one_sentence_and_writes_nothing(folder, act, words, problem):
    act("add", "T002", "--status", "réalisé")
    before = statuses(folder)
    assert problem in act(*words)
    assert statuses(folder) == before


def test_nobody_answers_without_a_name(act):
    assert "Une réponse dit qui la donne : --by NOM." in act("add", "T001", "--status", "reçu", by=())


def test_going_back_is_done_with_a_reason_and_a_past_day_is_written_and_said(act, folder):
    act("add", "T001", "--status", "réalisé")
    made = act("update", "S00001", "--status", "engagé", "--reason", "panne", "--due", "2026-01-15")
    assert made[0]["remarks"] == ["L'échéance du 2026-01-15 est déjà passée."]
    assert [row["id"] for row in act("list", "--late")] == ["S00001"]
    act("update", "S00001", "--status", "réalisé")
    assert act("list", "--late") == []


def test_an_answer_follows_a_merge_and_stays_listed_once_its_theme_is_retired(folder, act, call):
    act("add", "T002", "--status", "engagé", "--text", "Des abris.")
    decided = ("--by", "Malik", "--reason", "même sujet", "--workspace", folder)
    call("decide", "merge", "T002", "T001", *decided)
    assert act("list")[0] | {"shown_at": "T001", "gone": False} == act("list")[0]
    said = call("themes", "show", "T001", "--workspace", folder).out
    assert "(réponse à T002, fusionné depuis)" in " ".join(said.split())
    assert "T002 est fusionné dans T001 : répondez à T001." in act("add", "T002", "--status", "reçu")
    call("decide", "retire", "T001", *decided)
    assert act("list")[0]["gone"]
    assert "T001 est retiré : répondez à un thème ouvert." in act("add", "T001", "--status", "reçu")
    assert act("update", "S00001", "--status", "réalisé")[0]["remarks"]


# By a spreadsheet


def test_the_sheet_shows_themes_objectives_and_what_was_answered(folder, act):
    act("add", "T003", "--status", "engagé", "--text", "Travaux en juin.", "--due", "2026-06-30")
    act("sheet")
    book = openpyxl.load_workbook(folder / "out" / "reponses.xlsx")
    assert book.sheetnames == ["Thèmes", "Objectifs", "Mode d'emploi"]
    rows = {row[0]: row for row in book["Thèmes"].iter_rows(min_row=2, values_only=True)}
    assert set(rows) == {"T001", "T002", "T003", "T004"}
    assert rows["T003"][4:6] == ("S00001", "engagé, échéance le 30 juin 2026\nTravaux en juin.")
    assert (rows["T001"][4], rows["T001"][-1], rows["T003"][-1]) == (None, "-", "S00001/1")
    assert book["Thèmes"]["G2"].fill.start_color.rgb == book["Objectifs"]["G2"].fill.start_color.rgb == "FFFFF4D1"


def test_what_is_filled_in_is_written_and_reading_it_again_adds_nothing(folder, act, sheet):
    code = openpyxl.load_workbook(sheet)["Objectifs"]["A2"].value
    fill(sheet, ("T001", "Statut", "à l'étude"), ("T001", "Réponse", "Appelez le 06 12 34 56 78."), (code, "Statut", "retenu"))
    rehearsed = act("import", sheet, "--dry-run")
    assert (len(rehearsed["made"]), statuses(folder)) == (2, [])
    done = act("import", sheet)
    assert [(each["subject"], each["status"]) for each in done["made"]] == [("T001", "studied"), (code, "retained")]
    assert sum(done["masked"].values()) == 1
    again = act("import", sheet)
    assert (again["made"], len(again["already"]), again["refused"]) == ([], 2, [])


def test_the_order_of_rows_changes_nothing(folder, act, sheet, tmp_path):
    def rows_in(order):
        heads = ["N° du thème", "Statut", "Réponse"]
        lines = [["T001", "reçu", "b"], ["T001", "reçu", "a"], ["T003", "retenu", ""], ["T002", "", "sans statut"]]
        lines = [*lines[order:], *lines[:order]]
        with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";").writerows([heads, *lines])
        done = act("import", tmp_path / "a.csv", "--dry-run")
        return [(each["id"], each["subject"], each["text"]) for each in done["made"]], [each["about"] for each in done["refused"]]

    assert len({str(rows_in(order)) for order in range(4)}) == 1
    assert rows_in(0) == ([("S00001", "T001", "a"), ("S00002", "T001", "b"), ("S00003", "T003", "")], ["T002"])


def test_an_answer_that_changed_since_the_sheet_went_out_is_listed_and_never_written_over(folder, act):
    act("add", "T001", "--status", "reçu")
    act("sheet")
    sheet = folder / "out" / "reponses.xlsx"
    act("update", "S00001", "--status", "engagé", by=("--by", "Malik"))
    act("add", "T002", "--status", "retenu", by=("--by", "Malik"))
    fill(sheet, ("T001", "Statut", "non retenu"), ("T001", "Pourquoi non retenu", "budget"), ("T002", "Statut", "réalisé"))
    fill(sheet, ("T004", "Statut", "hors champ"))
    done = act("import", sheet)
    assert [each["subject"] for each in done["made"]] == ["T004"]
    problems = {each["about"]: each["problem"] for each in done["refused"]}
    assert "S00001 a changé depuis la sortie du tableau (engagé, par Malik)" in problems["T001"]
    assert "une réponse a été donnée depuis la sortie du tableau (S00002)" in problems["T002"]
    assert [status for *_, status in statuses(folder)] == ["received", "committed", "retained", "out of scope"]


def test_what_cannot_be_read_is_listed_with_its_sheet_and_row_and_the_rest_is_done(folder, act, sheet):
    fill(sheet, ("T001", "Statut", "reçu"), ("T001", "Échéance", "un jour"), ("T003", "Statut", "reçu"))
    done = act("import", sheet)
    assert [each["subject"] for each in done["made"]] == ["T003"]
    assert [(each["sheet"], each["about"]) for each in done["refused"]] == [("Thèmes", "T001")]
    assert "un jour" in done["refused"][0]["problem"]


def test_a_filled_sheet_is_not_written_over_and_another_file_is_refused(folder, act, sheet):
    fill(sheet, ("T001", "Statut", "reçu"))
    assert "est déjà là, et rempli" in act("sheet")
    (folder / "x.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert "x.csv : pas de feuille de réponses" in act("import", folder / "x.csv")


# Erasing


def test_what_is_erased_leaves_no_word_in_answers(tmp_path):
    folder = erasable(tmp_path / "ville")
    opened = open_workspace(folder)
    signed = Signed("Inès", "", datetime(2026, 3, 20, tzinfo=UTC))

    def tell(store):
        desk = desk_of(opened, store)
        answer(desk, "C1-1", Given("engagé", "On dégèle la fontaine."), signed)
        answer(desk, "C4-1", Given("reçu", f"Vous dites : {FOUNTAIN}"), signed)
        answer(desk, "C3-1", Given("réalisé", "Trois bancs posés."), signed)
        plan = make_plan(opened, store, ["C1"], at=datetime(2026, 4, 1, tzinfo=UTC), by="Inès", reason="demande")
        return erase(opened, store, plan).erasure.counts

    counts = stored(folder, tell)
    assert (counts["responses"], counts["phrases"]) == (1, 1)
    left = stored(folder, responses)
    assert [(each.id, each.subject) for each in left] == [("S00002", "C4-1"), ("S00003", "C3-1")]
    assert left[1].text == "Trois bancs posés."
    assert "gelée" not in left[0].text
