"""Decidim questionnaires: each open question is a contribution, and nothing says who answered from where."""

import json
from functools import partial

import pytest
from decidim_exports import IP, as_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from old_xls import old_xls
from source_files import read_file, workbook

CHANGE, RIDE = "Que faut-il changer dans votre rue ?", "Comment venez-vous au marché ?"
ANSWERS = [
    "Il faudrait des bancs à l'ombre",
    "Plus de lumière le soir près du stade",
    "Rien, c'est très bien comme cela",
    "Un passage piéton devant la crèche",
    "Des arbres et un point d'eau",
]
RIDES = ["à pied, à vélo", "à pied", "en bus", "à vélo", "à pied, en bus"]
HEADERS = {
    "fr": ("ID de réponse", "Répondu le", "Hachage IP", "Statut de l'utilisateur", "Enregistré"),
    "fr, avant": ("Identifiant de l'utilisateur", "Répondu le", "Hachage IP", "Statut de l'utilisateur", "Non enregistré"),
    "en": ("Answer ID", "Answered on", "IP Hash", "User status", "Registered"),
    "es": ("ID de respuesta", "Respondido el", "Hash de IP", "Estado de la usuaria", "Registrada"),
    "ca": ("ID de resposta", "Respost el", "Hash de IP", "Estat de la participant", "Registrada"),
}
LONG = ("id", "created_at", "ip_hash", "user_status", "question", "body")


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def wide(headers, extra=""):
    identifier, day, ip, status, registered = headers
    rows = []
    for number, (change, ride) in enumerate(zip(ANSWERS, RIDES, strict=True), start=1):
        row = {identifier: f"a{number}", day: "2026-03-04 10:11:12", ip: f"{IP}{number}", status: registered}
        rows.append(row | {f"1. {CHANGE}": change, f"2. {RIDE}": ride, "3. Votre e-mail": f"h{number}@exemple.fr"})
    rows[2][f"1. {CHANGE}"] = extra
    return rows


def expected(identifiers="12345"):
    return [[f"answer/a{number}", CHANGE, ANSWERS[int(number) - 1], "2026-03-04"] for number in identifiers]


def said(reading):
    kept = reading.rows[reading.rows["reason"] == ""]
    return kept[["native_id", "question", "text", "said_on"]].to_numpy().tolist()


@pytest.mark.parametrize("language", HEADERS)
def test_an_open_question_gives_a_contribution_a_respondent_in_each_language(read, language):
    reading = read("reponses.csv", as_csv(*wide(HEADERS[language], ANSWERS[2])))
    assert said(reading) == expected()
    assert f"« {CHANGE} » (non lu : 1 donnée personnelle, 1 aux réponses courtes" in reading.why
    assert IP not in reading.rows.to_csv()
    assert "exemple.fr" not in reading.rows.to_csv()


def test_a_respondent_without_an_open_answer_is_a_row_with_its_reason(read):
    rows = read("reponses.csv", as_csv(*wide(HEADERS["fr"]))).rows
    assert rows["position"].tolist() == [2, 3, 4, 5, 6]
    assert rows.loc[2, ["text", "reason"]].tolist() == ["", "aucune réponse à une question ouverte"]


@pytest.mark.parametrize("name", ["reponses.xlsx", "reponses.xls", "reponses.json"])
def test_every_format_of_a_questionnaire_says_the_same(read, name):
    rows = wide(HEADERS["fr"], ANSWERS[2])
    table = [[*rows[0]], *([*row.values()] for row in rows)]
    made = {
        "reponses.xlsx": lambda: workbook(Export=table),
        "reponses.xls": lambda: old_xls("Export", table),
        "reponses.json": lambda: json.dumps(rows, ensure_ascii=False),
    }
    assert said(read(name, made[name]())) == expected()


def test_a_matrix_and_an_other_choice_are_closed_questions(read):
    rows = [
        row | {"4. Votre avis/Les bancs": "bien", "4. Votre avis/Le bus": "mal", "5. Autre": "Autre (à trottinette)"}
        for row in wide(HEADERS["fr"], ANSWERS[2])
    ]
    assert {question for _, question, _, _ in said(read("reponses.csv", as_csv(*rows)))} == {CHANGE}


def long():
    rows = []
    for number, (change, ride) in enumerate(zip(ANSWERS, RIDES, strict=True), start=1):
        for question, body in ((f"0. {CHANGE}", change), (f"1. {RIDE}", ride)):
            rows.append(dict(zip(LONG, (f"a{number}", "2026-03-04 10:11:12 UTC", IP, "Enregistré", question, body), strict=True)))
    return rows


def test_the_answers_of_the_open_data_are_those_of_the_questionnaire(read):
    reading = read("ville.example-open-data-published_survey_user_responses.csv", as_csv(*long()))
    assert said(reading) == expected()
    aside = reading.rows[reading.rows["reason"] != ""]
    assert aside[["text", "question", "reason"]].drop_duplicates().to_numpy().tolist() == [
        ["", RIDE, "réponse à une question fermée, ou donnée personnelle"]
    ]
    assert IP not in reading.rows.to_csv()


@given(st.permutations(long()))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_of_the_open_data_ends_once_whatever_their_order(tmp_path, rows):
    reading = read_file(tmp_path, "survey.csv", as_csv(*rows))
    assert reading.rows["position"].tolist() == list(range(2, len(rows) + 2))
    assert sorted(said(reading)) == sorted(expected())


def test_a_question_that_the_settings_name_is_read_whatever_its_answers(read):
    reading = read("reponses.csv", as_csv(*wide(HEADERS["fr"], ANSWERS[2])), columns={"text": (RIDE,)})
    assert [text for _, _, text, _ in said(reading)] == RIDES
