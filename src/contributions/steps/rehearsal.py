"""Write in one transaction what a sheet asks for, or take it back when it was only to see."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contributions.store import Store


class _Rehearsed(Exception):  # noqa: N818 (no error: it takes back what was written)
    pass


@contextmanager
def rehearsing(store: Store, *, rehearse: bool) -> Iterator[None]:
    """Make everything written inside one transaction; nothing of it stays after a rehearsal."""
    with suppress(_Rehearsed), store.writing():
        yield
        if rehearse:
            raise _Rehearsed
