"""What people decided, and what stands of it once it is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.domain import Decision, DecisionKind

if TYPE_CHECKING:
    from collections.abc import Sequence


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """Leave out the decisions that another undid, and those that undo; in the order of time."""
    undone = {each.subject for each in decisions if each.kind is DecisionKind.UNDO}
    ordered = sorted(decisions, key=lambda each: (each.at, each.id))
    return [each for each in ordered if each.id not in undone and each.kind is not DecisionKind.UNDO]


def released(decisions: Sequence[Decision]) -> frozenset[str]:
    """Give the contributions that somebody took out of quarantine, and nobody put back since."""
    last = {decision.subject: decision.kind for decision in standing(decisions)}
    return frozenset(subject for subject, kind in last.items() if kind is DecisionKind.RELEASE)
