from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_picture import CONTRACT, CONVENTION, demo_picture

from contributions.domain import Channel, Collection, Fate, Objective, Referential, Theme
from contributions.errors import SchemaError
from contributions.frames import CONTRIBUTIONS, IDEAS, MATCHES, PLACEMENTS
from contributions.trace import (
    contract,
    fates,
    idea_to_objective,
    needs_without_objective,
    objective_figures,
    objective_to_ideas,
    objectives_without_voice,
    rejected,
    theme_figures,
    themes_by,
    themes_by_month,
)
from contributions.trace.figures import protect

FRAMES = (
    fates,
    theme_figures,
    themes_by_month,
    lambda picture: themes_by(picture, "quartier"),
    lambda picture: themes_by(picture, "channel"),
    idea_to_objective,
    objective_to_ideas,
    objective_figures,
    needs_without_objective,
    objectives_without_voice,
    rejected,
)
THEMES = (Theme("T1", "Un"), Theme("T2", "Deux"), Theme("T3", "Trois", parent="T1"), Theme("T4", "Quatre", parent="T3"))
OBJECTIVES = ("contrat/1.1", "contrat/1.3", "contrat/2.1", "convention/C2", "inconnu/9")

_contribution = st.fixed_dictionaries(
    {
        "collection": st.sampled_from(["atelier", "plateforme", "jamais déclarée"]),
        "fate": st.sampled_from([fate.value for fate in Fate]),
        "quartier": st.sampled_from(["", "Les Tilleuls", "tilleuls", "Haut Clos"]),
        "qpv_code": st.sampled_from(["", "QN09901N"]),
        "said_on": st.sampled_from(["", "2026-03-12", "2026-04-01", "2026-04"]),
        "session": st.sampled_from(["", "1", "2"]),
        "reason": st.sampled_from(["", "texte vide"]),
    }
)
_idea = st.tuples(
    st.integers(0, 24),
    st.sampled_from(["", "", "I00"]),
    st.sampled_from(["", "T1", "T2", "T3", "T4", "parti", None]),
    st.lists(st.tuples(st.sampled_from(OBJECTIVES), st.sampled_from(["proposed", "review", "none"])), max_size=3),
)


@st.composite
def pictures(draw):
    said = [{**dict.fromkeys(CONTRIBUTIONS.columns, ""), **row} for row in draw(st.lists(_contribution, max_size=25))]
    contributions = [
        row | {"id": f"C{n:02d}", "file": "f.csv", "position": n, "text": f"parole {n}"} for n, row in enumerate(said)
    ]
    drawn = [idea for idea in draw(st.lists(_idea, max_size=40)) if idea[0] < len(said)]
    ideas, placements, matches = [], [], []
    for n, (owner, campaign, theme, matched) in enumerate(drawn):
        key = f"I{n:02d}"
        ideas.append((key, f"C{owner:02d}", 0, 3, f"idée {n}", "besoin", campaign))
        placements += [(key, theme, 0.5, "" if theme else "trop loin")] if theme is not None else []
        matches += [(key, objective, rank, 0.5, 0.4, zone, "") for rank, (objective, zone) in enumerate(matched)]
    themed = draw(st.lists(st.tuples(st.sampled_from(["T1", "T2"]), st.sampled_from(OBJECTIVES)), max_size=3))
    matches += [(theme, objective, 1, 0.5, 0.6, "proposed", "") for theme, objective in themed]
    return demo_picture(
        collections=(Collection("atelier", channel=Channel.WORKSHOP), Collection("plateforme", channel=Channel.PLATFORM)),
        contributions=pd.DataFrame(contributions, columns=list(CONTRIBUTIONS.columns)),
        ideas=pd.DataFrame(ideas, columns=list(IDEAS.columns)),
        placements=pd.DataFrame(placements, columns=list(PLACEMENTS.columns)),
        matches=pd.DataFrame(matches, columns=list(MATCHES.columns)),
        themes=THEMES,
        small_cell=draw(st.integers(1, 6)),
    )


def _kept_ideas(picture):
    kept = picture.contributions.loc[picture.contributions["fate"].eq("kept"), "id"]
    return set(picture.ideas.loc[picture.ideas["contribution"].isin(kept), "id"])


