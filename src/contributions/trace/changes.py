"""What changed of themes: from one moment to another, in the life of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.decisions import OPEN
from contributions.domain import Conflict, Decision, Theme

if TYPE_CHECKING:
    from contributions.trace.crowds import Cause

NEW, UNPLACED, GONE = "new", "unplaced", "gone"
"""Where an idea is that is in no theme: not said yet, without theme, counted no more (its contribution was amended...)."""
NOWHERE = frozenset({NEW, UNPLACED, GONE})
ENDS = ("removed", "merged", "retired", "emptied")
"""What a theme may become that holds no idea any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one theme between two moments; `came` and `left` count ideas by where they were, and where they are."""

    theme: str
    before: Theme | None
    after: Theme | None
    kept: int
    came: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def was(self) -> int:
        """Count its ideas before."""
        return self.kept + sum(self.left.values())

    @property
    def ideas(self) -> int:
        """Count its ideas after."""
        return self.kept + sum(self.came.values())

    @property
    def became(self) -> str:
        """Name what it became: born, removed (by an undo or a restore), merged, retired, reopened, emptied, or kept.

        A family whose themes are all gone is emptied.
        """
        if self.before is None or self.after is None:
            return "born" if self.after else "removed"
        if self.after.status not in OPEN and self.before.status is not self.after.status:
            return "emptied" if self.is_family else self.after.status.value
        if self.before.status not in OPEN and self.after.status in OPEN:
            return "reopened"
        return "emptied" if self.was and not self.ideas and self.after.status in OPEN else "kept"

    @property
    def is_family(self) -> bool:
        """Say whether it is a family of themes."""
        return any(theme.is_family for theme in (self.before, self.after) if theme)

    @property
    def adopted(self) -> tuple[str, str] | None:
        """Give its family before and after, where they differ."""
        if self.before is None or self.after is None or self.before.parent == self.after.parent:
            return None
        return self.before.parent, self.after.parent

    @property
    def renamed(self) -> tuple[str, str] | None:
        """Give its title before and after, where they differ."""
        if self.before is None or self.after is None or self.before.title == self.after.title:
            return None
        return self.before.title, self.after.title

    @property
    def told(self) -> bool:
        """Say whether anything changed that people read."""
        return bool(self.came or self.left) or _read(self.before) != _read(self.after)


@dataclass(frozen=True, slots=True)
class Event:
    """A change of one theme, and the run or the decision that made it."""

    cause: Cause
    change: Change

    @property
    def name(self) -> str:
        """Name it: as the decision, or by what the run did."""
        if isinstance(self.cause, Decision):
            own = self.change.became == "born" or (self.change.is_family and self.change.became != "kept")
            return self.change.became if own else self.cause.kind.value
        done = self.cause.stages.get("themes", {})
        if "restored" in done or self.change.became != "kept":
            return "restored" if "restored" in done else self.change.became
        if "changes" in done:
            return "reconciled"
        return "absorbed" if self.change.came else "withdrawn" if self.change.left else "named"


@dataclass(frozen=True, slots=True)
class Step:
    """Where a run or a decision took an idea: a theme, or `NEW`, `UNPLACED`, `GONE`."""

    cause: Cause
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Life:
    """One theme from its birth: as it is, or as it last was where it `stands` no more.

    `homes` counts where the ideas that it holds, or last held, are now. `theme` quotes nothing: a crowd does not say who speaks.
    """

    theme: Theme
    stands: bool
    ideas: int
    merged_into: str
    events: tuple[Event, ...]
    homes: Mapping[str, int]

    @property
    def status(self) -> str:
        """Name where it stands: a status of themes, `removed` where an undo or a restore took it back."""
        return self.theme.status.value if self.stands else "removed"

    @property
    def ended(self) -> Event | None:
        """Give the event that ended it, where it holds no idea."""
        ends = [event for event in self.events if event.change.became in ENDS]
        return ends[-1] if ends and not self.ideas else None


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What changed between two moments; `before` is None at the beginning, `flows` gives the ideas by from where and to where."""

    before: Cause | None
    after: Cause
    changes: tuple[Change, ...]
    flows: Mapping[tuple[str, str], tuple[str, ...]]
    placed: tuple[int, int]
    """Ideas in a theme, before and after."""
    unplaced: tuple[int, int]
    decisions: tuple[Decision, ...]
    """Those taken in between that still stood after."""
    conflicts: tuple[Conflict, ...]
    firm: frozenset[str]
    """The themes that people had decided something of before."""
    titles: Mapping[str, str]
    """Every theme of either moment -> its last title."""

    @property
    def moved(self) -> int:
        """Count the ideas that were in a theme and are in another."""
        return self.went(lambda was, now: {was, now}.isdisjoint(NOWHERE))

    @property
    def stayed(self) -> int:
        """Count the ideas that were in a theme and still are in it."""
        return self.placed[0] - self.went(lambda was, _: was not in NOWHERE)

    def went(self, way: Callable[[str, str], bool]) -> int:
        """Count the ideas that went some way, told by where they were and where they are."""
        return sum(len(ideas) for between, ideas in self.flows.items() if way(*between))


def _read(theme: Theme | None) -> object:
    return theme and (theme.title, theme.parent, theme.status, theme.merged_into, theme.pinned, theme.reviewed_at)
