"""What people's decisions are owed: the effect of each, kept apart from the code that replays them, and read again at will."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from contributions.decisions import Standing
from contributions.domain import Conflict, Decision, DecisionKind, Proposal, ThemeStatus

Fact = tuple[str, str]
"""Something that people read: of what, and whose. `("title", "T003")`, `("place", "C0123-2")`."""
Facts = Mapping[Fact, object]
OF_CONTENT = frozenset({DecisionKind.MERGE, DecisionKind.RETIRE, DecisionKind.REOPEN})
"""Decisions of a theme that say where its ideas are, whichever they are."""
GROWN = 2
"""How many times larger a group must be to be proposed again, once rejected."""
SAME = 0.5
"""Share of ideas in common from which it is the same group."""


class Verdict(StrEnum):
    """What became of a decision."""

    STANDS = "stands"
    FOLLOWED = "followed by another"
    LISTED = "listed as a conflict"
    LOST = "lost in silence"


def read(stands: Standing) -> dict[Fact, object]:
    """Read all that a person may see of themes: title, status, pin and review of each, and the theme of each idea."""
    facts: dict[Fact, object] = {("place", idea): theme for idea, theme in stands.placed.items()}
    for theme in stands.themes:
        facts |= {("title", theme.id): theme.title, ("status", theme.id): theme.status}
        facts |= {("pinned", theme.id): theme.pinned, ("reviewed", theme.id): theme.reviewed_at}
    return facts


def effect(decision: Decision, before: Facts) -> dict[Fact, object]:
    """Say what must be read once a decision is made, and until a person decides otherwise (`EFFECTS`)."""
    return EFFECTS[decision.kind](decision, before) if decision.kind in EFFECTS else {}


def _chosen(decision: Decision) -> dict[Fact, object]:
    """The ideas chosen are in the theme named, or in none where none is."""
    return {("place", idea): decision.target for idea in decision.ideas}


def _inside(decision: Decision, before: Facts, now: str) -> dict[Fact, object]:
    """The ideas that were in the theme are where it sends them."""
    return {fact: now for fact, theme in before.items() if fact[0] == "place" and theme == decision.subject}


def _made(decision: Decision, _before: Facts) -> dict[Fact, object]:
    named: dict[Fact, object] = {("title", decision.target): decision.title} if decision.title else {}
    return {("status", decision.target): ThemeStatus.ACTIVE, **named, **_chosen(decision)}


def _merged(decision: Decision, before: Facts) -> dict[Fact, object]:
    return {("status", decision.subject): ThemeStatus.MERGED, **_inside(decision, before, decision.target)}


def _retired(decision: Decision, before: Facts) -> dict[Fact, object]:
    return {("status", decision.subject): ThemeStatus.RETIRED, **_inside(decision, before, "")}


EFFECTS: Mapping[DecisionKind, Callable[[Decision, Facts], dict[Fact, object]]] = {
    DecisionKind.RENAME: lambda made, _: {("title", made.subject): made.title},
    DecisionKind.MERGE: _merged,
    DecisionKind.SPLIT: _made,
    DecisionKind.CREATE: _made,
    DecisionKind.MOVE: lambda made, _: _chosen(made),
    DecisionKind.PIN: lambda made, _: _chosen(made) or {("pinned", made.subject): True},
    DecisionKind.RETIRE: _retired,
    DecisionKind.REOPEN: lambda made, _: {("status", made.subject): ThemeStatus.ACTIVE},
    DecisionKind.REVIEW: lambda made, _: {("reviewed", made.subject): made.at},
}
"""What each kind is owed.

- a rename: the theme has that title;
- a merge: the theme is merged, and the ideas that were in it are in the one that stays;
- a split, a theme made, a proposal accepted: the theme is there, with that title, and the ideas chosen are in it;
- a move, an idea pinned: the ideas are in that theme (or in none);
- a theme pinned, a theme read: it says so;
- a retirement: the theme is retired, and the ideas that were in it have none; reopened, it is active, and they are back.

