"""What people decide of contributions: written for ever, then applied to the fates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contributions.decisions import standing
from contributions.domain import Decision, DecisionKind, Fate
from contributions.errors import UsageError
from contributions.frames import CHANGES
from contributions.ingest.fates import KEPT_OUT
from contributions.language import N_, _
from contributions.privacy import why_waiting
from contributions.steps.session import encode_shipped
from contributions.store import Store

if TYPE_CHECKING:
    import pandas as pd

_WAY = {
    DecisionKind.RELEASE: (Fate.QUARANTINED, Fate.KEPT),
    DecisionKind.HOLD: (Fate.KEPT, Fate.QUARANTINED),
    DecisionKind.KEEP_OUT: (Fate.QUARANTINED, Fate.REJECTED),
}
"""The fate that a contribution must have for a decision, and the one it takes."""
HELD = N_("à la demande d'une personne")
"""Why a contribution waits that neither rules nor model set aside."""


def quarantine(store: Store) -> pd.DataFrame:
    """List the `CONTRIBUTIONS` that wait to be read by somebody."""
    known = store.contributions()
    return known[known["fate"] == Fate.QUARANTINED.value].reset_index(drop=True)


def decide(store: Store, kind: DecisionKind, subjects: Sequence[str], *, by: str, reason: str, now: datetime) -> list[Decision]:
    """Take out of quarantine, put there, or keep out for good; all of the contributions, or none.

    Raises:
        UsageError: somebody or a reason is not named, or a contribution is not where this decision takes it from.
    """
    check_words(by, reason)
    known = store.contributions().set_index("id")
    before, after = _WAY[kind]
    for subject in subjects:
        fate = Fate(str(known.loc[subject, "fate"])) if subject in known.index else None
        if fate is not before:
            seen = fate.label if fate else _("inconnue")
            problem = _("{id} : {seen}, alors que cette décision porte sur « {expected} ». Rien n'est décidé.")
            raise UsageError(problem.format(id=subject, seen=seen, expected=before.label))
    number = len(store.decisions())
    made = [
        Decision(f"D{number + place:05d}", now, by, kind, subject, reason)
        for place, subject in enumerate(dict.fromkeys(subjects), start=1)
    ]
    with store.writing():
        for decision in made:
            store.add_decision(decision)
            why = _why(str(known.loc[decision.subject, "text"]), after)
            store.change_contributions(decision.id, _change(decision.subject, before, after, why))
    return made


def undo(store: Store, decision_id: str, *, by: str, reason: str, now: datetime) -> Decision:
    """Undo a decision: its contribution is again what it was, its theme what it would be without it.

    Raises:
        UsageError: there is no such decision, it is already undone, or its contribution has become something else since.
    """
    check_words(by, reason)
    decisions = store.decisions()
    found = next((each for each in standing(decisions) if each.id == decision_id), None)
    if found is None:
        problem = _("Pas de décision « {id} » qui tienne : elle est inconnue, ou déjà annulée.")
        raise UsageError(problem.format(id=decision_id))
    if found.kind not in _WAY:
        made = Decision(f"D{len(decisions) + 1:05d}", now, by, DecisionKind.UNDO, found.id, reason)
        store.add_decision(made)
        return made
    change = store.changes(found.id).iloc[0]
    now_known = store.contributions().set_index("id").loc[found.subject]
    if now_known["fate"] != change["after"]:
        problem = _("{id} est devenue « {fate} » depuis cette décision : il n'y a plus rien à annuler.")
        raise UsageError(problem.format(id=found.subject, fate=Fate(str(now_known["fate"])).label))
    made = Decision(f"D{len(decisions) + 1:05d}", now, by, DecisionKind.UNDO, found.id, reason)
    before, after = Fate(change["after"]), Fate(change["before"])
    with store.writing():
        store.add_decision(made)
        why = _why(str(now_known["text"]), after)
        store.change_contributions(made.id, _change(found.subject, before, after, why))
    return made


def _change(subject: str, before: Fate, after: Fate, why: str) -> pd.DataFrame:
    import pandas as pd

    row: dict[str, Any] = dict.fromkeys(CHANGES.columns, "")
    return CHANGES.check(
        pd.DataFrame([row | {"contribution": subject, "before": before.value, "after": after.value, "reason": why}])
    )


def _why(text: str, after: Fate) -> str:
    """Say why a contribution has a fate that a decision gives it; nothing where it is kept."""
    if after is Fate.REJECTED:
        return KEPT_OUT
    return (why_waiting([text], encode=encode_shipped)[0] or HELD) if after is Fate.QUARANTINED else ""


def check_words(by: str, reason: str) -> None:
    """Refuse a decision that nobody signs or explains.

    Raises:
        UsageError: who or why is blank.
    """
    if not by.strip() or not reason.strip():
        raise UsageError(_('Une décision dit qui la prend et pourquoi : --by "NOM" --reason "MOTIF".'))
