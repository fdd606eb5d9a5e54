"""Read a frame row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = Any
"""A row of a frame, as `itertuples` gives it; its fields are the frame's columns."""


def rows_of(frame: pd.DataFrame) -> tuple[Row, ...]:
    """Give the rows of a frame as named tuples."""
    return tuple(frame.itertuples(index=False))
