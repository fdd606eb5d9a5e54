"""People win: what they say of a match stands over every run, whatever the machine proposes and in whatever order."""

from datetime import UTC, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.domain import Decision, DecisionKind
from contributions.frames import MATCHES, REVIEWS
from contributions.match import Thresholds
from contributions.match.queue import CONTROL, Ask, asked, draw, turns_of
from contributions.reviewing import referential_of, reviews_of, standing_matches

SAME = {"C1-1": "C1-1", "C2-1": "C1-1", "C3-1": "C3-1"}
"""C2-1 is a copy of C1-1."""
OBJECTIVES = ("contrat/1", "contrat/2", "convention/A")
KINDS = (DecisionKind.ACCEPT_MATCH, DecisionKind.REJECT_MATCH, DecisionKind.NO_OBJECTIVE)


def decision(number, kind, subject, target, ideas=()):
    at = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Decision(f"D{number:05d}", at, "Inès", kind, subject, "relecture", target, ideas)


def machine():
    """Give what a run left: every idea near the first two objectives and one of the convention."""
    rows = [
        (idea, objective, rank, 1.0 / rank, 0.7 / rank, "proposed" if rank == 1 else "review", "bus")
        for idea in (*SAME, "T001")
        for rank, objective in enumerate(OBJECTIVES, start=1)
    ]
    return MATCHES.check(pd.DataFrame(rows, columns=list(MATCHES.columns)))


def stands(*decisions, same=SAME):
    return standing_matches(machine(), reviews_of(decisions, same))


def zones(frame):
    return {(row.subject, row.objective): row.zone for row in frame.itertuples()}


said = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(["C1-1", "C2-1", "C3-1", "T001"]), st.sampled_from(OBJECTIVES)), max_size=8
)


def taken(wishes):
    return [
        decision(number, kind, subject, referential_of(objective) if kind is DecisionKind.NO_OBJECTIVE else objective)
        for number, (kind, subject, objective) in enumerate(wishes, start=1)
    ]


def test_an_accepted_objective_settles_the_idea_and_its_copies_in_that_referential_alone():
    found = zones(stands(decision(1, DecisionKind.ACCEPT_MATCH, "C1-1", "contrat/2")))
    for idea in ("C1-1", "C2-1"):
        assert [found[idea, each] for each in OBJECTIVES] == ["none", "accepted", "review"]
    assert found["C3-1", "contrat/1"] == "proposed"


def test_an_objective_that_the_machine_did_not_see_is_added_when_a_person_accepts_it():
    found = stands(decision(1, DecisionKind.ACCEPT_MATCH, "C3-1", "contrat/9"))
    row = found[found["objective"].eq("contrat/9")].iloc[0]
    assert (row["subject"], row["zone"], row["rank"], row["probability"]) == ("C3-1", "accepted", 0, 1.0)


def test_a_rejection_takes_out_its_pair_alone():
    found = zones(stands(decision(1, DecisionKind.REJECT_MATCH, "C3-1", "contrat/1")))
    assert [found["C3-1", each] for each in OBJECTIVES] == ["rejected", "review", "review"]


def test_no_objective_takes_back_what_was_accepted_before_and_a_later_word_wins():
    accept = decision(1, DecisionKind.ACCEPT_MATCH, "C3-1", "contrat/1")
    none = decision(2, DecisionKind.NO_OBJECTIVE, "C3-1", "contrat")
    assert {zones(stands(accept, none))["C3-1", each] for each in OBJECTIVES[:2]} == {"none"}
    again = decision(3, DecisionKind.ACCEPT_MATCH, "C3-1", "contrat/2")
    assert [zones(stands(accept, none, again))["C3-1", each] for each in OBJECTIVES[:2]] == ["none", "accepted"]


def test_undoing_a_decision_gives_back_what_the_machine_proposes():
    accept = decision(1, DecisionKind.ACCEPT_MATCH, "C3-1", "contrat/2")
    undo = decision(2, DecisionKind.UNDO, "D00001", "")
    pd.testing.assert_frame_equal(stands(accept, undo), stands())


@given(said, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_what_stands_does_not_depend_on_the_order_of_rows_and_is_the_same_once_replayed_again(wishes, random):
    decisions = taken(wishes)
    reviews, rows = reviews_of(decisions, SAME), machine()
    shuffled = random.sample(range(len(rows)), len(rows))
    once = standing_matches(rows, reviews)
    pd.testing.assert_frame_equal(once, standing_matches(rows.iloc[shuffled].reset_index(drop=True), reviews))
    pd.testing.assert_frame_equal(once, standing_matches(once, reviews))
    random.shuffle(decisions)
    pd.testing.assert_frame_equal(reviews, reviews_of(decisions, SAME))


@given(said)
@settings(max_examples=40, deadline=None)
def test_a_settled_idea_has_the_objectives_that_people_accepted_and_no_other(wishes):
    reviews = reviews_of(taken(wishes), SAME)
    found = standing_matches(machine(), reviews)
    settled = reviews[reviews["right"] | reviews["objective"].eq("")]
    for (subject, referential), rows in settled.groupby(["subject", "referential"]):
        own = found[found["subject"].eq(subject) & found["objective"].map(referential_of).eq(referential)]
        voiced = own[own["zone"].isin(["accepted", "proposed", "review"])]
        assert sorted(voiced["objective"]) == sorted(rows.loc[rows["right"], "objective"])


def test_a_copy_that_comes_later_follows_what_was_said_of_the_first():
    accept = decision(1, DecisionKind.ACCEPT_MATCH, "C1-1", "contrat/1")
    later = reviews_of([accept], {**SAME, "C9-1": "C1-1"})
    assert sorted(later["subject"]) == ["C1-1", "C2-1", "C9-1"]


def test_what_was_said_of_an_idea_that_is_gone_stays_with_its_copies_and_without_any_says_nothing():
    left = {"C2-1": "C2-1", "C3-1": "C3-1"}
    accept = decision(1, DecisionKind.ACCEPT_MATCH, "C1-1", "contrat/1", ("C1-1", "C2-1"))
    assert reviews_of([accept], left)["subject"].tolist() == ["C2-1"]
    assert reviews_of([accept], {"C3-1": "C3-1"}).empty
    erased = decision(1, DecisionKind.ACCEPT_MATCH, "", "contrat/1")
    assert reviews_of([erased], left).empty


def test_the_queue_asks_each_group_of_copies_once_and_nothing_that_is_settled():
    ideas = {f"C{number}-1": f"C{number}-1" for number in range(40)} | {"C1-1": "C0-1"}
    rows = [(idea, "contrat/1", 1, 1.0, 0.5 + number / 100, "review", "") for number, idea in enumerate(ideas)]
    matches = MATCHES.check(pd.DataFrame(rows, columns=list(MATCHES.columns)))
    reviews = REVIEWS.check(pd.DataFrame([("C7-1", "contrat", "contrat/1", True)], columns=list(REVIEWS.columns)))
    found = dict(asked(turns_of(matches, ideas, thresholds=Thresholds()), reviews))
    assert len(found) == 38
    assert "C7-1" not in found
    assert len({"C0-1", "C1-1"} & set(found)) == 1
    assert {idea for idea, why in found.items() if why is Ask.RANDOM} == {idea for idea in found if draw(idea) < CONTROL}
    shuffled = turns_of(matches.sample(frac=1, random_state=1), ideas, thresholds=Thresholds())
    assert list(asked(shuffled, reviews)) == list(found.items())
