"""A text cut into words, with what tells a name from a word."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]{2})[^\W\d_]+)?")
_ELISION = re.compile(r"^(?:[ldtsjcLDTSJC]|[nmNM](?!['’][A-ZÀ-Ý][a-zà-ÿ])|qu|Qu)['’]")
"""« n'habite », « M'sieur »; « N'Guessan » and « M'Barek » are one word."""


class Word(NamedTuple):
    """A word of the text: where it is, and how it reads without case or accents."""

    start: int
    end: int
    plain: str
    capital: bool
    upper: bool
    opens: bool
    """True at the start of a sentence, where a capital says nothing."""


def cut_words(text: str, plain: str) -> list[Word]:
    """Cut a text into words; `plain` is the same text without case or accents, one character for one."""
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        elided = _ELISION.match(match.group())
        start, end = match.start() + (elided.end() if elided else 0), match.end()
        token = text[start:end]
        before = text[:start].rstrip(" «\"“(*-–—•’'\t")
        opens = not before or before[-1] in ".!?…\n:;" or (bool(elided) and not text[: match.start()].strip())
        capital = token[0].isupper()
        words.append(Word(start, end, plain[start:end], capital, len(token) > 1 and token.isupper(), opens))
    return words


def is_shouted(words: list[Word]) -> bool:
    """Tell whether most of the text is in capitals, so that a capital says nothing."""
    return sum(word.upper for word in words) > len(words) / 2
