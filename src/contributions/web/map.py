"""The map of ideas: those that say near things are near; and the same, told in a table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import numpy as np

from contributions.domain import GENDERS
from contributions.store.coordinates import coordinates, last_drawing
from contributions.trace.picture import SAID, SPOKEN
from contributions.web.pages import A_PAGE, address_of, page_number
from contributions.web.plane import Lots, apart, beside, heart, inside, window
from contributions.web.themes import FILTERS, filters_of

if TYPE_CHECKING:
    import pandas as pd
    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.room import Room, View

Square = tuple[float, float, float]
"""Left, top and side of a part of the plane, in 0..1."""
SIDE = 1_000
"""Side of the picture, in its own units."""
SHOWN = 2_000
"""Ideas of a picture: more would hide one another, and take longer to load than to look at."""
OF_ONE_THEME = 1_000
"""Ideas of a theme that is looked at from near: the others are around it."""
WHOLE = (0.0, 0.0, 1.0)
COLOURS, SHAPES = 8, 5
"""They go round at different paces: forty themes before two look alike, and each bears its number."""
NEIGHBOURS = 2
"""Ideas that the table gives beside each."""
_COLUMNS = ["idea", "contribution", "text", "theme", "branch", "family", *FILTERS]
_RADII = ((300, 9), (1_000, 7), (SHOWN, 5))
"""Up to how many ideas -> the radius of their marks."""
_CROWDED = 5
_STEP = 1.7
"""How far ideas at one point are set from it, in radii of a mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What shows a theme on the map: its number, which a colour and a shape follow; nought is for ideas without a theme."""

    theme: str
    title: str
    number: int

    @property
    def colour(self) -> str:
        """Name its colour, as the style sheet does."""
        return f"c{(self.number - 1) % COLOURS}" if self.number else "c"

    @property
    def shape(self) -> str:
        """Name its shape, as the template does."""
        return f"s{(self.number - 1) % SHAPES}" if self.number else "s"


def drawn(request: Request, room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show the map of the ideas asked for, or of a fair sample where they are many; then the same in a table."""
    view, drawing = room.view(store), last_drawing(store)
    chosen = {column: value for column, name in FILTERS.items() if (value := request.query_params.get(name, ""))}
    asked = request.query_params.get("theme", "")
    theme = asked if asked in view.titles else ""
    lots = view.once("map lots", lambda: Lots.of(view.picture.spoken[_COLUMNS]), of=SPOKEN).where(chosen)
    marks = view.once("map marks", partial(_marks, view))
    square, rows = _looked_at(store, drawing, lots, theme)
    rows = _arranged(rows, square, marks)
    shown = [marks[key] for key in rows["mark"].unique()]
    number, last = page_number(request, len(rows))
    return "map.html.j2", {
        "is_drawn": bool(drawing),
        "groups": _groups(rows, marks),
        "legend": [(mark, int(rows["mark"].eq(mark.theme).sum())) for mark in sorted(shown, key=_place)],
        "labels": _labels(rows, marks),
        "marks": marks,
        "square": [round(SIDE * each, 1) for each in (square[0], square[1], square[2], square[2])],
        "radius": _radius(len(rows)) * square[2],
        "side": square[2],
        "listed": _listed(rows, (number - 1) * A_PAGE),
        "counts": _counts(rows, lots.of_theme(theme) if theme else lots, square),
        "fresh": bool(drawing) and rows.attrs["without"] > 0,
        "filter_names": FILTERS,
        "value_names": GENDERS,
        "filters": view.once("filters", lambda: filters_of(view), of=SAID),
        "themes": sorted((title, key) for key, title in view.titles.items()),
        "chosen": chosen,
        "theme": theme,
        "titles": view.titles,
        "zoom": "/carte?" + urlencode({FILTERS[column]: value for column, value in chosen.items()} | {"theme": ""}),
        "whole": "/carte?" + urlencode({FILTERS[column]: value for column, value in chosen.items()}),
        "number": number,
        "last": last,
        "address": address_of(request),
    }


def _counts(rows: pd.DataFrame, asked: Lots, square: Square) -> dict[str, int]:
    """Count the ideas that are looked at, those of them outside the frame, and those that they were drawn from, if they were."""
    own = rows[rows["near"]]
    outside = ~inside(own[["x", "y"]].to_numpy() / SIDE, square) if square != WHOLE else np.zeros(len(own))
    held = len(own) + rows.attrs["without"]
    return {"shown": len(own), "outside": int(outside.sum()), "from": len(asked.rows) if len(asked.rows) > held else 0}


