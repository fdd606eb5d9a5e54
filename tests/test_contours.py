"""The contours of the quartiers: what a city may give, and one French sentence for what it may not."""

import json

import pytest
from maps import HAUT_CLOS, IN_HAUT_CLOS, OUTSIDE, TILLEULS, contours, feature, square

from contributions.contours import with_contours
from contributions.domain import Quartier
from contributions.errors import SettingsError
from contributions.ingest.points import locate, written_point
from contributions.settings import FILE_NAME, open_workspace

CITY = (Quartier("Les Tilleuls", TILLEULS, ("cité des Tilleuls",)), Quartier("Le Haut-Clos", HAUT_CLOS), Quartier("Centre"))
BOW_TIE = [[[-0.77, 48.07], [-0.76, 48.08], [-0.76, 48.07], [-0.77, 48.08], [-0.77, 48.07]]]


@pytest.fixture
def drawn(tmp_path):
    """Write a file of contours, and give the quartiers of a city with them."""

    def write(content, listed=CITY):
        path = tmp_path / "qpv.geojson"
        path.write_text(content, encoding="utf-8")
        return with_contours(listed, path)

    return write


def test_a_quartier_keeps_the_names_of_the_city_and_takes_its_contour_by_code(drawn):
    found = drawn(contours())
    assert [(each.name, each.aliases, bool(each.contour)) for each in found] == [
        ("Les Tilleuls", ("cité des Tilleuls",), True),
        ("Le Haut-Clos", (), True),
        ("Centre", (), False),
    ]


def test_where_none_is_listed_the_quartiers_are_those_of_the_file(drawn):
    assert [(each.name, each.code) for each in drawn(contours(), ())] == [("Tilleuls", TILLEULS), ("Haut Clos", HAUT_CLOS)]


def test_a_file_of_the_whole_country_adds_no_quartier_to_those_that_are_listed(drawn):
    elsewhere = feature("QN99901N", "Ailleurs", square(2.3, 48.8))
    far = contours(feature(TILLEULS, "Tilleuls", square(-0.77, 48.07)), elsewhere)
    assert [each.name for each in drawn(far, CITY[:1])] == ["Les Tilleuls"]


def test_a_quartier_drawn_in_two_pieces_is_one(drawn):
    pieces = [feature(TILLEULS, "Tilleuls", square(longitude, 48.07)) for longitude in (-0.77, -0.75)]
    (found,) = drawn(contours(*pieces), CITY[:1])
    point = written_point(*map(str, IN_HAUT_CLOS))
    assert locate([point], [found]) == {point: found}


def test_names_of_properties_in_capitals_are_read(drawn):
    one = feature(TILLEULS, "Tilleuls", square(-0.77, 48.07))
    one["properties"] = {"CODE_QP": TILLEULS, "LIB_QP": "Tilleuls"}
    assert drawn(contours(one), ())[0].name == "Tilleuls"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ("{", "GeoJSON illisible ; exportez-le à nouveau."),
        ("[]", "aucun contour ; il faut un GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "aucun contour"),
        (contours(feature("", "Tilleuls", square(-0.77, 48.07))), "contour n° 1 sans code (attendu : code_qp)."),
        (contours(feature("QP093001", "Tilleuls", square(-0.77, 48.07))), "« QP093001 » n'est pas un code de QPV de 2024"),
        (contours(feature("QN09909N", "Autre", square(-0.77, 48.07))), f"pas de contour pour « Les Tilleuls » ({TILLEULS})"),
        (contours(feature(TILLEULS, "Tilleuls", BOW_TIE)), "le contour de « Tilleuls » est abîmé"),
        (contours(feature(TILLEULS, "Tilleuls", [[[-0.77, 48.07], [-0.76]]])), "le contour de « Tilleuls » est abîmé"),
        (contours(feature(TILLEULS, "Tilleuls", "ici")), "le contour de « Tilleuls » est abîmé"),
        (contours(feature(TILLEULS, "Tilleuls", [])), "« Tilleuls » n'a pas de polygone."),
        (contours(feature(TILLEULS, "Tilleuls", [-0.77, 48.07], "Point")), "« Tilleuls » n'a pas de polygone."),
        (contours(feature(TILLEULS, "Tilleuls", square(420_000, 6_780_000, 500))), "est en mètres (Lambert-93)"),
        (contours(feature(TILLEULS, "Tilleuls", square(48.07, -0.77))), "« Tilleuls » est hors de France"),
    ],
)
def test_what_cannot_be_used_is_one_french_sentence(drawn, content, seen):
    with pytest.raises(SettingsError) as caught:
        drawn(content, CITY[:1])
    said = str(caught.value)
    assert said.startswith("contributions.toml, « city.contours » : qpv.geojson : ")
    assert seen in said
    assert said.endswith(".")
    assert "\n" not in said


def test_contours_are_checked_when_the_workspace_opens(tmp_path):
    listed = f'quartiers = [{{ name = "Les Tilleuls", code = "{TILLEULS}" }}]'
    (tmp_path / FILE_NAME).write_text(f'[city]\ncontours = "cartes/qpv.geojson"\n{listed}', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"qpv\.geojson : fichier introuvable ou interdit de lecture"):
        open_workspace(tmp_path)
    (tmp_path / "cartes").mkdir()
    (tmp_path / "cartes" / "qpv.geojson").write_text(contours(), encoding="utf-8")
    workspace = open_workspace(tmp_path)
    assert [bool(each.contour) for each in workspace.quartiers] == [True]
    assert [bool(each.contour) for each in workspace.settings.quartiers] == [False]


def test_a_point_outside_every_contour_has_no_quartier_and_what_is_no_point_is_left_out(drawn):
    outside = written_point(*map(str, OUTSIDE))
    assert locate([outside, "", "12 rue des Lilas"], drawn(contours())) == {outside: None}


def test_a_quartier_with_contours_given_as_objects_of_another_kind_is_refused(drawn):
    content = json.loads(contours())
    content["features"][0]["geometry"] = None
    with pytest.raises(SettingsError, match="« Tilleuls » n'a pas de polygone"):
        drawn(json.dumps(content))
