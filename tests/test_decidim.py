"""Decidim exports of three generations."""

import json
from functools import partial

import pytest
from source_files import read_file

from contributions.errors import SourceError


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


PROPOSALS = {
    "2019": "id;category/id;category/name/en;category/name/fr;scope/id;scope/name/en;scope/name/fr;title;body;votes;comments;"
    "created_at;url;component/id;meeting_urls\n"
    "7;2;;Cadre de vie;3;;Les Tilleuls;Un banc;À l'ombre du square.;4;0;2019-01-17 10:38:20 +0100;http://x;5;\n",
    "2022": "id;scope/name/fr;component/id;title/fr;body/fr;state;published_at;url;meeting_urls;related_proposals\n"
    "7;Les Tilleuls;5;Un banc;<p>À l'ombre du square.</p>;;2019-01-17 10:38:20 UTC;http://x;;\n",
    "2025": "id;author/id;author/name;taxonomies/ids;component/id;title/fr;title/machine_translations/es;body/fr;published_at;"
    "meeting_urls;withdrawn\n"
    '7;41;neuvième étage;"2, 12";5;Un banc;Un banco;<p>À l\'ombre du square.</p>;2019-01-17 10:38:20 UTC;"";false\n',
}


@pytest.mark.parametrize("generation", PROPOSALS)
def test_decidim_proposals_of_three_generations_give_the_same_row(read, tmp_path, generation):
    (tmp_path / "ville-open-data-taxonomies.csv").write_text("id;name/fr;parent_id;is_root\n2;Les Tilleuls;1;false\n")
    reading = read("ville-open-data-proposals.csv", PROPOSALS[generation])
    assert reading.reader == "decidim"
    assert reading.rows[["native_id", "text", "said_on", "quartier", "qpv_code", "reason"]].values.tolist() == [
        ["proposal/7", "Un banc\n\nÀ l'ombre du square.", "2019-01-17", "Les Tilleuls", "QN09901N", ""]
    ]
    assert "neuvième étage" not in reading.rows.to_csv()


def test_a_withdrawn_proposal_is_a_row_with_its_reason(read):
    rows = read("proposals.csv", PROPOSALS["2025"].replace(";false\n", ";true\n")).rows
    assert rows["reason"].tolist() == ["proposition retirée par son auteur"]


def test_a_decidim_json_is_read_as_its_csv(read):
    record = {
        "id": 7,
        "component": {"id": 5},
        "title": {"fr": "Un banc"},
        "body": {"fr": "Un banc à l'ombre"},
        "meeting_urls": [],
    }
    rows = read("proposals.json", json.dumps([record])).rows
    assert rows[["native_id", "text"]].values.tolist() == [["proposal/7", "Un banc à l'ombre"]]


def test_decidim_comments_are_read_without_their_authors(read):
    content = (
        "id;created_at;body;author/name;commentable_id;commentable_type\n"
        "9;2026-03-02 20:15:12 UTC;Pas d'accord;Odile;7;Decidim::X\n"
    )
    rows = read("comments.csv", content).rows
    assert rows[["native_id", "text", "said_on"]].values.tolist() == [["comment/9", "Pas d'accord", "2026-03-02"]]
    assert "Odile" not in rows.to_csv()


def test_taxonomies_hold_no_saying_and_are_no_problem(read):
    reading = read("taxonomies.csv", "id;name/fr;parent_id;is_root\n2;Les Tilleuls;1;false\n")
    assert reading.rows.empty
    assert "lues avec les propositions" in reading.why


def test_other_decidim_exports_are_refused_by_their_name(read):
    with pytest.raises(SourceError, match="pages : ce ne sont pas des paroles"):
        read("pages.csv", "id;title/fr;body/fr;component/id;participatory_space/id;url\n2;Accueil;Bonjour;1;3;x\n")
