"""Which themes speak of things near one another: what a person looks at before merging two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from contributions.steps.session import Vectors

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.trace import Picture

SPEAK = 40
"""Ideas that speak for a theme: those it holds most strongly."""
NEAREST = 3


def near_themes(workspace: Workspace, picture: Picture) -> dict[str, list[str]]:
    """Give the themes that are nearest to each, the nearest first, by the mean of the vectors of the ideas that speak for it.

    Nothing is embedded for it: an idea without a vector does not speak, a theme without any has no neighbour.
    """
    placed = picture.spoken.loc[picture.spoken["theme"].ne(""), ["theme", "strength", "idea", "text"]]
    order = placed.sort_values(["theme", "strength", "idea"], ascending=[True, False, True], kind="stable")
    rows = order.groupby("theme", sort=True).head(SPEAK)
    known, vectors = Vectors(workspace, workspace.settings.embed.model).kept(rows["text"].tolist())
    rows = rows[known]
    names = sorted(set(rows["theme"]))
    if len(names) <= 1:
        return {}
    means = np.stack([vectors[rows["theme"].eq(name).to_numpy()].mean(axis=0) for name in names])
    means -= means.mean(axis=0)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    near = means @ means.T
    np.fill_diagonal(near, -np.inf)
    ranked = np.argsort(-near, axis=1, kind="stable")[:, : min(NEAREST, len(names) - 1)]
    return {name: [names[other] for other in ranked[place]] for place, name in enumerate(names)}
