"""An erased contribution is gone byte by byte, with everything made of it, and a proof stays."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from erasable_city import (
    FOUNTAIN,
    GONE,
    IDEA_TEXTS,
    MODEL,
    OLD,
    PROPOSALS,
    STAYS,
    THEMES,
    city,
    everything,
    found,
    rows,
    said,
    vectors_of,
)
from small_city import stored

from contributions.domain import Decision, DecisionKind
from contributions.settings import open_workspace
from contributions.steps.matching import match_conflicts, matches_standing
from contributions.store.vectors import VectorShards

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return city(tmp_path_factory.mktemp("ville") / "ville")


@pytest.fixture
def plain(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "copie"))


@pytest.fixture
def folder(request, url, tmp_path):
    """Give the workspace with a database of each kind."""
    return city(tmp_path / "ville", url) if url.startswith("postgresql") else request.getfixturevalue("plain")


def test_nothing_of_it_is_left_in_any_file_nor_in_any_table(call, folder):
    assert found(folder, GONE) >= {"contributions", "themes", "matches", "runs"}
    assert {name for name in found(folder, GONE) if name.startswith("out")} >= {"out/index.html"}
    assert any(name.startswith("tracabilite.xlsx!") for name in found(folder, GONE))
    said(call, "erase", "C1", "--workspace", folder)
    assert found(folder, [FOUNTAIN, *GONE, "Square aux huit tilleuls", "75+"]) == set()
    assert all("contributions" in found(folder, [text]) for text in STAYS)
    assert found(folder, [STAYS[0]]) >= {"out/index.html"}


def test_the_copies_and_the_original_go_together_and_it_is_said(call, folder):
    answer = call("erase", "C2", "--workspace", folder)
    assert answer.code == 0
    assert "À effacer : 2 contributions, et tout ce qui en a été tiré." in answer.out
    assert "Dont, parce qu'elles contiennent les mêmes mots (doublons, originaux, versions) : C1." in answer.out
    (proof,) = said(call, "erase", "--list", "--workspace", folder)
    assert (proof["contributions"], proof["counts"]["asked"], proof["counts"]["linked"]) == (["C2", "C1"], 1, 1)
    assert list(rows(folder).query("fate == 'erased'").index) == ["C1", "C2"]


def test_the_totals_still_add_up_and_the_row_that_stays_says_nothing(call, folder):
    before = said(call, "status", "--workspace", folder)["fates"]
    said(call, "erase", "C1", "--workspace", folder)
    after = said(call, "status", "--workspace", folder)["fates"]
    assert sum(after.values()) == sum(before.values()) == 6
    assert after == before | {"kept": before["kept"] - 1, "duplicate": 0, "erased": 2}
    left = rows(folder).loc["C1"]
    assert {name: value for name, value in left.items() if value} == {"collection": "ateliers", "file": "a.csv", "fate": "erased"}


def test_the_name_of_a_file_in_which_nobody_else_speaks_goes_too(call, folder):
    said(call, "erase", "C5", "--workspace", folder)
    assert rows(folder).loc["C5", "file"] == ""


def test_ideas_placements_matches_and_quotations_go_from_every_run(call, folder):
    done = said(call, "erase", "C1", "--workspace", folder)
    counts = {"asked": 1, "linked": 1, "ideas": 2, "vectors": 1, "placements": 4, "matches": 2, "quotations": 4, "files": 2}
    assert done["erasure"]["counts"].items() >= counts.items()

    def act(store):
        assert set(store.ideas()["id"]) == {idea for idea, (said, _) in IDEA_TEXTS.items() if said != "C1"}
        for run in ("R1", "R2"):
            assert not store.placements(run)["idea"].str.startswith("C1-").any()
            matches = store.matches(run).set_index("subject")["evidence"].to_dict()
            assert matches == {"C3-1": "ombre", "T001": ""}
            themes = store.themes(run)
            assert [theme.quotations for theme in themes] == [("C4-1",), ("C3-1",), ("C5-1",)]
            assert themes[0].keywords == ("place", "zola")
            assert themes[0].title == "Place, zola"
            assert themes[1:] == [replace(theme, quotations=theme.quotations[-1:]) for theme in THEMES[1:]]
            assert store.proposals(run) == [replace(PROPOSALS[0], title="Place", keywords=("place",), ideas=("C4-1",))]

    stored(folder, act)


def test_what_people_said_of_its_matches_goes_too_and_stays_with_its_copies(call, folder):
    reason = f"elle a bien dit : {FOUNTAIN}"
    at = datetime(2026, 3, 9, tzinfo=UTC)
    accept, none, undo = DecisionKind.ACCEPT_MATCH, DecisionKind.NO_OBJECTIVE, DecisionKind.UNDO
    made = [
        Decision("D00001", at, "Ana", accept, "C1-1", reason, "contrat/1.1", ("C1-1",)),
        Decision("D00002", at, "Ana", accept, "C1-2", "atelier", "contrat/1.1", ("C1-2", "C3-1")),
        Decision("D00003", at, "Ana", none, "C4-1", "atelier", "contrat", ("C4-1",)),
        Decision("D00004", at, "Ana", undo, "D00001", reason),
    ]
    stored(folder, lambda store: [store.add_decision(each) for each in made])
    assert said(call, "erase", "C1", "--workspace", folder)["erasure"]["counts"]["reviews"] == 3
    assert found(folder, [FOUNTAIN]) == set()

    def act(store):
        first, second, third, fourth = store.decisions()
        assert [each.id for each in (first, second, third, fourth)] == [each.id for each in made]
        assert (first.subject, first.ideas, first.target) == ("", (), "contrat/1.1")
        assert first.reason == fourth.reason == "phrase effacée avec la contribution qu'elle citait"
        assert (second.subject, second.ideas) == ("C3-1", ("C3-1",))
        assert third == made[2]
        assert "D00001" not in {each.decision for each in match_conflicts(store)}
        zones = matches_standing(store, "R2", store.ideas()).set_index(["subject", "objective"])["zone"].to_dict()
        assert zones == {("C3-1", "contrat/1.1"): "accepted", ("T001", "contrat/1.1"): "review"}

    stored(folder, act)


def test_a_vector_goes_unless_another_contribution_says_the_same(call, plain):
    texts = [IDEA_TEXTS["C1-1"][1], IDEA_TEXTS["C1-2"][1]]
    assert texts[1] == IDEA_TEXTS["C3-1"][1]
    hashes, vectors = vectors_of(texts)
    said(call, "erase", "C1", "--workspace", plain)
    assert VectorShards(open_workspace(plain).vectors, MODEL).missing(hashes) == hashes[:1]
    held = b"".join(everything(plain).values())
    assert vectors[0].astype("float16").tobytes() not in held
    assert vectors[1].astype("float16").tobytes() in held
    assert hashes[0].encode() not in held


def test_the_journals_keep_their_figures_and_lose_the_words(call, folder):
    said(call, "erase", "C1", "--workspace", folder)
    first = stored(folder, lambda store: store.runs())[0]
    assert first.stages["ingest"]["read"] == 6
    assert first.problem == first.stages["ingest"]["problems"]["x.csv"] == "phrase effacée avec la contribution qu'elle citait"


def test_the_log_says_who_why_and_how_many_and_never_what(call, folder):
    assert call("erase", "C1", "--by", "Ana", "--reason", "demande du 3 mai", "--workspace", folder).code == 0
    (proof,) = said(call, "erase", "--list", "--workspace", folder)
    assert (proof["by"], proof["reason"]) == ("Ana", "demande du 3 mai")
    assert proof["erased_at"] >= proof["begun_at"]
    assert "Ana" in call("erase", "--list", "--workspace", folder).out
    refused = call("erase", "C5", "--reason", f"il disait : {OLD}", "--workspace", folder)
    assert (refused.code, len(refused.sentences)) == (2, 1)
    assert "Le motif répète des mots à effacer" in refused.err
    assert rows(folder).loc["C5", "fate"] == "kept"


def test_an_id_that_is_unknown_erases_nothing_and_one_already_erased_is_no_error(call, plain):
    unknown = call("erase", "C1", "C999", "--workspace", plain)
    assert (unknown.code, unknown.out, len(unknown.sentences)) == (2, "", 1)
    assert "Pas de contribution « C999 » : rien n'est effacé." in unknown.err
    assert rows(plain).loc["C1", "fate"] == "kept"
    said(call, "erase", "C1", "--workspace", plain)
    again = call("erase", "C1", "--workspace", plain)
    assert (again.code, again.out.strip()) == (0, "Déjà effacée : C1.")
    assert said(call, "erase", "C2", "--workspace", plain)["already"] == ["C2"]
    assert len(said(call, "erase", "--list", "--workspace", plain)) == 1
    for words in ([], ["C1", "--expired"]):
        wrong = call("erase", *words, "--workspace", plain)
        assert (wrong.code, len(wrong.sentences)) == (2, 1)


def test_what_is_due_is_listed_and_waits_for_a_yes(call, folder):
    asked = call("erase", "--expired", "--workspace", folder)
    assert (asked.code, asked.sentences) == (2, ["Erreur : Sans terminal pour confirmer, rien n'est effacé : ajoutez --yes."])
    assert "2020-01-01" in asked.out
    assert (rows(folder)["fate"] == "erased").sum() == 0
    done = said(call, "erase", "--expired", "--yes", "--workspace", folder)
    assert done["erasure"]["contributions"] == ["C5"]
    assert found(folder, [OLD, "l'interphone sont en panne"]) == set()
    assert "Rien à effacer" in call("erase", "--expired", "--workspace", folder).out
