"""What a sheet of decisions asks for and cannot have, or that changed since it went out: listed, never done in silence."""

import shutil

import openpyxl
import pytest
from decided_city import BY, TITLES, Desk, city, fill, kinds, problems

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return city(tmp_path_factory.mktemp("ville") / "ville")


@pytest.fixture
def desk(made, tmp_path, call):
    return Desk(shutil.copytree(made, tmp_path / "ville"), call)


# What cannot be done


def test_a_cell_that_cannot_be_done_is_listed_with_its_line_and_the_others_are_done(desk):
    fill(
        desk.sheet,
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
    code, done = desk.read(desk.sheet)
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
    assert desk.themes()["T004"].reviewed_at


def test_two_lines_that_disagree_are_both_listed(desk):
    fill(desk.sheet, ("C90-1", "Thème voulu", "T003"), ("T001", "Fusionner dans", "T002"), ("T002", "Fusionner dans", "T001"))
    book = openpyxl.load_workbook(desk.sheet)
    copied = [cell.value for cell in book["Idées"][2]]
    book["Idées"].append(["C91-1", *copied[1:4], "T004"])
    book.save(desk.sheet)
    code, done = desk.read(desk.sheet)
    assert (code, done["made"]) == (1, [])
    assert {(about, problem.split(" : ")[0]) for _sheet, about, _column, problem in problems(done)} == {
        ("C90-1", "d'autres lignes demandent autre chose (19)"),
        ("C91-1", "d'autres lignes demandent autre chose (5)"),
        ("T001", "ces fusions tournent en rond"),
        ("T002", "ces fusions tournent en rond"),
    }
    assert desk.placed()["C90-1"] == "T002"


def test_merges_that_follow_each_other_are_done_from_the_far_end(desk):
    fill(desk.sheet, ("T001", "Fusionner dans", "T002"), ("T002", "Fusionner dans", "T004"), ("T004", "Fusionner dans", "T003"))
    code, done = desk.read(desk.sheet)
    assert (code, kinds(done)) == (0, [("merge", "T001"), ("merge", "T002"), ("merge", "T004")])
    assert set(desk.placed().values()) == {"T003", ""}
    assert len(desk.read(desk.sheet)[1]["already"]) == 3


def test_a_decision_that_nobody_signs_or_explains_is_not_taken(desk, call):
    fill(desk.sheet, ("T001", "Nouveau titre", "Bus"), ("T002", "Nouveau titre", "Abris"), ("T002", "Motif", "vu en atelier"))
    said = call("decide", "import", desk.sheet, "--workspace", desk.folder)
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Une décision dit qui la prend : ajoutez --by NOM, ou remplissez la colonne « Par »."],
    )
    said = call("decide", "import", desk.sheet, "--by", "Nadia", "--workspace", desk.folder)
    assert said.code == 1
    assert "remplissez « Motif »" in " ".join(said.out.split())
    assert {theme: each.title for theme, each in desk.themes().items()} == TITLES | {"T002": "Abris"}


def test_what_is_no_sheet_of_decisions_is_said_in_one_sentence(desk, call, tmp_path):
    (tmp_path / "autre.csv").write_text("Nom;Avis\nA;Un banc\n", encoding="utf-8")
    said = call("decide", "import", tmp_path / "autre.csv", *BY, "--workspace", desk.folder)
    assert said.code == 1
    assert said.sentences[0].startswith("Erreur : autre.csv : pas de feuille de décisions (aucune colonne « N° du thème »")
    said = call("decide", "import", tmp_path / "absent.xlsx", *BY, "--workspace", desk.folder)
    assert said.sentences == [
        "Erreur : absent.xlsx : fichier introuvable ou interdit de lecture ; vérifiez son chemin et ses droits."
    ]


# What changed since it went out


def test_a_line_about_what_changed_since_is_listed_and_the_others_are_done(desk):
    desk.decide("rename", "T001", "Le bus la nuit")
    desk.decide("merge", "T004", "T003")
    desk.decide("move", "C5-1", "T001")
    fill(
        desk.sheet,
        ("T001", "Nouveau titre", "Bus de nuit"),
        ("T002", "Retirer", "oui"),
        ("T003", "Nouveau titre", "Logement"),
        ("T003", "Relu", "oui"),
        ("T004", "Nouveau titre", "Santé"),
        ("C5-1", "Thème voulu", "T003"),
        ("C6-1", "Thème voulu", "T001"),
        ("C7-1", "Thème voulu", "T003"),
    )
    code, done = desk.read(desk.sheet)
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
    assert desk.themes()["T001"].title == "Le bus la nuit"


