"""Trace a theme or an objective back to what was said: the other end of the same pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

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
from contributions.trace.keys import rows_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from contributions.domain import Objective
    from contributions.settings import Workspace
    from contributions.trace import Picture

_HEARD = ("channel", "quartier", "month")


def of_theme(trail: Trail, theme: str) -> dict[str, Any]:
    """Trace a theme, and those under it, to what it is made of; one that was merged, to the theme where its ideas are.

    Raises:
        UsageError: there is none of this id.
    """
    told = about_theme(trail, theme)
    return told | {"ideas": idea_lines(trail, ideas_in(trail.picture, told["id"]))}


def about_theme(trail: Trail, theme: str) -> dict[str, Any]:
    """Say the same of a theme, its ideas apart.

    Raises:
        UsageError: there is none of this id.
    """
    picture = trail.picture
    subjects = Subjects.of(picture)
    about = subjects.about(theme)
    if about.kind != THEME or theme not in subjects.themes:
        raise UsageError(not_found(_("Pas de thème « {seen} ». Il y a par exemple : {known}."), theme, subjects.themes))
    found = subjects.themes[about.at]
    rows = picture.spoken.iloc[rows_at(picture.at, ideas_in(picture, about.at))]
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
    }


def idea_lines(trail: Trail, ideas: Collection[str]) -> list[dict[str, Any]]:
    """Say what some ideas are, by id."""
    return [idea_line(row) for row in ideas_traced(trail.picture, ideas).to_dict("records")]


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
    line = Traced.of(trail, workspace, asked)
    return line.told() | {"ideas": line.ideas()}


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """A line of a referential and the pairs that are under it, as `ideas_of` gives them; `as_of` as `of_objective` says."""

    trail: Trail
    line: Objective
    as_of: str
    pairs: pd.DataFrame

    @classmethod
    def of(cls, trail: Trail, workspace: Workspace, asked: str) -> Traced:
        """Find the line that is asked for.

        Raises:
            UsageError: there is none of this code, or there are several.
        """
        objective, run = _objective(trail, asked)
        if run:
            trail = Trail(trail.store, standing_picture(workspace, trail.store, run), trail.day)
        line = trail.picture.objectives[objective]
        leaves = [each.id for each in leaves_under(trail.picture, line)]
        return cls(trail, line, run, ideas_of(trail.picture, leaves))

    def ideas(self, window: slice = slice(None)) -> list[dict[str, Any]]:
        """Say which ideas are near, in the order of the pairs; those of a window, where one is given."""
        pairs = self.pairs.iloc[window]
        lines = {each["id"]: each for each in idea_lines(self.trail, pairs["idea"].tolist())}
        return [lines[row["idea"]] | {"match": pair_told(self.trail, row)} for row in pairs.to_dict("records")]

    def told(self) -> dict[str, Any]:
        """Say all the rest of it."""
        picture, pairs = self.trail.picture, self.pairs
        leaves = {each.id: each for each in leaves_under(picture, self.line)}
        rows = picture.spoken.iloc[rows_at(picture.at, pairs["idea"])]
        themes = picture.voiced[picture.voiced["objective"].isin(set(leaves))]
        titles = _titles(picture)
        return {
            **_line_told(picture, self.line),
            "as_of": self.as_of,
            "objectives": [_line_told(picture, each) | _counts(pairs, each.id) for each in leaves.values()],
            "figures": _first(spread_of(rows.assign(all="x"), "all").drop(columns="all")),
            "zones": best_zone_counts(pairs),
            "refused": int(picture.refused["objective"].isin(set(leaves)).sum()),
            **_heard(rows),
            "themes": [
                {"id": row["subject"], "title": titles[row["subject"]], "match": _theme_pair(self.trail, row)}
                for row in themes[themes["subject"].isin(titles)].to_dict("records")
            ],
            "answers": [each for each in self.trail.answers if each["shown_at"] in {self.line.id, *leaves}],
            "nearest": self._nearest(list(leaves)) if pairs.empty else [],
        }

    def _nearest(self, leaves: Collection[str]) -> list[dict[str, Any]]:
        picture = self.trail.picture
        rows = nearest_all_the_same(picture, leaves)
        texts = picture.spoken["text"].iloc[rows_at(picture.at, rows["idea"])].tolist()  # one row, or none
        found: list[dict[str, Any]] = rows.assign(text=pd.Series(texts, index=rows.index, dtype="str")).to_dict("records")  # type: ignore[assignment]
        return found


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
