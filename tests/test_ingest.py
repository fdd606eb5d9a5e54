"""Readers, on real files made by the libraries that cities use."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from time import perf_counter

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, P
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from contributions.domain import READINGS, Quartier
from contributions.errors import SourceError
from contributions.ingest import read_source
from contributions.settings import CollectionSettings, Columns

CITY = (
    Quartier("Les Tilleuls", "QN09901N", ("cité des Tilleuls",)),
    Quartier("Le Haut-Clos", "QN09902M", ("ht clos",)),
    Quartier("La Verrerie"),
)
EXPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""

    def write_and_read(name, content, **settings):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_source(path, settings=CollectionSettings(**settings), quartiers=CITY)

    return write_and_read


def refusal(read, name, content, **settings):
    with pytest.raises(SourceError) as caught:
        read(name, content, **settings)
    message = str(caught.value)
    assert message.startswith(name)
    assert "\n" not in message
    assert "Traceback" not in message
    return message


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


# Tables


@pytest.mark.parametrize(
    "content",
    [
        "idée;quartier\nPlus d'éclairage près de l'école;tilleuls\n",
        "\ufeffidée;quartier\r\nPlus d'éclairage près de l'école;tilleuls\r\n",
        "idée\tquartier\nPlus d'éclairage près de l'école\ttilleuls\n",
        "\ufeffidée;quartier\rPlus d'éclairage près de l'école;tilleuls\r",
        "idée|quartier\nPlus d'éclairage près de l'école|tilleuls\n".encode("cp1252"),
        "idée,quartier\nPlus d'éclairage près de l'école,tilleuls\n".encode("utf-16"),
        json.dumps([{"idée": "Plus d'éclairage près de l'école", "quartier": "tilleuls"}]),
    ],
    ids=["point-virgule", "BOM et CRLF", "TSV nommé csv", "CR seul", "cp1252 et barre", "UTF-16", "JSON nommé csv"],
)
def test_a_csv_is_read_whatever_its_dialect_and_encoding(read, content):
    rows = read("idees.csv", content).rows
    assert rows["text"].tolist() == ["Plus d'éclairage près de l'école"]
    assert rows["quartier"].tolist() == ["Les Tilleuls"]
    assert rows["qpv_code"].tolist() == ["QN09901N"]


def test_every_row_keeps_the_number_a_spreadsheet_shows(read):
    content = 'id;avis\n1;"Un banc\nà l\'ombre"\n;\n\n4;Un robinet pour boire\n'
    reading = read("avis.csv", content)
    assert reading.rows["position"].tolist() == [2, 5]
    assert reading.rows["text"].tolist() == ["Un banc\nà l'ombre", "Un robinet pour boire"]
    assert reading.rows["native_id"].tolist() == ["1", "4"]
    assert reading.why == "tableau, texte dans la colonne « avis »"
    assert list(reading.rows.columns) == list(READINGS.columns)


def test_a_blank_row_is_nothing_and_a_row_without_text_has_its_reason(read):
    rows = read("avis.csv", "quartier;avis\nLes Tilleuls;\n;\nLes Tilleuls;NaN\nLes Tilleuls;Des bancs svp\n").rows
    assert rows["position"].tolist() == [2, 4, 5]
    assert rows["reason"].tolist() == ["texte vide", "texte vide", ""]


def test_a_hundred_thousand_blank_rows_are_read_fast(read):
    start = perf_counter()
    rows = read("avis.csv", "date;avis\n01/02/2026;Un banc à l'ombre\n" + ";\n" * 100_000 + ";Un robinet\n").rows
    assert rows["position"].tolist() == [2, 100_003]
    assert perf_counter() - start < 5


def test_html_entities_and_the_guard_against_formulas_are_taken_away(read):
    content = (
        'avis;n\n"<p>Un banc</p><p>&agrave; l&#39;ombre</p>";1\n\'-mon idée est simple;2\n'
        "un loyer < 400 euros & moins;3\n=1+1 banc;4\n"
    )
    assert read("avis.csv", content).rows["text"].tolist() == [
        "Un banc\n\nà l'ombre",
        "-mon idée est simple",
        "un loyer < 400 euros & moins",
        "=1+1 banc",
    ]


def test_preamble_rows_stand_above_the_header_and_name_the_quartier(read):
    sheet = [["Diagnostic du quartier des Tilleuls"], ["Date du relevé", "2026-03-02"], ["---", "---", "---"], []]
    sheet += [[None, None, "Proposition", "Votes"], [None, None, "Planter des arbres devant l'école", 12]]
    rows = read("propositions.xlsx", workbook(Feuille=sheet)).rows
    assert rows[["part", "position", "text", "quartier", "said_on"]].values.tolist() == [
        ["Feuille", 6, "Planter des arbres devant l'école", "Les Tilleuls", ""]
    ]


def test_three_header_rows_of_a_form_are_read_at_the_last(read):
    sheet = [["Questionnaire habitants"], ["Détails de la soumission"], ["Séquentiel", "Que faut-il changer ?", "Votre âge"]]
    sheet += [[1, "Le city stade est cassé\ndepuis un an", 16], [2, "Rien du tout, je suis bien ici", 80]]
    rows = read("framaforms.xlsx", workbook(Feuille=sheet)).rows
    assert rows["age_band"].tolist() == ["15-29", "75+"]
    assert rows["question"].unique().tolist() == ["Que faut-il changer ?"]
    assert rows["native_id"].tolist() == ["", ""]


def test_a_walk_gives_a_contribution_for_the_observation_and_one_for_the_proposal(read):
    sheet = [["halte", "lieu", "date", "constat", "+/-", "proposition", "service"]]
    sheet += [[1, "Square des Lilas", dt.date(2026, 3, 24), "toboggan barré depuis l'automne", "-", "réparer", "Espaces verts"]]
    sheet += [[None, None, dt.date(2026, 3, 24), "banc à l'ombre, très apprécié", "+", None, "Espaces verts"]]
    book = openpyxl.load_workbook(io.BytesIO(workbook(Haltes=sheet)))
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read("marche.xlsx", buffer.getvalue())
    assert reading.rows["question"].tolist() == ["constat", "proposition", "constat"]
    assert reading.rows["position"].tolist() == [2, 2, 3]
    assert reading.rows["session"].tolist() == ["halte 1"] * 3
    assert reading.rows["place"].tolist() == ["Square des Lilas"] * 3
    assert reading.rows["said_on"].tolist() == ["2026-03-24"] * 3
    assert "« constat », « proposition »" in reading.why


def test_a_title_written_once_above_its_group_is_carried_down(read):
    content = (
        ";question;commentaire\n;Faut-il un marché le soir ?;\n;;Oui, jusqu'à vingt heures\n;;Non, trop de bruit chez nous\n"
    )
    rows = read("discussions.csv", content).rows
    assert rows["question"].tolist() == ["Faut-il un marché le soir ?"] * 2


def test_a_text_cut_by_an_unquoted_delimiter_is_put_back(read):
    content = "n;avis\n1;Un banc ; à l'ombre\n2;Un robinet pour boire\n3;Rien à redire\n"
    assert read("avis.csv", content).rows["text"][0] == "Un banc ; à l'ombre"


def test_who_spoke_is_brought_to_bands(read):
    rows = read(
        "avis.csv", "avis;âge;sexe;quartier\nUn banc à l'ombre;34;Femme;Centre-ville\nUn robinet pour boire;75+;M;ht clos\n"
    ).rows
    assert rows["age_band"].tolist() == ["30-44", "75+"]
    assert rows["gender"].tolist() == ["F", "H"]
    assert rows[["quartier", "qpv_code"]].values.tolist() == [["Centre-ville", ""], ["Le Haut-Clos", "QN09902M"]]


def test_the_longest_free_text_serves_where_no_name_is_known_and_it_is_said(read):
    reading = read(
        "x.csv", "a;b\n1;Le bus ne passe plus après vingt heures\n2;La cave est inondée chaque hiver depuis trois ans\n"
    )
    assert reading.why == "tableau, texte dans la colonne « b » (le plus long texte libre, faute de nom reconnu)"


def test_a_file_without_header_loses_no_row(read):
    content = (
        "Le bus ne passe plus après vingt heures et je rentre à pied tous les soirs de la semaine\n"
        "La cave est inondée chaque hiver depuis trois ans et personne ne vient voir ce qui se passe\n"
    )
    assert len(read("liste.csv", content).rows) == 2


def test_settings_name_the_columns_and_fill_what_the_source_does_not_say(read):
    settings = {
        "columns": Columns(text=("b",), session="c"),
        "quartier": "haut clos",
        "said_on": dt.date(2026, 5, 4),
        "place": "MJC",
    }
    rows = read("x.csv", "a;b;c\nbla bla bla bla bla;oui;Table 4\n", **settings).rows
    wanted = ["oui", "Table 4", "Le Haut-Clos", "QN09902M", "2026-05-04", "MJC"]
    assert rows[["text", "session", "quartier", "qpv_code", "said_on", "place"]].values.tolist() == [wanted]


def test_a_sheet_without_text_is_listed_and_the_others_are_read(read):
    sheets = {"Votes": [["thème", "votes"], ["bus", 3]], "Avis": [["avis"], ["Un banc à l'ombre"]], "Vide": []}
    reading = read("classeur.xlsx", workbook(**sheets))
    assert reading.rows["text"].tolist() == ["", "Un banc à l'ombre"]
    assert reading.rows["reason"][0].startswith("feuille non lue : pas de colonne de texte parmi « thème », « votes »")
    assert "feuille « Avis »" in reading.why


def test_a_formula_without_value_is_read_as_text(read):
    rows = read("avis.xlsx", workbook(F=[["avis"], ['=HYPERLINK("http://x","voir ma photo")']])).rows
    assert rows["text"].tolist() == ['=HYPERLINK("http://x","voir ma photo")']


def test_an_ods_is_read(read):
    document = OpenDocumentSpreadsheet()
    table = Table(name="Post-it")
    for cells in (["verbatim"], ["Un banc à l'ombre"]):
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    assert read("notes.ods", buffer.getvalue()).rows[["part", "position", "text"]].values.tolist() == [
        ["Post-it", 2, "Un banc à l'ombre"]
    ]


def test_points_of_a_walk_are_read_from_geojson(read):
    properties = {"halte": "1", "lieu": "Gare", "date": "13/05/2026", "constat": "pas d'ascenseur", "+/-": "-", "proposition": ""}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [3.8, 48.4]}, "properties": properties}
    other = feature | {"properties": properties | {"constat": "", "proposition": "une rampe pour les vélos"}}
    rows = read("marche.geojson", json.dumps({"type": "FeatureCollection", "features": [feature, other]})).rows
    assert rows["position"].tolist() == [1, 2]
    assert rows["place"].tolist() == ["Gare", "Gare"]
    assert rows["question"].tolist() == ["constat", "proposition"]


# Decidim

PROPOSALS = {
    "2019": "id;category/id;category/name/en;category/name/fr;scope/id;scope/name/en;scope/name/fr;title;body;votes;comments;"
    "created_at;url;component/id;meeting_urls\n"
    "7;2;;Cadre de vie;3;;Les Tilleuls;Un banc;À l'ombre du square.;4;0;2019-01-17 10:38:20 +0100;http://x;5;\n",
    "2022": "id;scope/name/fr;component/id;title/fr;body/fr;state;published_at;url;meeting_urls;related_proposals\n"
    "7;Les Tilleuls;5;Un banc;<p>À l'ombre du square.</p>;;2019-01-17 10:38:20 UTC;http://x;;\n",
    "2025": "id;author/id;author/name;taxonomies/ids;component/id;title/fr;title/machine_translations/es;body/fr;published_at;"
    "meeting_urls;withdrawn\n"
    '7;41;neuvième étage;"2, 12";5;Un banc;Un banco;<p>À l\'ombre du square.</p>;2019-01-17 10:38:20 UTC;"";false\n',
}


@pytest.mark.parametrize("generation", PROPOSALS)
def test_decidim_proposals_of_three_generations_give_the_same_row(read, tmp_path, generation):
    (tmp_path / "ville-open-data-taxonomies.csv").write_text("id;name/fr;parent_id;is_root\n2;Les Tilleuls;1;false\n")
    reading = read("ville-open-data-proposals.csv", PROPOSALS[generation])
    assert reading.reader == "decidim"
    assert reading.rows[["native_id", "text", "said_on", "quartier", "qpv_code", "reason"]].values.tolist() == [
        ["proposal/7", "Un banc\n\nÀ l'ombre du square.", "2019-01-17", "Les Tilleuls", "QN09901N", ""]
    ]
    assert "neuvième étage" not in reading.rows.to_csv()


def test_a_withdrawn_proposal_is_a_row_with_its_reason(read):
    rows = read("proposals.csv", PROPOSALS["2025"].replace(";false\n", ";true\n")).rows
    assert rows["reason"].tolist() == ["proposition retirée par son auteur"]


def test_a_decidim_json_is_read_as_its_csv(read):
    record = {
        "id": 7,
        "component": {"id": 5},
        "title": {"fr": "Un banc"},
        "body": {"fr": "Un banc à l'ombre"},
        "meeting_urls": [],
    }
    rows = read("proposals.json", json.dumps([record])).rows
    assert rows[["native_id", "text"]].values.tolist() == [["proposal/7", "Un banc à l'ombre"]]


def test_decidim_comments_are_read_without_their_authors(read):
    content = (
        "id;created_at;body;author/name;commentable_id;commentable_type\n"
        "9;2026-03-02 20:15:12 UTC;Pas d'accord;Odile;7;Decidim::X\n"
    )
    rows = read("comments.csv", content).rows
    assert rows[["native_id", "text", "said_on"]].values.tolist() == [["comment/9", "Pas d'accord", "2026-03-02"]]
    assert "Odile" not in rows.to_csv()


def test_other_decidim_exports_are_refused_by_their_name(read):
    message = refusal(read, "taxonomies.csv", "id;name/fr;parent_id;is_root\n2;Les Tilleuls;1;false\n")
    assert "taxonomies : elles sont lues avec les propositions" in message


# Minutes

MINUTES = """# Compte rendu de l'atelier du 12 mars 2026, quartier des Tilleuls

