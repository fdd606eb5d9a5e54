"""Which contribution a link names: a platform gives its own number, and the two files may be read in either order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


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
