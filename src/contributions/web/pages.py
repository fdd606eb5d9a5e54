"""The pages: each reads the city as it stands, and writes HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from contributions import consult
from contributions.domain import DecisionKind, Fate, Funding, Refusal, ResponseStatus, ThemeStatus, Zone
from contributions.errors import ContributionsError, UsageError
from contributions.language import FRENCH, LANGUAGES, _, ngettext, speak, spoken
from contributions.report import words
from contributions.steps import tracing, tracing_back
from contributions.steps.answer_words import Given
from contributions.steps.summaries import summary_of
from contributions.trace import needs_without_objective, objective_figures, objectives_without_voice
from contributions.web.room import WAITING
from contributions.web.safety import token_of

if TYPE_CHECKING:
    from contributions.store import Store
    from contributions.trace import Picture
    from contributions.web.room import Room, View

TEMPLATES = Path(__file__).parent / "templates"
A_PAGE = 25
"""Ideas of a page."""
FILTERS = {"channel": "canal", "quartier": "quartier", "month": "mois", "collection": "collecte"}
"""Column of an idea -> its name in an address."""
Handler = Callable[[Request, "Room", "Store"], tuple[str, Mapping[str, Any]]]


def shown(handler: Handler) -> Callable[[Request], Any]:
    """Make an endpoint of what gives a template and its facts; what is asked wrongly is said on a page."""

    def answered(request: Request) -> Response:
        room: Room = request.app.state.room
        with speak(language_of(request)):
            try:
                template, facts = handler(request, room, room.store())
            except ContributionsError as error:
                return problem_page(request, str(error), status=404 if isinstance(error, UsageError) else 500)
            return page(request, template, facts)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return endpoint


def page(request: Request, template: str, facts: Mapping[str, Any], *, status: int = 200) -> Response:
    """Write a page."""
    notice = request.session.pop("notice", "")
    common = {
        "path": request.url.path,
        "csrf": token_of(request),
        "by": request.session.get("by", ""),
        "notice": notice,
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


def home(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Say what there is, what changed, and what awaits somebody."""
    view = room.view(store)
    facts = view.once("status", lambda: consult.status(room.workspace, store))
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


def themes(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List the themes; where words or a filter are given, the ideas that have them."""
    view = room.view(store)
    query = request.query_params.get("q", "").strip()
    chosen = {column: value for column, name in FILTERS.items() if (value := request.query_params.get(name, ""))}
    filters = view.once("filters", lambda: _filters(view))
    facts: dict[str, Any] = {"query": query, "chosen": chosen, "filters": filters, "titles": view.titles, "ideas": None}
    if query or chosen:
        found = view.found(query, chosen)
        number, last = page_number(request, len(found))
        rows = found.iloc[(number - 1) * A_PAGE : number * A_PAGE].to_dict("records")
        facts |= {"ideas": rows, "count": len(found), "number": number, "last": last, "address": address_of(request)}
    statuses = {theme.id: theme for theme in view.picture.themes}
    shown_themes = [
        row | {"status": statuses[key].status.label, "said": words.stability(statuses[key].stability)}
        for key, row in view.figures.items()
        if not statuses[key].is_family
    ]
    return "themes.html.j2", {**facts, "themes": shown_themes}


def theme(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show a theme: what it says, who says it, what people decided, and what may be decided."""
    view, asked = room.view(store), request.path_params["theme"]
    found = tracing_back.of_theme(view.trail(store), asked)
    number, last = page_number(request, len(found["ideas"]))
    summary = view.once(f"summary {found['id']}", lambda: summary_of(view.picture, found["id"], store))
    texts = {idea["id"]: idea for idea in found["ideas"]}
    quotes = [(texts[each.idea], each.role.label) for each in summary.quotations if each.idea in texts] if summary else []
    return "theme.html.j2", {
        "theme": found,
        "status": ThemeStatus(found["status"]).label,
        "quotes": quotes,
        "ideas": found["ideas"][(number - 1) * A_PAGE : number * A_PAGE],
        "number": number,
        "last": last,
        "address": address_of(request),
        "others": sorted((title, key) for key, title in view.titles.items() if key != found["id"]),
        "seen": found["decisions"][-1]["id"] if found["decisions"] else "",
        "kinds": {kind.value: kind.label for kind in DecisionKind},
        "open": found["id"] in view.titles,
    }


def matches(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show the next match to review, one card at a time, and why the machine proposes it."""
    from contributions.match.queue import Ask
    from contributions.steps.reviewing import Stands, explained

    view = room.view(store)
    passed = set(request.query_params.get("passer", "").split(",")) - {""}
    row = next((row for row in view.asked if row["idea"] not in passed), None)
    if row is None:
        return "matches.html.j2", {"row": None, "matched": view.waiting is not None}
    stands = Stands(view.picture.ideas, view.picture.matches, view.picture.referentials)
    told = {each.referential.id: each.sentence for each in explained(room.workspace, store, row["idea"], stands)}
    objectives = [line for referential in view.picture.referentials[:1] for line in referential.leaves]
    referential = row["objectives"][0]["objective"].partition("/")[0]
    spoken = view.picture.spoken
    return "matches.html.j2", {
        "row": row,
        "matched": True,
        "why": Ask(row["why"]).label,
        "sentence": told.get(referential, ""),
        "objectives": objectives,
        "place": spoken[spoken["idea"].eq(row["idea"])].iloc[0].to_dict(),
        "zones": {zone.value: zone.label for zone in Zone},
        "left": len(view.asked),
        "more": len(view.asked) >= WAITING,
        "passed": ",".join(sorted({*passed, row["idea"]})),
        "reviewed": request.session.get("reviewed", 0),
    }


def objectives(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List the objectives with their voices, those without voice, and the needs without objective."""
    view = room.view(store)
    return "objectives.html.j2", view.once("objectives", lambda: _objectives(view.picture))


def _objectives(picture: Picture) -> dict[str, Any]:
    figures, needs = objective_figures(picture), needs_without_objective(picture)
    return {
        "referentials": [(each, figures[figures["referential"].eq(each.id)].to_dict("records")) for each in picture.referentials],
        "silent": len(objectives_without_voice(picture)),
        "needs": needs[needs["kind"].eq("thème")].to_dict("records"),
        "lone": int(needs["kind"].ne("thème").sum()),
    }


def objective(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show an objective and what was said that is near it."""
    found = tracing_back.of_objective(room.view(store).trail(store), room.workspace, request.path_params["objective"])
    number, last = page_number(request, len(found["ideas"]))
    ideas = found["ideas"][(number - 1) * A_PAGE : number * A_PAGE]
    zones = {zone.value: zone.label for zone in Zone}
    return "objective.html.j2", {
        "objective": found,
        "ideas": ideas,
        "number": number,
        "last": last,
        "zones": zones,
        "address": address_of(request),
    }


def contribution(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Follow a contribution to what became of it."""
    found = tracing.of_contribution(room.view(store).trail(store), request.path_params["contribution"])
    return "contribution.html.j2", {
        "said": found,
        "fates": {fate.value: fate.label for fate in Fate},
        "zones": {zone.value: zone.label for zone in Zone},
    }


def language_of(request: Request) -> str:
    """Give the language that is asked for, and remember it."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        request.session["lang"] = asked
    return str(request.session.get("lang", FRENCH))


def _filters(view: View) -> dict[str, list[str]]:
    rows = view.picture.spoken
    return {column: sorted(set(rows[column]) - {""}) for column in FILTERS}


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
    environment.globals |= {"counted": words.counted, "filter_names": FILTERS}
    return environment
