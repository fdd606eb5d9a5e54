"""The spreadsheet of decisions: it goes out, somebody fills it in, it comes back in; nothing is done twice or lost."""

import csv
import json
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import sqlalchemy as sa
from decided_city import PLACES, TITLES, city, fill
from hypothesis import given, settings
from hypothesis import strategies as st
from small_city import stored

from contributions.domain import DecisionKind
from contributions.errors import UsageError
from contributions.language import speak
from contributions.report import decision_layouts as layouts
from contributions.settings import open_workspace
from contributions.steps.decision_import import Signature, import_sheet
from contributions.steps.decision_sheet import write_sheet
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import theme_decision
from contributions.steps.theme_proposals import open_proposals

pytestmark = pytest.mark.slow
BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    opened = open_workspace(folder)
    stored(folder, lambda store: write_sheet(opened, store, folder / "out" / "decisions.xlsx"))
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def sheet(folder):
    """Give the workbook, just gone out."""
    return folder / "out" / "decisions.xlsx"


@pytest.fixture
def read(folder, call):
    """Give how a sheet is read back: the exit code, and what it says as JSON."""

    def back(path, *words, by=BY):
        said = call("decide", "import", path, *by, *words, "--workspace", folder, "--json")
        return said.code, json.loads(said.out)

    return back


@pytest.fixture
def decide(folder, call):
    def done(*words):
        assert call("decide", *words, "--by", "Malik", "--reason", "permanence", "--workspace", folder).code == 0

    return done


def standing(folder):
    return stored(folder, standing_themes)


def themes(folder):
    return {theme.id: theme for theme in standing(folder).themes}


def kinds(done):
    return [(each["kind"], each["subject"]) for each in done["made"]]


def problems(done):
    return [(each["sheet"], each["about"], each["column"], each["problem"]) for each in done["refused"]]


def as_csv(path, title, file, *, delimiter=";", encoding="cp1252"):
    """Save one sheet as a spreadsheet saves CSV."""
    with file.open("w", encoding=encoding, newline="") as out:
        rows = openpyxl.load_workbook(path)[title].iter_rows(values_only=True)
        csv.writer(out, delimiter=delimiter).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return file


# Out


def test_the_workbook_shows_what_stands_and_leaves_tinted_cells_to_fill(sheet):
    book = openpyxl.load_workbook(sheet)
    assert book.sheetnames == ["Thèmes", "Idées", "Propositions", "Mode d'emploi", "Choix"]
    assert [page.sheet_state for page in book] == ["visible"] * 4 + ["hidden"]
    rows = {row[0].value: [cell.value for cell in row] for row in book["Thèmes"].iter_rows(min_row=2)}
    assert list(rows) == ["T002", "T001", "T003", "T004"], "the largest first"
    assert rows["T002"][:4] == ["T002", "Arrêts", "actif", "mot"]
    assert "« L'arrêt Zola n'a pas d'abri. » (C5-1)" in rows["T002"][4]
    assert rows["T002"][5] == 5
    for page in book.worksheets[:3]:
        assert page.freeze_panes
        assert page.auto_filter.ref
        tinted = {page.cell(1, cell.column).value for cell in page[2] if cell.fill.fgColor.rgb == "FFFFF4D1"}
        layout = {each.title: each for each in (layouts.THEMES, layouts.IDEAS, layouts.PROPOSALS)}[page.title]
        assert tinted == {column.head for column in layout.columns if column.editable}
    offered = {rule.formula1 for page in book.worksheets[:3] for rule in page.data_validations.dataValidation}
    assert offered == {'"oui"', "numeros", "destinations", '"accepter,écarter"'}
    choices = [row[0].value for row in book["Choix"].iter_rows(min_row=2)]
    assert choices == ["aucun", "T002 · Arrêts", "T001 · Bus du soir", "T003 · Immeubles", "T004 · Soins"]
    assert book.defined_names["destinations"].attr_text == "'Choix'!$A$2:$A$6"


def test_copies_hold_one_line_that_says_how_many_they_are(sheet):
    rows = {row[0]: row for row in openpyxl.load_workbook(sheet)["Idées"].iter_rows(min_row=2, values_only=True)}
    assert len(rows) == len(PLACES) + 1
    assert rows["C90-1"][2:4] == ("T002 · Arrêts", 2)
    assert rows["C16-1"][2:4] == ("aucun", None)


