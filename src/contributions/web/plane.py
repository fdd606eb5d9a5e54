"""What the map needs of ideas on a plane: a fair sample, who is beside whom, where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

Points = NDArray[np.float64]
OF_A_THEME = 3
"""Ideas of a sample that a theme has, however small it is."""
_AROUND = 10
"""Percentage of ideas that a zoom may leave out on each side: a few that are far away would make it no zoom."""
_AIR = 0.1
"""Room around what is looked at, as a share of its side."""
_CLOSEST = 0.05
"""Side of the closest look."""
_GOLDEN = 2.399963
"""Angle by which things set around a point never fall on one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """Ideas, rows of `Picture.spoken`, in an order that their ids draw: the first of any of them are a fair sample of these."""

    rows: pd.DataFrame

    @classmethod
    def of(cls, spoken: pd.DataFrame) -> Lots:
        """Draw lots: an idea keeps its own whatever else is said."""
        import pandas as pd

        drawn = pd.util.hash_array(spoken["idea"].to_numpy(dtype=object))
        return cls(spoken.iloc[np.argsort(drawn, kind="stable")])

    def where(self, chosen: Mapping[str, str]) -> Lots:
        """Give those alone where what is chosen is so: column -> value."""
        kept = np.ones(len(self.rows), dtype=np.bool_)
        for column, value in chosen.items():
            kept &= self.rows[column].eq(value).to_numpy()
        return Lots(self.rows[kept]) if chosen else self

    def of_theme(self, theme: str) -> Lots:
        """Give those alone of a theme and of the themes under it."""
        rows = self.rows
        return Lots(rows[rows["theme"].eq(theme) | rows["branch"].eq(theme) | rows["family"].eq(theme)])

    def few(self, count: int) -> pd.DataFrame:
        """Give a sample of about `count`, in which every theme has ideas, as many as its share or a few; or all of them."""
        if len(self.rows) <= count:
            return self.rows
        themes = self.rows.groupby("branch", sort=False)["branch"]
        share = np.floor(themes.transform("size") * count / len(self.rows))
        kept = themes.cumcount().to_numpy() < np.maximum(share.to_numpy(), OF_A_THEME)
        return self.rows.iloc[np.flatnonzero(kept)]


def apart(points: Points, step: float) -> Points:
    """Set ideas that are at one point around it, in their order, the first where it is."""
    import pandas as pd

    turn = pd.DataFrame(points).groupby([0, 1]).cumcount().to_numpy()
    angle, far = _GOLDEN * turn, step * np.sqrt(turn)
    return np.asarray(points + np.column_stack([far * np.cos(angle), far * np.sin(angle)]))


def beside(points: Points, asked: NDArray[np.int64], count: int) -> list[list[int]]:
    """Give the rows that are nearest to each row asked, itself apart, the nearest first."""
    from scipy.spatial import cKDTree

    count = min(count, len(points) - 1)
    if count < 1 or not len(asked):
        return [[] for _row in asked]
    found = cKDTree(points).query(points[asked], k=count + 1)[1]
    return [[int(each) for each in near if each != row][:count] for row, near in zip(asked, found, strict=True)]


def heart(points: Points) -> int:
    """Give the row of the point that has the most others around it, which the middle of several groups has not."""
    from scipy.spatial import cKDTree

    near = min(len(points), max(2, min(10, len(points) // 2)))
    far = cKDTree(points).query(points, k=[near])[0][:, 0]
    return int(np.round(far, 3).argmin())


def window(points: Points) -> tuple[float, float, float]:
    """Give the square in which most points are: its left, its top, its side; the whole plane where there is none."""
    if not len(points):
        return 0.0, 0.0, 1.0
    low, high = np.percentile(points, [_AROUND, 100 - _AROUND], axis=0)
    side = max(float((high - low).max()), _CLOSEST) * (1 + 2 * _AIR)
    left, top = (low + high - side) / 2
    return float(left), float(top), side


def inside(points: Points, square: tuple[float, float, float]) -> NDArray[np.bool_]:
    """Say which points are in a square."""
    left, top, side = square
    corner = np.array([left, top])
    return np.asarray(((points >= corner) & (points <= corner + side)).all(axis=1))
