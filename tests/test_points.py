"""Latitude and longitude, however they are written, give the quartier; they are not kept."""

import json
from functools import partial

import pytest
from cap_exports import PROPOSAL, export
from hypothesis import given
from hypothesis import strategies as st
from maps import HAUT_CLOS, IN_HAUT_CLOS, IN_TILLEULS, OUTSIDE, TILLEULS, contours
from source_files import CITY, workbook

from contributions.contours import with_contours
from contributions.errors import SourceError
from contributions.frames import READINGS
from contributions.ingest import read_source
from contributions.ingest.points import locate, read_point, written_point
from contributions.settings import FILE_NAME, CollectionSettings, Columns, open_workspace
from contributions.steps import finish_run, open_store, run_step, start_run

LNG = {"export_proposal_address_lng": "{1}"}
HEAD = "Diagnostic en marchant ; relevé"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    path = tmp_path_factory.mktemp("cartes") / "qpv.geojson"
    path.write_text(contours(), encoding="utf-8")
    return with_contours(CITY, path)


@pytest.fixture
def read(tmp_path, drawn):
    """Write a file, then read it in a city whose contours are known."""
    return partial(_read, tmp_path, drawn)


def _read(folder, quartiers, name, content, **settings):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(path, settings=CollectionSettings(**settings), quartiers=quartiers)


@pytest.mark.parametrize(
    "written",
    [
        *("48.0731, -0.7702", "48.0731,-0.7702", "48.0731 -0.7702", "(48.0731, -0.7702)", "[48.0731, -0.7702]"),
        *("48,0731 ; -0,7702", "48,0731, -0,7702", "48,0731 -0,7702", "48,0731;-0,7702", "48.0731°, −0.7702°"),
        *("-0.7702, 48.0731", "lat: 48.0731, lng: -0.7702", "48.0731 -0.7702 0 0", "48.0731 -0.7702 65.2 4.9"),
        *(
            "POINT(-0.7702 48.0731)",
            "POINT (-0.7702 48.0731)",
            "SRID=4326;POINT(-0.7702 48.0731)",
            "Point Z (-0.7702 48.0731 61)",
        ),
        *('{"type": "Point", "coordinates": [-0.7702, 48.0731]}', "POINT(48.0731 -0.7702)"),
    ],
)
def test_coordinates_are_read_however_they_are_written(written):
    assert read_point(written) == (48.0731, -0.7702)


@pytest.mark.parametrize(
    "written",
    [
        *("", "0, 0", "12 rue des Lilas", "06 12 34 56 78", "48,2", "12/03/2026", "2026-03-12", "45 5", "3, 48", "35.6, 139.7"),
        *('{"type": "Point"}', "{", "POINT EMPTY", "POINT(-0.77)", "420000.5, 6780000.5", "note : 12,5", "48.07", "12.50 / 8.75"),
    ],
)
def test_what_is_not_a_place_in_france_is_no_point(written):
    assert read_point(written) is None


SOMEWHERE = st.one_of(
    st.tuples(st.floats(41, 51), st.floats(-5, 10)),
    st.tuples(st.floats(-21.4, -20.8), st.floats(55.2, 55.8)),
    st.tuples(st.floats(2.2, 5.8), st.floats(-54.5, -51.7)),
    st.tuples(st.floats(-13.0, -12.6), st.floats(45.0, 45.3)),
    st.tuples(st.floats(15.9, 16.5), st.floats(-61.8, -61.0)),
)


