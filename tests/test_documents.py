"""Documents beside DOCX and ODT: web pages, RTF, macros, pages that are scans, and bombs."""

import io
import zipfile
from contextlib import suppress
from functools import partial

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from odf.opendocument import OpenDocumentText
from odf.text import Note, NoteBody, NoteCitation, P
from PIL import Image
from reportlab.lib.utils import ImageReader
from source_files import TEXTS, minutes_docx, pdf, read_file, workbook

from contributions.errors import SourceError
from contributions.ingest.rtf import open_rtf

NOTE = "Une habitante ajoute que la fontaine est à sec."


@pytest.fixture
def read(tmp_path):
    return partial(read_file, tmp_path)


HTML = """<!DOCTYPE html>
<html><head><title>Page | Ville</title><meta charset="{charset}"><style>p {{ color: red }}</style></head><body>
<nav><ul><li>Accueil</li></ul></nav><script>var a = "<p>Un script</p>";</script>
<main><h1>Compte rendu de l'atelier du 12&nbsp;mars 2026, quartier des Tilleuls</h1>
<p>Lieu&nbsp;: centre social L'Escale, 18 h à 20 h 15</p><p>Animation : service participation</p>
<h2>Table 1 : cadre de vie</h2>
<ul><li>Local poubelles ferm&eacute; à 19 h<ul><li><p>3 mois sans gardien</p></li></ul></li></ul>
<p>J'ai <b>emménagé</b> en 1971.
Le jardinier connaissait nos prénoms.</p><p hidden>Caché</p>
<p><strong>Table 2 : école</strong></p>
<table><tr><th>N°</th><th>Parole</th><th>Public</th></tr>
<tr><td>A1</td><td>Trois mois sans prof d'anglais</td><td>jeune, 15 ans</td></tr>
<tr><td>A2</td><td>+ de bancs, - de plaquettes</td><td>femme, 60 ans</td></tr></table></main>
<footer><p>Mentions légales</p></footer></body></html>"""
RTF = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset2 Symbol;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}}{\info{\author Une agente}}
\pard\plain\s1\outlinelevel0 Compte rendu de l'atelier du 12 mars 2026, quartier des Tilleuls\par
\pard Lieu : centre social L'Escale, 18 h \'e0 20 h 15\par Animation : service participation\par
\pard\outlinelevel1 Table 1 : cadre de vie\par
\pard{\listtext\f1\'b7\tab}Local poubelles ferm\'e9 \'e0 19 h\par {\pntext 1.\tab}3 mois sans gardien\par
\pard J'ai emm\u233?nag\'e9 en 1971. Le jardinier {\field{\*\fldinst HYPERLINK "x"}{\fldrslt connaissait}} nos pr\'e9noms.\par
\pard Table 2 : \'e9cole\par{\pict\pngblip 89504e470d0a1a0a}
\trowd\intbl N\'b0\cell Parole\cell Public\cell\row
\trowd\intbl A1\cell Trois mois sans prof d'anglais\cell jeune, 15 ans\cell\row
\trowd\intbl A2\cell + de bancs, - de plaquettes\cell femme, 60 ans\cell\row
}"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cr.html", HTML.format(charset="utf-8").encode()),
        ("cr.htm", HTML.format(charset="iso-8859-1").encode("cp1252")),
        ("export.xls", HTML.format(charset="utf-8").encode("utf-16")),
        ("cr.rtf", RTF.encode("ascii")),
        ("vraiment-du-rtf.doc", RTF.encode("ascii")),
    ],
)
def test_a_web_page_and_an_rtf_say_the_same_as_the_docx(read, name, content):
    rows = read(name, content).rows
    assert rows["text"].tolist() == TEXTS
    assert rows["session"].tolist() == ["Table 1 : cadre de vie"] * 3 + ["Table 2 : école"] * 2
    assert rows[["said_on", "place", "quartier"]].drop_duplicates().values.tolist() == [
        ["2026-03-12", "centre social L'Escale", "Les Tilleuls"]
    ]
    assert rows["age_band"].tolist() == ["", "", "", "15-29", "60-74"]


def test_a_page_laid_out_with_tables_is_read_paragraph_by_paragraph(read):
    content = (
        "<html><body><table><tr><td><table><tr><td><p>Un banc</p><p>Un bus</p></td></tr></table></td></tr></table></body></html>"
    )
    assert read("vieux.html", content).rows["text"].tolist() == ["Un banc", "Un bus"]


def test_a_page_without_heading_takes_its_title(read):
    content = (
        "<html><head><title>Atelier du 12 mars 2026</title></head><body>Un banc<br>à l'ombre<p>Un bus</p>demain</body></html>"
    )
    rows = read("page.html", content).rows
    assert rows["text"].tolist() == ["Un banc\nà l'ombre", "Un bus", "demain"]
    assert rows["said_on"].unique().tolist() == ["2026-03-12"]


