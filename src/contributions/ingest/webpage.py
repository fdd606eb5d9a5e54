"""Minutes in HTML, as blocks: what a browser shows, without the site around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.blocks import HEADING, PARAGRAPH, RULE, TABLE, Block, stands_out, text_block
from contributions.ingest.cells import tidy
from contributions.ingest.tables import decode, make_table
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = frozenset({
    "script", "style", "nav", "footer", "aside", "noscript", "template", "form", "button", "select", "svg", "math", "iframe",
    "object", "embed", "applet", "head", "menu", "audio", "video", "canvas", "map", "dialog", "textarea", "title",
})  # fmt: skip
_ROLES_LEFT_OUT = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "complementary"})
_BREAKS = frozenset({
    "p", "div", "section", "article", "main", "header", "ul", "ol", "dl", "dt", "dd", "li", "blockquote", "pre", "figure",
    "figcaption", "address", "center", "details", "summary", "hr", "body", "h1", "h2", "h3", "h4", "h5", "h6",
    "table", "tr", "td", "th", "caption", "thead", "tbody", "tfoot", "fieldset", "hgroup",
})  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = frozenset({"b", "strong"})
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 4096


@dataclass(slots=True)
class _Page:
    """The paragraph being read, and the blocks before it."""

    blocks: list[Block] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    tables: int = 0
    bold: int = 0
    listed: bool = False

    def say(self, text: str | None, *, kept: bool) -> None:
        if text:
            self.pieces.append((text if kept else re.sub(r"\s+", " ", text), self.bold > 0))

    def end(self, *, level: int = 0) -> None:
        text = tidy("".join(text for text, _ in self.pieces).replace("\xa0", " "))
        if text:
            bold = all(bold for text, bold in self.pieces if text.strip())
            block = _block(text, len(self.blocks) + 1, level=level, listed=self.listed, bold=bold)
            self.blocks.append(block)
        self.pieces, self.listed = [], False


def open_html(content: bytes) -> list[Block]:
    """Read a web page: headings, lists, tables and paragraphs; scripts, menus and forms are left out.

    Raises:
        SourceError: it holds nothing that can be read.
    """
    import lxml.html  # type: ignore[import-untyped]  # lxml has no types
    from lxml import etree

    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    text = _decoded(content).replace("\x00", "")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(_("page HTML vide ou illisible ; enregistrez-la à nouveau depuis le navigateur")) from error
    title = _title(root)
    main = next(iter(root.iter("main")), root)
    page = _Page([Block(HEADING, title, 1, level=1)] if title else [])
    _walk(main, page)
    page.end()
    return page.blocks


def _decoded(content: bytes) -> str:
    """Decode by the byte order mark, as UTF-8, else as the page says, else by guess."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    said = _CHARSET.search(content[:_HEAD])
    name = said.group(1).decode("ascii").lower() if said else ""
    name = "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii", "utf-8"} else name  # as browsers do
    if not name or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(content)
    try:
        return content.decode(name, errors="replace")
    except LookupError:
        return decode(content)


def _title(root: Any) -> str:
    """Give the page's title where no heading of the page says it."""
    if any(tidy(heading.text_content()) for heading in root.iter("h1")):
        return ""
    return tidy(" ".join(((next(iter(root.iter("title")), None) is not None and root.findtext(".//title")) or "").split()))


def _walk(root: Any, page: _Page) -> None:
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    preformatted = 0
    for event, node in walker:
        tag = node.tag if isinstance(node.tag, str) else ""
        preformatted += (tag == "pre") * (1 if event == "start" else -1)
        if event == "start":
            if _is_left_out(node, tag) or _takes_table(node, tag, page):
                walker.skip_subtree()
                continue
            _start(tag, page)
            page.say(node.text, kept=preformatted > 0)
        else:
            _end(tag, page)
            page.say(node.tail if node is not root else "", kept=preformatted > 0)


def _is_left_out(node: Any, tag: str) -> bool:
    if tag in _LEFT_OUT or not tag:
        return True
    hidden = node.get("hidden") is not None or node.get("aria-hidden") == "true"
    return hidden or node.get("role", "").lower() in _ROLES_LEFT_OUT or bool(_UNSEEN.search(node.get("style", "")))


def _start(tag: str, page: _Page) -> None:
    if tag == "br":
        page.pieces.append(("\n", page.bold > 0))
    elif tag in _BREAKS:
        listed = page.listed and not page.pieces and tag in {"p", "div"}
        page.end()
        page.listed = tag == "li" or listed
        if tag == "hr":
            page.blocks.append(Block(RULE, "", len(page.blocks) + 1))
    page.bold += tag in _BOLD


def _end(tag: str, page: _Page) -> None:
    if tag in _HEADINGS:
        page.end(level=int(tag[1]))
    elif tag in _BREAKS:
        page.end()
    page.bold -= tag in _BOLD


def _takes_table(node: Any, tag: str, page: _Page) -> bool:
    """Read a table of rows and columns at once; one that only lays the page out is walked through."""
    if tag != "table":
        return False
    rows = [list(_cells(row)) for row in node.iter("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2 or next(node.iterdescendants("table"), None) is not None:  # noqa: PLR2004
        return False
    page.end()
    page.tables += 1
    name = f"tableau {page.tables}"
    page.blocks.append(Block(TABLE, "", len(page.blocks) + 1, name, table=make_table(name, rows)))
    return True


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iterchildren("td", "th"):
        inside = _Page()
        _walk(cell, inside)
        inside.end()
        yield "\n".join(block.text for block in inside.blocks)


def _block(text: str, position: int, *, level: int, listed: bool, bold: bool) -> Block:
    if level:
        return Block(HEADING, text, position, level=level)
    block = text_block(text, position, listed=listed)
    return Block(HEADING, text, position, level=2) if block.kind == PARAGRAPH and bold and stands_out(text) else block
