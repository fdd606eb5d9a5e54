"""The objectives: what the contract is told, quartier by quartier, what nobody speaks of, and what has no answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from contributions.domain import Zone
from contributions.language import spoken
from contributions.report.crossing import crossed
from contributions.report.rows import rows_of
from contributions.steps import tracing_back
from contributions.trace import (
    axis_figures,
    coverage,
    lone_ideas_without_objective,
    objective_figures,
    objectives_without_voice,
    objectives_without_voice_by_quartier,
    themes_without_answer,
    themes_without_objective,
)
from contributions.trace.picture import SAID, SPOKEN, VOICED
from contributions.web.pages import A_PAGE, address_of, page_number

if TYPE_CHECKING:
    import pandas as pd
    from starlette.requests import Request

    from contributions.report.crossing import Crossed
    from contributions.report.rows import Row
    from contributions.store import Store
    from contributions.trace import Picture
    from contributions.web.room import Room

LISTED = 12
"""Lines of a gap on the page at most: the workbook has them all."""


def objectives(_request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """List the objectives with their voices, those without voice, and the needs without objective or answer."""
    view = room.view(store)
    of = SPOKEN | VOICED | {"themes", "past_themes", "responses", "quartiers"}
    return "objectives.html.j2", view.once(f"objectives {spoken()}", lambda: _objectives(view.picture), of=of)


def _objectives(picture: Picture) -> dict[str, Any]:
    figures = objective_figures(picture)
    unanswered, of = themes_without_answer(picture), SAID | VOICED | {"quartiers"}
    return {
        "referentials": [(each, _by_axis(figures[figures["referential"].eq(each.id)])) for each in picture.referentials],
        "silent": len(objectives_without_voice(picture)),
        "needs": themes_without_objective(picture).to_dict("records"),
        "lone": lone_ideas_without_objective(picture),
        "unanswered": unanswered.head(LISTED).to_dict("records"),
        "unanswered_count": len(unanswered),
        "covered": picture.once(f"covered {spoken()}", lambda: _covered(picture), of=of),
        "quiet": picture.once(f"quiet {spoken()}", lambda: _quiet(picture), of=of),
    }


def _by_axis(figures: pd.DataFrame) -> list[tuple[str, list[dict[str, Any]]]]:
    """Gather the objectives of a referential by the lines above them, in its order."""
    rows = figures.to_dict("records")
    return [(str(axis), list(lines)) for axis, lines in groupby(rows, key=lambda row: row["axis"])]  # type: ignore[arg-type]


def _covered(picture: Picture) -> Crossed:
    """Cross the axes of the contract with quartiers; nothing is hidden from who reads the ideas too."""
    whole = picture.changed(small_cell=0)
    names = {"axis": "theme", "quartier": "value"}
    return crossed(coverage(whole).rename(columns=names), axis_figures(whole).rename(columns=names), hidden="")


def _quiet(picture: Picture) -> list[tuple[str, tuple[Row, ...], int]]:
    """Give, quartier by quartier, the objectives that most others speak of and it does not, and how many there are."""
    rows = objectives_without_voice_by_quartier(picture.changed(small_cell=0))
    found = []
    for quartier, lines in rows.groupby("quartier", sort=False):
        elsewhere = lines[lines["voices"].gt(0)].sort_values("voices", ascending=False, kind="stable")
        found.append((str(quartier), rows_of(elsewhere.head(LISTED)), len(elsewhere)))
    return found


def objective(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show an objective and what was said that is near it."""
    view, asked = room.view(store), request.path_params["objective"]
    trail = view.trail(store)
    traced = view.once(f"objective {asked} {trail.day}", lambda: tracing_back.Traced.of(trail, room.workspace, asked))
    number, last = page_number(request, len(traced.pairs))
    return "objective.html.j2", {
        "objective": view.once(f"told {asked} {trail.day}", traced.told),
        "ideas": traced.ideas(slice((number - 1) * A_PAGE, number * A_PAGE)),
        "number": number,
        "last": last,
        "zones": {zone.value: zone.label for zone in Zone},
        "address": address_of(request),
    }
