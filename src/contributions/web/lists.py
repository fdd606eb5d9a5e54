"""The rooms where things wait for somebody: what the machine proposes, what is in quarantine, what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contributions import consult
from contributions.domain import Fate, ProposalKind
from contributions.privacy.waiting import said
from contributions.report.views import reasons
from contributions.steps.proposal_words import why_proposed
from contributions.trace import rejected
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room


def proposals(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List what is proposed of themes, with why and a few ideas."""
    view = room.view(store)
    rows = view.once("proposals", lambda: consult.proposals_of(store, view.picture.ideas, view.standing(store)))
    told = [row | {"why": why_proposed(row)} for row in rows]
    return "proposals.html.j2", {"proposals": told, "kinds": {kind.value: kind.label for kind in ProposalKind}}


def waiting(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show what waits to be read by somebody who may, and count what was set aside by reason."""
    view = room.view(store)
    read = view.picture.read
    held = read[read["fate"].eq(Fate.QUARANTINED.value)]
    number, last = page_number(request, len(held))
    rows = held.iloc[(number - 1) * A_PAGE : number * A_PAGE].to_dict("records")
    aside = view.once("aside", lambda: reasons(rejected(view.picture)))
    return "waiting.html.j2", {
        "held": [{**row, "why": said(row["reason"])} for row in rows],
        "reasons": aside,
        "number": number,
        "last": last,
        "address": address_of(request),
    }