def _pairs(frame):
    said = frame[frame["idea"].ne("") & frame["objective"].ne("")]
    return sorted(zip(said["idea"], said["objective"], said["zone"], said["probability"], strict=True))


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_every_contribution_has_one_fate_and_the_totals_add_up(picture):
    counts = fates(picture)
    assert (counts[[fate.value for fate in Fate]].sum(axis=1) == counts["read"]).all()
    assert counts["read"].sum() == len(picture.contributions)
    aside = rejected(picture)
    assert (aside["kind"].eq("contribution")).sum() + counts["kept"].sum() == len(picture.contributions)


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_every_idea_is_in_one_theme_or_in_none_and_the_totals_add_up(picture):
    figures = theme_figures(picture)
    placed = figures.loc[figures["parent"].eq(""), "ideas"].sum()
    unplaced = picture.spoken["theme"].eq("").sum()
    assert placed + unplaced == len(picture.spoken) == len(_kept_ideas(picture))
    assert (figures["voices"] <= figures["ideas"]).all()
    assert picture.spoken.loc[picture.spoken["theme"].eq(""), "unplaced"].ne("").all()


@settings(max_examples=12, deadline=None)
@given(pictures())
def test_both_directions_give_the_same_pairs_and_lose_no_one(picture):
    forth, back = idea_to_objective(picture), objective_to_ideas(picture)
    assert _pairs(forth) == _pairs(back)
    assert set(forth["idea"]) == _kept_ideas(picture)
    leaves = {objective.id for referential in picture.referentials for objective in referential.leaves}
    assert leaves <= set(back["objective"])
    assert set(objectives_without_voice(picture)["objective"]).isdisjoint(forth["objective"])


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(pictures(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(picture, random):
    def shuffled(frame):
        return frame.sample(frac=1, random_state=random.randrange(2**31))

    frames = ("contributions", "ideas", "placements", "matches")
    mixed = replace(picture, **{name: shuffled(getattr(picture, name)) for name in frames})
    for figure in FRAMES:
        pd.testing.assert_frame_equal(figure(picture), figure(mixed))


@settings(max_examples=12, deadline=None)
@given(pictures(), st.sampled_from(["channel", "quartier"]))
def test_no_small_cell_is_shown_nor_can_be_subtracted(picture, group):
    table = themes_by(picture, group)
    for _, line in table.groupby("theme"):
        assert len(line) == 1 or line["hidden"].sum() != 1
    for _, column in table.groupby("value"):
        assert len(column) == 1 or column["hidden"].sum() != 1
    shown = table.loc[~table["hidden"], "ideas"]
    assert ((shown == 0) | (shown >= picture.small_cell)).all()
    assert table.loc[table["hidden"], "ideas"].isna().all()


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(pictures())
def test_crossed_tables_hold_every_idea(picture):
    bare = replace(picture, small_cell=1)
    for table in (themes_by(bare, "quartier"), themes_by(bare, "channel"), themes_by_month(bare)):
        assert not table["hidden"].any()
        assert table["ideas"].sum() == len(picture.spoken)


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 5), st.integers(2, 5), st.randoms(use_true_random=False))
def test_hiding_ends_and_hides_no_less(lines, columns, random):
    counts = np.array([[random.randrange(12) for _ in range(columns)] for _ in range(lines)])
    small = (counts > 0) & (counts < 5)
    hidden = protect(counts, small)
    assert (hidden | small == hidden).all()
    assert (hidden.sum(axis=1) != 1).all()


def test_a_campaign_counts_for_one_voice_and_all_its_ideas():
    bus = theme_figures(demo_picture()).set_index("theme").loc["T-bus"]
    assert (bus["ideas"], bus["voices"], bus["contributions"]) == (5, 3, 5)


def test_a_theme_counts_its_sub_themes_and_a_sub_theme_only_itself():
    figures = theme_figures(demo_picture()).set_index("theme")
    assert figures.loc["T-prop", "ideas"] == 6
    assert figures.loc["T-rats", ["ideas", "parent"]].tolist() == [2, "T-prop"]


def test_themes_said_in_more_sessions_come_before_louder_ones():
    picture = demo_picture()
    loud = picture.ideas[picture.ideas["id"].eq("C007-1")]
    echoes = pd.concat([loud.assign(id=f"C007-{n}") for n in range(2, 40)])
    placed = pd.DataFrame([(idea, "T-prop", 0.5, "") for idea in echoes["id"]], columns=list(PLACEMENTS.columns))
    louder = replace(picture, ideas=pd.concat([picture.ideas, echoes]), placements=pd.concat([picture.placements, placed]))
    assert theme_figures(louder)["theme"].tolist()[:2] == ["T-asc", "T-prop"]


def test_a_theme_is_new_only_beside_an_earlier_run():
    assert theme_figures(demo_picture()).set_index("theme")["new"].to_dict()["T-bus"]
    assert not theme_figures(demo_picture(previous_themes=frozenset()))["new"].any()