Lieu : centre social L'Escale, 18 h à 20 h 15

Animation : service participation

## Table 1 : cadre de vie

- Local poubelles fermé à 19 h
- 3 mois sans gardien

J'ai emménagé en 1971. Le jardinier connaissait nos prénoms.

## Table 2 : école

| N° | Parole | Public |
| --- | --- | --- |
| A1 | Trois mois sans prof d'anglais | jeune, 15 ans |
| A2 | + de bancs, - de plaquettes | femme, 60 ans |
"""
TEXTS = [
    "Local poubelles fermé à 19 h",
    "3 mois sans gardien",
    "J'ai emménagé en 1971. Le jardinier connaissait nos prénoms.",
    "Trois mois sans prof d'anglais",
    "+ de bancs, - de plaquettes",
]


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


def minutes_odt():
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Compte rendu de l'atelier du 12 mars 2026, quartier des Tilleuls"))
    document.text.addElement(P(text="Lieu : centre social L'Escale, 18 h à 20 h 15"))
    document.text.addElement(H(outlinelevel=2, text="Table 1 : cadre de vie"))
    items = List()
    for text in TEXTS[:2]:
        item = ListItem()
        item.addElement(P(text=text))
        items.addElement(item)
    document.text.addElement(items)
    document.text.addElement(P(text=TEXTS[2]))
    document.text.addElement(H(outlinelevel=2, text="Table 2 : école"))
    table = Table(name="t")
    for cells in (["Parole", "Public"], [TEXTS[3], "jeune, 15 ans"], [TEXTS[4], "femme, 60 ans"]):
        row = TableRow()
        for text in cells:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    buffer = io.BytesIO()
    document.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("cr.md", MINUTES), ("cr.docx", minutes_docx()), ("cr.odt", minutes_odt())],
    ids=["md", "docx", "odt"],
)
def test_minutes_give_each_item_paragraph_and_row_under_its_heading(read, name, content):
    rows = read(name, content).rows
    assert rows["text"].tolist() == TEXTS
    assert rows["session"].tolist() == ["Table 1 : cadre de vie"] * 3 + ["Table 2 : école"] * 2
    assert rows["said_on"].unique().tolist() == ["2026-03-12"]
    assert rows["place"].unique().tolist() == ["centre social L'Escale"]
    assert rows["quartier"].unique().tolist() == ["Les Tilleuls"]
    assert rows["qpv_code"].unique().tolist() == ["QN09901N"]
    assert rows["age_band"].tolist() == ["", "", "", "15-29", "60-74"]
    assert rows["part"].tolist()[3:] == ["tableau 1"] * 2


def pdf(draw, **options):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def draw_minutes(canvas):
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Séance du 28 avril 2026, La Verrerie")
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(60, 750, "1. Logement")
    canvas.setFont("Helvetica", 10)
    for top, text in ((730, "• La cave est inon-"), (718, "dée depuis l'hiver, nous attendons un rendez-"), (706, "vous.")):
        canvas.drawString(60, top, text)
    canvas.drawString(60, 690, "2. Les vitres sont cassées")
    canvas.drawString(60, 660, "Un paragraphe qui va d'une ligne")
    canvas.drawString(60, 648, "à la suivante.")
    canvas.drawCentredString(300, 30, "1 / 2")
    canvas.showPage()
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 780, "• Un banc au soleil")
    canvas.drawCentredString(300, 30, "2 / 2")


def test_a_pdf_keeps_its_pages_and_puts_cut_words_back_together(read):
    rows = read("cr.pdf", pdf(draw_minutes)).rows
    assert rows[["part", "text"]].values.tolist() == [
        ["page 1", "La cave est inondée depuis l'hiver, nous attendons un rendez-vous."],
        ["page 1", "Les vitres sont cassées"],
        ["page 1", "Un paragraphe qui va d'une ligne à la suivante."],
        ["page 2", "Un banc au soleil"],
    ]
    assert rows["session"].unique().tolist() == ["1. Logement"]
    assert rows["quartier"].unique().tolist() == ["La Verrerie"]


def test_a_stop_sets_place_quartier_and_date_for_the_lines_that_follow(read):
    content = """Parlement mobile – tournée de mars 2026

