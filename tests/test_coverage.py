"""What the contract covers by quartier and month, and what each quartier does not speak of."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import CONTRACT, demo_picture, empty_picture
from test_trace import pictures

from contributions.domain import Objective, Quartier
from contributions.trace import axis_figures, coverage, coverage_by_month, objectives_without_voice_by_quartier

QUARTIERS = (Quartier("Les Tilleuls", "QN09901N"), Quartier("Les Aulnes", "QN09909N"))
FIGURES = (coverage, coverage_by_month, axis_figures, objectives_without_voice_by_quartier)


def _bare(picture):
    return replace(picture, small_cell=1, quartiers=QUARTIERS)


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_the_months_of_an_axis_and_a_quartier_add_up_to_their_total(picture):
    whole, months = coverage(_bare(picture)), coverage_by_month(_bare(picture))
    for counted in ("ideas", "voices"):
        summed = months.groupby(["axis", "quartier"])[counted].sum().to_dict()
        assert {key: value for key, value in summed.items() if value} == {
            (row.axis, row.quartier): getattr(row, counted) for row in whole.itertuples() if getattr(row, counted)
        }


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_the_quartiers_of_an_axis_add_up_to_it_and_no_idea_is_lost(picture):
    bare = _bare(picture)
    axes = axis_figures(bare)
    assert coverage(bare).groupby("axis")["ideas"].sum().to_dict() == axes.set_index("axis")["ideas"].to_dict()
    assert axes["ideas"].sum() >= len(bare.spoken)


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_no_small_cell_of_the_coverage_is_shown_nor_can_be_subtracted(picture):
    whole, months = coverage(picture), coverage_by_month(picture)
    for key in ("axis", "quartier"):
        assert all(len(line) == 1 or line["hidden"].sum() != 1 for _, line in whole.groupby(key))
    cells = months.groupby(["axis", "quartier"])
    assert all(len(line) == 1 or line["hidden"].sum() != 1 for _, line in cells)
    hidden = whole.set_index(["axis", "quartier"])["hidden"]
    assert all(line["hidden"].all() for key, line in cells if hidden[key])
    for table in (whole, months, axis_figures(picture)):
        shown = table.loc[~table["hidden"], "ideas"]
        assert ((shown == 0) | (shown >= picture.small_cell)).all()
        assert table.loc[table["hidden"], ["ideas", "voices"]].isna().all(axis=None)


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_where_a_quartier_is_silent_no_idea_of_it_is_matched_and_no_small_count_is_betrayed(picture):
    silent = objectives_without_voice_by_quartier(picture)
    pairs = picture.voiced.merge(picture.spoken, left_on="subject", right_on="idea")
    assert set(zip(silent["objective"], silent["quartier"], strict=True)).isdisjoint(
        zip(pairs["objective"], pairs["quartier"], strict=True)
    )
    said = pairs.groupby("objective")["contribution"].nunique().reindex(silent["objective"].unique(), fill_value=0)
    assert ((said == 0) | (said >= picture.small_cell)).all()


@settings(max_examples=6, deadline=None)
@given(pictures(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_of_the_coverage(picture, random):
    frames = ("contributions", "ideas", "placements", "matches")
    seed = random.randrange(2**31)
    mixed = replace(picture, **{name: getattr(picture, name).sample(frac=1, random_state=seed) for name in frames})
    for figure in FIGURES:
        pd.testing.assert_frame_equal(figure(picture), figure(mixed))


def test_an_idea_near_two_objectives_of_an_axis_counts_once_and_what_is_near_none_is_shown():
    cells = coverage(demo_picture(small_cell=1)).set_index(["axis", "quartier"])
    assert cells.loc[("1", "Les Tilleuls"), "ideas"] == 5
    assert cells.loc[("2", "Les Quais"), ["ideas", "voices"]].tolist() == [2, 2]
    assert cells.loc[("", "non renseigné"), "ideas"] == 1
    assert cells.loc[("1", "Les Tilleuls"), "title"] == "1 Cadre de vie, habitat et transitions"


def test_a_quartier_that_the_city_lists_and_nobody_spoke_in_is_there_with_zeros():
    cells = coverage(demo_picture(quartiers=QUARTIERS))
    assert cells.loc[cells["quartier"].eq("Les Aulnes") & ~cells["hidden"], "ideas"].eq(0).all()
    silent = objectives_without_voice_by_quartier(demo_picture(quartiers=QUARTIERS, small_cell=1))
    assert set(silent.loc[silent["quartier"].eq("Les Aulnes"), "code"]) == {leaf.code for leaf in CONTRACT.leaves}
    assert set(silent.loc[silent["quartier"].eq("Les Aulnes"), "qpv_code"]) == {"QN09909N"}


def test_an_objective_limited_to_a_quartier_is_expected_only_there():
    limited = Objective("contrat", "9", "Rénover les tours", quartiers=("QN09902M",))
    contract = replace(CONTRACT, objectives=(*CONTRACT.objectives, limited))
    silent = objectives_without_voice_by_quartier(demo_picture(referentials=(contract,)))
    assert silent.loc[silent["code"].eq("9"), "quartier"].tolist() == ["Haut Clos"]


def test_what_is_not_said_in_one_quartier_bears_the_voices_of_the_others():
    silent = objectives_without_voice_by_quartier(demo_picture()).set_index(["quartier", "code"])
    assert silent.loc[("Les Tilleuls", "2.1"), "voices"] == 3
    assert ("Les Quais", "2.1") not in silent.index


def test_without_a_contract_nothing_is_covered_and_an_empty_city_covers_nothing():
    for figure in FIGURES:
        assert figure(demo_picture(referentials=())).empty
    assert coverage(empty_picture()).empty
    assert objectives_without_voice_by_quartier(empty_picture()).empty
