"""What the city answered, line by line: added, never edited, and emptied where what it answers is erased."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from contributions.domain import Funding, Refusal, Response, ResponseStatus
from contributions.store import tables
from contributions.store.rows import date_of, day_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from contributions.store.queries import Store

_STAYS = frozenset({"id", "line", "at"})
"""What the line of an erased answer keeps, so that its number is given to no other."""


def add_response(store: Store, response: Response) -> None:
    """Write one more line, for ever."""
    with store._transaction() as connection:
        connection.execute(sa.insert(tables.responses), [response_row(response)])


def responses(store: Store) -> list[Response]:
    """List the lines of every answer, by id, the oldest first."""
    table = tables.responses
    query = sa.select(table).where(table.c.subject != "").order_by(table.c.id, table.c.line)
    return [response_of(row) for row in store._rows(query)]


def last_response_number(store: Store) -> int:
    """Give the highest number that an answer ever had, so that none is given twice."""
    return max((int(row.id[1:]) for row in store._rows(sa.select(tables.responses.c.id).distinct())), default=0)


def replace_words(store: Store, response: Response) -> None:
    """Write a line again without the words that had to go."""
    store._put(tables.responses, [response_row(response)])


def empty_responses(store: Store, ideas: Collection[str]) -> int:
    """Empty every line of the answers to ideas; count the answers."""
    table = tables.responses
    theirs = sorted({each.id for each in responses(store) if each.subject in set(ideas)})
    blank = {column.name: _blank(column) for column in table.columns if column.name not in _STAYS}
    with store._transaction() as connection:
        for each in theirs:
            connection.execute(sa.update(table).where(table.c.id == each).values(**blank))
    return len(theirs)


def _blank(column: sa.Column[Any]) -> str | None:
    return None if column.nullable else ""


def response_row(response: Response) -> dict[str, Any]:
    """Give the row of a line."""
    return {
        "id": response.id,
        "line": response.line,
        "at": response.at.isoformat(),
        "by": response.by,
        "subject": response.subject,
        "status": response.status.value,
        "text": response.text,
        "motif": response.motif.value if response.motif else "",
        "owner": response.owner,
        "due_on": day_of(response.due_on),
        "funding": response.funding.value if response.funding else "",
        "cents": None if response.amount is None else int(response.amount.scaleb(2)),
        "reason": response.reason,
    }


def response_of(row: sa.Row[Any]) -> Response:
    """Read a line."""
    return Response(
        row.id,
        datetime.fromisoformat(row.at),
        row.by,
        row.subject,
        ResponseStatus(row.status),
        row.line,
        row.text,
        Refusal(row.motif) if row.motif else None,
        row.owner,
        date_of(row.due_on),
        Funding(row.funding) if row.funding else None,
        None if row.cents is None else Decimal(row.cents).scaleb(-2),
        row.reason,
    )
