"""What tells two states of a store apart, in one glance: runs, and what people decided and answered since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from contributions.store import tables

if TYPE_CHECKING:
    from contributions.store.queries import Store


@dataclass(frozen=True, slots=True)
class State:
    """Two states that are equal are read alike."""

    runs: tuple[int, str, str]
    """How many, the last one, and when it ended."""
    decisions: int
    lines: int
    """Lines of answers: one more a change."""
    erasures: int
    changes: int
    """Of fates: by runs, and by people who hold or release."""

    def same_rows(self, other: State) -> bool:
        """Say whether the rows that runs left are the same: people alone did something since."""
        return (self.runs, self.erasures) == (other.runs, other.erasures)


def state_of(store: Store) -> State:
    """Read where a store stands."""
    runs, people = tables.runs, (tables.decisions, tables.responses, tables.erasures, tables.changes)
    ended = sa.func.coalesce(sa.func.max(runs.c.finished_at), "")
    ((count, last, when),) = store._rows(sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(runs.c.id), ""), ended))
    counted = [store._rows(sa.select(sa.func.count()).select_from(each))[0][0] for each in people]
    return State((count, last, when), *counted)
