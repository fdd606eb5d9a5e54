"""Say who does not speak of a theme, where they speak enough of the rest for their silence to say something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from contributions.domain import OTHER_BAND, Channel
from contributions.trace.picture import NOT_SAID

if TYPE_CHECKING:
    import pandas as pd

    from contributions.trace.picture import Picture

Sizes = Mapping[str, Mapping[str, int]]
"""Column -> group -> its ideas."""

GROUPS = ("quartier", "channel", "age_band", "gender")
"""Columns of `picture.spoken` by which people are told apart."""
TELLING = 3.0
"""Ideas that a group would have in a theme, did it speak of it as others do, for none to be more than chance: e^-3 is 5 %."""
_UNSAID = frozenset({"", NOT_SAID, OTHER_BAND, Channel.UNKNOWN.value})


class Absent(NamedTuple):
    """A group that says nothing of something; `expected` are the ideas it would have there, did it speak of it as others do."""

    by: str
    value: str
    ideas: int
    """Of all else."""
    expected: float


def sizes_of_groups(picture: Picture) -> Sizes:
    """Count the ideas of each group, by column; those of whom it was not said are under the empty name."""
    counts = {column: picture.spoken[column].value_counts().to_dict() for column in GROUPS}
    return {column: {str(value): int(count) for value, count in sizes.items()} for column, sizes in counts.items()}


def absent_from(rows: pd.DataFrame, sizes: Sizes, everyone: int) -> list[Absent]:
    """List the groups that have no idea among some rows of `picture.spoken`, the most expected first.

    `sizes` are those of `sizes_of_groups`, `everyone` all the ideas. A group of which fewer than `TELLING` ideas are expected is
    not told: its silence may be chance.
    """
    share = len(rows) / everyone if everyone else 0.0
    missing = [
        Absent(column, value, count, count * share)
        for column, counts in sizes.items()
        for value, count in counts.items()
        if count * share >= TELLING and value not in _UNSAID.union(rows[column])
    ]
    return sorted(missing, key=lambda each: (-each.expected, each.by, each.value))
