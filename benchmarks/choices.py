"""Decisions that somebody might make of the themes as they stand, drawn at random, of every kind that can be made."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime

from contributions.decisions import OF_THEMES, Standing, standing
from contributions.domain import Decision, DecisionKind, Proposal, Theme, ThemeStatus
from contributions.errors import UsageError
from contributions.steps.deciding import undo
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import theme_decision
from contributions.steps.theme_proposals import accept, open_proposals, reject
from contributions.store import Store

BY, WHY = "Nadia", "tirage au sort"
MOST = 5
"""Ideas chosen for a split, a move or a new theme."""
TITLED, INTO_A_THEME = 0.5, 0.8
"""Share of the splits that are given a title, and of the moves that go to a theme rather than to none."""
TRIES = 200


class NothingToDecideError(Exception):
    """No kind of decision can be made of what stands."""


def decide(store: Store, chance: random.Random, *, now: datetime) -> Decision:
    """Make a decision of a kind drawn at random; one that is refused, or has nothing to be about, is drawn again."""
    for _ in range(TRIES):
        draw = chance.choice(list(KINDS))
        try:
            return KINDS[draw](_Room(store, chance, now))
        except (UsageError, IndexError):  # refused with a sentence, or nothing to choose among
            continue
    raise NothingToDecideError


class _Room:
    """The people in front of the themes, and the chance that they decide by."""

    def __init__(self, store: Store, chance: random.Random, now: datetime) -> None:
        self.store, self.chance, self.now = store, chance, now
        self.stands: Standing = standing_themes(store)

    def theme(self, *, status: ThemeStatus = ThemeStatus.ACTIVE) -> Theme:
        return self.chance.choice([theme for theme in self.stands.themes if theme.status is status])

    def ideas_of(self, theme: str | None) -> tuple[str, ...]:
        """Choose a few ideas of a theme, or of all."""
        inside = sorted(idea for idea, place in self.stands.placed.items() if theme in (None, place))
        return tuple(self.chance.sample(inside, self.chance.randint(1, min(MOST, len(inside)))) if inside else ())

    def proposal(self) -> Proposal:
        return self.chance.choice([each for each in open_proposals(self.store) if each.ideas])

    def title(self) -> str:
        return f"Titre tiré au sort {self.chance.randrange(10**9)}"

    def about(self, kind: DecisionKind, subject: str, **what: object) -> Decision:
        return theme_decision(self.store, kind, subject, by=BY, reason=WHY, now=self.now, **what)  # type: ignore[arg-type]


def _split(room: _Room) -> Decision:
    theme = room.theme().id
    title = room.title() if room.chance.random() < TITLED else ""
    return room.about(DecisionKind.SPLIT, theme, ideas=room.ideas_of(theme), title=title)


def _move(room: _Room) -> Decision:
    target = room.theme().id if room.chance.random() < INTO_A_THEME else ""
    return room.about(DecisionKind.MOVE, "", target=target, ideas=room.ideas_of(None))


def _undo(room: _Room) -> Decision:
    made = [each for each in standing(room.store.decisions()) if each.kind in OF_THEMES]
    return undo(room.store, room.chance.choice(made).id, by=BY, reason=WHY, now=room.now)


KINDS: Mapping[str, Callable[[_Room], Decision]] = {
    "rename": lambda room: room.about(DecisionKind.RENAME, room.theme().id, title=room.title()),
    "merge": lambda room: room.about(DecisionKind.MERGE, room.theme().id, target=room.theme().id),
    "split": _split,
    "create": lambda room: room.about(DecisionKind.CREATE, "", ideas=room.ideas_of(None), title=room.title()),
    "move": _move,
    "pin an idea": lambda room: room.about(DecisionKind.PIN, room.ideas_of(None)[0]),
    "pin a theme": lambda room: room.about(DecisionKind.PIN, room.theme().id),
    "retire": lambda room: room.about(DecisionKind.RETIRE, room.theme().id),
    "reopen": lambda room: room.about(DecisionKind.REOPEN, room.theme(status=ThemeStatus.RETIRED).id),
    "review": lambda room: room.about(DecisionKind.REVIEW, room.theme().id),
    "accept": lambda room: accept(room.store, room.proposal().id, by=BY, reason=WHY, now=room.now),
    "reject": lambda room: reject(room.store, room.proposal().id, by=BY, reason=WHY, now=room.now),
    "undo": _undo,
}
"""Each kind of decision -> how one is made."""
