"""The spreadsheet of matches goes out, somebody says what they think of them, and it comes back in: all of it, or nothing."""

import csv
import json
import shutil
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest
from decided_city import Desk, city, fill, kinds, problems
from small_city import stored
from store_nouns import contributions, frame

from contributions.domain import Objective, Referential, Run
from contributions.frames import IDEAS, MATCHES
from contributions.report.review_layouts import MATCHES as SHEET
from contributions.steps.matching import matches_standing

pytestmark = pytest.mark.slow
TITLES = {"1": "Mobilités", "2.1": "Desserte ; horaires", "2.10": "Abris", "3": '=HYPERLINK("x")', "x": "Santé"}
CONTRACT = Referential(
    "contrat", "Contrat de ville", "contrat de ville", tuple(Objective("contrat", code, title) for code, title in TITLES.items())
)
CONVENTION = Referential("convention", "Convention", "convention citoyenne", (Objective("convention", "A", "Bus du soir"),))
OPINION = "Votre avis"
FORMULA = "=SOMME(A1:A9) bancs sur la place"
SIGNED = ("--by", "Nadia", "--reason", "relecture de mai")


def matched(store):
    """Leave what a run leaves: for each idea, the same three objectives, the first one the likeliest."""
    store.add_contributions(contributions({"id": "C70", "text": FORMULA}))
    row = {"id": "C70-1", "contribution": "C70", "end": len(FORMULA), "text": FORMULA, "nature": "constat"}
    store.add_ideas(frame(IDEAS, row))
    run = Run(
        "R2", datetime(2026, 4, 1, 8, tzinfo=UTC), "0.1.0", "abc", stages={"themes": {"rows": "R1"}, "match": {"rows": "R2"}}
    )
    store.save_run(run)
    near = [("contrat/3", 0.7, "proposed"), ("contrat/2.1", 0.4, "review"), ("convention/A", 0.5, "review")]
    rows = [
        {"subject": subject, "objective": objective, "rank": rank, "score": 1.0, "probability": chance, "zone": zone}
        for subject in store.ideas()["id"]
        for rank, (objective, chance, zone) in enumerate(near, start=1)
    ]
    store.save_matches("R2", (CONVENTION, CONTRACT), frame(MATCHES, *rows))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, matched)
    return folder


class Review(Desk):
    """The workspace, and the sheet of its matches, just gone out."""

    def __init__(self, folder, call):
        super().__init__(folder, call)
        self.sheet = folder / "out" / "relectures.xlsx"
        self.out()

    def out(self, *words):
        said = self.call("match", "queue", "--sheet", self.sheet, "--size", "100", *words, "--workspace", self.folder, "--json")
        assert said.code == 0, said.err
        return json.loads(said.out)

    def read(self, path, *words, by=SIGNED):
        return super().read(path, *words, by=by)

    def zones(self, subject):
        def act(store):
            rows = matches_standing(store, store.rows_of("match"), store.ideas())
            own = rows[rows["subject"].eq(subject)]
            return dict(zip(own["objective"], own["zone"], strict=True))

        return stored(self.folder, act)

    def decisions(self):
        return stored(self.folder, lambda store: store.decisions())


@pytest.fixture
def desk(made, tmp_path, call):
    return Review(shutil.copytree(made, tmp_path / "ville"), call)


def say(desk, **opinions):
    """Write opinions in the workbook: C1=« oui » is what is said of C1-1."""
    fill(desk.sheet, *((f"{said}-1", OPINION, text) for said, text in opinions.items()))


def table_of(desk):
    heads, *rows = openpyxl.load_workbook(desk.sheet)["Rapprochements"].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=heads)


# Out


def test_the_sheet_shows_what_to_review_and_offers_what_to_answer(desk):
    book = openpyxl.load_workbook(desk.sheet)
    assert book.sheetnames == ["Rapprochements", "Mode d'emploi", "Choix"]
    page = book["Rapprochements"]
    assert [cell.value for cell in page[1]] == [column.head for column in SHEET.columns]
    row = {
        cell.value: each
        for cell, each in zip(page[1], next(r for r in page.iter_rows(min_row=2) if r[0].value == "C1-1"), strict=True)
    }
    assert row["Ce qui a été dit"].value == "Le bus de 22 h est supprimé."
    assert row["Thème actuel"].value == "T001 · Bus du soir"
    assert (row["Objectif proposé"].value, row["Probabilité"].value) == ('contrat/3 · =HYPERLINK("x")', 0.7)
    assert row["Autres objectifs proches"].value == "2.1 · Desserte ; horaires (40%)"
    assert row["État montré"].value == "R2 D00000"
    choices = [each[0].value for each in book["Choix"].iter_rows(min_row=2)]
    assert choices == ["oui", "non", "aucun objectif", *(f"{code} · {title}" for code, title in TITLES.items())]
    subjects = [each[0].value for each in page.iter_rows(min_row=2)]
    assert len(subjects) == len(set(subjects)) == 18
    assert "C91-1" not in subjects, "copies hold one line"


