"""Themes are watched: what may be split, merged, or has drifted is proposed with its evidence, and a person alone does it."""

import csv
import json
import random
import zlib
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from small_city import USUAL as USUAL_MODEL
from small_city import stored
from store_nouns import contributions, frame

from contributions.decisions import replay
from contributions.domain import Collection, Decision, DecisionKind, Proposal, ProposalKind, Run, Theme
from contributions.frames import IDEAS, PLACEMENTS
from contributions.settings import FILE_NAME, bundled, open_workspace
from contributions.starter import copy_starter
from contributions.steps import run_step, start_run
from contributions.steps.deciding import undo
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import theme_decision
from contributions.steps.theme_proposals import accept, open_proposals, reject
from contributions.steps.watching import is_same, newcomers, rejections
from contributions.themes import Apart, Seen, View, watch
from contributions.themes.apart import likeness, parts, totals_of

WIDTH = 24
SUBJECTS = ("bus", "cave", "soins", "bancs", "rats", "bruit", "sport", "écoles", "loyers")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
EACH = 14


def vector(text):
    """Point in the direction of the subject, in those of its neighbours on the wheel of subjects, and a little in its own."""
    own = np.random.default_rng(zlib.crc32(text.encode())).normal(size=WIDTH)
    towards = np.roll([4, 1.5, 0.5, 0, 0, 0, 0, 0.5, 1.5], SUBJECTS.index(text.split()[0]))
    return np.append(towards, np.zeros(WIDTH - len(SUBJECTS))) + 0.4 * own


def see(texts, few):
    vectors = np.array([vector(text) for text in texts], dtype=np.float32)
    vectors -= vectors[:few].mean(axis=0)
    return Seen([View(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))])


def said(subject, count=EACH, first=0):
    return [f"{subject} {number}" for number in range(first, first + count)]


def city(homes):
    """Give the ideas of themes, said by one person each, and where they are: `homes` is theme -> texts."""
    rows = [(text, theme) for theme, texts in homes.items() for text in texts]
    ids = [f"C{number:05d}-1" for number in range(len(rows))]
    columns = {"id": ids, "contribution": [each[:-2] for each in ids], "start": 0, "end": 9, "nature": "besoin", "campaign": ""}
    ideas = IDEAS.check(pd.DataFrame(columns | {"text": [text for text, _ in rows]}))
    return ideas, dict(zip(ids, [theme for _, theme in rows], strict=True))


EVERYTHING = [text for subject in SUBJECTS for text in said(subject)]
USUAL = {f"T{number:03d}": said(subject) for number, subject in enumerate(SUBJECTS, 1)}
TWO_IN_ONE = {theme: texts for theme, texts in USUAL.items() if theme != "T005"} | {"T001": said("bus") + said("rats", 10)}
ONE_IN_TWO = USUAL | {"T002": said("cave"), "T010": said("cave", 10, first=EACH)}


def found_in(homes, *decisions, **options):
    ideas, placed = city(homes)
    themes = [Theme(theme, theme) for theme in sorted(homes)]
    made = [
        Decision(f"D{n}", START + timedelta(minutes=n), "Nadia", DecisionKind(kind), subject, "atelier")
        for n, (kind, subject) in enumerate(decisions, 1)
    ]
    texts = dict(zip(ideas["id"], ideas["text"], strict=True))
    return [
        (each, {texts[idea].split()[0] for idea in each.ideas})
        for each in watch(ideas, replay(made, themes, placed), see=see, **options)
    ]


def seen(subject, count=EACH):
    vectors = see(EVERYTHING, len(EVERYTHING)).meaning
    return vectors[[text.startswith(subject) for text in EVERYTHING]][:count]


def test_halves_of_a_theme_are_alike_whatever_their_sizes_and_subjects_are_not():
    groups = [seen("bus")[:4], seen("bus")[4:], seen("rats"), seen("loyers")]
    alike = likeness(*totals_of(np.concatenate(groups), np.repeat(np.arange(4), [len(group) for group in groups])))
    assert alike[0, 1] > 0.9
    assert alike[0, 2] < 0
    assert alike[2, 3] < 0


