"""Where a block and a sentence start and end, in typed and in transcribed French."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from contributions.prepare.vocabulary import ABBREVIATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stretch(NamedTuple):
    """A stretch of a contribution, without the spaces around it."""

    start: int
    end: int


class Block(NamedTuple):
    """A paragraph or the item of a list; `bullet` tells the second; `blank` when an empty line came before."""

    start: int
    end: int
    bullet: bool
    blank: bool


_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_BULLET = re.compile(r"\s*(?:[-–—•▪●◦‣·*>→✓]+(?=\s)|\(?\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*")
_END = re.compile(r"(?:\.{2,}|…|[.!?]+)[»”\")\]]*(?=\s|$)|(?<=[a-zà-ÿ)])[.!?](?=[A-ZÀ-Ý][a-zà-ÿ' ’])")
_LAST_WORD = re.compile(r"([\w]+)\.$")
_ENCLOSED = re.compile(r"\([^()\n]{1,200}\)|«[^«»\n]{1,200}»|“[^“”\n]{1,200}”")


def trim(text: str, start: int, end: int, *, also: str = "") -> Stretch:
    """Leave out the spaces (and other characters) at both ends."""
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip(also + _SPACES))
    return Stretch(min(start + left, end), max(start + len(inside.rstrip(also + _SPACES)), start + min(left, len(inside))))


def blocks(text: str) -> list[Block]:
    """Cut at empty lines, list items and lines that end a sentence; a line that goes on in lower case is the same block."""
    found: list[Block] = []
    blank = False
    for match in re.finditer(r"[^\n]*", text):
        if not match.group().strip():
            blank = blank or bool(found and text[match.start() - 1 : match.start()] == "\n")
            continue
        marker = _BULLET.match(text, match.start(), match.end())
        start = marker.end() if marker else match.start()
        line = trim(text, start, match.end())
        if line.start >= line.end:
            line, marker = trim(text, match.start(), match.end()), None
        previous = found[-1] if found else None
        wrapped = previous and not blank and not marker and text[line.start].islower() and text[previous.end - 1] not in ".!?…:;"
        if previous and wrapped:
            found[-1] = previous._replace(end=line.end)
        else:
            found.append(Block(line.start, line.end, marker is not None, blank))
        blank = False
    return found


def sentences(text: str, start: int, end: int) -> list[Stretch]:
    """Cut a stretch at the ends of its sentences.

    >>> [s[a:b] for s in ["M. Diallo part le 3. Il reste... rien."] for a, b in sentences(s, 0, len(s))]
    ['M. Diallo part le 3.', 'Il reste... rien.']
    """
    enclosed = [match.span() for match in _ENCLOSED.finditer(text, start, end)]
    cuts = [start, *(at for at in _ends(text, start, end) if not any(a < at < b for a, b in enclosed)), end]
    pieces = (trim(text, left, right) for left, right in pairwise(cuts))
    return [piece for piece in pieces if piece.start < piece.end]


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        following = text[match.end() : end].lstrip(" \t\xa0\u202f«“\"'’(-–—")[:1]
        if _goes_on(text[start : match.end()], match.group(), following):
            continue
        yield match.end()


def _goes_on(before: str, mark: str, following: str) -> bool:
    if mark.startswith(("..", "…")):
        return not following.isupper()
    if mark != ".":
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word[1]
    if last.lower() in ABBREVIATIONS:
        return not (last.lower() == "etc" and following.isupper())
    initial = len(last) == 1 and last.isupper() and before[:-2].rstrip().lower().endswith(("m.", "mme", "mlle", "dr"))
    numbered = last.isdigit() and (before[:-1].strip() == last or following.islower())
    return initial or numbered
