"""What the machine proposes of themes: open until a person accepts it, which is a decision, or rejects it, which is one too."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from contributions.domain import Decision, DecisionKind, Proposal, ProposalKind
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.deciding import check_words
from contributions.steps.standing import is_open, standing_themes
from contributions.steps.theme_decisions import theme_decision

if TYPE_CHECKING:
    from contributions.decisions import Standing
    from contributions.store import Store


def open_proposals(store: Store, stands: Standing | None = None) -> list[Proposal]:
    """List what the last run proposes, and nobody settled since: rejected, or done by a decision.

    `stands` are the themes as they stand, where they are loaded already.
    """
    run = store.rows_of("themes")
    decisions, stands = store.decisions(), stands or standing_themes(store, run)
    return [each for each in store.proposals(run) if is_open(each, decisions, stands)]


def accept(store: Store, proposal_id: str, *, title: str = "", by: str, reason: str, now: datetime) -> Decision:
    """Do what a proposal says, as a person's decision.

    Raises:
        UsageError: no such proposal is open, or it is not one that a decision does.
    """
    found = _open_proposal(store, proposal_id)
    decide = partial(theme_decision, store, by=by, reason=reason, now=now)
    if found.kind is ProposalKind.RECONCILE:
        problem = _("« {kind} » se fait par une commande : « contributions themes reconcile ».")
        raise UsageError(problem.format(kind=found.kind.label))
    if found.kind is ProposalKind.MERGE:
        gone, kept = found.themes
        return decide(DecisionKind.MERGE, gone, target=kept)
    known = set(store.ideas()["id"])
    if found.kind is ProposalKind.EMERGING:
        ideas = [idea for idea in found.ideas if idea in known]
        return decide(DecisionKind.CREATE, "", ideas=ideas, title=title)
    (theme,), placed = found.themes, standing_themes(store).placed
    ideas = [idea for idea in found.ideas if idea in known and placed.get(idea) == theme]
    return decide(DecisionKind.SPLIT, theme, ideas=ideas, title=title)


def reject(store: Store, proposal_id: str, *, by: str, reason: str, now: datetime) -> Decision:
    """Set a proposal aside: it does not come back until it has grown. The theme that would change is one that people touched.

    Raises:
        UsageError: no such proposal is open.
    """
    check_words(by, reason)
    found = _open_proposal(store, proposal_id)
    number = len(store.decisions()) + 1
    theme = found.themes[-1] if found.themes else ""
    made = Decision(f"D{number:05d}", now, by, DecisionKind.REJECT, found.id, reason, theme, found.ideas)
    store.add_decision(made)
    return made


def _open_proposal(store: Store, proposal_id: str) -> Proposal:
    proposals = open_proposals(store)
    found = next((each for each in proposals if each.id == proposal_id), None)
    if found is None:
        known = ", ".join(each.id for each in proposals) or _("aucune")
        raise UsageError(
            _("Pas de proposition ouverte « {id} ». Propositions ouvertes : {known}.").format(id=proposal_id, known=known)
        )
    return found
