"""Count what was heard: fates, themes, and themes crossed with when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from contributions.domain import Channel, Fate
from contributions.language import N_
from contributions.trace.keys import named
from contributions.trace.picture import NOT_SAID, SPOKEN, Picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNPLACED = N_("Idées sans thème")
NO_COLLECTION = N_("sans collecte")
SPREAD = ["sessions", "quartiers", "channels", "voices", "ideas"]
"""The order of themes and needs: how widely it was said before how much."""


def fates(picture: Picture) -> pd.DataFrame:
    """Count the fates of each collection's contributions; the fates of a row add up to its `read`."""
    read = picture.read
    titles = {collection.name: collection.title or collection.name for collection in picture.collections}
    names = sorted({*titles, *read["collection"]})
    columns = [fate.value for fate in Fate]
    counts = pd.crosstab(read["collection"], read["fate"]).reindex(index=names, columns=columns, fill_value=0)
    channels = {collection.name: collection.channel.value for collection in picture.collections}
    table = counts.astype("int64").rename_axis(index="collection", columns=None).reset_index()
    total = read["collection"].value_counts().reindex(names, fill_value=0).to_numpy()
    table.insert(1, "title", [titles.get(name, name or NO_COLLECTION) for name in names])
    table.insert(2, "channel", [channels.get(name, Channel.UNKNOWN.value) for name in names])
    return table.assign(read=total)


def spread_of(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Count ideas, voices, contributions, sessions, quartiers, channels and months of each `key`, `key` as a column.

    A session is a collection and its séance, so that a platform counts as one; what was not said is not counted.
    """
    blank = rows.assign(
        quartier=rows["quartier"].mask(rows["quartier"].eq("")),
        month=rows["month"].mask(rows["month"].eq("")),
        channel=rows["channel"].mask(rows["channel"].eq(Channel.UNKNOWN.value)),
    )
    return (
        blank.groupby(key)
        .agg(
            ideas=("idea", "nunique"),
            voices=("voice", "nunique"),
            contributions=("contribution", "nunique"),
            sessions=("occasion", "nunique"),
            quartiers=("quartier", "nunique"),
            channels=("channel", "nunique"),
            months=("month", "nunique"),
        )
        .reset_index()
    )


def theme_figures(picture: Picture) -> pd.DataFrame:
    """Count each theme, its sub-themes included, most widespread first.

    The `ideas` of the themes without `parent`, plus the ideas not placed, are all the ideas.
    """
    of = SPOKEN | {"themes", "previous_themes"}
    return picture.once("theme figures", lambda: _figures(picture), of=of).copy()


def _figures(picture: Picture) -> pd.DataFrame:
    lines = {theme.id: list(picture.line(theme.id)) for theme in picture.themes}
    spread = picture.once("spread of themes", lambda: _spread(picture, lines), of=SPOKEN)
    known = pd.DataFrame(
        {
            "theme": pd.Series([theme.id for theme in picture.themes], dtype="str"),
            "title": pd.Series([theme.title for theme in picture.themes], dtype="str"),
            "parent": pd.Series([(*lines[theme.id], "")[1] for theme in picture.themes], dtype="str"),
            "status": pd.Series([theme.status.value for theme in picture.themes], dtype="str"),
            "new": [bool(picture.previous_themes) and theme.id not in picture.previous_themes for theme in picture.themes],
        }
    )
    counted = known.merge(spread, left_on="theme", right_on="counted", how="left").drop(columns="counted")
    figures = counted.fillna(dict.fromkeys([*SPREAD, "contributions", "months"], 0))
    figures = figures.astype(dict.fromkeys([*SPREAD, "contributions", "months"], "int64"))
    return figures.sort_values([*SPREAD, "theme"], ascending=[False] * len(SPREAD) + [True], ignore_index=True)


def _spread(picture: Picture, lines: Mapping[str, list[str]]) -> pd.DataFrame:
    placed = picture.spoken[picture.spoken["theme"].ne("")]
    return spread_of(placed.assign(counted=placed["theme"].map(lines)).explode("counted"), "counted")


def themes_by_month(picture: Picture, level: Literal["family", "branch"] = "family") -> pd.DataFrame:
    """Count the ideas of each topmost theme, or of each that is no family, and month.

    `ideas` is absent and `hidden` true from 1 to `small_cell` - 1.

    The month says nothing of who spoke: a hidden count may be worked out from the theme's total, and stays so.
    """
    grid = _grid(picture, "month", sorted(set(picture.spoken["month"]) - {""}), level)
    return _hide(grid, (grid["ideas"] > 0) & (grid["ideas"] < picture.small_cell))


def themes_by(picture: Picture, group: Literal["channel", "quartier"]) -> pd.DataFrame:
    """Count the ideas of each theme and group; cells of fewer than `small_cell` contributions are `hidden`.

    A cell that totals would betray, alone hidden in its line or column, takes the smallest other cell with it.
    """
    said = set(picture.spoken[group]) - {"", NOT_SAID}
    order = [channel.value for channel in Channel if channel.value in said] if group == "channel" else sorted(said)
    grid = _grid(picture, group, order)
    small = (grid["contributions"] > 0) & (grid["contributions"] < picture.small_cell)
    shape = (grid["theme"].nunique(), -1)
    if grid.empty:
        return _hide(grid, small)
    hidden = protect(grid["ideas"].to_numpy().reshape(shape), small.to_numpy().reshape(shape))
    return _hide(grid, pd.Series(hidden.ravel(), index=grid.index))


def protect(counts: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Hide more cells until no line and no column of (n_lines, n_columns) has exactly one hidden cell.

    >>> protect(np.array([[2, 7, 9], [8, 6, 5]]), np.array([[True, False, False], [False] * 3])).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0]]
    """
    hidden = hidden.copy()
    while True:
        before = hidden.copy()
        for values, mask in [*zip(counts, hidden, strict=True), *zip(counts.T, hidden.T, strict=True)]:
            if mask.sum() == 1 and len(mask) > 1:
                # A zero is hidden only where nothing else can be.
                mask[np.lexsort((values, values == 0, mask))[0]] = True
        if (before == hidden).all():
            return hidden


def _grid(picture: Picture, column: str, order: Sequence[str], level: str = "family") -> pd.DataFrame:
    """Cross the themes of a level (and the ideas without theme) with a column; every pair has a row, zeros included."""
    rows = picture.spoken
    figures = theme_figures(picture)
    shown = figures[figures["theme"].isin(set(rows[level]) - {""})]
    values = [*order, NOT_SAID] if rows[column].isin(["", NOT_SAID]).any() else list(order)
    valued = rows.assign(value=rows[column].mask(rows[column].eq(""), NOT_SAID))
    counts = valued.groupby([level, "value"]).agg(ideas=("idea", "nunique"), contributions=("contribution", "nunique"))
    themes = [*shown["theme"], *([""] if rows[level].eq("").any() else [])]
    pairs = pd.MultiIndex.from_product([themes, values], names=["theme", "value"])
    full = counts.reindex(pairs, fill_value=0).reset_index()
    titles = dict(zip(shown["theme"], shown["title"], strict=True)) | {"": UNPLACED}
    full.insert(1, "title", named(full["theme"], titles))
    return full


def _hide(grid: pd.DataFrame, hidden: pd.Series[bool]) -> pd.DataFrame:
    ideas = grid["ideas"].astype("Int64").mask(hidden)
    return grid.assign(ideas=ideas, hidden=hidden.astype("bool")).drop(columns="contributions")
