"""The Grand débat national: one contribution per respondent and open question."""

import csv
import io
import json
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_files import read_file

from contributions.errors import SourceError

FIELDS = [
    "id",
    "reference",
    "title",
    "createdAt",
    "publishedAt",
    "updatedAt",
    "trashed",
    "trashedStatus",
    "authorId",
    "authorType",
]
FIELDS += ["authorZipCode"]
CHANGE = "QUXVlc3Rpb246MTYw - Que faudrait-il changer dans votre commune ?"
TICKED = "QUXVlc3Rpb246MTQ2 - Parmi ces actions, lesquelles faut-il mener ?"
MORE = "Q169 - Y a-t-il d'autres points sur lesquels vous exprimer ?"
TEXTS = ("Planter des arbres le long du canal", "Rouvrir la ligne de bus du dimanche")


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def export(header, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def respondent(number, *answers, trashed="false"):
    dates = ["2019-01-22 09:37:00", "2019-01-23 10:00:00", ""]
    return [f"id{number}", f"2-{number}", "Mon avis", *dates, trashed, "", "VXNlcjo3", "Citoyen", "75010.0", *answers]


def test_each_open_question_gives_a_contribution_and_keeps_its_question(read):
    rows = [respondent(n, f"{TEXTS[0]}, au numéro {n}", "Isoler les écoles|Aider le vélo", "") for n in range(4)]
    rows.append(respondent(9, TEXTS[1], "Aider le vélo", "Que les abris soient éclairés"))
    reading = read("ecologie.csv", export([*FIELDS, CHANGE, TICKED, MORE], rows))
    assert reading.reader == "grand_debat"
    assert "(non lu : 1 liste)" in reading.why
    assert reading.rows[["native_id", "position", "question", "text", "said_on", "reason"]].values.tolist()[-2:] == [
        ["2-9", 6, "Que faudrait-il changer dans votre commune ?", TEXTS[1], "2019-01-23", ""],
        ["2-9", 6, "Y a-t-il d'autres points sur lesquels vous exprimer ?", "Que les abris soient éclairés", "2019-01-23", ""],
    ]
    assert "vélo" not in reading.rows.to_csv()


ACTIONS = [
    f"{verb} {what} du bourg" for verb in ("Isoler", "Rénover") for what in ("la crèche", "la mairie", "le gymnase", "le lavoir")
]
PAIRS = [f"{one}|{other}" for one, other in zip(ACTIONS, ACTIONS[1:] + ACTIONS[:1], strict=True)]


@pytest.mark.parametrize(
    "ticked",
    [PAIRS[:5], ACTIONS * 3 + PAIRS, [pair.replace("|", ", ") for pair in PAIRS] + ACTIONS * 3],
    ids=["bars in few answers", "few bars in many answers", "commas"],
)
def test_a_list_is_left_out_however_its_choices_are_joined(read, ticked):
    rows = [respondent(n, f"{TEXTS[0]}, au numéro {n}", choice) for n, choice in enumerate(ticked)]
    reading = read("a.csv", export([*FIELDS, CHANGE, TICKED], rows))
    assert set(reading.rows["question"]) == {"Que faudrait-il changer dans votre commune ?"}


def test_neither_the_postcode_nor_the_author_is_copied(read):
    header = [*FIELDS[:-3], "authorUsername", "authorEmail", *FIELDS[-3:], CHANGE, "Votre adresse de courriel ?"]
    row = respondent(1, TEXTS[0], "écrire à bleuet tout court")
    row[8:8] = ["Bleuet du canal", "bleuet@exemple.org"]
    told = read("a.csv", export(header, [row])).rows.to_csv()
    assert TEXTS[0] in told
    assert not [word for word in ("75010", "leuet", "VXNl", "Citoyen") if word in told]


def test_a_trashed_contribution_has_its_reason_and_an_empty_one_too(read):
    rows = [respondent(1, TEXTS[0], trashed="true"), respondent(2, ""), respondent(3, TEXTS[1])]
    assert read("a.csv", export([*FIELDS, CHANGE], rows)).rows["reason"].tolist() == [
        "contribution retirée par la modération",
        "aucune réponse à une question ouverte",
        "",
    ]


def test_the_question_may_have_no_number(read):
    rows = read("a.csv", export([*FIELDS, "Que garder du marché ?"], [respondent(1, TEXTS[0])])).rows
    assert rows["question"].tolist() == ["Que garder du marché ?"]


def test_the_closed_questionnaires_have_no_reference(read):
    header = ["id", "createdAt", "publishedAt", "updatedAt", "authorId", "authorType", "authorZipCode", CHANGE]
    rows = read("a.csv", export(header, [["r1", "2019-02-01", "", "", "VXNl", "Citoyen", "31000", TEXTS[0]]])).rows
    assert rows[["native_id", "said_on", "text"]].values.tolist() == [["r1", "2019-02-01", TEXTS[0]]]


def test_json_gives_the_same_rows_as_csv(read):
    ticked = json.dumps({"labels": ["Isoler les écoles du bourg"], "other": None})
    responses = [
        {"questionId": label.split(" - ")[0][1:], "questionTitle": label.split(" - ")[1], "value": value, "formattedValue": value}
        for label, value in ((CHANGE, TEXTS[0]), (TICKED, ticked), (MORE, None))
    ]
    record = dict(zip(FIELDS, respondent(1), strict=True)) | {"trashed": False, "responses": responses}
    table = export([*FIELDS, CHANGE, TICKED, MORE], [respondent(1, TEXTS[0], "", "")])
    columns = ["native_id", "question", "text", "said_on", "reason"]
    in_json, in_csv = read("a.json", json.dumps([record])).rows[columns], read("a.csv", table).rows[columns]
    assert in_json.values.tolist() == in_csv.values.tolist()
    assert in_csv["text"].tolist() == [TEXTS[0]]


def test_a_question_named_in_the_settings_is_read_however_short_its_answers(read):
    table = export([*FIELDS, CHANGE, "Un mot ?"], [respondent(1, TEXTS[0], "Bancs")])
    rows = read("a.csv", table, columns={"text": ["Un mot ?"]}).rows
    assert rows[["question", "text"]].values.tolist() == [["Un mot ?", "Bancs"]]
    with pytest.raises(SourceError, match="pas de colonne « Deux mots \\? » parmi « Que faudrait-il"):
        read("a.csv", table, columns={"text": ["Deux mots ?"]})


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("id,title,createdAt,startAt,endAt,body,authorId,authorType,authorZipCode", "réunions : ce ne sont pas des paroles"),
        ("id,username,type,zipCode,createdAt,biography", "comptes : ce sont des données personnelles"),
    ],
)
def test_other_exports_of_the_grand_debat_are_refused_by_their_name(read, header, problem):
    with pytest.raises(SourceError, match=problem):
        read("a.csv", f"{header}\n{','.join('x' for _ in header.split(','))}\n")


def test_another_table_is_no_grand_debat(read):
    with pytest.raises(SourceError, match="ce n'est pas un export du Grand débat national"):
        read("a.csv", "id,avis\n1,Un banc à l'ombre\n", reader="grand_debat")


ANSWERS = st.sampled_from(["", "…", "Oui", "Oui|Non", *TEXTS])


@given(st.lists(st.tuples(ANSWERS, ANSWERS, ANSWERS, st.sampled_from(["true", "false", ""])), min_size=1, max_size=30))
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_respondent_is_in_the_frame_with_an_answer_or_a_reason(tmp_path, rows):
    table = export([*FIELDS, CHANGE, TICKED, MORE], [respondent(n, *row[:3], trashed=row[3]) for n, row in enumerate(rows)])
    frame = read_file(tmp_path, "a.csv", table).rows
    assert set(frame["position"]) == {n + 2 for n in range(len(rows))}
    assert (frame["text"].ne("") | frame["reason"].ne("")).all()
    assert frame[frame["reason"] == ""]["text"].isin(TEXTS).sum() <= sum(text in TEXTS for row in rows for text in row)
