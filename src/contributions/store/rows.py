"""What the nouns become in a table, and what an empty day is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from contributions.domain import Objective, Referential

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a frame as rows to insert."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def referential_row(run: str, rank: int, referential: Referential) -> dict[str, Any]:
    """Give the row of a referential; `rank` keeps the order of the settings."""
    return {
        "id": referential.id,
        "run": run,
        "rank": rank,
        "title": referential.title,
        "kind": referential.kind,
        "source": referential.source,
        "valid_from": day_of(referential.valid_from),
        "valid_until": day_of(referential.valid_until),
    }


def objective_row(run: str, rank: int, objective: Objective) -> dict[str, Any]:
    """Give the row of an objective; `rank` keeps the order of its file."""
    return {
        "referential": objective.referential,
        "code": objective.code,
        "run": run,
        "rank": rank,
        "title": objective.title,
        "description": objective.description,
        "parent": objective.parent,
        "owner": objective.owner,
        "words": list(objective.words),
        "transversal": objective.transversal,
        "quartiers": list(objective.quartiers),
    }


def day_of(day: date | None) -> str:
    """Write a day as ISO, or nothing."""
    return day.isoformat() if day else ""


def date_of(day: str) -> date | None:
    """Read a day that `day_of` wrote."""
    return date.fromisoformat(day) if day else None
