"""What an open question is, for every reader: not who the person is, not what is ticked; what is left is said."""

import csv
import io
import json
from functools import partial

import pytest
from source_files import read_file, workbook
from test_cap_consultations import questionnaire, reply
from test_grand_debat import FIELDS, export, respondent
from test_platforms import phase

from contributions.ingest.personal import asks_for_self
from contributions.ingest.questions import Left, left_out
from contributions.settings import Columns

CHANGE = "Que faudrait-il changer dans votre rue ?"
PERSONAL = "Indiquez votre adresse complète pour que nous puissions vous répondre"
SAID = ["Des bancs à l'ombre devant l'école", "Un passage piéton près du marché", "Rien du tout, je suis bien ici"]
HOMES = ["12 rue Inventée, 10000 Troyes", "3 bis allée Imaginaire, 10000 Troyes", "Bâtiment C, résidence des Rêves"]


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def table(*rows):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    "label",
    [
        PERSONAL,
        "Votre nom ?",
        "Nom et prénom (facultatif)",
        "Quel est votre numéro de téléphone pour être rappelé ?",
        "Laissez votre e-mail si vous voulez être recontacté",
        "Souhaitez-vous être recontacté ? Votre mail :",
        "Voulez-vous être informé des suites ? Si oui, votre mail :",
        "Pour vous tenir au courant, laissez-nous votre adresse mail",
        "Pouvez-vous nous laisser un numéro de téléphone ?",
        "Sur quel numéro peut-on vous rappeler ?",
        "Comment vous appelez-vous ?",
        "3. Dans quelle rue habitez-vous ?",
        "Quelle est votre profession ?",
        "Date de naissance",
        "1. Nom et prénom",
    ],
)
def test_a_question_about_who_the_person_is_is_personal_however_long(label):
    assert asks_for_self(label)
    assert left_out(label, ["Odette", "Bâtiment C, le soir"]) is Left.PERSONAL


@pytest.mark.parametrize(
    "label",
    [
        "Qu'est-ce qui vous plaît dans votre rue, à votre adresse ?",
        "Comment joindre la mairie par téléphone ?",
        "Quel nom proposez-vous pour la place ?",
        "Votre adresse vous paraît-elle bien desservie ?",
        "Votre idée (votre nom ne sera pas publié)",
        "Merci de ne pas indiquer votre nom. Que changer ?",
        "Que changer ? Si vous voulez être recontacté, laissez votre e-mail",
        "Indiquez l'adresse du lieu dont vous parlez",
        "Où habitez-vous et qu'y aimez-vous ?",
        "Comment mieux vous informer : par courriel, par affiche ?",
        "Nom du lieu",
    ],
)
def test_a_question_that_names_an_address_or_a_telephone_in_passing_is_a_question(label):
    assert not asks_for_self(label)
    assert left_out(label, SAID) is None


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("Comment rester en lien avec vous ?", ["odette@exemple.test", "Par mail : bleuet@exemple.test", "06 12 34 56 78"]),
        ("Que dire de votre logement ?", HOMES),
        ("G01Q05", HOMES),
        (PERSONAL, [f"Merci, c'est ici que je vis : {home}" for home in HOMES]),
        ("Un mot de votre prénom, si vous voulez ?", ["Odette Inventée", "Jean-Paul", "Lise de l'Étang"]),
    ],
)
def test_answers_that_are_data_of_people_are_personal_whatever_was_asked(label, values):
    assert left_out(label, values) is Left.PERSONAL


def test_sentences_are_speech_even_under_the_name_of_a_field():
    assert left_out("Nom, prénom", ["Je trouve que la rue est trop sombre le soir", "Il faut un banc devant la poste"]) is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (["calme", "bruyante", "très calme"], Left.SHORT),
        (["Oui, tout à fait", "Non, pas du tout"] * 15, Left.LIST),
        (["vélo | bus", "bus", "à pied | vélo"], Left.LIST),
        (["3", "4", "https://exemple.test/photo.jpg"], Left.BLANK),
        ([], Left.BLANK),
        (SAID, None),
    ],
)
def test_what_is_not_answered_in_free_words_says_why(values, why):
    assert left_out("Et vous ?", values) is why


