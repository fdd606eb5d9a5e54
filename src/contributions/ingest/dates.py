"""Dates as people and platforms write them, to ISO."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dateparser.date import DateDataParser

_MONTHS = r"(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec|jan|feb|apr|may|jun|jul|aug|sep)"
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)?\d\d)(?!\d)")
_WORDS = re.compile(rf"(?<!\d)\d{{1,2}}(?:er)?\s+{_MONTHS}[a-zéû]*\.?\s+(?:19|20)\d\d", re.IGNORECASE)
_ENGLISH_WORDS = re.compile(rf"\b{_MONTHS}[a-z]*\.?\s+\d{{1,2}},?\s+(?:19|20)\d\d", re.IGNORECASE)

_DAY = re.compile(rf"(?<![\d/.-])\d{{1,2}}(?:[-/.]\d{{1,2}}(?![-/.\d])|(?:er)?\s+{_MONTHS}[a-zéû]*\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST = 40
"""Characters of the longest cell that is a date and nothing else: « mercredi 24 septembre 2026 à 18 h 30 »."""
_NEARLY_ALL = 0.95

DATE = re.compile("|".join(pattern.pattern for pattern in (_ISO, _NUMBERS, _WORDS)), re.IGNORECASE)
"""A date written whole, in figures or in French."""


@lru_cache(maxsize=65536)
def iso_date(text: str) -> str:
    """Find the first whole date in a text, day first; empty where there is none.

    >>> iso_date("atelier du 12 mars 2026"), iso_date("03/04/2026 18:30"), iso_date("mars 2026")
    ('2026-03-12', '2026-04-03', '')
    """
    iso = _ISO.search(text)
    if iso:
        return _checked(*(int(part) for part in iso.groups()))
    numbers = _NUMBERS.search(text)
    if numbers:
        day, month, year = (int(part) for part in numbers.groups())
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - a year of two figures
        return _checked(year, month, day) or _checked(year, day, month)
    words = _WORDS.search(text) or _ENGLISH_WORDS.search(text)
    return _in_words(words.group()) if words else ""


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


def _checked(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _in_words(fragment: str) -> str:
    found = _parser().get_date_data(re.sub(r"(\d)er\b", r"\1", fragment.lower())).date_obj
    return found.date().isoformat() if found else ""


@lru_cache(maxsize=1)
def _parser() -> DateDataParser:
    from dateparser.date import DateDataParser

    return DateDataParser(languages=["fr", "en"], settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]})
