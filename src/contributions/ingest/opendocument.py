"""Minutes in ODT, as blocks: read from its XML, whose errors then stay our own (odfpy prints the document it cannot read)."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from contributions.ingest.archives import BROKEN_ZIP
from contributions.ingest.blocks import HEADING, TABLE, Block, notes, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.files import damaged
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSED = frozenset({
    "list", "list-item", "list-header", "section", "text-box", "frame", "numbered-paragraph", "index-body", "text", "a",
})  # fmt: skip
_UNSAID = frozenset({"annotation", "annotation-end", "note", "tracked-changes", "title", "desc", "object", "ruby-text"})
_ROWS = frozenset({"table-row-group", "table-rows", "table-header-rows"})
_TITLES = frozenset({"Title", "Subtitle"})


def open_odt(content: bytes) -> list[Block]:
    """Read an ODT: headings, lists and tables are elements of the format. Notes come last.

    Raises:
        SourceError: it is damaged.
    """
    from lxml import etree  # type: ignore[import-untyped]  # lxml has no types

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            root = etree.fromstring(archive.read("content.xml"), parser)
    except (*BROKEN_ZIP, KeyError, etree.XMLSyntaxError) as error:
        raise damaged("ODT") from error
    body = next((node for node in root.iter() if _name(node) == "text" and _name(node.getparent()) == "body"), None)
    if body is None:
        raise damaged("ODT")
    titles = {_attribute(style, "name") for style in root.iter() if _attribute(style, "parent-style-name") in _TITLES} | _TITLES
    return [*_blocks(body, titles), *notes(map(_cell, _bodies_of_notes(body)))]


def _bodies_of_notes(body: Any) -> list[Any]:
    return [node for node in body.iter() if _name(node) == "note-body"]


def _name(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if node is not None and isinstance(node.tag, str) else ""


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if key.rsplit("}", 1)[-1] == name), "")


def _blocks(body: Any, titles: set[str] | frozenset[str]) -> Iterator[Block]:
    texts = tables = 0
    for node, listed in _nodes(body, listed=False):
        if _name(node) == "table":
            tables += 1
            name = f"tableau {tables}"
            yield Block(TABLE, "", 0, name, table=make_table(name, _rows(node)))
            continue
        text = _text(node)
        if not text:
            continue
        texts += 1
        level = _attribute(node, "outline-level")
        if _name(node) == "h":
            yield Block(HEADING, text, texts, level=int(level) if level.isdecimal() else 1)
        elif _attribute(node, "style-name") in titles:
            yield Block(HEADING, text, texts)
        else:
            yield text_block(text, texts, listed=listed)


def _nodes(parent: Any, *, listed: bool) -> Iterator[tuple[Any, bool]]:
    for node in parent:
        name = _name(node)
        if name in {"h", "p", "table"}:
            yield node, listed
        elif name in _PASSED:
            yield from _nodes(node, listed=listed or name in {"list-item", "numbered-paragraph"})


def _text(node: Any) -> str:
    """Join the words of a paragraph, those of the boxes that hang on it included."""
    return tidy("".join(_pieces(node)))


def _pieces(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        name = _name(child)
        if name in {"s", "tab"}:
            yield " "
        elif name == "line-break" or (name == "p" and _name(node) == "text-box"):
            yield "\n"
        if name and name not in _UNSAID:
            yield from _pieces(child)
        yield child.tail or ""


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table:
        name = _name(row)
        if name in _ROWS:
            yield from _rows(row)
        elif name == "table-row":
            yield [_cell(cell) for cell in row if _name(cell) in {"table-cell", "covered-table-cell"}]


def _cell(cell: Any) -> str:
    parts = (
        "\n".join(" ; ".join(filter(None, row)) for row in _rows(node)) if _name(node) == "table" else _text(node)
        for node, _ in _nodes(cell, listed=False)
    )
    return "\n".join(filter(None, parts))
