"""Survey tools: one contribution per respondent and open question, whatever the form of their export."""

import datetime as dt
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st
from source_files import CITY, read_file, workbook
from survey_exports import (
    CHANGE,
    LIME_ASKED,
    SAID,
    SECRETS,
    STAMPS,
    framaforms,
    google,
    in_csv,
    in_xlsx,
    kobo,
    kobo_repeats,
    lime,
    microsoft,
    sphinx,
    typeform,
)

from contributions.errors import SourceError
from contributions.ingest.detect import SURVEYS
from contributions.ingest.files import SourceFile
from contributions.settings import CollectionSettings, Columns


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


DAYS = ["2026-03-04", "2026-03-24", "2026-03-05"]
FORMS = {
    "virgules": ("reponses.csv", in_csv),
    "points-virgules et BOM": ("reponses.csv", partial(in_csv, delimiter=";", mark="\ufeff")),
    "tout entre guillemets": ("reponses.csv", partial(in_csv, delimiter=";", quoted=True, mark="\ufeff")),
    "tabulations": ("reponses.csv", partial(in_csv, delimiter="\t")),
    "classeur": ("reponses.xlsx", in_xlsx),
}
TOOLS = {
    "google_forms": google,
    "framaforms": framaforms,
    "typeform": typeform,
    "lime_survey": lime,
    "kobo": kobo,
    "microsoft_forms": microsoft,
    "sphinx": sphinx,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_is_recognised_in_each_form_and_nothing_of_the_person_is_read(read, tool, form):
    name, write = FORMS[form]
    reading = read(name, write(TOOLS[tool]()))
    assert reading.reader == tool
    asked = reading.rows[reading.rows["question"] == CHANGE]
    assert [text.removesuffix("\nmerci") for text in asked["text"]] == SAID
    assert set(asked["said_on"]) <= {"2026-03-04", "2026-03-05"}
    assert set(asked["age_band"]) == {"autre tranche" if tool == "typeform" else "30-44"}
    assert not any(secret in reading.rows.to_csv() for secret in SECRETS)
    assert CHANGE in reading.why


def test_google_forms_reads_a_short_label_too_and_a_row_of_ticks_has_its_reason(read):
    reading = read("reponses.csv", in_csv(google()))
    left = "(non lu : 1 donnée personnelle, 1 aux réponses courtes : « Que fréquentez-vous ? »)"
    assert reading.why == f"export Google Forms, questions ouvertes : « {CHANGE} », « Commentaires libres » {left}"
    assert reading.rows["reason"].tolist() == [""] * 6 + ["aucune réponse à une question ouverte"]
    assert reading.rows["position"].tolist() == [2, 2, 3, 3, 4, 4, 5]


@pytest.mark.parametrize(
    ("stamps", "days"),
    [
        (["3/4/2026 22:05:07", "3/24/2026 9:00:00", "3/5/2026 9:00:00"], DAYS),
        (["4/3/2026 22:05:07", "24/3/2026 9:00:00", "5/3/2026 9:00:00"], DAYS),
        (
            [dt.datetime(2026, 3, 4, 22, 5), dt.datetime(2026, 3, 24), dt.datetime(2026, 3, 5)],
            DAYS,
        ),
    ],
    ids=["mois d'abord", "jour d'abord", "dates du classeur"],
)
def test_a_timestamp_says_whether_it_has_the_month_first(read, stamps, days):
    rows = read("reponses.xlsx", in_xlsx(google("Timestamp", stamps))).rows
    assert rows[rows["question"] == CHANGE]["said_on"].tolist() == days


def test_framaforms_gives_the_number_of_the_submission_and_one_list_for_its_marks(read):
    reading = read("framaforms.csv", in_csv(framaforms(), "\t"))
    assert reading.why == f"export Framaforms, questions ouvertes : « {CHANGE} » (non lu : 1 liste, 1 donnée personnelle)"
    assert reading.rows["native_id"].tolist() == ["700", "701", "702"]
    assert reading.rows["position"].tolist() == [4, 5, 6]


def test_typeform_keeps_what_people_wrote_beside_a_list_with_its_choices(read):
    reading = read("typeform.csv", in_csv(typeform()))
    beside = "1 précision écrite à côté d'une liste (non lu : 1 liste, 1 précision de moins de cinq mots)"
    assert reading.why == f"export Typeform, questions ouvertes : « {CHANGE} », et {beside}"
    assert reading.rows[["native_id", "question", "text"]].values.tolist() == [
        ["jeton0", CHANGE, SAID[0]],
        ["jeton1", "Other (Le marché ; La piscine)", "Je ne sors plus depuis que le bus est supprimé"],
        ["jeton1", CHANGE, SAID[1]],
        ["jeton2", CHANGE, SAID[2]],
    ]


@pytest.mark.parametrize("headings", ["codes", "full", "both"])
def test_limesurvey_is_read_by_its_codes_its_texts_or_both(read, headings):
    reading = read("results-survey1.csv", in_csv(lime(headings), ";", quoted=True, mark="\ufeff"))
    question = "G01Q01" if headings == "codes" else CHANGE
    other = "G01Q02[other]" if headings == "codes" else LIME_ASKED["G01Q02[other]"]
    assert reading.rows[["native_id", "question", "text"]].values.tolist() == [
        ["1", question, f"{SAID[0]}\nmerci"],
        ["1", other, "À pied, parce que le bus ne passe plus"],
        ["2", question, f"{SAID[1]}\nmerci"],
        ["3", question, f"{SAID[2]}\nmerci"],
    ]
    beside = "et 1 précision écrite à côté d'une liste"
    left = "1 liste, 1 donnée personnelle, 1 précision de moins de cinq mots"
    assert reading.why.startswith(f"export LimeSurvey, questions ouvertes : « {question} », {beside} (non lu : 1 liste")
    assert headings == "codes" or left in reading.why.replace("1 sans texte, ", "")


def test_the_date_of_an_anonymous_limesurvey_is_no_date(read):
    rows = read("results.csv", in_csv(lime(date="1980-01-01 00:00:00"), ";", quoted=True)).rows
    assert set(rows["said_on"]) == {""}
    dated = read("results.csv", in_csv(lime(date="1980-01-01 00:00:00"), ";", quoted=True), said_on=dt.date(2026, 5, 4)).rows
    assert set(dated["said_on"]) == {"2026-05-04"}


def test_a_code_of_limesurvey_names_a_column_in_the_settings(read):
    rows = read(
        "results.csv", in_csv(lime("codes"), ";", quoted=True), columns=Columns(text=["G01Q02[other]"], age="G01Q03")
    ).rows
    assert rows["text"].tolist() == ["À pied, parce que le bus ne passe plus", "À cheval", ""]
    assert set(rows["age_band"]) == {"30-44"}


def test_kobo_says_the_day_it_was_answered_the_quartier_and_one_list(read):
    reading = read("kobo.csv", in_csv(kobo(), ";", quoted=True))
    assert reading.rows[["native_id", "said_on", "quartier", "qpv_code"]].values.tolist() == [
        [f"uuid-{n}", "2026-03-04", "Les Tilleuls", "QN09901N"] for n in range(3)
    ]
    assert reading.why == f"export KoboToolbox, questions ouvertes : « {CHANGE} » (non lu : 1 liste)"


def test_a_repeated_group_of_kobo_is_read_with_what_its_respondent_said_of_themselves(read):
    book = workbook(Visite=kobo(), constats=kobo_repeats(), Notice=[["Lisez-moi"]])
    rows = read("kobo.xlsx", book).rows
    assert rows[rows["part"] == "constats"][["native_id", "said_on", "quartier", "age_band", "question"]].values.tolist() == [
        [f"uuid-{parent}/constats/{n}", "2026-03-04", "Les Tilleuls", "30-44", "Que voyez-vous ici ?"]
        for n, parent in ((1, 0), (2, 0), (3, 2))
    ]
    assert rows[rows["part"] == "Notice"]["reason"].tolist() == ["feuille sans réponses à l'enquête"]
    assert len(rows) == 7


def test_a_row_of_tags_under_the_headings_of_kobo_is_no_answer(read):
    header, *rows = kobo()
    tags = ["" if heading.startswith("_") else "#tag" for heading in header]
    assert read("kobo.csv", in_csv([header, tags, *rows], ";")).rows["position"].tolist() == [3, 4, 5]


def test_names_of_variables_over_questions_are_one_header(read):
    reading = read("sphinx.csv", in_csv(sphinx(), ";"))
    assert reading.rows[["position", "native_id", "gender"]].values.tolist() == [[3, "c0", "F"], [4, "c1", "F"], [5, "c2", "F"]]
    assert reading.why.startswith(f"export de type Sphinx, questions ouvertes : « {CHANGE} »")


def test_a_first_answer_that_is_a_question_is_never_taken_for_a_header(read):
    rows = [["n", "avis", "lieu_1"], ["1", "Pourquoi pas un banc à l'ombre ?", "Et la gare ?"], ["2", SAID[0], "Gare"]]
    assert len(read("avis.csv", in_csv(rows, ";")).rows) == 2


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.NAME)
def test_a_table_of_something_else_is_left_to_the_other_readers(read, survey):
    with pytest.raises(SourceError, match=r"^avis\.csv : ce n'est pas un"):
        read("avis.csv", "avis,quartier\nUn banc à l'ombre,Les Tilleuls\n", reader=survey.NAME)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_column_named_in_the_settings_is_read_and_an_unknown_one_is_refused(read, tool):
    reading = read("r.csv", in_csv(TOOLS[tool]()), columns=Columns(text=[CHANGE]))
    assert set(reading.rows[reading.rows["text"] != ""]["question"]) == {CHANGE}
    with pytest.raises(SourceError, match="pas de colonne « Rien »"):
        read("r.csv", in_csv(TOOLS[tool]()), columns=Columns(text=["Rien"]))