def test_what_begins_like_a_formula_stays_text(desk):
    page = openpyxl.load_workbook(desk.sheet)["Rapprochements"]
    (cell,) = [row[1] for row in page.iter_rows(min_row=2) if row[0].value == "C70-1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    assert {each.data_type for row in page.iter_rows() for each in row} <= {"s", "n"}


def test_the_same_state_gives_the_same_bytes_and_what_was_filled_is_never_written_over(desk):
    before = desk.sheet.read_bytes()
    assert desk.out() == {"file": str(desk.sheet), "referential": "contrat", "ideas": 18, "state": "R2 D00000"}
    assert desk.sheet.read_bytes() == before
    say(desk, C1="oui")
    filled = desk.sheet.read_bytes()
    said = desk.call("match", "queue", "--sheet", desk.sheet, "--workspace", desk.folder)
    assert (said.code, desk.sheet.read_bytes()) == (2, filled)
    assert said.sentences == [
        "Erreur : « relectures.xlsx » est déjà là, et rempli : importez-le puis déplacez-le, ou donnez un autre nom."
    ]


def test_a_match_that_somebody_rejected_is_not_proposed_first_again(desk):
    desk.decide("reject", "C1-1:contrat/3")
    desk.out()
    rows = table_of(desk).set_index("Idée à relire")
    assert rows.loc["C1-1", "Objectif proposé"] == "contrat/2.1 · Desserte ; horaires"
    assert rows.loc["C2-1", "Objectif proposé"].startswith("contrat/3 ")


# In


def test_every_kind_of_opinion_is_written_and_stands(desk):
    say(desk, C1="OUI", C2="non", C3="Aucun objectif", C4="2.1 · Desserte ; horaires", C5="x", C6="oui ; contrat/2.10", C90="1")
    code, done = desk.read(desk.sheet)
    assert (code, done["refused"], done["waiting"]) == (0, [], 0)
    assert [(each["kind"], each["subject"], each["target"]) for each in done["made"]] == [
        ("accept match", "C1-1", "contrat/3"),
        ("reject match", "C2-1", "contrat/3"),
        ("no objective", "C3-1", "contrat"),
        ("accept match", "C4-1", "contrat/2.1"),
        ("accept match", "C5-1", "contrat/x"),
        ("accept match", "C6-1", "contrat/2.10"),
        ("accept match", "C6-1", "contrat/3"),
        ("accept match", "C90-1", "contrat/1"),
    ]
    assert desk.zones("C1-1") == {"contrat/2.1": "none", "contrat/3": "accepted", "convention/A": "review"}
    assert desk.zones("C2-1") == {"contrat/2.1": "review", "contrat/3": "rejected", "convention/A": "review"}
    assert desk.zones("C3-1") == {"contrat/2.1": "none", "contrat/3": "none", "convention/A": "review"}
    assert (
        desk.zones("C91-1")
        == desk.zones("C90-1")
        == {
            "contrat/1": "accepted",
            "contrat/2.1": "none",
            "contrat/3": "none",
            "convention/A": "review",
        }
    )
    assert {(each.by, each.reason) for each in desk.decisions()} == {("Nadia", "relecture de mai")}
    assert desk.decisions()[-1].ideas == ("C90-1", "C91-1")


def test_reading_a_sheet_twice_adds_nothing(desk):
    say(desk, C1="oui", C2="non", C3="aucun objectif")
    assert len(desk.read(desk.sheet)[1]["made"]) == 3
    code, again = desk.read(desk.sheet)
    assert (code, again["made"], again["refused"], len(again["already"])) == (0, [], [], 3)
    assert len(desk.decisions()) == 3


def test_a_rehearsal_writes_nothing(desk):
    say(desk, C1="oui")
    assert kinds(desk.read(desk.sheet, "--dry-run")[1]) == [("accept match", "C1-1")]
    assert desk.decisions() == []


@pytest.mark.parametrize("name", ["relectures.csv", "relectures.ods"])
def test_the_order_of_lines_and_the_kind_of_file_change_nothing(desk, tmp_path, made, call, name):
    say(desk, C1="oui", C2="non", C3="aucun objectif", C6="oui ; contrat/2.10", C90="1")
    rows = table_of(desk)
    shuffled = rows.sample(frac=1, random_state=3)
    file = tmp_path / name
    if file.suffix == ".csv":
        shuffled.to_csv(file, sep=";", index=False, encoding="cp1252", quoting=csv.QUOTE_MINIMAL)
    else:
        shuffled.to_excel(file, index=False)
    other = Review(shutil.copytree(made, tmp_path / "autre"), call)
    straight, other_way = desk.read(desk.sheet)[1]["made"], other.read(file)[1]["made"]
    assert [{**each, "at": ""} for each in straight] == [{**each, "at": ""} for each in other_way]
    assert len(straight) == 6


def test_one_wrong_line_and_nothing_is_written_whatever_the_others_say(desk):
    say(desk, C1="oui", C2="peut-être", C3="2.1", C4="oui ; non", C5="aucun objectif")
    code, done = desk.read(desk.sheet)
    assert (code, done["made"], done["waiting"], desk.decisions()) == (1, [], 2, [])
    codes = (
        "« peut-être » : écrivez oui, non, aucun objectif, ou le code d'un objectif de « Contrat de ville » (1, 2.1, 2.10, …)."
    )
    shortened = "« 2.1 » : un tableur écrit aussi 2.10 ainsi ; écrivez contrat/2.1, ou choisissez dans la liste."
    opposite = "« oui ; non » dit deux choses contraires : gardez-en une."
    assert sorted(problems(done), key=lambda each: each[1]) == [
        ("Rapprochements", "C2-1", OPINION, codes),
        ("Rapprochements", "C3-1", OPINION, shortened),
        ("Rapprochements", "C4-1", OPINION, opposite),
    ]
    assert {each["row"] for each in done["refused"]} <= set(range(2, 20))
    said = desk.call("decide", "import", desk.sheet, *SIGNED, "--workspace", desk.folder)
    assert "2 relectures attendent : aucune n'est écrite" in " ".join(said.out.split())
    say(desk, C2="", C3="contrat/2.1", C4="oui")
    assert len(desk.read(desk.sheet)[1]["made"]) == 4


def test_a_line_without_reason_or_name_is_refused(desk):
    say(desk, C1="oui")
    assert problems(desk.read(desk.sheet, by=("--by", "Nadia"))[1])[0][3].startswith("une décision dit pourquoi")
    fill(desk.sheet, ("C1-1", "Motif", "vu avec les habitants"), ("C1-1", "Par", "Malik"))
    (made,) = desk.read(desk.sheet, by=())[1]["made"]
    assert (made["by"], made["reason"]) == ("Malik", "vu avec les habitants")


def added(desk, *rows):
    """Write lines under the last one, as somebody who copies a line."""
    book = openpyxl.load_workbook(desk.sheet)
    page = book["Rapprochements"]
    heads = [cell.value for cell in page[1]]
    for row in rows:
        page.append([row.get(head) for head in heads])
    book.save(desk.sheet)


def test_two_lines_may_give_two_objectives_but_not_say_two_things_of_one_idea(desk):
    say(desk, C90="contrat/2.1", C2="oui")
    added(
        desk,
        {"Idée à relire": "C91-1", "Objectif proposé": "contrat/1", OPINION: "oui"},
        {"Idée à relire": "C2-1", "Objectif proposé": "contrat/3", OPINION: "aucun"},
        {"Idée à relire": "C99-1", "Objectif proposé": "contrat/3", OPINION: "oui"},
        {"Idée à relire": "C3-1", OPINION: "oui"},
    )
    code, done = desk.read(desk.sheet)
    assert (code, done["made"], done["waiting"]) == (1, [], 2)
    told = {(each["about"], each["row"]): each["problem"] for each in done["refused"]}
    head = "« Objectif proposé »"
    (first,) = [row for about, row in told if about == "C2-1" and row < 20]
    assert told == {
        ("C2-1", first): "d'autres lignes demandent autre chose (21) : gardez-en une.",
        ("C2-1", 21): f"d'autres lignes demandent autre chose ({first}) : gardez-en une.",
        ("C99-1", 22): "« C99-1 » n'est ni une idée ni un thème ouvert : recopiez son numéro, ou retirez la ligne.",
        ("C3-1", 23): f"« oui » ne dit pas de quel référentiel il s'agit : recopiez {head}, par exemple convention/A.",
    }


def test_what_somebody_decided_since_the_sheet_went_out_is_never_written_over(desk):
    desk.decide("none", "C1-1")
    desk.decide("accept", "C2-1:contrat/3")
    desk.decide("accept", "C3-1:convention/A")
    say(desk, C1="oui", C2="oui", C3="oui")
    code, done = desk.read(desk.sheet)
    assert (code, done["made"], [each["about"] for each in done["already"]], done["waiting"]) == (1, [], ["C2-1"], 1)
    told = "depuis la sortie du tableau, Malik a décidé D00001 (aucun objectif, contrat) : videz la cellule, ou annulez-la."
    assert problems(done) == [("Rapprochements", "C1-1", OPINION, told)]
    desk.decide("undo", "D00001")
    assert kinds(desk.read(desk.sheet)[1]) == [("accept match", "C1-1"), ("accept match", "C3-1")]


def test_what_somebody_undid_is_not_done_again_by_the_same_sheet(desk):
    say(desk, C1="oui")
    desk.read(desk.sheet)
    desk.decide("undo", "D00001")
    code, done = desk.read(desk.sheet)
    told = "D00001 le disait, et Malik l'a annulée depuis : videz la cellule, ou décidez dans un tableau neuf."
    assert (code, problems(done)) == (1, [("Rapprochements", "C1-1", OPINION, told)])


def test_the_sheet_of_another_workspace_is_refused(desk):
    say(desk, C1="oui")
    book = openpyxl.load_workbook(desk.sheet)
    for row in book["Rapprochements"].iter_rows(min_row=2):
        row[-1].value = "R9 D00000"
    book.save(desk.sheet)
    said = desk.call("decide", "import", desk.sheet, *SIGNED, "--workspace", desk.folder)
    assert said.sentences == ["Erreur : Ce tableau vient d'un autre espace de travail : il montre le passage R9, inconnu ici."]


def test_a_line_that_does_not_say_when_it_went_out_is_read_and_said(desk):
    say(desk, C1="oui")
    book = openpyxl.load_workbook(desk.sheet)
    book["Rapprochements"].delete_cols(len(SHEET.columns))
    book.save(desk.sheet)
    said = desk.call("decide", "import", desk.sheet, *SIGNED, "--workspace", desk.folder)
    assert said.code == 0
    assert "Ce tableau ne dit pas de quand il date" in said.out
    assert len(desk.decisions()) == 1


def test_the_convention_has_its_own_sheet(desk):
    file = desk.folder / "out" / "convention.xlsx"
    said = desk.call("match", "queue", "--sheet", file, "--referential", "convention", "--workspace", desk.folder)
    assert said.code == 0
    fill(file, ("C1-1", OPINION, "oui"), ("C2-1", OPINION, "aucun objectif"))
    assert [each["target"] for each in desk.read(file)[1]["made"]] == ["convention/A", "convention"]


def test_a_sheet_written_in_english_is_read_in_any_language(desk):
    file = desk.folder / "out" / "reviews.xlsx"
    assert desk.call("--lang", "en", "match", "queue", "--sheet", file, "--workspace", desk.folder, "--size", "100").code == 0
    fill(file, ("C1-1", "Your opinion", "no objective"), ("C2-1", "Your opinion", "yes"))
    assert kinds(desk.read(file)[1]) == [("no objective", "C1-1"), ("accept match", "C2-1")]


def test_themes_and_matches_of_one_workbook_are_read_together(desk):
    say(desk, C1="oui")
    book = openpyxl.load_workbook(desk.sheet)
    page = book.create_sheet("Thèmes")
    page.append(["N° du thème", "Nouveau titre"])
    page.append(["T001", "Bus de nuit"])
    book.save(desk.sheet)
    assert kinds(desk.read(desk.sheet)[1]) == [("rename", "T001"), ("accept match", "C1-1")]
    assert kinds(desk.read(desk.sheet)[1]) == []
