"""What the pages read: the city as it stands, loaded once and kept until something changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from contributions.comparing import plain
from contributions.settings import Workspace
from contributions.steps.picturing import Standpoint
from contributions.steps.reviewing import Stands, referential_named, waiting_of
from contributions.steps.standing import homes_of
from contributions.steps.theme_decisions import Scene
from contributions.steps.trail import Trail
from contributions.store import open_store
from contributions.store.state import State, state_of
from contributions.trace import theme_figures
from contributions.trace.absent import Sizes, sizes_of_groups
from contributions.trace.picture import SAID, SPOKEN
from contributions.trace.trends import Trend, theme_months, theme_trends, voices_by_month

if TYPE_CHECKING:
    import pandas as pd

    from contributions.decisions import Standing
    from contributions.domain import Decision
    from contributions.steps.reviewing import Waiting
    from contributions.store import Store
    from contributions.trace import Picture

Made = TypeVar("Made")
WAITING = 500
"""Matches of the queue that are looked up at once."""


@dataclass(frozen=True, eq=False)
class View:
    """The city at one state: what it is, and what is made of it once; nothing of it is ever changed."""

    state: State
    stands: Standpoint
    waiting: Waiting | None
    """What there is to review; None where nothing is matched."""
    decisions: Sequence[Decision]
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], Made], *, of: AbstractSet[str] | None = None) -> Made:
        """Give what a page needs and takes long to make, made once as long as nothing changes; or those fields alone."""
        if of is not None:
            return self.picture.once(name, make, of=of)
        if name not in self._kept:
            self._kept[name] = make()
        found: Made = self._kept[name]
        return found

    def ready(self) -> None:
        """Work out what every page looks things up in, so that the first one does not wait for it."""
        picture = self.picture
        for name in ("at", "ideas_at", "read_at", "same", "alike", "matched_at", "near", "refused", "places"):
            getattr(picture, name)
        for name in ("asked", "figures", "months", "trends", "groups", "words"):
            getattr(self, name)

    @property
    def picture(self) -> Picture:
        """Give the picture of today."""
        return self.stands.picture

    @cached_property
    def asked(self) -> Sequence[dict[str, Any]]:
        """List what to review next, as `steps.reviewing.queue` gives it."""
        return self.waiting.first(self.decisions, WAITING) if self.waiting else ()

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        """Give the figures of each theme that holds an idea, the most widespread first."""
        figures = theme_figures(self.picture)
        return {str(row["theme"]): row for row in figures[figures["ideas"].gt(0)].to_dict("records")}  # type: ignore[misc]

    @property
    def months(self) -> pd.DataFrame:
        """Give the voices of each theme and month."""
        return self.once("months", lambda: theme_months(self.picture), of=SPOKEN)

    @property
    def trends(self) -> dict[str, Trend]:
        """Say of each theme whether more people speak of it in the last month; nothing where there is one month."""
        return self.once("trends", lambda: theme_trends(self.months, voices_by_month(self.picture)), of=SPOKEN)

    @property
    def groups(self) -> Sizes:
        """Count the ideas of each group of people."""
        return self.once("groups", lambda: sizes_of_groups(self.picture), of=SAID)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Give the title of each open theme."""
        return {theme.id: theme.title for theme in self.picture.themes}

    @property
    def words(self) -> pd.Series[str]:
        """Give the words of each row of `picture.spoken`, in small letters without accents."""
        return self.once("words", lambda: self.picture.spoken["text"].map(plain), of=SAID)

    def found(self, query: str, chosen: dict[str, str]) -> pd.DataFrame:
        """Give the ideas that say all the words of a query, whatever their case and accents, where what is chosen is so."""
        rows = self.picture.spoken
        kept = rows["idea"].ne("")
        for word in plain(query).split():
            kept &= self.words.str.contains(word, regex=False)
        for column, value in chosen.items():
            kept &= rows[column].eq(value)
        return rows[kept]

    @property
    def standing(self) -> Standing:
        """Give the themes as they stand, and where each idea is."""
        return self.stands.standing

    def scene(self, store: Store) -> Scene:
        """Give what a decision on themes is checked against."""
        left = self.stands.left
        themes, placed = store.themes(left.themes_run), homes_of(left.placements)
        return Scene(themes, placed, left.ideas, tuple(self.decisions), store.last_theme_number(), self.standing)

    @cached_property
    def reviewed(self) -> Stands:
        """Give what matches are explained from."""
        return Stands(self.picture.ideas, self.picture.matches, self.picture.referentials)

    def trail(self, store: Store) -> Trail:
        """Give what a trace is read from."""
        return Trail(store, self.picture, now().date())


@dataclass(eq=False)
class Room:
    """The workspace that people review together; one of them loads what changed, all read it."""

    workspace: Workspace
    acting: threading.Lock = field(default_factory=threading.Lock)
    """Held by who decides: the number of a decision follows from how many there are."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _view: View | None = None
    _opened: Store | None = None

    def store(self) -> Store:
        """Give a store for one request; the database is opened once, and brought to this version once."""
        with self._lock:
            if self._opened is None:
                self._opened = open_store(self.workspace.database_url)
            return self._opened.beside()

    def view(self, store: Store) -> View:
        """Give the city as it stands.

        Raises:
            UsageError: nothing was ever read.
        """
        state = state_of(store)
        with self._lock:
            if self._view is None or self._view.state != state:
                self._view = self._seen(store, state, self._view)
            return self._view

    def ready(self) -> None:
        """Load the city and all that pages look things up in, before anybody asks.

        Raises:
            UsageError: nothing was ever read.
        """
        self.view(self.store()).ready()

    def _seen(self, store: Store, state: State, before: View | None) -> View:
        """Read what changed since the city was last seen."""
        if before and before.state.same_rows(state):
            decisions = store.decisions()
            since = decisions[len(before.decisions) :]
            stands = before.stands.after_decisions(store, since, released=before.state.changes != state.changes)
            return View(state, stands, before.waiting, decisions)
        stands = Standpoint.of(self.workspace, store)
        left, waiting = stands.left, None
        if store.referentials(left.match_run):
            waiting = waiting_of(self.workspace, store, referential_named(store, ""), left.ideas, left.matches)
        return View(state, stands, waiting, store.decisions())


def now() -> datetime:
    """Say what time it is."""
    return datetime.now(UTC)
