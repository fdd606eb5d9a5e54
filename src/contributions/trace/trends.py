"""Say month by month how many voices a theme has, and whether they are more, or fewer, than chance would have it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from contributions.domain.labelled import Labelled
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contributions.trace.picture import Picture

SURE = 2.576
"""Standard errors between two shares beyond which chance makes such a difference once in a hundred."""


class Trend(Labelled):
    """Whether a theme takes more of the voices of the last month than of those before."""

    RISING = "rising", N_("en hausse")
    STEADY = "steady", N_("stable")
    FALLING = "falling", N_("en baisse")


def theme_months(picture: Picture) -> pd.DataFrame:
    """Count the voices of each theme, those under it included, and month: theme, month, voices; zeros included.

    A voice of several months is of the first. What has no date is not counted.
    """
    lines = {theme.id: list(picture.line(theme.id)) for theme in picture.themes}
    dated = picture.spoken.loc[picture.spoken["month"].ne("") & picture.spoken["theme"].ne(""), ["theme", "month", "voice"]]
    first = dated.groupby(["theme", "voice"])["month"].min().reset_index()
    rows = first.assign(theme=first["theme"].map(lines)).explode("theme")
    rows = rows.groupby(["theme", "voice"])["month"].min().reset_index()
    months = sorted(set(picture.spoken["month"]) - {""})
    pairs = pd.MultiIndex.from_product([list(lines), months], names=["theme", "month"])
    return rows.groupby(["theme", "month"]).size().reindex(pairs, fill_value=0).rename("voices").reset_index()


def theme_trends(months: pd.DataFrame, everyone: Mapping[str, int]) -> dict[str, Trend]:
    """Compare the last month with those before, from `theme_months`; `everyone` gives all the voices of each month.

    A theme rises or falls where its share of the voices differs by more than chance: the z-test of two proportions, at 1 %.
    Without two months nothing is said.
    """
    last = max(everyone, default="")
    now, before = everyone.get(last, 0), sum(count for month, count in everyone.items() if month != last)
    if not now or not before:
        return {}
    found = {}
    for theme, rows in months.groupby("theme", sort=False):
        recent = int(rows.loc[rows["month"].eq(last), "voices"].sum())
        found[str(theme)] = trend_of((recent, now), (int(rows["voices"].sum()) - recent, before))
    return found


def trend_of(last: tuple[int, int], before: tuple[int, int]) -> Trend:
    """Compare two shares, each voices out of all voices.

    >>> [trend_of(last, (50, 500)).value for last in ((30, 100), (10, 100), (0, 100))]
    ['rising', 'steady', 'falling']
    """
    (few, now), (many, then) = last, before
    share = (few + many) / (now + then)
    error = math.sqrt(share * (1 - share) * (1 / now + 1 / then))
    apart = (few / now - many / then) / error if error else 0.0
    return Trend.RISING if apart > SURE else Trend.FALLING if apart < -SURE else Trend.STEADY


def voices_by_month(picture: Picture) -> dict[str, int]:
    """Count all the voices of each month; a voice of several months is of the first."""
    dated = picture.spoken[picture.spoken["month"].ne("")]
    counts = dated.groupby("voice")["month"].min().value_counts().sort_index()
    return {str(month): int(count) for month, count in counts.items()}
