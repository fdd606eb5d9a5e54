"""One cell of a table, or one value of a platform, to plain text."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, time
from html.parser import HTMLParser

_NOTHING = frozenset({"nan", "NaN", "NAN", "null", "NULL", "None", "<NA>", "NaT", "#N/A"})
_GUARDED = re.compile(r"^'(?=[=+\-@])")
_TAG = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|strong|b|em|i|u|a|img|h[1-6]|blockquote|table|tr|td|th|tbody|iframe|figure|hr|pre|code)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_PARAGRAPHS = frozenset({
    "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "figure", "hr", "pre",
})  # fmt: skip
_LINES = frozenset({"br", "li", "tr"})
_SUSPECT = re.compile(r"[<&'\r\x00]|\n|[ \t\xa0]{2}")


def clean(value: object) -> str:
    r"""Give the text of a cell: ISO dates, whole numbers without decimals, no HTML, no spreadsheet guard, no written NaN.

    >>> clean(12.0), clean(date(2026, 3, 1)), clean("'-mon idée"), clean("NaN")
    ('12', '2026-03-01', '-mon idée', '')
    >>> clean("<p>Un banc</p><p>&agrave; l'ombre</p>")
    "Un banc\n\nà l'ombre"
    """
    if isinstance(value, str):
        return _clean_text(value)
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date | time):
        return str(value).removesuffix(" 00:00:00")
    whole = isinstance(value, float) and value.is_integer()
    return str(value).removesuffix(".0") if whole else str(value)


def tidy(text: str) -> str:
    """Bring line ends, spaces and accents to one form; at most one blank line between paragraphs."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    text = re.sub(r"[ \t]+", " ", text.replace("\u200b", "").replace("\xad", ""))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def strip_html(text: str) -> str:
    """Keep the words and the paragraphs of an HTML fragment; a text without tags is only unescaped.

    >>> strip_html("moins de 5 &lt; 6 <b>ans</b>"), strip_html("un loyer < 400 euros")
    ('moins de 5 < 6 ans', 'un loyer < 400 euros')
    """
    if not _TAG.search(text):
        return _ENTITY.sub(lambda entity: html.unescape(entity.group()).replace("\xa0", " "), text)
    parser = _Paragraphs()
    parser.feed(text)
    parser.close()
    return tidy("".join(parser.pieces).replace("\xa0", " "))


def _clean_text(text: str) -> str:
    text = text.strip()
    if text in _NOTHING:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _put_right(text)).replace("\u200b", "").strip()
    if not _SUSPECT.search(text):
        return text
    return tidy(strip_html(_GUARDED.sub("", text)))


def _put_right(text: str) -> str:
    """Read again as UTF-8 what a spreadsheet had read otherwise (« Ã©tÃ© »); what cannot have been so is left."""
    if "Ã" not in text and "â€" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