def table(*columns):
    header = ["Horodateur", *(label for label, _answers in columns)]
    return in_csv([header, *([STAMPS[n], *(answers[n] for _label, answers in columns)] for n in range(3))])


@pytest.mark.parametrize(
    ("label", "answers", "column", "told"),
    [
        ("Tu as :", ["Entre 18 et 24 ans", "Moins de 18 ans", "75 ans et plus"], "age_band", ["15-29", "autre tranche", "75+"]),
        ("Depuis quand vivez-vous ici ?", ["20 ans", "5 ans", "34 ans"], "age_band", ["", "", ""]),
        ("Quel âge ont vos enfants ?", ["8 ans", "5 ans", "12 ans"], "age_band", ["", "", ""]),
        ("Tu es :", ["Femme", "Homme", "Autre"], "gender", ["F", "H", "autre"]),
        (
            "Où habitez-vous ?",
            ["tilleuls", "ht clos", "La Verrerie"],
            "quartier",
            ["Les Tilleuls", "Le Haut-Clos", "La Verrerie"],
        ),
        ("Quel quartier manque d'arbres ?", ["tilleuls", "tilleuls", "tilleuls"], "age_band", ["", "", ""]),
    ],
)
def test_what_answers_say_of_the_person_is_told_from_what_looks_like_it(read, label, answers, column, told):
    rows = read("reponses.csv", table((CHANGE, SAID), (label, answers))).rows
    assert rows["text"].tolist() == SAID
    assert rows[column].tolist() == told


