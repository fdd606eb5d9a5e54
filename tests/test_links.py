"""What people linked on a platform: both sides are kept, and a link names a contribution that was read before or after it."""

from functools import partial

import pytest
from decidim_exports import OTHER, PLACE, PROPOSAL, RESULT, as_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from source_files import read_file
from store_nouns import ATELIERS, contributions, frame

from contributions.consult import own_links
from contributions.domain import Collection
from contributions.errors import UsageError
from contributions.frames import CONTRIBUTIONS, LINKS
from contributions.store.links import links_of, save_links, with_contributions

BENCH = {"id": "C1", "native_id": "proposal/7", "text": "Il manque des bancs à l'ombre."}
LINK = {"collection": "ateliers", "native_id": "proposal/7", "target": "result/12", "title": "Plan bancs", "url": "u12"}


@pytest.fixture
def read(tmp_path):
    """Write a file, then read it."""
    return partial(read_file, tmp_path)


def pairs(links):
    return links[["target", "native_id", "contribution"]].to_numpy().tolist()


def of(reading):
    return reading.links[["native_id", "target", "title", "status"]].to_numpy().tolist()


def test_a_result_is_linked_to_its_proposals_and_one_without_any_is_a_target(read):
    reading = read("results.csv", as_csv(RESULT, RESULT | {"id": "13", "proposal_urls": ""}))
    about = ["Plan bancs publics", "En cours"]
    assert of(reading) == [
        ["proposal/7", "result/12", *about],
        ["proposal/8", "result/12", *about],
        ["", "result/13", *about],
    ]
    assert reading.links["description"].unique().tolist() == ["La ville installe douze bancs et plante des arbres."]
    assert "2 liens avec des propositions" in reading.why


@pytest.mark.parametrize(
    "written",
    [
        {"related_proposal_urls": f"{PLACE}/5/proposals/7, {PLACE}/5/proposals/8", "related_proposals": "7, 8"},
        {"related_proposals": "7, 8"},
        {"related_proposals": f"{PLACE}/5/proposals/7, {PLACE}/5/proposals/8"},
    ],
)
def test_a_project_of_a_budget_is_linked_by_addresses_or_by_ids(read, written):
    project = {
        "id": "3",
        "title/fr": "Bancs",
        "description/fr": "Dix bancs",
        "budget_amount": "9000",
        "url": f"{PLACE}/projects/3",
    }
    assert [row[:2] for row in of(read("projects.csv", as_csv(project | written)))] == [
        ["proposal/7", "project/3"],
        ["proposal/8", "project/3"],
    ]


def test_the_answer_of_the_authority_is_linked_to_its_proposal(read):
    reading = read("proposals.csv", as_csv(PROPOSAL, OTHER))
    assert of(reading) == [["proposal/7", "answer/7", "", "accepted"]]
    assert reading.links["description"].tolist() == ["Douze bancs seront posés."]


def test_a_link_names_the_contribution_whichever_is_kept_first(store):
    save_links(store, frame(LINKS, LINK))
    assert pairs(links_of(store)) == [["result/12", "proposal/7", ""]]
    store.save_collection(ATELIERS)
    store.add_contributions(contributions(BENCH))
    assert pairs(links_of(store)) == [["result/12", "proposal/7", "C1"]]
    save_links(store, frame(LINKS, LINK | {"status": "Fini"}, LINK | {"native_id": ""}))
    assert pairs(links_of(store)) == [["result/12", "", ""], ["result/12", "proposal/7", "C1"]]
    save_links(store, frame(LINKS, LINK | {"native_id": "proposal/8"}, LINK | {"target": "result/9"}))
    assert pairs(links_of(store)) == [["result/12", "proposal/8", ""], ["result/9", "proposal/7", "C1"]]
    assert links_of(store)["title"].tolist() == ["Plan bancs"] * 2


def test_a_store_without_links_gives_their_columns(store):
    assert list(links_of(store).columns) == list(LINKS.columns)
    save_links(store, LINKS.empty())
    assert links_of(store).empty


def test_a_rejected_contribution_is_linked_to_nothing(store):
    store.save_collection(ATELIERS)
    store.add_contributions(contributions(BENCH | {"fate": "rejected", "reason": "x"}))
    save_links(store, frame(LINKS, LINK))
    assert pairs(links_of(store)) == [["result/12", "proposal/7", ""]]


def said(*rows):
    return frame(CONTRIBUTIONS, *(BENCH | row for row in rows))


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([{"collection": "ateliers"}], "C1"),
        ([{"collection": "autre"}], "C1"),
        ([{"collection": "autre"}, {"id": "C2", "collection": "ateliers", "text": "Autre chose"}], "C2"),
        ([{"collection": "autre"}, {"id": "C2", "collection": "encore"}], "C1"),
        ([{"collection": "autre"}, {"id": "C2", "collection": "encore", "text": "Deux plateformes numérotent depuis 1"}], ""),
        ([{"collection": "ateliers", "duplicate_of": "C0"}], "C0"),
        ([{"id": "C0", "collection": "ateliers"}, {"collection": "ateliers", "duplicate_of": "C9"}], "C0"),
        ([], ""),
    ],
)
def test_a_link_names_one_saying_or_none(rows, named):
    assert with_contributions(frame(LINKS, LINK), said(*rows))["contribution"].tolist() == [named]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), max_size=6), st.randoms())
def test_the_order_of_contributions_changes_no_link(drawn, chance):
    rows = [{"id": f"C{n}", "collection": where, "text": text} for n, (where, text) in enumerate(drawn)]
    links = frame(LINKS, LINK | {"collection": "a"})
    before = with_contributions(links, said(*rows))
    chance.shuffle(rows)
    assert with_contributions(links, said(*rows)).equals(before)


def test_the_links_of_a_workspace_are_questions_and_every_result_a_target(store):
    store.save_collection(ATELIERS)
    store.save_collection(Collection("copie"))
    copied = {"id": "C2", "native_id": "proposal/8", "text": "Un banc près du lac"}
    store.add_contributions(contributions(BENCH, copied))
    again = LINK | {"collection": "copie", "title": "Plan bancs publics"}
    repeated = {"collection": "ateliers", "native_id": "proposal/8", "target": "result/13", "title": copied["text"]}
    answer = LINK | {"target": "answer/7", "description": "Bien reçu"}
    save_links(store, frame(LINKS, LINK, again, repeated, answer, LINK | {"target": "result/14", "url": "u14", "title": ""}))
    queries, targets = own_links(store)
    assert queries == [{"id": "C1", "text": BENCH["text"], "gold": ["u12"]}]
    assert targets == [{"id": "ateliers/result/13", "text": copied["text"]}, {"id": "u12", "text": "Plan bancs publics"}]


def test_a_workspace_without_links_says_what_to_read(store):
    with pytest.raises(UsageError, match="lisez l'export des propositions et celui des résultats"):
        own_links(store)
