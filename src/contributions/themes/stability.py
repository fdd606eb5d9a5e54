"""How much of each theme is found again when a tenth of the voices is left out: its stability."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.themes.seen import Seen
from contributions.themes.voices import Voices

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = 0.9
"""Share of the voices in a sample."""
FEWEST, MOST, REGROUPED = 3, 10, 30_000
"""Samples drawn at least and at most, and voices grouped again in all: each sample costs what finding themes does."""

Regroup = Callable[[Seen], NDArray[np.int64]]
"""Group a sample as themes are found: a number a row, -1 where it is in no group."""


def stabilities(
    ideas: pd.DataFrame,
    seen: Seen,
    placed: Mapping[str, str],
    *,
    regroup: Regroup,
    seed: int,
    on_share: Callable[[float], None] | None = None,
) -> dict[str, float]:
    """Say how stable each theme is, in 0..1; a campaign is one voice, and the order of rows changes nothing.

    Args:
        on_share: told, after each sample, the share of them that are done.
        ideas: `IDEAS`, sorted by id; `seen` are the same, and `placed` gives the theme of each, or nothing.
    """
    voices = Voices.among(ideas)
    homes = [placed.get(idea, "") for idea in ideas["id"].iloc[voices.rows]]
    names, labels = np.unique(homes, return_inverse=True)
    shares = found_again(labels, seen.take(voices.rows), regroup=regroup, seed=seed, on_share=on_share)
    return {name: share for name, share in zip(names.tolist(), shares.tolist(), strict=True) if name and not np.isnan(share)}


def found_again(
    labels: NDArray[np.int64], seen: Seen, *, regroup: Regroup, seed: int, on_share: Callable[[float], None] | None = None
) -> NDArray[np.float64]:
    """Say how stable each theme is, (n_themes,), as C. Hennig does (« Cluster-wise assessment of cluster stability », CSDA 2007).

    It is the mean, over samples without replacement, of the Jaccard index of what the sample has of the theme and of the group
    found there that is most like it; nan for a theme that no sample has anything of.

    Args:
        labels: the theme of each row of `seen`, (n_rows,), numbered from 0; rows come in canonical order.
    """
    count = int(labels.max(initial=-1)) + 1
    total, samples = np.zeros(count), np.zeros(count)
    drawn = _samples(len(seen), seed)
    for number, rows in enumerate(drawn, 1):
        total += _most_alike(labels[rows], regroup(seen.take(rows)), count)
        samples += np.bincount(labels[rows], minlength=count) > 0
        if on_share:
            on_share(number / len(drawn))
    return np.where(samples > 0, total / np.maximum(samples, 1), np.nan)


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
