"""Quarantine and its release: a decision has a name and a reason, stays, and is undone by another."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from conftest import Said
from hypothesis import given
from hypothesis import strategies as st
from store_nouns import ATELIERS, contributions, filled

from contributions.decisions import kept_out, released, standing
from contributions.domain import Decision, DecisionKind, Fate
from contributions.errors import UsageError
from contributions.ingest.fates import KEPT_OUT
from contributions.settings import open_workspace
from contributions.starter import copy_starter
from contributions.steps.deciding import HELD, decide, quarantine, undo
from contributions.store import open_store

NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
WHO = {"by": "Inès", "reason": "relue avec la personne", "now": NOW}


@pytest.fixture
def waiting(store):
    filled(store)
    store.add_contributions(contributions({"id": "C3", "fate": "quarantined", "reason": "santé"}))
    return store


def fate(store, subject):
    return store.contributions().set_index("id").loc[subject, "fate"]


def test_what_is_released_is_kept_and_says_nothing_of_why_it_waited(waiting):
    assert quarantine(waiting)["id"].tolist() == ["C3"]
    (decision,) = decide(waiting, DecisionKind.RELEASE, ["C3"], **WHO)
    row = waiting.contributions().set_index("id").loc["C3"]
    assert (row["fate"], row["reason"], quarantine(waiting).empty) == ("kept", "", True)
    assert waiting.decisions() == [decision] == [Decision("D00001", NOW, "Inès", DecisionKind.RELEASE, "C3", WHO["reason"])]
    assert released(waiting.decisions()) == {"C3"}
    assert waiting.changes("D00001")[["before", "after"]].to_numpy().tolist() == [["quarantined", "kept"]]


def test_what_a_person_keeps_out_is_rejected_says_so_and_waits_again_once_undone(waiting):
    (decision,) = decide(waiting, DecisionKind.KEEP_OUT, ["C3"], **WHO)
    row = waiting.contributions().set_index("id").loc["C3"]
    assert (row["fate"], row["reason"], quarantine(waiting).empty) == ("rejected", KEPT_OUT, True)
    assert (kept_out(waiting.decisions()), released(waiting.decisions())) == ({"C3"}, frozenset())
    with pytest.raises(UsageError, match="C3 : rejetées"):
        decide(waiting, DecisionKind.RELEASE, ["C3"], **WHO)
    undo(waiting, decision.id, **WHO)
    assert fate(waiting, "C3") == Fate.QUARANTINED
    assert kept_out(waiting.decisions()) == frozenset()


def test_an_undone_decision_leaves_everything_as_before_and_its_trace(waiting):
    (held,) = decide(waiting, DecisionKind.HOLD, ["C1"], **WHO)
    assert fate(waiting, "C1") == Fate.QUARANTINED
    assert waiting.contributions().set_index("id").loc["C1", "reason"] == HELD
    assert waiting.ideas().empty
    undo(waiting, held.id, **WHO)
    assert fate(waiting, "C1") == Fate.KEPT
    assert len(waiting.ideas()) == 1
    assert [each.kind for each in waiting.decisions()] == [DecisionKind.HOLD, DecisionKind.UNDO]
    with pytest.raises(UsageError, match="déjà annulée"):
        undo(waiting, held.id, **WHO)


def test_a_decision_without_a_name_or_a_reason_or_on_something_else_changes_nothing(waiting):
    with pytest.raises(UsageError, match="--by"):
        decide(waiting, DecisionKind.RELEASE, ["C3"], **WHO | {"reason": " "})
    with pytest.raises(UsageError, match="C9 : inconnue"):
        decide(waiting, DecisionKind.RELEASE, ["C3", "C9"], **WHO)
    with pytest.raises(UsageError, match="C1 : conservées"):
        decide(waiting, DecisionKind.RELEASE, ["C3", "C1"], **WHO)
    assert (fate(waiting, "C3"), waiting.decisions(), waiting.last_change()) == (Fate.QUARANTINED, [], "")


def test_what_changed_since_a_decision_is_not_undone(waiting):
    (first,) = decide(waiting, DecisionKind.RELEASE, ["C3"], **WHO)
    (last,) = decide(waiting, DecisionKind.HOLD, ["C3"], **WHO | {"now": NOW + timedelta(hours=1)})
    with pytest.raises(UsageError, match="C3 est devenue « en quarantaine »"):
        undo(waiting, first.id, **WHO)
    assert waiting.last_change() == last.id
    assert released(waiting.decisions()) == frozenset()


@given(
    st.lists(st.sampled_from([DecisionKind.RELEASE, DecisionKind.HOLD, DecisionKind.KEEP_OUT, DecisionKind.UNDO]), max_size=12),
    st.randoms(),
)
def test_what_stands_does_not_depend_on_the_order_of_the_register(kinds, random):
    made = [
        Decision(
            f"D{n:05d}", NOW + timedelta(minutes=n), "Inès", kind, f"D{n - 1:05d}" if kind is DecisionKind.UNDO else "C3", "m"
        )
        for n, kind in enumerate(kinds, start=1)
    ]
    shuffled = random.sample(made, len(made))
    assert standing(shuffled) == standing(made)
    assert kept_out(shuffled) == kept_out(made)
    assert not kept_out(made) & released(made)
    assert len(standing(made)) <= sum(kind is not DecisionKind.UNDO for kind in kinds)


def test_the_command_line_lists_what_waits_and_releases_it(call, tmp_path):
    folder = tmp_path / "ville"
    copy_starter(folder)
    store = open_store(open_workspace(folder).database_url)
    store.save_collection(ATELIERS)
    store.add_contributions(contributions({"id": "C3", "fate": "quarantined", "reason": "santé, détresse"}))
    store.close()
    place = ("--workspace", folder)
    (row,) = json.loads(call("quarantine", "--json", *place).out)
    assert (row["id"], row["reason"]) == ("C3", "santé, détresse")
    assert "C3" in call("quarantine", *place).out
    assert call("decide", "release", "C3", *place) == Said(
        2, "", 'Erreur : Une décision dit qui la prend et pourquoi : --by "NOM" --reason "MOTIF".\n'
    )
    assert call("decide", "release", "C3", "--by", "Inès", "--reason", "relue", *place).code == 0
    assert json.loads(call("quarantine", "--json", *place).out) == []
    (change,) = json.loads(call("changes", "--json", *place).out)
    assert (change["before"], change["after"]) == ("quarantined", "kept")
    assert call("decide", "undo", "D00001", "--by", "Inès", "--reason", "trop tôt", *place).code == 0
    assert call("decide", "keep-out", "C3", "--by", "Inès", "--reason", "lue", *place).code == 0
    assert json.loads(call("quarantine", "--json", *place).out) == []
    said = json.loads(call("decide", "list", "--json", *place).out)
    assert [each["kind"] for each in said] == ["release", "undo", "keep out"]
