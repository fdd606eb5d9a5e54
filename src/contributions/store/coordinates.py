"""Where ideas are on the map: a drawing is kept, and only added to; those who look at it see the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from contributions.frames import COORDINATES
from contributions.store import tables
from contributions.store.rows import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from contributions.store.queries import Store

_AT_ONCE = 500
"""Ideas of one IN (...): SQLite and PostgreSQL both take more."""


def last_drawing(store: Store) -> str:
    """Give the run that drew the map last, or nothing where it was never drawn."""
    table = tables.coordinates
    return str(store._rows(sa.select(sa.func.coalesce(sa.func.max(table.c.drawing), "")))[0][0])


def save_coordinates(store: Store, drawing: str, coordinates: pd.DataFrame) -> None:
    """Add `COORDINATES` to the drawing that a run made; an idea that it has already is given its new place."""
    store._put(tables.coordinates, records(COORDINATES.check(coordinates).assign(drawing=drawing)))


def coordinates(store: Store, drawing: str, ideas: Sequence[str] | None = None) -> pd.DataFrame:
    """Load `COORDINATES` of a drawing, by idea: of all of them, or of some."""
    table = tables.coordinates
    query = sa.select(*(table.c[name] for name in COORDINATES.columns)).where(table.c.drawing == drawing).order_by(table.c.idea)
    if ideas is None:
        return COORDINATES.check(store._frame(query))
    asked = sorted(set(ideas))
    parts = [store._frame(query.where(table.c.idea.in_(asked[at : at + _AT_ONCE]))) for at in range(0, len(asked), _AT_ONCE)]
    return COORDINATES.check(_joined(parts))


def _joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(parts, ignore_index=True) if parts else COORDINATES.empty()
