"""Lay out the page's charts: sizes and places only, drawn by the templates as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.language import _
from contributions.report.rows import Row, rows_of
from contributions.report.words import cut, month_name, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

SPARK_HEIGHT = 34.0
SPARK_STEP = 12.0
LABEL_WIDTH = 250
COLUMN = (62, 130)
"""Narrowest and widest column of a month."""
ROOM = 630
LINE = 36
RADIUS = 15.0
"""Radius of the largest disc, in the chart's own units."""
LATEST = 18
"""Months drawn at most; the table under the chart has them all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of a sparkline; `hollow` where the count is hidden."""

    x: float
    y: float
    height: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """A theme's ideas over the months, and the same in words."""

    bars: tuple[Bar, ...]
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Disc:
    """One theme and month: a disc whose area is the count, or a ring where it is hidden."""

    x: float
    radius: float
    hollow: bool
    text: str


@dataclass(frozen=True, slots=True)
class DiscLine:
    """One theme of the chart of discs."""

    title: str
    y: float
    discs: tuple[Disc, ...]


@dataclass(frozen=True, slots=True)
class Discs:
    """Themes down, months across."""

    width: int
    height: int
    months: tuple[tuple[float, str], ...]
    lines: tuple[DiscLine, ...]
    largest: int
    left_out: int


def spark(months: pd.DataFrame, *, small_cell: int, largest: int) -> Spark:
    """Draw one theme's months on a scale shared by all themes (`largest` ideas in a month is the full height)."""
    dated = months[months["value"].str.match(r"\d{4}-\d{2}")]
    rows = rows_of(dated.tail(LATEST))
    bars = []
    for rank, row in enumerate(rows):
        shown = small_cell / 2 if row.hidden else float(row.ideas)
        height = 0.0 if shown == 0 else max(3.0, SPARK_HEIGHT * math.sqrt(shown / max(largest, 1)))
        bars.append(Bar(rank * SPARK_STEP, SPARK_HEIGHT - min(height, SPARK_HEIGHT), min(height, SPARK_HEIGHT), bool(row.hidden)))
    said = [f"{month_name(row.value)} {few(small_cell) if row.hidden else number(row.ideas)}" for row in rows]
    return Spark(tuple(bars), max(len(rows), 1) * SPARK_STEP, _("Idées par mois : {months}").format(months=", ".join(said)))


def discs(by_month: pd.DataFrame, *, small_cell: int, themes: int) -> Discs:
    """Draw the first themes over the latest months; the area of a disc is its count, a ring is 1 to `small_cell` - 1."""
    dated = by_month[by_month["value"].str.match(r"\d{4}-\d{2}")]
    months = sorted(set(dated["value"]))[-LATEST:]
    shown = [theme for theme in dict.fromkeys(dated["theme"]) if theme][:themes]
    cells = dated[dated["theme"].isin(shown) & dated["value"].isin(months)]
    largest = int(cells["ideas"].fillna(0).max()) if len(cells) else 0
    column = max(COLUMN[0], min(COLUMN[1], ROOM // max(len(months), 1)))
    places = {month: LABEL_WIDTH + column * rank + column / 2 for rank, month in enumerate(months)}
    lines = []
    for rank, theme in enumerate(shown):
        rows = cells[cells["theme"].eq(theme)]
        placed = tuple(_disc(row, places[row.value], small_cell, largest) for row in rows_of(rows))
        title = cut(str(rows["title"].iloc[0]), length=32)
        lines.append(DiscLine(title, 44 + rank * LINE + LINE / 2, tuple(disc for disc in placed if disc.radius)))
    heads = tuple((x, month_name(month, short=True)) for month, x in places.items())
    left_out = dated["theme"].mask(dated["theme"].eq("")).nunique() - len(shown)
    return Discs(LABEL_WIDTH + column * len(months) + 10, 50 + LINE * len(shown), heads, tuple(lines), largest, left_out)


def few(small_cell: int) -> str:
    """Say a hidden count of a month: « 1 à 4 »."""
    return _("1 à {most}").format(most=small_cell - 1) if small_cell > 2 else "1"  # noqa: PLR2004 (with two, only one is hidden)


def shade(count: int, largest: int, *, levels: int = 4) -> int:
    """Give a tint from 0 (nothing) to `levels` (the largest).

    >>> [shade(count, 100) for count in (0, 1, 30, 100)]
    [0, 1, 3, 4]
    """
    return 0 if count <= 0 else max(1, math.ceil(levels * math.sqrt(count / max(largest, 1))))


def widest(by_month: pd.DataFrame) -> int:
    """Give the largest shown count of a theme's month."""
    placed: Sequence[int] = by_month.loc[by_month["theme"].ne(""), "ideas"].fillna(0).tolist()
    return max(placed, default=0)


def _disc(row: Row, x: float, small_cell: int, largest: int) -> Disc:
    if row.hidden:
        return Disc(x, RADIUS * math.sqrt(small_cell / 2 / max(largest, small_cell)), hollow=True, text=few(small_cell))
    return Disc(x, RADIUS * math.sqrt(row.ideas / max(largest, 1)), hollow=False, text=number(row.ideas))
