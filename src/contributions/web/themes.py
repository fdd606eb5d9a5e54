"""The themes: their list, the ideas that words or filters find, and the fiche of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from contributions import consult
from contributions.comparing import plain
from contributions.domain import GENDERS, DecisionKind, ProposalKind, ThemeStatus
from contributions.language import N_, spoken
from contributions.report import words
from contributions.report.charts import SPARK_HEIGHT, Spark, spark
from contributions.steps import tracing_back
from contributions.steps.closer import parts_of
from contributions.steps.neighbours import near_themes
from contributions.steps.proposal_words import why_proposed
from contributions.steps.summaries import summary_of
from contributions.trace.absent import absent_from
from contributions.trace.following import ideas_in
from contributions.trace.keys import rows_at
from contributions.trace.picture import SAID, SPOKEN
from contributions.trace.trends import Trend
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    import pandas as pd
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room, View

FILTERS = {
    "channel": "canal",
    "quartier": "quartier",
    "month": "mois",
    "collection": "collecte",
    "age_band": N_("âge"),
    "gender": N_("genre"),
}
"""Column of an idea -> its name in an address."""
QUOTED = 3
"""Ideas that speak for a part of a theme: the most central."""
_COUNTS = {"voix": "voices", "idees": "ideas", "seances": "sessions", "quartiers": "quartiers", "canaux": "channels"}
_TRENDS = {Trend.RISING.value: 2, Trend.STEADY.value: 1, Trend.FALLING.value: 0, "": -1}
_SORTS: Mapping[str, tuple[Callable[[Mapping[str, Any]], Any], bool]] = {
    "titre": (lambda row: plain(row["title"]), False),
    **{name: (lambda row, column=column: row[column], True) for name, column in _COUNTS.items()},  # type: ignore[misc]
    "tendance": (lambda row: _TRENDS[row["trend"]], True),
    "stabilite": (lambda row: row["stability"] if row["stability"] is not None else -1.0, True),
}
"""Name of an order in an address -> what themes are sorted by, and whether the most comes first."""


def themes(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List the themes; where words or a filter are given, the ideas that have them."""
    view = room.view(store)
    query = request.query_params.get("q", "").strip()
    chosen = {column: value for column, name in FILTERS.items() if (value := request.query_params.get(name, ""))}
    facts: dict[str, Any] = {"query": query, "chosen": chosen, "titles": view.titles, "ideas": None}
    facts |= {"filters": view.once("filters", lambda: filters_of(view), of=SAID), "filter_names": FILTERS, "value_names": GENDERS}
    if query or chosen:
        found = view.found(query, chosen)
        number, last = page_number(request, len(found))
        rows = found.iloc[(number - 1) * A_PAGE : number * A_PAGE].to_dict("records")
        facts |= {"ideas": rows, "count": len(found), "number": number, "last": last, "address": address_of(request)}
    order = request.query_params.get("tri", "")
    listed = view.once(f"listed {spoken()}", lambda: _listed(view), of=SPOKEN | {"themes", "previous_themes"})
    if order in _SORTS:
        key, most_first = _SORTS[order]
        listed = sorted(listed, key=key, reverse=most_first)
    return "themes.html.j2", {**facts, "themes": listed, "order": order, "spark_height": SPARK_HEIGHT}


def _listed(view: View) -> list[dict[str, Any]]:
    """Say of each theme how widely it is spoken of, since when, and how sure it is."""
    known = {theme.id: theme for theme in view.picture.themes}
    largest = int(view.months["voices"].max()) if len(view.months) else 0
    months = dict(iter(view.months.groupby("theme", sort=False)))
    return [
        row
        | {
            "status": known[key].status.label,
            "stability": known[key].stability,
            "said": words.stability(known[key].stability),
            "family": view.titles.get(known[key].parent, ""),
            "trend": trend.value if (trend := view.trends.get(key)) else "",
            "trend_said": trend.label if trend else "",
            "spark": _spark(months[key], largest),
        }
        for key, row in view.figures.items()
        if not known[key].is_family
    ]


def _spark(months: pd.DataFrame, largest: int) -> Spark:
    return spark(months.rename(columns={"month": "value", "voices": "ideas"}).assign(hidden=False), small_cell=0, largest=largest)


