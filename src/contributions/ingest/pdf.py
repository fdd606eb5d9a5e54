"""Minutes in PDF, as blocks: lines put back into paragraphs, headings told by their size, feet of pages left out."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.blocks import ASIDE, BULLET, HEADING, SCAN, Block, is_rule, joined, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.margins import CONTENTS, FOLIO, REPEATED, faceless, first_of_each, is_contents, is_folio
from contributions.ingest.noise import NOISE, is_noise
from contributions.ingest.pdf_page import Line, Page, read_page
from contributions.ingest.prose import opens_part
from contributions.ingest.registers import is_entry
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_TEXT = N_("PDF sans texte : océrisation nécessaire")
_MARGIN = 0.12
_SCANNED = 0.4
_WIDEST_LEADING = 2
_LARGER = 1.08
_PARAGRAPH_GAP = 1.3
_HEADING_WORDS = 20
_END_OF_SENTENCE = (".", "!", "?", "»", "…", ":")


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
            pages = [read_page(page) for page in document.pages]
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


def _document(pages: Sequence[Page]) -> list[Block]:
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
    usual = median(positive[: max(1, len(positive) // 2)]) if positive else size * 1.2
    return min(usual, size * _WIDEST_LEADING)


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
