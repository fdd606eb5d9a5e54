"""The pages: each reads the city as it stands, and writes HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from contributions import consult
from contributions.domain import Fate, Funding, Refusal, ResponseStatus, Zone
from contributions.errors import ContributionsError, UsageError
from contributions.language import FRENCH, LANGUAGES, _, ngettext, speak, spoken
from contributions.report import words
from contributions.steps import tracing
from contributions.steps.answer_words import Given
from contributions.trace.keys import rows_at
from contributions.web.access import READ, RoleError, SignInError, let_in, to_the_door
from contributions.web.room import WAITING
from contributions.web.safety import HEADERS, token_of
from contributions.web.turns import in_turn

if TYPE_CHECKING:
    from contributions.store import Store
    from contributions.web.room import Room

TEMPLATES = Path(__file__).parent / "templates"
A_PAGE = 25
"""Ideas of a page."""
Handler = Callable[[Request, "Room", "Store"], tuple[str, Mapping[str, Any]]]


def shown(handler: Handler, may: str = READ, *, open_to_all: bool = False) -> Callable[[Request], Any]:
    """Make an endpoint of what gives a template and its facts; what is asked wrongly is said on a page."""

    def answered(request: Request) -> Response:
        room: Room = request.app.state.room
        with speak(language_of(request)):
            try:
                store = room.store()
                if not open_to_all:
                    let_in(request, store, may)
                template, facts = handler(request, room, store)
            except SignInError:
                return to_the_door(request)
            except RoleError as error:
                return problem_page(request, str(error), status=403)
            except ContributionsError as error:
                return problem_page(request, str(error), status=404 if isinstance(error, UsageError) else 500)
            return page(request, template, facts)

    async def endpoint(request: Request) -> Response:
        return await in_turn(answered, request)

    return endpoint


def page(request: Request, template: str, facts: Mapping[str, Any], *, status: int = 200) -> Response:
    """Write a page."""
    notice, visitor = request.session.pop("notice", ""), getattr(request.state, "visitor", None)
    common = {
        "path": request.url.path,
        "csrf": token_of(request),
        "by": visitor.name if visitor else "",
        "visitor": visitor,
        "may": visitor.may if visitor else frozenset(),
        "notice": notice,
        "keys": _keys(request),
        "language": spoken(),
        "blank": {field.name: "" for field in fields(Given)},
        "statuses": {each.value: each.label for each in ResponseStatus},
        "motifs": {each.value: each.label for each in Refusal},
        "fundings": {each.value: each.label for each in Funding},
        "city": request.app.state.room.workspace.settings.city.name,
    }
    return HTMLResponse(_environment().get_template(template).render({**common, **facts}), status_code=status)


def problem_page(request: Request, problem: str, *, status: int) -> Response:
    """Say what cannot be, and where to go from there."""
    return page(request, "problem.html.j2", {"problem": problem}, status=status)


async def not_found(request: Request, _error: Exception) -> Response:
    """Say that there is no such page."""
    with speak(language_of(request)):
        return problem_page(request, _("Cette page n'existe pas."), status=404)


async def broken(request: Request, _error: Exception) -> Response:
    """Say that something went wrong that nobody foresaw; its trace is in the terminal, not on the page."""
    request.scope.setdefault("session", {})
    with speak(language_of(request)):
        problem = _(
            "Cette page n'a pas pu être faite, et ce n'est pas de votre fait. Ce qui était décidé l'est encore. Recommencez ; "
            "si cela revient, dites à l'analyste ce que vous faisiez : le détail est dans le terminal où la salle est ouverte."
        )
        answer = problem_page(request, problem, status=500)
    answer.headers.update(HEADERS)  # it is written outside of what writes them elsewhere
    return answer


def home(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Say what there is, what changed, and what awaits somebody."""
    view = room.view(store)
    picture = view.picture
    facts = view.once("status", lambda: consult.status_of(store, picture.read["fate"], picture.ideas, view.standing))
    changed = view.once("changed", lambda: _changed(room, store))
    waiting = {
        "matches": len(view.asked),
        "more": len(view.asked) >= WAITING,
        "proposals": facts["proposals"],
        "conflicts": facts["conflicts"],
        "quarantined": facts["fates"][Fate.QUARANTINED.value],
    }
    fates = [(fate.label, facts["fates"][fate.value]) for fate in Fate]
    return "home.html.j2", {"facts": facts, "fates": fates, "changed": changed, "waiting": waiting}


def _changed(room: Room, store: Store) -> dict[str, Any] | None:
    """Say what changed since the last run but one, if there are two."""
    try:
        return consult.theme_changes(room.workspace, store)
    except UsageError:
        return None


def matches(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show the next match to review, one card at a time, and why the machine proposes it."""
    from contributions.match.queue import Ask
    from contributions.steps.reviewing import explained

    view = room.view(store)
    passed = set(request.query_params.get("passer", "").split(",")) - {""}
    row = next((row for row in view.asked if row["idea"] not in passed), None)
    if row is None:
        return "matches.html.j2", {"row": None, "matched": view.waiting is not None}
    idea = row["idea"]
    why = view.once(f"why {idea}", lambda: explained(room.workspace, store, idea, view.reviewed))
    told = {each.referential.id: each.sentence for each in why}
    objectives = [line for referential in view.picture.referentials[:1] for line in referential.leaves]
    referential = row["objectives"][0]["objective"].partition("/")[0]
    picture = view.picture
    return "matches.html.j2", {
        "row": row,
        "matched": True,
        "why": Ask(row["why"]).label,
        "sentence": told.get(referential, ""),
        "objectives": objectives,
        "place": picture.spoken.iloc[rows_at(picture.at, [row["idea"]])].iloc[0].to_dict(),
        "zones": {zone.value: zone.label for zone in Zone},
        "left": len(view.asked),
        "more": len(view.asked) >= WAITING,
        "passed": ",".join(sorted({*passed, row["idea"]})),
        "reviewed": request.session.get("reviewed", 0),
    }


def contribution(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Follow a contribution to what became of it."""
    found = tracing.of_contribution(room.view(store).trail(store), request.path_params["contribution"])
    return "contribution.html.j2", {
        "said": found,
        "fates": {fate.value: fate.label for fate in Fate},
        "zones": {zone.value: zone.label for zone in Zone},
    }


def _keys(request: Request) -> bool:
    """Say whether single keys act, as who reads has it: they get in the way of whoever dictates to the machine (WCAG 2.1.4)."""
    if asked := request.query_params.get("touches", ""):
        request.session["keys"] = asked != "non"
    return bool(request.session.get("keys", True))


def language_of(request: Request) -> str:
    """Give the language that is asked for, and remember it."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        request.session["lang"] = asked
    return str(request.session.get("lang", FRENCH))


def page_number(request: Request, count: int) -> tuple[int, int]:
    """Read the number of a page of a list, and count the pages."""
    last = max(1, ceil(count / A_PAGE))
    asked = request.query_params.get("page", "1")
    return min(max(int(asked) if asked.isdecimal() else 1, 1), last), last


def address_of(request: Request) -> str:
    """Give the address of this list without its page number, to which one can be added."""
    kept = request.url.remove_query_params("page")
    return f"{kept.path}?{kept.query}&" if kept.query else f"{kept.path}?"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    environment.filters |= {
        "number": words.number,
        "percent": words.percent,
        "month": words.month_name,
        "seconds": words.seconds,
        "clean": words.clean,
        "said": _,
        "cut": lambda text, length: words.clean(words.cut(text, length=length)),
    }
    environment.globals |= {"counted": words.counted}
    return environment
