"""Look rows and names up by key, where there are a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator


class Places(Mapping[str, np.ndarray]):
    """Where each key of a column is: its rows are looked up when they are asked for, since few ever are."""

    def __init__(self, keys: pd.Series[str]) -> None:
        codes, known = pd.factorize(keys)
        self._codes = dict(zip(known.tolist(), range(len(known)), strict=True))
        self._rows = np.argsort(codes, kind="stable")
        self._starts = np.searchsorted(codes[self._rows], np.arange(len(known) + 1))

    def __getitem__(self, key: str) -> np.ndarray:
        """Give the rows of a key, in order."""
        code = self._codes[key]
        rows: np.ndarray = self._rows[self._starts[code] : self._starts[code + 1]]
        return rows

    def __contains__(self, key: object) -> bool:
        """Say whether a row has this key."""
        return key in self._codes

    def __iter__(self) -> Iterator[str]:
        """Give each key once, in the order of its first row."""
        return iter(self._codes)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._codes)


def rows_at(places: Mapping[str, np.ndarray], keys: Iterable[str]) -> np.ndarray:
    """Give the rows of some keys, in the order of the frame."""
    none = np.empty(0, dtype=np.intp)
    return np.sort(np.concatenate([none, *(places[key] for key in sorted(set(keys)) if key in places)]))


def among(keys: pd.Series[str], known: Container[str]) -> np.ndarray:
    """Say which keys are among those known, (n_keys,): as `isin`, ten times faster where many are known."""
    return np.fromiter((key in known for key in keys.tolist()), dtype=bool, count=len(keys))


def named(keys: pd.Series[str], names: Mapping[str, str], other: str = "") -> pd.Series[str]:
    """Give the name of each key, `other` where it has none; the column is text even when none has."""
    return pd.Series([names.get(key, other) for key in keys.tolist()], index=keys.index, dtype="str")
