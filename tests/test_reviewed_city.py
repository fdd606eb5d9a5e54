"""What people say of matches, on a workspace without a model: it stands over months and themes, and is told with its author."""

import json
import shutil
from datetime import UTC, datetime

import pytest
from decided_city import city
from small_city import stored
from store_nouns import contributions, frame

from contributions.domain import Objective, Referential, Run
from contributions.frames import IDEAS, MATCHES
from contributions.steps.matching import matches_standing

pytestmark = pytest.mark.slow
BY = ("--by", "Nadia", "--reason", "relecture de mai")
CONTRACT = Referential(
    "contrat",
    "Contrat de ville",
    "contrat de ville",
    (
        Objective("contrat", "1", "Mobilités"),
        Objective("contrat", "1.1", "Desserte", parent="1"),
        Objective("contrat", "1.2", "Abris", parent="1"),
        Objective("contrat", "2", "Santé"),
    ),
)
CONVENTION = Referential("convention", "Convention", "convention citoyenne", (Objective("convention", "A", "Bus du soir"),))
LATER = "Nous demandons un arrêt de bus devant le collège, merci."
"""A copy of C90-1 that comes with the second month."""


def matched(store, number, referentials=(CONVENTION, CONTRACT)):
    """Leave what a month's run leaves: the same rows each month, whatever people said since."""
    run = f"R{number}"
    stages = {"themes": {"rows": "R1"}, "match": {"rows": run}}
    store.save_run(Run(run, datetime(2026, 3 + number, 1, 8, tzinfo=UTC), "0.1.0", "abc", stages=stages))
    near = [("contrat/1.1", 0.7, "proposed"), ("contrat/1.2", 0.4, "review"), ("convention/A", 0.5, "review")]
    rows = [
        {"subject": subject, "objective": objective, "rank": 1, "score": 1.0, "probability": chance, "zone": zone}
        for subject in (*store.ideas()["id"], "T001", "T002")
        for objective, chance, zone in near
    ]
    store.save_matches(run, referentials, frame(MATCHES, *rows))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = city(tmp_path_factory.mktemp("ville") / "ville")
    stored(folder, lambda store: matched(store, 1))
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "ville")


@pytest.fixture
def decide(folder, call):
    """Decide by the command line; give what is said as JSON, or the one sentence of an error."""

    def act(*words):
        said = call("decide", *words, *BY, "--workspace", folder, "--json")
        return json.loads(said.out)[0] if said.code == 0 else said.err

    return act


def zones(folder, subject):
    def act(store):
        rows = matches_standing(store, store.rows_of("match"), store.ideas())
        own = rows[rows["subject"].eq(subject)]
        return dict(zip(own["objective"], own["zone"], strict=True))

    return stored(folder, act)


def asked(call, folder, *words):
    return json.loads(call(*words, "--workspace", folder, "--json").out)


def later(store):
    """Read a second month: a copy of the petition."""
    store.add_contributions(contributions({"id": "C92", "text": LATER, "said_on": "2026-04-20"}))
    row = {"id": "C92-1", "contribution": "C92", "end": len(LATER), "text": LATER, "nature": "besoin", "campaign": "C90-1"}
    store.add_ideas(frame(IDEAS, row))
    matched(store, 2)


def test_what_people_say_stands_over_a_new_month_and_a_copy_that_came_with_it_follows(folder, decide):
    assert decide("accept", "C91-1:contrat/2")["ideas"] == ["C90-1", "C91-1"]
    decide("reject", "C1-1:contrat/1.1")
    decide("none", "C2-1")
    settled = {"contrat/1.1": "none", "contrat/1.2": "none", "contrat/2": "accepted", "convention/A": "review"}
    for _month in (1, 2):
        assert zones(folder, "C90-1") == zones(folder, "C91-1") == settled
        assert zones(folder, "C1-1") == {"contrat/1.1": "rejected", "contrat/1.2": "review", "convention/A": "review"}
        assert zones(folder, "C2-1") == {"contrat/1.1": "none", "contrat/1.2": "none", "convention/A": "review"}
        stored(folder, later)
    assert zones(folder, "C92-1") == settled


