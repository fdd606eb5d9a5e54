"""Cap Collectif exports: each row is what its type says, and what repeats a proposal is not that proposal again."""

from functools import partial

import pytest
from cap_exports import ARGUMENT, BENCH, COMMENT, NEWS, OPINION, PROPOSAL, VOTE, export
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_files import read_file

from contributions.errors import SourceError

SAID = ["native_id", "question", "text", "said_on", "quartier", "reason"]


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


# Proposals


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_proposal_is_its_title_its_summary_and_its_description(read, delimiter):
    reading = read("propositions.csv", export(PROPOSAL, delimiter=delimiter))
    assert (reading.reader, reading.why) == ("cap_collectif", "export Cap Collectif, propositions")
    text = "Un banc à l'ombre\n\nPrès de l'école.\n\nLes parents attendent debout, même l'été."
    assert reading.rows[SAID].values.tolist() == [["proposal/1-7", "", text, "2026-03-02", "Les Tilleuls", ""]]
    assert reading.rows["place"].tolist() == ["Square des Tilleuls"]


def test_a_row_of_the_full_export_is_what_its_type_says_and_never_its_proposal_again(read):
    rows = read("complet.csv", export(PROPOSAL, COMMENT, VOTE, NEWS)).rows
    assert rows[["position", "native_id", "question", "reason"]].values.tolist() == [
        [2, "proposal/1-7", "", ""],
        [3, "comment/comment3", BENCH[0], ""],
        [4, "", "", "vote : ce n'est pas une parole"],
        [5, "", "", "actualité : ce n'est pas la parole d'un habitant"],
    ]
    assert rows["text"].tolist()[1:] == ["D'accord, et un abri avec.", "", ""]
    assert not [word for word in ("leuet", "user41") if word in rows.to_csv()]


def test_a_type_in_words_nobody_foresaw_is_told_by_the_columns_it_fills(read):
    unknown = [record | {"export_contribution_type": "Autre"} for record in (PROPOSAL, COMMENT, VOTE, PROPOSAL)]
    rows = read("complet.csv", export(*unknown)).rows
    assert rows["native_id"].tolist() == ["proposal/1-7", "comment/comment3", "", ""]
    assert rows["reason"].tolist()[2:] == ["vote : ce n'est pas une parole", "ligne qui répète une proposition déjà lue"]


def test_a_comment_without_words_is_not_its_proposal(read):
    blank = COMMENT | {"export_proposal_comments_body": "", "export_contribution_type": "Commentaire"}
    assert read("complet.csv", export(PROPOSAL, blank)).rows[["native_id", "text", "reason"]].values.tolist()[1] == [
        "comment/comment3",
        "",
        "texte vide",
    ]


def test_what_the_platform_hides_has_its_reason(read):
    trashed = PROPOSAL | {"export_proposal_trashed_at": "2026-03-05 10:00:00"}
    draft = {
        "export_proposal_publication_status": "export_proposal_publication_status_draft",
        "export_proposal_reference": '"1-8"',
    }
    rows = read("propositions.csv", export(trashed, PROPOSAL | draft)).rows
    assert rows["reason"].tolist() == ["contribution retirée par la modération", "contribution non publiée"]


def test_the_grouped_export_is_read_without_its_participants(read):
    person = {
        "export_participant_user_id": "user41",
        "export_participant_username": "Bleuet",
        "export_participant_user_email": "bleuet@exemple.org",
        "export_participant_phone": "+33600000000",
        "export_participant_date_of_birth": "1980-01-01",
        "export_participant_zip_code": "99000",
    }
    vote = VOTE | {"export_proposal_votes_id": ""}
    rows = read("groupes.csv", export(person | PROPOSAL, person | vote)).rows
    assert rows["reason"].tolist() == ["", "vote : ce n'est pas une parole"]
    assert not [word for word in ("leuet", "0600000000", "1980", "99000", "user41") if word in rows.to_csv()]


def test_the_headers_of_the_first_exports_are_read_too(read):
    proposal = {"contribution_type": "proposal", "proposal_id": "p7", "proposal_title": BENCH[0], "proposal_summary": ""}
    proposal |= {"proposal_description": "Près de l'école.", "proposal_publishedAt": "2018-03-02T20:15:12+01:00"}
    vote = proposal | {"contribution_type": "proposalVote", "proposal_votes_id": "v1"}
    rows = read("ancien.csv", export(proposal, vote)).rows
    assert rows[["native_id", "text", "said_on"]].values.tolist()[0] == [
        "proposal/p7",
        "Un banc à l'ombre\n\nPrès de l'école.",
        "2018-03-02",
    ]
    assert rows["reason"].tolist()[1] == "vote : ce n'est pas une parole"


def test_the_open_question_of_a_form_is_a_contribution_of_its_own_read_once(read):
    asked = {"À qui cela servira-t-il ?": "Aux parents qui attendent le soir", "Votre commune ?": "Valmerise"}
    rows = read("propositions.csv", export(PROPOSAL | asked, COMMENT | asked)).rows
    assert rows[["native_id", "question"]].values.tolist() == [
        ["proposal/1-7", ""],
        ["proposal/1-7", "À qui cela servira-t-il ?"],
        ["comment/comment3", BENCH[0]],
    ]


# What is refused


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("export_participant_user_id,export_participant_username", "participants : ce sont des données personnelles"),
        ("export_vote_published_at,export_vote_type", "votes : ce ne sont pas des paroles"),
    ],
)
def test_other_cap_collectif_exports_are_refused_by_their_name(read, header, problem):
    with pytest.raises(SourceError, match=problem):
        read("export.csv", f"{header}\nuser1,Pour\n")


@pytest.mark.parametrize(("name", "content"), [("a.csv", "id,avis\n1,Un banc à l'ombre\n"), ("a.json", '[{"avis": "Un banc"}]')])
def test_another_file_is_no_cap_collectif_export(read, name, content):
    with pytest.raises(SourceError, match="ce n'est pas un export Cap Collectif"):
        read(name, content, reader="cap_collectif")


def test_a_damaged_json_is_said(read):
    with pytest.raises(SourceError, match="JSON illisible"):
        read("avis.json", '{"opinion": {"id": 12', reader="cap_collectif")


# The law


@given(st.lists(st.sampled_from([PROPOSAL, COMMENT, VOTE, NEWS, OPINION, ARGUMENT]), min_size=1, max_size=12), st.data())
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_of_an_export_is_in_the_frame_with_a_text_or_a_reason(tmp_path, records, data):
    blanked = [
        {label: value if data.draw(st.booleans()) else "" for label, value in record.items()}
        | {"export_contribution_type": data.draw(st.sampled_from([record["export_contribution_type"], "Autre"]))}
        for record in records
    ]
    header = dict.fromkeys(PROPOSAL | OPINION, "")
    frame = read_file(tmp_path, "export.csv", export(*(header | record for record in blanked))).rows
    assert frame["position"].tolist() == list(range(2, len(records) + 2))
    assert (frame["text"].ne("") | frame["reason"].ne("")).all()
