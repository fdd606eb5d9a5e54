"""One page of a PDF: its lines and how they are set, its tables, and how much of it is pictures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.ingest.blocks import TABLE, Block, joined
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNMAPPED_BULLET = re.compile(r"^\(cid:\d+\)\s*")
_FEWEST_STROKES = 3
"""A frame and the two lines that cut it in four are a table; fewer strokes are none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it is (points from the top left), and how it is set."""

    page: int
    text: str
    left: float
    top: float
    size: float
    bold: bool
    depth: float
    """How far down the page, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; `pictured` is the part of it under images, 0 to 1 and more."""

    number: int
    lines: list[Line]
    tables: list[Block]
    pictured: float


def read_page(page: Any) -> Page:
    """Read a page of pdfplumber and let its memory go.

    Without a table the letters are taken as pdfminer gives them: pdfplumber takes twice the time to say the same.
    """
    from pdfminer.layout import LTChar, LTCurve, LTImage
    from pdfplumber.utils.text import chars_to_textmap

    things = list(_flat(page.layout))
    drawn = sum(isinstance(thing, LTCurve) for thing in things) >= _FEWEST_STROKES
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1] if drawn else []
    if tables:
        outside = page.filter(lambda thing: not any(_within(thing, table.bbox) for table in tables))
        found = outside.extract_text_lines(return_chars=True)
    else:
        letters = [_letter(thing, page) for thing in things if isinstance(thing, LTChar)]
        found = chars_to_textmap(letters).extract_text_lines(return_chars=True) if letters else []
    lines = [_line(line, page) for line in found if line["text"].strip()]
    blocks = [_table(table, f"page {page.page_number}, tableau {number}") for number, table in enumerate(tables, start=1)]
    area = max(float(page.width) * float(page.height), 1.0)
    pictured = sum(abs(thing.width * thing.height) for thing in things if isinstance(thing, LTImage)) / area
    page.close()
    return Page(page.page_number, lines, blocks, pictured)


def _flat(things: Iterable[Any]) -> Iterator[Any]:
    """Give what a page shows, what stands in its figures included."""
    from pdfminer.layout import LTContainer

    waiting = [iter(things)]
    while waiting:
        thing = next(waiting[-1], None)
        if thing is None:
            waiting.pop()
        elif isinstance(thing, LTContainer):
            waiting.append(iter(thing))
        else:
            yield thing


def _letter(thing: Any, page: Any) -> dict[str, Any]:
    left, above = page.mediabox[:2]
    foot = above + page.height
    name = thing.fontname
    return {
        "text": thing.get_text(),
        "fontname": name.decode("latin-1") if isinstance(name, bytes) else name,
        "size": thing.size,
        "upright": thing.upright,
        "x0": thing.x0 + left,
        "x1": thing.x1 + left,
        "top": foot - thing.y1,
        "bottom": foot - thing.y0,
        "doctop": page.initial_doctop + foot - thing.y1,
    }


def _table(table: Any, name: str) -> Block:
    rows = [[joined((cell or "").split("\n")) for cell in row] for row in table.extract()]
    return Block(TABLE, "", 0, name, table=make_table(name, rows))


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (thing.get("top", 0) + thing.get("bottom", 0)) / 2
    return bool(box[1] <= middle <= box[3] and thing.get("x0", 0) >= box[0] - 1 and thing.get("x1", 0) <= box[2] + 1)


def _line(line: dict[str, Any], page: Any) -> Line:
    characters = [character for character in line["chars"] if character["text"].strip()]
    size = Counter(round(character["size"], 1) for character in characters).most_common(1)[0][0]
    bold = all("bold" in character["fontname"].lower() for character in characters)
    text = _UNMAPPED_BULLET.sub("• ", line["text"].strip())
    return Line(page.page_number, text, line["x0"], line["top"], size, bold, line["top"] / float(page.height))
