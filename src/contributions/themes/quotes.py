"""Choose the ideas that speak for a theme: central, then as different from one another as can be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors

SHORTEST, LONGEST = 40, 280
"""Characters of a quotation that reads well; others serve where there are not enough."""
UNLIKE = 0.5
"""How much likeness to a quotation already chosen counts against an idea, beside 1 for being central."""


def choose_quotations(
    texts: Sequence[str], voices: Sequence[str], vectors: Vectors, strength: NDArray[np.float64], *, count: int = 5
) -> list[int]:
    """Choose up to `count` rows of one theme: the most central first, then central ones unlike those chosen.

    The choice is made among the central half, one a voice (a campaign speaks once). Rows are in canonical order, so equal
    candidates are settled by it. `vectors` is (n_rows, n_dims), rows of length 1.
    """
    rows = _one_a_voice(voices)
    well = [row for row in rows if SHORTEST <= len(texts[row]) <= LONGEST]
    rows = well if len(well) >= count else rows
    centre = vectors.mean(axis=0)
    nearness = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    rank = {row: float(strength[row]) / 2 + float(nearness[row]) for row in rows}
    central = sorted(rows, key=lambda row: (-rank[row], row))[: max(count, (len(rows) + 1) // 2)]
    chosen = central[:1]
    while len(chosen) < min(count, len(central)):
        left = [row for row in central if row not in chosen]
        gain = {row: rank[row] - UNLIKE * float((vectors[chosen] @ vectors[row]).max()) for row in left}
        chosen.append(max(left, key=lambda row: (round(gain[row], 5), -row)))
    return chosen


def _one_a_voice(voices: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    for row, voice in enumerate(voices):
        first.setdefault(voice, row)
    return list(first.values())