def theme(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show a theme: what it says, who says it, what people decided, and what may be decided."""
    view, asked = room.view(store), request.path_params["theme"]
    trail = view.trail(store)
    found = view.once(f"theme {asked} {trail.day}", lambda: tracing_back.about_theme(trail, asked))
    own = view.once(f"ideas {found['id']}", lambda: ideas_in(view.picture, found["id"]), of=SPOKEN)
    number, last = page_number(request, len(own))
    summary = view.once(f"summary {found['id']}", lambda: summary_of(view.picture, found["id"], view.standing), of=SPOKEN)
    quotations = summary.quotations if summary else ()
    texts = {idea["id"]: idea for idea in tracing_back.idea_lines(trail, [each.idea for each in quotations])}
    return "theme.html.j2", {
        "theme": found,
        "status": ThemeStatus(found["status"]).label,
        "quotes": [(texts[each.idea], each.role.label) for each in quotations if each.idea in texts],
        "ideas": tracing_back.idea_lines(trail, own[(number - 1) * A_PAGE : number * A_PAGE]),
        "number": number,
        "last": last,
        "address": address_of(request),
        "others": sorted((title, key) for key, title in view.titles.items() if key != found["id"]),
        "seen": found["decisions"][-1]["id"] if found["decisions"] else "",
        "kinds": {kind.value: kind.label for kind in DecisionKind},
        "open": found["id"] in view.titles,
        **_around(room, view, store, found["id"]),
        **view.once(f"heard {found['id']} {spoken()}", lambda: _heard(view, found["id"], own), of=SPOKEN),
    }


def parts(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Look at a theme closer: its parts, worked out for who asks, each of which may be made a theme."""
    view, asked = room.view(store), request.path_params["theme"]
    found = view.once(f"parts {asked}", lambda: parts_of(room.workspace, store, asked))
    trail = view.trail(store)
    decisions = tracing_back.about_theme(trail, asked)["decisions"]
    return "parts.html.j2", {
        "theme": asked,
        "title": view.titles[asked],
        "parts": [
            {"title": each.title, "keywords": each.keywords, "ideas": each.ideas}
            | {"quoted": tracing_back.idea_lines(trail, each.ideas[:QUOTED])}
            for each in found
        ],
        "open": asked in view.titles,
        "seen": decisions[-1]["id"] if decisions else "",
    }


def _around(room: Room, view: View, store: Store, theme: str) -> dict[str, Any]:
    """Give what is near a theme, above it, and what is proposed of it."""
    near = view.once("near", lambda: near_themes(room.workspace, view.picture), of=SPOKEN)
    proposed = view.once("proposals", lambda: consult.proposals_of(store, view.picture.ideas, view.standing))
    above = next((each.parent for each in view.picture.themes if each.id == theme), "")
    return {
        "near": [(key, view.titles[key]) for key in near.get(theme, ()) if key in view.titles],
        "above": (above, view.titles[above]) if above in view.titles else None,
        "proposed": [
            row | {"why": why_proposed(row), "told": ProposalKind(row["kind"]).label}
            for row in proposed
            if theme in [each["id"] for each in row["themes"]] and row["kind"] != ProposalKind.RECONCILE
        ],
    }


def _heard(view: View, theme: str, own: list[str]) -> dict[str, Any]:
    """Give the months of a theme, and who does not speak of it."""
    rows = view.picture.spoken.iloc[rows_at(view.picture.at, own)]
    months = view.months[view.months["theme"].eq(theme)]
    trend = view.trends.get(theme)
    return {
        "months": months[["month", "voices"]].to_dict("records"),
        "spark": _spark(months, int(months["voices"].max()) if len(months) else 0),
        "spark_height": SPARK_HEIGHT,
        "trend": trend.label if trend else "",
        "absent": absent_from(rows, view.groups, len(view.picture.spoken)),
        "group_names": FILTERS,
        "value_names": GENDERS,
    }


def filters_of(view: View) -> dict[str, list[str]]:
    """List the values that each column may be chosen by."""
    rows = view.picture.spoken
    return {column: sorted({*rows[column].unique()} - {""}) for column in FILTERS}
