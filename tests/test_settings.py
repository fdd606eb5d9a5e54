"""Settings: what a city may write, and one French sentence for what it may not."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions import starter
from contributions.domain import Channel, Engagement
from contributions.errors import SettingsError
from contributions.settings import (
    FILE_NAME,
    Settings,
    Workspace,
    bundled,
    open_workspace,
    parse_settings,
    read_sidecar,
    settings_hash,
)

ENGLISH = ("should", "must", "Input", "valid ", "Expected", "Invalid", " or ", "expected")
"""Words by which a sentence of a library shows through ours."""


def refused(folder, content):
    (folder / FILE_NAME).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError) as caught:
        open_workspace(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ("sources = 'dossier'", "« sources » : réglage inconnu"),
        ("[themes]\nshow = 12", "« themes.show » : réglage inconnu"),
        ("[[collection]]\nchannel = 'pigeon'", "« collection.0.channel » : « pigeon » n'est pas admis"),
        ("[[collection]]\nchannel = 'pigeon'", "atelier"),
        ("[themes]\nengine = 'lda'", "« lda » n'est pas admis ; valeurs possibles : 'consensus' ou 'bertopic'"),
        ("[city]\nquartiers = [{ name = 'Les Quais', code = 'QP093001' }]", "« QP093001 » n'est pas un code de QPV"),
        ("[[referential]]\ntitle = 'Contrat'", "« referential.0.path » : réglage obligatoire absent"),
        ("[themes]\nshown = 'vingt'", "« vingt » n'est pas admis"),
        ("[themes]\nshown = -1", "« -1 » n'est pas admis"),
        ("[[themes.subject]]\ntitle = 'Bac'\nwords = ['bac']\nsayings = ['le bac', 'un bac']", "une liste de 3 éléments ou plus"),
        ("[[themes.subject]]\ntitle = ''\nwords = ['bac']\nsayings = ['a', 'b', 'c']", "« themes.subject.0.title »"),
        ("[themes]\nshown = 1000", "« 1000 » n'est pas admis"),
        ("[match]\nproposed = 60", "« match.proposed »"),
        ("[match]\nreview = 'haute'", "« match.review »"),
        ("[city]\nname = 3", "« city.name »"),
        ("city = 'Valmerise'", "« city »"),
        ("[[collection]]\nfiles = 'atelier-*'", "« collection.0.files »"),
        ("[[collection]]\nconsent = 'peut-être'", "« collection.0.consent »"),
        ("[[collection]]\nkeep_until = 'un jour'", "« collection.0.keep_until »"),
        ("[city\nname = 'x'", "contributions.toml n'est pas un fichier TOML lisible"),
        ("[city]\nname = x", "ligne 2"),
        ("[city]\nname = 'Orléans'".encode("latin-1"), "contributions.toml n'est pas un fichier TOML lisible"),
    ],
)
def test_a_wrong_setting_is_one_french_sentence_that_names_it(tmp_path, content, seen):
    said = refused(tmp_path, content)
    assert seen in said
    assert "\n" not in said
    assert said.endswith(".")
    assert said.startswith(FILE_NAME)
    assert not [word for word in ENGLISH if word in said], said


def test_a_missing_workspace_is_said_with_what_to_do(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(SettingsError, match=r"Pas de contributions\.toml dans .* « contributions init DOSSIER »"):
            open_workspace(folder)


def test_a_wrong_setting_is_a_wrong_use():
    assert SettingsError("").exit_code == 2


def test_an_empty_file_has_all_the_usual_values_and_a_bom_is_no_matter(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf")
    assert open_workspace(tmp_path).settings == Settings()


@pytest.mark.parametrize("folder", [Path(starter.__file__).parent / "workspace", bundled("data/demo")])
def test_the_workspaces_that_are_given_are_usable(folder):
    workspace = open_workspace(folder)
    assert workspace.settings.collections
    assert workspace.referential_paths
    assert all(path.is_file() for path in workspace.referential_paths)
    assert settings_hash(workspace.settings) == settings_hash(open_workspace(folder).settings)


def test_every_source_of_the_demo_belongs_to_a_collection_that_says_its_channel():
    workspace = open_workspace(bundled("data/demo"))
    for path in workspace.sources.iterdir():
        collection = workspace.settings.collection_for(path.name)
        assert collection is not None, path.name
        assert collection.channel is not Channel.UNKNOWN
        assert collection.engagement is not Engagement.UNKNOWN


def test_the_commented_examples_of_the_starter_would_be_read(tmp_path):
    given_text = (Path(starter.__file__).parent / "workspace" / FILE_NAME).read_text(encoding="utf-8")
    lines = (
        given_text.replace('# { name = "Les Tilleuls"', '{ name = "Les Tilleuls"').replace("# [embed]", "[embed]").splitlines()
    )
    commented = ("# model", "# second", "# contours", "# [[themes", "# title", "# words", "# sayings", '#   "', "# ]")
    opened = [line.removeprefix("# ") if line.startswith(commented) else line for line in lines]
    settings = parse_settings(tomllib.loads("\n".join(opened)), where=FILE_NAME)
    assert [(subject.title, len(subject.sayings)) for subject in settings.themes.subjects] == [("Cité éducative", 3)]
    assert settings.quartiers[0].code == "QN09901I"
    assert settings.city.contours == "contours-qpv.geojson"
    assert settings.embed == Settings().embed


@pytest.mark.parametrize(
    ("environment", "setting", "expected"),
    [
        ({}, "", "sqlite:///{var}/contributions.db"),
        ({}, "postgresql://serveur/base", "postgresql://serveur/base"),
        ({"CONTRIBUTIONS_DATABASE_URL": "postgresql://autre/base"}, "postgresql://serveur/base", "postgresql://autre/base"),
        ({"CONTRIBUTIONS_DATABASE_URL": ""}, "postgresql://serveur/base", "postgresql://serveur/base"),
    ],
)
def test_the_environment_wins_for_the_database(tmp_path, environment, setting, expected):
    workspace = Workspace(tmp_path, Settings(database_url=setting), environment=environment)
    assert workspace.database_url == expected.format(var=workspace.var)


def test_the_real_environment_is_the_one_that_counts(tmp_path, monkeypatch):
    (tmp_path / FILE_NAME).write_text("database_url = 'sqlite:///ici.db'", encoding="utf-8")
    monkeypatch.setenv("CONTRIBUTIONS_DATABASE_URL", "sqlite:///ailleurs.db")
    assert open_workspace(tmp_path).database_url == "sqlite:///ailleurs.db"
    monkeypatch.delenv("CONTRIBUTIONS_DATABASE_URL")
    assert open_workspace(tmp_path).database_url == "sqlite:///ici.db"


def test_a_side_car_says_what_its_source_does_not(tmp_path):
    source = tmp_path / "atelier.docx"
    assert read_sidecar(source) is None
    (tmp_path / "atelier.toml").write_text(
        "channel = 'conseil citoyen'\nsaid_on = 2026-03-12\nconsent = true\n[columns]\ntext = ['Avis']", encoding="utf-8"
    )
    said = read_sidecar(source)
    assert said.channel is Channel.CITIZEN_COUNCIL
    assert said.said_on == date(2026, 3, 12)
    assert said.columns.text == ("Avis",)
    noun = said.collection("atelier")
    assert (noun.name, noun.title, noun.consent) == ("atelier", "atelier", True)


def test_a_wrong_side_car_names_the_side_car(tmp_path):
    (tmp_path / "atelier.toml").write_text("chanel = 'atelier'", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^atelier\.toml, « chanel » : réglage inconnu"):
        read_sidecar(tmp_path / "atelier.pdf")


def test_the_first_collection_that_fits_takes_the_file():
    settings = parse_settings({"collection": [{"name": "a", "files": ["x-*"]}, {"name": "b", "files": ["x-1*", "y?"]}]}, where="")
    assert settings.collection_for("x-12.csv").name == "a"
    assert settings.collection_for("y2").name == "b"
    assert settings.collection_for("z") is None


@given(st.integers(2, 200), st.integers(2, 200))
def test_settings_have_the_same_hash_if_and_only_if_they_say_the_same(one, other):
    first, second = (parse_settings({"themes": {"shown": shown}}, where="") for shown in (one, other))
    assert (settings_hash(first) == settings_hash(second)) is (one == other)


def test_a_folder_that_is_not_in_the_installation_is_said():
    with pytest.raises(SettingsError, match="« data/nulle-part » est introuvable"):
        bundled("data/nulle-part")
