"""Any table, from any file, to rows of clean text numbered as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.archives import BROKEN_ZIP
from contributions.ingest.cells import clean
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DELIMITERS = (",", ";", "\t", "|")
_FEWEST_NAMES = 3
_SAMPLE = 12_000
_ENCODING_SAMPLE = 65_536
_ENCODINGS = ["cp1252", "mac_roman", "cp850", "utf_16_le", "utf_16_be"]
_FRENCH = frozenset("éèêëàâîïôùûçœæÉÈÊÀÂÎÔÛÇŒ«»’…€–")
_UNCACHED_FORMULA = re.compile(rb"<f[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_MERGED_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's rows that hold something: (row number, cells); `name` is the sheet, or empty; `hidden` if nobody sees it."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: bool = False


def make_table(name: str, rows: Iterable[Sequence[object]], *, first: int = 1) -> Table:
    """Clean the cells and leave the wholly blank rows behind; `first` is the number of the first row."""
    kept = []
    for number, row in enumerate(rows, start=first):
        if any(cell not in (None, "") for cell in row):
            cells = tuple(clean(cell) for cell in row)
            if any(cells):
                kept.append((number, cells))
    return Table(name, tuple(kept))


def cell_at(cells: Sequence[str], place: int) -> str:
    """Give a cell of a row, empty where the row is shorter, or the place is none (-1)."""
    return cells[place] if 0 <= place < len(cells) else ""


def decode(content: bytes) -> str:
    """Decode a text: by its byte order mark, as UTF-8, else as the likeliest of the encodings French files have.

    Two exports put one under the other may have two: each line is then read by its own.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if _is_utf8(content):
        return content.decode("utf-8")
    lines = content.splitlines(keepends=True)
    others = [line for line in lines if not _is_utf8(line)]
    if sum(map(_is_french_utf8, lines)) > len(others):
        encoding = _guessed(b"".join(others))
        return "".join(line.decode("utf-8" if _is_utf8(line) else encoding, errors="replace") for line in lines)
    return content.decode(_guessed(content), errors="replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_french_utf8(line: bytes) -> bool:
    """Say whether a line has signs of French in UTF-8: « l’é » of an old Macintosh is a letter of Armenian there."""
    return not line.isascii() and _is_utf8(line) and not _FRENCH.isdisjoint(line.decode("utf-8"))


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_ENCODING_SAMPLE], cp_isolation=_ENCODINGS).best()
    return best.encoding if best else "cp1252"


def read_delimited(text: str) -> Table:
    """Read CSV, TSV and their like; the delimiter is recognised.

    Raises:
        SourceError: a quotation mark is never closed.
    """
    delimiter = find_delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SourceError(_("un guillemet ouvert n'est jamais refermé ; corrigez le fichier dans un tableur")) from error
    usual = Counter(map(len, filter(any, rows))).most_common(1)
    return make_table("", (_rejoined(row, usual[0][0], delimiter) for row in rows) if usual else [])


def _rejoined(row: list[str], width: int, delimiter: str) -> list[str]:
    """Put back in the last column what an unquoted delimiter cut away from it."""
    return row if len(row) <= width or not any(row[width:]) else [*row[: width - 1], delimiter.join(row[width - 1 :])]


def find_delimiter(text: str) -> str:
    r"""Recognise the delimiter: by a first line of names that only one can have cut, else by the first lines.

    >>> find_delimiter("id;avis\n1;Un banc, de l'ombre\n2;Rien, merci\n"), find_delimiter("id,date,avis\n1,,;;;;\n")
    (';', ',')
    """
    import clevercsv

    head = text[:_SAMPLE]
    sample = head if len(text) <= _SAMPLE else head[: max(head.rfind("\n"), head.rfind("\r"), 1)]
    names = sample.lstrip().splitlines()[:1]
    cutting = [delimiter for delimiter in DELIMITERS if names and _cuts_names(names[0], delimiter)]
    if len(cutting) == 1:
        return cutting[0]
    try:
        found = clevercsv.Sniffer().sniff(sample, delimiters=list(DELIMITERS))
    except clevercsv.Error:
        found = None
    if found is not None and found.delimiter in DELIMITERS:
        return str(found.delimiter)
    counts = {delimiter: sample.count(delimiter) for delimiter in DELIMITERS[1:]}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else ","


def is_delimited(text: str) -> bool:
    r"""Tell a table saved as plain text: names of columns, then lines that most have as many cells.

    >>> is_delimited("Lieu\tDate\tAvis\nGare\t12/03\tUn banc\n"), is_delimited("Excusés : Lise ; Ahmed ; Zoé\nUn banc\n")
    (True, False)
    """
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()]
    cut = [delimiter for delimiter in DELIMITERS[1:] if len(lines) > 1 and _cuts_names(lines[0], delimiter)]
    return any(sum(line.count(sign) >= lines[0].count(sign) for line in lines[1:]) * 2 > len(lines) - 1 for sign in cut)


