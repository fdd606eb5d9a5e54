"""Minutes of any format as one list of blocks, in the order of the page: openers for DOCX, ODT, TXT and MD."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest import vocabulary
from contributions.ingest.cells import tidy
from contributions.ingest.places import plain_words
from contributions.ingest.tables import Table, make_table

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING, ITEM, PARAGRAPH, TABLE, SCAN = "titre", "puce", "paragraphe", "tableau", "image"
BULLET = re.compile(r"^\s*(?:[•●▪■◦‣·∙➢➤✓\uf000-\uf0ff]\s*|[-–—*]\s+|\d{1,3}[.)]\s+|[a-z]\)\s+)(?=\S)")
_FALLBACK_BOLD_WORDS = 12


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item, a paragraph, a table, or a page that is only an image; `level` is that of a heading."""

    kind: str
    text: str
    position: int
    part: str = ""
    level: int = 0
    table: Table | None = None


def unbulleted(text: str) -> tuple[str, bool]:
    """Take the bullet or the number away, and say whether there was one.

    >>> unbulleted("- Un banc"), unbulleted("3 mois sans professeur")
    (('Un banc', True), ('3 mois sans professeur', False))
    """
    bullet = BULLET.match(text)
    return (text[bullet.end() :], True) if bullet else (text, False)


def is_note(line: str) -> bool:
    """Tell whether a line describes the meeting (« Lieu : salle des fêtes »)."""
    name = " ".join(plain_words(line.partition(":")[0])) if ":" in line else ""
    return any(name == known or name.startswith(f"{known} ") for known in vocabulary.METADATA)