@given(SOMEWHERE)
def test_a_swapped_pair_is_the_same_point(place):
    latitude, longitude = (f"{each:.5f}" for each in place)
    told = (float(latitude), float(longitude))
    assert read_point(written_point(latitude, longitude)) == told
    assert read_point(written_point(longitude, latitude)) == told
    assert read_point(f"{latitude}, {longitude}") == read_point(f"{longitude} ; {latitude}".replace(".", ",")) == told


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("lat;lng", "{0};{1}"),
        ("Latitude;Longitude", "{0};{1}"),
        ("Longitude de la halte;Latitude de la halte", "{1};{0}"),
        ("lat;lon", "{1};{0}"),
        ("Coordonnées", "{0}, {1}"),
        ("the_geom", "POINT({1} {0})"),
        ("Où exactement", "{0} {1}"),
        ("lieu", "{0}, {1}"),
        ("Localisation", '"{{""type"":""Point"",""coordinates"":[{1},{0}]}}"'),
    ],
)
def test_a_table_gives_the_quartier_of_each_point_and_keeps_no_coordinates(read, head, cells):
    rows = "".join(f"Un banc à l'ombre;{cells.format(*place)}\n" for place in (IN_TILLEULS, IN_HAUT_CLOS, OUTSIDE))
    reading = read("haltes.csv", f"avis;{head}\n{rows}")
    assert reading.rows["quartier"].tolist() == ["Les Tilleuls", "Le Haut-Clos", ""]
    assert reading.rows["qpv_code"].tolist() == [TILLEULS, HAUT_CLOS, ""]
    assert reading.rows["residence"].tolist() == [""] * 3
    assert reading.why.endswith("« avis » ; 2 quartiers trouvés par les coordonnées")
    assert list(reading.rows.columns) == list(READINGS.columns)
    kept = reading.rows.to_csv()
    assert not any(str(figure) in kept for place in (IN_TILLEULS, IN_HAUT_CLOS, OUTSIDE) for figure in place)


def test_decimal_commas_and_columns_that_the_settings_name_are_read(read):
    columns = Columns(latitude="y", longitude="x")
    reading = read("haltes.csv", "avis;x;y\nUn banc à l'ombre;-0,745;48,075\n", columns=columns)
    assert reading.rows["quartier"].tolist() == ["Le Haut-Clos"]


def test_what_is_written_wins_over_the_point_and_it_is_said(read):
    tilleuls, clos = (f"{place[0]};{place[1]}" for place in (IN_TILLEULS, IN_HAUT_CLOS))
    content = (
        f"avis;quartier;lat;lon\nUn banc;Tilleuls;{clos}\nUn arbre;Centre;{clos}\nUn bus;ht clos;{clos}\nUn pré;;{tilleuls}\n"
    )
    reading = read("haltes.csv", content + "Un puits;;0;0\n")
    assert reading.rows["quartier"].tolist() == ["Les Tilleuls", "Centre", "Le Haut-Clos", "Les Tilleuls", ""]
    assert reading.why.endswith(
        "1 quartier trouvé par les coordonnées ; 2 quartiers gardés comme ils sont écrits, les coordonnées en désignent d'autres"
        " ; 1 ligne aux coordonnées illisibles ou hors de France"
    )


def test_the_point_wins_over_the_settings_which_serve_outside_every_contour(read):
    content = "avis;lat;lon\nUn banc;{};{}\nUn arbre;{};{}\n".format(*IN_HAUT_CLOS, *OUTSIDE)
    assert read("haltes.csv", content, quartier="La Verrerie").rows["quartier"].tolist() == ["Le Haut-Clos", "La Verrerie"]


def test_contact_details_named_coordonnees_are_no_place(read):
    reading = read("avis.csv", "avis;Coordonnées\nUn banc à l'ombre;06 12 34 56 78\nUn robinet;a@exemple.fr\n")
    assert reading.rows["quartier"].tolist() == ["", ""]
    assert "coordonnées" not in reading.why


def test_coordinates_are_never_taken_for_the_text(read):
    shape = '"{""type"": ""Point"", ""coordinates"": [-0.7, 48.2]}"'
    with pytest.raises(SourceError, match="pas de colonne de texte"):
        read("carte.csv", f"départ;arrivée;n\n{shape};{shape};1\n{shape};{shape};2\n")


def test_haltes_are_read_in_every_sheet_of_a_workbook(read):
    walk = [[HEAD], ["Halte", "Lat", "Lon", "Constat", "Photo"], [1, *IN_TILLEULS, "toboggan barré", "IMG_01.jpg"]]
    walk += [[None, *IN_HAUT_CLOS, "banc apprécié", None]]
    other = [["étape", "observation", "coordonnées GPS"], [1, "pas de bateau au trottoir", "{}, {}".format(*IN_HAUT_CLOS)]]
    fountain = [["avis", "lat", "lon"], ["la fontaine est à sec", *OUTSIDE]]
    sheets = {
        "Mode d'emploi": [["une ligne par halte"]],
        "Mars": walk,
        "Avril": other,
        "Halte 3 Puits": fountain,
        "La Verrerie": [["avis"], ["un robinet"]],
    }
    rows = read("marches.xlsx", workbook(**sheets)).rows
    read_rows = rows[rows["reason"] == ""]
    assert read_rows[["part", "position", "session", "text", "quartier"]].values.tolist() == [
        ["Mars", 3, "halte 1", "toboggan barré", "Les Tilleuls"],
        ["Mars", 4, "", "banc apprécié", "Le Haut-Clos"],
        ["Avril", 2, "etape 1", "pas de bateau au trottoir", "Le Haut-Clos"],
        ["Halte 3 Puits", 2, "Halte 3 Puits", "la fontaine est à sec", ""],
        ["La Verrerie", 2, "", "un robinet", "La Verrerie"],
    ]


