"""Decisions that no longer have the effect they were meant to have: what each is about, and what a person may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from contributions.decisions import standing
from contributions.domain import Decision, DecisionKind, Trouble
from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.steps.deciding import check_words, undo
from contributions.steps.match_decisions import BETWEEN, accept_or_reject
from contributions.steps.matching import match_conflicts
from contributions.steps.standing import standing_themes
from contributions.steps.theme_decisions import scene_of, theme_decision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contributions.decisions import Standing
    from contributions.domain import Conflict
    from contributions.store import Store


class Again(Enum):
    """What a person may decide in place of a decision, beside undoing it."""

    NOTHING = auto()
    MOVE = auto()
    """Say again where its ideas go."""
    BACK = auto()
    """Put its ideas back in the theme that was made of them."""
    UNMERGE = auto()
    """Undo the merge that keeps a theme closed."""
    MATCH = auto()
    """Accept another objective."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A decision that a person should look at again, and what may be done of it."""

    conflict: Conflict
    decision: Decision
    again: Again
    ideas: tuple[str, ...] = ()
    """Those of its ideas that still count."""
    merge: str = ""
    """The decision that merged its theme."""


ADVICE: Mapping[Trouble, str] = {
    Trouble.UNKNOWN_THEME: N_("Annulez-la, ou dites de nouveau où vont ses idées."),
    Trouble.EMPTY_THEME: N_("Remettez ses idées dans ce thème, ou annulez-la : le thème s'en va."),
    Trouble.EMPTY_FAMILY: N_("Annulez-la : il n'y a plus rien à nommer."),
    Trouble.MOVED_THEN_MERGED: N_("Dites de nouveau où vont ces idées, là où elles sont ou ailleurs ; ou annulez-la."),
    Trouble.MOVED_THEN_RETIRED: N_("Dites de nouveau où vont ces idées, ou annulez-la : la machine les range."),
    Trouble.REOPENED_WHEN_MERGED: N_("Annulez la fusion pour rouvrir le thème, ou annulez cette réouverture."),
    Trouble.UNKNOWN_OBJECTIVE: N_("Le contrat a changé : choisissez un autre objectif, ou annulez-la."),
    Trouble.MATCHED_THEN_CLOSED: N_("Annulez-la ; si le thème a rejoint un autre, jugez celui-là."),
}
"""What to do of each trouble."""
_AGAIN = {
    Trouble.EMPTY_THEME: Again.BACK,
    Trouble.MOVED_THEN_MERGED: Again.MOVE,
    Trouble.MOVED_THEN_RETIRED: Again.MOVE,
    Trouble.REOPENED_WHEN_MERGED: Again.UNMERGE,
}


def pending(store: Store, stands: Standing) -> list[Pending]:
    """List the decisions to look at again, the oldest first; `stands` are the themes as they stand."""
    decisions = store.decisions()
    found = [*stands.conflicts, *match_conflicts(store, stands)]
    made = {each.id: each for each in decisions}
    merges = {each.subject: each.id for each in standing(decisions) if each.kind is DecisionKind.MERGE}
    return [_pending(each, made[each.decision], stands, merges) for each in sorted(found, key=lambda each: each.decision)]


def decide_again(store: Store, decision: str, *, target: str = "", by: str, reason: str, now: datetime) -> list[Decision]:
    """Decide in place of a decision that has no longer its effect: all that it takes is written, or nothing.

    `target` is the theme where its ideas go, or the objective that is accepted.

    Raises:
        UsageError: it is not to be looked at again, nothing can be decided in its place, or not with this target.
    """
    check_words(by, reason)
    found = next((each for each in pending(store, standing_themes(store)) if each.decision.id == decision), None)
    if found is None or found.again is Again.NOTHING:
        problem = _("{id} n'est pas à décider de nouveau : rechargez la page, quelqu'un l'a peut-être fait.")
        raise UsageError(problem.format(id=decision))
    if found.again in (Again.MOVE, Again.MATCH) and not target:
        raise UsageError(_("Choisissez ce qui prend la place de {id}.").format(id=decision))
    signed = _Signed(by, reason, now)
    with store.writing():
        return _decided(store, found, target, signed)


@dataclass(frozen=True, slots=True)
class _Signed:
    by: str
    reason: str
    now: datetime


def _decided(store: Store, found: Pending, target: str, signed: _Signed) -> list[Decision]:
    words: dict[str, Any] = {"by": signed.by, "reason": signed.reason, "now": signed.now}
    if found.again is Again.UNMERGE:
        return [undo(store, found.merge, **words)]
    if found.again is Again.BACK:
        return [theme_decision(store, DecisionKind.MOVE, "", target=found.decision.target, ideas=found.ideas, **words)]
    made = [undo(store, found.decision.id, **words)]
    if found.again is Again.MATCH:
        return [*made, accept_or_reject(store, DecisionKind.ACCEPT_MATCH, f"{found.decision.subject}{BETWEEN}{target}", **words)]
    scene = scene_of(store)
    if all(scene.stands.placed.get(idea) == target for idea in found.ideas):
        return made
    return [*made, theme_decision(store, DecisionKind.MOVE, "", target=target, ideas=found.ideas, scene=scene, **words)]


def _pending(conflict: Conflict, decision: Decision, stands: Standing, merges: Mapping[str, str]) -> Pending:
    """Say what may be done of a conflict; `merges` are the decisions that merged each theme, those that stand."""
    ideas = tuple(idea for idea in decision.ideas if idea in stands.placed)
    again = _AGAIN.get(conflict.trouble, Again.NOTHING)
    if conflict.trouble is Trouble.UNKNOWN_THEME and decision.kind in (DecisionKind.MOVE, DecisionKind.PIN):
        again = Again.MOVE
    if conflict.trouble is Trouble.UNKNOWN_OBJECTIVE and decision.kind is DecisionKind.ACCEPT_MATCH:
        again = Again.MATCH
    merge = merges.get(conflict.theme, "") if again is Again.UNMERGE else ""
    if (again in (Again.MOVE, Again.BACK) and not ideas) or (again is Again.UNMERGE and not merge):
        again = Again.NOTHING
    return Pending(conflict, decision, again, ideas, merge)