def _looked_at(store: Store, drawing: str, lots: Lots, theme: str) -> tuple[Square, pd.DataFrame]:
    """Give the square that is shown, and the ideas in it: all over the map, or a theme and what is around it."""
    if not theme:
        every = _placed(store, drawing, lots.few(SHOWN), mark="branch")
        return WHOLE, every.assign(near=True)
    own = _placed(store, drawing, lots.of_theme(theme).few(OF_ONE_THEME), mark="theme")
    square = window(own[["x", "y"]].to_numpy())
    others = _placed(store, drawing, lots.few(SHOWN), mark="theme")
    others = others[~others["idea"].isin(own["idea"]) & inside(others[["x", "y"]].to_numpy(), square)]
    both = own.assign(near=True).merge(others.assign(near=False), how="outer")
    both.attrs = own.attrs
    return square, both


def _placed(store: Store, drawing: str, rows: pd.DataFrame, *, mark: str) -> pd.DataFrame:
    """Give ideas with their points, `mark` being the column of the theme that they are shown under; those that have one."""
    known = coordinates(store, drawing, rows["idea"].tolist())[["idea", "x", "y"]]
    found = rows[["idea", "contribution", "text"]].assign(mark=rows[mark]).merge(known, on="idea")
    found.attrs = {"without": len(rows) - len(found)}
    return found


def _arranged(rows: pd.DataFrame, square: Square, marks: Mapping[str, Mark]) -> pd.DataFrame:
    """Sort ideas theme by theme, those that are looked at first, and set apart those that would hide one another."""
    places = rows["mark"].map({key: _place(mark) for key, mark in marks.items()})
    rows = rows.assign(place=places)
    rows = rows.sort_values(["near", "place", "idea"], ascending=[False, True, True], ignore_index=True)
    step = _STEP * _radius(len(rows)) * square[2] / SIDE
    points = np.round(SIDE * apart(rows[["x", "y"]].to_numpy(), step), 1)
    return rows.assign(x=points[:, 0], y=points[:, 1])


def _place(mark: Mark) -> float:
    """Give the place of a theme among the others: ideas without a theme are the last."""
    return mark.number or np.inf


def _marks(view: View) -> dict[str, Mark]:
    """Number the themes, the most widespread first: those of the whole map, those under them, then ideas without a theme."""
    tops = set(view.picture.branches.values())
    known = dict.fromkeys([*view.figures, *view.titles])
    order = sorted((key for key in known if key in view.picture.branches), key=lambda key: key not in tops)
    return {key: Mark(key, view.titles[key], number) for number, key in enumerate(order, 1)} | {"": Mark("", "", 0)}


def _groups(rows: pd.DataFrame, marks: Mapping[str, Mark]) -> list[tuple[Mark, bool, list[dict[Hashable, Any]]]]:
    """Gather the points that look alike, the last of the list being drawn over the others."""
    found = rows.groupby(["near", "place", "mark"], sort=True, as_index=False)
    groups = [(marks[str(each["mark"].iloc[0])], bool(each["near"].iloc[0]), each) for _key, each in found]
    return [(mark, near, each.to_dict("records")) for mark, near, each in groups]


def _labels(rows: pd.DataFrame, marks: Mapping[str, Mark]) -> list[tuple[Mark, float, float]]:
    """Give where the number of each theme stands: where most of its ideas are together; the first numbers over the others."""
    found = []
    for theme, own in rows[rows["mark"].ne("")].groupby("mark"):
        points = own[["x", "y"]].to_numpy()
        x, y = points[heart(points)]
        found.append((marks[str(theme)], float(x), float(y)))
    return sorted(found, key=lambda label: -label[0].number)


def _listed(rows: pd.DataFrame, start: int) -> list[dict[Hashable, Any]]:
    """Give the ideas of a page of the table, each with those that are beside it on the map."""
    asked = np.arange(start, min(start + A_PAGE, len(rows)))
    near = beside(rows[["x", "y"]].to_numpy(), asked, NEIGHBOURS)
    listed = rows.iloc[asked].to_dict("records")
    return [{**row, "beside": rows.iloc[each].to_dict("records")} for row, each in zip(listed, near, strict=True)]


def _radius(count: int) -> int:
    return next((radius for most, radius in _RADII if count <= most), _CROWDED)