def test_parts_are_the_subjects_the_largest_first():
    numbers = parts(np.concatenate([seen("bus", 8), seen("bancs", 14), seen("sport", 9)]), -0.05)
    assert numbers.tolist() == [2] * 8 + [0] * 14 + [1] * 9


def test_themes_that_hold_a_subject_each_are_left_alone():
    assert found_in(USUAL) == []


def test_a_theme_of_two_subjects_may_be_split_and_the_smaller_one_is_the_new_theme():
    ((found, subjects),) = found_in(TWO_IN_ONE)
    assert (found.kind, found.themes, subjects) == (ProposalKind.SPLIT, ("T001",), {"rats"})
    assert len(found.ideas) == 10
    assert (found.evidence["voices"], found.evidence["part"]) == (24, 10)
    assert found.evidence["likeness"] < 0


def halves(theme="T001", homes=USUAL):
    """Say that ten voices of a theme of one subject are found apart."""
    _, placed = city(homes)
    return {theme: Apart(frozenset(sorted(idea for idea, home in placed.items() if home == theme)[:10]), 0.25)}


def test_what_is_found_apart_of_a_theme_is_proposed_with_how_seldom_it_is_with_the_rest():
    ((split, subjects),) = found_in(USUAL, apart=halves())
    assert (split.kind, split.themes, subjects) == (ProposalKind.SPLIT, ("T001",), {"bus"})
    assert (set(split.ideas), split.evidence) == (halves()["T001"].ideas, {"voices": EACH, "part": 10, "together": 0.25})
    both = found_in(TWO_IN_ONE, apart=halves("T002", TWO_IN_ONE))
    assert [(each.themes, "together" in each.evidence) for each, _ in both] == [(("T002",), True), (("T001",), False)]


@pytest.mark.parametrize("made", [("pin", "T001"), ("retire", "T001")])
def test_what_is_found_apart_of_a_theme_that_people_closed_is_not_proposed(made):
    assert found_in(USUAL, made, apart=halves()) == []
    assert found_in(USUAL, whole={"T001"}, apart=halves()) == []


def test_what_is_found_apart_is_no_subject_under_eight_voices():
    few = {theme: Apart(frozenset(sorted(ideas)[:7]), together) for theme, (ideas, together) in halves().items()}
    assert found_in(USUAL, apart=few | {"T999": Apart(frozenset({"a"}), 0.0)}) == []


def test_two_themes_of_one_subject_may_be_merged_the_smaller_into_the_larger():
    ((found, subjects),) = found_in(ONE_IN_TWO)
    assert (found.kind, found.themes, subjects) == (ProposalKind.MERGE, ("T010", "T002"), {"cave"})
    assert found.evidence["near"] > 0
    assert found.evidence["others"] == EACH


def test_a_theme_that_people_decided_something_of_is_the_one_that_stays():
    ((found, _),) = found_in(ONE_IN_TWO, first={"T010"})
    assert found.themes == ("T002", "T010")


def test_newcomers_that_speak_of_something_else_are_a_drift_and_the_others_are_not():
    homes = USUAL | {"T001": said("bus", 30) + said("cave", 12, first=50) + said("bus", 3, first=60)}
    ideas, _ = city(homes)
    new = set(ideas["id"][ideas["text"].isin([*said("cave", 12, first=50), *said("bus", 3, first=60)])])
    ((found, subjects),) = [each for each in found_in(homes, newcomers=new, whole={"T001"}) if each[0].kind is ProposalKind.DRIFT]
    assert (found.themes, subjects) == (("T001",), {"cave"})
    assert found.evidence["new"] == 15
    assert found.evidence["likeness"] < found.evidence["by_chance"]
    chance = set(ideas["id"][ideas["text"].isin(said("bus", 12))])
    assert found_in(homes, newcomers=chance, whole={"T001"}, distinct={"T001"}) == []


