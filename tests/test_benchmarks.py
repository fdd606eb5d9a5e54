"""What the benchmarks of lasting count: what decisions are owed, ideas that keep their theme, subjects that emerge."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from contributions.decisions import replay
from contributions.domain import Decision, DecisionKind, Proposal, ProposalKind, Theme

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from emergence import judged
from following import Followed, matched
from lasting import alike, arrivals, coverage, kept, mean_of, right, surest
from ledger import Ledger, Verdict, read
from sets import Corpus

THEMES = (Theme("T001", "Bus"), Theme("T002", "Cave"), Theme("T003", "Soins"))
PLACED = {"a": "T001", "b": "T001", "c": "T002", "d": "T003", "e": ""}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class People:
    """People who decide of three themes; what they are owed is written as they go."""

    def __init__(self):
        self.ledger, self.decisions = Ledger(), []

    def decide(self, kind, subject, target="", ideas=(), title=""):
        number = len(self.decisions) + 1
        at = START + timedelta(minutes=number)
        made = Decision(f"D{number}", at, "Nadia", DecisionKind(kind), subject, "atelier", target, ideas, title)
        before = read(self.stands())
        self.decisions.append(made)
        self.ledger.write(made, before, read(self.stands()))
        return made.id

    def stands(self, themes=THEMES, placed=PLACED):
        return replay(self.decisions, themes, placed)

    def verdicts(self, stands=None, *, proposals=(), conflicts=None):
        stands = stands or self.stands()
        return self.ledger.verdicts(read(stands), proposals, stands.conflicts if conflicts is None else conflicts)


@pytest.fixture
def people():
    return People()


def test_every_kind_of_decision_stands_as_the_product_replays_it(people):
    people.decide("rename", "T001", title="Le bus, le soir")
    people.decide("merge", "T002", "T001")
    people.decide("create", "T004", "T004", ("d", "e"), "À part")
    people.decide("move", "a", "T004", ("a",))
    people.decide("pin", "b", "T001", ("b",))
    people.decide("pin", "T001")
    people.decide("review", "T001")
    people.decide("retire", "T003")
    assert set(people.verdicts().values()) == {Verdict.STANDS}


def test_an_effect_that_goes_away_is_lost_unless_it_is_listed(people):
    moved = people.decide("move", "a", "T002", ("a",))
    without = replay([], THEMES, PLACED)
    assert people.verdicts(without) == {moved: Verdict.LOST}
    merged = people.decide("merge", "T002", "T003")
    assert people.stands().conflicts
    assert people.verdicts() == {moved: Verdict.LISTED, merged: Verdict.STANDS}


def test_the_last_who_speaks_has_the_word_until_it_is_undone(people):
    first = people.decide("rename", "T001", title="Un")
    second = people.decide("rename", "T001", title="Deux")
    assert people.verdicts() == {first: Verdict.FOLLOWED, second: Verdict.STANDS}
    undone = people.decide("undo", second)
    assert people.verdicts() == {first: Verdict.STANDS, undone: Verdict.STANDS}


def test_an_undoing_is_lost_where_what_it_undid_is_still_read(people):
    renamed = people.decide("rename", "T001", title="Un")
    before = people.stands()
    undone = people.decide("undo", renamed)
    assert people.verdicts() == {undone: Verdict.STANDS}
    assert people.verdicts(before) == {undone: Verdict.LOST}


def test_ideas_come_back_when_a_theme_is_reopened_and_a_merge_undone(people):
    people.decide("retire", "T001")
    merged = people.decide("merge", "T002", "T003")
    people.decide("reopen", "T001")
    people.decide("undo", merged)
    assert Verdict.LOST not in people.verdicts().values()
    assert people.stands().placed == PLACED


def test_a_group_that_was_rejected_may_come_back_twice_as_large(people):
    rejected = people.decide("reject", "P1", ideas=("a", "b"))
    same = Proposal("P2", ProposalKind.EMERGING, ideas=("a", "b", "c"))
    grown = Proposal("P3", ProposalKind.EMERGING, ideas=("a", "b", "c", "d"))
    assert people.verdicts(proposals=[same]) == {rejected: Verdict.LOST}
    assert people.verdicts(proposals=[grown]) == {rejected: Verdict.STANDS}


def corpus(gold, *, campaigns=()):
    ideas = pd.DataFrame({"id": list(gold), "contribution": [f"C{idea}" for idea in gold], "campaign": ""})
    ideas.loc[ideas["id"].isin(campaigns), "campaign"] = "one"
    said = pd.DataFrame({"id": list(ideas["contribution"]), "said_on": ""})
    return Corpus("small", Path(), said, ideas, {idea: label for idea, label in gold.items() if label})


GOLD = {"a": "bus", "b": "bus", "c": "soins", "d": "soins", "e": "bus", "f": "soins", "g": "", "h": "bus"}
BATCHES = [frozenset({"Ca", "Cb", "Cc", "Cd"}), frozenset({"Ce", "Cf", "Cg", "Ch"})]
FIRST = {"a": "1", "b": "1", "c": "2", "d": "2"}


def test_ideas_keep_their_theme_by_its_id_or_once_the_new_are_named_after_the_old():
    swapped = Followed([FIRST, {"a": "2", "b": "2", "c": "1", "d": "1", "e": "1"}])
    assert (kept(swapped, matching=False), kept(swapped, matching=True)) == (0, 1)
    assert matched(FIRST, {"a": "9", "b": "9", "c": "9"}) == {"1": "9"}


def test_a_new_idea_is_right_where_the_old_of_its_theme_say_the_same():
    after = Followed([FIRST, {**FIRST, "e": "1", "f": "1", "g": "2", "h": "new"}])
    judged_ideas = arrivals(corpus(GOLD), BATCHES, after)
    assert [(each.idea, each.placed, each.right) for each in judged_ideas] == [
        ("e", True, True),
        ("f", True, False),
        ("g", True, None),
        ("h", False, None),
    ]
    assert (coverage(judged_ideas), mean_of(right, judged_ideas)) == (0.75, 0.5)
    assert mean_of(right, surest(judged_ideas, {"e": 0.9, "f": 0.2, "g": 0.5}, 2)) == 1


def test_a_new_idea_is_alike_for_what_its_theme_says_of_its_label_and_for_what_it_misses_of_it():
    after = Followed([FIRST, {**FIRST, "e": "1", "f": "1", "g": "2", "h": "new"}])
    assert [each.alike for each in arrivals(corpus(GOLD), BATCHES, after)] == [1, 0, None, None]
    mixed = {"a": "1", "b": "2", "c": "1", "d": "2"}
    found = arrivals(corpus(GOLD), BATCHES, Followed([mixed, {**mixed, "e": "1", "f": "2"}]))
    assert mean_of(alike, found) == 0.5


def test_a_copy_is_no_new_idea():
    after = Followed([FIRST, {**FIRST, "e": "1", "f": "1", "g": "1", "h": "1"}])
    assert [each.idea for each in arrivals(corpus(GOLD, campaigns=["a", "e", "h"]), BATCHES, after)] == ["f", "g"]


def test_a_group_is_what_most_of_its_ideas_are_about():
    groups = [frozenset("ab"), frozenset("be"), frozenset("cd"), frozenset("g"), frozenset("acg")]
    assert judged(groups, corpus(GOLD), frozenset({"bus"})) == {"found": 1, "again": 2, "other": 1, "false": 1}
    assert judged([frozenset("ac"), frozenset("abcdf")], corpus(GOLD), frozenset()) == {"other": 2}


def test_a_hidden_label_never_comes_in_the_first_batch_and_draws_are_the_same_every_time():
    said = corpus({f"i{number}": ("bus", "soins", "cave")[number % 3] for number in range(60)})
    first, *others = said.batches(4, hidden=frozenset({"bus"}))
    assert (first, *others) == tuple(said.batches(4, hidden=frozenset({"bus"})))
    assert {said.gold[f"i{number}"] for number in range(60) if f"Ci{number}" in first} == {"soins", "cave"}
    assert sorted(len(batch) for batch in said.batches(4)) == [12, 12, 12, 24]
    assert frozenset().union(first, *others) == frozenset(said.contributions["id"])
