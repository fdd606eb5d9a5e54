"""Prepare what the page and the workbook say of the contract quartier by quartier: what is spoken of, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.language import N_, _
from contributions.report.crossing import Crossed, crossed
from contributions.report.rows import Row, rows_of
from contributions.report.views import Some
from contributions.report.words import clean
from contributions.trace import (
    NOT_SAID,
    Picture,
    axis_figures,
    coverage,
    coverage_by_month,
    objectives_without_voice_by_quartier,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from contributions.report.sheets import Value

LATEST = 12
"""Months of an axis on the page at most; the workbook has them all."""
LISTED = 10
"""Objectives listed for a quartier on the page at most; the workbook has them all."""
EVERY_QUARTIER, EVERY_MONTH = N_("tous les quartiers"), N_("tous les mois")


@dataclass(frozen=True, slots=True)
class AxisMonths:
    """An axis of the contract: its quartiers down, the latest months across."""

    title: str
    table: Crossed


@dataclass(frozen=True, slots=True)
class SilentPlace:
    """A quartier: the objectives that others speak of and it does not, and how many nobody speaks of anywhere."""

    quartier: str
    elsewhere: Some
    nowhere: int


@dataclass(frozen=True, slots=True)
class Covered:
    """The contract by quartier, then each axis by month; `outlined` says that the workbook has more months."""

    axes: Crossed
    months: tuple[AxisMonths, ...]
    outlined: bool
    silent: tuple[SilentPlace, ...]


def covered(picture: Picture, *, hidden: str) -> Covered:
    """Prepare both parts of the page; `hidden` is what a hidden count says."""
    whole, by_month, lines = coverage(picture), coverage_by_month(picture), axis_figures(picture)
    names = {"axis": "theme", "quartier": "value"}
    latest = list(dict.fromkeys(by_month["month"]))[-LATEST:]
    return Covered(
        crossed(whole.rename(columns=names), lines.rename(columns=names), hidden=hidden),
        _months(whole, by_month[by_month["month"].isin(latest)], hidden=hidden),
        outlined=by_month["month"].nunique() > len(latest),
        silent=_silent(picture),
    )


def covered_rows(picture: Picture) -> Iterator[Sequence[Value]]:
    """Write the sheet: each axis, then each axis and quartier, then month by month; a month without any idea has no line."""
    least = _("moins de {least}, ou masqué").format(least=picture.small_cell)
    by_month = coverage_by_month(picture)
    for cells in (axis_figures(picture), coverage(picture), by_month[by_month["hidden"] | by_month["ideas"].gt(0)]):
        places = cells.get("quartier", [EVERY_QUARTIER] * len(cells))
        months = cells.get("month", [EVERY_MONTH] * len(cells))
        for row, quartier, month in zip(rows_of(cells), places, months, strict=True):
            counts = (least, least) if row.hidden else (int(row.ideas), int(row.voices))
            yield _axis(row), _quartier(quartier), _(month), *counts


def silent_rows(picture: Picture) -> Iterator[Sequence[Value]]:
    """Write the sheet: one line a quartier and an objective that nobody there speaks of."""
    for row in rows_of(objectives_without_voice_by_quartier(picture)):
        yield _quartier(row.quartier), row.qpv_code, row.axis, row.code, row.objective_title, row.owner, row.voices


def _months(whole: pd.DataFrame, by_month: pd.DataFrame, *, hidden: str) -> tuple[AxisMonths, ...]:
    """Lay out the axes of which some month may be shown, each with the quartiers that speak of it."""
    told = set(by_month.loc[by_month["ideas"].fillna(0).gt(0), "axis"])
    said = whole[whole["axis"].isin(told) & (whole["hidden"] | whole["ideas"].gt(0))]
    months = []
    for axis, lines in said.groupby("axis", sort=False):
        totals = lines.assign(theme=lines["quartier"])
        cells = by_month[by_month["axis"].eq(axis) & by_month["quartier"].isin(lines["quartier"])]
        cells = cells.assign(theme=cells["quartier"], title=cells["quartier"].map(_quartier), value=cells["month"])
        table = crossed(cells, totals, hidden=hidden)
        months.append(AxisMonths(_axis(rows_of(lines)[0]), table.with_months()))
    return tuple(months)


def _silent(picture: Picture) -> tuple[SilentPlace, ...]:
    shown = []
    for quartier, rows in objectives_without_voice_by_quartier(picture).groupby("quartier", sort=False):
        heard = rows[rows["voices"].gt(0)].sort_values("voices", ascending=False, kind="stable")
        listed: tuple[Row, ...] = rows_of(heard.head(LISTED))
        shown.append(SilentPlace(clean(str(quartier)), Some(listed, len(heard)), len(rows) - len(heard)))
    return tuple(shown)


def _axis(row: Row) -> str:
    return clean(row.title) if row.axis else _(row.title)


def _quartier(name: str) -> str:
    return _(name) if name in (NOT_SAID, EVERY_QUARTIER) else clean(name)
