"""Follow an idea to its objectives, and an objective to its ideas: the same pairs, read from either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from contributions.domain import Objective, Zone
from contributions.trace.keys import named
from contributions.trace.picture import SPOKEN, VOICED

if TYPE_CHECKING:
    from contributions.trace.picture import Picture

_PAIR = ["objective", "rank", "probability", "zone", "evidence"]
_SAID = ["idea", "text", "nature", "campaign", "short", "contribution", "collection", "channel", "quartier", "month", "locator"]


def idea_to_objective(picture: Picture) -> pd.DataFrame:
    """Give one row a pair of an idea and an objective accepted, proposed or to review, and one row for each idea without any.

    The latter have an empty `objective` and the zone « none »; probability is in 0..1 and absent for them.
    """
    said = _with_titles(picture, picture.spoken[[*_SAID, "theme", "unplaced"]])
    rows = said.merge(_pairs(picture), on="idea", how="left")
    rows = rows.assign(
        objective=rows["objective"].fillna(""),
        zone=rows["zone"].fillna(Zone.NONE.value),
        evidence=rows["evidence"].fillna(""),
        rank=rows["rank"].fillna(0).astype("int64"),
    )
    rows = _with_objectives(picture, rows)
    return rows.sort_values(["idea", "order"], kind="stable", ignore_index=True).drop(columns="order")


def objective_to_ideas(picture: Picture) -> pd.DataFrame:
    """Give the same pairs by objective, then by theme, and one row for each leaf objective without any idea.

    Themes come with most ideas on the objective first, the ideas without theme last; within a theme, likeliest first.
    """
    pairs = _pairs(picture)
    leaves = [objective.id for referential in picture.referentials for objective in referential.leaves]
    heard = set(pairs["objective"])
    wanted = [identifier for identifier in picture.objectives if identifier in heard or identifier in set(leaves)]
    rows = pd.DataFrame({"objective": pd.Series(wanted, dtype="str")}).merge(pairs, on="objective", how="left")
    said = _with_titles(picture, picture.spoken[[*_SAID, "theme", "unplaced"]])
    rows = _with_objectives(picture, rows).merge(said, on="idea", how="left")
    words = [column for column in [*said.columns, "evidence"] if column in rows]
    rows = rows.assign(
        **{column: rows[column].fillna("") for column in words},
        zone=rows["zone"].fillna(Zone.NONE.value),
        rank=rows["rank"].fillna(0).astype("int64"),
    )
    rows = rows.assign(size=rows.groupby(["objective", "theme"])["idea"].transform("size").mask(rows["theme"].eq(""), 0))
    order = ["order", "size", "theme", "probability", "idea"]
    ordered = rows.sort_values(order, ascending=[True, False, True, False, True], kind="stable", ignore_index=True)
    return ordered.drop(columns=["order", "size"])


def objective_figures(picture: Picture) -> pd.DataFrame:
    """Count the ideas, voices and themes of each leaf objective, in the order of its referential.

    `proposed` counts the ideas that are accepted or proposed; the others are to review.
    """
    return picture.once("objective figures", lambda: _figures(picture), of=SPOKEN | VOICED).copy()


def _figures(picture: Picture) -> pd.DataFrame:
    pairs = _pairs(picture)
    pairs = pairs.assign(voice=picture.spoken["voice"].to_numpy()[picture.near["at"].to_numpy()])
    sure = pairs[pairs["zone"].ne(Zone.REVIEW.value)]
    themes = picture.voiced[picture.voiced["subject"].isin(_shown_themes(picture))]
    leaves = [objective.id for referential in picture.referentials for objective in referential.leaves]
    figures = pd.DataFrame({"objective": pd.Series(leaves, dtype="str")})
    figures = figures.assign(
        proposed=figures["objective"].map(sure["objective"].value_counts()),
        ideas=figures["objective"].map(pairs["objective"].value_counts()),
        voices=figures["objective"].map(pairs.groupby("objective")["voice"].nunique()),
        themes=figures["objective"].map(themes["objective"].value_counts()),
    )
    counts = ["proposed", "ideas", "voices", "themes"]
    figures[counts] = figures[counts].fillna(0).astype("int64")
    return _with_objectives(picture, figures).drop(columns="order")


def _pairs(picture: Picture) -> pd.DataFrame:
    return picture.near[["idea", *_PAIR]]


def _shown_themes(picture: Picture) -> set[str]:
    return {*picture.spoken["theme"].unique(), *picture.spoken["family"].unique()}


def _with_titles(picture: Picture, rows: pd.DataFrame) -> pd.DataFrame:
    titles = {theme.id: theme.title for theme in picture.themes}
    return rows.assign(theme_title=named(rows["theme"], titles))


def _with_objectives(picture: Picture, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what the referentials say of each row's `objective`; `order` is its place, the absent ones last."""
    referentials = {referential.id: referential.title for referential in picture.referentials}
    columns = ["objective", "referential", "referential_title", "code", "objective_title", "axis", "owner", "transversal"]
    known = [
        (
            identifier,
            objective.referential,
            referentials[objective.referential],
            objective.code,
            objective.title,
            axis_of(picture, objective),
            objective.owner,
            objective.transversal,
            order,
        )
        for order, (identifier, objective) in enumerate(picture.objectives.items())
    ]
    nothing = ("", "", "", "", "", "", "", False, len(known))
    return rows.merge(pd.DataFrame([*known, nothing], columns=[*columns, "order"]), on="objective", how="left")


def axis_of(picture: Picture, objective: Objective) -> str:
    """Write the line of titles above an objective, the topmost first: « 2 Mobilités › 2.1 Transports »."""
    above: list[Objective] = []
    parent = picture.objectives.get(f"{objective.referential}/{objective.parent}") if objective.parent else None
    while parent is not None and parent not in above:
        above.insert(0, parent)
        parent = picture.objectives.get(f"{parent.referential}/{parent.parent}") if parent.parent else None
    return " › ".join(f"{each.code} {each.title}" for each in above)
