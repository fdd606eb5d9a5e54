"""Write sheets that are safe to open: text stays text, totals are formulas with their value, same picture same bytes."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from contributions.language import _, ngettext
from contributions.report.words import clean, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST = 32_000
"""Characters kept in a cell; a spreadsheet refuses more than 32 767."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_INK, _BAND = "FF17231F", "FF0C3F37"
_TINT, _TINT_BAND = "FFFFF4D1", "FF7A4B00"
"""What somebody fills in, and its head."""
_LINE = Side("thin", color="FFE3D3A1")
_RULED = Border(_LINE, _LINE, _LINE, _LINE)
A4 = 9
WRAPPED = ("long", "strong")
LINE_HEIGHT, TALLEST = 15.0, 409.0
"""In points; a spreadsheet refuses rows taller than 409."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_FORMULA_CELL = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')

Kind = Literal["text", "long", "strong", "count", "share"]
Value = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its head (in French), its width in characters, and how its cells are written."""

    head: str
    width: int
    kind: Kind = "text"
    editable: bool = False
    """Somebody fills it in: its cells are tinted, empty ones too, and take what is written as text."""
    choices: tuple[str, ...] | str = ()
    """Words (in French) that a list offers, or the `Layout.name` of the sheet that holds them; others may be written."""
    hidden: bool = False

    @property
    def said(self) -> str:
        """Give the head in the reader's language; that of a count is plural: « Mois » may be a month, or how many."""
        return ngettext(self.head, self.head, 2) if self.kind == "count" else _(self.head)


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet before its rows: what stands still when one scrolls, and whether it has a head and filters.

    `name` is what other sheets call the cells of its first column by, to offer them as choices.
    """

    title: str
    columns: tuple[Column, ...]
    frozen: str = "A2"
    headed: bool = True
    filtered: bool = True
    hidden: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A formula and the value it must give."""

    formula: str
    value: int


class Book:
    """A workbook written sheet by sheet, in a stream."""

    def __init__(self, *, title: str, made_at: datetime) -> None:
        self._book = Workbook(write_only=True)
        self._made_at = made_at
        self._values: dict[str, dict[str, int]] = {}
        naive = made_at.astimezone(UTC).replace(tzinfo=None) if made_at.tzinfo else made_at
        properties = self._book.properties
        properties.title, properties.creator = clean(title), "contributions"
        properties.created = properties.modified = naive

    def add(self, layout: Layout, rows: Iterable[Sequence[Value | Total]]) -> None:
        """Add a sheet: its head, then the rows, each value in its column."""
        sheet: Worksheet = self._book.create_sheet(_(layout.title))
        _set_up(sheet, layout)
        heads = [_head(sheet, column) for column in layout.columns]
        if layout.headed:
            sheet.append(heads)
        pens = [_Pen(sheet, column) for column in layout.columns]
        values: dict[str, int] = {}
        last = int(layout.headed)
        for row in rows:
            last += 1
            sheet.row_dimensions[last].height = _height(layout.columns, row)
            sheet.append([pen.write(value) for pen, value in zip(pens, row, strict=True)])
            totals = {place: value for place, value in enumerate(row, start=1) if isinstance(value, Total)}
            values |= {f"{get_column_letter(place)}{last}": total.value for place, total in totals.items()}
        if layout.filtered:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{last}"
        _offer_choices(sheet, layout, last)
        if layout.name:
            cells = f"{quote_sheetname(sheet.title)}!$A$2:$A${max(last, 2)}"
            self._book.defined_names[layout.name] = DefinedName(layout.name, attr_text=cells)
        self._values[f"xl/worksheets/sheet{len(self._book.worksheets)}.xml"] = values

    def to_bytes(self) -> bytes:
        """Give the file; its bytes depend only on what was written and on `made_at`."""
        loose = io.BytesIO()
        ExcelWriter(self._book, zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED)).save()
        return _steady(loose, self._values, made_at=max(self._made_at.replace(tzinfo=UTC), _EARLIEST))


