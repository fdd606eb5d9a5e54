"""Compare texts, whatever they are compared for: one French stemmer, and one scale for measures that are added."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLAT = 1e-9
"""Deviation of a row under which all its values are equal, but for how numbers are rounded."""


@cache
def stem(word: str) -> str:
    """Give the French stem of a word in lower case.

    >>> stem("poubelles"), stem("poubelle")
    ('poubel', 'poubel')
    """
    return str(_stemmer().stemWord(word))


def standard(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring each row to mean 0 and deviation 1; a row where all are equal says nothing.

    >>> standard(np.array([[1.0, 3.0], [0.1, 0.1]])).tolist()
    [[-1.0, 1.0], [0.0, 0.0]]
    """
    spread = values.std(axis=1, keepdims=True)
    centred = values - values.mean(axis=1, keepdims=True)
    scaled: NDArray[np.float32] = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > FLAT)
    return scaled


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("french")