def test_the_same_state_gives_the_same_bytes(sheet, folder, call, tmp_path):
    assert call("decide", "sheet", tmp_path / "autre.xlsx", "--workspace", folder).code == 0
    assert (tmp_path / "autre.xlsx").read_bytes() == sheet.read_bytes()


def test_an_empty_workspace_has_no_sheet_and_says_what_to_do(call, tmp_path):
    assert call("init", tmp_path / "vide").code == 0
    said = call("decide", "sheet", "--workspace", tmp_path / "vide")
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Pas encore de thème : lancez « contributions run », puis écrivez le tableau."],
    )


# In


def test_a_sheet_that_nobody_filled_decides_nothing(sheet, read):
    assert read(sheet) == (0, {"dry_run": False, "made": [], "already": [], "refused": []})


WHOLE = [
    ("T001", "Nouveau titre", "  Bus de nuit "),
    ("T001", "Relu", "OUI"),
    ("T001", "Épingler", "x"),
    ("T002", "Fusionner dans", "T001"),
    ("T002", "Motif", "même sujet"),
    ("T004", "Retirer", "oui"),
    ("C8-1", "Thème voulu", "nouveau : ascenseurs"),
    ("C11-1", "Thème voulu", "Nouveau thème:Ascenseurs"),
    ("C1-1", "Thème voulu", "nouveau : Marchés et bus"),
    ("C16-1", "Thème voulu", "nouveau : Marchés et bus"),
    ("C90-1", "Thème voulu", "T003 · Immeubles"),
    ("C2-1", "Thème voulu", "aucun"),
    ("C9-1", "Épingler", "oui"),
    ("C9-1", "Par", "Malik"),
    ("P1", "Réponse", "Accepter"),
    ("P1", "Titre du thème", "Punaises"),
    ("P2", "Réponse", "ecarter"),
]


def test_every_kind_of_cell_is_decided_in_the_stated_order(sheet, folder, read):
    fill(sheet, *WHOLE)
    code, done = read(sheet)
    assert (code, done["refused"]) == (0, [])
    assert kinds(done) == [
        ("rename", "T001"),
        ("create", "T005"),
        ("reject", "P2"),
        ("create", "T006"),
        ("split", "T003"),
        ("move", "C2-1"),
        ("move", "C90-1"),
        ("merge", "T002"),
        ("retire", "T004"),
        ("pin", "C9-1"),
        ("pin", "T001"),
        ("review", "T001"),
    ]
    assert {each["by"] for each in done["made"] if each["subject"] == "C9-1"} == {"Malik"}
    assert {each["reason"] for each in done["made"]} == {"atelier du 12 mars", "même sujet"}
    now, placed = themes(folder), standing(folder).placed
    assert (now["T001"].title, now["T001"].pinned, bool(now["T001"].reviewed_at)) == ("Bus de nuit", True, True)
    assert [now[theme].title for theme in ("T005", "T006", "T007")] == ["Punaises", "Marchés et bus", "Ascenseurs"]
    assert [placed[idea] for idea in ("C14-1", "C15-1")] == ["T005", "T005"]
    assert [placed[idea] for idea in ("C1-1", "C16-1")] == ["T006", "T006"]
    assert [placed[idea] for idea in ("C8-1", "C11-1", "C9-1")] == ["T007", "T007", "T003"]
    assert [placed[idea] for idea in ("C90-1", "C91-1")] == ["T003", "T003"], "copies follow"
    assert [placed[idea] for idea in ("C2-1", "C5-1", "C12-1")] == ["", "T001", ""]
    assert stored(folder, open_proposals) == []


def test_reading_the_same_sheet_again_adds_nothing(sheet, folder, read):
    fill(sheet, *WHOLE)
    read(sheet)
    before = stored(folder, lambda store: store.decisions())
    code, done = read(sheet)
    assert (code, done["made"], done["refused"]) == (0, [], [])
    assert {(each["about"], each["column"]) for each in done["already"]} == {
        (subject, head) for subject, head, _text in WHOLE if head not in {"Motif", "Par", "Titre du thème"}
    }
    assert stored(folder, lambda store: store.decisions()) == before


