"""What an analyst sees of a file before it is read for good."""

import json
import tomllib

import pytest

pytestmark = pytest.mark.model

LINES = [
    "a;Récolte;Quartier",
    "1;Le bus de Mme Odette Pontarlier ne passe plus après vingt heures;Lilas",
    "2;La cave est inondée;Gare",
]


@pytest.fixture
def received(tmp_path):
    """Make a folder of files without settings, and go there."""
    folder = tmp_path / "recus"
    folder.mkdir()
    (folder / "recolte.csv").write_text("\n".join([*LINES, "3;Il fait trop chaud dans la classe des petits;"]), encoding="utf-8")
    (folder / "votes.csv").write_text("thème;votes\nbus scolaire;3\nparking;4\n", encoding="utf-8")
    return folder


def test_columns_are_shown_role_by_role_and_a_side_car_where_the_text_was_guessed(call, received):
    said = call("ingest", received / "recolte.csv", "--dry-run", "--workspace", received)
    assert said.code == 0
    assert said.sentences == ["Pas de contributions.toml ici : les réglages habituels servent."]
    assert "  texte : « Récolte », deviné à la longueur\n  quartier : « Quartier »\n  laissé : « a »\n" in said.out
    assert "Pontarlier" not in said.out
    sidecar = said.out.partition("enregistrez ceci dans « recolte.toml » :\n\n")[2].partition("\n\n")[0]
    assert tomllib.loads(sidecar)["columns"] == {"text": ["Récolte"], "quartier": "Quartier"}
    (received / "recolte.toml").write_text(sidecar, encoding="utf-8")
    again = call("ingest", received / "recolte.csv", "--dry-run", "--workspace", received)
    assert "  texte : « Récolte »\n" in again.out
    assert "recolte.toml" not in again.out
    assert [path.name for path in received.iterdir() if path.is_dir()] == []


def test_a_table_without_text_shows_its_columns_too(call, received):
    said = call("ingest", received / "votes.csv", "--dry-run", "--workspace", received, "--lang", "en")
    assert said.code == 1
    assert "  no column of text recognised\n  left out: “thème”, “votes”\n" in said.out
    assert 'columns.text = ["thème"]' in said.out
    assert said.sentences[1].startswith("Not read: votes.csv: no column of text among “thème”, “votes”")


def test_json_says_the_same(call, received):
    guessed, refused = json.loads(call("ingest", received, "--dry-run", "--json", "--workspace", received).out)
    assert guessed["sheets"][0]["roles"] == {"text": ["Récolte"], "quartier": ["Quartier"]}
    assert (guessed["sheets"][0]["guessed"], guessed["sidecar_name"]) == (True, "recolte.toml")
    assert tomllib.loads(guessed["sidecar"])["name"] == "recolte"
    assert refused["sheets"][0]["columns"] == ["thème", "votes"]
    assert tomllib.loads(refused["sidecar"])["columns"]["text"] == ["thème"]


def test_a_folder_that_is_not_there_is_still_a_wrong_use(call, received):
    said = call("ingest", received, "--dry-run", "--workspace", received / "absent")
    assert said.code == 2
    assert "Pas de contributions.toml dans" in said.err


def test_on_a_narrow_terminal_rows_are_shown_one_under_the_other(call, received, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    said = call("ingest", received / "recolte.csv", "--dry-run", "--workspace", received)
    assert "- 3 | Gare\n  La cave est inondée\n" in said.out
    assert "┃" not in said.out
    monkeypatch.setenv("COLUMNS", "100")
    assert "┃" in call("ingest", received / "recolte.csv", "--dry-run", "--workspace", received).out
