"""Ideas as the engine sees them: in several views, each with its weight, and by the subjects they are likely about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Ideas seen in one way: (n_ideas, n_dims), and how much this counts beside the other views, and alone.

    Weights: docs/decisions/0004-engine.md. Rows are of length 1, or less where the view says little of an idea.
    """

    vectors: Vectors
    beside: float = 1.0
    alone: float = 0.5

    @classmethod
    def of_stems(cls, vectors: Vectors) -> View:
        """See ideas by their words."""
        return cls(vectors, 0.5, 0.25)

    @classmethod
    def of_subjects(cls, vectors: Vectors) -> View:
        """See ideas by their subjects, never alone: an idea that is about none is near no other."""
        return cls(vectors, 1.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What subjects ideas are about: how likely, and whether they say it, both (n_ideas, n_subjects); the titles of these."""

    shares: NDArray[np.float32]
    said: NDArray[np.bool_]
    titles: tuple[str, ...]

    @classmethod
    def nothing(cls) -> About:
        """Know no subject."""
        return cls(np.zeros((0, 0), dtype=np.float32), np.zeros((0, 0), dtype=np.bool_), ())

    def take(self, rows: NDArray[np.int64]) -> About:
        """Give those of some ideas."""
        return About(self.shares[rows], self.said[rows], self.titles) if self.titles else self


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Ideas in all their views, meaning first; rows are the same ideas in each."""

    views: Sequence[View]
    about: About = field(default_factory=About.nothing)

    def __len__(self) -> int:
        """Count the ideas."""
        return len(self.meaning)

    @property
    def meaning(self) -> Vectors:
        """Give the vectors of the first view, in the space of the embedder of phrases."""
        return self.views[0].vectors

    def take(self, rows: NDArray[np.int64]) -> Seen:
        """See some of the ideas only, in the order of `rows`."""
        views = [View(view.vectors[rows], view.beside, view.alone) for view in self.views]
        return Seen(views, self.about.take(rows))

    def side_by_side(self) -> Vectors:
        """Put all the views in one vector an idea, of length 1."""
        stacked = np.hstack([view.beside * view.vectors for view in self.views])
        unit: Vectors = (stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)).astype(np.float32)
        return unit
