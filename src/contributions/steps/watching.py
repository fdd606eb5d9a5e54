"""What themes seem to have become: candidates for a split or a merge, and drift, proposed to people until they answer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from contributions.decisions import BORN_OF_PEOPLE, rejected, standing, touched
from contributions.domain import DecisionKind, Proposal, ProposalKind
from contributions.steps.session import digest, encoders
from contributions.steps.standing import is_open
from contributions.store.history import first_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import pandas as pd

    from contributions.decisions import Standing
    from contributions.domain import Decision
    from contributions.steps.session import Session
    from contributions.store import Store
    from contributions.themes import Apart, Candidate
    from contributions.themes.grow import See

SAME = 0.5
"""Share of ideas in common over which a group is the one that a person rejected."""
GROWN = 2
"""How many times larger than when it was rejected a group is proposed again."""
MOST_RECENT = 2_000
"""Newcomers among which what emerges is looked for, so that its cost does not follow the corpus."""
TOGETHER = (DecisionKind.MERGE, *BORN_OF_PEOPLE)
"""Decisions that put ideas together: the theme that holds them is not proposed for a split."""
MARKS = {ProposalKind.SPLIT: "PS-", ProposalKind.MERGE: "PM-", ProposalKind.DRIFT: "PD-"}
"""How the ids of what is proposed begin: a rejection says so of what it is."""


def watched(
    session: Session,
    ideas: pd.DataFrame,
    stands: Standing,
    *,
    see: See,
    since: str,
    said: Sequence[Proposal] = (),
    apart: Mapping[str, Apart] = MappingProxyType({}),
) -> list[Proposal]:
    """Propose what themes seem to have become, save what people rejected, or what is already `said`.

    `since` is the run that found the themes, from which they only grow: empty, it is the one of their birth. `apart` is what was
    found apart of them.
    """
    from contributions.themes import watch

    decisions = session.store.decisions()
    kept = standing(decisions)
    found = watch(
        ideas,
        stands,
        see=see,
        encode=encoders(session)[0],
        newcomers=newcomers(session.store, stands, since),
        whole={stands.ends.get(each.target, each.target) for each in kept if each.kind in TOGETHER},
        distinct={each.target for each in kept if each.kind in BORN_OF_PEOPLE},
        first=touched(decisions),
        apart=apart,
    )
    busy = {theme for each in said if is_open(each, decisions, stands) for theme in each.themes}
    return [
        _proposal(each)
        for each in found
        if not busy & set(each.themes)
        and not any(is_same(each.ideas, old) for old in rejections(decisions, each.kind))
        and not any(_overlap(each.ideas, other.ideas) for other in said if other.ideas)
    ]


def was_found_apart(proposal: Proposal) -> bool:
    """Say whether it is a split that was seen when themes were found: a run that only grows cannot see it, and keeps it."""
    return proposal.kind is ProposalKind.SPLIT and "together" in proposal.evidence


def newcomers(store: Store, stands: Standing, since: str) -> frozenset[str]:
    """Give the ideas read since their theme was found, or since a person reviewed it."""
    return frozenset(_arrivals(store, stands, since))


def recent(store: Store, stands: Standing, since: str) -> frozenset[str]:
    """Give the latest `MOST_RECENT` newcomers: a subject that comes little by little joins themes before it makes a group."""
    came = _arrivals(store, stands, since)
    return frozenset(sorted(came, key=lambda idea: (came[idea], idea), reverse=True)[:MOST_RECENT])


def _arrivals(store: Store, stands: Standing, since: str) -> dict[str, str]:
    """Give for each newcomer the run that read it first, empty where it is the one in progress."""
    begun = {run.id: run.started_at for run in store.runs()}
    made = {each.id: each.at for each in store.decisions()}
    marks = {
        theme.id: [at for at in (made.get(theme.born_in), begun.get(theme.born_in), begun.get(since), theme.reviewed_at) if at]
        for theme in stands.themes
    }
    from_when: dict[str, datetime] = {theme: max(moments) for theme, moments in marks.items() if moments}
    now = max(begun.values(), default=None)
    first = first_runs(store)
    read = {idea: first.get(idea, "") for idea, theme in stands.placed.items() if theme in from_when}
    return {idea: run for idea, run in read.items() if (at := begun.get(run, now)) and at > from_when[stands.placed[idea]]}


def rejections(decisions: Sequence[Decision], kind: ProposalKind) -> list[frozenset[str]]:
    """Give the ideas of each proposal that somebody rejected: merges, or parts, for who keeps a theme whole may well merge it."""
    merge = kind is ProposalKind.MERGE
    return rejected([each for each in decisions if each.kind is not DecisionKind.REJECT or _is_merge(each.subject) is merge])


def _is_merge(proposal_id: str) -> bool:
    return proposal_id.startswith(MARKS[ProposalKind.MERGE])


def is_same(ideas: Iterable[str], rejection: frozenset[str]) -> bool:
    """Say whether a group is the one that was rejected, and has not grown enough since to be proposed again."""
    group = frozenset(ideas)
    return len(group) < GROWN * len(rejection) and _overlap(group, rejection)


def _overlap(one: Iterable[str], other: Iterable[str]) -> bool:
    left, right = frozenset(one), frozenset(other)
    return len(left & right) >= SAME * min(len(left), len(right))


def _proposal(found: Candidate) -> Proposal:
    """Propose it; its id follows what it is about, whatever the order of rows."""
    name = MARKS[found.kind] + digest(found.kind.value, found.themes, sorted(found.ideas))[:8]
    return Proposal(name, found.kind, found.title, found.keywords, found.ideas, found.evidence, found.themes)