class _Pen:
    """Write the cells of one column; the cells are reused, since styling each one would take most of the time."""

    def __init__(self, sheet: Worksheet, column: Column) -> None:
        self._plain = _body(sheet, column)
        self._guarded = _body(sheet, column)
        self._guarded.quotePrefix = True
        self._total = _body(sheet, column)
        self._total.font = _font(bold=True)
        self._empty = _body(sheet, column) if column.editable else None

    def write(self, value: Value | Total) -> Cell | None:
        if value is None or value == "" or value != value:  # noqa: PLR0124 (what is absent is not equal to itself)
            return self._empty
        if isinstance(value, Total):
            self._total.value = value.formula
            return self._total
        if not isinstance(value, str):
            self._plain.value = value
            return self._plain
        text = cut(clean(value), length=LONGEST)
        cell = self._guarded if text.startswith(_FORMULA_STARTS) else self._plain
        cell.value = text
        cell.data_type = "s"
        return cell


def _set_up(sheet: Worksheet, layout: Layout) -> None:
    for place, column in enumerate(layout.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.column_dimensions[get_column_letter(place)].hidden = column.hidden
    if layout.headed:
        sheet.freeze_panes = layout.frozen
        sheet.print_title_rows = "1:1"
        sheet.row_dimensions[1].height = 2 * LINE_HEIGHT + 4
    sheet.sheet_view.showGridLines = layout.headed
    sheet.sheet_state = "hidden" if layout.hidden else "visible"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _offer_choices(sheet: Worksheet, layout: Layout, last: int) -> None:
    for place, column in enumerate(layout.columns, start=1):
        if column.choices:
            named = isinstance(column.choices, str)
            offered = column.choices if named else f'"{",".join(map(_, column.choices))}"'
            letter = get_column_letter(place)
            sheet.data_validations.append(
                DataValidation("list", formula1=offered, sqref=f"{letter}2:{letter}{max(last, 2)}", showErrorMessage=False)
            )


def _head(sheet: Worksheet, column: Column) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, column.said)
    cell.font = _font(bold=True, color="FFFFFFFF")
    cell.fill = PatternFill("solid", start_color=_TINT_BAND if column.editable else _BAND)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _font(*, bold: bool, color: str = _INK) -> Font:
    return Font(name="Calibri", sz=11, bold=bold, color=color)


def _height(columns: Sequence[Column], row: Sequence[Value | Total]) -> float | None:
    """Give the height that the longest wrapped cell needs, in points; nothing for one line.

    Without it some readers cut wrapped text; a character of running text takes about a unit of width.
    """
    wrapped = [
        sum(max(1, math.ceil(len(part) / column.width)) for part in value.splitlines())
        for column, value in zip(columns, row, strict=True)
        if column.kind in WRAPPED and isinstance(value, str)
    ]
    lines = max(wrapped, default=1)
    return min(lines * LINE_HEIGHT, TALLEST) if lines > 1 else None


def _body(sheet: Worksheet, column: Column) -> Cell:
    cell: Cell = WriteOnlyCell(sheet)
    cell.font = _font(bold=column.kind == "strong")
    cell.alignment = Alignment(wrap_text=column.kind in WRAPPED, vertical="top")
    as_text = column.kind == "text" or column.editable
    cell.number_format = {"count": "#,##0", "share": "0%"}.get(column.kind, "@" if as_text else "General")
    if column.editable:
        cell.fill = PatternFill("solid", start_color=_TINT)
        cell.border = _RULED
    return cell


def _steady(loose: io.BytesIO, values: Mapping[str, Mapping[str, int]], *, made_at: datetime) -> bytes:
    """Pack the parts again under one date, and give each formula its value, for readers that do not compute."""
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            content = parts.read(part)
            if values.get(part.filename):
                content = _with_values(content, values[part.filename])
            stamped = zipfile.ZipInfo(part.filename, made_at.timetuple()[:6])
            archive.writestr(stamped, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _with_values(content: bytes, values: Mapping[str, int]) -> bytes:
    def valued(match: re.Match[bytes]) -> bytes:
        return match[1] + b"<v>%d</v>" % values[match[2].decode()]

    return _FORMULA_CELL.sub(valued, content)
