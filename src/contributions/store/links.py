"""What people linked on a platform, and which contribution a link names: the two files may be read in either order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from contributions.frames import LINKS
from contributions.store import tables
from contributions.store.rows import records

if TYPE_CHECKING:
    import pandas as pd

    from contributions.store.queries import Store


def save_links(store: Store, links: pd.DataFrame) -> None:
    """Write `LINKS`; those that a target had before, in the same collection, are replaced."""
    rows = records(LINKS.check(links).drop(columns="contribution"))
    table = tables.links
    own = sa.and_(table.c.collection == sa.bindparam("within"), table.c.target == sa.bindparam("of"))
    with store.writing(), store._transaction() as connection:
        if rows:
            connection.execute(sa.delete(table).where(own), [{"within": row["collection"], "of": row["target"]} for row in rows])
        store._put(table, rows)


def links_of(store: Store) -> pd.DataFrame:
    """Load `LINKS`, by target; `contribution` is empty where the native id names none of those kept, or more than one."""
    said, linked = tables.contributions, tables.links
    columns = (said.c.id, said.c.collection, said.c.native_id, said.c.text, said.c.duplicate_of)
    named = said.c.native_id.in_(sa.select(linked.c.native_id).where(linked.c.native_id != ""))
    kept = store._frame(sa.select(*columns).where(named, said.c.fate.in_(["kept", "duplicate"])))
    found = store._frame(sa.select(linked).order_by(linked.c.collection, linked.c.target, linked.c.native_id))
    return LINKS.check(with_contributions(found, kept))


def with_contributions(links: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Add to links the id of the contribution they name; `said` holds kept contributions and their copies.

    A number is that of the same collection; failing this, of any collection, as long as all of them say the same words:
    two platforms number from 1. A link that may name two sayings names none.
    """
    named: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in said.sort_values("id").to_dict("records"):
        named[row["native_id"]].append({str(key): value for key, value in row.items()})
    pairs = zip(links["native_id"], links["collection"], strict=True)
    return links.assign(contribution=[_named(named.get(native_id, []), collection) for native_id, collection in pairs])


def _named(candidates: list[dict[str, str]], collection: str) -> str:
    same = [row for row in candidates if row["collection"] == collection]
    if not same and len({row["text"] for row in candidates}) != 1:
        return ""
    chosen = min(same or candidates, key=lambda row: (row["duplicate_of"] != "", row["id"]))
    return chosen["duplicate_of"] or chosen["id"]
