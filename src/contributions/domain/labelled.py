"""A kind whose value is kept, and whose label people read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from contributions.language import _


class Labelled(StrEnum):
    """A value that programs write, beside the French word people read."""

    _french: str

    def __new__(cls, value: str, french: str = "") -> Self:
        """Make a member, which is looked up by its value alone."""
        member = str.__new__(cls, value)
        member._value_, member._french = value, french
        return member

    @property
    def french(self) -> str:
        """Give the words people read, in French."""
        return self._french

    @property
    def label(self) -> str:
        """Give the words people read, in their language."""
        return _(self._french)
