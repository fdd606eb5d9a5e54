"""What people's reviews say of the ideas that nobody reviewed: those that are like a reviewed one have its objectives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.match.score import Matrix, Texts, centred

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from contributions.domain import Objective

SECOND_SHARE = 0.5
"""Weight of the second space beside the first where two texts are compared, as in the score."""
NEAREST = 2
"""Reviewed texts of an objective that a text is compared with: the nearest ones."""
ALIKE = 1e-6
"""Deviation of likenesses under which they are all the same, but for how numbers are rounded."""
AROUND = 8
"""Reviewed texts around a text, of which the share without objective is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Reviewed:
    """The ideas whose objectives people said, in one referential.

    Args:
        rows: the row of each among the ideas, (n_reviewed,).
        right: the objectives that are right for each, (n_reviewed, n_objectives); none is, where a person said so.
        wrong: pairs that a person rejected, of ideas that nobody settled: (row, column) of each.
    """

    rows: NDArray[np.int64]
    right: NDArray[np.bool_]
    wrong: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the ideas that were settled."""
        return len(self.rows)

    def but(self, left_out: NDArray[np.bool_]) -> Reviewed:
        """Leave some of the reviewed ideas out."""
        return Reviewed(self.rows[~left_out], self.right[~left_out], self.wrong)

    def once(self, ideas: Sequence[str], groups: Sequence[str]) -> Reviewed:
        """Keep one idea of each group of copies, the first by its id: copies would be examples of each other.

        `ideas` and `groups` say the id of each row, and the group of its copies, or itself.
        """
        kept: dict[str, int] = {}
        for row in sorted({*self.rows.tolist(), *self.wrong[:, 0].tolist()}, key=lambda row: ideas[row]):
            kept.setdefault(groups[row], row)
        first = set(kept.values())
        own, wrong = (np.array([row in first for row in rows], dtype=bool) for rows in (self.rows, self.wrong[:, 0]))
        return Reviewed(self.rows[own], self.right[own], self.wrong[wrong])


def reviewed_of(reviews: pd.DataFrame, ideas: Sequence[str], objectives: Sequence[Objective]) -> Reviewed:
    """Read `REVIEWS` of the ideas of a referential: an idea is settled where an objective is right, or none is.

    What was said of an objective that is no longer there is not counted, nor of an idea that is not.
    """
    rows, columns = ({name: place for place, name in enumerate(names)} for names in (ideas, [each.id for each in objectives]))
    own = objectives[0].referential
    about = reviews[(reviews["referential"] == own) & reviews["subject"].isin(rows)]
    settled = about[about["right"] | about["objective"].eq("")]
    settled = settled[settled["objective"].isin(columns) | settled["objective"].eq("")]
    places = sorted({rows[subject] for subject in settled["subject"]})
    right = np.zeros((len(places), len(objectives)), dtype=bool)
    line = {place: number for number, place in enumerate(places)}
    for subject, objective in zip(settled["subject"], settled["objective"], strict=True):
        if objective:
            right[line[rows[subject]], columns[objective]] = True
    refused = about[~about["right"] & about["objective"].isin(columns) & ~about["subject"].isin(set(settled["subject"]))]
    wrong = sorted((rows[subject], columns[each]) for subject, each in zip(refused["subject"], refused["objective"], strict=True))
    return Reviewed(np.array(places, dtype=np.int64), right, np.array(wrong, dtype=np.int64).reshape(-1, 2))


def joined(texts: Texts) -> Matrix:
    """Give the vectors by which texts are compared with each other, (n_texts, n_dims): their products are cosines."""
    first = centred(texts.meaning)
    if texts.second is None:
        return first
    both: Matrix = np.hstack([first, np.float32(np.sqrt(SECOND_SHARE)) * centred(texts.second)])
    return both / np.float32(np.sqrt(1 + SECOND_SHARE))


def examples_near(likeness: Matrix, reviewed: Reviewed) -> Matrix:
    """Say how near each text is to the reviewed texts of each objective: the mean of its nearest, NaN where there is none.

    `likeness` is (n_texts, n_reviewed), -inf where a text is compared with itself.
    """
    near = np.full((len(likeness), reviewed.right.shape[1]), np.nan, dtype=np.float32)
    for column in np.flatnonzero(reviewed.right.any(axis=0)):
        best = -np.sort(-likeness[:, reviewed.right[:, column]], axis=1)[:, :NEAREST]
        found = np.isfinite(best)
        total, count = np.where(found, best, 0).sum(axis=1), found.sum(axis=1)
        near[:, column] = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
    return near


def silence_near(likeness: Matrix, reviewed: Reviewed) -> Matrix:
    """Say, for each text, the share of the reviewed texts around it that have no objective: (n_texts,)."""
    if not len(reviewed):
        return np.zeros(len(likeness), dtype=np.float32)
    silent: NDArray[np.bool_] = np.logical_not(reviewed.right.any(axis=1))
    around = np.argsort(-likeness, axis=1, kind="stable")[:, :AROUND]
    share: Matrix = silent[around].mean(axis=1).astype(np.float32)
    return share


def standard_of_known(near: Matrix) -> Matrix:
    """Bring each row to mean 0 and deviation 1 over the objectives that have reviewed texts; the others say nothing: 0."""
    known = np.isfinite(near)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = np.where(known, near, 0).sum(axis=1, keepdims=True) / count
    moved = np.where(known, near - mean, 0)
    spread = np.sqrt((moved**2).sum(axis=1, keepdims=True) / count)
    scaled: Matrix = np.divide(moved, spread, out=np.zeros_like(moved), where=spread > ALIKE).astype(np.float32)
    return scaled
