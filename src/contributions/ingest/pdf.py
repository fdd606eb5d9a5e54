"""Minutes in PDF, as blocks: lines put back into paragraphs, headings told by their size, feet of pages left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.blocks import ASIDE, BULLET, HEADING, SCAN, TABLE, Block, is_rule, joined, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.margins import CONTENTS, FOLIO, REPEATED, faceless, first_of_each, is_contents, is_folio
from contributions.ingest.noise import NOISE, is_noise
from contributions.ingest.prose import opens_part
from contributions.ingest.registers import is_entry
from contributions.ingest.tables import make_table
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_TEXT = N_("PDF sans texte : océrisation nécessaire")
_UNMAPPED_BULLET = re.compile(r"^\(cid:\d+\)\s*")
_MARGIN = 0.12
_SCANNED = 0.4
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


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page holds; `pictured` is the part of it under images, 0 to 1 and more."""

    number: int
    lines: list[Line]
    tables: list[Block]
    pictured: float


def open_pdf(content: bytes) -> list[Block]:
    """Read a PDF that holds text; a page that is only an image gives a block of its own.

    Raises:
        SourceError: it has no text at all, or is encrypted or damaged.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    for name in ("pdfminer", "pdfplumber"):  # what they warn of may quote the document
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            pages = [_page(page) for page in document.pages]
    except (PdfminerException, MalformedPDFException) as error:
        cause = type(error.args[0]).__name__ if error.args else ""
        if "Password" in cause:
            raise SourceError(_("PDF protégé par un mot de passe ; enregistrez-en une copie sans mot de passe")) from error
        raise _damaged() from error
    except Exception as error:  # pdfminer meets a damaged file with whatever it stumbles on
        raise _damaged() from error
    return _document(pages)


def _damaged() -> SourceError:
    return SourceError(_("PDF abîmé ; rouvrez l'original et exportez-le à nouveau"))


def _document(pages: Sequence[_Page]) -> list[Block]:
    lines, aside = _without_margins([line for page in pages for line in page.lines], len(pages))
    tables = [table for page in pages for table in page.tables]
    if not lines and not tables:
        raise SourceError(_(NO_TEXT))
    written = {line.page for line in lines}
    scans = [
        Block(SCAN, "", 1, f"page {page.number}")
        for page in pages
        if page.number not in written and not page.tables and (page.pictured > _SCANNED or (page.pictured and not page.lines))
    ]
    return _in_order(_blocks(lines), tables, [*scans, *aside])


def _page(page: Any) -> _Page:
    """Read a page and let its memory go."""
    drawn = page.rects or page.lines or page.curves
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.columns) > 1] if drawn else []
    blocks = []
    for number, table in enumerate(tables, start=1):
        name = f"page {page.page_number}, tableau {number}"
        rows = [[joined((cell or "").split("\n")) for cell in row] for row in table.extract()]
        blocks.append(Block(TABLE, "", 0, name, table=make_table(name, rows)))
    outside = page.filter(lambda thing: not any(_within(thing, table.bbox) for table in tables)) if tables else page
    lines = [_line(line, page) for line in outside.extract_text_lines(return_chars=True) if line["text"].strip()]
    area = max(float(page.width) * float(page.height), 1.0)
    pictured = sum(abs(float(image["width"]) * float(image["height"])) for image in page.images) / area
    page.close()
    return _Page(page.page_number, lines, blocks, pictured)


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (thing.get("top", 0) + thing.get("bottom", 0)) / 2
    return bool(box[1] <= middle <= box[3] and thing.get("x0", 0) >= box[0] - 1 and thing.get("x1", 0) <= box[2] + 1)


def _line(line: dict[str, Any], page: Any) -> Line:
    characters = [character for character in line["chars"] if character["text"].strip()]
    size = Counter(round(character["size"], 1) for character in characters).most_common(1)[0][0]
    bold = all("bold" in character["fontname"].lower() for character in characters)
    text = _UNMAPPED_BULLET.sub("• ", line["text"].strip())
    return Line(page.page_number, text, line["x0"], line["top"], size, bold, line["top"] / float(page.height))


def _without_margins(lines: Sequence[Line], pages: int) -> tuple[list[Line], list[Block]]:
    """Set aside page numbers, what the top or the foot of at least half the pages repeats, stains and lines of contents."""
    seen = Counter((faceless(line.text), round(line.top)) for line in lines if _is_edge(line))
    repeated = {key for key, times in seen.items() if pages > 1 and times * 2 >= pages and times > 1}
    kept: list[Line] = []
    aside: list[Block] = []
    for line in lines:
        reason = _reason(line, repeated)
        if reason:
            aside.append(Block(ASIDE, tidy(line.text), len(aside) + 1, f"page {line.page}", reason=reason))
        else:
            kept.append(line)
    return kept, first_of_each(aside)


def _is_edge(line: Line) -> bool:
    return not _MARGIN < line.depth < 1 - _MARGIN


def _reason(line: Line, repeated: set[tuple[str, int]]) -> str:
    if is_rule(line.text):
        return ""
    if _is_edge(line) and is_folio(line.text):
        return FOLIO
    if _is_edge(line) and not opens_part(line.text) and (faceless(line.text), round(line.top)) in repeated:
        return REPEATED
    if is_contents(line.text):
        return CONTENTS
    return NOISE if is_noise(line.text) else ""


def _blocks(lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    body = Counter[float]()
    for line in lines:
        body[line.size] += len(line.text)
    size = body.most_common(1)[0][0]
    leading = _leading(lines, size)
    positions = Counter[int]()
    blocks: list[Block] = []
    for group in _paragraphs(lines, size, leading):
        positions[group[0].page] += 1
        blocks.append(_block(group, size, positions[group[0].page]))
    return blocks


def _leading(lines: Sequence[Line], size: float) -> float:
    steps = [
        after.top - line.top for line, after in pairwise(lines) if line.page == after.page and line.size == after.size == size
    ]
    positive = sorted(step for step in steps if step > 0)
    return median(positive[: max(1, len(positive) // 2)]) if positive else size * 1.2


def _is_heading(line: Line, size: float) -> bool:
    short = len(line.text.split()) <= _HEADING_WORDS and not line.text.endswith(".")
    return line.size > size * _LARGER or (short and (line.bold or opens_part(line.text)))


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
    if BULLET.match(line.text) or any(is_rule(each.text) or is_entry(each.text) for each in (last, line)):
        return False
    if line.page != last.page:
        return (
            not heading
            and not last.text.endswith(_END_OF_SENTENCE)
            and (line.text[0].islower() or bool(BULLET.match(group[0].text)))
        )
    return line.top - last.top <= _PARAGRAPH_GAP * (leading if not heading else max(leading, line.size * 1.2))


def _block(group: Sequence[Line], size: float, position: int) -> Block:
    text = joined(line.text for line in group)
    part = f"page {group[0].page}"
    if _is_heading(group[0], size):
        larger = group[0].size / size
        return Block(HEADING, text, position, part, level=1 if larger > 1.3 else 2)  # noqa: PLR2004 - a title, then its parts
    return text_block(text, position, part=part)


def _in_order(blocks: Sequence[Block], tables: Sequence[Block], others: Sequence[Block]) -> list[Block]:
    """Put tables, scanned pages and what is set aside after the text of their page."""

    def page(block: Block) -> int:
        return int(re.findall(r"\d+", block.part)[0])

    return sorted([*blocks, *tables, *others], key=page)
