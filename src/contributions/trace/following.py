"""Follow some ideas, a theme or an objective to all that they are tied to: the same pairs, from either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from contributions.domain import Channel, Zone
from contributions.frames import MATCHES
from contributions.trace.directions import idea_to_objective, objective_to_ideas
from contributions.trace.keys import named, rows_at
from contributions.trace.picture import NOT_SAID, Picture

if TYPE_CHECKING:
    from collections.abc import Collection

    from contributions.domain import Objective

_PLACE = ["collection", "session", "channel", "quartier", "month", "locator"]
_SAID = ["idea", "contribution", "start", "end", "text", "nature", "voice", "same", "short", "theme", "strength", "unplaced"]


def ideas_traced(picture: Picture, ideas: Collection[str]) -> pd.DataFrame:
    """Give one row an idea, by id: its words and their place, its theme or why it has none, and how many say the same.

    `start` and `end` are offsets in its contribution; `copies` counts the ideas that say the same, itself included, and
    `short` tells those that are a frequent short answer, each a voice, from a campaign, which is one voice.
    """
    rows = picture.spoken.iloc[rows_at(picture.at, ideas)][[*_SAID, *_PLACE]]
    titles = {theme.id: theme.title for theme in picture.themes}
    copies = [len(picture.alike[each]) for each in rows["same"]]
    rows = rows.assign(theme_title=named(rows["theme"], titles), copies=pd.Series(copies, index=rows.index, dtype="int64"))
    return rows.sort_values("idea", kind="stable", ignore_index=True)


def objectives_of(picture: Picture, ideas: Collection[str]) -> pd.DataFrame:
    """Give the pairs of some ideas and the objectives that they are near, read from the ideas: as `idea_to_objective`."""
    pairs = idea_to_objective(around(picture, ideas))
    return pairs[pairs["idea"].isin(set(ideas)) & pairs["objective"].ne("")].reset_index(drop=True)


def ideas_of(picture: Picture, objectives: Collection[str]) -> pd.DataFrame:
    """Give the pairs of some objectives and the ideas that are near them, read from the objectives: as `objective_to_ideas`."""
    wanted = picture.voiced["objective"].isin(set(objectives))
    pairs = objective_to_ideas(around(picture, picture.voiced.loc[wanted, "subject"]))
    return pairs[pairs["objective"].isin(set(objectives)) & pairs["idea"].ne("")].reset_index(drop=True)


def around(picture: Picture, ideas: Collection[str]) -> Picture:
    """Narrow a picture to some ideas and their copies: what it says of each is the same, and costs no more than these do."""
    groups = picture.spoken["same"].iloc[rows_at(picture.at, ideas)]
    return picture.of_ideas(picture.spoken["idea"].iloc[rows_at(picture.alike, groups)])


def ideas_in(picture: Picture, theme: str) -> list[str]:
    """List the ideas of a theme and of those under it, by id."""
    inside = {each.id for each in picture.themes if theme in picture.line(each.id)}
    return sorted(picture.spoken.loc[picture.spoken["theme"].isin(inside), "idea"].tolist())


def leaves_under(picture: Picture, objective: Objective) -> list[Objective]:
    """List the objectives that ideas are matched to under a line of a referential: itself, where nothing hangs under it."""
    leaves = next(each for each in picture.referentials if each.id == objective.referential).leaves
    return [leaf for leaf in leaves if objective.id in _line(picture, leaf)]


def _line(picture: Picture, objective: Objective) -> list[str]:
    line = [objective.id]
    while (above := picture.objectives.get(f"{objective.referential}/{picture.objectives[line[-1]].parent}")) is not None:
        if above.id in line:
            break
        line.append(above.id)
    return line


def heard_by(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count the ideas and voices of some rows of `picture.spoken` by a column of it; what was not said is last.

    The ideas of the rows add up to those given, and a voice heard in two places counts in each. Months are in the order of time,
    the others in that of ideas. Nothing is hidden: whoever reads this reads the ideas too.
    """
    said = rows[column].mask(rows[column].isin(["", Channel.UNKNOWN.value]), NOT_SAID)
    counts = rows.assign(value=said).groupby("value").agg(ideas=("idea", "nunique"), voices=("voice", "nunique")).reset_index()
    last = counts["value"].eq(NOT_SAID)
    size = 0 if column == "month" else -counts["ideas"]
    order = counts.assign(last=last, size=size).sort_values(["last", "size", "value"], kind="stable", ignore_index=True)
    return order[["value", "ideas", "voices"]]


def nearest_all_the_same(picture: Picture, objectives: Collection[str]) -> pd.DataFrame:
    """Give the likeliest idea of objectives that no idea is near enough to: idea, objective, probability; or no row."""
    matches = MATCHES.check(picture.matches)
    far = matches[matches["zone"].eq(Zone.NONE.value) & matches["objective"].isin(set(objectives))]
    far = far[far["subject"].isin(set(picture.spoken["idea"]))]
    best = far.sort_values(["probability", "subject"], ascending=[False, True], kind="stable").head(1)
    return best[["subject", "objective", "probability"]].rename(columns={"subject": "idea"}).reset_index(drop=True)
