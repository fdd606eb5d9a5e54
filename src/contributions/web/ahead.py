"""Work out the pages that people open first while nobody waits for them: once a run ended, or somebody decided."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from anyio import sleep
from starlette.requests import Request

from contributions.errors import UsageError
from contributions.language import FRENCH, speak
from contributions.store.state import state_of
from contributions.web import audit, objectives, pages, themes
from contributions.web.turns import in_turn

if TYPE_CHECKING:
    from contributions.store.state import State
    from contributions.web.pages import Handler
    from contributions.web.room import Room

EVERY = 1.0
"""Seconds between two looks at whether something changed."""
AGAIN = 60.0
"""Seconds to wait where something went wrong."""
_AHEAD: Mapping[int, Sequence[Handler]] = {
    0: (pages.home, themes.themes, objectives.objectives, pages.matches),
    15: (audit.totals, audit.algorithm),
}
"""Looks since the last change -> what is worked out then: the rooms at once, what is long and seldom read when all is quiet."""


async def keep_ahead(room: Room) -> None:
    """Follow what changes, as long as the room is open; who asks meanwhile has the other turn."""
    while True:
        try:
            await _follow(room)
        except Exception:  # whoever opens what cannot be made is told so: the room stays open
            logging.getLogger(__name__).exception("pages worked out ahead")
            await sleep(AGAIN)


async def _follow(room: Room) -> None:
    seen, quiet = await in_turn(_state, room), 0
    while True:
        for handler in _AHEAD.get(quiet, ()):
            await in_turn(_worked_out, room, handler)
        await sleep(EVERY)
        before, seen = seen, await in_turn(_state, room)
        quiet = quiet + 1 if seen == before else 0


def _state(room: Room) -> State:
    return state_of(room.store())


def _worked_out(room: Room, handler: Handler) -> None:
    """Make what a page tells, as for somebody who opens it for the first time."""
    nobody = Request({"type": "http", "query_string": b"", "headers": [], "session": {}})
    with speak(FRENCH), suppress(UsageError):  # nothing was read yet
        handler(nobody, room, room.store())
