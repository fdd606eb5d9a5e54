"""From where a match is proposed, is to be read, or is none: as the city set it, then as its reviews bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.domain import Zone

if TYPE_CHECKING:
    from contributions.match.scorer import Scorer


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a probability allows, in 0..1.

    Args:
        proposed: from here a match is proposed; from `review` it is to be read; below, there is no objective.
        top: objectives kept for each subject and referential, and the best transversal one beside.
        automatic: whether a scorer that is certified accepts alone, and `precision` the share of it that has to be right.
        right: share of what is proposed that has to be right, and `silent` that of the ideas without objective that has to be
            left without: reviews that are enough choose `proposed` and `review` by them.
    """

    proposed: float = 0.6
    review: float = 0.35
    top: int = 3
    automatic: bool = False
    precision: float = 0.95
    right: float = 0.9
    silent: float = 0.8

    def zone_of(self, probability: float, scorer: Scorer | None = None) -> str:
        """Say what a probability allows, by a scorer that reviews may have taught.

        >>> Thresholds().zone_of(0.7), Thresholds().zone_of(0.2)
        ('proposed', 'none')
        """
        zones = scorer.zones if scorer else None
        proposed, review = (zones.proposed, zones.review) if zones else (self.proposed, self.review)
        certificate = scorer.certificate if scorer else None
        if self.automatic and certificate is not None and probability >= max(certificate.threshold, proposed):
            return Zone.CERTIFIED.value
        zone = Zone.PROPOSED if probability >= proposed else Zone.REVIEW if probability >= review else Zone.NONE
        return zone.value
