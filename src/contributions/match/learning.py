"""What reviews teach: weights of the scorer, how well it does on reviews it did not see, and whether it may accept alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from contributions.match.reviewed import Reviewed
from contributions.match.scorer import FEATURES, SHIPPED, Certificate, Pairs, Scorer

LEARN_FROM = 100
"""Reviewed ideas from which weights are learned; before, they are the shipped ones, and reviews are examples all the same."""
CANDIDATES = 6
"""Best objectives of a reviewed idea that teach: those that may be proposed, not the hundred that nobody would."""
FOLDS = 5
CERTIFIED_FROM = tuple(step / 100 for step in range(50, 100, 5))
"""Thresholds tried for automatic acceptance."""
SURE_Z = 2.58
"""Deviations of the lower bound of a share: one chance in two hundred for each of the ten thresholds, one in twenty for all, so
that trying several does not make luck look like proof (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best match of a reviewed idea, by a scorer that did not see its review."""

    row: int
    probability: float
    right: bool
    answered: bool
    """Whether a person gave it an objective."""


def learn(pairs: Pairs, reviewed: Reviewed, ideas: Sequence[str], *, precision: float) -> Scorer:
    """Fit weights on reviewed ideas, measure them by cross-validation, and certify from where they may accept alone.

    Under `LEARN_FROM` reviewed ideas the weights are the shipped ones; they are measured all the same.

    Args:
        ideas: id of each row of `pairs`; folds follow from it, so that neither order nor what comes later moves a review.
        precision: share of the matches accepted alone that has to be right, in 0..1.
    """
    scorer = _fitted(pairs, reviewed)
    outcomes = _unseen(pairs, reviewed, ideas)
    return replace(scorer, reviewed=len(reviewed), figures=_figures(outcomes), certificate=certify(outcomes, precision=precision))


def certify(outcomes: Sequence[Outcome], *, precision: float) -> Certificate | None:
    """Find the lowest threshold from which reviewed matches prove right often enough: at least `precision` of them.

    >>> certify([Outcome(row, 0.97, True, True) for row in range(130)], precision=0.95)
    Certificate(threshold=0.5, reviewed=130, right=130, at_least=0.9513)
    >>> certify([Outcome(row, 0.97, True, True) for row in range(90)], precision=0.95) is None
    True
    """
    for threshold in CERTIFIED_FROM:
        inside = [each.right for each in outcomes if each.probability >= threshold]
        bound = lower_bound(sum(inside), len(inside))
        if inside and bound >= precision:
            return Certificate(threshold, len(inside), sum(inside), round(bound, 4))
    return None


def lower_bound(right: int, of: int) -> float:
    """Give the lower bound of a share from a sample, `SURE_Z` deviations below (Wilson 1927).

    >>> round(lower_bound(95, 100), 3), lower_bound(0, 0)
    (0.861, 0.0)
    """
    if not right:
        return 0.0
    share, z2 = right / of, SURE_Z**2
    middle = share + z2 / (2 * of)
    around = SURE_Z * ((share * (1 - share) + z2 / (4 * of)) / of) ** 0.5
    return float(max(0.0, (middle - around) / (1 + z2 / of)))


def calibration_error(chances: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Give the expected calibration error over bins of as many pairs each (Naeini et al. 2015): 0 where chances say what is.

    >>> calibration_error(np.array([0.5, 0.5]), np.array([True, False]), bins=1)
    0.0
    """
    order = np.argsort(chances, kind="stable")
    cells = [cell for cell in np.array_split(order, bins) if len(cell)]
    return float(sum(len(cell) / len(order) * abs(chances[cell].mean() - right[cell].mean()) for cell in cells))


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
        "right_first": round(float(right[answered].mean()), 4) if answered.any() else 0.0,
        "calibration_error": round(calibration_error(chances, right), 4),
        "without_objective": round(float(1 - answered.mean()), 4),
    }


def _fold(idea: str) -> int:
    return int.from_bytes(hashlib.sha256(idea.encode()).digest()[:4]) % FOLDS


def as_artefact(scorer: Scorer) -> Mapping[str, object]:
    """Write a scorer as people and machines read it: its weights by name, what taught it, and its figures."""
    certificate = scorer.certificate
    return {
        "referential": scorer.referential,
        "reviewed": scorer.reviewed,
        "learned": scorer.weights != SHIPPED.weights,
        "intercept": scorer.intercept,
        "weights": dict(zip(FEATURES, scorer.weights, strict=True)),
        "figures": dict(scorer.figures),
        "certificate": {name: getattr(certificate, name) for name in ("threshold", "reviewed", "right", "at_least")}
        if certificate
        else None,
    }
