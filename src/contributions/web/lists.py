"""What the machine proposes, and waits for somebody to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contributions import consult
from contributions.domain import ProposalKind
from contributions.steps.proposal_words import why_proposed

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room


def proposals(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List what is proposed of themes, with why and a few ideas."""
    view = room.view(store)
    rows = view.once("proposals", lambda: consult.proposals_of(store, view.picture.ideas, view.standing))
    told = [row | {"why": why_proposed(row)} for row in rows]
    return "proposals.html.j2", {"proposals": told, "kinds": {kind.value: kind.label for kind in ProposalKind}}