def test_a_rehearsal_says_the_same_and_writes_nothing(sheet, folder, read):
    fill(sheet, *WHOLE)
    code, foreseen = read(sheet, "--dry-run")
    assert (code, stored(folder, lambda store: store.decisions())) == (0, [])
    assert kinds(foreseen) == kinds(read(sheet)[1])


def test_the_order_of_rows_and_of_columns_changes_nothing(sheet, folder, read, tmp_path):
    fill(sheet, *WHOLE)
    book, other = openpyxl.load_workbook(sheet), openpyxl.Workbook()
    shuffle = random.Random(3).sample  # noqa: S311 - an order of rows
    other.remove(other.active)
    for page in reversed(book.worksheets[:3]):
        heads, *rows = page.iter_rows(values_only=True)
        order = shuffle(range(len(heads)), len(heads))
        copied = other.create_sheet(f"{page.title} (2)")
        copied.append(["Relu par la commission du 4 avril"])
        copied.append([])
        for row in [heads, *shuffle(rows, len(rows)), []]:
            copied.append(["colonne à nous" if row is heads else "", *(row[place] for place in order)] if row else [])
    other.save(tmp_path / "trié.xlsx")
    foreseen = read(sheet, "--dry-run")[1]
    code, done = read(tmp_path / "trié.xlsx")
    assert (code, done["refused"]) == (0, [])
    drop = ("at",)
    assert [{**each, **dict.fromkeys(drop)} for each in done["made"]] == [
        {**each, **dict.fromkeys(drop)} for each in foreseen["made"]
    ]


@pytest.mark.parametrize("written", [{"delimiter": ";", "encoding": "cp1252"}, {"delimiter": ",", "encoding": "utf-8-sig"}])
def test_one_sheet_saved_as_csv_is_read_back(sheet, folder, read, tmp_path, written):
    fill(sheet, *WHOLE)
    code, done = read(as_csv(sheet, "Thèmes", tmp_path / "themes.csv", **written))
    assert (code, done["refused"]) == (0, [])
    assert [kind for kind, _subject in kinds(done)] == ["rename", "merge", "retire", "pin", "review"]
    assert themes(folder)["T001"].title == "Bus de nuit"


def test_a_table_written_by_hand_is_read_and_says_that_nothing_could_be_compared(folder, call, tmp_path):
    (tmp_path / "idees.csv").write_bytes("N° de l'idée;Thème voulu;Par\nC1-1;Immeubles;Malik\n\nC5-1;t4;Nadia\n".encode("cp1252"))
    said = call("decide", "import", tmp_path / "idees.csv", "--reason", "relecture", "--workspace", folder)
    assert said.code == 0
    assert "2 décisions prises ; déjà faites : 0 ; à revoir : 0." in said.out
    assert "Ce tableau ne dit pas de quand il date" in said.out
    assert [standing(folder).placed[idea] for idea in ("C1-1", "C5-1")] == ["T003", "T004"]


def test_a_workbook_in_english_is_read_back_in_french(folder, call, read, tmp_path):
    path = tmp_path / "decisions.xlsx"
    assert call("--lang", "en", "decide", "sheet", path, "--workspace", folder).code == 0
    with speak("fr"):
        fill(path, ("T001", "New title", "Bus de nuit"), ("C1-1", "Wanted theme", "none"), ("T004", "Retire", "yes"))
    code, done = read(path)
    assert (code, done["refused"]) == (0, [])
    assert [kind for kind, _subject in kinds(done)] == ["rename", "move", "retire"]


def test_a_failure_in_the_middle_writes_nothing(sheet, folder):
    fill(sheet, *WHOLE)

    def act(store):
        import_sheet(store, sheet, Signature("Nadia", "atelier", datetime(2026, 4, 1, tzinfo=UTC)))

    database = folder / "var" / "contributions.db"
    stored(folder, lambda store: store.decisions())
    with closing(sqlite3.connect(database)) as connection, connection:
        full = "CREATE TRIGGER full BEFORE INSERT ON decisions WHEN NEW.id = 'D00007' BEGIN SELECT RAISE(ABORT, 'full'); END"
        connection.execute(full)
    with pytest.raises(sa.exc.IntegrityError, match="full"):
        stored(folder, act)
    assert stored(folder, lambda store: store.decisions()) == []


# What cannot be done


