"""The trace by the command line, on a workspace made by hand, without a model."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from decided_city import BY, city
from small_city import stored
from store_nouns import contributions, frame

from contributions.domain import DecisionKind, Objective, Referential, Run
from contributions.frames import CHANGES, MATCHES
from contributions.steps.theme_decisions import theme_decision

pytestmark = pytest.mark.slow

CONTRACT = Referential(
    "contrat",
    "Contrat de ville",
    "contrat de ville",
    (
        Objective("contrat", "1", "Mobilités"),
        Objective("contrat", "1.1", "Desserte", parent="1", owner="Agglomération"),
        Objective("contrat", "1.2", "Abris", parent="1"),
        Objective("contrat", "2", "Santé"),
        Objective("contrat", "A", "Sport"),
    ),
)
OLD = replace(CONTRACT, objectives=(*CONTRACT.objectives, Objective("contrat", "9", "Objectif retiré")))
CONVENTION = Referential("convention", "Convention", "convention citoyenne", (Objective("convention", "A", "Bus du soir"),))
LONE = Referential("avis", "Avis", "recommandations", (Objective("avis", "Z", "Autre"),))
HIDDEN = "Mon voisin du 4 a un cancer."
START = datetime(2026, 4, 1, 8, tzinfo=UTC)


def _matched(store):
    """Leave two matchings: the first knew an objective that the contract has no more."""
    for number, (contract, others) in enumerate([(OLD, ()), (CONTRACT, (CONVENTION, LONE))], start=2):
        run = f"R{number}"
        stages = {"themes": {"rows": "R1"}, "match": {"rows": run}}
        store.save_run(Run(run, START + timedelta(days=number), "0.1.0", "abc", stages=stages))
        near = {
            "C1-1": [("contrat/1.1", 0.7, "proposed", "bus"), ("convention/A", 0.5, "review", "bus")],
            "C5-1": [("contrat/1.2", 0.4, "review", "arrêt")],
            "C12-1": [("contrat/A", 0.1, "none", "")],
            "T001": [("contrat/1.1", 0.6, "proposed", "C1-1")],
        }
        known = {objective.id for referential in (contract, *others) for objective in referential.objectives}
        rows = [
            {"subject": subject, "objective": objective, "rank": 1, "probability": chance, "zone": zone, "evidence": words}
            for subject, told in near.items()
            for objective, chance, zone, words in (*told, ("contrat/9", 0.6, "proposed", "bus"))
            if objective in known and (objective != "contrat/9" or subject == "C1-1")
        ]
        store.save_matches(run, (contract, *others), frame(MATCHES, *rows))


def _filled(store):
    rows = [
        {"id": "C50", "text": HIDDEN, "fate": "quarantined", "reason": "santé"},
        {"id": "C51", "text": "", "fate": "rejected", "reason": "texte vide"},
        {"id": "C52", "text": "Le bus de 22 h est supprimé.", "fate": "duplicate", "duplicate_of": "C1"},
        {"id": "C53", "text": "", "fate": "erased"},
        {"id": "C54", "text": "Le bus passe a l'heure.", "fate": "kept"},
    ]
    store.add_contributions(contributions(*rows))
    _matched(store)
    change = {"contribution": "C54", "before": "kept", "after": "replaced", "other": "C1", "what": "text"}
    store.change_contributions("R3", frame(CHANGES, change))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, _filled)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def trace(folder, call):
    """Trace by the command line, and read its JSON; or the one sentence of an error."""

    def asked(*words):
        said = call("trace", *words, "--workspace", folder, "--json")
        return json.loads(said.out) if said.code == 0 else (said.code, said.err)

    return asked


def test_a_contribution_is_followed_to_its_theme_its_objectives_and_who_decided(trace, folder, call):
    for words in (("accept", "C1-1:contrat/1.2"), ("reject", "C1-1:convention/A"), ("none", "C5-1")):
        assert call("decide", *words, *BY, "--workspace", folder).code == 0
    told = trace("--contribution", "C1")
    (idea,) = told["ideas"]
    assert (told["fate"], told["file"], told["text"][idea["start"] : idea["end"]]) == ("kept", "a.csv", idea["text"])
    assert (idea["theme"]["id"], idea["theme"]["title"]) == ("T001", "Bus du soir")
    (pair,) = idea["objectives"]
    assert (pair["objective"], pair["zone"], pair["probability"]) == ("contrat/1.2", "accepted", None)
    assert (pair["decision"]["by"], pair["decision"]["reason"]) == ("Nadia", "atelier du 12 mars")
    assert [(each["objective"], each["decision"]["id"]) for each in idea["refused"]] == [("convention/A", "D00002")]
    assert [(step["from"], step["to"], step["in"]) for step in idea["history"]] == [("new", "T001", "R1")]
    (silent,) = trace("--idea", "C5-1")["without_objective"]
    assert (silent["referential"], silent["decision"]["by"]) == ("contrat", "Nadia")


def test_an_idea_that_people_moved_says_where_it_was_and_who_moved_it(trace, folder):
    def moved(store):
        theme_decision(store, DecisionKind.MOVE, "C1-1", target="T003", ideas=["C1-1"], by="Malik", reason="le hall", now=START)

    stored(folder, moved)
    idea = trace("--idea", "C1-1")
    assert [(step["from"], step["to"], step["by"]) for step in idea["history"]] == [
        ("new", "T001", ""),
        ("T001", "T003", "Malik"),
    ]
    assert idea["theme"]["id"] == "T003"


def test_copies_of_a_petition_are_counted_and_each_is_followed(trace):
    idea = trace("--idea", "C90-1")
    assert (idea["copies"], idea["campaign"]) == (2, True)


def test_an_objective_gives_back_the_very_ideas_that_give_it(trace, folder, call):
    call("decide", "accept", "C14-1:contrat/1.1", *BY, "--workspace", folder)
    told = trace("--objective", "1.1")
    assert (told["id"], told["axis"], told["owner"]) == ("contrat/1.1", "1 Mobilités", "Agglomération")
    ideas = [each["id"] for each in told["ideas"]]
    assert sorted(ideas) == ["C1-1", "C14-1"]
    for idea in ideas:
        assert "contrat/1.1" in [pair["objective"] for pair in trace("--idea", idea)["objectives"]]
    assert told["zones"] == {"accepted": 1, "certified": 0, "proposed": 1, "review": 0}
    assert [(each["id"], each["match"]["of"]) for each in told["themes"]] == [("T001", "theme")]
    assert {each["value"]: each["ideas"] for each in told["heard"]["month"]} == {"2026-03": 2}
    above = trace("--objective", "1")
    assert ([each["id"] for each in above["objectives"]], above["figures"]["ideas"]) == (["contrat/1.1", "contrat/1.2"], 3)


def test_an_objective_that_nobody_speaks_of_says_what_comes_nearest(trace, folder, call):
    told = trace("--objective", "contrat/A")
    assert (told["ideas"], [each["idea"] for each in told["nearest"]]) == ([], ["C12-1"])
    said = call("trace", "--objective", "contrat/A", "--workspace", folder).out
    assert "Personne n'en a parlé." in said
    assert "Un médecin, vite." in said


def test_an_objective_of_a_contract_that_was_revised_is_traced_as_it_was(trace):
    told = trace("--objective", "9")
    assert (told["as_of"], [each["id"] for each in told["ideas"]]) == ("R2", ["C1-1"])


def test_a_code_is_looked_up_in_the_contract_first_then_anywhere(trace):
    assert trace("--objective", "A")["id"] == "contrat/A"
    assert trace("--objective", "convention/A")["id"] == "convention/A"
    assert trace("--objective", "Z")["id"] == "avis/Z"


def test_a_theme_gives_what_it_is_made_of_and_a_merged_one_where_its_ideas_are(trace, folder, call):
    told = trace("--theme", "T002")
    assert told["figures"]["ideas"] == len(told["ideas"]) == 5
    assert told["figures"]["voices"] == 4
    call("decide", "merge", "T002", "T001", *BY, "--workspace", folder)
    told = trace("--theme", "T002")
    assert (told["asked"], told["id"], len(told["ideas"])) == ("T002", "T001", 9)
    assert [each["kind"] for each in told["decisions"]] == ["merge"]
    assert "T002 est fusionné dans T001" in call("trace", "--theme", "T002", "--workspace", folder).out


def test_an_answer_is_found_from_the_idea_its_theme_and_its_objective(trace, folder, call):
    signed = ("--by", "Élise", "--workspace", folder)
    for subject in ("T001", "contrat/1.1"):
        assert call("answers", "add", subject, "--status", "à l'étude", "--text", "Étude en mai.", *signed).code == 0
    assert [(each["id"], each["way"]) for each in trace("--idea", "C1-1")["answers"]] == [
        ("S00001", "theme"),
        ("S00002", "proposed"),
    ]
    assert [each["id"] for each in trace("--theme", "T001")["answers"]] == ["S00001"]
    assert [each["id"] for each in trace("--objective", "1.1")["answers"]] == ["S00002"]


@pytest.mark.parametrize("words", [(), ("--lang", "en")])
def test_words_that_are_not_kept_are_shown_nowhere(folder, call, words):
    for contribution in ("C50", "C51", "C53"):
        said = call("trace", "--contribution", contribution, "--workspace", folder, *words)
        assert said.code == 0
        assert HIDDEN not in said.out
        assert "santé" not in said.out
    assert HIDDEN not in call("trace", "--contribution", "C50", "--workspace", folder, "--json").out


def test_a_duplicate_and_a_replaced_contribution_lead_to_what_took_their_place(trace, folder, call):
    told = trace("--contribution", "C52")
    assert (told["fate"], told["text"], told["became"]["id"]) == ("duplicate", None, "C1")
    told = trace("--contribution", "C54")
    assert [(each["from"], each["to"], each["in"]) for each in told["history"]] == [("kept", "replaced", "R3")]
    assert told["became"]["ideas"][0]["id"] == "C1-1"
    assert "remplacées" in call("trace", "--contribution", "C54", "--workspace", folder).out


def test_the_account_adds_up_and_counts_what_has_no_answer(trace, folder, call):
    told = trace()
    assert sum(told["contributions"]["fates"].values()) == told["contributions"]["read"] == 23
    assert told["ideas"]["placed"] + sum(told["ideas"]["unplaced"].values()) == told["ideas"]["total"] == 18
    assert {each["referential"]: each["proposed"] for each in told["referentials"]} == {"contrat": 1, "convention": 0, "avis": 0}
    assert "contrat/2" in [each["objective"] for each in told["objectives_without_voice"]["first"]]
    assert all(check["holds"] for check in told["checks"])
    said = call("trace", "--workspace", folder)
    assert "tous s'accordent" in said.out


def test_an_account_that_does_not_add_up_fails_and_says_where(folder, call):
    def altered(store):
        """Hang two themes under each other: no topmost theme counts their ideas any more."""
        circle = {"T001": "T002", "T002": "T001"}
        themes = [replace(theme, parent=circle.get(theme.id, "")) for theme in store.themes("R1")]
        store.save_themes("R1", themes, store.placements("R1"))

    stored(folder, altered)
    said = call("trace", "--workspace", folder)
    assert (said.code, "ne s'accordent pas" in said.out, "idées, dans un thème ou sans" in said.out) == (1, True, True)


def test_wrong_uses_say_what_there_is(trace):
    for words, seen in {
        ("--objective", "1.9"): "1.1",
        ("--theme", "T01"): "T001",
        ("--contribution", "C1000"): "C1",
        ("--idea", "C1-9"): "C1-1",
        ("--theme", "T001", "--idea", "C1-1"): "--theme, --idea",
    }.items():
        code, said = trace(*words)
        assert (code, seen in said) == (2, True), said


def test_a_workspace_where_nothing_was_read_says_what_to_do(tmp_path, call):
    assert call("init", tmp_path / "vide").code == 0
    said = call("trace", "--workspace", tmp_path / "vide")
    assert (said.code, "contributions run" in said.err) == (2, True)
