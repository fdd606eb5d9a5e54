"""Decisions to look at again: what is wrong with each, and the forms that settle it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from contributions.language import _
from contributions.steps.conflicts import ADVICE, Again, pending
from contributions.web.access import act_of
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.steps.conflicts import Pending
    from contributions.store import Store
    from contributions.web.room import Room, View

QUOTED = 5
"""Ideas of a decision that are quoted."""


def conflicts(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List the decisions that no longer have the effect they were meant to have."""
    view = room.view(store)
    found = view.once("conflicts", lambda: pending(store, view.standing))
    number, last = page_number(request, len(found))
    objectives = [each for referential in view.picture.referentials for each in referential.leaves]
    return "conflicts.html.j2", {
        "rows": [_told(each, view) for each in found[(number - 1) * A_PAGE : number * A_PAGE]],
        "count": len(found),
        "themes": sorted((title, key) for key, title in view.titles.items()),
        "objectives": [(each.id, f"{each.code} {each.title}") for each in objectives],
        "number": number,
        "last": last,
        "address": address_of(request),
    }


def _told(found: Pending, view: View) -> dict[str, Any]:
    conflict, decision = found.conflict, found.decision
    names = {"theme": _named(conflict.theme, view), "other": _named(conflict.other, view)}
    spoken = view.picture.spoken
    rows = [at for idea in found.ideas[:QUOTED] for at in view.picture.at.get(idea, ())]
    return {
        "decision": decision,
        "act": act_of(decision.kind),
        "problem": conflict.trouble.label.format(**names),
        "advice": _(ADVICE[conflict.trouble]),
        "again": found.again.name if found.again is not Again.NOTHING else "",
        "here": conflict.other,
        "merge": found.merge,
        "quoted": spoken.iloc[rows].to_dict("records"),
        "more": len(found.ideas) - len(rows),
    }


def _named(about: str, view: View) -> str:
    """Name a theme or an objective by its title, where it has one still."""
    objective = view.picture.objectives.get(about)
    titles = view.titles | {each.id: each.title for each in view.picture.past_themes}
    title = objective.title if objective else titles.get(about, "")
    return _("« {title} » ({id})").format(title=title, id=about) if title else about