Halte : place du Marché-Neuf, Le Haut-Clos, 18 mars 2026
- À la F on vit avec un ascenseur sur deux,
  et celui qui marche ne s'arrête pas au sixième.
- La tour, faut la faire tomber
Halte : square des Lilas, cité des Tilleuls, 21 mars 2026
- Des bancs avec un dossier
"""
    rows = read("parlement.txt", content).rows
    assert rows[["position", "text", "place", "quartier", "said_on"]].values.tolist() == [
        [
            4,
            "À la F on vit avec un ascenseur sur deux, et celui qui marche ne s'arrête pas au sixième.",
            "place du Marché-Neuf",
            "Le Haut-Clos",
            "2026-03-18",
        ],
        [6, "La tour, faut la faire tomber", "place du Marché-Neuf", "Le Haut-Clos", "2026-03-18"],
        [8, "Des bancs avec un dossier", "square des Lilas", "Les Tilleuls", "2026-03-21"],
    ]
    assert rows["session"].unique().tolist() == ["Halte : place du Marché-Neuf", "Halte : square des Lilas"]


def test_what_stands_before_the_first_heading_is_listed_with_its_reason(read):
    rows = read("avis.md", "# Avis du conseil citoyen\n\nDocument remis à la Ville\n\n## Logement\n\n- Un banc\n").rows
    assert rows["reason"].tolist() == ["présentation du document, avant le premier titre", ""]


def test_inserted_words_of_a_revision_and_words_of_a_text_box_are_read(read):
    document = docx.Document()
    paragraph = document.add_paragraph("Un banc ")
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("à l'ombre")._r)
    paragraph._p.append(inserted)
    buffer = io.BytesIO()
    document.save(buffer)
    assert read("revise.docx", buffer.getvalue()).rows["text"].tolist() == ["Un banc à l'ombre"]


# What cannot be read


def empty_page(canvas):
    canvas.rect(10, 10, 100, 100)


def one_line(canvas):
    canvas.drawString(60, 700, "secret")


def archive(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.csv", b"", "fichier vide"),
        ("vide.docx", b"", "fichier vide"),
        ("metrics.csv", b"\n", "export vide"),
        ("scan.pdf", pdf(empty_page), "PDF sans texte : océrisation nécessaire"),
        ("secret.pdf", pdf(one_line, encrypt=StandardEncryption("clef")), "protégé par un mot de passe"),
        ("abime.pdf", b"%PDF-1.4\nrien", "PDF"),
        ("abime.docx", b"n'importe quoi", "fichier DOCX abîmé"),
        ("coupe.docx", minutes_docx()[:3000], "fichier DOCX abîmé"),
        ("creux.docx", archive(**{"word/document.xml": "<w:document"}), "fichier DOCX abîmé"),
        ("creux.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "fichier ODT abîmé"),
        ("coupe.xlsx", workbook(F=[["avis"], ["x"]])[:2000], "fichier XLSX abîmé"),
        ("creux.xlsx", archive(**{"xl/workbook.xml": "<workbook"}), "classeur abîmé"),
        ("secret.xlsx", OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe"),
        ("vieux.doc", OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "ancien format Word (.doc)"),
        ("vieux.xls", OLE + bytes(512) + "Workbook".encode("utf-16-le"), "classeur abîmé"),
        ("notes.rtf", b"{\\rtf1 bonjour}", "document RTF"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        ("sources.zip", archive(a="b"), "archive ou format inconnu"),
        ("son.mp3", b"ID3\x00\x01\x02", "format inconnu"),
        ("lettre.eml", b"bonjour", "format inconnu (.eml)"),
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
    assert "decidim, geojson, minutes, tabular" in refusal(read, "x.csv", "a;b\n1;2\n", reader="polis")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match="introuvable"):
        read_source(tmp_path / "absent.csv", settings=CollectionSettings(), quartiers=())


def test_an_error_and_the_journal_hold_no_words_of_a_resident(read, caplog):
    caplog.set_level("DEBUG", logger="contributions")
    read("avis.csv", "avis\nJe m'appelle Odette Pontarlier\n")
    assert "Odette" not in caplog.text
    assert "Odette" not in refusal(read, "coupe.csv", 'nom;votes\nOdette;"3\n')


# Real exports, and the demo


def real_exports():
    return sorted(path for path in EXPORTS.glob("*/*") if path.is_file()) if EXPORTS.is_dir() else []


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
    assert read["toguna_ideas_stats.xlsx"] == (87, "tableau, texte dans la colonne « Text »")
    assert read["nightly.decidim.org-open-data-proposals.csv"] == (45, "export Decidim 2025, propositions")
    assert read["nightly.decidim.org-open-data-result_comments.csv"] == (1260, "export Decidim, commentaires")
    assert "export vide" in refused["lejourdapres.parlement-ouvert.fr-open-data-results.csv"]
    assert "taxonomies" in refused["nightly.decidim.org-open-data-taxonomies.csv"]
    assert len(read) + len(refused) == len(real_exports())