def test_an_idea_that_somebody_made_a_theme_of_meanwhile_is_not_moved_in_silence(desk):
    desk.decide("create", "--ideas", "C1-1,C5-1")
    desk.decide("create", "--ideas", "C2-1,C6-1", "--title", "Abribus")
    fill(
        desk.sheet,
        ("C1-1", "Thème voulu", "T003"),
        ("C2-1", "Thème voulu", "nouveau : Abris"),
        ("C3-1", "Thème voulu", "nouveau : Abribus"),
    )
    code, done = desk.read(desk.sheet)
    assert (code, done["made"]) == (1, [])
    assert [(about, problem.split(" depuis")[0]) for _sheet, about, _column, problem in problems(done)] == [
        ("C1-1", "C1-1 était dans T001, elle est dans T005"),
        ("C2-1", "C2-1 était dans T001, elle est dans T006"),
        ("C3-1", "T006 s'appelle déjà « Abribus » : écrivez son numéro, ou un autre titre."),
    ]
    assert [desk.placed()[idea] for idea in ("C1-1", "C2-1", "C3-1")] == ["T005", "T006", "T001"]


def test_what_was_decided_meanwhile_as_the_sheet_asks_is_already_done(desk):
    desk.decide("rename", "T001", "Bus de nuit")
    desk.decide("reject", "P2")
    fill(desk.sheet, ("T001", "Nouveau titre", "Bus de nuit"), ("T001", "Relu", "oui"), ("P2", "Réponse", "écarter"))
    code, done = desk.read(desk.sheet)
    assert (code, kinds(done), len(done["already"])) == (0, [("review", "T001")], 2)


def test_a_sheet_that_was_put_right_is_not_surprised_by_what_it_decided_itself(desk):
    fill(desk.sheet, ("T001", "Nouveau titre", "Bus de nuit"), ("T001", "Retirer", "peut-être"), ("C5-1", "Thème voulu", "T001"))
    assert desk.read(desk.sheet)[0] == 1
    fill(desk.sheet, ("T001", "Retirer", "oui"), ("C1-1", "Thème voulu", "T002"))
    code, done = desk.read(desk.sheet)
    assert (code, kinds(done), len(done["already"])) == (0, [("move", "C1-1"), ("retire", "T001")], 2)


def test_an_idea_added_later_joins_the_theme_that_the_sheet_made(desk):
    fill(desk.sheet, ("C8-1", "Thème voulu", "nouveau : Ascenseurs"))
    desk.read(desk.sheet)
    fill(desk.sheet, ("C11-1", "Thème voulu", "nouveau : Ascenseurs"))
    code, done = desk.read(desk.sheet)
    assert (code, kinds(done)) == (0, [("move", "C11-1")])
    assert desk.placed()["C11-1"] == desk.placed()["C8-1"] == "T005"


def test_a_decision_of_the_sheet_that_somebody_undid_is_not_taken_again_in_silence(desk):
    fill(desk.sheet, ("T004", "Retirer", "oui"))
    desk.read(desk.sheet)
    desk.decide("undo", "D00001")
    code, done = desk.read(desk.sheet)
    assert (code, done["made"]) == (1, [])
    assert "T004 était retiré, il est actif" in problems(done)[0][3]


def test_a_sheet_of_another_workspace_is_refused(desk, call, tmp_path, made):
    other = shutil.copytree(made, tmp_path / "autre")
    book = openpyxl.load_workbook(desk.sheet)
    heads = [cell.value for cell in book["Thèmes"][1]]
    for row in book["Thèmes"].iter_rows(min_row=2):
        row[heads.index("État montré")].value = "R0 D00000"
    book.save(desk.sheet)
    said = call("decide", "import", desk.sheet, *BY, "--workspace", other)
    assert (said.code, said.sentences) == (
        2,
        ["Erreur : Ce tableau vient d'un autre espace de travail : il montre le passage R0, inconnu ici."],
    )