def test_a_cell_that_cannot_be_done_is_listed_with_its_line_and_the_others_are_done(sheet, folder, read):
    fill(
        sheet,
        ("T001", "Nouveau titre", "x" * 121),
        ("T001", "Relu", "peut-être"),
        ("T002", "Fusionner dans", "T002"),
        ("T003", "Fusionner dans", "aucun"),
        ("T003", "Titre actuel", "Immeubles et halls"),
        ("T004", "Relu", "oui"),
        ("C1-1", "Thème voulu", "T099"),
        ("C2-1", "Thème voulu", "nouveau"),
        ("C3-1", "Thème voulu", "nouveau : soins"),
        ("C4-1", "Thème actuel", "T003 · Immeubles"),
        ("C16-1", "Épingler", "oui"),
        ("P1", "Réponse", "bof"),
        ("P2", "Titre du thème", "Marché"),
    )
    code, done = read(sheet)
    over = "« {seen} » est écrit à la place de « {before} » : écrivez plutôt dans la colonne « {head} »."
    assert (code, kinds(done)) == (1, [("review", "T004")])
    assert problems(done) == [
        ("Idées", "C1-1", "Thème voulu", "Thème « T099 » inconnu : « contributions themes » en donne la liste."),
        ("Idées", "C2-1", "Thème voulu", "un nouveau thème a un titre : écrivez « nouveau : Titre »."),
        ("Idées", "C3-1", "Thème voulu", "T004 s'appelle déjà « soins » : écrivez son numéro, ou un autre titre."),
        ("Idées", "C4-1", "Thème actuel", over.format(seen="T003 · Immeubles", before="T001 · Bus du soir", head="Thème voulu")),
        ("Idées", "C16-1", "Épingler", "C16-1 n'a pas de thème : déplacez-la plutôt (« decide move »)."),
        ("Propositions", "P1", "Réponse", "« bof » : écrivez « accepter », « écarter », ou laissez vide."),
        ("Propositions", "P2", "Titre du thème", "titre d'une proposition sans réponse : écrivez « accepter » pour qu'il serve."),
        ("Thèmes", "T002", "Fusionner dans", "T002 ne peut être fusionné avec lui-même."),
        ("Thèmes", "T001", "Nouveau titre", "Un titre a de 1 à 120 caractères : 121 lus."),
        ("Thèmes", "T001", "Relu", "« peut-être » : écrivez « oui », ou laissez vide."),
        ("Thèmes", "T003", "Fusionner dans", "« aucun » n'est pas un thème ouvert : écrivez son numéro, par exemple T003."),
        ("Thèmes", "T003", "Titre actuel", over.format(seen="Immeubles et halls", before="Immeubles", head="Nouveau titre")),
    ]
    assert themes(folder)["T004"].reviewed_at


def test_two_lines_that_disagree_are_both_listed(sheet, folder, read):
    fill(sheet, ("C90-1", "Thème voulu", "T003"), ("T001", "Fusionner dans", "T002"), ("T002", "Fusionner dans", "T001"))
    book = openpyxl.load_workbook(sheet)
    copied = [cell.value for cell in book["Idées"][2]]
    book["Idées"].append(["C91-1", *copied[1:4], "T004"])
    book.save(sheet)
    code, done = read(sheet)
    assert (code, done["made"]) == (1, [])
    assert {(about, problem.split(" : ")[0]) for _sheet, about, _column, problem in problems(done)} == {
        ("C90-1", "d'autres lignes demandent autre chose (19)"),
        ("C91-1", "d'autres lignes demandent autre chose (5)"),
        ("T001", "ces fusions tournent en rond"),
        ("T002", "ces fusions tournent en rond"),
    }
    assert standing(folder).placed["C90-1"] == "T002"


def test_merges_that_follow_each_other_are_done_from_the_far_end(sheet, folder, read):
    fill(sheet, ("T001", "Fusionner dans", "T002"), ("T002", "Fusionner dans", "T004"), ("T004", "Fusionner dans", "T003"))
    code, done = read(sheet)
    assert (code, kinds(done)) == (0, [("merge", "T001"), ("merge", "T002"), ("merge", "T004")])
    assert set(standing(folder).placed.values()) == {"T003", ""}
    assert len(read(sheet)[1]["already"]) == 3


