"""Reviews teach: what is like a reviewed idea has its objectives, and nothing is accepted alone without proof."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from test_match import CONTRACT, frame, letters

from contributions.domain import Objective, Referential
from contributions.frames import REVIEWS
from contributions.match import Texts, Thresholds, as_artefact, match_ideas
from contributions.match.learning import LEARN_FROM
from contributions.match.proof import FEWEST, NOTHING, Outcome, certify, lower_bound, propose_from, proved_zones, silent_under
from contributions.match.queue import CONTROL, draw
from contributions.match.scorer import SHIPPED, Certificate, Zones

ROUNDING = 1e-12
BUS = ["le bus du soir est plein", "un bus le dimanche", "plus de bus après vingt heures", "le bus ne passe pas"]


def as_reviews(rows):
    return REVIEWS.check(pd.DataFrame(list(rows), columns=list(REVIEWS.columns)).astype({"right": bool}))


def judged(texts, rows=(), **options):
    ideas = frame(texts)
    reviews = as_reviews(rows)
    seen = Texts(texts, letters(texts), None)
    return match_ideas(
        ideas,
        seen,
        {},
        [options.pop("contract", CONTRACT)],
        encode=letters,
        encode_second=None,
        thresholds=Thresholds(top=9, **options),
        reviews=reviews,
    )


def chance(found, idea, objective):
    rows = found.matches
    return rows[rows["subject"].eq(idea) & rows["objective"].eq(objective)]["score"].iloc[0]


def test_an_idea_like_a_reviewed_one_comes_nearer_its_objective():
    before = judged(BUS)
    after = judged(BUS, [("C000-1", "contrat", "contrat/2.1", True), ("C001-1", "contrat", "contrat/1.1", True)])
    nearer = [chance(after, "C002-1", each) - chance(before, "C002-1", each) for each in ("contrat/2.1", "contrat/1.1")]
    assert nearer[0] * nearer[1] < 0
    assert chance(after, "C002-1", "contrat/1.2") == chance(before, "C002-1", "contrat/1.2")


def test_weights_are_the_shipped_ones_until_there_are_reviews_enough():
    few = judged(BUS, [("C000-1", "contrat", "contrat/2.1", True)]).scorers[0]
    assert (few.weights, few.reviewed) == (SHIPPED.weights, 1)
    texts = [f"{'bus' if number % 2 else 'poubelles'} numéro {number}" for number in range(LEARN_FROM)]
    rows = [(f"C{number:03}-1", "contrat", ("contrat/1.1", "contrat/2.1")[number % 2], True) for number in range(len(texts))]
    learned = judged(texts, rows).scorers[0]
    assert learned.weights != SHIPPED.weights
    assert as_artefact(learned)["learned"]
    assert as_artefact(learned)["reviewed"] == LEARN_FROM


def test_what_was_drawn_at_random_is_measured_apart():
    texts = [f"{'bus' if number % 2 else 'poubelles'} numéro {number}" for number in range(60)]
    rows = [(f"C{number:03}-1", "contrat", ("contrat/1.1", "contrat/2.1")[number % 2], True) for number in range(60)]
    told = as_artefact(judged(texts, rows).scorers[0])
    drawn = [idea for idea, *_ in rows if draw(idea) < CONTROL]
    assert told["figures"]["reviewed"] == 60
    assert told["sample"]["reviewed"] == len(drawn) > 0
    assert as_artefact(judged(texts).scorers[0])["sample"] == {}


def test_copies_of_a_reviewed_idea_count_once_and_are_no_example_of_each_other():
    """A petition of fifty would else be fifty proofs that the machine is right of it."""
    texts = [*BUS, *["le bus du soir est supprimé"] * 50]
    ideas = frame(texts).assign(campaign=["", "", "", "", *["C004-1"] * 50])
    rows = [(f"C{number:03}-1", "contrat", "contrat/2.1", True) for number in (0, *range(4, 54))]
    seen = Texts(texts, letters(texts), None)
    options = {"encode": letters, "encode_second": None, "thresholds": Thresholds(top=9)}
    whole = match_ideas(ideas, seen, {}, [CONTRACT], reviews=as_reviews(rows), **options)
    once = match_ideas(ideas, seen, {}, [CONTRACT], reviews=as_reviews(rows[:2]), **options)
    assert whole.scorers == once.scorers
    assert whole.scorers[0].reviewed == 2
    pd.testing.assert_frame_equal(whole.matches, once.matches)


def test_reviews_of_what_is_no_longer_there_teach_nothing():
    gone = [("C000-1", "contrat", "contrat/8", True), ("C999-1", "contrat", "contrat/1.1", True), ("C001-1", "autre", "", False)]
    pd.testing.assert_frame_equal(judged(BUS).matches, judged(BUS, gone).matches)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["1.1", "1.2", "2.1", ""])), max_size=4), st.permutations(range(4)))
@settings(max_examples=8, deadline=None)
def test_neither_the_order_of_ideas_nor_that_of_reviews_changes_what_is_matched(said, order):
    rows = [(f"C{number:03}-1", "contrat", f"contrat/{code}" if code else "", bool(code)) for number, code in dict(said).items()]
    one, other = judged(BUS, rows), judged(BUS, rows[::-1])
    pd.testing.assert_frame_equal(one.matches, other.matches)
    texts = [BUS[place] for place in order]
    names = {f"C{place:03}-1": f"C{number:03}-1" for number, place in enumerate(order)}
    moved = judged(texts, [(names[idea], *rest) for idea, *rest in rows]).matches
    back = {new: old for old, new in names.items()}
    moved = moved.assign(subject=moved["subject"].map(back)).sort_values(["subject", "objective"], ignore_index=True)
    np.testing.assert_allclose(moved["score"], one.matches["score"], atol=1e-4)


def test_a_transversal_objective_takes_nothing_from_the_others():
    lines = (
        Objective("r", "1", "Propreté", "poubelles, encombrants"),
        Objective("r", "2", "Transports", "bus, arrêts"),
        Objective("r", "T", "Écouter les habitants, le bus et les poubelles", transversal=True),
    )
    texts = ["les poubelles et le bus", "le bus"]
    found = judged(texts, contract=Referential("r", "R", "", lines)).matches
    assert (found.groupby("subject").size() == len(lines)).all()
    best = found[found["subject"].eq("C001-1") & found["objective"].ne("r/T")].sort_values("probability")["objective"].iloc[-1]
    assert best == "r/2"


def test_nothing_is_accepted_alone_without_a_certificate_and_a_setting():
    certified = replace(SHIPPED, certificate=Certificate(0.9, 150, 150, 0.957))
    assert Thresholds(automatic=True).zone_of(0.99) == "proposed"
    assert Thresholds().zone_of(0.99, certified) == "proposed"
    assert Thresholds(automatic=True).zone_of(0.99, certified) == "certified"
    assert Thresholds(automatic=True).zone_of(0.85, certified) == "proposed"


outcomes_drawn = st.lists(
    st.builds(Outcome, st.integers(0, 99), st.floats(0, 0.999), st.booleans(), st.just(value=True))
    | st.builds(Outcome, st.integers(0, 99), st.floats(0, 0.999), st.just(value=False), st.just(value=False)),
    max_size=60,
)


@given(outcomes_drawn, st.floats(0.5, 0.99))
@settings(max_examples=40, deadline=None)
def test_what_is_proposed_was_right_as_often_as_is_asked_on_the_reviews(outcomes, right):
    threshold = propose_from(outcomes, right=right)
    inside = [each.right for each in outcomes if each.probability >= threshold]
    assert threshold == NOTHING or (len(inside) >= FEWEST and (sum(inside) + 1) / (len(inside) + 2) >= right)


@given(outcomes_drawn, st.floats(0, 1), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_ideas_without_objective_are_left_without_as_often_as_is_asked_whatever_the_order_of_reviews(outcomes, share, random):
    threshold = silent_under(outcomes, share=share)
    silent = [each.probability < threshold for each in outcomes if not each.answered] if threshold is not None else []
    assert (threshold is None) == (sum(not each.answered for each in outcomes) < FEWEST)
    assert not silent or sum(silent) / len(silent) >= share
    shuffled = random.sample(outcomes, k=len(outcomes))
    assert proved_zones(outcomes, Thresholds()) == proved_zones(shuffled, Thresholds())


def test_zones_that_reviews_bear_out_take_the_place_of_those_that_are_set():
    taught = replace(SHIPPED, zones=Zones(0.8, 0.5))
    assert [Thresholds().zone_of(chance, taught) for chance in (0.85, 0.7, 0.45)] == ["proposed", "review", "none"]
    texts = [f"{'bus' if number % 2 else 'poubelles'} numéro {number}" for number in range(LEARN_FROM)]
    rows = [(f"C{number:03}-1", "contrat", ("contrat/1.1", "contrat/2.1")[number % 2], True) for number in range(len(texts))]
    assert judged(texts, rows[:-1]).scorers[0].zones is None
    scorer = judged(texts, rows).scorers[0]
    assert as_artefact(scorer)["zones"] == {"proposed": scorer.zones.proposed, "review": scorer.zones.review}
    assert scorer.zones.review <= scorer.zones.proposed


def test_where_nothing_was_right_often_enough_nothing_is_proposed():
    wrong = [Outcome(row, 0.9, row % 2 == 0, True) for row in range(60)]
    assert proved_zones(wrong, Thresholds()) == Zones(NOTHING, Thresholds().review)


@given(st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=50, deadline=None)
def test_a_lower_bound_is_under_the_share_and_grows_with_what_is_right(right, wrong):
    of = right + wrong
    bound = lower_bound(right, of)
    assert 0 <= bound <= (right / of if of else 0)
    assert lower_bound(right + 1, of + 1) >= bound - ROUNDING


def test_one_wrong_match_among_few_certifies_nothing():
    outcomes = [Outcome(row, 0.97, row > 0, True) for row in range(130)]
    assert certify(outcomes, precision=0.95) is None
    assert certify(outcomes[1:] + outcomes[1:], precision=0.95) is not None
