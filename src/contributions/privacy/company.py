"""Names known by what stands around them: a list of people, « X et Y », a signature, the same name elsewhere in the text."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from contributions.privacy import vocabulary as v
from contributions.privacy.cues import KIN_WORDS, PARTICLES, TITLE_WORDS, is_known, needs_no_capital, run_on
from contributions.privacy.places import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contributions.privacy.words import Word

_LIST = re.compile(rf"\b(?:{v.LISTED})(?: \([^)\n]*\))? ?: ?")
_LIST_END = re.compile(r"(?<=\w\w)[.!?](?=\s|$)|\n")
_SALUTATION = re.compile(rf"\b(?:{fold(v.SALUTATIONS)})[\s,.!:;–—-]+(?=[a-z])")
_LEADS = re.compile(rf"\b(?:{fold(v.LEADS_TO_SOMEBODY)}) (?=[a-z])")
_LAST = re.compile(r"(?:[.!?»)…]\s+|\n\s*|\s[-–—]\s?)(?=[a-z][^.!?»…\n,;:]{1,40}\.?\s*$)")
_JOINED = frozenset({" ", "-", ". ", ".-", "'", "’"})
_AND = frozenset({"et", "ou", "and"})
_ALONE = v.FIRST_NAMES - v.TOWNS_TOO
_LONGEST, _SIGLE = 4, 4
_ALIKE = 4
"""First letters that a first name and its short form have in common: « Olivia », « Olive »."""


def listed(plain: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give the people of a list: « Présents : Ylva Skarbek, Mme Diallo, Karim P. »."""
    for match in _LIST.finditer(plain):
        end = _LIST_END.search(plain, match.end())
        inside = [word for word in words if match.end() <= word.start < (end.start() if end else len(plain))]
        for piece in _pieces(plain, inside):
            yield from _name(piece)


def signed(plain: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give who signs at the end of a text, or of a line after « cordialement »."""
    for match in (*_SALUTATION.finditer(plain), *_LAST.finditer(plain)):
        line = plain.find("\n", match.end())
        inside = [word for word in words if match.end() <= word.start < (len(plain) if line < 0 else line)]
        pieces = list(_pieces(plain, inside))
        if len(pieces) == 1 and inside[0].start == match.end() and len(inside) <= _LONGEST:
            alone = len(inside) == 1 and inside[0].plain in v.FIRST_NAMES
            yield from _name(inside, known=match.re is _LAST and len(inside) == 1)
            if alone:
                yield inside[0].start, inside[0].end


def spoken_of(plain: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give whoever a small word leads to: « selon Ylva », « chez Skarbek », « bravo à Tchernia »."""
    starts = {word.start: n for n, word in enumerate(words)}
    for match in _LEADS.finditer(plain):
        n = starts.get(match.end())
        if n is not None and words[n].capital and _may_be_named(words[n]):
            yield words[n].start, run_on(words, n, plain, shouting=False)


def beside(plain: str, words: Sequence[Word], found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give who is joined to somebody named: « Karim et Ylva », « Ylva, Karim et Fatou »."""
    named = {n for n, word in enumerate(words) if any(start <= word.start and word.end <= end for start, end in found)}
    for n in sorted(named):
        for step in (1, -1):
            other = n + 2 * step
            if not 0 <= other < len(words) or not _is_joined(plain, words, n, step):
                continue
            if other not in named and _may_be_named(words[other]):
                yield words[other].start, words[other].end


def repeated(words: Sequence[Word], found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the names of the text wherever else they stand, alone and in another case, and the short form of one."""
    named = {word.plain for word in words for start, end in found if start <= word.start and word.end <= end}
    named = {name for name in named if len(name) > 2 and name not in v.NOT_NAMES | PARTICLES | KIN_WORDS | TITLE_WORDS}  # noqa: PLR2004
    short = {name[:_ALIKE] for name in named & v.FIRST_NAMES}
    for word in words:
        again = word.plain in named and (needs_no_capital(word) or (word.capital and not word.opens))
        if again or (word.capital and word.plain[:_ALIKE] in short and word.plain in _ALONE):
            yield word.start, word.end


def _pieces(plain: str, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Cut a list where a comma, « et » or anything else than a space stands."""
    piece: list[Word] = []
    for word in words:
        if piece and (word.plain in _AND or plain[piece[-1].end : word.start] not in _JOINED):
            yield piece
            piece = []
        if word.plain not in _AND:
            piece.append(word)
    if piece:
        yield piece


def _name(piece: Sequence[Word], *, known: bool = False) -> Iterator[tuple[int, int]]:
    """Give the name that a piece holds and nothing else, its title left aside; `known` asks for a name of the lists."""
    rest = list(piece)
    while rest and rest[0].plain in TITLE_WORDS | KIN_WORDS:
        rest = rest[1:]
    name = list(takewhile(lambda word: word.capital or word.plain in PARTICLES or needs_no_capital(word), rest))
    if not name or len(name) > _LONGEST or any(word.plain in v.NOT_NAMES for word in name):
        return
    sigle = len(name) == 1 and (name[0].upper or len(name[0].plain) == 1) and len(name[0].plain) <= _SIGLE
    if not any(map(is_known, name)) and (known or sigle or not name[0].capital or len(name) < len(rest)):
        return
    yield name[0].start, name[-1].end


def _is_joined(plain: str, words: Sequence[Word], n: int, step: int) -> bool:
    """Tell whether « et » alone stands between a word and the second one after, or before."""
    if words[n + step].plain not in _AND:
        return False
    three = sorted((n, n + step, n + 2 * step))
    return all(plain[words[a].end : words[b].start] == " " for a, b in pairwise(three))


def _may_be_named(word: Word) -> bool:
    if word.plain in v.NOT_NAMES | KIN_WORDS | TITLE_WORDS or word.plain in v.TOWNS_TOO:
        return False
    return word.plain in v.FIRST_NAMES or (word.capital and not word.upper and len(word.plain) > 2)  # noqa: PLR2004
