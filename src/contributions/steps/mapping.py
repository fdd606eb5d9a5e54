"""The map of ideas: drawn once, then only added to, so that people find again what they saw; finding themes anew redraws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.embed import as_embedded, content_hash
from contributions.frames import COORDINATES
from contributions.steps.seeing import seen_beside
from contributions.store.coordinates import coordinates, last_drawing, save_coordinates

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from contributions.steps.session import Session

AT_ONCE = 5_000
"""Ideas placed at a time: more would hold their vectors in memory at once."""


def keep_map(session: Session, ideas: pd.DataFrame) -> int:
    """Place on the map the `IDEAS` that it does not have yet, and give how many; where there is no map, draw it."""
    drawing = last_drawing(session.store)
    if not drawing:
        return draw_map(session, ideas)
    known = coordinates(session.store, drawing)
    new = ideas[~ideas["id"].isin(known["idea"])]
    drawn = known[known["drawn"]].merge(session.store.ideas()[["id", "text"]], left_on="idea", right_on="id")
    return _add(session, drawing, drawn, new) if len(drawn) else draw_map(session, ideas)


def draw_map(session: Session, ideas: pd.DataFrame) -> int:
    """Draw the map of `IDEAS` anew, in the name of this run: of a sample where they are many, the others placed among it."""
    from contributions.themes import DRAWN, draw

    if ideas.empty:
        return 0
    sample = sample_of(ideas, DRAWN)
    texts = sample["text"].tolist()
    points = draw(seen_beside(session, texts, len(texts)).side_by_side(), seed=session.workspace.settings.themes.seed)
    drawn = sample.assign(idea=sample["id"], x=points[:, 0], y=points[:, 1], drawn=True)
    save_coordinates(session.store, session.run.id, drawn)
    return len(drawn) + _add(session, session.run.id, drawn, ideas[~ideas["id"].isin(sample["id"])])


def sample_of(ideas: pd.DataFrame, count: int) -> pd.DataFrame:
    """Give one idea a text, at most `count` of them, as their texts draw lots: the same whatever the order of rows."""
    lots = ideas["text"].map(lambda text: content_hash(as_embedded(text)))
    once = ideas.assign(lot=lots).sort_values(["lot", "id"]).drop_duplicates("lot")
    return once.head(count).drop(columns="lot").sort_values("id", ignore_index=True)


def _add(session: Session, drawing: str, drawn: pd.DataFrame, new: pd.DataFrame) -> int:
    """Place new ideas among those that are drawn, which do not move."""
    for start in range(0, len(new), AT_ONCE):
        part = new.iloc[start : start + AT_ONCE]
        points = _placed(session, drawn, part["text"].tolist())
        found = part.assign(idea=part["id"], x=points[:, 0], y=points[:, 1], drawn=False)
        save_coordinates(session.store, drawing, COORDINATES.check(found))
    return len(new)


def _placed(session: Session, drawn: pd.DataFrame, texts: Sequence[str]) -> NDArray[np.float64]:
    """Place texts, each seen in the frame that the drawn ideas make: an idea's place does not depend on what came with it."""
    from contributions.themes import place

    few = len(drawn)
    vectors = seen_beside(session, [*drawn["text"], *texts], few).side_by_side()
    return place(vectors[few:], vectors[:few], drawn[["x", "y"]].to_numpy())
