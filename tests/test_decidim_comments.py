"""Decidim comments: each joined to what it is about, read all the same where that is not there."""

from functools import partial

import pytest
from decidim_exports import COMMENT, MEETING, PLACE, PROPOSAL, REPLY, RESULT, TAXONOMIES, as_csv
from source_files import read_file, workbook

from contributions.ingest import duplicates, identify

SAID = ["native_id", "part", "quartier", "session", "reason"]
COMMENTS = "ville.example-open-data-proposal_comments.csv"
OLD = ("root_commentable_url", "locale")


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def beside(folder, platform="ville.example", **files):
    for name, content in files.items():
        (folder / f"{platform}-open-data-{name}.csv").write_text(content, encoding="utf-8")


def values(reading):
    return reading.rows[SAID].to_numpy().tolist()


def without(record, *fields):
    return {field: value for field, value in record.items() if field not in fields}


def test_a_comment_and_its_reply_take_the_quartier_of_the_proposal(read, tmp_path):
    beside(tmp_path, proposals=as_csv(PROPOSAL), taxonomies=as_csv(*TAXONOMIES))
    reading = read(COMMENTS, as_csv(COMMENT, REPLY))
    assert values(reading) == [
        ["comment/90", "proposal/7", "Les Tilleuls", "", ""],
        ["comment/91", "proposal/7", "Les Tilleuls", "", ""],
    ]
    assert "2 sur 2 ont à côté d'eux ce qu'ils commentent" in reading.why


def test_comments_without_what_they_are_about_are_read(read):
    reading = read(COMMENTS, as_csv(COMMENT, REPLY))
    assert reading.rows["part"].tolist() == ["proposal/7", "proposal/7"]
    assert reading.rows["reason"].tolist() == ["", ""]
    assert "0 sur 2" in reading.why


def test_a_reply_without_the_address_of_its_root_climbs_to_it(read, tmp_path):
    beside(tmp_path, proposals=as_csv(PROPOSAL), taxonomies=as_csv(*TAXONOMIES))
    again = REPLY | {"id": "92", "commentable_id": "91"}
    lost = REPLY | {"id": "93", "commentable_id": "404"}
    turning = [REPLY | {"id": "94", "commentable_id": "95"}, REPLY | {"id": "95", "commentable_id": "94"}]
    rows = [without(each, *OLD) for each in (again, REPLY, COMMENT, lost, *turning)]
    assert [(row[1], row[2]) for row in values(read(COMMENTS, as_csv(*rows)))] == [
        *[("proposal/7", "Les Tilleuls")] * 3,
        *[("", "")] * 3,
    ]


@pytest.mark.parametrize(
    ("kind", "record", "session"),
    [
        ("Decidim::Meetings::Meeting", MEETING, "Réunion publique des Tilleuls"),
        ("Decidim::Accountability::Result", RESULT, ""),
    ],
)
def test_comments_on_meetings_and_results_are_joined_too(read, tmp_path, kind, record, session):
    entity = kind.rpartition("::")[2].lower()
    beside(tmp_path, **{f"{entity}s": as_csv(record)}, taxonomies=as_csv(*TAXONOMIES))
    comment = COMMENT | {"commentable_id": record["id"], "commentable_type": kind, "root_commentable_url": record["url"]}
    reading = read(f"ville.example-open-data-{entity}_comments.csv", as_csv(comment))
    assert values(reading) == [["comment/90", f"{entity}/{record['id']}", "Les Tilleuls", session, ""]]


@pytest.mark.parametrize("kind", ["Decidim::Debates::Debate", "Decidim::Blogs::Post", "Decidim::Initiative"])
def test_comments_on_anything_else_are_read(read, kind):
    comment = without(COMMENT | {"commentable_type": kind}, *OLD)
    assert values(read("comments.csv", as_csv(comment)))[0][1] == f"{kind.rpartition('::')[2].lower()}/7"


def test_the_proposals_of_another_platform_are_not_what_is_commented(read, tmp_path):
    beside(tmp_path, platform="autre.example", proposals=as_csv(PROPOSAL), taxonomies=as_csv(*TAXONOMIES))
    (tmp_path / "proposals.csv").write_text(as_csv(PROPOSAL | {"url": "https://autre.example/f/5/proposals/7"}), encoding="utf-8")
    assert values(read(COMMENTS, as_csv(COMMENT)))[0][2] == ""
    assert values(read("comments.csv", as_csv(COMMENT)))[0][2] == ""


def test_files_exported_one_by_one_are_found_by_what_they_hold(read, tmp_path):
    (tmp_path / "vieux.csv").write_text(as_csv(PROPOSAL), encoding="utf-8")
    (tmp_path / "vide.csv").write_bytes(b"\n")
    (tmp_path / "abime-proposals.xlsx").write_bytes(b"PK n'importe quoi")
    (tmp_path / "taxonomies.xlsx").write_bytes(workbook(Export=[[*TAXONOMIES[0]], *([*each.values()] for each in TAXONOMIES)]))
    assert values(read("comments.csv", as_csv(COMMENT)))[0][2] == "Les Tilleuls"


def test_a_comment_read_alone_then_with_its_proposals_is_said_once(read, tmp_path):
    alone = identify(read(COMMENTS, as_csv(COMMENT)).rows, collection="c").assign(collection="c", duplicate_of="")
    beside(tmp_path, proposals=as_csv(PROPOSAL), taxonomies=as_csv(*TAXONOMIES))
    joined = identify(read(COMMENTS, as_csv(COMMENT)).rows, collection="c").assign(collection="c", duplicate_of="")
    assert joined["quartier"].tolist() == ["Les Tilleuls"]
    assert duplicates(joined, alone).tolist() == alone["id"].tolist()


def test_an_address_with_a_query_still_names_what_is_commented(read):
    comment = COMMENT | {"root_commentable_url": f"{PLACE}/5/proposals/7?locale=fr#comment_90"}
    assert read("comments.csv", as_csv(comment)).rows["part"].tolist() == ["proposal/7"]
