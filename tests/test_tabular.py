"""Tables of every dialect, and points of a walk."""

import datetime as dt
import io
import json
from functools import partial
from time import perf_counter

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from source_files import read_file, workbook

from contributions.frames import READINGS
from contributions.settings import Columns


def saved(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


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


def test_two_exports_of_two_encodings_put_together_are_both_read(read):
    first, second = "Avis\nTrop chaud l'été à l'école\nUn marché près d'ici\n", "Où sont les élus ?\n"
    rows = read("avis.csv", first.encode() + second.encode("cp1252")).rows
    assert rows["text"].tolist() == ["Trop chaud l'été à l'école", "Un marché près d'ici", "Où sont les élus ?"]
    old = "Avis\nL’école est loin\nL’état des caves\nTrop chaud l’été\n"
    assert read("avis.csv", old.encode("mac_roman")).rows["text"].tolist() == old.splitlines()[1:]


@pytest.mark.parametrize(("name", "delimiter"), [("avis.txt", "\t"), ("avis.xls", "\t"), ("avis", ";"), ("avis.txt", "|")])
def test_a_table_that_a_spreadsheet_saved_as_text_is_a_table(read, name, delimiter):
    content = "Lieu;Courriel;Avis\nGare;lise@exemple.fr;Un banc à l'ombre\nÉcole;;Trop chaud l'été\n".replace(";", delimiter)
    reading = read(name, content.encode("utf-16"))
    assert (reading.reader, reading.rows["text"].tolist()) == ("tabular", ["Un banc à l'ombre", "Trop chaud l'été"])


def test_a_question_with_a_list_of_answers_is_not_speech(read):
    ticked = ["du calme", "du calme, de la joie", "de la joie, de la peur", "de la peur"]
    lines = [f"{ticked[number % 4]};Il manque {number} bancs place {number}\n" for number in range(40)]
    content = "Que ressentez-vous en ce moment ?;Complétez la phrase : pour mieux vivre ici il faut\n" + "".join(lines)
    reading = read("enquete.csv", content.replace(", ", " | "))
    assert len(reading.rows) == 40
    assert reading.rows["text"].str.startswith("Il manque").all()
    assert set(reading.rows["question"]) == {"Complétez la phrase : pour mieux vivre ici il faut"}


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
    assert rows["native_id"].tolist() == ["1", "2"]


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


def test_who_spoke_and_where_are_not_guessed_among_several(read):
    lines = [
        "Qui;Quartier;Avis",
        "un autre habitant;hors quartier des Tilleuls;Un banc",
        "des hommes et des femmes;Tilleuls, ht clos;Un arbre",
    ]
    rows = read("qui.csv", "\n".join(lines)).rows
    assert rows[["gender", "quartier", "qpv_code"]].to_numpy().tolist() == [
        ["", "hors quartier des Tilleuls", ""],
        ["", "Tilleuls, ht clos", ""],
    ]


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


def test_a_first_row_whose_quartier_is_said_again_is_no_header(read):
    content = "Tilleuls;Il manque des bancs\nHaut-Clos;Plus de lumière le soir\nTilleuls;La poste ferme trop tôt\n"
    assert read("sans.csv", content).rows["text"].tolist()[0] == "Il manque des bancs"


def test_a_group_without_a_row_under_it_is_listed(read):
    rows = [["Halte", "Constat"], ["Halte 1", None], [None, "Sol glissant"], ["Halte 2", None], ["Halte 3", None]]
    found = read("haltes.xlsx", workbook(Haltes=rows)).rows
    assert found[["session", "text", "reason"]].to_numpy().tolist() == [
        ["Halte 1", "Sol glissant", ""],
        ["Halte 2", "", "texte vide"],
        ["Halte 3", "", "texte vide"],
    ]


def test_a_note_under_titles_takes_the_place_of_none(read):
    rows = [["Question", "Réponse"], ["Faut-il un marché le soir ?", None], ["Réponses : 2 sur 9", None]]
    rows += [[None, "Oui, jusqu'à vingt heures"], ["Que manque-t-il ?", None], ["Réponses : 1 sur 9", None], [None, "Un banc"]]
    found = read("sondage.xlsx", workbook(Bilan=rows)).rows
    asked = ["Faut-il un marché le soir ?", "Que manque-t-il ?"]
    assert found[["question", "text"]].to_numpy().tolist() == [[asked[0], "Oui, jusqu'à vingt heures"], [asked[1], "Un banc"]]


def test_accents_that_a_spreadsheet_read_wrong_are_put_right(read):
    wrong = "Idée;Lieu\nTrop chaud l’été à l'école;Gare\n".encode().decode("cp1252")
    rows = read("excel.csv", f"{wrong}SÃO PAULO en été;Gare\n").rows
    assert rows["text"].tolist() == ["Trop chaud l’été à l'école", "SÃO PAULO en été"]


def test_json_is_read_at_its_list_of_objects(read):
    content = json.dumps({"mots": ["a", "b"], "avis": [{"texte": "Un banc à l'ombre"}]})
    assert read("avis.json", content).rows["text"].tolist() == ["Un banc à l'ombre"]


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


def test_a_hidden_sheet_is_listed_and_not_read_unless_the_others_have_no_text(read):
    content = workbook(Avis=[["Avis"], ["Un banc"]], Listes=[["Propositions"], ["Plus de bancs"], ["Autre"]])
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Listes"].sheet_state = "hidden"
    reading = read("avis.xlsx", saved(book))
    assert reading.rows[["text", "reason"]].to_numpy().tolist() == [["Un banc", ""], ["", "feuille masquée, non lue"]]
    assert reading.why.endswith("feuille « Listes » : masquée, non lue")
    book["Avis"].delete_rows(1, 2)
    assert read("avis.xlsx", saved(book)).rows["text"].tolist() == ["Plus de bancs", "Autre"]


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
