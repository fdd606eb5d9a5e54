"""Who speaks for an idea: a campaign is one voice, however many sent it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """The voices among ideas, in canonical order: that of what they say, whatever the order of rows.

    `of` gives the voice of each idea (n_ideas,), `rows` the first idea of each voice (n_voices,), and `names` the voices in
    the same order.
    """

    of: pd.Series[str]
    rows: NDArray[np.int64]
    names: NDArray[np.str_]

    @classmethod
    def among(cls, ideas: pd.DataFrame) -> Voices:
        """Find them among `IDEAS` sorted by id."""
        of = _voices_of(ideas)
        first = np.flatnonzero(~of.duplicated())
        texts, ids = ideas["text"].to_numpy(), ideas["id"].to_numpy()
        hashes = {int(row): hashlib.sha256(texts[row].encode()).digest() for row in first}
        rows = np.array(sorted(hashes, key=lambda row: (hashes[row], ids[row])), dtype=np.int64)
        named = of.iloc[rows]
        return cls(of, rows, named.to_numpy(dtype=np.str_))


def count_voices(ideas: pd.DataFrame) -> int:
    """Count the voices among `IDEAS`."""
    return int(_voices_of(ideas).nunique())


def _voices_of(ideas: pd.DataFrame) -> pd.Series[str]:
    return ideas["campaign"].where(ideas["campaign"].ne(""), ideas["id"])
