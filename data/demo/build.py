"""Build the demo's sources (DOCX, ODT, PDF, XLSX, TXT) and its gold from the texts beside this script.

`python data/demo/build.py` writes them; `--check` says whether those in place hold the same contributions.
The same texts give the same bytes: dates inside the files are fixed.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from contributions.ingest import read_source
from contributions.ingest.blocks import HEADING, ITEM, TABLE
from contributions.ingest.dates import iso_date
from contributions.ingest.prose import open_prose
from contributions.settings import CollectionSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).resolve().parent
TEXTS, SOURCES, GOLD = HERE / "texts", HERE / "sources", HERE / "gold.csv"
FIXED = datetime(2026, 6, 30, 12)
FORMATS = {
    "atelier-tilleuls-2026-03-12.md": "docx",
    "atelier-haut-clos-2026-04-09.md": "docx",
    "atelier-verrerie-2026-05-21.md": "odt",
    "conseil-citoyen-quais-2026-04-28.md": "pdf",
    "convention-quais-2026-06-06.md": "docx",
    "diagnostic-tilleuls-2026-03-24.csv": "xlsx",
    "diagnostic-haut-clos-2026-06-03.csv": "xlsx",
    "parlement-mobile-2026-03.txt": "txt",
    "parlement-mobile-2026-05.txt": "txt",
}
WALKS = {
    "diagnostic-tilleuls-2026-03-24": "Diagnostic en marchant, quartier des Tilleuls",
    "diagnostic-haut-clos-2026-06-03": "Diagnostic en marchant, quartier du Haut-Clos",
}
MERGED = ("halte", "lieu")
GOLD_COLUMNS = ["file", "text", "theme", "objectives", "nature"]


def source_name(text_name: str) -> str:
    """Name the source made from a text; a text that is no source of its own keeps its name."""
    return f"{Path(text_name).stem}.{FORMATS[text_name]}" if text_name in FORMATS else text_name


def build_docx(path: Path) -> bytes:
    """Make a DOCX with Word's own headings, bulleted lists and tables."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "Ville de Valmerise", FIXED, FIXED
    for block in open_prose(path.read_text(encoding="utf-8")):
        if block.kind == HEADING:
            document.add_heading(block.text, level=block.level)
        elif block.kind == TABLE and block.table:
            rows = [cells for _, cells in block.table.rows]
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
        else:
            document.add_paragraph(block.text, style="List Bullet" if block.kind == ITEM else None)
    return _saved(document.save)


def build_odt(path: Path) -> bytes:
    """Make an ODT with headings, numbered lists and paragraphs."""
    from odf import style, text
    from odf.opendocument import OpenDocumentText

    document = OpenDocumentText()
    numbered = text.ListStyle(name="Numeros")
    numbered.addElement(text.ListLevelStyleNumber(level="1", numsuffix=".", numformat="1"))
    document.automaticstyles.addElement(numbered)
    for level in (1, 2):
        heading = style.Style(name=f"Titre{level}", family="paragraph")
        heading.addElement(style.TextProperties(fontsize=f"{20 - 4 * level}pt", fontweight="bold"))
        document.styles.addElement(heading)
    items: text.List | None = None
    for block in open_prose(path.read_text(encoding="utf-8")):
        if block.kind != ITEM:
            items = None
        if block.kind == HEADING:
            document.text.addElement(text.H(outlinelevel=block.level, stylename=f"Titre{min(block.level, 2)}", text=block.text))
        elif block.kind == ITEM:
            if items is None:
                items = text.List(stylename=numbered)
                document.text.addElement(items)
            item = text.ListItem()
            item.addElement(text.P(text=block.text))
            items.addElement(item)
        else:
            document.text.addElement(text.P(text=block.text))
    return _saved(document.write)


