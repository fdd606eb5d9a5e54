"""Who spoke beside who lives there: shares that add up, nothing small, nothing weighted."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from report_picture import demo_picture, empty_picture

from contributions.domain import AGE_BANDS, GENDERS, OTHER_BAND, Quartier, Residents
from contributions.errors import SettingsError
from contributions.frames import CONTRIBUTIONS
from contributions.ingest.people import age_band
from contributions.settings import FILE_NAME, open_workspace
from contributions.trace import NOT_SAID, voices_beside_residents

QUARTIERS = (Quartier("Les Tilleuls", "QN09901N"), Quartier("Haut Clos", "QN09902M"), Quartier("Les Quais"))
CITY = Residents(
    "",
    2022,
    "Insee",
    1000,
    dict(zip(AGE_BANDS, (200, 200, 200, 200, 150, 50), strict=True)),
    {"F": 520, "H": 480},
)
TILLEULS = Residents("QN09901N", 2021, "Insee, QPV", 250, gender={"F": 150, "H": 100})
BLANK = dict.fromkeys(CONTRIBUTIONS.columns, "") | {"fate": "kept", "collection": "plateforme", "file": "f.csv", "position": 1}
CODES = {quartier.name: quartier.code for quartier in QUARTIERS}
_said = st.tuples(
    st.sampled_from(["", *CODES]),
    st.sampled_from(["", "0-14", "15-29", "75+", "autre tranche", "18-99"]),
    st.sampled_from(["", "F", "H", "autre", "?"]),
    st.sampled_from(["kept", "kept", "kept", "duplicate", "quarantined"]),
)


def spoke(rows, **changes):
    said = [
        BLANK
        | {
            "id": f"C{n}",
            "quartier": quartier,
            "qpv_code": CODES.get(quartier, ""),
            "age_band": age,
            "gender": gender,
            "fate": fate,
        }
        for n, (quartier, age, gender, fate) in enumerate(rows)
    ]
    contributions = pd.DataFrame(said, columns=list(CONTRIBUTIONS.columns))
    known = {"quartiers": QUARTIERS, "residents": (CITY, TILLEULS), "small_cell": 3}
    return replace(empty_picture(**known), contributions=contributions, **changes)


def cells(picture, by, place=""):
    table = voices_beside_residents(picture)
    return table[table["by"].eq(by) & table["place"].eq(place)].set_index("group")


@settings(max_examples=25, deadline=None)
@given(st.lists(_said, max_size=60))
def test_the_groups_of_a_place_add_up_to_it_and_their_shares_to_one(rows):
    table = voices_beside_residents(spoke(rows, small_cell=1))
    kept = [row for row in rows if row[3] == "kept"]
    told = {"": len(kept)} | {name: sum(row[0] == name for row in kept) for name in CODES}
    for (_by, place), groups in table.groupby(["by", "place"]):
        assert groups["contributions"].sum() == told[place]
        assert groups["share"].sum() == pytest.approx(1 if told[place] else 0)
        assert groups["residents_share"].sum() == pytest.approx(1) or groups["residents_share"].isna().any()


@settings(max_examples=40, deadline=None)
@given(st.lists(_said, max_size=60), st.integers(2, 6))
@example([("Les Tilleuls", "0-14", "F", "kept")] * 7 + [("Haut Clos", "0-14", "H", "kept")] * 2, 5)
def test_nothing_small_is_shown_nor_is_one_subtraction_away(rows, small_cell):
    table = voices_beside_residents(spoke(rows, small_cell=small_cell))
    shown = table.loc[~table["hidden"], "contributions"]
    assert ((shown == 0) | (shown >= small_cell)).all()
    assert table.loc[table["hidden"], ["contributions", "share"]].isna().all(axis=None)
    quartiers = table[table["by"].eq("quartier")].set_index("group")["hidden"]
    # A quartier alone is the whole city.
    assert quartiers.sum() != 1 or len(quartiers) == 1
    for by in ("age", "gender"):
        groups = table[table["by"].eq(by)]
        for place, line in groups.groupby("place"):
            assert line["hidden"].all() if place and quartiers[place] else line["hidden"].sum() != 1
        # What is said of no quartier is in the city and in no line: it hides nothing by itself.
        if not any(row[0] == "" and row[3] == "kept" for row in rows):
            assert all(column["hidden"].sum() != 1 for _group, column in groups.groupby("group"))


@settings(max_examples=10, deadline=None)
@given(st.lists(_said, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_contributions_changes_nothing(rows, random):
    picture = spoke(rows)
    mixed = picture.contributions.sample(frac=1, random_state=random.randrange(2**31))
    pd.testing.assert_frame_equal(
        voices_beside_residents(picture), voices_beside_residents(replace(picture, contributions=mixed))
    )


def test_a_share_of_contributions_stands_beside_the_share_of_residents():
    rows = [("Les Tilleuls", "15-29", "F", "kept")] * 6 + [("Haut Clos", "75+", "H", "kept")] * 3 + [("", "", "", "kept")] * 3
    ages = cells(spoke(rows), "age")
    assert list(ages.index) == [*AGE_BANDS, NOT_SAID]
    assert ages.loc["15-29", ["contributions", "share", "residents", "residents_share"]].tolist() == [6, 0.5, 200, 0.2]
    assert ages.loc[NOT_SAID, ["contributions", "share"]].tolist() == [3, 0.25]
    assert pd.isna(ages.loc[NOT_SAID, "residents"])
    assert list(cells(spoke(rows), "gender").index) == [*GENDERS, NOT_SAID]


def test_a_quartier_is_compared_with_the_city_and_with_its_own_figures():
    rows = [("Les Tilleuls", "15-29", "F", "kept")] * 6 + [("Les Quais", "75+", "H", "kept")] * 6
    quartiers = cells(spoke(rows), "quartier")
    assert quartiers.loc["Les Tilleuls", ["share", "residents_share", "year", "source"]].tolist() == [
        0.5,
        0.25,
        2021,
        "Insee, QPV",
    ]
    assert pd.isna(quartiers.loc["Les Quais", "residents"])
    women = cells(spoke(rows), "gender", "Les Tilleuls").loc["F"]
    assert (women["share"], women["residents_share"], women["qpv_code"]) == (1.0, 0.6, "QN09901N")
    assert cells(spoke(rows), "age", "Les Tilleuls")["residents"].isna().all()
    assert pd.isna(cells(spoke(rows, residents=(TILLEULS,)), "quartier").loc["Les Tilleuls", "residents_share"])


def test_a_band_astride_ours_is_a_line_of_its_own_and_only_where_somebody_gave_one():
    rows = [("Haut Clos", "autre tranche", "F", "kept")] * 4
    assert cells(spoke(rows), "age").loc["autre tranche", "contributions"] == 4
    assert "autre tranche" not in cells(spoke([("Haut Clos", "75+", "F", "kept")]), "age").index


def test_without_figures_of_residents_the_shares_of_contributions_stand_alone():
    table = voices_beside_residents(demo_picture())
    assert table["residents"].isna().all()
    assert table.loc[table["by"].eq("quartier") & ~table["hidden"], "share"].gt(0).all()
    assert voices_beside_residents(empty_picture())["contributions"].sum() == 0


def test_an_age_and_a_gender_are_never_crossed():
    table = voices_beside_residents(spoke([("Les Tilleuls", "15-29", "F", "kept")] * 9))
    assert not table.duplicated(["by", "place", "group"]).any()
    assert set(table["group"]) <= {*AGE_BANDS, *GENDERS, NOT_SAID, *CODES}


# The ages that sources give


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100), st.integers(0, 20), st.sampled_from(["{}-{}", "{} à {} ans", "de {} ans à {} ans", "entre {} et {}"]))
def test_a_range_of_ages_is_in_the_band_of_both_its_ends_or_in_none(youngest, width, written):
    first, last = age_band(str(youngest)), age_band(str(youngest + width))
    assert age_band(written.format(youngest, youngest + width)) == (first if first == last else OTHER_BAND)


@pytest.mark.parametrize(
    ("written", "band"),
    [
        ("moins de 15 ans", "0-14"),
        ("14 ans et moins", "0-14"),
        ("jusqu'à 17 ans", OTHER_BAND),
        ("- de 18 ans", OTHER_BAND),
        ("75 ans et +", "75+"),
        ("plus de 74 ans", "75+"),
        ("+ de 60 ans", OTHER_BAND),
        ("65+", OTHER_BAND),
        ("à partir de 60 ans", OTHER_BAND),
        ("majeur", ""),
    ],
)
def test_an_open_range_of_ages_is_in_a_band_only_where_it_is_whole_in_it(written, band):
    assert age_band(written) == band


# The settings

FIGURES = """
[city]
quartiers = [{ name = "Les Tilleuls", code = "QN09901N" }]
[[residents]]
year = 2022
source = "Insee"
people = 1000
age = { "0-14" = 200, "15-29" = 200, "30-44" = 200, "45-59" = 200, "60-74" = 150, "75+" = 52 }
gender = { F = 520, H = 480 }
"""


def opened(folder, content):
    (folder / FILE_NAME).write_text(content, encoding="utf-8")
    return open_workspace(folder)


def test_figures_of_residents_are_read_from_the_settings_but_for_their_rounding(tmp_path):
    (city,) = opened(tmp_path, FIGURES).residents
    assert (city.quartier, city.year, city.people, city.gender) == ("", 2022, 1000, {"F": 520, "H": 480})


@pytest.mark.parametrize(
    ("changed", "seen"),
    [
        (FIGURES.replace("year = 2022", ""), "« residents.0.year » : réglage obligatoire absent"),
        (FIGURES.replace('"75+"', '"80+"'), "« 80+ » n'est pas un groupe connu ; groupes possibles : 0-14, 15-29"),
        (FIGURES.replace("F = 520", "F = 52"), "ces groupes font 532 personnes et « people » en dit 1000"),
        (FIGURES.replace("H = 480", "H = -480"), "« residents.0.gender.H »"),
        (FIGURES + FIGURES.partition("]]")[2].join(["[[residents]]", ""]), "deux sections pour la ville entière"),
        (FIGURES.replace("year", "quartier = 'QN09909N'\nyear"), "QN09909N n'est le code d'aucun quartier"),
    ],
)
def test_figures_that_cannot_be_are_refused_in_one_sentence(tmp_path, changed, seen):
    with pytest.raises(SettingsError) as caught:
        opened(tmp_path, changed)
    assert seen in str(caught.value)
    assert "\n" not in str(caught.value)
