"""Minutes in PDF, as blocks: lines put back into paragraphs, headings told by their size, feet of pages left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest import vocabulary
from contributions.ingest.blocks import BULLET, HEADING, ITEM, PARAGRAPH, SCAN, TABLE, Block, unbulleted
from contributions.ingest.cells import tidy
from contributions.ingest.places import plain_words
from contributions.ingest.tables import make_table
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NO_TEXT = N_("PDF sans texte : océrisation nécessaire")
_FOLIO = re.compile(r"^\W*(?:page|p\.?|folio)?\s*\d{1,4}\s*(?:(?:/|sur|de|of)\s*\d{1,4})?\W*$", re.IGNORECASE)
_UNMAPPED_BULLET = re.compile(r"^\(cid:\d+\)\s*")
_MARGIN = 0.12
_LARGER = 1.08
_PARAGRAPH_GAP = 1.3
_HEADING_WORDS = 20
_END_OF_SENTENCE = (".", "!", "?", "»", "…", ":")


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


def open_pdf(content: bytes) -> list[Block]:
    """Read a PDF that holds text; a page that is only an image gives a block of its own.

    Raises:
        SourceError: it has no text at all, or is encrypted or damaged.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            pages = [_page(page) for page in document.pages]
    except (PdfminerException, MalformedPDFException) as error:
        cause = type(error.args[0]).__name__ if error.args else ""
        if "Password" in cause:
            raise SourceError(_("PDF protégé par un mot de passe ; enregistrez-en une copie sans mot de passe")) from error
        raise SourceError(_("PDF abîmé ; rouvrez l'original et exportez-le à nouveau")) from error
    lines = [line for page_lines, _, _ in pages for line in page_lines]
    tables = [table for _, page_tables, _ in pages for table in page_tables]
    if not lines and not tables:
        raise SourceError(_(NO_TEXT))
    scans = [Block(SCAN, "", 1, f"page {number}") for number, (_, _, scan) in enumerate(pages, start=1) if scan]
    return _in_order(_blocks(_without_margins(lines, len(pages))), tables, scans)


def _page(page: Any) -> tuple[list[Line], list[Block], bool]:
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
    blocks = []
    for number, table in enumerate(tables, start=1):
        name = f"page {page.page_number}, tableau {number}"
        rows = [[_joined((cell or "").split("\n")) for cell in row] for row in table.extract()]
        blocks.append(Block(TABLE, "", int(table.bbox[1]), name, table=make_table(name, rows)))
    outside = page.filter(lambda thing: not any(_within(thing, table.bbox) for table in tables)) if tables else page
    lines = [_line(line, page) for line in outside.extract_text_lines(return_chars=True) if line["text"].strip()]
    return lines, blocks, not lines and not tables and bool(page.images)


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (thing.get("top", 0) + thing.get("bottom", 0)) / 2
    return bool(box[1] <= middle <= box[3] and thing.get("x0", 0) >= box[0] - 1 and thing.get("x1", 0) <= box[2] + 1)


def _line(line: dict[str, Any], page: Any) -> Line:
    characters = [character for character in line["chars"] if character["text"].strip()]
    size = Counter(round(character["size"], 1) for character in characters).most_common(1)[0][0]
    bold = all("bold" in character["fontname"].lower() for character in characters)
    text = _UNMAPPED_BULLET.sub("• ", line["text"].strip())
    return Line(page.page_number, text, line["x0"], line["top"], size, bold, line["top"] / float(page.height))


def _without_margins(lines: Sequence[Line], pages: int) -> list[Line]:
    """Leave out page numbers, and what the top or the foot of at least half the pages repeats."""
    edge = [line for line in lines if not _MARGIN < line.depth < 1 - _MARGIN]
    seen = Counter((re.sub(r"\d+", "#", line.text), round(line.top)) for line in edge)
    repeated = {key for key, times in seen.items() if pages > 1 and times * 2 >= pages and times > 1}
    return [
        line
        for line in lines
        if line not in edge or not (_FOLIO.match(line.text) or (re.sub(r"\d+", "#", line.text), round(line.top)) in repeated)
    ]


def _blocks(lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    body = Counter[float]()
    for line in lines:
        body[line.size] += len(line.text)
    size = body.most_common(1)[0][0]
    leading = _leading(lines, size)
    blocks: list[Block] = []
    for group in _paragraphs(lines, size, leading):
        position = 1 + sum(1 for block in blocks if block.part == f"page {group[0].page}")
        blocks.append(_block(group, size, position))
    return blocks


def _leading(lines: Sequence[Line], size: float) -> float:
    steps = [
        after.top - line.top for line, after in pairwise(lines) if line.page == after.page and line.size == after.size == size
    ]
    positive = sorted(step for step in steps if step > 0)
    return median(positive[: max(1, len(positive) // 2)]) if positive else size * 1.2


def _is_heading(line: Line, size: float) -> bool:
    return line.size > size * _LARGER or (line.bold and len(line.text.split()) <= _HEADING_WORDS and not line.text.endswith("."))


def _paragraphs(lines: Sequence[Line], size: float, leading: float) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group, line, size, leading):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: Sequence[Line], line: Line, size: float, leading: float) -> bool:
    last = group[-1]
    heading = _is_heading(line, size)
    if heading != _is_heading(last, size) or (heading and line.size != last.size):
        return False
    if BULLET.match(line.text):
        return False
    if line.page != last.page:
        return (
            not heading
            and not last.text.endswith(_END_OF_SENTENCE)
            and (line.text[0].islower() or bool(BULLET.match(group[0].text)))
        )
    return line.top - last.top <= _PARAGRAPH_GAP * (leading if not heading else max(leading, line.size * 1.2))


def _block(group: Sequence[Line], size: float, position: int) -> Block:
    text = _joined(line.text for line in group)
    part = f"page {group[0].page}"
    if _is_heading(group[0], size):
        larger = group[0].size / size
        return Block(HEADING, text, position, part, level=1 if larger > 1.3 else 2)  # noqa: PLR2004 - a title, then its parts
    bare, bulleted = unbulleted(text)
    return Block(ITEM if bulleted else PARAGRAPH, bare, position, part)


def _joined(lines: Iterable[str]) -> str:
    """Join the lines of a paragraph; a word cut in two becomes one again."""
    text = ""
    for line in lines:
        piece = line.strip()
        if text.endswith("\xad") or (text.endswith("-") and text[-2:-1].isalpha() and piece[:1].islower()):
            text = text.removesuffix("\xad")
            text = (text if not text.endswith("-") or _keeps_hyphen(text, piece) else text[:-1]) + piece
        else:
            text = f"{text} {piece}" if text else piece
    return tidy(text)


def _keeps_hyphen(before: str, after: str) -> bool:
    first, second = plain_words(before)[-1:], plain_words(after)[:1]
    return bool(vocabulary.KEPT_HYPHEN.intersection((*first, *second))) or "-" in before.rsplit(maxsplit=1)[-1][:-1]


def _in_order(blocks: Sequence[Block], tables: Sequence[Block], scans: Sequence[Block]) -> list[Block]:
    """Put tables and scanned pages after the text of their page; tables lose the height that stood as their position."""
    after = [replace(table, position=0) for table in tables]

    def page(block: Block) -> int:
        return int(re.findall(r"\d+", block.part)[0])

    return sorted([*blocks, *after, *scans], key=page)