@pytest.mark.parametrize("homes", [TWO_IN_ONE, ONE_IN_TWO], ids=["split", "merge"])
def test_a_pinned_theme_is_never_proposed_for_anything(homes):
    pinned = [("pin", theme) for theme in ("T001", "T002")]
    assert found_in(homes, *pinned) == []


def test_what_people_put_together_is_never_split_and_what_they_set_apart_never_merged():
    assert found_in(TWO_IN_ONE, whole={"T001"}) == []
    assert found_in(ONE_IN_TWO, distinct={"T010"}) == []


def test_one_person_who_insists_is_no_subject():
    ideas, placed = city(TWO_IN_ONE)
    ideas.loc[ideas["text"].str.startswith("rats"), "contribution"] = "C99999"
    themes = [Theme(theme, theme) for theme in sorted(TWO_IN_ONE)]
    assert watch(ideas, replay([], themes, placed), see=see) == ()


def test_a_large_theme_is_split_whole_though_it_is_heard_through_a_sample(monkeypatch):
    monkeypatch.setattr("contributions.themes.absorb.MOST_EXEMPLARS", 24)
    homes = TWO_IN_ONE | {"T001": said("bus", 40) + said("rats", 30)}
    ((found, subjects),) = found_in(homes)
    assert found.evidence["voices"] == 24
    assert subjects == {"rats"}
    assert len(found.ideas) >= 28


@pytest.mark.parametrize("homes", [TWO_IN_ONE, ONE_IN_TWO], ids=["split", "merge"])
def test_the_order_of_rows_and_the_names_of_ideas_change_nothing(homes):
    def told(homes):
        ideas, _ = city(homes)
        texts = dict(zip(ideas["id"], ideas["text"], strict=True))
        return [(each.kind, each.themes, [texts[idea] for idea in each.ideas], each.evidence) for each, _ in found_in(homes)]

    draw = random.Random(5)  # noqa: S311 - an order of rows
    shuffled = {theme: draw.sample(texts, len(texts)) for theme, texts in draw.sample(sorted(homes.items()), len(homes))}
    assert told(shuffled) == told(homes)


def test_what_is_rejected_stays_away_until_it_doubles_and_only_what_was_rejected():
    def refused(proposal, ideas):
        return Decision("D1", START, "Nadia", DecisionKind.REJECT, proposal, "non", "T001", ideas)

    split, merge = refused("PS-1a2b3c4d", ("a", "b", "c")), refused("PM-1a2b3c4d", ("a", "b", "c"))
    (one,) = rejections([split], ProposalKind.SPLIT)
    assert is_same(["a", "b", "d"], one)
    assert not is_same(["a", "b", "c", "d", "e", "f"], one)
    assert rejections([split], ProposalKind.DRIFT) == [one]
    assert rejections([split], ProposalKind.MERGE) == rejections([merge], ProposalKind.SPLIT) == []
    undone = Decision("D2", START + timedelta(hours=1), "Nadia", DecisionKind.UNDO, "D1", "si")
    assert rejections([split, undone], ProposalKind.SPLIT) == []


def run_of(number):
    at = START + timedelta(days=30 * number)
    return Run(f"R{number}", at, "0.1.0", "abc", stages={"themes": {"rows": f"R{number}", "since": ""}})


@pytest.fixture
def two_months(store):
    """Leave two themes: T001 has three ideas of March and one of April, T002 one of each; a merge and a drift are proposed."""
    store.save_collection(Collection("ateliers"))
    ids = [f"C{number}" for number in range(6)]
    store.add_contributions(contributions(*({"id": each} for each in ids)))
    store.add_ideas(frame(IDEAS, *({"id": f"{each}-1", "contribution": each, "end": 5, "text": "L'été"} for each in ids)))
    themes = [Theme("T001", "Été", ("été",), born_in="R1"), Theme("T002", "Îlots", ("îlots",), born_in="R1")]
    homes = ["T001", "T001", "T001", "T002", "T001", "T002"]
    placed = [{"idea": f"{own}-1", "theme": home} for own, home in zip(ids, homes, strict=True)]
    merge = Proposal("PM-1", ProposalKind.MERGE, ideas=("C3-1", "C5-1"), evidence={"near": 2}, themes=("T002", "T001"))
    drift = Proposal("PD-1", ProposalKind.DRIFT, "Ombre", ("ombre",), ("C4-1",), {"new": 1}, ("T001",))
    for run, rows, proposals in ((run_of(1), placed[:4], []), (run_of(2), placed[4:], [merge, drift])):
        store.save_run(run)
        store.save_themes(run.id, themes, frame(PLACEMENTS, *rows), proposals)
    assert store.proposals("R2") == [drift, merge]
    return store