def test_a_decision_that_nobody_signs_or_explains_is_not_taken(sheet, folder, call):
    fill(sheet, ("T001", "Nouveau titre", "Bus"), ("T002", "Nouveau titre", "Abris"), ("T002", "Motif", "vu en atelier"))
    said = call("decide", "import", sheet, "--workspace", folder)
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Une décision dit qui la prend : ajoutez --by NOM, ou remplissez la colonne « Par »."],
    )
    said = call("decide", "import", sheet, "--by", "Nadia", "--workspace", folder)
    assert said.code == 1
    assert "remplissez « Motif »" in " ".join(said.out.split())
    assert {theme: each.title for theme, each in themes(folder).items()} == TITLES | {"T002": "Abris"}


def test_what_is_no_sheet_of_decisions_is_said_in_one_sentence(folder, call, tmp_path):
    (tmp_path / "autre.csv").write_text("Nom;Avis\nA;Un banc\n", encoding="utf-8")
    said = call("decide", "import", tmp_path / "autre.csv", *BY, "--workspace", folder)
    assert said.code == 1
    assert said.sentences[0].startswith("Erreur : autre.csv : pas de feuille de décisions (aucune colonne « N° du thème »")
    said = call("decide", "import", tmp_path / "absent.xlsx", *BY, "--workspace", folder)
    assert said.sentences == [
        "Erreur : absent.xlsx : fichier introuvable ou interdit de lecture ; vérifiez son chemin et ses droits."
    ]


# What changed since it went out


def test_a_line_about_what_changed_since_is_listed_and_the_others_are_done(sheet, folder, read, decide):
    decide("rename", "T001", "Le bus la nuit")
    decide("merge", "T004", "T003")
    decide("move", "C5-1", "T001")
    fill(
        sheet,
        ("T001", "Nouveau titre", "Bus de nuit"),
        ("T002", "Retirer", "oui"),
        ("T003", "Nouveau titre", "Logement"),
        ("T003", "Relu", "oui"),
        ("T004", "Nouveau titre", "Santé"),
        ("C5-1", "Thème voulu", "T003"),
        ("C6-1", "Thème voulu", "T001"),
        ("C7-1", "Thème voulu", "T003"),
    )
    code, done = read(sheet)
    assert (code, kinds(done)) == (1, [("rename", "T003"), ("move", "C7-1")])
    end = " depuis la sortie du tableau : relisez, puis décidez dans un tableau neuf."
    assert [(about, problem.removesuffix(end)) for _sheet, about, _column, problem in problems(done)] == [
        ("C5-1", "C5-1 était dans T002, elle est dans T001"),
        ("C6-1", "T001 s'appelait « Bus du soir », il s'appelle « Le bus la nuit »"),
        ("T002", "T002 n'a plus les mêmes idées (parties : 1, venues d'ailleurs : 0)"),
        ("T001", "T001 s'appelait « Bus du soir », il s'appelle « Le bus la nuit »"),
        ("T003", "T003 n'a plus les mêmes idées (parties : 0, venues d'ailleurs : 2)"),
        ("T004", "T004 était actif, il est fusionné dans T003"),
    ]
    assert all(problem.endswith(end) for *_, problem in problems(done))
    assert themes(folder)["T001"].title == "Le bus la nuit"


def test_an_idea_that_somebody_made_a_theme_of_meanwhile_is_not_moved_in_silence(sheet, folder, read, decide):
    decide("create", "--ideas", "C1-1,C5-1")
    decide("create", "--ideas", "C2-1,C6-1", "--title", "Abribus")
    fill(
        sheet,
        ("C1-1", "Thème voulu", "T003"),
        ("C2-1", "Thème voulu", "nouveau : Abris"),
        ("C3-1", "Thème voulu", "nouveau : Abribus"),
    )
    code, done = read(sheet)
    assert (code, done["made"]) == (1, [])
    assert [(about, problem.split(" depuis")[0]) for _sheet, about, _column, problem in problems(done)] == [
        ("C1-1", "C1-1 était dans T001, elle est dans T005"),
        ("C2-1", "C2-1 était dans T001, elle est dans T006"),
        ("C3-1", "T006 s'appelle déjà « Abribus » : écrivez son numéro, ou un autre titre."),
    ]
    assert [standing(folder).placed[idea] for idea in ("C1-1", "C2-1", "C3-1")] == ["T005", "T006", "T001"]


