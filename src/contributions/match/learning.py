"""What reviews teach: weights of the scorer, and how well it does on reviews that it did not see."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from contributions.match.proof import Outcome, calibration_error, certify, proved_zones
from contributions.match.queue import CONTROL, draw
from contributions.match.reviewed import Reviewed
from contributions.match.scorer import FEATURES, SHIPPED, Pairs, Scorer
from contributions.match.zones import Thresholds

LEARN_FROM = 100
"""Reviewed ideas from which weights and thresholds are learned; before, they are the shipped ones, and reviews are examples all
the same."""
CANDIDATES = 6
"""Best objectives of a reviewed idea that teach: those that may be proposed, not the hundred that nobody would."""
FOLDS = 5


def learn(
    pairs: Pairs, reviewed: Reviewed, ideas: Sequence[str], thresholds: Thresholds, *, judged: NDArray[np.int64] | None = None
) -> Scorer:
    """Fit weights on reviewed ideas, measure them by cross-validation, and find from where they may propose, and accept alone.

    Under `LEARN_FROM` reviewed ideas the weights and the zones are the shipped ones; they are measured all the same.

    Args:
        ideas: id of each row of `pairs`; folds follow from it, so that neither order nor what comes later moves a review.
        thresholds: what share of the matches proposed, and of those accepted alone, has to be right.
        judged: rows that people reviewed themselves, by which alone the scorer is measured (all of them, where it is None).
    """
    scorer = _fitted(pairs, reviewed)
    own = set((reviewed.rows if judged is None else judged).tolist())
    outcomes = [each for each in _unseen(pairs, reviewed, ideas) if each.row in own]
    return replace(
        scorer,
        reviewed=len(own),
        figures=_figures(outcomes),
        sample=_figures([each for each in outcomes if draw(ideas[each.row]) < CONTROL]),
        certificate=certify(outcomes, precision=thresholds.precision),
        zones=proved_zones(outcomes, thresholds) if len(own) >= LEARN_FROM else None,
    )


def _fitted(pairs: Pairs, reviewed: Reviewed) -> Scorer:
    """Fit a logistic curve on the pairs that reviews say right or wrong; the shipped one where they are few, or all the same."""
    if len(reviewed) < LEARN_FROM:
        return SHIPPED
    features, right = _lessons(pairs, reviewed)
    if right.all() or not right.any():
        return SHIPPED
    from sklearn.linear_model import LogisticRegression

    centre, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1_000).fit((features - centre) / spread, right)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - weights @ centre)
    score, ahead, examples, silence = (round(float(weight), 6) for weight in weights)
    return Scorer(round(intercept, 6), (score, ahead, examples, silence))


def _lessons(pairs: Pairs, reviewed: Reviewed) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the features of the pairs that teach, (n_pairs, 4), and whether each is right."""
    settled = pairs.features(reviewed.rows, reviewed)
    best = np.argsort(-settled[..., 0], axis=1, kind="stable")[:, :CANDIDATES]
    features = [np.take_along_axis(settled, best[..., None], axis=1).reshape(-1, settled.shape[-1])]
    right = [np.take_along_axis(reviewed.right, best, axis=1).ravel()]
    if len(reviewed.wrong):
        rows, columns = reviewed.wrong.T
        features.append(pairs.features(rows, reviewed)[np.arange(len(rows)), columns])
        right.append(np.zeros(len(rows), dtype=bool))
    return np.concatenate(features).astype(np.float64), np.concatenate(right)


def _unseen(pairs: Pairs, reviewed: Reviewed, ideas: Sequence[str]) -> list[Outcome]:
    """Judge each reviewed idea without its fold: neither as an example nor as a lesson."""
    folds = np.array([_fold(ideas[row]) for row in reviewed.rows], dtype=np.int64)
    outcomes = []
    for fold in sorted(set(folds.tolist())):
        held = folds == fold
        others = reviewed.but(held)
        chances = _fitted(pairs, others).probability(pairs.features(reviewed.rows[held], others))
        best = chances.argmax(axis=1)
        outcomes += [
            Outcome(int(row), float(chance[place]), bool(right[place]), bool(right.any()))
            for row, chance, right, place in zip(reviewed.rows[held], chances, reviewed.right[held], best, strict=True)
        ]
    return sorted(outcomes, key=lambda each: each.row)


def _figures(outcomes: Sequence[Outcome]) -> Mapping[str, float]:
    if not outcomes:
        return {}
    chances, right = np.array([each.probability for each in outcomes]), np.array([each.right for each in outcomes])
    answered = np.array([each.answered for each in outcomes])
    return {
        "reviewed": len(outcomes),
        "right_first": round(float(right[answered].mean()), 4) if answered.any() else 0.0,
        "calibration_error": round(calibration_error(chances, right) or 0.0, 4),
        "without_objective": round(float(1 - answered.mean()), 4),
    }


def _fold(idea: str) -> int:
    return int.from_bytes(hashlib.sha256(idea.encode()).digest()[:4]) % FOLDS


def as_artefact(scorer: Scorer) -> Mapping[str, object]:
    """Write a scorer as people and machines read it: its weights by name, what taught it, and its figures."""
    certificate, zones = scorer.certificate, scorer.zones
    return {
        "referential": scorer.referential,
        "reviewed": scorer.reviewed,
        "linked": scorer.linked,
        "learned": scorer.weights != SHIPPED.weights,
        "intercept": scorer.intercept,
        "weights": dict(zip(FEATURES, scorer.weights, strict=True)),
        "figures": dict(scorer.figures),
        "sample": dict(scorer.sample),
        "zones": {"proposed": zones.proposed, "review": zones.review} if zones else None,
        "certificate": {name: getattr(certificate, name) for name in ("threshold", "reviewed", "right", "at_least")}
        if certificate
        else None,
    }
