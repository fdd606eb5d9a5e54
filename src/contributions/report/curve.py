"""Draw what is kept against how often it is right, as one SVG file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contributions.report.html import templates
from contributions.report.words import percent

SIDE = 360.0
"""Width and height of the plot, in the chart's own units."""
LEFT, TOP = 64.0, 44.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and what it says."""

    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve of precision, left to right as more is kept: points as SVG writes them, and the two grids."""

    line: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    side: float = SIDE
    left: float = LEFT
    top: float = TOP


def draw_curve(points: Sequence[Mapping[str, float]]) -> str:
    """Draw points of `coverage` and `precision`, both in 0..1, as SVG that needs nothing else."""
    drawing = Drawing(
        line=" ".join(f"{_x(point['coverage']):.1f},{_y(point['precision']):.1f}" for point in points),
        across=tuple(Tick(_x(share), percent(share)) for share in TICKS),
        up=tuple(Tick(_y(share), percent(share)) for share in TICKS),
    )
    return templates().get_template("curve.svg.j2").render(drawing=drawing)


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)