def open_docx(content: bytes) -> list[Block]:
    """Read a DOCX: styles tell headings and lists; a short paragraph all in bold is a heading.

    Raises:
        SourceError: it is damaged.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        return _docx_blocks(document)
    except (KeyError, ValueError, AttributeError, SyntaxError, OSError) as error:
        raise _damaged("DOCX") from error
    except Exception as error:  # python-docx lets its own and zipfile's exceptions through
        if type(error).__module__.split(".")[0] in {"docx", "zipfile", "zlib", "lxml"}:
            raise _damaged("DOCX") from error
        raise


def _damaged(name: str) -> SourceError:
    return SourceError(f"fichier {name} abîmé ; rouvrez l'original et enregistrez-le à nouveau")


def _docx_blocks(document: Any) -> list[Block]:
    from docx.table import Table as DocxTable
    from docx.text.paragraph import Paragraph

    blocks: list[Block] = []
    paragraphs = tables = 0
    for element in _body_elements(document.element.body):
        if element.tag.endswith("}tbl"):
            tables += 1
            rows = [_docx_row(row) for row in DocxTable(element, document).rows]
            name = f"tableau {tables}"
            blocks.append(Block(TABLE, "", 0, name, table=make_table(name, rows)))
            continue
        paragraph = Paragraph(element, document)
        text = _docx_text(element)
        if text:
            paragraphs += 1
            blocks.append(_docx_block(paragraph, text, paragraphs))
    return blocks


def _body_elements(parent: Any) -> Iterator[Any]:
    for child in parent:
        name = str(child.tag).rsplit("}", 1)[-1]
        if name in {"p", "tbl"}:
            yield child
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _body_elements(child)


def _docx_text(element: Any) -> str:
    """Join the words as they stand once revisions are accepted, text boxes included."""
    pieces = []
    for node in element.iter():
        name = str(node.tag).rsplit("}", 1)[-1]
        if any(str(above.tag).endswith("}Fallback") for above in node.iterancestors()):
            continue
        if name == "t":
            pieces.append(node.text or "")
        elif name in {"br", "cr"} or (name == "p" and node is not element):
            pieces.append("\n")
        elif name == "tab":
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
    return tidy("".join(pieces))


def _docx_row(row: Any) -> list[str]:
    seen: list[Any] = []
    cells = []
    for cell in row.cells:
        if not any(cell._tc is other for other in seen):
            seen.append(cell._tc)
            cells.append("\n".join(filter(None, (_docx_text(paragraph._p) for paragraph in cell.paragraphs))))
        else:
            cells.append("")
    return cells


def _docx_block(paragraph: Any, text: str, position: int) -> Block:
    style = str(getattr(paragraph.style, "name", "") or "")
    heading = re.match(r"(?:Heading|Titre)\s*(\d)", style)
    if heading or style in {"Title", "Titre", "Subtitle", "Sous-titre"}:
        return Block(HEADING, text, position, level=int(heading.group(1)) if heading else int(style.startswith(("Sub", "Sous"))))
    bare, bulleted = unbulleted(text)
    properties = paragraph._p.pPr
    if bulleted or style.startswith(("List", "Liste")) or (properties is not None and properties.numPr is not None):
        return Block(ITEM, bare, position)
    runs = [run for run in paragraph.runs if run.text.strip()]
    short = len(text.split()) <= _FALLBACK_BOLD_WORDS and not text.endswith((".", "!", "?", ","))
    if runs and short and all(run.bold for run in runs) and not is_note(text):
        return Block(HEADING, text, position, level=2)
    return Block(PARAGRAPH, text, position)


def open_odt(content: bytes) -> list[Block]:
    """Read an ODT: headings, lists and tables are elements of the format.

    Raises:
        SourceError: it is damaged.
    """
    from odf.opendocument import load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odfpy leaves files open
            document = load(io.BytesIO(content))
        return list(_odt_blocks(document.text))
    except Exception as error:  # odfpy has no exceptions of its own
        raise _damaged("ODT") from error


def _odt_blocks(body: Any) -> Iterator[Block]:
    counts = {"text": 0, "table": 0}
    for node, listed in _odt_nodes(body, listed=False):
        if node.qname[1] == "table":
            counts["table"] += 1
            name = f"tableau {counts['table']}"
            yield Block(TABLE, "", 0, name, table=make_table(name, _odt_rows(node)))
            continue
        text = _odt_text(node)
        if not text:
            continue
        counts["text"] += 1
        if node.qname[1] == "h":
            yield Block(HEADING, text, counts["text"], level=int(node.getAttribute("outlinelevel") or 1))
            continue
        bare, bulleted = unbulleted(text)
        if str(node.getAttribute("stylename") or "") in {"Title", "Subtitle"}:
            yield Block(HEADING, text, counts["text"])
        else:
            yield Block(ITEM if listed or bulleted else PARAGRAPH, bare, counts["text"])


_ODT_PASSED = frozenset({
    "list", "list-item", "list-header", "section", "soft-page-break", "text-box", "frame", "numbered-paragraph", "index-body",
})  # fmt: skip


def _odt_nodes(parent: Any, *, listed: bool) -> Iterator[tuple[Any, bool]]:
    for node in parent.childNodes:
        name = node.qname[1] if getattr(node, "qname", None) else ""
        if name in {"h", "p", "table"}:
            yield node, listed
        elif name in _ODT_PASSED:
            yield from _odt_nodes(node, listed=listed or name in {"list-item", "numbered-paragraph"})


def _odt_text(node: Any) -> str:
    return tidy("".join(_odt_pieces(node)))


def _odt_pieces(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        name = child.qname[1] if getattr(child, "qname", None) else ""
        if not name:
            yield str(getattr(child, "data", ""))
        elif name == "s":
            yield " " * int(child.getAttribute("c") or 1)
        elif name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in {"annotation", "note", "tracked-changes"}:
            yield from _odt_pieces(child)


def _odt_rows(table: Any) -> list[list[str]]:
    from odf.table import TableRow

    rows = []
    for row in table.getElementsByType(TableRow):
        cells = [cell for cell in row.childNodes if cell.qname[1] in {"table-cell", "covered-table-cell"}]
        rows.append([_odt_text_of_cell(cell) for cell in cells])
    return rows


def _odt_text_of_cell(cell: Any) -> str:
    return "\n".join(filter(None, (_odt_text(node) for node, _ in _odt_nodes(cell, listed=False) if node.qname[1] != "table")))
