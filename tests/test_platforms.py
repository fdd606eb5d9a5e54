"""Exports of Go Vocal, Consul Democracy and Polis."""

import csv
import datetime as dt
import io
import json
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st
from source_files import CITY, read_file, workbook

from contributions.errors import SourceError
from contributions.ingest import consul, go_vocal, polis
from contributions.ingest.files import SourceFile
from contributions.settings import CollectionSettings, Columns


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def comma_separated(*rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


# Go Vocal

FORM = ["Titre", "Description", "Étiquettes", "Latitude", "Longitude", "Adresse"]
AUTHOR = ["Nom de l'auteur", "E-mail de l'auteur", "ID de l'auteur"]
META = ["Soumis le", "Publié le", "Commentaires", "Nombre de « likes »", "Nombre de « dislikes »", "URL", "Projet", "Statut"]
ASSIGNED = ["Attribué", "E-mails du destinataire", "Genre", "Année de naissance", "Localité"]
IDEA = ["Un banc", "Un siège à l'ombre pour les aînés.", "Cadre de vie;Nature", 48.1, 2.3, "Place du Marché"]
WHO = ["Auteur Inventé", "auteur@exemple.test", "a-1"]
WHEN = [dt.datetime(2026, 3, 4, 18, 30), dt.datetime(2026, 3, 6, 9, 0), 2, 5, 0, "https://x.test", "Mon quartier", "Proposé"]
PERSON = ["Agent Inventé", "agent@exemple.test", "Féminin", 1984, "Les Tilleuls"]


def phase(questions, *answers):
    """Make a sheet: the same idea on each row, and what was answered there."""
    header = ["ID", *FORM, *questions, *AUTHOR, *META, *ASSIGNED]
    rows = [[f"idee-{number}", *IDEA, *given, *WHO, *WHEN, *PERSON] for number, given in enumerate(answers, start=1)]
    return [header, *rows]


def test_a_go_vocal_idea_is_its_title_and_description_with_what_is_said_of_who_wrote_it(read):
    reading = read("idees.xlsx", workbook(Phase=phase([], [])))
    assert (reading.reader, reading.why) == ("go_vocal", "export Go Vocal")
    columns = ["native_id", "part", "position", "text", "said_on", "place", "quartier", "age_band", "gender", "reason"]
    text = "Un banc\n\nUn siège à l'ombre pour les aînés."
    assert reading.rows[columns].values.tolist() == [
        ["idee-1", "Phase", 2, text, "2026-03-04", "Place du Marché", "Les Tilleuls", "30-44", "F", ""]
    ]


def test_authors_and_agents_of_go_vocal_are_never_read(read):
    kept = read("idees.xlsx", workbook(Phase=phase(["Et pour les enfants ?"], ["Un toboggan plus petit, merci"]))).rows.to_csv()
    assert not any(word in kept for word in ("Inventé", "exemple.test", "a-1", "1984"))


def test_an_open_question_is_a_contribution_of_its_own_and_a_list_is_not(read):
    answers = [[f"Il faudrait {number} bancs devant l'école", ["Oui", "Non"][number % 2], number % 5] for number in range(24)]
    reading = read("idees.xlsx", workbook(Phase=phase(["Que faudrait-il ?", "Êtes-vous d'ici ?", "Note"], *answers)))
    asked = reading.rows[reading.rows["question"] != ""]
    assert set(asked["question"]) == {"Que faudrait-il ?"}
    assert asked["text"].tolist() == [answer[0] for answer in answers]
    assert len(reading.rows) == 48
    left = "(non lu : 1 liste, 1 sans texte)"
    assert reading.why == f"export Go Vocal, questions ouvertes : « Que faudrait-il ? » {left}"


def test_a_few_answers_in_a_word_are_ticks_unless_the_settings_name_their_question(read):
    sheet = phase(["Un mot pour votre rue ?"], ["calme"], ["bruyante"], ["calme"])
    assert set(read("idees.xlsx", workbook(Phase=sheet)).rows["question"]) == {""}
    named = read("idees.xlsx", workbook(Phase=sheet), columns=Columns(text=["Un mot pour votre rue ?"]))
    assert named.rows["text"].tolist()[1::2] == ["calme", "bruyante", "calme"]


def test_a_question_asked_twice_is_read_twice_under_its_own_name(read):
    answers = ["Parce que la rue est sombre", "Parce que les voitures vont vite"]
    rows = read("idees.xlsx", workbook(Phase=phase(["Pourquoi ?", "Pourquoi ?__2"], answers))).rows
    assert rows[["question", "text"]].values.tolist()[1:] == [["Pourquoi ?", answer] for answer in answers]


def test_every_sheet_is_read_and_one_of_another_kind_has_its_reason(read):
    other = [["Synthèse du service"], ["Beaucoup de bancs demandés"]]
    rows = read("idees.xlsx", workbook(Idées=phase([], []), Suite=phase([], [], []), Synthèse=other)).rows
    assert rows["part"].tolist() == ["Idées", "Suite", "Suite", "Synthèse", "Synthèse"]
    assert rows["reason"].tolist() == [""] * 3 + ["feuille sans contributions Go Vocal"] * 2
    assert rows["text"].tolist()[3:] == ["", ""]


def test_an_english_survey_without_authors_and_with_written_dates_is_read(read):
    header = [
        "ID",
        "What is missing here?",
        "Author ID",
        "Submitted at",
        "Project",
        "Gender",
        "Year of birth",
        "Place of residence",
    ]
    row = [
        "r-1",
        "'-un arrêt de bus devant le collège",
        "a-1",
        "03/04/2026 18:30:00",
        "Survey",
        "Female",
        "2012",
        "Somewhere else",
    ]
    rows = read("survey.xlsx", workbook(Survey=[header, row])).rows
    assert rows[["native_id", "question", "text", "said_on", "age_band", "gender", "quartier"]].values.tolist() == [
        ["r-1", "What is missing here?", "-un arrêt de bus devant le collège", "2026-03-04", "0-14", "F", ""]
    ]


@pytest.mark.parametrize(("birth", "submitted"), [(2030, "2026-03-04"), (1700, "2026-03-04"), ("?", "2026-03-04"), (1984, None)])
def test_an_age_needs_a_year_of_birth_and_a_day_of_submission(read, birth, submitted):
    header = ["ID", "Titre", "ID de l'auteur", "Soumis le", "Projet", "Année de naissance"]
    assert read("i.xlsx", workbook(P=[header, ["1", "Un banc", "a", submitted, "Q", birth]])).rows["age_band"].tolist() == [""]


# Consul Democracy

FRENCH = [
    "ID", "Titre", "Description", "Administrateur", "Évaluateur", "Groupe d’évaluation", "Portée de l'opération", "Faisabilité",
    "Ev. Ter.", "Explication de l'infaisabilité", "Sélectionné", "Montrer aux évaluateurs", "Nom de l'auteur",
]  # fmt: skip
ENGLISH = [
    "ID", "Title", "Description", "Administrator", "Valuator", "Valuation Group", "Scope of operation", "Feasibility",
    "Val. Fin.", "Unfeasibility explanation", "Selected", "Show to valuators", "Author username",
]  # fmt: skip
INVESTMENT = ["12", "Un jardin", "<p>Des arbres&nbsp;fruitiers.</p>", "Agent Inventé", "-", "-", "tilleuls"]
VALUATED = ["Infaisable", "oui", "Trop cher pour la ville", "non", "non", "auteur_invente"]


@pytest.mark.parametrize("header", [FRENCH, ENGLISH], ids=["français", "anglais"])
def test_an_investment_that_was_refused_is_speech_and_its_refusal_is_not(read, header):
    reading = read("projets.csv", comma_separated(header, [*INVESTMENT, *VALUATED]))
    assert (reading.reader, reading.why) == ("consul", "export Consul, projets de budget")
    assert reading.rows[["native_id", "text", "quartier", "qpv_code", "reason"]].values.tolist() == [
        ["investment/12", "Un jardin\n\nDes arbres fruitiers.", "Les Tilleuls", "QN09901N", ""]
    ]
    assert not any(word in reading.rows.to_csv() for word in ("Inventé", "invente", "Trop cher"))


def test_a_heading_that_is_no_quartier_is_a_place_and_a_dash_is_nothing(read):
    rows = read("p.csv", comma_separated(FRENCH, ["12", "Un jardin", "-", "-", "-", "-", "Toute la ville", *VALUATED])).rows
    assert rows[["text", "quartier", "place"]].values.tolist() == [["Un jardin", "", "Toute la ville"]]


def test_a_json_of_investments_is_recognised_by_its_three_keys(read):
    records = [{"id": 12, "title": "Un jardin", "description": "Un jardin pour tous"}]
    rows = read("projets.json", json.dumps(records)).rows
    assert rows[["native_id", "text", "position"]].values.tolist() == [["investment/12", "Un jardin pour tous", 1]]
    assert read("idees.json", json.dumps([{**records[0], "id": "a"}])).reader == "tabular"
    assert read("idees.json", json.dumps([{**records[0], "note": "x"}])).reader == "tabular"


PROPOSAL = {"id": 3, "title": "Le marché", "summary": "Un marché le soir", "description": "<p>Jusqu'à 20 h.</p>"}
COUNTS = {"comments_count": 2, "cached_votes_up": 5}


def test_a_proposal_is_its_title_its_summary_and_its_description_in_its_quartier(read):
    record = {**PROPOSAL, "public_created_at": "2026-03-04 18:30:00 +0100", "geozone": {"name": "ht clos"}, **COUNTS}
    reading = read("propositions.json", json.dumps([record, {**record, "id": 4, "geozone": None, "retired_at": "2026-04-01"}]))
    assert reading.why == "export Consul, propositions"
    text = "Le marché\n\nUn marché le soir\n\nJusqu'à 20 h."
    assert reading.rows[["native_id", "text", "said_on", "quartier", "reason"]].values.tolist() == [
        ["proposal/3", text, "2026-03-04", "Le Haut-Clos", ""],
        ["proposal/4", text, "2026-03-04", "", "proposition retirée par son auteur"],
    ]


def test_debates_and_comments_of_consul_are_read(read):
    debate = read(
        "debats.csv", "id,title,description,cached_votes_up,comments_count\n3,Le bruit,<p>Que faire la nuit ?</p>,1,0\n"
    )
    assert (debate.why, debate.rows["text"].tolist()) == ("export Consul, débats", ["Le bruit\n\nQue faire la nuit ?"])
    comment = read("avis.csv", "id,commentable_id,commentable_type,body,ancestry\n9,3,Debate,Fermer plus tôt,1/2\n")
    assert (comment.reader, comment.rows[["native_id", "text"]].values.tolist()) == ("consul", [["comment/9", "Fermer plus tôt"]])


def test_an_answer_of_graphql_is_read_as_it_was_saved_list_by_list(read):
    comment = {"id": 9, "commentable_id": 3, "commentable_type": "Proposal", "body": "Oui, le jeudi", "cached_votes_up": 1}
    asked = {
        "proposals": [{**PROPOSAL, **COUNTS}],
        "comments": [comment],
        "geozones": [{"id": 1, "name": "Les Tilleuls"}],
        "tags": [{}],
    }
    answer = {"data": {name: {"edges": [{"node": node} for node in nodes]} for name, nodes in asked.items()}}
    reading = read("reponse.json", json.dumps(answer))
    assert reading.why == "export Consul, propositions, commentaires"
    assert reading.rows[["part", "position", "native_id", "reason"]].values.tolist() == [
        ["proposals", 1, "proposal/3", ""],
        ["comments", 1, "comment/9", ""],
        ["geozones", 1, "", "tableau sans contributions Consul"],
    ]


@pytest.mark.parametrize(
    ("content", "entity"),
    [("votable_id,votable_type,vote_flag\n3,Debate,true\n", "votes"), ("id,name,taggings_count\n1,Santé,4\n", "étiquettes")],
)
def test_other_tables_of_consul_are_refused_in_one_sentence(read, content, entity):
    with pytest.raises(SourceError, match=f"^x.csv : export Consul, {entity} : ce ne sont pas des paroles d'habitants.$"):
        read("x.csv", content)


# Polis

COMMENTS = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"]
FLAGGED = [*COMMENTS[:1], *COMMENTS[2:7], "is-meta", "is-seed", "group-informed-consensus", "comment-body"]


@pytest.mark.parametrize("timestamp", ["1772618400000", "1772618400"], ids=["millisecondes", "secondes"])
def test_a_polis_statement_is_read_without_its_author(read, timestamp):
    row = [timestamp, "Wed Mar 04 2026", 0, 987654, 12, 3, 1, "Il faut un bus, même le soir"]
    reading = read("comments.csv", comma_separated(COMMENTS, row))
    assert (reading.reader, reading.why) == ("polis", "export Polis, commentaires")
    assert reading.rows[["native_id", "text", "said_on", "reason"]].values.tolist() == [
        ["comment/0", "Il faut un bus, même le soir", "2026-03-04", ""]
    ]
    assert "987654" not in reading.rows.to_csv()


def test_a_statement_put_aside_or_written_by_the_organisers_has_its_reason(read):
    flags = [(-1, "false", "false"), (1, "false", "true"), (1, "true", "true"), (1, "true", "false"), (0, "false", "false")]
    rows = [["1772618400000", n, 1, 2, 3, *given, 0.5, f"Il manque {n} bancs"] for n, given in enumerate(flags)]
    seed = "phrase de départ écrite par les organisateurs"
    assert read("comments.csv", comma_separated(FLAGGED, *rows)).rows["reason"].tolist() == [
        "écartée par la modération", seed, seed, "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "entity"),
    [
        ("timestamp,datetime,comment-id,voter-id,vote\n1772618400,x,0,1,-1\n", "votes"),
        ("participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,2\n0,,1,2,3,1,1,1,\n", "votes par participant"),
        ("comment-id,comment,total-votes,total-agrees,total-disagrees,total-passes\n0,Un bus,3,2,1,0\n", "votes par groupe"),
        ("participant,xid\n0,x-1\n", "identifiants des participants"),
        ("n-votes,n-comments,n-visitors,n-voters,n-commenters\n0,0,1,0,0\n", "historique de fréquentation"),
        ("topic,Et le bus ?\nurl,https://pol.is/x\nvoters,9\nvoters-in-conv,9\ncomments,5\n", "résumé de la conversation"),
    ],
)
def test_other_files_of_polis_are_refused_in_one_sentence(read, content, entity):
    sentence = f"^x.csv : export Polis, {entity} : ce ne sont pas des paroles d'habitants ; elles sont dans comments.csv.$"
    with pytest.raises(SourceError, match=sentence):
        read("x.csv", content)


# The three


@pytest.mark.parametrize("reader", [polis, consul, go_vocal])
@pytest.mark.parametrize("content", ["avis,quartier\nUn banc à l'ombre,Les Tilleuls\n", "id,title\n1,Un banc\n"])
def test_an_export_of_something_else_is_left_to_the_other_readers(read, reader, content):
    with pytest.raises(SourceError, match=r"^avis\.csv : ce n'est pas un export"):
        read("avis.csv", content, reader=reader.NAME)
    assert read("avis.csv", content).reader == "tabular"


TEXTS = st.text("aé ,;'\"=-.0\n", max_size=12)
BYTES = {
    polis: lambda header, rows: comma_separated(header, *rows).encode(),
    consul: lambda header, rows: comma_separated(header, *rows).encode(),
    go_vocal: lambda header, rows: workbook(Phase=[header, *rows]),
}
HEADERS = {polis: FLAGGED, consul: FRENCH, go_vocal: phase(["Pourquoi ?", "Et demain ?"])[0]}
KINDS = {polis: "delimited", consul: "delimited", go_vocal: "xlsx"}


@pytest.mark.parametrize("reader", [polis, consul, go_vocal])
@law(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_row_of_the_file_is_in_the_frame_with_a_text_or_a_reason(reader, data):
    header = HEADERS[reader]
    rows = data.draw(st.lists(st.lists(TEXTS, min_size=len(header), max_size=len(header)).map(lambda row: ["n1", *row[1:]])))
    source = SourceFile(Path("export"), BYTES[reader](header, rows), KINDS[reader])
    frame = reader.read(source, settings=CollectionSettings(), quartiers=CITY).rows
    assert sorted(set(frame["position"])) == list(range(2, len(rows) + 2))
    assert ((frame["text"] != "") | (frame["reason"] != "")).all()