SIGNED = {"by": "Nadia", "reason": "atelier", "now": START + timedelta(days=90)}


def open_ids(store):
    return [each.id for each in open_proposals(store)]


def test_a_merge_that_is_accepted_is_a_merge_and_undone_it_is_proposed_again(two_months):
    made = accept(two_months, "PM-1", **SIGNED)
    assert (made.kind, made.subject, made.target) == (DecisionKind.MERGE, "T002", "T001")
    assert open_ids(two_months) == ["PD-1"]
    undo(two_months, made.id, **SIGNED)
    assert open_ids(two_months) == ["PD-1", "PM-1"]


def test_a_drift_that_is_accepted_makes_a_theme_of_what_came(two_months):
    made = accept(two_months, "PD-1", title="De l'ombre", **SIGNED)
    assert (made.kind, made.subject, made.ideas) == (DecisionKind.SPLIT, "T001", ("C4-1",))
    assert open_ids(two_months) == ["PM-1"]


def test_a_pinned_theme_closes_what_was_proposed_of_it(two_months):
    theme_decision(two_months, DecisionKind.PIN, "T001", **SIGNED)
    assert open_ids(two_months) == []


def test_a_rejection_is_told_of_the_theme_that_would_have_changed(two_months):
    made = reject(two_months, "PM-1", **SIGNED)
    assert (made.kind, made.target, made.ideas) == (DecisionKind.REJECT, "T001", ("C3-1", "C5-1"))
    assert open_ids(two_months) == ["PD-1"]


def test_newcomers_are_the_ideas_read_since_a_theme_was_found_or_reviewed(two_months):
    assert newcomers(two_months, standing_themes(two_months), "") == {"C4-1", "C5-1"}
    assert newcomers(two_months, standing_themes(two_months), "R2") == frozenset()
    theme_decision(two_months, DecisionKind.REVIEW, "T001", **SIGNED)
    assert newcomers(two_months, standing_themes(two_months), "") == {"C5-1"}


BY = ("--by", "Nadia", "--reason", "atelier du 12 mars")


OF_THE_DEMO = {
    "T001": ("transports-bus", "acces-soins"),
    "T002": ("proprete-dechets",),
    "T003": ("espaces-verts-fraicheur",),
    "T004": ("ecole-reussite",),
    "T005": ("logement-reparations",),
    "T006": ("emploi-formation",),
    "T007": ("eclairage",),
}


