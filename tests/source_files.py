"""Real files for the tests of the readers, made by the libraries that cities use."""

import io
import zipfile

import docx
import openpyxl
from reportlab.pdfgen.canvas import Canvas

from contributions.domain import Quartier
from contributions.ingest import read_source
from contributions.settings import CollectionSettings

CITY = (
    Quartier("Les Tilleuls", "QN09901N", ("cité des Tilleuls",)),
    Quartier("Le Haut-Clos", "QN09902M", ("ht clos",)),
    Quartier("La Verrerie"),
)
TEXTS = [
    "Local poubelles fermé à 19 h",
    "3 mois sans gardien",
    "J'ai emménagé en 1971. Le jardinier connaissait nos prénoms.",
    "Trois mois sans prof d'anglais",
    "+ de bancs, - de plaquettes",
]


def read_file(folder, name, content, **settings):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_source(path, settings=CollectionSettings(**settings), quartiers=CITY)


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def minutes_docx():
    document = docx.Document()
    document.add_heading("Compte rendu de l'atelier du 12 mars 2026, quartier des Tilleuls", level=1)
    document.add_paragraph("Lieu : centre social L'Escale, 18 h à 20 h 15")
    document.add_paragraph("Animation : service participation")
    document.add_heading("Table 1 : cadre de vie", level=2)
    document.add_paragraph(TEXTS[0], style="List Bullet")
    document.add_paragraph(TEXTS[1], style="List Number")
    document.add_paragraph(TEXTS[2])
    document.add_paragraph().add_run("Table 2 : école").bold = True
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows,
        [["N°", "Parole", "Public"], ["A1", TEXTS[3], "jeune, 15 ans"], ["A2", TEXTS[4], "femme, 60 ans"]],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf(draw, **options):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()
