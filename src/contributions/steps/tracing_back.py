"""Trace a theme or an objective back to what was said: the other end of the same pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contributions.decisions import OF_THEMES, standing
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.picturing import standing_picture
from contributions.steps.tracing import not_found
from contributions.steps.trail import Trail, decision_told, idea_line, pair_told
from contributions.store.history import runs_with
from contributions.trace import contract, theme_figures
from contributions.trace.account import best_zone_counts
from contributions.trace.answers import THEME, Subjects
from contributions.trace.directions import axis_of
from contributions.trace.figures import spread_of
from contributions.trace.following import heard_by, ideas_in, ideas_of, ideas_traced, leaves_under, nearest_all_the_same

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from contributions.domain import Objective
    from contributions.settings import Workspace
    from contributions.trace import Picture

_HEARD = ("channel", "quartier", "month")


def of_theme(trail: Trail, theme: str) -> dict[str, Any]:
    """Trace a theme, and those under it, to what it is made of; one that was merged, to the theme where its ideas are.

    Raises:
        UsageError: there is none of this id.
    """
    picture = trail.picture
    subjects = Subjects.of(picture)
    about = subjects.about(theme)
    if about.kind != THEME or theme not in subjects.themes:
        raise UsageError(not_found(_("Pas de thème « {seen} ». Il y a par exemple : {known}."), theme, subjects.themes))
    found, own = subjects.themes[about.at], set(ideas_in(picture, about.at))
    rows = picture.spoken[picture.spoken["idea"].isin(own)]
    figures = theme_figures(picture)
    near = picture.voiced[picture.voiced["subject"].eq(about.at)]
    kept = [each for each in standing(trail.decisions) if each.kind in OF_THEMES and about.at in (each.subject, each.target)]
    return {
        "id": about.at,
        "asked": theme,
        "title": found.title,
        "status": found.status.value,
        "themes": [
            {"id": each.id, "title": each.title, "ideas": len(ideas_in(picture, each.id))}
            for each in picture.themes
            if each.parent == about.at
        ],
        "figures": _first(figures[figures["theme"].eq(about.at)].drop(columns=["theme", "title", "parent", "status", "new"])),
        **_heard(rows),
        "objectives": [_theme_pair(trail, row) for row in near.to_dict("records")],
        "decisions": [decision_told(each) for each in kept],
        "answers": [each for each in trail.answers if each["shown_at"] == about.at],
        "ideas": [idea_line(row) for row in ideas_traced(picture, own).to_dict("records")],
    }


def _theme_pair(trail: Trail, row: Mapping[Any, Any]) -> dict[str, Any]:
    objective = trail.picture.objectives[row["objective"]]
    told = {"objective_title": objective.title, "axis": axis_of(trail.picture, objective), "owner": objective.owner}
    return pair_told(
        trail, {**row, **told} | {"idea": row["subject"], "referential": objective.referential, "code": objective.code}
    )


def of_objective(trail: Trail, workspace: Workspace, asked: str) -> dict[str, Any]:
    """Trace an objective, or a line above some, back to what was said: `asked` is its code in the contract, or `contrat/2.3`.

    One that its referential no longer has is traced as it was at the last run that had it: `as_of` names this run.

    Raises:
        UsageError: there is none of this code, or there are several.
    """
    objective, run = _objective(trail, asked)
    if run:
        trail = Trail(trail.store, standing_picture(workspace, trail.store, run), trail.day)
    picture = trail.picture
    line = picture.objectives[objective]
    leaves = leaves_under(picture, line)
    pairs = ideas_of(picture, [each.id for each in leaves])
    rows = picture.spoken[picture.spoken["idea"].isin(set(pairs["idea"]))]
    lines = {row["idea"]: row for row in ideas_traced(picture, pairs["idea"].tolist()).to_dict("records")}
    themes = picture.voiced[picture.voiced["objective"].isin({each.id for each in leaves})]
    refused = picture.refused["objective"].isin({each.id for each in leaves})
    nearest = nearest_all_the_same(picture, [each.id for each in leaves]).to_dict("records") if pairs.empty else []
    texts = dict(zip(picture.spoken["idea"], picture.spoken["text"], strict=True))
    return {
        **_line_told(picture, line),
        "as_of": run,
        "objectives": [_line_told(picture, each) | _counts(pairs, each.id) for each in leaves],
        "figures": _first(spread_of(rows.assign(all="x"), "all").drop(columns="all")),
        "zones": best_zone_counts(pairs),
        "refused": int(refused.sum()),
        **_heard(rows),
        "themes": [
            {"id": row["subject"], "title": _titles(picture)[row["subject"]], "match": _theme_pair(trail, row)}
            for row in themes[themes["subject"].isin(_titles(picture))].to_dict("records")
        ],
        "answers": [each for each in trail.answers if each["shown_at"] in {line.id, *(each.id for each in leaves)}],
        "ideas": [idea_line(lines[row["idea"]]) | {"match": pair_told(trail, row)} for row in pairs.to_dict("records")],
        "nearest": [row | {"text": texts[row["idea"]]} for row in nearest],
    }


def _objective(trail: Trail, asked: str) -> tuple[str, str]:
    """Give the objective that a code names, and the last run that had it where today's referentials have it no more."""
    known, answering = trail.picture.objectives, contract(trail.picture)
    if not trail.store.rows_of("match"):
        raise UsageError(_("Rien n'est encore rapproché : lancez « contributions match », puis tracez."))
    if asked in known:
        return asked, ""
    if answering and f"{answering.id}/{asked}" in known:
        return f"{answering.id}/{asked}", ""
    referential, slash, code = asked.partition("/")
    same = [each.id for each in known.values() if each.code == asked]
    past = [] if same else runs_with(trail.store, *((code, referential) if slash else (asked,)))
    found = [(each, "") for each in same] or past
    if len(found) == 1:
        return found[0]
    if found:
        problem = _("Le code « {seen} » est dans plusieurs référentiels : écrivez {known}.")
        raise UsageError(problem.format(seen=asked, known=_(" ou ").join(each for each, _run in found)))
    codes = [each.code for each in known.values()]
    raise UsageError(not_found(_("Pas d'objectif « {seen} ». Il y a par exemple : {known}."), asked, [*known, *codes]))


def _line_told(picture: Picture, line: Objective) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in ("id", "code", "title", "referential", "owner", "transversal")}
    days = {name: day.isoformat() if (day := getattr(line, name)) else "" for name in ("valid_from", "valid_until")}
    return told | days | {"axis": axis_of(picture, line), "quartiers": list(line.quartiers)}


def _counts(pairs: pd.DataFrame, objective: str) -> dict[str, int]:
    return {"ideas": int(pairs["objective"].eq(objective).sum())}


def _titles(picture: Picture) -> dict[str, str]:
    return {theme.id: theme.title for theme in picture.themes}


def _first(figures: pd.DataFrame) -> dict[str, int]:
    """Give the figures of one row, all zeros where there is none."""
    return {name: int(figures[name].iloc[0]) if len(figures) else 0 for name in figures.columns}


def _heard(rows: pd.DataFrame) -> dict[str, Any]:
    return {"heard": {column: heard_by(rows, column).to_dict("records") for column in _HEARD}}
