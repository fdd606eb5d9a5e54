"""The spreadsheet of decisions goes out, somebody fills it in, and it comes back in; nothing is done twice or lost."""

import csv
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
from decided_city import PLACES, Desk, city, fill, kinds
from hypothesis import given, settings
from hypothesis import strategies as st
from small_city import stored

from contributions.domain import DecisionKind
from contributions.errors import UsageError
from contributions.report import decision_layouts as layouts
from contributions.settings import open_workspace
from contributions.steps.decision_import import Signature, import_sheet
from contributions.steps.decision_sheet import write_sheet
from contributions.steps.theme_decisions import theme_decision
from contributions.steps.theme_proposals import open_proposals

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return city(tmp_path_factory.mktemp("ville") / "ville")


@pytest.fixture
def desk(made, tmp_path, call):
    return Desk(shutil.copytree(made, tmp_path / "ville"), call)


def as_csv(path, title, file, *, delimiter=";", encoding="cp1252"):
    """Save one sheet as a spreadsheet saves CSV."""
    with file.open("w", encoding=encoding, newline="") as out:
        rows = openpyxl.load_workbook(path)[title].iter_rows(values_only=True)
        csv.writer(out, delimiter=delimiter).writerows(["" if cell is None else cell for cell in row] for row in rows)
    return file


# Out


def test_the_workbook_shows_what_stands_and_leaves_tinted_cells_to_fill(desk):
    book = openpyxl.load_workbook(desk.sheet)
    assert book.sheetnames == ["Thèmes", "Idées", "Propositions", "Mode d'emploi", "Choix"]
    assert [page.sheet_state for page in book] == ["visible"] * 4 + ["hidden"]
    rows = {row[0].value: [cell.value for cell in row] for row in book["Thèmes"].iter_rows(min_row=2)}
    assert list(rows) == ["T002", "T001", "T003", "T004"], "the largest first"
    assert rows["T002"][:4] == ["T002", "Arrêts", "actif", "mot"]
    assert "« L'arrêt Zola n'a pas d'abri. » (C5-1)" in rows["T002"][4]
    assert rows["T002"][5] == 5
    assert rows["T003"][2].replace("\u00a0", " ") == "actif, fragile (42 %)"
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


def test_copies_hold_one_line_that_says_how_many_they_are(desk):
    rows = {row[0]: row for row in openpyxl.load_workbook(desk.sheet)["Idées"].iter_rows(min_row=2, values_only=True)}
    assert len(rows) == len(PLACES) + 1
    assert rows["C90-1"][2:4] == ("T002 · Arrêts", 2)
    assert rows["C16-1"][2:4] == ("aucun", None)


def test_the_same_state_gives_the_same_bytes(desk, call, tmp_path):
    assert call("decide", "sheet", tmp_path / "autre.xlsx", "--workspace", desk.folder).code == 0
    assert (tmp_path / "autre.xlsx").read_bytes() == desk.sheet.read_bytes()


def test_what_somebody_filled_is_never_written_over(desk):
    assert desk.call("decide", "sheet", "--workspace", desk.folder).code == 0
    fill(desk.sheet, ("T001", "Motif", "à discuter"))
    before = desk.sheet.read_bytes()
    said = desk.call("decide", "sheet", "--workspace", desk.folder)
    full = "Erreur : « decisions.xlsx » est déjà là, et rempli : importez-le puis déplacez-le, ou donnez un autre nom."
    assert (said.code, said.sentences, desk.sheet.read_bytes()) == (2, [full], before)
    said = desk.call("decide", "sheet", desk.folder / "a.csv", "--workspace", desk.folder)
    assert (said.code, (desk.folder / "a.csv").exists()) == (2, False)


def test_an_empty_workspace_has_no_sheet_and_says_what_to_do(call, tmp_path):
    assert call("init", tmp_path / "vide").code == 0
    said = call("decide", "sheet", "--workspace", tmp_path / "vide")
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Pas encore de thème : lancez « contributions run », puis écrivez le tableau."],
    )


# In


def test_a_sheet_that_nobody_filled_decides_nothing(desk):
    assert desk.read(desk.sheet) == (0, {"dry_run": False, "made": [], "already": [], "refused": [], "waiting": 0})


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


def test_every_kind_of_cell_is_decided_in_the_stated_order(desk):
    fill(desk.sheet, *WHOLE)
    code, done = desk.read(desk.sheet)
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
    now, placed = desk.themes(), desk.placed()
    assert (now["T001"].title, now["T001"].pinned, bool(now["T001"].reviewed_at)) == ("Bus de nuit", True, True)
    assert [now[theme].title for theme in ("T005", "T006", "T007")] == ["Punaises", "Marchés et bus", "Ascenseurs"]
    assert [placed[idea] for idea in ("C14-1", "C15-1")] == ["T005", "T005"]
    assert [placed[idea] for idea in ("C1-1", "C16-1")] == ["T006", "T006"]
    assert [placed[idea] for idea in ("C8-1", "C11-1", "C9-1")] == ["T007", "T007", "T003"]
    assert [placed[idea] for idea in ("C90-1", "C91-1")] == ["T003", "T003"], "copies follow"
    assert [placed[idea] for idea in ("C2-1", "C5-1", "C12-1")] == ["", "T001", ""]
    assert stored(desk.folder, open_proposals) == []


