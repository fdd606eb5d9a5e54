"""The language people read: French is written in the code, the others are catalogues in `locale/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FRENCH = "fr"
LANGUAGES = (FRENCH, "en")
CATALOGUES = Path(__file__).parent / "locale"
_REGIONS = {"en": "en_GB"}
_current: ContextVar[str] = ContextVar("language", default=FRENCH)


@contextmanager
def speak(language: str) -> Iterator[None]:
    """Speak one of `LANGUAGES` until the block ends.

    >>> with speak("en"):
    ...     _("texte vide")
    'empty text'
    """
    before = _current.set(language)
    try:
        yield
    finally:
        _current.reset(before)


def spoken() -> str:
    """Give the current language, one of `LANGUAGES`."""
    return _current.get()


def region() -> str:
    """Name the current language as Babel does, with the country whose dates and figures it writes."""
    return _REGIONS.get(spoken(), spoken())


def _(message: str) -> str:
    """Say a message in the current language; one that the catalogue does not know stays as it is written."""
    return _forms(message)[0] if message and spoken() != FRENCH else message


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Mark a message that is kept in French, and said with `_` only where it is shown."""
    return message


def ngettext(one: str, many: str, number: int) -> str:
    """Say a message in the form that its number asks for: French is plural from two, English unless one.

    >>> ngettext("idée", "idées", 0)
    'idée'
    >>> with speak("en"):
    ...     ngettext("idée", "idées", 0)
    'ideas'
    """
    if spoken() == FRENCH:
        return one if abs(number) < 2 else many  # noqa: PLR2004 (French is plural from two)
    forms = _forms(one, many)
    return forms[0] if number == 1 else forms[-1]


@cache
def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language; Babel is imported only here, so that French never waits for it."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _forms(*message: str) -> tuple[str, ...]:
    """Give a message in the current language, the singular first; as it is written where the catalogue does not have it."""
    found = catalogue(spoken()).get(message[0])
    said = (found and found.string) or message
    return (said,) if isinstance(said, str) else tuple(said)
