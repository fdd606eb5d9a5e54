"""Compare texts, whatever they are compared for: without case or accents, by one stemmer, on one scale where measures add."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLAT = 1e-9
"""Deviation of a row under which all its values are equal, but for how numbers are rounded."""


class _Plain(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = "'" if chr(code) in "’ʼ" else unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = character if len(character) == 1 else chr(code)
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """Drop case and accents, one character for one, and straighten apostrophes.

    >>> plain("L’Été")
    "l'ete"
    """
    return text.translate(_PLAIN)


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
