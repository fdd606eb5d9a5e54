"""How likely a match is: a few features of a pair that people can read, weighed as shipped, or as reviews taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from contributions.match.reviewed import Reviewed, examples_near, silence_near, standard_of_known
from contributions.match.score import Matrix

FEATURES = ("score", "lead", "examples", "silence")
"""What a probability is made of.

- score: meaning, words and reviewed examples together, above what the nearest of so many objectives reaches by chance;
- lead: how far the objective is ahead of the best other one, or behind it;
- examples: how near the idea is to the texts that people gave this objective, beside those of the others;
- silence: share of the reviewed texts around the idea for which people found no objective.
"""
EXAMPLES_WEIGHT = 0.8
"""Weight of reviewed examples in the score, reached as they are many: half of it for one. From eight draws on the demo (.5 and .8
are best after 50 and 300 reviews; over 1 it hurts): docs/decisions/0018-reviews.md."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What allows automatic acceptance: from `threshold` on, `right` of `reviewed` matches that people reviewed were right.

    `at_least` is the lower bound of the share of such matches that are.
    """

    threshold: float
    reviewed: int
    right: int
    at_least: float


@dataclass(frozen=True, slots=True)
class Zones:
    """From which probability a match is proposed, and from which it is to be read: what reviews bear out."""

    proposed: float
    review: float


@dataclass(frozen=True, slots=True)
class Scorer:
    """A logistic curve over `FEATURES`, in their order.

    `reviewed` counts the ideas by which people taught it (0: shipped), `linked` those that links of a platform did; `figures` are
    what cross-validation measured on the former, `sample` the same on those drawn at random: what was asked because the machine
    hesitated makes it look worse than it is.
    """

    intercept: float
    weights: tuple[float, float, float, float]
    referential: str = ""
    reviewed: int = 0
    linked: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
    sample: Mapping[str, float] = field(default_factory=dict)
    certificate: Certificate | None = None
    zones: Zones | None = None
    """None until there are reviews enough: the city's settings hold."""

    def probability(self, features: Matrix) -> NDArray[np.float64]:
        """Give the probability of pairs by their features, (..., 4)."""
        chance: NDArray[np.float64] = 1 / (1 + np.exp(-(self.intercept + features @ np.array(self.weights))))
        return chance


SHIPPED = Scorer(-0.89, (0.68, 0.42, 0.0, 0.0))
"""A logistic fit on the demo's gold and a public set, each weighing the same (docs/decisions/0005-matching.md). It holds until a
workspace has reviews enough of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """What is known of every pair of an idea and an objective of one referential.

    Args:
        fused: the score of meaning and words, (n_ideas, n_objectives).
        vectors: of the ideas, as `joined` gives them, (n_ideas, n_dims).
        transversal: whether each objective is, (n_objectives,).
    """

    fused: Matrix
    vectors: Matrix
    transversal: NDArray[np.bool_]

    def features(self, rows: NDArray[np.int64], reviewed: Reviewed) -> Matrix:
        """Give the features of some ideas with every objective, (n_rows, n_objectives, 4); an idea is never its own example."""
        likeness = self.vectors[rows] @ self.vectors[reviewed.rows].T
        likeness[rows[:, None] == reviewed.rows[None, :]] = -np.inf
        examples = standard_of_known(examples_near(likeness, reviewed))
        known = reviewed.right.sum(axis=0)
        total = self.fused[rows] + EXAMPLES_WEIGHT * (known / (known + 1)).astype(np.float32) * examples
        silence = np.broadcast_to(silence_near(likeness, reviewed)[:, None], total.shape)
        return np.stack([total - self.by_chance, lead(total, self.transversal), examples, silence], axis=-1)

    @property
    def by_chance(self) -> Matrix:
        """Say what the nearest of so many unrelated objectives reaches by chance: about √(2 ln n) deviations."""
        several = np.where(self.transversal, len(self.transversal), (~self.transversal).sum())
        deviations: Matrix = np.sqrt(2 * np.log(np.maximum(several, 1))).astype(np.float32)
        return deviations


def lead(scores: Matrix, transversal: NDArray[np.bool_]) -> Matrix:
    """Say how far each objective is ahead of the best other one, or behind it; a lone one is ahead of 0.

    A transversal one has to be ahead of all; what is not transversal is compared with its like, so that an objective that is near
    everything takes nothing from the others.

    >>> lead(np.array([[3.0, 1.0, 2.0]], dtype=np.float32), np.array([False, False, True])).tolist()
    [[2.0, -2.0, -1.0]]
    """
    ahead = np.empty_like(scores)
    for columns, rivals in (
        (np.flatnonzero(~transversal), ~transversal),
        (np.flatnonzero(transversal), np.ones_like(transversal)),
    ):
        if len(columns):
            ahead[:, columns] = scores[:, columns] - _best_other(np.where(rivals, scores, -np.inf))[:, columns]
    return ahead


def _best_other(scores: Matrix) -> Matrix:
    """Give, for each pair, the best score of the other objectives of its row; 0 where there is no other."""
    first = scores.argmax(axis=1)
    rows = np.arange(len(scores))
    best = scores[rows, first]
    rest = scores.copy()
    rest[rows, first] = -np.inf
    second = rest.max(axis=1)
    others = np.repeat(best[:, None], scores.shape[1], axis=1)
    others[rows, first] = np.where(np.isfinite(second), second, 0)
    return others
