"""What people linked on a platform teaches as well, and settles nothing."""

import numpy as np
import pandas as pd
import pytest
from store_nouns import ATELIERS, contributions
from store_nouns import frame as rows_of
from test_learning import BUS
from test_match import CONTRACT, frame, letters

from contributions.frames import LINKED, LINKS, REVIEWS
from contributions.match import Texts, Thresholds, as_artefact, match_ideas
from contributions.match.linked import lessons_of
from contributions.steps.matching import linked_of
from contributions.store.links import save_links


def links(*pairs):
    return LINKED.check(pd.DataFrame(pairs, columns=list(LINKED.columns)))


def said(texts, owners):
    return frame(texts).assign(contribution=owners)


def judged(texts, linked=(), reviews=()):
    told = REVIEWS.check(pd.DataFrame(list(reviews), columns=list(REVIEWS.columns)).astype({"right": bool}))
    return match_ideas(
        said(texts, [f"C{number:03}" for number in range(len(texts))]),
        Texts(texts, letters(texts), None),
        {},
        [CONTRACT],
        encode=letters,
        encode_second=None,
        thresholds=Thresholds(top=9),
        reviews=told,
        links=links(*linked),
    )


def score_of(found, idea, objective):
    rows = found.matches
    return rows[rows["subject"].eq(idea) & rows["objective"].eq(objective)]["score"].iloc[0]


def test_a_link_is_about_the_idea_of_the_contribution_that_is_nearest_the_objective():
    ideas = said(["un", "deux", "trois"], ["C1", "C1", "C2"])
    fused = np.array([[0.1, 0.9, 0], [0.5, 0.2, 0], [0.9, 0.9, 0]], dtype=np.float32)
    told = lessons_of(
        links(("C1", "contrat/1.1"), ("C1", "contrat/1.2"), ("C9", "contrat/1.1"), ("C2", "autre/1")),
        ideas,
        CONTRACT.leaves,
        fused,
    )
    assert told[["subject", "objective"]].to_numpy().tolist() == [["C000-1", "contrat/1.2"], ["C001-1", "contrat/1.1"]]


def test_an_idea_like_a_linked_one_comes_nearer_and_the_linked_one_is_not_settled():
    before, after = judged(BUS), judged(BUS, [("C000", "contrat/2.1"), ("C001", "contrat/1.1")])
    nearer = [score_of(after, "C002-1", each) - score_of(before, "C002-1", each) for each in ("contrat/2.1", "contrat/1.1")]
    assert nearer[0] * nearer[1] < 0
    assert set(after.matches["zone"]) <= {"proposed", "review", "none"}
    (scorer,) = after.scorers
    assert (scorer.linked, scorer.reviewed, dict(scorer.figures), scorer.certificate, scorer.zones) == (2, 0, {}, None, None)
    assert as_artefact(scorer)["linked"] == 2


def test_what_a_person_said_of_an_idea_holds_against_a_link():
    told = [("C000-1", "contrat", "contrat/1.2", True)]
    assert judged(BUS, [("C000", "contrat/2.1")], told).matches.equals(judged(BUS, [], told).matches)


def test_without_a_link_nothing_changes():
    assert judged(BUS).matches.equals(judged(BUS, [("C999", "contrat/2.1"), ("C000", "contrat/9")]).matches)


@pytest.mark.parametrize(
    ("title", "fate", "found"),
    [
        ("PROPRETÉ.", "kept", [("C1", "contrat/1.1")]),
        ("Propreté", "quarantined", []),
        ("Propreté des halls", "kept", []),
        ("", "kept", []),
    ],
)
def test_a_link_is_to_the_objective_that_bears_the_name_of_the_result(store, title, fate, found):
    store.save_collection(ATELIERS)
    store.add_contributions(contributions({"id": "C1", "native_id": "proposal/7", "fate": fate}))
    link = {"collection": "ateliers", "native_id": "proposal/7", "target": "result/12", "title": title}
    save_links(store, rows_of(LINKS, link, {**link, "native_id": "", "target": "result/13"}))
    assert list(linked_of(store, [CONTRACT]).itertuples(index=False, name=None)) == found