def test_points_of_geojson_give_their_quartier_before_the_columns(read):
    places = [[*reversed(IN_TILLEULS)], [*reversed(IN_HAUT_CLOS), 61.0], None, [[*reversed(IN_TILLEULS)], [*reversed(OUTSIDE)]]]
    kinds = ["Point", "Point", "Point", "LineString"]
    features = [
        {"type": "Feature", "geometry": place and {"type": kind, "coordinates": place}, "properties": {"constat": f"banc {n}"}}
        for n, (place, kind) in enumerate(zip(places, kinds, strict=True))
    ]
    reading = read("marche.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    assert reading.rows["quartier"].tolist() == ["Les Tilleuls", "Le Haut-Clos", "", "Les Tilleuls"]
    assert "3 quartiers trouvés par les coordonnées" in reading.why


PLATFORMS = {
    "propositions.csv": "id;title/fr;body/fr;component/id;meeting_urls;latitude;longitude\n7;Un banc;;3;;{0};{1}\n",
    "cap.csv": export(PROPOSAL | {"export_proposal_district_name": "", "export_proposal_address_lat": "{0}"} | LNG),
    "go-vocal.xlsx": [
        ["ID", "Titre", "Latitude", "Longitude", "ID de l'auteur", "Soumis le"],
        [1, "Un banc", "{0}", "{1}", "a", ""],
    ],
}


@pytest.mark.parametrize(("name", "reader"), [*zip(PLATFORMS, ("decidim", "cap_collectif", "go_vocal"), strict=True)])
def test_the_coordinates_of_a_platform_give_the_quartier(read, name, reader):
    content = PLATFORMS[name]
    if isinstance(content, str):
        reading = read(name, content.format(*IN_HAUT_CLOS))
    else:
        sheet = [[cell.format(*IN_HAUT_CLOS) if isinstance(cell, str) else cell for cell in row] for row in content]
        reading = read(name, workbook(Contributions=sheet))
    assert (reading.reader, reading.rows["qpv_code"].tolist()) == (reader, [HAUT_CLOS])
    assert "1 quartier trouvé par les coordonnées" in reading.why
    assert str(IN_HAUT_CLOS[0]) not in reading.rows.to_csv()


def test_thousands_of_points_are_each_placed(drawn):
    points = [written_point(f"{48.06 + n / 2e5:.7f}", f"{-0.78 + n / 1.25e5:.7f}") for n in range(5_000)]
    found = locate(points, drawn)
    assert len(found) == len(points)
    assert {quartier.name for quartier in found.values() if quartier} == {"Les Tilleuls", "Le Haut-Clos"}


@pytest.mark.model
def test_no_coordinates_reach_the_store(tmp_path):
    (tmp_path / FILE_NAME).write_text('[city]\ncontours = "qpv.geojson"\n', encoding="utf-8")
    (tmp_path / "qpv.geojson").write_text(contours(), encoding="utf-8")
    (tmp_path / "sources").mkdir()
    content = "avis;lieu;adresse;lat;lon\nUn banc à l'ombre;48.07512, -0.76512;devant chez moi;48.07512;-0.76512\n"
    (tmp_path / "sources" / "haltes.csv").write_text(content, encoding="utf-8")
    workspace = open_workspace(tmp_path)
    store = open_store(workspace.database_url)
    finish_run(store, run_step(workspace, store, start_run(workspace, store), "ingest"))
    assert store.contributions()["quartier"].tolist() == ["Tilleuls"]
    store.close()
    kept = b"".join(path.read_bytes() for path in workspace.var.rglob("*") if path.is_file())
    assert b"Un banc" in kept
    assert b"48.07512" not in kept
    assert b"76512" not in kept
