"""Lists of objectives: one shape whatever the file, and one French sentence for a list that cannot serve."""

import json
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions.domain import Objective, Referential
from contributions.errors import ReferentialError
from contributions.referentials import read_referential
from contributions.settings import ReferentialSettings, bundled, open_workspace

HEAD = ["Code", "Intitulé", "Description", "Axe", "Pilote", "Mots des habitants", "Transversal", "QPV"]
ROWS = [
    ["1.1", "Propreté", "Dépôts sauvages", "Cadre de vie", "Déchets", "poubelles, ça sent", "", "Les Quais; La Verrerie"],
    ["2.1", "Jeunesse", "", "Éducation", "", "", "oui", ""],
]
EXPECTED = (
    Objective("liste", "Cadre de vie", "Cadre de vie"),
    Objective("liste", "Éducation", "Éducation"),
    Objective(
        "liste",
        "1.1",
        "Propreté",
        "Dépôts sauvages",
        "Cadre de vie",
        "Déchets",
        ("poubelles", "ça sent"),
        quartiers=("Les Quais", "La Verrerie"),
    ),
    Objective("liste", "2.1", "Jeunesse", parent="Éducation", transversal=True),
)


def read(path, **settings):
    return read_referential(path, ReferentialSettings(path=str(path), **settings))


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_csv(delimiter):
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in [HEAD, *ROWS]]
    return "\n".join(delimiter.join(row) for row in quoted)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_csv_gives_its_axes_as_objectives_whatever_its_delimiter(tmp_path, delimiter, bom):
    assert read(written(tmp_path, "liste.csv", bom + as_csv(delimiter))).objectives == EXPECTED


def test_a_workbook_says_the_same_as_a_csv(tmp_path):
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    assert read(tmp_path / "liste.xlsx").objectives == EXPECTED


def test_numbers_in_a_workbook_are_codes(tmp_path):
    book = openpyxl.Workbook()
    for row in [["N°", "Objectif"], [1, "Propreté"], [2, "Jeunesse"]]:
        book.active.append(row)
    book.save(tmp_path / "liste.xlsx")
    assert [objective.code for objective in read(tmp_path / "liste.xlsx").objectives] == ["1", "2"]


def test_a_jsonl_says_it_in_lists(tmp_path):
    rows = [{"id": "a", "text": "Propreté", "mots": ["poubelles", "rats"]}, {"id": "b", "text": "Rues", "parent": "a"}]
    found = read(written(tmp_path, "liste.jsonl", "\n".join(json.dumps(row) for row in rows)))
    assert found.objectives[0].words == ("poubelles", "rats")
    assert [objective.id for objective in found.leaves] == ["liste/b"]


def test_a_toml_says_where_it_comes_from_and_the_settings_win(tmp_path):
    path = written(
        tmp_path,
        "liste.toml",
        "id = 'contrat'\ntitle = 'Contrat'\nkind = 'contrat de ville'\nsource = 'Préfecture'\nvalid_from = 2024-07-01\n"
        "[[objective]]\ncode = '1'\ntitle = 'Propreté'\nwords = ['rats']\ntransversal = true\n",
    )
    found = read(path)
    assert (found.id, found.title, found.kind, found.source) == ("contrat", "Contrat", "contrat de ville", "Préfecture")
    assert found.valid_from == date(2024, 7, 1)
    assert found.objectives == (Objective("contrat", "1", "Propreté", words=("rats",), transversal=True),)
    renamed = read(path, id="c2", title="Autre", kind="avenant")
    assert (renamed.id, renamed.title, renamed.kind) == ("c2", "Autre", "avenant")
    assert renamed.objectives[0].id == "c2/1"


