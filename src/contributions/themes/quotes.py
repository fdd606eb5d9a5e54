"""Choose the ideas that speak for a theme: central, then as different from one another as can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors

SHORTEST, LONGEST = 40, 280
"""Characters of a quotation that reads well; others serve where there are not enough."""


def choose_quotations(
    texts: Sequence[str], voices: Sequence[str], vectors: Vectors, strength: NDArray[np.float64], *, count: int = 5
) -> list[int]:
    """Choose up to `count` rows of one theme: the strongest first, then each time the one furthest from those chosen.

    The choice is made among the central half, one a voice (a campaign speaks once). Rows are in canonical order, so equal
    candidates are settled by it. `vectors` is (n_rows, n_dims), rows of length 1.
    """
    rows = _one_a_voice(voices)
    well = [row for row in rows if SHORTEST <= len(texts[row]) <= LONGEST]
    rows = well if len(well) >= count else rows
    centre = vectors.mean(axis=0)
    rank = {row: float(strength[row]) + float(vectors[row] @ centre) for row in rows}
    central = sorted(rows, key=lambda row: (-rank[row], row))[: max(count, (len(rows) + 1) // 2)]
    chosen = central[:1]
    while len(chosen) < min(count, len(central)):
        left = [row for row in central if row not in chosen]
        nearness = {row: float((vectors[chosen] @ vectors[row]).max()) for row in left}
        chosen.append(min(left, key=lambda row: (round(nearness[row], 5), row)))
    return chosen


def _one_a_voice(voices: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    for row, voice in enumerate(voices):
        first.setdefault(voice, row)
    return list(first.values())
