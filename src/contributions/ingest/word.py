"""Minutes in DOCX, DOCM or DOTX, as blocks; macros, pictures and embedded objects are never opened."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from contributions.ingest.blocks import HEADING, PARAGRAPH, TABLE, Block, notes, stands_out, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.files import damaged
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIN = "application/vnd.{}.main+xml"
_COUSINS = (
    "ms-word.document.macroEnabled",
    "ms-word.template.macroEnabledTemplate",
    "openxmlformats-officedocument.wordprocessingml.template",
)
_PASSED = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_UNSAID = frozenset({"Fallback", "del", "moveFrom"})
"""Copies for old programs, and what a revision took away."""
_HEADING_STYLE = re.compile(r"(?:Heading|Titre)\s*(\d)", re.IGNORECASE)
_WIDEST_SPAN = 60
_BASES = 8


def open_docx(content: bytes) -> list[Block]:
    """Read a document of Word: styles tell headings and lists; a short paragraph all in bold is a heading. Notes come last.

    Raises:
        SourceError: it is damaged.
    """
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    for cousin in _COUSINS:  # python-docx reads them as well, but does not know their names
        PartFactory.part_type_for.setdefault(_MAIN.format(cousin), DocumentPart)
    try:
        part = Package.open(io.BytesIO(content)).main_document_part
        return [*_blocks(part.document), *notes(_notes(part))]
    except Exception as error:  # python-docx lets its own, zipfile's and lxml's exceptions through, and KeyError
        raise damaged("DOCX") from error


def _blocks(document: Any) -> Iterator[Block]:
    from docx.text.paragraph import Paragraph

    paragraphs = tables = 0
    for element in _body_elements(document.element.body):
        if _name(element) == "tbl":
            tables += 1
            name = f"tableau {tables}"
            yield Block(TABLE, "", 0, name, table=make_table(name, _rows(element)))
            continue
        text = _text(element)
        if text:
            paragraphs += 1
            yield _block(Paragraph(element, document), text, paragraphs)


def _notes(part: Any) -> Iterator[str]:
    """Give the words of the notes, whose numbers are in the text; separators are notes that have a type."""
    from docx.oxml import parse_xml

    for related in part.rels.values():
        if not related.is_external and related.reltype.endswith(("/footnotes", "/endnotes")):
            for note in parse_xml(related.target_part.blob):
                if not any(key.endswith("}type") for key in note.attrib):
                    yield _text(note)


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _body_elements(parent: Any, wanted: frozenset[str] = frozenset({"p", "tbl"})) -> Iterator[Any]:
    for child in parent:
        name = _name(child)
        if name in wanted:
            yield child
        elif name in _PASSED:
            yield from _body_elements(child, wanted)


def _text(element: Any) -> str:
    """Join the words as they stand once revisions are accepted, text boxes included."""
    pieces: list[str] = []
    waiting = [element]
    while waiting:
        node = waiting.pop()
        name = _name(node)
        if name in _UNSAID:
            continue
        if name == "t":
            pieces.append(node.text or "")
        elif name in {"br", "cr"} or (name == "p" and node is not element):
            pieces.append("\n")
        elif name == "tab":
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        waiting += reversed(node)
    return tidy("".join(pieces))


def _rows(table: Any) -> Iterator[list[str]]:
    """Give the cells of each row; a cell merged over several rows is repeated on each."""
    above: dict[int, str] = {}
    for row in _body_elements(table, frozenset({"tr"})):
        cells: list[str] = []
        for cell in _body_elements(row, frozenset({"tc"})):
            span, goes_on = _merging(cell)
            text = above.get(len(cells), "") if goes_on else _cell_text(cell)
            above[len(cells)] = text
            cells += [text, *[""] * (span - 1)]
        yield cells


def _merging(cell: Any) -> tuple[int, bool]:
    """Say over how many columns a cell is merged, and whether it goes on from the row above."""
    properties = next((child for child in cell if _name(child) == "tcPr"), ())
    marks = {_name(child): {key.rsplit("}", 1)[-1]: value for key, value in child.attrib.items()} for child in properties}
    span = marks.get("gridSpan", {}).get("val", "1")
    merged = marks.get("vMerge")
    return min(max(int(span) if span.isdecimal() else 1, 1), _WIDEST_SPAN), merged is not None and merged.get("val") != "restart"


def _cell_text(cell: Any) -> str:
    texts = (
        _text(part) if _name(part) == "p" else "\n".join(" ; ".join(filter(None, row)) for row in _rows(part))
        for part in _body_elements(cell)
    )
    return "\n".join(filter(None, texts))


def _block(paragraph: Any, text: str, position: int) -> Block:
    names = _style_names(paragraph)
    level = _heading_level(names)
    if level is not None:
        return Block(HEADING, text, position, level=level)
    properties = paragraph._p.pPr
    numbered = properties is not None and properties.numPr is not None
    listed = numbered or any(name.startswith(("List", "Liste")) for name in names)
    block = text_block(text, position, listed=listed)
    if block.kind != PARAGRAPH:
        return block
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and stands_out(text):
        return Block(HEADING, text, position, level=2)
    return block


def _style_names(paragraph: Any) -> list[str]:
    """Name a paragraph's style, and those it is made from."""
    names: list[str] = []
    style = paragraph.style
    while style is not None and len(names) < _BASES:
        names.append(str(style.name or ""))
        style = style.base_style
    return names


def _heading_level(names: list[str]) -> int | None:
    for name in names:
        heading = _HEADING_STYLE.match(name)
        if heading:
            return int(heading.group(1))
        if name in {"Title", "Titre", "Subtitle", "Sous-titre"}:
            return int(name.startswith(("Sub", "Sous")))
    return None
