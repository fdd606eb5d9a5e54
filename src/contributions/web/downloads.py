"""What is taken away as a file; a cell of a table is never a formula of who opens it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from contributions.errors import ContributionsError, UsageError
from contributions.language import speak
from contributions.report.words import clean
from contributions.web.access import READ, RoleError, SignInError, let_in, to_the_door
from contributions.web.pages import language_of, problem_page
from contributions.web.turns import in_turn

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the start of a formula, or strips before one."""


@dataclass(frozen=True, slots=True)
class File:
    """A text to take away, with its name and its kind."""

    name: str
    kind: str
    text: str


Sender = Callable[["Request", "Room", "Store"], File]


def sent(sender: Sender) -> Callable[[Request], Any]:
    """Make an endpoint of what gives a file; what is asked wrongly is said on a page."""

    def answered(request: Request) -> Response:
        room: Room = request.app.state.room
        with speak(language_of(request)):
            try:
                store = room.store()
                let_in(request, store, READ)
                file = sender(request, room, store)
            except SignInError:
                return to_the_door(request)
            except RoleError as error:
                return problem_page(request, str(error), status=403)
            except ContributionsError as error:
                return problem_page(request, str(error), status=404 if isinstance(error, UsageError) else 500)
        headers = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.text.encode("utf-8"), media_type=file.kind, headers=headers)

    async def endpoint(request: Request) -> Response:
        return await in_turn(answered, request)

    return endpoint


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as French spreadsheets open it: semicolons, a mark of UTF-8, and no cell that is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe(str(cell)) for cell in row] for row in (heads, *rows))
    return "\ufeff" + buffer.getvalue()


def safe(cell: str) -> str:
    """Write a cell so that it is text, whatever it begins with.

    >>> safe("=1+1"), safe("Le bus"), safe("  =A1")
    ("'=1+1", 'Le bus', "'  =A1")
    """
    written = clean(cell)
    return f"'{written}" if written.startswith(_FORMULAS) or written.lstrip().startswith(_FORMULAS) else written
