"""Cross the contract with quartiers: what each quartier speaks of, month by month, and what nobody there speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from contributions.language import N_
from contributions.trace.directions import axis_of, objective_figures
from contributions.trace.figures import protect
from contributions.trace.keys import named
from contributions.trace.picture import NOT_SAID, SAID, VOICED, Picture, contract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Objective

NO_AXIS = N_("Aucun objectif du contrat")
_CELL = ["axis", "title", "quartier"]
_COUNTS = ["ideas", "voices"]


def coverage(picture: Picture) -> pd.DataFrame:
    """Count the ideas and voices of each topmost line of the contract (axis) and quartier, zeros included.

    An idea near several axes counts in each; those near none have an empty `axis`. Cells of fewer than `small_cell`
    contributions are `hidden`, and those that totals would betray them by.
    """
    return _protected(picture).drop(columns="contributions")


def coverage_by_month(picture: Picture) -> pd.DataFrame:
    """Count the same month by month: the months of an axis and a quartier add up to what `coverage` says of them.

    A campaign is a voice of the first month it is heard in. Where `coverage` hides a cell, so are all its months; where it shows
    one, its months never have exactly one hidden.
    """
    rows, whole = _said(picture), _protected(picture)
    months = _in_order(rows["month"])
    cells = whole[[*_CELL, "hidden"]].merge(pd.DataFrame({"month": pd.Series(months, dtype="str")}), how="cross")
    counts = _counted(rows, ["axis", "quartier", "month"])
    cells = cells.merge(counts, on=["axis", "quartier", "month"], how="left").fillna(
        dict.fromkeys([*_COUNTS, "contributions"], 0)
    )
    hidden = cells["hidden"] | _small(cells, picture.small_cell)
    shape = (len(whole), len(months))
    lines = zip(cells["ideas"].to_numpy().reshape(shape), hidden.to_numpy().reshape(shape), strict=True)
    # Only the line of each axis and quartier has a total that is shown.
    safe = [protect(ideas[None, :], mask[None, :])[0] for ideas, mask in lines]
    columns = [*_CELL, "month", *_COUNTS]
    return _hide(cells[columns], np.array(safe, dtype="bool").ravel())


def axis_figures(picture: Picture) -> pd.DataFrame:
    """Count the ideas and voices of each axis, all quartiers together; fewer than `small_cell` contributions are hidden."""
    rows = _said(picture).drop_duplicates(["axis", "idea"])
    counts = rows.groupby("axis").agg(
        ideas=("idea", "size"), voices=("voice", "nunique"), contributions=("contribution", "nunique")
    )
    tops = _axes(picture, rows)
    figures = counts.reindex(list(tops), fill_value=0).rename_axis("axis").reset_index()
    figures.insert(1, "title", named(figures["axis"], tops))
    return _hide(figures.drop(columns="contributions"), _small(figures, picture.small_cell).to_numpy())


def objectives_without_voice_by_quartier(picture: Picture) -> pd.DataFrame:
    """Give the leaf objectives of the contract that no idea of a quartier is matched to, quartier by quartier.

    An objective limited to some quartiers is expected in these only. `voices` are those of all quartiers. One that is heard in
    fewer than `small_cell` contributions has no row: saying where nobody speaks of it would say where somebody does.
    """
    columns = ["quartier", "qpv_code", "objective", "axis", "code", "objective_title", "owner", "voices"]
    answering = contract(picture)
    if answering is None:
        return pd.DataFrame(columns=columns)
    said = picture.spoken[["contribution", "quartier"]].iloc[picture.near["at"].to_numpy()]
    pairs = said.assign(objective=picture.near["objective"].to_numpy())
    heard = pairs.groupby("objective")["contribution"].nunique().to_dict()
    met = pairs[["objective", "quartier"]].drop_duplicates()
    spoken = set(zip(met["objective"].tolist(), met["quartier"].tolist(), strict=True))
    voices = objective_figures(picture).set_index("objective")["voices"].to_dict()
    silent = [
        (
            *(quartier, code, objective.id, axis_of(picture, objective)),
            *(objective.code, objective.title, objective.owner, voices[objective.id]),
        )
        for quartier, code in picture.places.items()
        for objective in answering.leaves
        if not 0 < heard.get(objective.id, 0) < picture.small_cell
        if (objective.id, quartier) not in spoken and _expected(objective, code)
    ]
    return pd.DataFrame(silent, columns=columns)


def _expected(objective: Objective, qpv_code: str) -> bool:
    return not objective.quartiers or qpv_code in objective.quartiers


def _tops(picture: Picture) -> Mapping[str, Objective]:
    """Map each objective of the contract to the topmost line above it."""
    answering = contract(picture)
    tops = {}
    for objective in answering.objectives if answering else ():
        line = [objective]
        while (above := picture.objectives.get(f"{line[-1].referential}/{line[-1].parent}")) and above not in line:
            line.append(above)
        tops[objective.id] = line[-1]
    return tops


def _axes(picture: Picture, rows: pd.DataFrame) -> dict[str, str]:
    """Name the axes in the order of the contract, then what is near none of them."""
    axes = {top.code: f"{top.code} {top.title}" for top in _tops(picture).values()}
    return axes | ({"": NO_AXIS} if axes and rows["axis"].eq("").any() else {})


def _said(picture: Picture) -> pd.DataFrame:
    """Give one row an idea and axis it is near, and one for each idea near none."""
    return picture.once("said of axes", lambda: _said_of_axes(picture), of=SAID | VOICED)


def _said_of_axes(picture: Picture) -> pd.DataFrame:
    tops = {key: top.code for key, top in _tops(picture).items()}
    rows = picture.spoken[["idea", "contribution", "voice", "quartier", "month"]]
    near = pd.DataFrame({"at": picture.near["at"].to_numpy(), "axis": named(picture.near["objective"], tops).to_numpy()})
    near = near[near["axis"].ne("")].drop_duplicates()
    alone = np.setdiff1d(np.arange(len(rows)), near["at"].to_numpy())
    both = pd.concat([near, pd.DataFrame({"at": alone, "axis": pd.Series("", index=range(len(alone)), dtype="str")})])
    both = both.sort_values("at", kind="stable")
    rows = rows.iloc[both["at"].to_numpy()].reset_index(drop=True)
    return rows.assign(
        axis=both["axis"].to_numpy(),
        quartier=rows["quartier"].mask(rows["quartier"].eq(""), NOT_SAID),
        month=rows["month"].mask(rows["month"].eq(""), NOT_SAID),
    ).astype({"axis": "str"})


def _protected(picture: Picture) -> pd.DataFrame:
    rows = _said(picture)
    axes = _axes(picture, rows)
    unsaid = [NOT_SAID] if rows["quartier"].eq(NOT_SAID).any() else []
    quartiers = [*(name for name in picture.places if name != NOT_SAID), *unsaid]
    pairs = pd.MultiIndex.from_product([list(axes), quartiers], names=["axis", "quartier"])
    cells = _counted(rows, ["axis", "quartier"]).set_index(["axis", "quartier"]).reindex(pairs, fill_value=0).reset_index()
    cells.insert(1, "title", named(cells["axis"], axes))
    small = _small(cells, picture.small_cell)
    if cells.empty:
        return _hide(cells, small.to_numpy())
    shape = (len(axes), len(quartiers))
    return _hide(cells, protect(cells["ideas"].to_numpy().reshape(shape), small.to_numpy().reshape(shape)).ravel())


def _counted(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count ideas, contributions and voices; a voice of several months is of the first, so that months add up."""
    ordered = rows.sort_values(["month", "idea"], kind="stable")
    first = ~ordered.duplicated(["axis", "quartier", "voice"])
    counted = ordered.assign(first=first).groupby(keys)
    return counted.agg(ideas=("idea", "size"), voices=("first", "sum"), contributions=("contribution", "nunique")).reset_index()


def _in_order(column: pd.Series[str]) -> Sequence[str]:
    """Give what a column says, in order, what was not said last."""
    return sorted(set(column), key=lambda value: (value == NOT_SAID, value))


def _small(cells: pd.DataFrame, small_cell: int) -> pd.Series[bool]:
    return (cells["contributions"] > 0) & (cells["contributions"] < small_cell)


def _hide(cells: pd.DataFrame, hidden: np.ndarray) -> pd.DataFrame:
    shown = {name: cells[name].astype("Int64").mask(hidden) for name in _COUNTS}
    return cells.assign(**shown, hidden=hidden.astype("bool"))
