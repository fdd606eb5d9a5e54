"""Work out the pages that people open first while nobody waits for them: once a run ended, or somebody decided."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from anyio import sleep
from starlette.requests import Request

from contributions.errors import UsageError
from contributions.language import FRENCH, speak
from contributions.store.state import state_of
from contributions.web import objectives, pages, themes
from contributions.web.turns import in_turn

if TYPE_CHECKING:
    from contributions.store.state import State
    from contributions.web.pages import Handler
    from contributions.web.room import Room

EVERY = 1.0
"""Seconds between two looks at whether something changed."""
_FIRST: tuple[Handler, ...] = (pages.home, themes.themes, objectives.objectives, pages.matches)
"""The rooms, as their address alone shows them; a card comes last, since it may open the embedder."""


async def keep_ahead(room: Room) -> None:
    """Follow what changes, as long as the room is open; who asks meanwhile has the other turn."""
    done: State | None = None
    while True:
        await sleep(EVERY)
        try:
            now = await in_turn(_state, room)
            if now == done:
                continue
            for handler in _FIRST:
                await in_turn(_worked_out, room, handler)
        except UsageError:  # nothing was read yet
            continue
        except Exception:  # a page that cannot be made says so to who opens it: here nobody does
            logging.getLogger(__name__).exception("pages worked out ahead")
        done = now


def _state(room: Room) -> State:
    return state_of(room.store())


def _worked_out(room: Room, handler: Handler) -> None:
    """Make what a page tells, as for somebody who opens it for the first time."""
    nobody = Request({"type": "http", "query_string": b"", "headers": [], "session": {}})
    with speak(FRENCH):
        handler(nobody, room, room.store())
