"""Files that cannot be read, and real exports."""

import io
import struct
import zipfile
from functools import partial
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from source_files import CITY, archive, minutes_docx, pdf, read_file, workbook

from contributions.errors import SourceError
from contributions.ingest import read_source
from contributions.settings import CollectionSettings, Columns

EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def refusal(read, name, content, **settings):
    with pytest.raises(SourceError) as caught:
        read(name, content, **settings)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


def empty_page(canvas):
    canvas.rect(10, 10, 100, 100)


def one_line(canvas):
    canvas.drawString(60, 700, "secret")


def cut_xls():
    """Make an old workbook cut in the middle of its list of streams, which makes its reader panic."""
    sectors = struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    header = OLE + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6) + sectors
    chain = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE)
    return header.ljust(512, b"\xff") + chain.ljust(512, b"\xff") + "Workbook".encode("utf-16-le") + bytes(75)


def spoilt_xlsx():
    """Make a workbook with a sheet that nothing names, whose compressed bytes are spoilt."""
    buffer = io.BytesIO(workbook(F=[["avis"], ["un banc"]]))
    name = "xl/worksheets/sheet9.xml"
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as added:
        added.writestr(name, "<worksheet/>" * 50)
        start = added.getinfo(name).header_offset + 30 + len(name)
    return buffer.getvalue()[:start] + b"\xff" * 8 + buffer.getvalue()[start + 8 :]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.csv", b"", "fichier vide"),
        ("vide.docx", b"", "fichier vide"),
        ("scan.pdf", pdf(empty_page), "PDF sans texte : océrisation nécessaire"),
        ("secret.pdf", pdf(one_line, encrypt=StandardEncryption("clef")), "protégé par un mot de passe"),
        ("abime.pdf", b"%PDF-1.4\nrien", "PDF"),
        ("abime.docx", b"n'importe quoi", "fichier DOCX abîmé"),
        ("coupe.docx", minutes_docx()[:3000], "fichier DOCX abîmé"),
        ("creux.docx", archive(**{"word/document.xml": "<w:document"}), "fichier DOCX abîmé"),
        ("creux.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "fichier ODT abîmé"),
        ("coupe.xlsx", workbook(F=[["avis"], ["x"]])[:2000], "fichier XLSX abîmé"),
        ("creux.xlsx", archive(**{"xl/workbook.xml": "<workbook"}), "classeur abîmé"),
        ("gate.xlsx", spoilt_xlsx(), "classeur abîmé"),
        ("secret.xlsx", OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe"),
        ("vieux.doc", OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "ancien format Word (.doc)"),
        ("coupe.xls", cut_xls(), "classeur abîmé"),
        ("vieux.xls", OLE + bytes(512) + "Workbook".encode("utf-16-le"), "classeur abîmé"),
        ("notes.rtf", b"{\\rtf1 " + b"{" * 5_000, "document RTF démesuré"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        ("sources.zip", archive(a="b"), "archive ou format inconnu"),
        ("son.mp3", b"ID3\x00\x01\x02", "format inconnu"),
        ("lettre.eml", b"bonjour", "message électronique ; copiez son texte dans un document DOCX ou TXT"),
        ("lettre.msg", OLE + bytes(512), "message électronique"),
        ("seance.pptx", archive(**{"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "présentation ; exportez-la en PDF"),
        ("seance.odp", archive(mimetype="application/vnd.oasis.opendocument.presentation"), "présentation ; exportez-la en PDF"),
        ("note.pages", archive(**{"Index/Document.iwa": "x"}), "document Pages ; exportez-le en DOCX"),
        ("carte.kml", b"<kml/>", "format inconnu (.kml)"),
        ("abime.json", b"[{", "JSON illisible"),
        ("nombres.json", b"[1, 2]", "JSON sans liste d'objets"),
        ("votes.csv", "thème;votes\nbus;3\n".encode(), "« thème », « votes »"),
        ("titres.md", b"# Rien\n", "sans contribution"),
        ("absent.geojson", b'{"type": "FeatureCollection", "features": []}', "GeoJSON sans propriétés"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(read, name, content, sentence):
    assert sentence in refusal(read, name, content)


def test_a_table_without_text_says_how_to_name_the_column(read):
    assert 'nommez-la dans votes.toml, par exemple columns.text = ["NOM DE LA COLONNE"]' in refusal(
        read, "votes.csv", "a;b\n1;2\n"
    )


def test_a_column_named_by_the_settings_must_be_there(read):
    assert "pas de colonne « avis » parmi « a », « b »" in refusal(read, "x.csv", "a;b\n1;2\n", columns=Columns(text=("avis",)))


def test_an_unknown_reader_is_refused_with_the_list(read):
    said = refusal(read, "x.csv", "a;b\n1;2\n", reader="ethercalc")
    assert "« ethercalc » inconnu" in said
    assert "cap_collectif, consul, decidim, decidim_api, framaforms, geojson" in said


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="introuvable"):
        read_source(tmp_path / "absent.csv", settings=CollectionSettings(), quartiers=())


def test_an_error_and_the_journal_hold_no_words_of_a_resident(read, caplog):
    caplog.set_level("DEBUG", logger="contributions")
    read("avis.csv", "avis\nJe m'appelle Odette Pontarlier\n")
    assert "Odette" not in caplog.text
    assert "Odette" not in refusal(read, "coupe.csv", 'nom;votes\nOdette;"3\n')


def real_exports():
    return sorted(path for path in EXPORTS.glob("*/*") if path.is_file()) if EXPORTS.is_dir() else []


@pytest.mark.slow
@pytest.mark.skipif(not EXPORTS.is_dir(), reason="../shared/data/exports absent : exports réels non livrés avec le dépôt")
def test_every_real_export_is_read_or_refused_in_one_sentence():
    read, refused = {}, {}
    for path in real_exports():
        try:
            reading = read_source(path, settings=CollectionSettings(), quartiers=CITY)
        except SourceError as error:
            refused[path.name] = str(error)
        else:
            read[path.name] = (len(reading.rows), reading.why)
    assert all(message.startswith(name) and message.endswith(".") and "\n" not in message for name, message in refused.items())
    assert read["civocracy_2020_04_30.csv"] == (421, "tableau, texte dans la colonne « Proposition » (en-tête ligne 6)")
    assert read["idees_pour_plus_tard_crawl.csv"] == (235, "tableau, texte dans la colonne « idea_texte »")
    assert read["sogood_enquete.xlsx"][0] == 1141
    assert "« Un mot à partager" in read["sogood_enquete.xlsx"][1]
    assert read["etapres_typeform.xlsx"][1].count("«") == 6
    assert read["toguna_ideas_stats.xlsx"][1].startswith(
        "tableau, texte dans la colonne « Text » (non lu : 1 autre colonne de texte"
    )
    assert read["nightly.decidim.org-open-data-proposals.csv"] == (
        45,
        "export Decidim 2025, propositions : 14 réponses de la collectivité",
    )
    joined = "export Decidim, commentaires : 1260 sur 1260 ont à côté d'eux ce qu'ils commentent"
    assert read["nightly.decidim.org-open-data-result_comments.csv"] == (1260, joined)
    assert "export vide" in read["lejourdapres.parlement-ouvert.fr-open-data-results.csv"][1]
    assert not [name for name in refused if "decidim" in name or "lejourdapres" in name or name == "README.md"]
    assert read["nightly.decidim.org-open-data-taxonomies.csv"][0] == 0
    assert len(read) + len(refused) == len(real_exports())