@pytest.mark.parametrize(
    ("name", "content", "seen"),
    [
        ("a.csv", "code;titre\n1;Propreté\n1;Jeunesse\n", "a.csv : code d'objectif en double : 1."),
        ("a.jsonl", '{"code": "1", "title": "x", "parent": "9"}', "a.jsonl : « parent » sans objectif de ce code : 9."),
        ("a.toml", "[[objective]]\ncode = '1'\ntitle = 'x'\nparent = '9'", "« parent » sans objectif de ce code : 9."),
        ("a.csv", "code;titre\n", "a.csv : aucun objectif lu."),
        ("a.csv", "", "Référentiel a.csv illisible"),
        ("a.csv", "\n\n", "a.csv"),
        ("a.jsonl", "", "a.jsonl : aucun objectif lu."),
        ("a.toml", "title = 'Contrat'", "a.toml : aucun objectif lu."),
        ("a.toml", "objective = 3", "a.toml"),
        ("a.toml", "[[objective]]\ncode = '1'", "a.toml, objectif n° 1 : pas de titre"),
        ("a.csv", "code;propos\n1;Propreté\n", "a.csv, objectif n° 1 : pas de titre"),
        ("a.toml", "[[objective", "a.toml n'est pas un fichier TOML lisible"),
        ("a.jsonl", "{nope", "a.jsonl n'est pas un fichier JSONL lisible"),
        ("a.jsonl", "[1, 2]", "a.jsonl"),
        ("a.xlsx", "pas un classeur", "Référentiel a.xlsx illisible"),
        ("a.csv", "code;titre\n1;Propret\xe9\n".encode("latin-1"), "Référentiel a.csv illisible"),
        ("a.pdf", b"%PDF-1.4 \x00\xff", "Référentiel a.pdf illisible"),
    ],
)
def test_a_list_that_cannot_serve_is_one_sentence_that_names_the_file(tmp_path, name, content, seen):
    with pytest.raises(ReferentialError) as caught:
        read(written(tmp_path, name, content))
    said = str(caught.value)
    assert seen in said
    assert "\n" not in said
    assert said.endswith(".")
    assert "Expected" not in said


def test_a_missing_list_is_said_with_where_to_correct_it(tmp_path):
    with pytest.raises(ReferentialError, match=r"introuvable : « .*absent\.csv »\. Corrigez « path »"):
        read(tmp_path / "absent.csv")


codes = st.lists(st.text("abc123.", min_size=1, max_size=4), min_size=1, max_size=12, unique=True)


@given(codes, st.randoms(use_true_random=False))
def test_leaves_are_the_lines_that_nothing_hangs_under(names, random):
    lines = tuple(Objective("r", code, code, parent=random.choice(["", *names[:place]])) for place, code in enumerate(names))
    leaves = Referential("r", "", "", lines).leaves
    assert leaves
    assert {each.code for each in lines} - {each.code for each in leaves} == {each.parent for each in lines} - {""}


@pytest.fixture(scope="module")
def demo():
    workspace = open_workspace(bundled("data/demo"))
    settings = workspace.settings.referentials
    lists = [read_referential(path, each) for path, each in zip(workspace.referential_paths, settings, strict=True)]
    return {each.id: each for each in lists}


def test_the_contract_of_the_demo_has_five_axes_and_what_hangs_under_them(demo):
    contract = demo["contrat"]
    across = [objective for objective in contract.leaves if objective.transversal]
    axes = {objective.code for objective in contract.objectives if not objective.parent} - {each.code for each in across}
    operational = [objective for objective in contract.leaves if objective.parent in axes and not objective.transversal]
    assert len(axes) == 5
    assert len(operational) >= 24
    assert len(across) == 3
    assert {objective.parent for objective in operational} == axes
    assert all(objective.description and objective.owner and objective.words for objective in operational)


def test_the_recommendations_of_the_demo_say_where_they_come_from(demo):
    assert len(demo["commission"].leaves) == 4
    assert "Mechmache" in demo["commission"].source


def test_the_convention_of_the_demo_has_its_objectives(demo):
    assert len(demo["convention"].leaves) >= 12


def test_the_starter_has_a_contract_of_its_own(tmp_path):
    from contributions.starter import copy_starter

    copy_starter(tmp_path / "ville")
    workspace = open_workspace(tmp_path / "ville")
    found = read_referential(workspace.referential_paths[0], workspace.settings.referentials[0])
    assert (found.id, found.kind, len(found.leaves)) == ("contrat", "contrat de ville", 5)
    assert {objective.parent for objective in found.leaves} == {"Cadre de vie", "Jeunesse", "Mobilités"}