def in_a_table(answers):
    return "enquete.csv", table([CHANGE, PERSONAL], *answers), "tableau, texte dans la colonne"


def in_go_vocal(answers):
    return "idees.xlsx", workbook(Phase=phase([CHANGE, PERSONAL], *answers)), "export Go Vocal"


def in_grand_debat(answers):
    rows = [respondent(number, *answer) for number, answer in enumerate(answers)]
    return "debat.csv", export([*FIELDS, f"Q1 - {CHANGE}", f"Q2 - {PERSONAL}"], rows), "export du Grand débat national"


def in_cap_collectif(answers):
    return (
        "questionnaire.csv",
        questionnaire([CHANGE, PERSONAL], [reply(n, *answer) for n, answer in enumerate(answers)]),
        "export Cap Collectif, questionnaire",
    )


SOURCES = [in_a_table, in_go_vocal, in_grand_debat, in_cap_collectif]


@pytest.mark.parametrize("source", SOURCES)
def test_no_reader_reads_an_address_and_each_says_it_left_it(read, source):
    name, content, tool = source([list(pair) for pair in zip(SAID, HOMES, strict=True)])
    reading = read(name, content)
    asked = reading.rows[reading.rows["text"].isin(SAID)]
    assert asked["text"].tolist() == SAID
    assert reading.why.startswith(tool)
    assert reading.why.endswith(f"« {CHANGE} » (non lu : 1 donnée personnelle)")
    assert not any(home in reading.rows.to_csv() for home in HOMES)


@pytest.mark.parametrize("source", SOURCES)
def test_a_person_who_names_the_column_is_obeyed(read, source):
    name, content, _tool = source([list(pair) for pair in zip(SAID, HOMES, strict=True)])
    reading = read(name, content, columns=Columns(text=(PERSONAL,)))
    assert set(HOMES) <= set(reading.rows["text"])
    assert not set(SAID) & set(reading.rows["text"])


def test_an_open_question_that_names_the_quartier_is_not_taken_for_the_column_of_the_quartier(read):
    rows = read(
        "q.csv", table(["Qu'aimez-vous dans votre quartier ?", "Votre quartier ?"], *((said, "tilleuls") for said in SAID))
    ).rows
    assert rows["text"].tolist() == SAID
    assert set(rows["quartier"]) == {"Les Tilleuls"}


def test_a_question_answered_in_a_word_is_named_and_the_others_are_read(read):
    rows = [["calme", SAID[0]], ["bruyante", ""], ["", SAID[1]], ["calme", SAID[2]]]
    reading = read("q.csv", table(["Un mot pour votre rue ?", CHANGE], *rows))
    assert reading.why.endswith("(non lu : 1 aux réponses courtes : « Un mot pour votre rue ? »)")
    assert reading.rows[["position", "text", "reason"]].values.tolist() == [
        [2, SAID[0], ""],
        [3, "", "texte vide"],
        [4, SAID[1], ""],
        [5, SAID[2], ""],
    ]


def test_names_alone_are_no_speech_for_want_of_another_text(read):
    people = json.dumps([{"n": 1, "Vos nom, prénom et adresse": home} for home in HOMES])
    with pytest.raises(Exception, match="pas de colonne de texte"):
        read("liste.json", people)


def test_the_address_of_a_person_is_no_place_and_that_of_a_walk_is(read):
    rows = [[said, home] for said, home in zip(SAID, HOMES, strict=True)]
    assert read("q.csv", table(["avis", "Votre adresse"], *rows)).rows["place"].tolist() == ["", "", ""]
    assert read("q.csv", table(["avis", "Adresse"], *rows)).rows["place"].tolist() == HOMES


def test_a_column_of_text_that_is_not_the_one_chosen_is_named(read):
    reading = read("q.csv", table(["avis", "Précisions au guichet"], *([said, f"Et aussi : {said}"] for said in SAID)))
    assert reading.rows["text"].tolist() == SAID
    assert reading.why.endswith("(non lu : 1 autre colonne de texte : « Précisions au guichet »)")


def test_a_cell_as_long_as_a_book_is_read_as_fast_as_another():
    long = "A" * 200_000
    assert left_out("Que changer ?", [long, SAID[0], SAID[1]]) is None
    assert left_out(f"Que changer {long} ?", [*SAID]) is None
