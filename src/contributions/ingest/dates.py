"""Dates as people and platforms write them, to ISO."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MONTHS = r"(?:janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|sept|oct|nov|déc|dec|jan|feb|apr|may|jun|jul|aug|sep)"
_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)?\d\d)(?!\d)")
_WORDS = re.compile(rf"(?<!\d)\d{{1,2}}(?:er)?\s+{_MONTHS}[a-zéû]*\.?\s+(?:19|20)\d\d", re.IGNORECASE)
_ENGLISH_WORDS = re.compile(rf"\b{_MONTHS}[a-z]*\.?\s+\d{{1,2}},?\s+(?:19|20)\d\d", re.IGNORECASE)

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
