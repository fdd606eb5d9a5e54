"""Consultations, debates and questionnaires of Cap Collectif."""

import csv
import io
import json
from functools import partial

import pytest
from cap_exports import ARGUMENT, OPINION, export
from source_files import read_file

SAID = ["native_id", "question", "text", "said_on", "quartier", "reason"]


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


# Consultations and debates


def test_an_opinion_keeps_its_section_and_an_argument_what_it_answers(read):
    reading = read("consultation.csv", export(OPINION, ARGUMENT))
    assert reading.why == "export Cap Collectif, consultation"
    assert reading.rows[SAID].values.tolist() == [
        ["opinion/opinion5", "Se déplacer", "Des bus le dimanche\n\nLe marché est loin.", "2026-01-05", "", ""],
        ["argument/argument8", "Des bus le dimanche", "Les chauffeurs se reposent ce jour-là.", "2026-01-06", "", ""],
    ]


@pytest.mark.parametrize(
    ("group", "kind", "reason"),
    [
        ("votes", "opinion_vote", "vote : ce n'est pas une parole"),
        ("sources", "opinion_source", "source citée : ce n'est pas une parole"),
        ("reportings", "opinion_reporting", "signalement : ce n'est pas une parole"),
        ("context_element", "appendix", "élément de contexte : ce n'est pas la parole d'un habitant"),
    ],
)
def test_what_is_no_speech_in_a_consultation_has_its_reason(read, group, kind, reason):
    other = {"export_contribution_type": f"export_contribution_type_{kind}", f"export_contribution_{group}_id": "x1"}
    assert read("consultation.csv", export(OPINION, other)).rows["reason"].tolist() == ["", reason]


def test_the_vrai_debat_writes_its_texts_in_the_columns_of_versions(read):
    record = {
        "contributions_id": "T3BpbmlvbjoxMg==",
        "contribution_versions_title": "Un bus du soir",
        "contribution_versions_bodyText": "Pour rentrer du travail.",
        "contributions_createdAt": "2019-02-03 10:00:00",
        "contributions_votesCountOk": "4",
        "contributions_argumentsCountFor": "2",
    }
    rows = read("transports.csv", export(record)).rows
    assert rows[["native_id", "text", "said_on"]].values.tolist() == [
        ["version/T3BpbmlvbjoxMg==", "Un bus du soir\n\nPour rentrer du travail.", "2019-02-03"]
    ]


def test_the_arguments_of_a_debate_are_read_without_who_wrote_them(read):
    argument = {
        "export_contribution_argument_published_at": "2026-02-01 09:00:00",
        "export_contribution_argument_author_username": "Bleuet",
        "export_contribution_argument_author_zip_code": "99000",
        "export_contribution_argument_content": "Le parc ferme trop tôt en été.",
        "export_contribution_argument_type": "Pour",
        "export_contribution_argument_vote_number": "3",
    }
    trashed = argument | {"export_contribution_argument_trashed_at": "2026-02-02 09:00:00"}
    vote = {"export_vote_type": "Contre", "export_vote_published_at": "2026-02-02 09:00:00"}
    reading = read("debat.csv", export(argument, trashed, vote))
    assert reading.rows[["text", "said_on", "reason"]].values.tolist() == [
        ["Le parc ferme trop tôt en été.", "2026-02-01", ""],
        ["Le parc ferme trop tôt en été.", "2026-02-01", "contribution retirée par la modération"],
        ["", "", "vote : ce n'est pas une parole"],
    ]
    assert not [word for word in ("leuet", "99000") if word in reading.rows.to_csv()]


OLD = {
    "opinion": {
        "id": 12,
        "title": "Ouvrir les donn&eacute;es",
        "body": "<p>Les horaires d&#39;abord.</p>",
        "type": {"title": "Section 2", "subtitle": "La circulation des données"},
        "votes_ok": 4,
        "is_trashed": False,
        "author": {"displayName": "Bleuet"},
        "arguments": [
            {"id": 3, "body": "Et les plans.", "type": 1, "author": {"displayName": "Bleuet"}},
            {"id": 4, "is_trashed": True},
        ],
    }
}


@pytest.mark.parametrize("content", [OLD, [OLD], {"opinions": [OLD["opinion"]]}])
def test_an_opinion_in_json_is_read_with_its_arguments(read, content):
    reading = read("avis.json", json.dumps(content))
    assert (reading.reader, reading.why) == ("cap_collectif", "export Cap Collectif, consultation")
    assert reading.rows[["native_id", "question", "text", "reason"]].values.tolist() == [
        ["opinion/12", "Section 2 : La circulation des données", "Ouvrir les données\n\nLes horaires d'abord.", ""],
        ["argument/3", "Ouvrir les données", "Et les plans.", ""],
        ["argument/4", "Ouvrir les données", "", "contribution retirée par la modération"],
    ]
    assert "Bleuet" not in reading.rows.to_csv()


# Questionnaires


def reply(number, *answers):
    return ["Réponse", f"reply{number}", f"user{number}", "2026-03-02 20:15:12", *answers]


REPLY = [
    "export_contribution_type",
    "export_contribution_id",
    "export_contribution_author_id",
    "export_contribution_published_at",
]
MISSING = "Que manque-t-il dans votre quartier ?"


def questionnaire(questions, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[*REPLY, *questions], *rows])
    return out.getvalue()


def test_a_respondent_gives_one_contribution_per_open_question_even_of_one_label(read):
    answers = [f"Des bancs devant le numéro {n}" for n in range(24)]
    rows = [reply(n, answers[n], ["Souvent, à pied", "Jamais, trop loin"][n % 2], f"Et {answers[n]}") for n in range(24)]
    rows.append(reply(30, "", "Souvent, à pied", ""))
    reading = read("questionnaire.csv", questionnaire([MISSING, "Venez-vous au marché ?", MISSING], rows))
    assert reading.rows["question"].unique().tolist() == [MISSING, ""]
    assert reading.rows[["position", "native_id", "text", "reason"]].values.tolist()[-3:] == [
        [25, "reply/reply23", answers[23], ""],
        [25, "reply/reply23", f"Et {answers[23]}", ""],
        [26, "reply/reply30", "", "aucune réponse à une question ouverte"],
    ]
    assert "(non lu : 1 liste)" in reading.why


def test_what_a_questionnaire_asks_of_the_person_is_not_read(read):
    asked = [MISSING, "Votre nom et votre prénom", "E-mail", "Adresse postale"]
    rows = [reply(1, "Un jardin à partager", "Bleuet du canal vert", "bleuet@exemple.org", "3 rue du canal vert")]
    told = read("questionnaire.csv", questionnaire(asked, rows)).rows
    assert told["text"].tolist() == ["Un jardin à partager"]
