"""What the store remembers of where ideas were: every place that each was given, and the fates that its contribution had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from contributions.store import tables

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from contributions.store.queries import Store


def places(store: Store, until: str, ideas: Collection[str] | None = None) -> pd.DataFrame:
    """Load every place that runs gave until one of them: idea, contribution, fate (today's), run, theme; by idea, then run.

    `ideas` are those whose places are wanted, where they are few.
    """
    placed, quoted, said = tables.placements, tables.ideas, tables.contributions
    columns = (placed.c.idea, quoted.c.contribution, said.c.fate, placed.c.run, placed.c.theme)
    query = sa.select(*columns).join(quoted, placed.c.idea == quoted.c.id).join(said, quoted.c.contribution == said.c.id)
    if ideas is not None:
        query = query.where(placed.c.idea.in_(sorted(ideas)))
    return store._frame(query.where(placed.c.run <= until).order_by(placed.c.idea, placed.c.run))


def first_runs(store: Store) -> dict[str, str]:
    """Give the first run that placed each idea, or told why it has no theme."""
    placed = tables.placements
    return dict(map(tuple, store._rows(sa.select(placed.c.idea, sa.func.min(placed.c.run)).group_by(placed.c.idea))))


def fates(store: Store) -> pd.DataFrame:
    """Load every change of fate: event (the run or the decision that made it), contribution, before, after."""
    changed = tables.changes
    return store._frame(sa.select(changed.c.event, changed.c.contribution, changed.c.before, changed.c.after))


def fates_of(store: Store, contribution: str) -> pd.DataFrame:
    """Load every change of fate of one contribution: event, before, after, reason, other, what."""
    changed = tables.changes
    columns = [changed.c[name] for name in ("event", "before", "after", "reason", "other", "what")]
    return store._frame(sa.select(*columns).where(changed.c.contribution == contribution).order_by(changed.c.event))


def runs_with(store: Store, code: str, referential: str = "") -> list[tuple[str, str]]:
    """List the objectives that ever had a code, and the last run that each was there at; of one referential where it is named."""
    known = tables.objectives
    query = sa.select(known.c.referential, sa.func.max(known.c.run)).where(known.c.code == code).group_by(known.c.referential)
    if referential:
        query = query.where(known.c.referential == referential)
    return [(f"{name}/{code}", run) for name, run in store._rows(query.order_by(known.c.referential))]


def fates_changed(store: Store, event: str) -> list[tuple[str, str, int]]:
    """Count the contributions to which a run or a decision gave another fate: before, after, how many."""
    changed = tables.changes
    query = sa.select(changed.c.before, changed.c.after, sa.func.count()).where(changed.c.event == event)
    grouped = query.group_by(changed.c.before, changed.c.after).order_by(changed.c.before, changed.c.after)
    return [(before, after, count) for before, after, count in store._rows(grouped)]