def test_what_was_decided_meanwhile_as_the_sheet_asks_is_already_done(sheet, read, decide):
    decide("rename", "T001", "Bus de nuit")
    decide("reject", "P2")
    fill(sheet, ("T001", "Nouveau titre", "Bus de nuit"), ("T001", "Relu", "oui"), ("P2", "Réponse", "écarter"))
    code, done = read(sheet)
    assert (code, kinds(done), len(done["already"])) == (0, [("review", "T001")], 2)


def test_a_sheet_that_was_put_right_is_not_surprised_by_what_it_decided_itself(sheet, folder, read):
    fill(sheet, ("T001", "Nouveau titre", "Bus de nuit"), ("T001", "Retirer", "peut-être"), ("C5-1", "Thème voulu", "T001"))
    assert read(sheet)[0] == 1
    fill(sheet, ("T001", "Retirer", "oui"), ("C1-1", "Thème voulu", "T002"))
    code, done = read(sheet)
    assert (code, kinds(done), len(done["already"])) == (0, [("move", "C1-1"), ("retire", "T001")], 2)


def test_an_idea_added_later_joins_the_theme_that_the_sheet_made(sheet, folder, read):
    fill(sheet, ("C8-1", "Thème voulu", "nouveau : Ascenseurs"))
    read(sheet)
    fill(sheet, ("C11-1", "Thème voulu", "nouveau : Ascenseurs"))
    code, done = read(sheet)
    assert (code, kinds(done)) == (0, [("move", "C11-1")])
    assert standing(folder).placed["C11-1"] == standing(folder).placed["C8-1"] == "T005"


def test_a_decision_of_the_sheet_that_somebody_undid_is_not_taken_again_in_silence(sheet, read, decide):
    fill(sheet, ("T004", "Retirer", "oui"))
    read(sheet)
    decide("undo", "D00001")
    code, done = read(sheet)
    assert (code, done["made"]) == (1, [])
    assert "T004 était retiré, il est actif" in problems(done)[0][3]


def test_a_sheet_of_another_workspace_is_refused(sheet, call, tmp_path, made):
    other = shutil.copytree(made, tmp_path / "autre")
    book = openpyxl.load_workbook(sheet)
    heads = [cell.value for cell in book["Thèmes"][1]]
    for row in book["Thèmes"].iter_rows(min_row=2):
        row[heads.index("État montré")].value = "R0 D00000"
    book.save(sheet)
    said = call("decide", "import", sheet, *BY, "--workspace", other)
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Ce tableau vient d'un autre espace de travail : il montre le passage R0, inconnu ici."],
    )


# Laws

IDS = st.sampled_from(["T001", "T002", "T003", "T005"])
MADE = st.lists(
    st.one_of(
        st.tuples(st.just("rename"), IDS, st.fixed_dictionaries({"title": st.sampled_from(["Un", "=Deux", "<b>Trois</b>"])})),
        st.tuples(st.just("merge"), IDS, st.fixed_dictionaries({"target": IDS})),
        st.tuples(st.just("move"), st.just(""), st.fixed_dictionaries({"target": IDS, "ideas": st.just(["C1-1", "C90-1"])})),
        st.tuples(st.just("create"), st.just(""), st.just({"ideas": ["C5-1", "C16-1"]})),
        st.tuples(st.sampled_from(["pin", "retire", "reopen", "review"]), IDS, st.just({})),
    ),
    min_size=2,
    max_size=6,
)


@given(decisions=MADE)
@settings(deadline=None, max_examples=8)
def test_whatever_was_decided_a_sheet_that_comes_back_as_it_went_out_decides_nothing(made, decisions):
    now = datetime(2026, 4, 1, tzinfo=UTC)
    with TemporaryDirectory() as parent:
        folder = shutil.copytree(made, Path(parent) / "ville")

        def act(store):
            for kind, subject, words in decisions:
                with suppress(UsageError):
                    theme_decision(store, DecisionKind(kind), subject, **words, by="Nadia", reason="essai", now=now)
            write_sheet(open_workspace(folder), store, folder / "decisions.xlsx")
            return import_sheet(store, folder / "decisions.xlsx", Signature("Nadia", "essai", now))

        done = stored(folder, act)
    assert (done.made, done.already, done.refused, done.dated) == ((), (), (), True)
