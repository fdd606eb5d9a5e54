"""Minutes in RTF, as blocks; striprtf finds the words, in a text made harmless first.

A hostile file must cost no more than its own size: nesting is bounded, pictures and links are taken out before, and the
table of fonts, which striprtf searches with a slow pattern, is written anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.blocks import HEADING, TABLE, Block, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.files import damaged
from contributions.ingest.prose import opens_part
from contributions.ingest.tables import make_table
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_DRAWN = re.compile(r"[0-9a-fA-F\s]{400,}")
_HEXADECIMAL = b"0123456789abcdefABCDEF \r\n"
"""Pictures are written in these: they count for nothing in the length of a text."""
_FONTS = re.compile(r"\{[^{}]{0,200}\\fonttbl")
_FONT = re.compile(r"\\f(\d{1,5})\b[^;{}]{0,120}?\\fcharset(\d{1,3})\b")
_MARKED = re.compile(r"\\\\|\\(outlinelevel(\d)|trowd|nestrow|nestcell|row|cell|field|pntext)(?![a-z0-9])", re.IGNORECASE)
_LEVEL, _ROW_BEGINS, _CELL, _ROW = 0xE100, 0xE110, "\ue111", "\ue112"
_BEGINNING = chr(_ROW_BEGINS)
_LEVELS = re.compile("[\ue100-\ue109]")
_PRIVATE = re.compile("[\ue100-\ue112]")
_DEEPEST = 500
_LONGEST = 10_000_000
_MOST_FONTS = 2_000


def open_rtf(content: bytes) -> list[Block]:
    """Read an RTF: paragraphs, bullets, rows of tables, and the headings that an outline names.

    Raises:
        SourceError: it is damaged, or larger than a text can be.
    """
    from striprtf.striprtf import rtf_to_text

    if len(content.translate(None, _HEXADECIMAL)) > _LONGEST:
        raise _too_large()
    source = _DRAWN.sub(" ", _without_binary(content).decode("cp1252", errors="replace"))
    if len(source) > _LONGEST or _depth(source) > _DEEPEST:
        raise _too_large()
    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]  # striprtf has no types
            _marked(_with_short_fonts(source)), errors="replace"
        )
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise damaged("RTF") from error
    return list(_blocks(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")))


def _too_large() -> SourceError:
    return SourceError(_("document RTF démesuré ; rouvrez l'original et enregistrez-le en DOCX"))


def _without_binary(content: bytes) -> bytes:
    """Take out the raw bytes of pictures, whose braces are not braces."""
    pieces: list[bytes] = []
    start = 0
    while found := _BINARY.search(content, start):
        pieces.append(content[start : found.start()])
        start = found.end() + int(found.group(1))
    return b"".join([*pieces, content[start:]])


def _depth(source: str) -> int:
    depth = deepest = 0
    for sign in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(sign.group(), 0)
        deepest = max(deepest, depth)
    return deepest


def _with_short_fonts(source: str) -> str:
    found = _FONTS.search(source)
    if found is None:
        return source
    end, depth = found.end(), 1
    for sign in re.finditer(r"[{}]", source[found.end() :]):
        depth += 1 if sign.group() == "{" else -1
        if depth == 0:
            end = found.end() + sign.end()
            break
    fonts = _FONT.findall(source[found.end() : end])[:_MOST_FONTS]
    table = "\n".join(f"{{\\f{number}\\fcharset{charset} x;}}" for number, charset in fonts)
    rest = source[end:].replace("\\fonttbl", "\\*\\nop")
    return f"{source[: found.start()]}{{\\fonttbl\n{table}\n}}{rest}"


def _marked(source: str) -> str:
    """Mark headings, rows and cells with signs that no text holds, and keep the bullets that old programs write apart."""

    def mark(found: re.Match[str]) -> str:
        word = found.group(1)
        if word is None:
            return found.group()
        if word in {"field", "pntext"}:  # striprtf searches a field with a slow pattern, and drops the bullet of pntext
            return "\\nop" if word == "field" else "\\listtext"
        sign = {"trowd": _ROW_BEGINS, "row": ord(_ROW), "nestrow": ord(_ROW)}.get(word, ord(_CELL))
        sign = _LEVEL + int(found.group(2)) if found.group(2) else sign
        return f"\\u{sign}\\nop"

    return _MARKED.sub(mark, source)


def _blocks(text: str) -> Iterator[Block]:
    position = tables = 0
    rows: list[list[str]] = []
    for piece, is_row in _pieces(text):
        if is_row:
            rows.append([tidy(_LEVELS.sub("", cell).replace("\xa0", " ")) for cell in piece.split(_CELL)])
            continue
        for line in piece.split("\n"):
            level, words = _LEVELS.search(line), tidy(_PRIVATE.sub("", line).replace("\xa0", " "))
            if not words:
                continue
            if rows:
                tables += 1
                yield _table(rows, tables)
                rows = []
            position += 1
            yield _block(words, position, ord(level.group()) - _LEVEL + 1 if level else 0)
    if rows:
        yield _table(rows, tables + 1)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut into paragraphs, and rows of tables: from the sign that begins a row to the one that ends it."""
    for part in text.split(_ROW):
        before, begins, row = part.partition(_BEGINNING)
        if begins and _CELL in row:
            yield before, False
            yield row.replace(_BEGINNING, ""), True
        elif _CELL in part:
            yield part, True
        else:
            yield part, False


def _table(rows: list[list[str]], number: int) -> Block:
    name = f"tableau {number}"
    return Block(TABLE, "", 0, name, table=make_table(name, rows))


def _block(text: str, position: int, level: int) -> Block:
    if level:
        return Block(HEADING, text, position, level=level)
    block = text_block(text, position)
    return Block(HEADING, text, position, level=2) if not block.mark and opens_part(text) else block
