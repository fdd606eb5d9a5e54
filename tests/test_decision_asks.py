"""What the cells of a sheet ask for: read whatever the file, put together, refused where they disagree, put in order."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.decisions import Standing
from contributions.domain import Theme
from contributions.errors import SourceError
from contributions.report.decision_layouts import IDEAS, THEMES
from contributions.steps.decision_asks import Known, asks_of
from contributions.steps.decision_lines import Line, read_lines

KNOWN = Known(Standing((Theme("T001", "Bus"), Theme("T002", "Arrêts"), Theme("T003", "Arrêts")), {}), {"a": "a", "b": "a"})


def line(subject, row=2, **cells):
    heads = {head.replace("_", " "): text for head, text in cells.items()}
    return Line(THEMES if subject.startswith("T") else IDEAS, "", row, subject, heads)


def asked(*lines):
    asks, refused = asks_of(lines, KNOWN)
    return [(ask.head, ask.subject, ask.target, ask.title) for ask in asks], [each.problem for each in refused]


# Reading


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_whatever_its_encoding_its_delimiter_and_its_columns(tmp_path, encoding, delimiter):
    rows = [["Où", "THEME VOULU", "N° de l’idée"], ["", "", ""], ["Zola", "nouveau : Été", "C1-1"], ["", "", "C2-1"]]
    file = tmp_path / "idées.csv"
    file.write_text("\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    found = [(each.row, each.subject, each.filled, each.cells["Thème voulu"]) for each in read_lines(file)]
    assert found == [(3, "C1-1", ("Thème voulu",), "nouveau : Été"), (4, "C2-1", (), "")]


def test_an_open_document_spreadsheet_is_read(tmp_path):
    pd.DataFrame({"N° de la proposition": ["P1", "P2"], "Réponse": ["écarter", None]}).to_excel(tmp_path / "a.ods", index=False)
    found = [(each.sheet, each.row, each.subject, each.filled) for each in read_lines(tmp_path / "a.ods")]
    assert found == [("Sheet1", 2, "P1", ("Réponse",)), ("Sheet1", 3, "P2", ())]


def test_a_title_above_the_heads_and_a_sheet_of_somebody_are_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Notes de Malik"])
    page = book.create_sheet("À relire")
    for row in (["Commission du 4 avril"], [], ["Idées", "N° du thème", "Retirer"], [12, "T001", True], [3, "T002", None]):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    found = [(each.sheet, each.row, each.subject, each.cells["Retirer"]) for each in read_lines(tmp_path / "a.xlsx")]
    assert found == [("À relire", 4, "T001", "oui"), ("À relire", 5, "T002", "")]


def test_a_document_is_no_sheet_of_decisions(tmp_path):
    (tmp_path / "note.txt").write_text("Renommer T001.", encoding="utf-8")
    with pytest.raises(SourceError, match=r"^note.txt : pas de feuille de décisions \(aucune colonne « N° du thème »"):
        read_lines(tmp_path / "note.txt")


# Understanding


@pytest.mark.parametrize("text", ["T001", "t1", "T001 · Le bus", "T001 : Bus", "bus", "  BUS "])
def test_a_theme_is_named_by_its_number_or_by_its_title(text):
    assert asked(line("a", Thème_voulu=text)) == ([("Thème voulu", "a", "T001", "")], [])


def test_a_title_that_two_themes_bear_names_none():
    assert asked(line("a", Thème_voulu="Arrets"))[1] == [
        "plusieurs thèmes s'appellent « Arrets » : écrivez l'un des numéros T002, T003."
    ]


@pytest.mark.parametrize("text", ["oui", "OUI", " Oui.", "o", "x", "1", "yes", "vrai"])
def test_yes_is_written_in_many_ways(text):
    assert asked(line("T001", Retirer=text)) == ([("Retirer", "T001", "", "")], [])


@pytest.mark.parametrize("text", ["non", "NON", "0", "no"])
def test_no_asks_for_nothing(text):
    assert asked(line("T001", Retirer=text)) == ([], [])


def test_a_reason_alone_asks_for_nothing():
    assert asked(line("T001", Motif="à voir avec Inès")) == ([], [])


def test_copies_are_one_voice_and_may_not_go_to_two_places():
    assert asked(line("a", 2, Thème_voulu="T001"), line("b", 3, Thème_voulu="T001")) == ([("Thème voulu", "a", "T001", "")], [])
    asks, problems = asked(line("a", 2, Thème_voulu="T001"), line("b", 3, Thème_voulu="aucun"))
    assert asks == []
    assert [problem[:43] for problem in problems] == [
        "d'autres lignes demandent autre chose (3) :",
        "d'autres lignes demandent autre chose (2) :",
    ]


def test_a_theme_is_merged_after_those_that_are_merged_into_it():
    lines = [
        line("T001", 2, Fusionner_dans="T002"),
        line("T002", 3, Fusionner_dans="T004"),
        line("T003", 4, Fusionner_dans="T001"),
    ]
    assert [subject for _head, subject, *_rest in asked(*lines)[0]] == ["T003", "T001", "T002"]


def test_merges_in_circles_are_refused_and_what_leads_to_them_is_not():
    lines = [
        line("T001", 2, Fusionner_dans="T002"),
        line("T002", 3, Fusionner_dans="T001"),
        line("T003", 4, Fusionner_dans="T001"),
    ]
    asks, problems = asked(*lines)
    assert [subject for _head, subject, *_rest in asks] == ["T003"]
    assert problems == ["ces fusions tournent en rond : videz la cellule du thème qui doit rester."] * 2


# Laws

CELLS = st.one_of(
    st.tuples(
        st.sampled_from(["T001", "T002"]), st.sampled_from(["Nouveau titre", "Fusionner dans"]), st.sampled_from(["T001", "T2"])
    ),
    st.tuples(st.sampled_from(["a", "b", "c"]), st.just("Thème voulu"), st.sampled_from(["T001", "nouveau : X", "aucun", "?"])),
    st.tuples(st.sampled_from(["a", "T001"]), st.just("Épingler"), st.sampled_from(["oui", "non", "?"])),
)


@given(st.lists(CELLS, max_size=8), st.randoms())
@settings(deadline=None, max_examples=30)
def test_what_a_sheet_asks_for_does_not_depend_on_the_order_of_rows(cells, rng):
    lines = [
        Line(THEMES if subject[0] == "T" else IDEAS, "", row, subject, {head: text})
        for row, (subject, head, text) in enumerate(cells, start=2)
    ]
    asks, refused = asks_of(lines, KNOWN)
    again, refused_again = asks_of(rng.sample(lines, len(lines)), KNOWN)
    assert [(ask, ask.lines) for ask in again] == [(ask, ask.lines) for ask in asks]
    assert {(each.line.row, each.head) for each in refused_again} == {(each.line.row, each.head) for each in refused}
    told = {line.row for ask in asks for line in ask.lines} | {each.line.row for each in refused}
    assert {line.row for line in lines if set(line.cells.values()) != {"non"}} == told
