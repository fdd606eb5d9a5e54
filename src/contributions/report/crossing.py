"""Lay out crossed tables: themes by month, by quartier, by channel; axes of the contract by quartier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.domain import Channel
from contributions.language import _
from contributions.report.charts import few, shade
from contributions.report.rows import rows_of
from contributions.report.words import clean, month_name, number
from contributions.trace import NOT_SAID, Picture

if TYPE_CHECKING:
    import pandas as pd

_OURS = frozenset({NOT_SAID, *(channel.value for channel in Channel)})
"""Heads of crossed tables that are our words; the others are names of quartiers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a crossed table; `level` is its tint, 0 to 4."""

    text: str
    level: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a crossed table; its total is as people read it."""

    title: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """A crossed table with its totals by line."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    def with_months(self) -> Crossed:
        """Write heads that are months in short."""
        return Crossed(tuple(month_name(head, short=True) for head in self.heads), self.lines)


def crossed(cells: pd.DataFrame, totals: pd.DataFrame, *, hidden: str) -> Crossed:
    """Lay a long frame of themes and groups out as a table; `totals` are the ideas of each theme, `hidden` what masks say.

    A total that is absent is hidden too.
    """
    heads = tuple(_(head) if head in _OURS else head for head in dict.fromkeys(cells["value"]))
    written = [number(ideas) if shown else hidden for ideas, shown in zip(totals["ideas"], totals["ideas"].notna(), strict=True)]
    total = dict(zip(totals["theme"], written, strict=True))
    largest = int(cells["ideas"].fillna(0).max()) if len(cells) else 0
    lines = []
    for theme, rows in cells.groupby("theme", sort=False):
        line = tuple(
            Cell(hidden, 1, hidden=True) if row.hidden else Cell(number(row.ideas), shade(row.ideas, largest), hidden=False)
            for row in rows_of(rows)
        )
        title = str(rows["title"].iloc[0])
        lines.append(Line(clean(title) if theme else _(title), line, total[theme]))
    return Crossed(heads, tuple(lines))


def totals(picture: Picture) -> pd.DataFrame:
    """Count the ideas of each topmost theme, and of no theme."""
    return picture.spoken.groupby("family").agg(ideas=("idea", "nunique")).rename_axis("theme").reset_index()


def month_cells(cells: pd.DataFrame, picture: Picture) -> Crossed:
    """Lay the months out, their names short and hidden counts as « 1 à 4 »."""
    return crossed(cells, totals(picture), hidden=few(picture.small_cell)).with_months()
