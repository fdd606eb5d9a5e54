"""Find what remains of erased texts in the bytes of files, however they are written there."""

from __future__ import annotations

import codecs
import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from contributions.privacy.patterns import KINDS

WINDOW = 6
"""Words side by side by which a text is recognised: in French, fewer are said by everybody (« il n'y a pas de »)."""
SHORTEST = 3
"""Words of the shortest text that is recognised wherever it stands; two words must be long to be."""
LONG_PAIR = 12
"""Characters of the shortest pair of words that is looked for."""
_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(KINDS) + r")\]")
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_READABLE = re.compile(rb"[^\x00-\x08\x0e-\x1f]{8,}")
"""What may be a text among binary values: most of a file of vectors is not."""
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[nrtbf]|\\/")
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", '"': None, "\\": None})
_DEEPEST = 3
"""Archives within archives that are opened."""


def fold(text: str) -> str:
    """Write a text without what changes from one file to another: case, spaces, kind of apostrophe, doubled quotes.

    >>> fold('L’été,  « le "Parc" »')
    "l'été, « le parc »"
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().translate(_ALIKE).split())


def fragments(texts: Iterable[str]) -> frozenset[str]:
    """Give the pieces by which texts are recognised: each run of `WINDOW` words, or the whole of a shorter one.

    Masked words are left aside: an original file has others in their place. A text of one word, or of two short ones,
    has no piece: it would be found everywhere.

    >>> sorted(fragments(["Des bancs, [personne] ! Un arbre devant"])), fragments(["Oui"])
    (['un arbre devant'], frozenset())
    """
    return frozenset(piece for text in texts for part in _PLACEHOLDER.split(text) for piece in _pieces(fold(part)))


def _pieces(plain: str) -> Iterator[str]:
    places = [match.span() for match in _WORD.finditer(plain)]
    words = min(WINDOW, len(places))
    if words >= SHORTEST:
        for first in range(len(places) - words + 1):
            yield plain[places[first][0] : places[first + words - 1][1]]
    elif words == 2 and places[-1][1] - places[0][0] >= LONG_PAIR:  # noqa: PLR2004 (a pair)
        yield plain[places[0][0] : places[1][1]]


class Finder:
    """Find fragments in texts, whatever their number: each is known by its inner words, then compared whole."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._pairs: set[str] = set()
        self._cores: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._lengths: defaultdict[str, set[int]] = defaultdict(set)
        for fragment in wanted:
            places = [match.span() for match in _WORD.finditer(fragment)]
            if len(places) < SHORTEST:
                self._pairs.add(fragment)
                continue
            # The first and the last word may touch something else where a file puts nothing between two values.
            (start, end), last = places[1], places[-2][1]
            self._cores[fragment[start:last]].append((start, fragment))
            self._lengths[fragment[start:end]].add(len(places) - 2)

    def found_in(self, text: str) -> set[str]:
        """Give the fragments that a text holds."""
        plain = fold(text)
        found = {pair for pair in self._pairs if pair in plain}
        if not self._cores:
            return found
        places = [match.span() for match in _WORD.finditer(plain)]
        for number, (start, end) in enumerate(places):
            for length in self._lengths.get(plain[start:end], ()):
                if number + length <= len(places):
                    core = plain[start : places[number + length - 1][1]]
                    found |= {
                        fragment
                        for offset, fragment in self._cores.get(core, ())
                        if start >= offset and plain.startswith(fragment, start - offset)
                    }
        return found

    def found_in_bytes(self, content: bytes) -> bool:
        """Tell whether a file holds one of the fragments, in any of the ways `written_in` reads it."""
        return any(self.found_in(text) for text in written_in(content))


def written_in(content: bytes, *, depth: int = 0) -> Iterator[str]:
    """Read the texts of a file: as they are, without escapes (JSON, HTML, XML), without tags, and inside archives."""
    if content[:2] == b"PK" and depth < _DEEPEST:
        yield from _members(content, depth + 1)
    if content[:2] == b"\x1f\x8b" and depth < _DEEPEST:
        with suppress(OSError, EOFError, zlib.error):
            yield from written_in(gzip.decompress(content), depth=depth + 1)
    if content.startswith((b"%PDF-", b"\x93NUMPY")):  # words compressed in a way of their own; numbers
        return
    for text in _decoded(content):
        yield from _spoken(text)


def _members(content: bytes, depth: int) -> Iterator[str]:
    """Read the files of a zip, which may be an archive, a workbook or a document; one that does not open holds no text for us."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            with suppress(zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
                yield from written_in(archive.read(info), depth=depth)


def _decoded(content: bytes) -> Iterator[str]:
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        yield content.decode("utf-16", errors="replace")
        return
    readable = b"\0".join(_READABLE.findall(content))
    yield readable.decode("utf-8", errors="replace")
    try:
        readable.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" not in readable:  # a text in the encoding of an older spreadsheet
            yield readable.decode("cp1252", errors="replace")


def _spoken(text: str) -> Iterator[str]:
    yield text
    if "\\" in text:
        yield _ESCAPES.sub(_unescaped, text)
    if "&" in text:
        yield html.unescape(text)
    if "</" in text:
        yield html.unescape(_TAG.sub("", text))


def _unescaped(match: re.Match[str]) -> str:
    if match[0][1] != "u":
        return "/" if match[0] == "\\/" else " "
    return bytes.fromhex(match[0].replace("\\u", "")).decode("utf-16-be", errors="replace")
