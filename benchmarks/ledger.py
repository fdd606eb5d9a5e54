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


@dataclass(slots=True)
class Ledger:
    """Decisions and what each is owed; the last that speaks of a fact has the word, as long as nobody undoes it."""

    owed: defaultdict[Fact, list[tuple[Decision, object]]] = field(default_factory=lambda: defaultdict(list))
    made: dict[str, Decision] = field(default_factory=dict)
    undone: dict[str, dict[Fact, object]] = field(default_factory=dict)

    def write(self, decision: Decision, before: Facts) -> None:
        """Write what a decision is owed; `before` is what was read when it was made."""
        self.made[decision.id] = decision
        if decision.kind is DecisionKind.UNDO:
            self._undo(self.made[decision.subject])
            return
        due = effect(decision, before)
        if decision.kind is DecisionKind.REOPEN:
            due |= dict.fromkeys(self._emptied(decision.subject), decision.subject)
        for fact, value in due.items():
            self.owed[fact].append((decision, value))

    def _emptied(self, theme: str) -> list[Fact]:
        """List the places of the ideas that are without a theme because this one was retired."""
        last = ((fact, stack[-1][0]) for fact, stack in self.owed.items() if stack and fact[0] == "place")
        return [fact for fact, by in last if by.kind is DecisionKind.RETIRE and by.subject == theme]

    def _undo(self, gone: Decision) -> None:
        """Owe nothing more to a decision, nor to what a later one said of the places that this one gave."""
        self.undone[gone.id] = {}
        for fact, stack in self.owed.items():
            at = next((place for place, (decision, _value) in enumerate(stack) if decision is gone), None)
            if at is not None:
                self.undone[gone.id][fact] = stack[at][1]
                later = [each for each in stack[at + 1 :] if fact[0] != "place" or each[0].kind not in OF_CONTENT]
                self.owed[fact] = stack[:at] + later

    def verdicts(self, seen: Facts, proposals: Iterable[Proposal], conflicts: Iterable[Conflict]) -> dict[str, Verdict]:
        """Judge every decision that nobody undid, and every undoing."""
        due: defaultdict[str, list[bool]] = defaultdict(list)
        for fact, stack in self.owed.items():
            if stack:
                decision, value = stack[-1]
                due[decision.id].append(seen.get(fact) == value)
        groups = [frozenset(each.ideas) for each in proposals]
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
            gone = self.undone[decision.subject].items()
            return [True, *(seen.get(fact) != value for fact, value in gone if fact[0] != "place" and not self.owed[fact])]
        return []


def counted(verdicts: Mapping[str, Verdict]) -> Counter[Verdict]:
    """Count the verdicts."""
    return Counter(verdicts.values())
