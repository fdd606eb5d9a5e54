"""Dates as people and platforms write them, to ISO."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateparser.date import DateDataParser

_MONTHS = r"(?:janv|fév|fev|mar(?=s?\b|ch\b)|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec|jan|feb|apr|may|jun|jul|aug|sep)"
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d\d)(?!\d)")
_SHORT = re.compile(r"(?<!\d)(?<!\d[-/.])(\d{1,2})[-/.](\d{1,2})[-/.](\d\d)(?![-/.]?\d)")
"""A year of two figures; a telephone (« 06.12.34.56.78 ») goes on."""
_WORDS = re.compile(rf"(?<!\d)\d{{1,2}}(?:er)?[\s-]+{_MONTHS}[a-zéû]*\.?(?:[\s-]+(?:19|20)|-)\d\d(?!\d)", re.IGNORECASE)
"""« 12 mars 2026 », and « 12-mars-26 » as spreadsheets write it in French."""
_ENGLISH_WORDS = re.compile(rf"\b{_MONTHS}[a-z]*\.?\s+\d{{1,2}},?\s+(?:19|20)\d\d", re.IGNORECASE)

_DAY = re.compile(rf"(?<![\d/.-])\d{{1,2}}(?:[-/.]\d{{1,2}}(?![-/.\d])|(?:er)?[\s-]+{_MONTHS}[a-zéû]*\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST = 40
"""Characters of the longest cell that is a date and nothing else: « mercredi 24 septembre 2026 à 18 h 30 »."""
_NEARLY_ALL = 0.95
_LAST_CENTURY = 70
"""From this one on, a year of two figures is of the twentieth century, as POSIX reads it."""
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b")
_MONTHS_OF_A_YEAR = 12

DATE = re.compile("|".join(pattern.pattern for pattern in (_ISO, _NUMBERS, _SHORT, _WORDS)), re.IGNORECASE)
"""A date written whole, in figures or in French."""


@lru_cache(maxsize=65536)
def iso_date(text: str) -> str:
    """Find the first whole date in a text, day first; empty where there is none.

    >>> iso_date("atelier du 12 mars 2026"), iso_date("03/04/2026 18:30"), iso_date("mars 2026")
    ('2026-03-12', '2026-04-03', '')
    """
    written = [match for pattern in (_ISO, _NUMBERS, _SHORT, _WORDS, _ENGLISH_WORDS) for match in pattern.finditer(text)]
    return next(filter(None, map(_day_of, sorted(written, key=re.Match.start))), "")


def date_of(text: str, year: int | None) -> str:
    """Find a date that may lack its year, when the year is known otherwise.

    >>> date_of("jeudi 12/03", 2026), date_of("1er juin", 2026), date_of("12/03/25", 2026), date_of("mars 26", 2026)
    ('2026-03-12', '2026-06-01', '2025-03-12', '')
    """
    day = _DAY.search(text) if year and not iso_date(text) else None
    if not day:
        return iso_date(text)
    return iso_date(f"{day.group()}{' ' if day.group()[-1].isalpha() else '/'}{year}")


def only_year(texts: Iterable[str]) -> int | None:
    """Give the year that the texts write, where they write one alone.

    >>> only_year(["Balade de mars 2026", "12/03"]), only_year(["2025 et 2026"]), only_year(["12/03/26"])
    (2026, None, 2026)
    """
    years = {year for text in texts for year in (*_YEAR.findall(text), iso_date(text)[:4]) if year}
    return int(years.pop()) if len(years) == 1 else None


def hold_dates(cells: Sequence[str]) -> bool:
    """Say whether nearly all the cells are a date and little else, with or without its year."""
    dated = (len(cell) <= _LONGEST and bool(DATE.search(cell) or _DAY.search(cell)) for cell in cells)
    return bool(cells) and sum(dated) >= _NEARLY_ALL * len(cells)


def month_first(cells: Iterable[str], *, unless_told: bool = False) -> bool:
    """Say whether a column has the month first: a second number is over 12 and no first one; `unless_told`, where none is.

    >>> month_first(["03/24/2026", "03/04/2026"]), month_first(["24/03/2026", "03/04/2026"]), month_first(["03/04/2026"])
    (True, False, False)
    """
    pairs = [(int(found[1]), int(found[2])) for found in map(_SLASHED.match, cells) if found]
    if any(first > _MONTHS_OF_A_YEAR for first, _second in pairs):
        return False
    return any(second > _MONTHS_OF_A_YEAR for _first, second in pairs) or (unless_told and bool(pairs))


def day_first(cell: str) -> str:
    """Turn round a date that has the month first.

    >>> day_first("3/24/2026 10:05")
    '24/3/2026 10:05'
    """
    return _SLASHED.sub(r"\2/\1/\3", cell)


def _day_of(written: re.Match[str]) -> str:
    if not written.groups():
        return _in_words(written.group())
    first, second, third = map(int, written.groups())
    if written.re is _ISO:
        return _checked(first, second, third)
    year = third + (1900 if third >= _LAST_CENTURY else 2000) if third < 100 else third  # noqa: PLR2004 - a year of two figures
    return _checked(year, second, first) or _checked(year, first, second)


def _checked(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _in_words(fragment: str) -> str:
    spelt = re.sub(r"(?<=\d)er\b", "", re.sub(r"-(\d\d)$", r" 20\1", fragment.lower())).replace("-", " ")
    found = _parser().get_date_data(re.sub(r"\bf[ée]v\b", "février", spelt)).date_obj
    return found.date().isoformat() if found else ""


@lru_cache(maxsize=1)
def _parser() -> DateDataParser:
    from dateparser.date import DateDataParser

    return DateDataParser(languages=["fr", "en"], settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]})
