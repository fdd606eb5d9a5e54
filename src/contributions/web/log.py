"""The log of decisions: who decided what, when and why, found again by kind, person, day and word, and taken away as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from contributions.comparing import plain
from contributions.decisions import standing
from contributions.domain import DecisionKind
from contributions.errors import UsageError
from contributions.language import _
from contributions.web.access import act_of
from contributions.web.downloads import File, as_csv
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.domain import Decision
    from contributions.store import Store
    from contributions.web.room import Room, View

ASKED = ("sorte", "par", "depuis", "jusqu", "q")
"""What the log is filtered by, as an address says it."""


def decisions(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List what people decided, the last first; what stands may be undone."""
    view = room.view(store)
    asked, found = _asked(request), _found(request, view)
    number, last = page_number(request, len(found))
    query = address_of(request)
    return "decisions.html.j2", {
        "decisions": found[(number - 1) * A_PAGE : number * A_PAGE],
        "count": len(found),
        "all": len(view.decisions),
        "kept": view.once("kept", lambda: _kept(view)),
        "undoable": lambda each: act_of(each.kind) in request.state.visitor.may,
        "titles": view.titles,
        "asked": asked,
        "kinds": [(kind.value, kind.label) for kind in DecisionKind if any(each.kind is kind for each in view.decisions)],
        "people": sorted({each.by for each in view.decisions}),
        "file": query.replace("/decisions?", "/decisions.csv?", 1).rstrip("&?"),
        "number": number,
        "last": last,
        "address": query,
    }


def table(request: Request, room: Room, store: Store) -> File:
    """Give the log as it is filtered, the oldest first."""
    view = room.view(store)
    kept = view.once("kept", lambda: _kept(view))
    heads = ("id", _("date"), _("décision"), _("sur"), _("vers"), _("titre"), _("idées"), _("par"), _("motif"), _("tient"))
    rows = [
        (
            *(each.id, each.at.isoformat(timespec="seconds"), each.kind.label, each.subject, each.target, each.title),
            *(" ".join(each.ideas), each.by, each.reason, _("oui") if each.id in kept else _("non")),
        )
        for each in reversed(_found(request, view))
    ]
    return File("decisions.csv", "text/csv", as_csv(heads, rows))


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip() for name in ASKED}


def _found(request: Request, view: View) -> Sequence[Decision]:
    """Give the decisions that are asked for, the last first.

    Raises:
        UsageError: a day is not one.
    """
    asked = _asked(request)
    since, until = _day(asked["depuis"]), _day(asked["jusqu"])
    words = plain(asked["q"]).split()
    texts = view.once("decided words", lambda: {each.id: _words(each, view.titles) for each in view.decisions})
    return [
        each
        for each in view.decisions[::-1]
        if asked["sorte"] in ("", each.kind.value)
        and asked["par"] in ("", each.by)
        and (since or date.min) <= each.at.date() <= (until or date.max)
        and all(word in texts[each.id] for word in words)
    ]


def _words(decision: Decision, titles: Mapping[str, str]) -> str:
    about = (decision.id, decision.subject, decision.target, decision.title, decision.by, decision.reason, *decision.ideas)
    return plain(" ".join((*about, titles.get(decision.subject, ""), titles.get(decision.target, ""))))


def _day(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if asked else None
    except ValueError as error:
        raise UsageError(_("« {seen} » n'est pas un jour : écrivez-le 2026-03-01.").format(seen=asked)) from error


def _kept(view: View) -> frozenset[str]:
    return frozenset(each.id for each in standing(view.decisions))
