"""What reviews prove of a scorer that did not see them: from where it may accept alone, propose, or be silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contributions.match.scorer import Certificate, Zones
from contributions.match.zones import Thresholds

CERTIFIED_FROM = tuple(step / 100 for step in range(50, 100, 5))
"""Thresholds tried for automatic acceptance."""
FEWEST = 8
"""Reviewed matches above a threshold, or reviewed ideas without objective, under which it is luck."""
NOTHING = 1.0
"""A threshold that no probability of the machine reaches."""
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


def calibration_error(chances: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10) -> float | None:
    """Give the expected calibration error: mean distance between what is said and what is, over bins of as many texts each.

    Naeini, Cooper and Hauskrecht (2015), « Obtaining well calibrated probabilities using Bayesian binning », with equal-count
    bins. Texts of one probability count as their mean, so that no order among them matters.

    >>> calibration_error(np.array([0.5, 0.5]), np.array([True, False])), calibration_error(np.array([0.9]), np.array([False]))
    (0.0, 0.9)
    """
    if not len(chances):
        return None
    _values, group, counts = np.unique(chances, return_inverse=True, return_counts=True)
    often = (np.bincount(group, weights=right) / counts)[group]
    order = np.argsort(chances, kind="stable")
    apart = (chances - often)[order]
    return float(sum(abs(cell.sum()) for cell in np.array_split(apart, bins)) / len(apart))


def proved_zones(outcomes: Sequence[Outcome], thresholds: Thresholds) -> Zones:
    """Choose the zones that reviews bear out: propose from where enough was right, be silent where enough had no objective.

    >>> outcomes = [Outcome(row, 0.9, True, True) for row in range(40)] + [Outcome(row, 0.4, False, False) for row in range(40)]
    >>> zones = proved_zones(outcomes, Thresholds(right=0.9, silent=0.8))
    >>> zones.proposed, zones.review > 0.4
    (0.9, True)
    """
    proposed = propose_from(outcomes, right=thresholds.right)
    review = silent_under(outcomes, share=thresholds.silent)
    return Zones(proposed, min(proposed, thresholds.review if review is None else review))


def propose_from(outcomes: Sequence[Outcome], *, right: float) -> float:
    """Give the lowest probability from which a share of the reviewed matches was right, `NOTHING` where there is none.

    The share is that of Laplace, one more right and one more wrong: the surest few prove nothing.
    """
    ordered = sorted((each.probability, each.right) for each in outcomes)[::-1]
    hits = np.cumsum([hit for _chance, hit in ordered])
    found = NOTHING
    for count, (chance, _hit) in enumerate(ordered, 1):
        tied = count < len(ordered) and ordered[count][0] == chance
        if count >= FEWEST and not tied and (hits[count - 1] + 1) / (count + 2) >= right:
            found = chance
    return found


def silent_under(outcomes: Sequence[Outcome], *, share: float) -> float | None:
    """Give the lowest probability that a share of the reviewed ideas without objective is under; None where they are too few."""
    silent = sorted(each.probability for each in outcomes if not each.answered)
    if len(silent) < FEWEST:
        return None
    least = max(1, int(np.ceil(share * len(silent))))
    return float(np.nextafter(silent[least - 1], 1))