def test_two_spellings_of_one_qpv_are_one_quartier():
    picture = demo_picture()
    renamed = picture.contributions.assign(
        quartier=picture.contributions["quartier"].mask(picture.contributions["id"].eq("C001"), "tilleuls")
    )
    assert "tilleuls" not in set(replace(picture, contributions=renamed).spoken["quartier"])


def test_the_words_of_what_was_not_kept_are_nowhere():
    picture = demo_picture()
    leaked = picture.ideas.iloc[:1].assign(id="C104-1", contribution="C104", text="secret de santé")
    picture = replace(picture, ideas=pd.concat([picture.ideas, leaked]))
    for figure in FRAMES:
        assert "santé" not in figure(picture).to_csv()


def test_an_erased_contribution_shows_neither_reason_nor_place():
    aside = rejected(demo_picture()).set_index("id")
    assert aside.loc["C105", ["reason", "locator"]].tolist() == ["effacée", ""]
    assert aside.loc["photo-du-mur.pdf", "kind"] == "source"


def test_needs_are_the_themes_then_the_lone_ideas_that_no_objective_of_the_contract_answers():
    needs = needs_without_objective(demo_picture())
    assert needs["subject"].tolist() == ["T-anim", "C024-1", "C025-1", "C026-1"]
    assert needs.loc[0, ["nearest", "probability"]].tolist() == ["contrat/2.3", 0.11]


def test_a_theme_of_several_subjects_is_no_need_when_a_quarter_of_its_ideas_are_answered():
    picture = demo_picture()
    silent = picture.matches[picture.matches["subject"].ne("T-bus")]
    assert "T-bus" not in set(needs_without_objective(replace(picture, matches=silent))["subject"])
    ideas = set(picture.spoken.loc[picture.spoken["family"].eq("T-bus"), "idea"])
    unanswered = silent[~silent["subject"].isin(ideas)]
    assert "T-bus" in set(needs_without_objective(replace(picture, matches=unanswered))["subject"])


def test_one_answered_copy_answers_its_campaign():
    picture = demo_picture()
    lone = picture.placements.assign(theme=picture.placements["theme"].mask(picture.placements["theme"].eq("T-bus"), ""))
    matches = picture.matches[~picture.matches["subject"].isin(["C014-1", "C015-1"])]
    needs = needs_without_objective(replace(picture, placements=lone, matches=matches))
    assert {"C013-1", "C014-1", "C015-1"}.isdisjoint(needs["subject"])


def test_an_objective_to_review_has_a_voice():
    silent = objectives_without_voice(demo_picture())
    assert silent["objective"].tolist() == ["contrat/2.3", "contrat/T1", "convention/C12"]
    assert silent.loc[0, "axis"] == "2 Mobilités, commerces et services du quotidien"


def test_the_contract_is_the_contrat_de_ville_wherever_it_stands():
    assert contract(demo_picture(referentials=(CONVENTION, CONTRACT))) is CONTRACT
    assert contract(demo_picture(referentials=(CONVENTION,))) is CONVENTION
    assert contract(demo_picture(referentials=())) is None
    assert needs_without_objective(demo_picture(referentials=())).empty


def test_parents_that_turn_in_a_circle_do_not_hang():
    themes = (Theme("T-asc", "A", parent="T-prop"), Theme("T-prop", "B", parent="T-asc"))
    turning = Referential(
        "contrat",
        "C",
        "contrat de ville",
        (Objective("contrat", "1", "x", parent="2"), Objective("contrat", "2", "y", parent="1")),
    )
    picture = demo_picture(themes=themes, referentials=(turning,))
    assert len(theme_figures(picture)) == 2
    assert len(idea_to_objective(picture)) == len(picture.spoken)


def test_an_unknown_fate_and_an_idea_without_contribution_are_refused():
    picture = demo_picture()
    with pytest.raises(SchemaError, match="perdue"):
        fates(replace(picture, contributions=picture.contributions.assign(fate="perdue")))
    with pytest.raises(SchemaError, match="sans contribution"):
        theme_figures(replace(picture, ideas=picture.ideas.assign(contribution="C999")))


def test_an_empty_workspace_gives_empty_frames():
    empty = {"contributions": CONTRIBUTIONS, "ideas": IDEAS, "placements": PLACEMENTS, "matches": MATCHES}
    picture = demo_picture(**{name: schema.empty() for name, schema in empty.items()}, themes=(), collections=(), sources=())
    assert [len(figure(picture)) for figure in FRAMES] == [0, 0, 0, 0, 0, 0, 8, 8, 0, 8, 0]