_DAMAGED = (*BROKEN_ZIP, KeyError, SyntaxError)
"""What is met in a damaged workbook: SyntaxError is that of its XML."""
_PANIC = "PanicException"
"""What the reader of workbooks, written in Rust, raises of a damaged XLS: no Exception, and nowhere to be imported from."""


def _cuts_names(line: str, delimiter: str) -> bool:
    """Say whether a line is names of columns by this delimiter; in prose a space follows a comma."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return len(cells) >= _FEWEST_NAMES and all(cell and not cell.startswith(" ") for cell in cells)


def read_workbook(content: bytes) -> tuple[Table, ...]:
    """Read every sheet of an XLSX, XLS or ODS; a cell merged over several rows is repeated on each.

    Raises:
        SourceError: the workbook is encrypted or damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(content))
        formulas = _uncached_formulas(content)
        tables = []
        for seen in workbook.sheets_metadata:
            name, hidden = seen.name, seen.visible != SheetVisibleEnum.Visible
            sheet = workbook.get_sheet_by_name(name)
            rows: list[list[Any]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(rows, sheet.merged_cell_ranges or [])
            _fill_formulas(rows, formulas.get(name, {}))
            tables.append(replace(make_table(name, rows), hidden=hidden))
    except PasswordError as error:
        raise SourceError(_("classeur protégé par un mot de passe ; enregistrez-en une copie sans mot de passe")) from error
    except BaseException as error:
        if not isinstance(error, (CalamineError, *_DAMAGED)) and type(error).__name__ != _PANIC:
            raise
        raise SourceError(_("classeur abîmé ; rouvrez-le dans un tableur et enregistrez-le à nouveau")) from error
    return tuple(tables)


def read_json(text: str) -> Table:
    """Read a JSON list of objects as a table: `{"title": {"fr": "x"}}` gives the column `title/fr`; row 1 is the header.

    Raises:
        SourceError: the JSON is damaged, or is no list of objects.
    """
    try:
        content = json.loads(text)
    except ValueError as error:
        raise SourceError(_("JSON illisible ; exportez-le à nouveau")) from error
    records = [flatten(record) for record in objects_of(content)]
    if not records:
        raise SourceError(_("JSON sans liste d'objets : rien à lire"))
    return records_table(records)


def objects_of(content: object) -> list[dict[str, Any]]:
    """Give the objects of a list, or of the first list of objects that an object holds; else that object alone.

    >>> objects_of([{"a": 1}, "b"]), objects_of({"mots": ["b"], "avis": [{"a": 1}]}), objects_of({"a": 1}), objects_of("b")
    ([{'a': 1}], [{'a': 1}], [{'a': 1}], [])
    """
    lists = [content] if isinstance(content, list) else content.values() if isinstance(content, dict) else []
    held = ([each for each in listed if isinstance(each, dict)] for listed in lists if isinstance(listed, list))
    return next(filter(None, held), [content] if isinstance(content, dict) else [])


def records_table(records: Sequence[Mapping[str, object]]) -> Table:
    """Make a table of records: the header is the union of their keys, in order of appearance; record n is row n."""
    labels = list(dict.fromkeys(key for record in records for key in record))
    return make_table("", [labels, *([record.get(label, "") for label in labels] for record in records)], first=0)


def flatten(record: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    """Bring nested objects to columns joined by `/`, and lists to text, as Decidim's CSV does."""
    flat: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value:
            flat |= flatten(value, f"{prefix}{key}/")
        elif isinstance(value, list):
            flat[f"{prefix}{key}"] = ", ".join(clean(item) for item in value if not isinstance(item, dict | list))
        else:
            flat[f"{prefix}{key}"] = "" if isinstance(value, dict) else value
    return flat


def _fill_merged(rows: list[list[Any]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    for (top, left), (bottom, _right) in ranges:
        if bottom - top > _MERGED_AT_MOST:
            continue
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]) and rows[row][left] == "":
                rows[row][left] = rows[top][left]


def _uncached_formulas(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(_UNCACHED_FORMULA.search(archive.read(name)) for name in sheets):
            return {}
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=False)
    return {
        sheet.title: {
            (row, column): str(cell.value)
            for row, cells in enumerate(sheet.iter_rows())
            for column, cell in enumerate(cells)
            if cell.data_type == "f"
        }
        for sheet in workbook.worksheets
    }


def _fill_formulas(rows: list[list[Any]], formulas: Mapping[tuple[int, int], str]) -> None:
    for (row, column), formula in formulas.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = rows[row][column] or formula