What a rejection and an undoing are owed is no fact of a theme: `Ledger` holds it.
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a decision said of a fact, and what was read before it."""

    decision: Decision
    value: object
    before: object


@dataclass(slots=True)
class Ledger:
    """Decisions and what each is owed; the last that speaks of a fact has the word, as long as nobody undoes it.

    `undone` holds what was owed to the decisions that were undone, `without_effect` the undoings that brought nothing back.
    """

    owed: dict[Fact, list[Owed]] = field(default_factory=dict)
    made: dict[str, Decision] = field(default_factory=dict)
    undone: dict[str, dict[Fact, Owed]] = field(default_factory=dict)
    without_effect: set[str] = field(default_factory=set)

    def write(self, decision: Decision, before: Facts, after: Facts) -> None:
        """Write what a decision is owed; `before` and `after` are what was read when it was made."""
        self.made[decision.id] = decision
        if decision.kind is DecisionKind.UNDO:
            self._undo(decision, before, after)
            return
        due = effect(decision, before)
        if decision.kind is DecisionKind.REOPEN:
            due |= dict.fromkeys(self._emptied(decision.subject), decision.subject)
        for fact, value in due.items():
            self.owed.setdefault(fact, []).append(Owed(decision, value, before.get(fact)))

    def _emptied(self, theme: str) -> list[Fact]:
        """List the places of the ideas that are without a theme because this one was retired."""
        last = ((fact, stack[-1].decision) for fact, stack in self.owed.items() if stack and fact[0] == "place")
        return [fact for fact, by in last if by.kind is DecisionKind.RETIRE and by.subject == theme]

    def _undo(self, undoing: Decision, before: Facts, after: Facts) -> None:
        """Owe nothing more to a decision, nor to those of content that spoke of the ideas that go back."""
        gone = undoing.subject
        self.undone[gone] = {fact: each for fact, stack in self.owed.items() for each in stack if each.decision.id == gone}
        for fact, stack in self.owed.items():
            went_back = fact[0] == "place" and before.get(fact) != after.get(fact)
            self.owed[fact] = [
                each for each in stack if each.decision.id != gone and not (went_back and each.decision.kind in OF_CONTENT)
            ]
        if any(self._stayed(fact, each, after) for fact, each in self.undone[gone].items()):
            self.without_effect.add(undoing.id)

    def _stayed(self, fact: Fact, was: Owed, after: Facts) -> bool:
        """Say whether an idea is still where a decision that is undone had put it, and the theme that it was in is open."""
        open_still = not was.before or after.get(("status", str(was.before))) == ThemeStatus.ACTIVE
        moved = fact[0] == "place" and was.value != was.before
        return moved and open_still and not self.owed[fact] and after.get(fact) == was.value

    def verdicts(self, seen: Facts, proposals: Iterable[Proposal], conflicts: Iterable[Conflict]) -> dict[str, Verdict]:
        """Judge every decision that nobody undid, and every undoing."""
        due: defaultdict[str, list[bool]] = defaultdict(list)
        for fact, stack in self.owed.items():
            if stack:
                due[stack[-1].decision.id].append(seen.get(fact) == stack[-1].value)
        groups = [frozenset(each.ideas) for each in proposals if each.ideas]
        listed = {conflict.decision for conflict in conflicts}
        return {
            key: self._verdict(decision, [*due[key], *self._others(decision, seen, groups)], listed)
            for key, decision in self.made.items()
            if key not in self.undone
        }

    def _verdict(self, decision: Decision, due: list[bool], listed: set[str]) -> Verdict:
        if decision.id in listed:
            return Verdict.LISTED
        if not due:
            return Verdict.FOLLOWED
        return Verdict.STANDS if all(due) else Verdict.LOST

    def _others(self, decision: Decision, seen: Facts, groups: Iterable[frozenset[str]]) -> list[bool]:
        """Judge what is no fact of a theme.

        A group that somebody rejected is not proposed again before it is twice as large. What somebody undid is read no more: not
        that title, not that review, not that theme, unless another decision says the same.
        """
        if decision.kind is DecisionKind.REJECT:
            said = frozenset(decision.ideas)
            again = (group for group in groups if len(group & said) >= SAME * min(len(group), len(said)))
            return [all(len(group) >= GROWN * len(said) for group in again)]
        if decision.kind is DecisionKind.UNDO:
            gone = [(fact, each.value) for fact, each in self.undone[decision.subject].items() if fact[0] != "place"]
            unsaid = [seen.get(fact) != value for fact, value in gone if not self.owed[fact]]
            return [decision.id not in self.without_effect, *unsaid]
        return []


def counted(verdicts: Mapping[str, Verdict]) -> Counter[Verdict]:
    """Count the verdicts."""
    return Counter(verdicts.values())
