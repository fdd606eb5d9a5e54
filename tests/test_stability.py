"""How stable a theme is: what is found again of it without a tenth of the voices; carried, forgotten, never a reason."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from decided_city import city
from hypothesis import given, settings
from hypothesis import strategies as st
from small_city import as_csv, done, numbered, stored, workspace
from store_nouns import THEMES, filled

from contributions.decisions import replay
from contributions.domain import Decision, DecisionKind, Stability, Theme
from contributions.frames import IDEAS, PLACEMENTS
from contributions.settings import FILE_NAME
from contributions.steps.standing import standing_themes
from contributions.store import _MIGRATIONS, open_store
from contributions.themes import Samples, Seen, View
from contributions.themes.grouping import group

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


def said(count, *, campaign=""):
    ids = [f"C{number:05}-1" for number in range(count)]
    rows = {
        "id": ids,
        "contribution": [each[:-2] for each in ids],
        "start": 0,
        "end": 1,
        "nature": "constat",
        "campaign": campaign,
    }
    return IDEAS.check(pd.DataFrame(rows | {"text": [f"idée {number}" for number in range(count)]}))


def blobs(*sizes, noise=0.2, seed=1):
    """Make unit vectors around as many directions that have nothing in common."""
    vectors = np.repeat(np.eye(8)[: len(sizes)], sizes, axis=0)
    vectors = vectors + noise * np.random.default_rng(seed).normal(size=vectors.shape)
    return Seen([View((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))])


def placed(ideas, themes):
    return dict(zip(ideas["id"], themes, strict=True))


def stabilities(ideas, seen, homes, **how):
    return Samples.of(ideas, seen, **how).stabilities(homes)


def as_found(sample):
    return group(sample, shown=20, smallest=0, engine="consensus", seed=0)[0]


def nearest_direction(sample):
    return sample.meaning.argmax(axis=1).astype(np.int64)


@pytest.mark.slow
def test_themes_far_from_each_other_are_found_again_and_the_halves_of_one_are_not():
    ideas, seen = said(80), blobs(25, 25, 30)
    halves = np.random.default_rng(3).permutation(np.repeat(["half", "other half"], 15))
    measured = stabilities(ideas, seen, placed(ideas, ["one"] * 25 + ["two"] * 25 + list(halves)), regroup=as_found, seed=0)
    assert {theme: Stability.of(share) for theme, share in measured.items()} == {
        "one": Stability.STABLE,
        "two": Stability.STABLE,
        "half": Stability.FRAGILE,
        "other half": Stability.FRAGILE,
    }
    assert min(measured["one"], measured["two"]) > 0.95


def test_a_theme_that_is_found_again_whole_has_1_and_one_of_which_nothing_is_found_has_0():
    ideas = said(40)
    measured = stabilities(ideas, blobs(20, 20), placed(ideas, ["one"] * 20 + ["two"] * 20), regroup=nearest_direction, seed=0)
    assert measured == {"one": 1, "two": 1}
    alone = stabilities(
        ideas, blobs(40), placed(ideas, ["one"] * 40), regroup=lambda sample: np.full(len(sample), -1, dtype=np.int64), seed=0
    )
    assert alone == {"one": 0}


def test_a_theme_that_comes_back_with_as_many_ideas_of_another_is_half_found():
    ideas = said(40)
    whole = stabilities(
        ideas,
        blobs(40),
        placed(ideas, ["one"] * 20 + ["two"] * 20),
        regroup=lambda sample: np.zeros(len(sample), dtype=np.int64),
        seed=0,
    )
    assert whole["one"] + whole["two"] == pytest.approx(1)
    assert whole["one"] == pytest.approx(0.5, abs=0.05)


def test_the_order_of_rows_changes_nothing_and_ideas_without_theme_have_no_line():
    ideas, seen = said(60), blobs(20, 20, 20, noise=0.6)
    homes = ["one"] * 20 + ["two"] * 25 + [""] * 15
    shuffled = np.random.default_rng(7).permutation(60)
    one = stabilities(ideas, seen, placed(ideas, homes), regroup=nearest_direction, seed=0)
    other = stabilities(
        ideas.iloc[shuffled].reset_index(drop=True), seen.take(shuffled), placed(ideas, homes), regroup=nearest_direction, seed=0
    )
    assert one == other
    assert set(one) == {"one", "two"}
    assert 0 < one["two"] < 1


def test_a_campaign_is_one_voice_however_many_sent_it():
    ideas, copies = said(40), said(60)
    copies.loc[[0, *range(40, 60)], "campaign"] = "C00000-1"
    seen = blobs(20, 20, noise=0.6)
    more = seen.take(np.array([*range(40), *[0] * 20]))
    homes = ["one"] * 22 + ["two"] * 18
    alone = stabilities(ideas, seen, placed(ideas, homes), regroup=nearest_direction, seed=0)
    assert stabilities(copies, more, placed(copies, homes + ["one"] * 20), regroup=nearest_direction, seed=0) == alone


@pytest.mark.parametrize(("count", "samples"), [(200, 10), (5_000, 6), (10_000, 3)])
def test_a_sample_is_nine_voices_in_ten_and_large_corpora_have_fewer(count, samples):
    seen: list[int] = []

    def count_rows(sample):
        seen.append(len(sample))
        return np.zeros(len(sample), dtype=np.int64)

    stabilities(said(count), blobs(count), {}, regroup=count_rows, seed=0)
    assert seen == [round(0.9 * count)] * samples


def test_each_sample_is_told_when_it_is_done():
    told: list[float] = []
    stabilities(said(200), blobs(200), {}, regroup=nearest_direction, seed=0, on_share=told.append)
    assert told == pytest.approx(np.arange(1, 11) / 10)


def regrouped_as(directions):
    """Group rows as these say of their direction, one sample after the other."""
    turns = iter(directions)
    return lambda sample: np.array(next(turns), dtype=np.int64)[sample.meaning.argmax(axis=1)]


def test_what_is_with_the_rest_of_its_theme_less_than_half_the_time_is_found_apart():
    ideas, seen = said(60), blobs(20, 15, 25)
    homes = placed(ideas, ["one"] * 35 + ["two"] * 25)
    seldom = Samples.of(ideas, seen, regroup=regrouped_as([(0, 1, 2)] * 7 + [(0, 0, 2)] * 3), seed=0).apart(homes)
    assert seldom == {"one": (frozenset(ideas["id"][20:35]), pytest.approx(0.3, abs=0.02))}
    often = Samples.of(ideas, seen, regroup=regrouped_as([(0, 1, 2)] * 3 + [(0, 0, 2)] * 7), seed=0)
    assert often.apart(homes) == {}
    nowhere = Samples.of(ideas, seen, regroup=regrouped_as([(-1, 1, 2)] * 10), seed=0).stabilities(homes)
    assert nowhere["one"] == pytest.approx(15 / 35, abs=0.05)


homes_of = st.lists(st.sampled_from(["", "T001", "T002", "T003"]), min_size=1, max_size=30)


@given(homes_of, st.integers(0, 5), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_whatever_the_groups_a_share_is_between_0_and_1(homes, seed, groups):
    ideas = said(len(homes))
    measured = stabilities(
        ideas,
        blobs(len(homes)),
        placed(ideas, homes),
        regroup=lambda sample: np.arange(len(sample), dtype=np.int64) % groups - 1,
        seed=seed,
    )
    assert set(measured) <= set(homes) - {""}
    assert all(0 <= share <= 1 for share in measured.values())


@given(homes_of, st.integers(0, 5), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_whatever_the_groups_what_is_found_apart_is_the_smaller_part_of_its_theme(homes, seed, groups):
    ideas = said(len(homes))
    drawn = np.random.default_rng(seed)
    chance = Samples.of(ideas, blobs(len(homes)), regroup=lambda sample: drawn.integers(-1, groups, len(sample)), seed=seed)
    own = placed(ideas, homes)
    for theme, (inside, together) in chance.apart(own).items():
        assert {own[idea] for idea in inside} == {theme}
        assert len(inside) <= homes.count(theme) / 2
        assert 0 <= together <= 1


# What people decide


def stand(*made, minutes=1):
    """Replay decisions, the first so many minutes after what is measured, over three themes that were."""
    themes = [Theme(each, each, stability=0.9, measured_at=NOON) for each in ("T001", "T002", "T003")]
    decisions = [
        Decision(f"D{n:05d}", NOON + timedelta(minutes=minutes + n - 1), "Nadia", DecisionKind(kind), subject, "atelier", *rest)
        for n, (kind, subject, *rest) in enumerate(made, 1)
    ]
    stands = replay(decisions, themes, {"a": "T001", "b": "T001", "c": "T002", "d": "T003"})
    return {theme.id for theme in stands.themes if theme.stability is not None}


ALL = {"T001", "T002", "T003"}


@pytest.mark.parametrize(
    "made",
    [
        ("rename", "T001", "", (), "Autre"),
        ("pin", "T001"),
        ("review", "T001"),
        ("retire", "T001"),
        ("move", "a", "T002", ("a",)),
        ("create", "T004", "T004", ("a",)),
    ],
)
def test_a_theme_that_people_rename_or_move_an_idea_of_keeps_its_stability(made):
    assert stand(made) == ALL


def test_themes_that_people_merge_or_split_have_none_until_it_is_undone():
    assert stand(("merge", "T001", "T002")) == {"T003"}
    assert stand(("split", "T001", "T004", ("b",))) == {"T002", "T003"}
    assert stand(("merge", "T001", "T002"), ("merge", "T002", "T003")) == set()
    for made in (("merge", "T001", "T002"), ("split", "T001", "T004", ("b",))):
        assert stand(made, ("undo", "D00001")) == ALL


def test_what_people_merged_or_split_before_the_measure_keeps_it_until_that_is_undone():
    assert stand(("merge", "T001", "T002"), minutes=-5) == ALL
    assert stand(("split", "T001", "T004", ("b",)), minutes=-5) == ALL
    assert stand(("merge", "T001", "T002"), ("undo", "D00001"), minutes=0) == {"T003"}
    assert stand(("split", "T001", "T004", ("b",)), ("undo", "D00001"), minutes=0) == {"T002", "T003"}


# What is read


@pytest.mark.slow
def test_commands_say_how_stable_themes_are_and_since_when(tmp_path, call):
    folder = city(tmp_path / "ville")
    rows = json.loads(call("themes", "list", "--workspace", folder, "--json").out)
    assert {row["id"]: row["stability"] for row in rows} == {"T001": None, "T002": None, "T003": 0.42, "T004": None}
    listed = call("themes", "list", "--workspace", folder).out
    assert "fragile (42%)" in listed
    assert "pas encore mesurée" in listed
    assert listed.count("Fragile, en dessous : à relire avant de le présenter.") == 1
    shown = call("themes", "show", "T003", "--workspace", folder)
    assert "Stabilité : fragile (42%), mesurée le 2026-03-31" in shown.out
    assert json.loads(call("themes", "show", "T003", "--workspace", folder, "--json").out)["measured_at"][:10] == "2026-03-31"
    assert "Stabilité : pas encore mesurée" in call("themes", "show", "T001", "--workspace", folder).out


def test_a_database_of_before_opens_and_its_themes_are_not_measured_yet(tmp_path):
    address = f"sqlite:///{tmp_path / 'ville.db'}"
    store = filled(open_store(address))
    store.save_themes("R1", [replace(theme, stability=None, measured_at=None) for theme in THEMES], PLACEMENTS.empty())
    before = store.themes("R1")
    store.close()
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
    engine.dispose()
    again = open_store(address)
    assert again.themes("R1") == before
    again.close()


# A real workspace


@pytest.mark.model
@pytest.mark.slow
def test_stability_is_carried_by_growth_measured_anew_with_the_themes_and_put_back_with_them(tmp_path, call):
    folder = workspace(tmp_path / "ville", stability=True)
    moves = []
    run = done(folder, month="2026-03", on_progress=lambda name, *move: moves.append(move) if name == "themes" else None)
    first = run.stages["themes"]["rows"]
    assert (moves[0], moves[-1]) == ((0, 100), (100, 100))
    assert moves == sorted(moves)
    assert len([move for move in moves if 45 < move[0] <= 98]) == 10

    def now():
        return {theme.id: theme for theme in stored(folder, standing_themes).themes}

    found = now()
    assert all(0 <= theme.stability <= 1 for theme in found.values())
    listed = call("themes", "list", "--workspace", folder)
    assert "stabilité" in listed.out
    assert "Fragile, en dessous : à relire" in listed.out

    more = [*numbered(), *((500 + n, (f"Le bus {n} ne passe plus le soir.", "2026-06-10")) for n in range(6))]
    (folder / "sources" / "reponses.csv").write_text(as_csv(more), encoding="utf-8")
    done(folder)
    assert {each.id: each.stability for each in now().values()} == {each.id: each.stability for each in found.values()}

    one, other = list(found)[:2]
    made = call("decide", "split", one, "--ideas", idea_of(folder, one), "--title", "À part", *BY, "--workspace", folder)
    assert made.code == 0, made.err
    assert (now()[one].stability, now()[max(now())].stability, now()[other].stability) == (None, None, found[other].stability)
    shown = call("themes", "show", one, "--workspace", folder)
    assert "Stabilité : pas encore mesurée" in shown.out

    assert call("themes", "reconcile", "--apply", "--workspace", folder).code == 0
    anew = now()
    homes = set(stored(folder, standing_themes).placed.values())
    assert {each.id for each in anew.values() if each.stability is not None} == homes - {""}
    assert all(theme.measured_at > found[one].measured_at for theme in anew.values() if theme.measured_at)
    assert f", mesurée le {anew[one].measured_at.date()}" in call("themes", "show", one, "--workspace", folder).out

    placed_anew = stored(folder, standing_themes).placed
    words = (folder / FILE_NAME).read_text(encoding="utf-8")
    (folder / FILE_NAME).write_text(words.replace("[themes]\n", "[themes]\nstability = false\n"), encoding="utf-8")
    assert call("themes", "reconcile", "--apply", "--workspace", folder).code == 0
    assert (stored(folder, standing_themes).placed, {theme.stability for theme in now().values()}) == (placed_anew, {None})

    assert call("themes", "restore", first, "--workspace", folder).code == 0
    assert {theme: now()[theme].stability for theme in found if theme != one} == {
        theme: found[theme].stability for theme in found if theme != one
    }


def idea_of(folder, theme):
    return min(idea for idea, home in stored(folder, standing_themes).placed.items() if home == theme)
