"""Minutes in ODT, as blocks."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from contributions.ingest.blocks import HEADING, TABLE, Block, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.files import damaged
from contributions.ingest.tables import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator


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
        return list(_blocks(document.text))
    except Exception as error:  # odfpy has no exceptions of its own
        raise damaged("ODT") from error


def _blocks(body: Any) -> Iterator[Block]:
    counts = {"text": 0, "table": 0}
    for node, listed in _nodes(body, listed=False):
        if node.qname[1] == "table":
            counts["table"] += 1
            name = f"tableau {counts['table']}"
            yield Block(TABLE, "", 0, name, table=make_table(name, _rows(node)))
            continue
        text = _text(node)
        if not text:
            continue
        counts["text"] += 1
        if node.qname[1] == "h":
            yield Block(HEADING, text, counts["text"], level=int(node.getAttribute("outlinelevel") or 1))
            continue
        if str(node.getAttribute("stylename") or "") in {"Title", "Subtitle"}:
            yield Block(HEADING, text, counts["text"])
        else:
            yield text_block(text, counts["text"], listed=listed)


_PASSED = frozenset({
    "list", "list-item", "list-header", "section", "soft-page-break", "text-box", "frame", "numbered-paragraph", "index-body",
})  # fmt: skip


def _nodes(parent: Any, *, listed: bool) -> Iterator[tuple[Any, bool]]:
    for node in parent.childNodes:
        name = node.qname[1] if getattr(node, "qname", None) else ""
        if name in {"h", "p", "table"}:
            yield node, listed
        elif name in _PASSED:
            yield from _nodes(node, listed=listed or name in {"list-item", "numbered-paragraph"})


def _text(node: Any) -> str:
    return tidy("".join(_pieces(node)))


def _pieces(node: Any) -> Iterator[str]:
    for child in node.childNodes:
        name = child.qname[1] if getattr(child, "qname", None) else ""
        if not name:
            yield str(getattr(child, "data", ""))
        elif name in {"s", "tab"}:
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name not in {"annotation", "note", "tracked-changes"}:
            yield from _pieces(child)


def _rows(table: Any) -> list[list[str]]:
    from odf.table import TableRow

    rows = []
    for row in table.getElementsByType(TableRow):
        cells = [cell for cell in row.childNodes if cell.qname[1] in {"table-cell", "covered-table-cell"}]
        rows.append([_text_of_cell(cell) for cell in cells])
    return rows


def _text_of_cell(cell: Any) -> str:
    return "\n".join(filter(None, (_text(node) for node, _ in _nodes(cell, listed=False) if node.qname[1] != "table")))