def demo_ideas():
    """Give hand-written ideas of the demo, (text, theme): one theme holds two subjects."""
    with (bundled("data/demo") / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = [(line["text"], line["theme"]) for line in csv.DictReader(file, delimiter=";")]
    of_label = {label: theme for theme, labels in OF_THE_DEMO.items() for label in labels}
    return [(text, of_label[label], label) for text, label in dict.fromkeys(rows) if label in of_label]


@pytest.fixture
def folder(tmp_path):
    """Make a workspace whose last run left these themes."""
    folder = tmp_path / "ville"
    copy_starter(folder)
    with (folder / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(USUAL_MODEL)

    def fill(store):
        store.save_collection(Collection("ateliers"))
        rows = demo_ideas()
        ids = [f"C{number}" for number in range(len(rows))]
        store.add_contributions(contributions(*({"id": own, "text": text} for own, (text, *_) in zip(ids, rows, strict=True))))
        ideas = [
            {"id": f"{own}-1", "contribution": own, "end": len(text), "text": text}
            for own, (text, *_) in zip(ids, rows, strict=True)
        ]
        store.add_ideas(frame(IDEAS, *ideas))
        store.save_run(Run("R1", START, "0.1.0", "abc", stages={"themes": {"rows": "R1", "since": "", "recipe": "hier"}}))
        placed = [{"idea": f"{own}-1", "theme": theme, "strength": 1.0} for own, (_, theme, _) in zip(ids, rows, strict=True)]
        themes = [Theme(theme, theme, ("mot",), born_in="R1") for theme in OF_THE_DEMO]
        store.save_themes("R1", themes, frame(PLACEMENTS, *placed))

    stored(folder, fill)
    return folder


@pytest.mark.slow
@pytest.mark.model
def test_on_a_real_workspace_a_split_is_accepted_undone_then_rejected_for_good(folder, call):
    def asked(*words):
        code, out, err = call(*words, "--workspace", str(folder), "--json")
        assert code == 0, err
        return json.loads(out)

    def run():
        opened = open_workspace(folder)
        stored(folder, lambda store: run_step(opened, store, start_run(opened, store), "themes"))

    def proposed():
        return [row for row in asked("themes", "proposals") if row["kind"] != "reconcile"]

    run()
    (row,) = proposed()
    labels = {f"C{number}-1": label for number, (*_, label) in enumerate(demo_ideas())}
    told = [labels[idea] for idea in row["ideas"]]
    assert row["kind"] == "split"
    assert [theme["id"] for theme in row["themes"]] == ["T001"]
    assert told.count("acces-soins") > 0.8 * len(told)
    assert row["title"]
    _, out, _ = call("themes", "proposals", "--workspace", str(folder))
    assert (
        f"{row['evidence']['part']} des {row['evidence']['voices']} voix écoutées de T001 « T001 » parlent d'autre chose" in out
    )
    (made,) = asked("decide", "accept", row["id"], *BY)
    assert proposed() == []
    assert {stored(folder, standing_themes).placed[idea] for idea in row["ideas"]} == {made["target"]}
    asked("decide", "undo", made["id"], *BY)
    assert proposed() == [row]
    asked("decide", "reject", row["id"], *BY)
    run()
    assert proposed() == []
    assert {event["event"] for event in asked("themes", "show", "T001")["history"]} == {"born", "split", "undo", "reject"}


@pytest.mark.slow
@pytest.mark.model
def test_a_split_seen_when_themes_were_found_stays_proposed_while_they_grow_until_it_is_answered(folder, call):
    rows = [(f"C{number}-1", label) for number, (*_, label) in enumerate(demo_ideas())]
    care = tuple(idea for idea, label in rows if label == "acces-soins")
    seen = Proposal(
        "PS-1", ProposalKind.SPLIT, "Médecins", ("médecin",), care, {"part": 9, "voices": 40, "together": 0.2}, ("T001",)
    )
    stored(folder, lambda store: store.save_themes("R1", store.themes("R1"), store.placements("R1"), [seen]))

    def grown(number):
        opened = open_workspace(folder)

        def fill(store):
            store.add_contributions(contributions({"id": f"N{number}", "text": "Plus un médecin."}))
            store.add_ideas(
                frame(IDEAS, {"id": f"N{number}-1", "contribution": f"N{number}", "end": 16, "text": "Plus un médecin."})
            )
            run_step(opened, store, start_run(opened, store), "themes")
            return [each for each in open_proposals(store) if each.kind is not ProposalKind.RECONCILE]

        return stored(folder, fill)

    assert grown(1) == [seen]
    code, out, _ = call("themes", "proposals", "--workspace", str(folder))
    assert code == 0
    assert "9 de ses 40 voix écoutées n'y sont avec les autres que 20 fois sur cent : Médecins" in out
    assert call("decide", "accept", "PS-1", *BY, "--workspace", str(folder)).code == 0
    assert grown(2) == []
    assert call("decide", "undo", "D00001", *BY, "--workspace", str(folder)).code == 0
    assert grown(3) == [seen]