def test_the_street_of_a_person_is_neither_their_place_nor_a_text(read):
    homes = ["12 rue Inventée", "3 allée Imaginaire", "5 rue des Rêves"]
    reading = read("reponses.csv", table((CHANGE, SAID), ("Adresse", homes), ("Où habitez-vous ?", homes)))
    assert not any(home in reading.rows.to_csv() for home in homes)
    assert reading.why.endswith("(non lu : 2 données personnelles)")


CELLS = st.one_of(
    st.sampled_from(["", "Oui", "N/A", "34 ans", "1", "p@exemple.test", *SAID]), st.text("aé ,;'\"=-.0\n", max_size=12)
)


@pytest.mark.parametrize("tool", TOOLS)
@law(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_row_of_answers_is_in_the_frame_with_a_text_or_a_reason(tool, data):
    rows = TOOLS[tool]()
    start = {"framaforms": 3, "sphinx": 2}.get(tool, 1)
    width = len(rows[start - 1])
    drawn = data.draw(st.lists(st.lists(CELLS, min_size=width - 1, max_size=width - 1), min_size=1, max_size=6))
    filled = [[*(["2026-03-04"] if tool == "google_forms" else ["n1"]), *cells] for cells in drawn]
    content = in_xlsx([*rows[:start], rows[start], *filled])
    reader = next(survey for survey in SURVEYS if tool == survey.NAME)
    source = SourceFile(Path("export.xlsx"), content, "xlsx")
    if reader.sniff(source) is None:  # the second heading of a variable was drawn as an answer
        return
    frame = reader.read(source, settings=CollectionSettings(), quartiers=CITY).rows
    assert sorted(set(frame["position"])) == list(range(start + 1, start + len(drawn) + 2))
    assert ((frame["text"] != "") | (frame["reason"] != "")).all()
