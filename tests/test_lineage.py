"""The life of a theme adds up: what came to it, less what left it, is what it holds, whatever runs and people did."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.decisions import replay
from contributions.domain import Decision, DecisionKind, Run, Theme, ThemeStatus
from contributions.trace.changes import GONE, NEW, UNPLACED
from contributions.trace.crowds import Past, at, crowds_of
from contributions.trace.lineage import difference, lives

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BUS, CAVES = Theme("T001", "Bus", born_in="R01"), Theme("T002", "Caves", born_in="R01")


class City:
    """A past that is written a step at a time, an hour apart."""

    def __init__(self):
        self.runs, self.themes, self.decisions, self.rows, self.fates = [], {}, [], [], []
        self.hour = 0

    def now(self):
        self.hour += 1
        return START + timedelta(hours=self.hour)

    def run(self, placed, themes=None, **facts):
        """Let a run leave themes, and the places that are new."""
        name = f"R{self.hour + 1:02d}"
        self.runs.append(Run(name, self.now(), "0.1.0", "abc", stages={"themes": {"rows": name, **facts}}))
        known = {theme.id: theme for theme in self.themes.get(self.last, (BUS, CAVES))}
        known |= {theme.id: theme for theme in themes or ()}
        self.themes[name] = tuple(known.values())
        self.rows += [(idea, f"C{idea}", name, theme) for idea, theme in placed.items()]
        return name

    @property
    def last(self):
        return max(self.themes, default="")

    def decide(self, kind, subject, target="", ideas=(), title=""):
        made = Decision(
            f"D{len(self.decisions):02d}",
            self.now(),
            "Nadia",
            DecisionKind(kind),
            subject,
            "atelier",
            target,
            tuple(ideas),
            title,
        )
        self.decisions.append(made)
        return made.id

    def turn(self, idea, before, after):
        """Let a run change the fate of the contribution of an idea."""
        name = f"R{self.hour + 1:02d}"
        self.runs.append(Run(name, self.now(), "0.1.0", "abc"))
        self.fates.append((name, f"C{idea}", before, after))

    def fate(self, contribution):
        return {said: after for _, said, _, after in self.fates}.get(contribution, "kept")

    @property
    def past(self):
        rows = [(idea, said, self.fate(said), run, theme) for idea, said, run, theme in sorted(self.rows)]
        places = pd.DataFrame(rows, columns=["idea", "contribution", "fate", "run", "theme"])
        fates = pd.DataFrame(self.fates, columns=["event", "contribution", "before", "after"])
        return Past(self.runs, self.themes, self.decisions, places, fates)

    def held_at(self, cause):
        """Count the ideas of each theme once a cause had done its work, one idea after the other."""
        moment = at(cause)
        runs = [run.id for run in self.runs if at(run) <= moment]
        placed = {idea: theme for idea, _, run, theme in sorted(self.rows, key=lambda row: row[2]) if run in runs}
        counted = {said: after for run, said, _, after in self.fates if run in runs}
        left = [run for run in runs if run in self.themes]
        decided = [each for each in self.decisions if at(each) <= moment]
        stands = replay(decided, self.themes[left[-1]] if left else (), placed)
        return Counter(place or UNPLACED for idea, place in stands.placed.items() if counted.get(f"C{idea}", "kept") == "kept")


@pytest.fixture
def city():
    made = City()
    made.run({"a": "T001", "b": "T001", "c": "T002", "d": ""})
    return made


def told(city, theme):
    return [(event.name, dict(event.change.came), dict(event.change.left)) for event in lives(city.past)[theme].events]


def test_a_theme_is_born_grows_takes_another_and_gives_it_back(city):
    city.run({"e": "T001", "d": "T001"})
    merged = city.decide("merge", "T002", "T001")
    city.run({"f": "T002"})
    city.decide("undo", merged)
    assert told(city, "T001") == [
        ("born", {NEW: 2}, {}),
        ("absorbed", {NEW: 1, UNPLACED: 1}, {}),
        ("merge", {"T002": 1}, {}),
        ("absorbed", {NEW: 1}, {}),
        ("undo", {}, {"T002": 2}),
    ]
    assert told(city, "T002") == [("born", {NEW: 1}, {}), ("merge", {}, {"T001": 1}), ("undo", {"T001": 2}, {})]


def test_what_ended_a_theme_and_where_its_ideas_are_is_said_to_the_end_of_merges(city):
    city.run({"g": "T003"}, [Theme("T003", "Soins", born_in="R02")])
    first = city.decide("merge", "T002", "T001")
    city.decide("merge", "T001", "T003")
    life = lives(city.past)["T002"]
    assert (life.status, life.merged_into, life.ideas, life.homes) == ("merged", "T003", 0, {"T003": 1})
    assert life.ended.cause.id == first


def test_a_split_that_is_undone_is_told_and_gives_its_ideas_back(city):
    made = city.decide("split", "T001", "T003", ["a"], "À part")
    city.decide("undo", made)
    life = lives(city.past)["T003"]
    assert (life.theme.title, life.status, life.homes) == ("À part", "removed", {"T001": 1})
    assert told(city, "T003") == [("born", {"T001": 1}, {}), ("undo", {}, {"T001": 1})]


def test_what_is_withdrawn_leaves_and_comes_back_when_it_counts_again(city):
    city.turn("a", "kept", "withdrawn")
    city.turn("a", "withdrawn", "kept")
    assert told(city, "T001")[1:] == [("withdrawn", {}, {GONE: 1}), ("absorbed", {NEW: 1}, {})]


def test_a_decision_that_moves_nothing_is_in_the_life_of_the_theme(city):
    made = city.decide("pin", "a", "T001", ["a"])
    city.decide("rename", "T001", title="Le bus du soir")
    city.decide("undo", made)
    events = lives(city.past)["T001"].events
    assert [event.name for event in events] == ["born", "pin", "rename", "undo"]
    assert events[2].change.renamed == ("Bus", "Le bus du soir")


def test_a_theme_that_a_reconciliation_empties_is_merged_by_the_machine(city):
    gone = Theme("T002", "Caves", status=ThemeStatus.MERGED, merged_into="T001", born_in="R01")
    city.run({"a": "", "c": "T001"}, [gone], changes=[])
    assert told(city, "T001")[-1] == ("reconciled", {"T002": 1}, {UNPLACED: 1})
    assert told(city, "T002")[-1] == ("merged", {}, {"T001": 1})


def test_the_difference_of_two_runs_says_who_moved_and_what_people_decided_meanwhile(city):
    kept = city.decide("rename", "T002", title="Caves et rats")
    wrong = city.decide("retire", "T001")
    city.decide("undo", wrong)
    city.run({"c": "T001", "e": "T002"}, changes=[])
    found = difference(city.past, 0, len(city.past.causes) - 1)
    assert found.flows == {("T002", "T001"): ("c",), (NEW, "T002"): ("e",)}
    assert [each.id for each in found.decisions] == [kept]
    assert (found.moved, found.placed, found.unplaced) == (1, (3, 4), (1, 1))
    assert [(each.theme, each.was, each.ideas, each.renamed) for each in found.changes] == [
        ("T001", 2, 3, None),
        ("T002", 1, 1, ("Caves", "Caves et rats")),
    ]


def test_ideas_with_one_lot_are_one_crowd(city):
    city.decide("move", "a", "T002", ["a"])
    assert [crowd.ideas for crowd in crowds_of(city.past)] == [("a",), ("b",), ("c",), ("d",)]
    city.run(dict.fromkeys(("u", "v", "w"), "T001"))
    assert ("u", "v", "w") in [crowd.ideas for crowd in crowds_of(city.past)]


places = st.sampled_from(["", "T001", "T002", "T003"])
some = st.frozensets(st.sampled_from("abcdefgh"), min_size=1)
steps = st.one_of(
    st.tuples(st.just("grow"), some, places),
    st.tuples(st.just("anew"), st.dictionaries(st.sampled_from("abcdefgh"), places), st.just("")),
    st.tuples(st.just("merge"), places.filter(bool), places.filter(bool)),
    st.tuples(st.sampled_from(["split", "move"]), some, places.filter(bool)),
    st.tuples(st.sampled_from(["retire", "reopen", "review"]), places.filter(bool), st.just("")),
    st.tuples(st.just("turn"), st.sampled_from("abcdefgh"), st.just("")),
    st.tuples(st.just("undo"), st.integers(0, 20), st.just("")),
)


def acted(city, kind, what, where):
    if kind == "grow":
        known = {row[0] for row in city.rows}
        city.run(dict.fromkeys(sorted(what - known), where), [Theme("T003", "Soins", born_in="R01")])
    elif kind == "anew":
        city.run(what, [Theme("T003", "Soins", born_in="R01")], changes=[])
    elif kind == "merge" and what != where:
        city.decide("merge", what, where)
    elif kind == "split":
        city.decide("split", where, f"T{100 + len(city.decisions)}", sorted(what))
    elif kind == "move":
        city.decide("move", min(what), where, sorted(what))
    elif kind in {"retire", "reopen", "review"}:
        city.decide(kind, what)
    elif kind == "turn":
        before = city.fate(f"C{what}")
        city.turn(what, before, "kept" if before != "kept" else "quarantined")
    elif kind == "undo" and (open_ := [each.id for each in city.decisions if each.kind is not DecisionKind.UNDO]):
        undone = open_[what % len(open_)]
        if undone not in {each.subject for each in city.decisions}:
            city.decide("undo", undone)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(steps, max_size=14))
def test_whatever_happens_the_events_of_every_theme_add_up(acts):
    city = City()
    city.run({"a": "T001", "b": "T002"})
    for act in acts:
        acted(city, *act)
    past, all_lives = city.past, lives(city.past)
    now = city.held_at(past.causes[-1])
    for theme, life in all_lives.items():
        came = sum(sum(event.change.came.values()) for event in life.events)
        left = sum(sum(event.change.left.values()) for event in life.events)
        assert life.ideas == came - left == now[theme]
        assert life.ideas == 0 or life.homes == {theme: life.ideas}
        assert (life.ended is None) is bool(life.ideas) or not came
        for event in life.events:
            assert event.change.ideas == city.held_at(event.cause)[theme]
            for other, count in event.change.left.items():
                if other not in {UNPLACED, GONE}:
                    (mirror,) = [each for each in all_lives[other].events if each.cause is event.cause]
                    assert mirror.change.came[theme] == count
    whole = difference(past, -1, len(past.causes) - 1)
    assert (whole.placed[1], whole.unplaced[1]) == (sum(now.values()) - now[UNPLACED], now[UNPLACED])
    assert {change.theme: change.ideas for change in whole.changes if change.ideas} == {
        theme: count for theme, count in now.items() if theme != UNPLACED
    }
