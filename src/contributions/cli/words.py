"""The words of the help: Typer has them in French, and `say_help` puts them in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contributions.language import _

_WRITTEN = ("help", "short_help", "epilog", "metavar", "show_default")


def words_of(command: Any) -> Iterator[tuple[Any, str]]:
    """Give where each text of the help of a command, and of those under it, is written: what holds it, and its attribute."""
    for holder in (command, *command.params):
        yield from ((holder, name) for name in _WRITTEN if isinstance(getattr(holder, name, None), str))
    for under in getattr(command, "commands", {}).values():
        yield from words_of(under)


def say_help(command: Any) -> None:
    """Put the help of a command, and of those under it, in the current language."""
    for holder, name in words_of(command):
        setattr(holder, name, _(getattr(holder, name)))
