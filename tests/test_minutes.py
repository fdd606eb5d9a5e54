"""Minutes in every format, and stops of a mobile parliament."""

import io
from functools import partial

import docx
import pytest
from docx.oxml import OxmlElement
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, List, ListItem, P
from source_files import TEXTS, minutes_docx, pdf, read_file


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


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
        ["page 1", "1 / 2"],
        ["page 2", "Un banc au soleil"],
    ]
    assert rows["reason"].tolist() == ["", "", "", "numéro de page", ""]
    assert rows[rows["reason"] == ""]["session"].unique().tolist() == ["1. Logement"]
    assert rows[rows["reason"] == ""]["quartier"].unique().tolist() == ["La Verrerie"]


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


def test_the_table_of_those_who_were_there_is_nobodys_speech(read):
    people = "| N° | Nom et prénom | Structure | Signature |\n|--|--|--|--|\n| 1 | Lise Invent | Les Amis de la Gare | |\n"
    rows = read(
        "atelier.md", f"# Compte rendu de l'atelier\n\n{people}\n## Gare\n\n| Nom | Avis |\n|--|--|\n| Zoé | Un banc |\n"
    ).rows
    assert rows[["text", "reason"]].to_numpy().tolist() == [["", "liste de personnes : ce n'est pas une parole"], ["Un banc", ""]]


def test_inserted_words_of_a_revision_and_words_of_a_text_box_are_read(read):
    document = docx.Document()
    paragraph = document.add_paragraph("Un banc ")
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("à l'ombre")._r)
    paragraph._p.append(inserted)
    buffer = io.BytesIO()
    document.save(buffer)
    assert read("revise.docx", buffer.getvalue()).rows["text"].tolist() == ["Un banc à l'ombre"]


def test_a_dated_heading_says_when_what_follows_was_said_until_a_higher_one(read):
    content = """# Registre des réunions

## Réunion du 3 avril 2026, salle des Lilas, quartier de La Verrerie

### Table 1 : écoles

- Un préau

### Table 2 : Le Haut-Clos et le reste

- Un bus

## Réunion du 9 mai 2026 au gymnase Coubertin, cité des Tilleuls

- Des bancs
"""
    rows = read("reunions.md", content).rows.set_index("text")
    verrerie = ["2026-04-03", "salle des Lilas", "La Verrerie"]
    assert rows.loc["Un préau", ["said_on", "place", "quartier", "session"]].tolist() == [*verrerie, "Table 1 : écoles"]
    assert rows.loc["Un bus", ["said_on", "place", "quartier"]].tolist() == verrerie
    assert rows.loc["Des bancs", ["said_on", "place", "quartier"]].tolist() == ["2026-05-09", "gymnase Coubertin", "Les Tilleuls"]


def test_a_line_that_is_only_a_date_and_a_place_describes_the_meeting(read):
    content = "Compte rendu de la réunion\n\nMardi 12 mars 2026, 18 h 30 à 20 h, salle des fêtes\n\n- Un banc\n"
    rows = read("cr.txt", content).rows
    assert rows[["text", "said_on", "place"]].values.tolist() == [["Un banc", "2026-03-12", "salle des fêtes"]]


def test_a_resident_who_begins_by_a_date_is_not_a_description(read):
    content = "Compte rendu de la réunion\n\nLe 12 mars 2026 la salle des fêtes était fermée\n\n- Un banc\n"
    assert "Le 12 mars 2026 la salle des fêtes était fermée" in read("cr.txt", content).rows["text"].tolist()


def test_a_heading_without_anything_under_it_is_listed(read):
    rows = read("cr.md", "# Avis\n\n## Logement\n\n## Bus\n\n- Plus de bus\n").rows
    assert rows[["text", "reason"]].values.tolist() == [["Logement", "titre sans contribution dessous"], ["Plus de bus", ""]]


def test_the_first_of_several_headings_alike_is_a_session_and_no_title(read):
    rows = read("avis.md", "# Logement\n\n- Des fuites\n\n# Bus\n\n- Plus de bus\n").rows
    assert rows["session"].tolist() == ["Logement", "Bus"]


def test_narrow_lines_and_words_cut_by_a_scan_are_joined(read):
    content = """les arbres de la cour sont morts et per-
sonne ne les remplace, nous avons deman-
dé à la mairie et au syndic, puis encore à
Monsieur le maire, de passer voir les
pieds des arbres avec les habitants un
soir de la semaine.
Plus de bancs
"""
    said = read("scan.txt", content).rows["text"].tolist()
    assert said[0].startswith("les arbres de la cour sont morts et personne ne les remplace, nous avons demandé à la mairie")
    assert said[0].endswith("à Monsieur le maire, de passer voir les pieds des arbres avec les habitants un soir de la semaine.")
    assert said[1:] == ["Plus de bancs"]


def test_short_lines_typed_one_under_the_other_stay_apart(read):
    content = "Plus de bancs devant l'école maternelle\nDes arbres le long de la rue Pasteur\n"
    assert len(read("idees.txt", content).rows) == 2


def test_a_sentence_under_the_title_is_listed_and_the_names_of_those_present_are_not(read):
    content = "Conseil de quartier\n\nPrésents : Odette, Karim\n\nNotes : il faut un banc pour les anciens\n\nUn arrêt de bus.\n"
    assert read("cr.txt", content).rows[["text", "reason"]].values.tolist() == [
        ["Notes : il faut un banc pour les anciens", "présentation du document, avant le premier titre"],
        ["Un arrêt de bus.", ""],
    ]