def test_the_match_of_a_theme_never_jumps_to_the_theme_that_took_its_ideas(folder, decide, call):
    decide("accept", "T001:contrat/2")
    decide("merge", "T001", "T002")
    assert "contrat/2" not in zones(folder, "T002")
    (conflict,) = asked(call, folder, "decide", "conflicts")
    assert conflict["decision"] == "D00001"
    assert conflict["problem"] == "le thème T001, rapproché de contrat/2, n'est plus ouvert"
    assert asked(call, folder, "status")["conflicts"] == 1
    decide("undo", "D00002")
    assert asked(call, folder, "decide", "conflicts") == []
    assert zones(folder, "T001")["contrat/2"] == "accepted"


def test_an_objective_or_a_referential_that_is_no_more_is_listed(folder, decide, call):
    decide("accept", "C1-1:contrat/1.2")
    decide("accept", "C1-1:convention/A")
    decide("none", "C3-1", "--referential", "convention")
    shorter = Referential("contrat", "Contrat", "contrat de ville", CONTRACT.objectives[:2])
    stored(folder, lambda store: matched(store, 2, (shorter,)))
    problems = {each["decision"]: each["problem"] for each in asked(call, folder, "decide", "conflicts")}
    assert problems == {
        "D00001": "C1-1 : contrat/1.2 n'est plus dans les référentiels",
        "D00002": "C1-1 : convention/A n'est plus dans les référentiels",
        "D00003": "C3-1 : convention n'est plus dans les référentiels",
    }
    assert zones(folder, "C1-1")["contrat/1.1"] == "proposed"


def test_a_theme_says_who_decided_of_its_objectives_and_undoing_gives_the_machine_back(folder, decide, call):
    before = asked(call, folder, "themes", "show", "T001")["objectives"]
    assert [(each["objective"], each["probability"], each["by"]) for each in before] == [
        ("contrat/1.1", 0.7, ""),
        ("convention/A", 0.5, ""),
        ("contrat/1.2", 0.4, ""),
    ]
    decide("reject", "T001:convention/A")
    decide("accept", "T001:contrat/1.2")
    told = asked(call, folder, "themes", "show", "T001")["objectives"]
    assert [(each["objective"], each["zone"], each["probability"], each["decision"]) for each in told] == [
        ("contrat/1.2", "validé", None, "D00002"),
        ("convention/A", "refusé", None, "D00001"),
    ]
    out = " ".join(call("themes", "show", "T001", "--workspace", folder).out.split())
    assert f"contrat/1.2 Abris : validé, par Nadia le {told[0]['decided_at'][:10]} (relecture de mai)" in out
    assert "T001:convention/A" in call("decide", "list", "--workspace", folder).out
    decide("none", "T001")
    assert asked(call, folder, "themes", "show", "T001")["objectives"][0]["zone"] == "aucun objectif"
    for decision in ("D00003", "D00002", "D00001"):
        decide("undo", decision)
    assert asked(call, folder, "themes", "show", "T001")["objectives"] == before


def test_what_cannot_be_decided_is_said_in_one_sentence(folder, decide):
    decide("accept", "C1-1:contrat/1.1")
    assert "« rapprochement validé » est déjà décidé pour contrat/1.1" in decide("accept", "C1-1:contrat/1.1")
    assert "ligne au-dessus d'autres" in decide("accept", "C1-1:contrat/1")
    assert "Référentiel « autre » inconnu. Connus : convention, contrat." in decide("none", "C1-1", "--referential", "autre")
    assert "ni une idée ni un thème ouvert" in decide("reject", "C999-1:contrat/2")
    decide("retire", "T004")
    assert "ni une idée ni un thème ouvert" in decide("accept", "T004:contrat/2")
    assert len(stored(folder, lambda store: store.decisions())) == 2