def test_reading_the_same_sheet_again_adds_nothing(desk):
    fill(desk.sheet, *WHOLE)
    desk.read(desk.sheet)
    before = stored(desk.folder, lambda store: store.decisions())
    code, done = desk.read(desk.sheet)
    assert (code, done["made"], done["refused"]) == (0, [], [])
    assert {(each["about"], each["column"]) for each in done["already"]} == {
        (subject, head) for subject, head, _text in WHOLE if head not in {"Motif", "Par", "Titre du thème"}
    }
    assert stored(desk.folder, lambda store: store.decisions()) == before


def test_a_rehearsal_says_the_same_and_writes_nothing(desk):
    fill(desk.sheet, *WHOLE)
    code, foreseen = desk.read(desk.sheet, "--dry-run")
    assert (code, stored(desk.folder, lambda store: store.decisions())) == (0, [])
    assert kinds(foreseen) == kinds(desk.read(desk.sheet)[1])


def test_the_order_of_rows_and_of_columns_changes_nothing(desk, tmp_path):
    fill(desk.sheet, *WHOLE)
    book, other = openpyxl.load_workbook(desk.sheet), openpyxl.Workbook()
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
    foreseen = desk.read(desk.sheet, "--dry-run")[1]
    code, done = desk.read(tmp_path / "trié.xlsx")
    assert (code, done["refused"]) == (0, [])
    drop = ("at",)
    assert [{**each, **dict.fromkeys(drop)} for each in done["made"]] == [
        {**each, **dict.fromkeys(drop)} for each in foreseen["made"]
    ]


@pytest.mark.parametrize("written", [{"delimiter": ";", "encoding": "cp1252"}, {"delimiter": ",", "encoding": "utf-8-sig"}])
def test_one_sheet_saved_as_csv_is_read_back(desk, tmp_path, written):
    fill(desk.sheet, *WHOLE)
    code, done = desk.read(as_csv(desk.sheet, "Thèmes", tmp_path / "themes.csv", **written))
    assert (code, done["refused"]) == (0, [])
    assert [kind for kind, _subject in kinds(done)] == ["rename", "merge", "retire", "pin", "review"]
    assert desk.themes()["T001"].title == "Bus de nuit"


def test_a_table_written_by_hand_is_read_and_says_that_nothing_could_be_compared(desk, call, tmp_path):
    (tmp_path / "idees.csv").write_bytes("N° de l'idée;Thème voulu;Par\nC1-1;Immeubles;Malik\n\nC5-1;t4;Nadia\n".encode("cp1252"))
    said = call("decide", "import", tmp_path / "idees.csv", "--reason", "relecture", "--workspace", desk.folder)
    assert said.code == 0
    assert "2 décisions prises ; déjà faites : 0 ; à revoir : 0." in said.out
    assert "Ce tableau ne dit pas de quand il date" in said.out
    assert [desk.placed()[idea] for idea in ("C1-1", "C5-1")] == ["T003", "T004"]


def test_a_workbook_in_english_is_read_back_in_french(desk, call, tmp_path):
    path = tmp_path / "decisions.xlsx"
    assert call("--lang", "en", "decide", "sheet", path, "--workspace", desk.folder).code == 0
    fill(path, ("T001", "New title", "Bus de nuit"), ("C1-1", "Wanted theme", "none"), ("T004", "Retire", "yes"))
    code, done = desk.read(path)
    assert (code, done["refused"]) == (0, [])
    assert [kind for kind, _subject in kinds(done)] == ["rename", "move", "retire"]


def test_a_failure_in_the_middle_writes_nothing(desk):
    fill(desk.sheet, *WHOLE)

    def act(store):
        import_sheet(store, desk.sheet, Signature("Nadia", "atelier", datetime(2026, 4, 1, tzinfo=UTC)))

    database = desk.folder / "var" / "contributions.db"
    stored(desk.folder, lambda store: store.decisions())
    with closing(sqlite3.connect(database)) as connection, connection:
        full = "CREATE TRIGGER full BEFORE INSERT ON decisions WHEN NEW.id = 'D00007' BEGIN SELECT RAISE(ABORT, 'full'); END"
        connection.execute(full)
    with pytest.raises(sa.exc.IntegrityError, match="full"):
        stored(desk.folder, act)
    assert stored(desk.folder, lambda store: store.decisions()) == []


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
