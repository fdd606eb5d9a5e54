"""How much of each theme is found again when a tenth of the voices is left out: its stability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.themes.seen import Seen
from contributions.themes.voices import Voices

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = 0.9
"""Share of the voices in a sample."""
SAMPLES, LARGE, SAMPLES_WHEN_LARGE = 10, 10_000, 3
"""Samples drawn, fewer from so many voices on: each costs what finding themes does."""

Regroup = Callable[[Seen], NDArray[np.int64]]
"""Group a sample as themes are found: a number a row, -1 where it is in no group."""


def stabilities(ideas: pd.DataFrame, seen: Seen, placed: Mapping[str, str], *, regroup: Regroup, seed: int) -> dict[str, float]:
    """Say how stable each theme is, in 0..1, as C. Hennig does (« Cluster-wise assessment of cluster stability », CSDA 2007).

    It is the mean, over samples without replacement, of the Jaccard index of what the sample has of the theme and of the group
    found there that is most like it. A campaign is one voice, and the order of rows changes nothing.

    Args:
        ideas: `IDEAS`, sorted by id; `seen` are the same, and `placed` gives the theme of each, or nothing.
    """
    voices = Voices.among(ideas)
    spoken = seen.take(voices.rows)
    names, homes = np.unique([placed.get(idea, "") for idea in ideas["id"].iloc[voices.rows]], return_inverse=True)
    total, counted = np.zeros(len(names)), np.zeros(len(names))
    for rows in _samples(len(spoken), seed):
        sizes = np.bincount(homes[rows], minlength=len(names))
        total += _most_alike(homes[rows], regroup(spoken.take(rows)), len(names))
        counted += sizes > 0
    heard = zip(names.tolist(), total.tolist(), counted.tolist(), strict=True)
    return {theme: alike / samples for theme, alike, samples in heard if theme and samples}


def _samples(count: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Draw rows among `count`, in their order."""
    for number in range(SAMPLES if count < LARGE else SAMPLES_WHEN_LARGE):
        draw = np.random.default_rng([seed, number])
        yield np.sort(draw.permutation(count)[: round(SAMPLE * count)]).astype(np.int64)


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