def with_macros(content, kind, main):
    """Make a document say that it holds macros, and hold some."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            inside = before.read(name)
            after.writestr(name, inside.replace(main, kind) if name == "[Content_Types].xml" else inside)
        after.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", [b"ms-word.document.macroEnabled", b"ms-word.template.macroEnabledTemplate"])
def test_a_document_with_macros_is_read_and_they_are_not(read, kind):
    content = with_macros(minutes_docx(), kind, b"openxmlformats-officedocument.wordprocessingml.document")
    assert read("cr.docm", content).rows["text"].tolist() == TEXTS


def docx_with_a_note():
    document = docx.Document(io.BytesIO(minutes_docx()))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    words = f'<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {NOTE}</w:t></w:r></w:p>'
    separator = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>—</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{space}">{separator}<w:footnote w:id="1">{words}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt_with_a_note():
    document = OpenDocumentText()
    paragraph = P(text="Un banc")
    note, body = Note(noteclass="footnote"), NoteBody()
    body.addElement(P(text=NOTE))
    note.addElement(NoteCitation(text="1"))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" à l'ombre")
    document.text.addElement(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("document", [docx_with_a_note, odt_with_a_note])
def test_the_notes_of_a_document_are_listed_with_their_reason(read, document):
    rows = read(f"atelier.{document.__name__[: document.__name__.index('_')]}", document()).rows
    assert rows[["text", "part", "reason"]].to_numpy().tolist()[-1] == [NOTE, "note 1", "note de bas de page"]
    assert not rows["text"][:-1].str.contains("fontaine").any()


def test_a_workbook_with_macros_is_read(read):
    content = workbook(avis=[["avis"], ["Un banc à l'ombre"]])
    content = with_macros(content, b"ms-excel.sheet.macroEnabled", b"openxmlformats-officedocument.spreadsheetml.sheet")
    assert read("avis.xlsm", content).rows["text"].tolist() == ["Un banc à l'ombre"]


def draw_some_scans(canvas):
    scan = ImageReader(Image.new("RGB", (60, 80), "white"))
    canvas.drawString(60, 700, "Un banc au soleil")
    canvas.showPage()
    canvas.drawImage(scan, 0, 0, 590, 840)
    canvas.showPage()
    canvas.drawImage(scan, 0, 0, 590, 840)
    canvas.drawString(280, 20, "Page 3 / 4")
    canvas.showPage()
    canvas.drawString(60, 700, "Un bus le dimanche")
    canvas.drawImage(scan, 60, 60, 200, 200)


def test_the_pages_of_a_pdf_that_are_scans_are_each_listed(read):
    rows = read("mixte.pdf", pdf(draw_some_scans)).rows
    assert rows[["part", "text", "reason"]].values.tolist() == [
        ["page 1", "Un banc au soleil", ""],
        ["page 2", "", "page sans texte : océrisation nécessaire"],
        ["page 3", "", "page sans texte : océrisation nécessaire"],
        ["page 3", "Page 3 / 4", "numéro de page"],
        ["page 4", "Un bus le dimanche", ""],
    ]


def draw_table(canvas):
    canvas.drawString(60, 780, "Un banc au soleil")
    canvas.grid([60, 120, 420, 520], [650, 680, 710, 740])
    for top, cells in (
        (722, ("N°", "Parole", "Public")),
        (692, ("A1", TEXTS[3], "jeune, 15 ans")),
        (662, ("A2", TEXTS[4], "femme")),
    ):
        for left, text in zip((65, 125, 425), cells, strict=True):
            canvas.drawString(left, top, text)
    canvas.drawString(60, 600, "Un bus le dimanche")


def test_a_table_of_a_pdf_gives_one_contribution_a_row(read):
    rows = read("cr.pdf", pdf(draw_table)).rows
    assert sorted(rows["text"]) == sorted([TEXTS[3], TEXTS[4], "Un banc au soleil", "Un bus le dimanche"])
    assert rows[rows["part"] == "page 1, tableau 1"]["age_band"].tolist() == ["15-29", ""]


def draw_only_scans(canvas):
    for page in (1, 2):
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 590, 840)
        canvas.drawString(280, 20, f"Page {page} / 2")
        canvas.showPage()


def hollow(name, size):
    """Make a document of Word whose text is far longer than the file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file, file.open(name, "w") as member:
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("scans.pdf", pdf(draw_only_scans), "PDF sans texte : océrisation nécessaire"),
        ("bombe.docx", hollow("word/document.xml", 201 << 20), "démesuré une fois décompressé"),
        ("profond.rtf", b"{\\rtf1 " + b"{" * 100_000, "RTF démesuré"),
        ("long.rtf", b"{\\rtf1 " + b"z" * 10_000_001, "RTF démesuré"),
        ("faux.rtf", b"{\\rtf1 \\u99999999999 x}", "fichier RTF abîmé"),
        ("vide.html", b"<html></html>", "sans contribution"),
        ("faux.docx", b"<html><body>Un banc</body></html>", "fichier DOCX abîmé"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(read, name, content, sentence):
    with pytest.raises(SourceError, match=sentence) as caught:
        read(name, content)
    assert str(caught.value).startswith(f"{name} : ")


@pytest.mark.parametrize(
    "body",
    [
        b"\\bin99999999999999999999 x",
        b"{\\pict\\bin5 }}}}}Un banc}",
        b"{\\field{\\*\\fldinst HYPERLINK " * 400,
        b"{\\fonttbl" + b"\\f0" * 40_000 + b"}Un banc",
        b"{\\*\\a\\fonttbl" + b"\\f0 \\fcharset0 " * 20_000,
        b"\\'e9" * 50_000,
        b"\\uc999999999 \\u233 x",
    ],
)
def test_a_hostile_rtf_is_read_or_refused_at_once(read, body):
    content = b"{\\rtf1\\ansi Avant\\par " + body + b"}"
    with suppress(SourceError):
        assert "Avant" in " ".join(read_blocks_of(content))


def read_blocks_of(content):
    return [block.text for block in open_rtf(content)]
