"""What is found again of each theme when a tenth of the voices is left out: how stable it is, and what of it is found apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contributions.themes.absorb import exemplar_rows
from contributions.themes.seen import Seen
from contributions.themes.voices import Voices

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = 0.9
"""Share of the voices in a sample."""
FEWEST, MOST, REGROUPED = 3, 10, 30_000
"""Samples drawn at least and at most, and voices grouped again in all: each sample costs what finding themes does."""
TOGETHER = 0.5
"""Share of the samples under which two parts of a theme are found apart, more often than not."""
LEFT_OUT = -2

Regroup = Callable[[Seen], NDArray[np.int64]]
"""Group a sample as themes are found: a number a row, -1 where it is in no group."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """How voices are grouped when a tenth of them is left out.

    `voices` (n_voices,) is the first idea of each, in canonical order; `groups` (n_samples, n_voices) the group of each in a
    sample, -1 in none, `LEFT_OUT` where it is not in the sample.
    """

    voices: NDArray[np.str_]
    groups: NDArray[np.int64]

    @classmethod
    def of(
        cls, ideas: pd.DataFrame, seen: Seen, *, regroup: Regroup, seed: int, on_share: Callable[[float], None] | None = None
    ) -> Samples:
        """Group them; a campaign is one voice, and the order of rows changes nothing.

        Args:
            ideas: `IDEAS`, sorted by id; `seen` are the same.
            on_share: told, after each sample, the share of them that are done.
        """
        voices = Voices.among(ideas)
        groups = regrouped(seen.take(voices.rows), regroup=regroup, seed=seed, on_share=on_share)
        return cls(ideas["id"].to_numpy(dtype=np.str_)[voices.rows], groups)

    def stabilities(self, placed: Mapping[str, str]) -> dict[str, float]:
        """Say how stable each theme is, in 0..1; `placed` gives the theme of an idea, or nothing."""
        names, labels = np.unique(self._homes(placed), return_inverse=True)
        shares = zip(names.tolist(), found_again(labels, self.groups).tolist(), strict=True)
        return {name: share for name, share in shares if name and not np.isnan(share)}

    def apart(self, placed: Mapping[str, str]) -> dict[str, Apart]:
        """Give what is found apart of each theme that parts more often than not, among those who speak for it."""
        homes = self._homes(placed)
        chosen = exemplar_rows(homes)
        found = {}
        for theme in np.unique(homes[chosen]):
            rows = chosen[homes[chosen] == theme]
            inside, together = found_apart(self.groups[:, rows])
            if inside.any():
                found[str(theme)] = Apart(frozenset(self.voices[rows[inside]].tolist()), together)
        return found

    def _homes(self, placed: Mapping[str, str]) -> NDArray[np.str_]:
        return np.array([placed.get(idea, "") for idea in self.voices.tolist()], dtype=np.str_)


class Apart(NamedTuple):
    """A part of a theme, by the first idea of each of its voices, and how often it is with the rest, as a share of samples."""

    ideas: frozenset[str]
    together: float


def regrouped(seen: Seen, *, regroup: Regroup, seed: int, on_share: Callable[[float], None] | None = None) -> NDArray[np.int64]:
    """Group samples of rows, which come in canonical order: the group of each in each sample, as `Samples` has them."""
    drawn = _samples(len(seen), seed)
    groups = np.full((len(drawn), len(seen)), LEFT_OUT, dtype=np.int64)
    for number, rows in enumerate(drawn):
        groups[number, rows] = regroup(seen.take(rows))
        if on_share:
            on_share((number + 1) / len(drawn))
    return groups


def found_again(labels: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Say how stable each theme is, (n_themes,), as C. Hennig does (« Cluster-wise assessment of cluster stability », CSDA 2007).

    It is the mean, over samples without replacement, of the Jaccard index of what the sample has of the theme and of the group
    found there that is most like it; nan for a theme that no sample has anything of.

    Args:
        labels: the theme of each row, (n_rows,), numbered from 0; `groups` (n_samples, n_rows) are those of samples.
    """
    count = int(labels.max(initial=-1)) + 1
    total, samples = np.zeros(count), np.zeros(count)
    for found in groups:
        there = found != LEFT_OUT
        total += _most_alike(labels[there], found[there], count)
        samples += np.bincount(labels[there], minlength=count) > 0
    return np.where(samples > 0, total / np.maximum(samples, 1), np.nan)


def found_apart(groups: NDArray[np.int64]) -> tuple[NDArray[np.bool_], float]:
    """Find the rows of a theme that are in another group than the rest in most samples, and how often they are with it.

    Rows are joined by how often they are together (average linkage), as long as it is more often than not; the second largest
    part is given, nothing where all are one.

    >>> inside, together = found_apart(np.array([[1, 1, 1, 2, 2], [1, 1, 1, 2, 2], [5, 5, 5, 5, 5]]))
    >>> inside.tolist(), round(together, 2)
    ([False, False, False, True, True], 0.33)
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if groups.shape[1] <= 1:
        return np.zeros(groups.shape[1], dtype=np.bool_), 1.0
    there = (groups != LEFT_OUT).astype(np.int64)
    same = sum(((found[:, None] == found) & (found >= 0)).astype(np.int64) for found in groups)
    together = same / np.maximum(there.T @ there, 1)
    np.fill_diagonal(together, 1)
    numbers = fcluster(linkage(squareform(1 - together, checks=False), "average"), 1 - TOGETHER, "distance")
    parts = sorted(set(numbers.tolist()), key=lambda part: (-(numbers == part).sum(), (numbers == part).argmax()))
    inside = numbers == parts[1] if len(parts) > 1 else np.zeros(len(numbers), dtype=np.bool_)
    return inside, float(together[np.ix_(inside, ~inside)].mean()) if inside.any() else 1.0


def _samples(count: int, seed: int) -> list[NDArray[np.int64]]:
    """Draw rows among `count`, in their order."""
    draws = [np.random.default_rng([seed, n]) for n in range(int(np.clip(REGROUPED // max(count, 1), FEWEST, MOST)))]
    return [np.sort(draw.permutation(count)[: round(SAMPLE * count)]).astype(np.int64) for draw in draws]


def _most_alike(homes: NDArray[np.int64], groups: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Give the Jaccard index of each of `count` themes and of the group most like it, 0 where there is none.

    >>> _most_alike(np.array([0, 0, 0, 1]), np.array([5, 5, -1, 7]), 3).round(2).tolist()
    [0.67, 1.0, 0.0]
    """
    numbers, found = np.unique(groups, return_inverse=True)
    common = np.zeros((count, len(numbers)))
    np.add.at(common, (homes, found), 1)
    either = common.sum(axis=1, keepdims=True) + common.sum(axis=0, keepdims=True) - common
    alike = np.where(numbers >= 0, common / np.maximum(either, 1), 0)
    best: NDArray[np.float64] = alike.max(axis=1, initial=0)
    return best
