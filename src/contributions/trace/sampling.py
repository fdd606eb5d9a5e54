"""Draw contributions by lot, so that anybody who knows the seed draws the same and can check it."""

from __future__ import annotations

from hashlib import sha256
from heapq import nsmallest
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def drawn(read: pd.DataFrame, seed: str, size: int, *, by_fate: bool = False) -> list[str]:
    """Draw contributions of `Picture.read`: those whose SHA-256 of « seed id » come first, whatever the order of the rows.

    With `by_fate` each fate gives one in turn, so that the rare ones are read as well.
    """
    if not by_fate:
        return nsmallest(size, read["id"].tolist(), key=lambda each: _rank(seed, each))
    fates = [nsmallest(size, own.tolist(), key=lambda each: _rank(seed, each)) for _fate, own in read.groupby("fate")["id"]]
    turns = (each for each in chain.from_iterable(zip_longest(*fates)) if each is not None)
    return [each for each, _place in zip(turns, range(size), strict=False)]


def _rank(seed: str, contribution: str) -> bytes:
    return sha256(f"{seed} {contribution}".encode()).digest()
