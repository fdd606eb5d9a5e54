"""What people linked on a platform teaches as well: a contribution, by hand, to what answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from contributions.frames import REVIEWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Objective
    from contributions.match.score import Matrix


def lessons_of(links: pd.DataFrame, ideas: pd.DataFrame, objectives: Sequence[Objective], fused: Matrix) -> pd.DataFrame:
    """Give as `REVIEWS` what links teach: of each linked contribution, its idea that is nearest the objective is about it.

    A link says nothing of the contribution's other ideas, nor that no other objective is right; it settles nothing.

    Args:
        links: `LINKED`.
        ideas: `IDEAS`, in the order of the rows of `fused`, (n_ideas, n_objectives).
    """
    if links.empty:
        return REVIEWS.empty()
    columns = {objective.id: column for column, objective in enumerate(objectives)}
    rows = ideas.reset_index(drop=True).groupby("contribution").indices
    ids = ideas["id"].tolist()
    said = set()
    for contribution, objective in links[["contribution", "objective"]].itertuples(index=False, name=None):
        own = rows.get(contribution)
        if own is not None and objective in columns:
            nearest = own[int(fused[own, columns[objective]].argmax())]
            said.add((ids[int(nearest)], objectives[0].referential, objective, True))
    return REVIEWS.check(pd.DataFrame(sorted(said), columns=list(REVIEWS.columns)))