def build_pdf(path: Path) -> bytes:
    """Make a PDF of several pages: a running head, numbered feet, bullets, lines cut by the width of the page."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    content = path.read_text(encoding="utf-8")
    content.encode("cp1252")  # what the built-in fonts can show; another character would come out as a black square
    body = ParagraphStyle("texte", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=7)
    styles = {
        "item": ParagraphStyle("puce", parent=body, leftIndent=14, bulletIndent=2),
        1: ParagraphStyle("titre", parent=body, fontName="Helvetica-Bold", fontSize=15, leading=18, spaceAfter=10),
        2: ParagraphStyle("partie", parent=body, fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=8),
    }

    def story() -> Iterator[Paragraph]:
        for block in open_prose(content):
            if block.kind == ITEM:
                yield Paragraph(escape(block.text), styles["item"], bulletText="•")
            else:
                yield Paragraph(escape(block.text), styles[block.level] if block.kind == HEADING else body)

    def number(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, A5[1] - 28, "Conseil citoyen des Quais – avis")
        canvas.drawCentredString(A5[0] / 2, 24, f"{document.page} / 5")

    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer, pagesize=A5, leftMargin=50, rightMargin=50, topMargin=56, bottomMargin=56, invariant=1, title=path.stem
    )
    template.build(list(story()), onFirstPage=number, onLaterPages=number)
    return buffer.getvalue()


def build_xlsx(path: Path) -> bytes:
    """Make a workbook as people do: a title over the table, cells merged over the rows of a stop, real dates and numbers."""
    import openpyxl
    from openpyxl.styles import Font

    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Haltes"
    sheet["A1"] = WALKS[path.stem]
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(header))
    sheet.append([])
    sheet.append(header)
    for row in rows:
        sheet.append([_typed(name, value) for name, value in zip(header, row, strict=True)])
    for name in MERGED:
        _merge_alike(sheet, header.index(name) + 1, [row[: header.index(MERGED[-1]) + 1] for row in rows])
    workbook.properties.creator, workbook.properties.created = "Ville de Valmerise", FIXED
    return _saved(workbook.save)


def build_txt(path: Path) -> bytes:
    """Copy a text."""
    return path.read_bytes()


BUILDERS: dict[str, Callable[[Path], bytes]] = {
    "docx": build_docx,
    "odt": build_odt,
    "pdf": build_pdf,
    "xlsx": build_xlsx,
    "txt": build_txt,
}


def merged_gold() -> str:
    """Put the gold files together: sorted, each line with the name of its source."""
    lines = []
    for path in sorted(TEXTS.glob("gold-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter=";")
            if reader.fieldnames != GOLD_COLUMNS:
                raise SystemExit(f"{path.name} : colonnes {reader.fieldnames}, attendues {GOLD_COLUMNS}")
            lines += [[source_name(line["file"]), *(line[column] for column in GOLD_COLUMNS[1:])] for line in reader]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(GOLD_COLUMNS)
    writer.writerows(sorted(lines))
    return buffer.getvalue()


def differences() -> list[str]:
    """Name what is missing from `sources/` or holds other contributions than its text."""
    found = []
    for name, extension in FORMATS.items():
        committed = SOURCES / source_name(name)
        if not (TEXTS / name).is_file():
            found.append(f"texte absent : {name}")
        elif not committed.is_file():
            found.append(f"source absente : {committed.name}")
        elif _said_in(committed.name, BUILDERS[extension](TEXTS / name)) != _said_in(committed.name, committed.read_bytes()):
            found.append(f"source différente de son texte : {committed.name}")
    if not GOLD.is_file() or GOLD.read_text(encoding="utf-8") != merged_gold():
        found.append(f"différent : {GOLD.name}")
    return found


def _said_in(name: str, content: bytes) -> list[list[object]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        rows = read_source(path, settings=CollectionSettings(), quartiers=()).rows
    return [list(row) for row in rows.itertuples(index=False)]


def _typed(name: str, value: str) -> object:
    if name == "date" and value:
        return date.fromisoformat(iso_date(value))
    if name == "halte" and value.isdigit():
        return int(value)
    if name in {"lat", "lon"} and value:
        return float(value)
    return value or None


def _merge_alike(sheet: Any, column: int, keys: list[list[str]]) -> None:
    first = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[first]:
            if place - first > 1:
                sheet.merge_cells(start_row=first + 4, end_row=place + 3, start_column=column, end_column=column)
            first = place


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """Save to bytes, with one date for every member of the archive."""
    written, pinned = io.BytesIO(), io.BytesIO()
    save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(pinned, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename in {"docProps/core.xml", "meta.xml"}:
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", FIXED.isoformat().encode(), content)
            fixed = zipfile.ZipInfo(member.filename, FIXED.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(fixed, content)
    return pinned.getvalue()


def main() -> int:
    """Build, or check with `--check`."""
    if "--check" in sys.argv[1:]:
        found = differences()
        print("\n".join(found) or "Les sources de la démonstration correspondent à leurs textes.")
        return 1 if found else 0
    SOURCES.mkdir(exist_ok=True)
    for name, extension in FORMATS.items():
        if not (TEXTS / name).is_file():
            print(f"texte absent : {name}")
            continue
        (SOURCES / source_name(name)).write_bytes(BUILDERS[extension](TEXTS / name))
        print(f"écrit : sources/{source_name(name)}")
    GOLD.write_text(merged_gold(), encoding="utf-8")
    print(f"écrit : {GOLD.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
