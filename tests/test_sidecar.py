"""What the columns of a table would be taken as, and the side-car that is proposed where the text was guessed."""

import datetime as dt
import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_files import CITY, workbook

from contributions.domain import Channel
from contributions.ingest import propose_sidecar, read_source, see_sheets
from contributions.ingest.sidecar import SheetSeen
from contributions.settings import CollectionSettings, Columns, parse_settings, read_sidecar

GUESSED = (
    "a;Récolte;c;quartier;Date\n"
    "1;Le bus ne passe plus après vingt heures;x;tilleuls;12/03/2026\n"
    "2;La cave est inondée chaque hiver depuis trois ans;y;;13/03/2026\n"
)
NOT_FOUND = "thème;votes;date\nbus scolaire;3;12/03/2026\nparking;4;13/03/2026\n"


@pytest.fixture
def proposed(tmp_path):
    """Write a file and give its path, its sheets and its side-car."""

    def propose(file, content, **settings):
        path = tmp_path / file
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        given_settings = CollectionSettings(**settings)
        sheets = see_sheets(path, given_settings)
        return path, sheets, propose_sidecar(path, sheets, given_settings)

    return propose


def read_with(path, sidecar):
    """Save the side-car beside its source, and read the source as an ingest does."""
    path.with_suffix(".toml").write_text(sidecar, encoding="utf-8")
    settings = read_sidecar(path)
    return settings, read_source(path, settings=settings, quartiers=CITY)


def test_columns_are_seen_role_by_role(proposed):
    content = "id;Date;Avis;Quartier;Votes;lat;lon\n7;12/03/2026;Un banc à l'ombre;tilleuls;3;48.1;2.3\n"
    _, sheets, sidecar = proposed("avis.csv", content)
    (sheet,) = sheets
    taken = {"text": ("Avis",), "latitude": ("lat",), "longitude": ("lon",)}
    assert dict(sheet.roles) == taken | {"said_on": ("Date",), "quartier": ("Quartier",), "id": ("id",)}
    assert (sheet.line, sheet.left, sheet.guessed, sidecar) == (1, ("Votes",), False, "")


def test_a_text_guessed_by_its_length_gives_a_side_car_that_settles_it(proposed):
    path, (sheet,), sidecar = proposed("avis-mars.csv", GUESSED)
    assert (sheet.guessed, sheet.likely) == (True, "Récolte")
    settings, reading = read_with(path, sidecar)
    assert settings.name == "avis-mars"
    assert settings.columns == Columns(text=("Récolte",), said_on="Date", quartier="quartier")
    assert "faute de nom reconnu" not in reading.why
    assert reading.rows["text"].str.startswith(("Le bus", "La cave")).all()
    assert reading.rows["said_on"].tolist() == ["2026-03-12", "2026-03-13"]
    assert propose_sidecar(path, see_sheets(path, settings), settings) == ""


def test_where_no_text_was_found_the_side_car_proposes_the_longest_words(proposed):
    path, (sheet,), sidecar = proposed("votes.csv", NOT_FOUND)
    assert (dict(sheet.roles), sheet.columns) == ({}, ("thème", "votes", "date"))
    _, reading = read_with(path, sidecar)
    assert reading.rows["text"].tolist() == ["bus scolaire", "parking"]


def test_the_side_car_says_again_what_the_settings_say_of_the_file(proposed):
    known = {
        "name": "parole d'été",
        "title": 'Les "mots" de l\'été',
        "channel": Channel.WALK,
        "consent": True,
        "keep_until": dt.date(2027, 1, 31),
        "place": "MJC",
        "files": ("avis*",),
        "columns": Columns(session="c"),
    }
    path, _, sidecar = proposed("avis.csv", GUESSED, **known)
    settings, _ = read_with(path, sidecar)
    wanted = CollectionSettings(**known | {"files": ()}).model_dump(exclude={"columns"})
    assert settings.model_dump(exclude={"columns"}) == wanted
    assert settings.columns.session == "c"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chiffres.csv", "lat;lon\n48.1;2.3\n"),
        ("vide.csv", ""),
        ("compte-rendu.txt", "Un banc à l'ombre, près de l'école."),
        ("comptes.csv", "id;nickname;direct_messages_enabled;about\n1;x;true;Je suis un habitant du quartier des Tilleuls\n"),
        ("classeur.xlsx", b"PK\x03\x04 abime"),
    ],
)
def test_no_side_car_is_proposed_where_it_would_change_nothing(proposed, name, content):
    assert proposed(name, content)[2] == ""


def test_a_workbook_has_a_side_car_for_the_columns_that_all_its_sheets_have(proposed):
    rows = [["x", "Récolte", "y"], [1, "Le bus ne passe plus après vingt heures", 2]]
    other = [["Récolte", "x"], ["La cave est inondée chaque hiver depuis trois ans", 1]]
    path, sheets, sidecar = proposed("notes.xlsx", workbook(Mars=rows, Avril=other, Votes=[["n", "votes"], [1, 2]]))
    assert [sheet.name for sheet in sheets] == ["Mars", "Avril", "Votes"]
    _, reading = read_with(path, sidecar)
    assert reading.rows["part"].tolist() == ["Mars", "Avril", "Votes"]
    assert reading.rows["reason"].ne("").tolist() == [False, False, True]


def test_a_workbook_whose_sheets_have_other_columns_has_none(proposed):
    sheets = {
        "Mars": [["x", "Récolte"], [1, "Le bus ne passe plus après vingt heures"]],
        "Avril": [["x", "avis"], [1, "La cave est inondée chaque hiver"]],
    }
    assert proposed("notes.xlsx", workbook(**sheets))[2] == ""


def test_properties_of_points_are_seen_as_columns(proposed):
    feature = {"type": "Feature", "geometry": None, "properties": {"halte": "1", "constat": "pas d'ascenseur", "photo": "i.jpg"}}
    _, sheets, _ = proposed("marche.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert dict(sheets[0].roles) == {"text": ("constat",), "session": ("halte",)}
    assert sheets[0].left == ("photo",)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), min_size=1, max_size=4, unique=True))
def test_any_name_of_a_column_survives_the_side_car(tmp_path_factory, names):
    sheet = SheetSeen("", 1, tuple(names), {"text": (names[0],)}, guessed=True, likely=names[0])
    path = tmp_path_factory.getbasetemp() / "x.csv"
    content = tomllib.loads(propose_sidecar(path, [sheet], CollectionSettings()))
    assert parse_settings({"collection": [content]}, where="x").collections[0].columns.text == (names[0],)
