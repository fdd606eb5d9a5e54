"""What people decide of matches: checked against what stands today, written for ever, replayed over every run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from contributions.domain import Decision, DecisionKind
from contributions.errors import UsageError
from contributions.language import _
from contributions.reviewing import NO_OBJECTIVE, referential_of, reviews_of
from contributions.steps.deciding import check_words
from contributions.steps.matching import same_of
from contributions.steps.standing import standing_themes
from contributions.trace.picture import CONTRACT_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Referential
    from contributions.store import Store

BETWEEN = ":"
"""Between a subject and its objective in the name of a match: `C9EKY0ZAS11-1:contrat/2.1`."""


def names_match(name: str) -> bool:
    """Tell the name of a match from that of a proposal.

    >>> names_match("C1-1:contrat/2.1"), names_match("P1a2b3c4d")
    (True, False)
    """
    return BETWEEN in name


def accept_or_reject(
    store: Store,
    kind: DecisionKind,
    match: str,
    *,
    by: str,
    reason: str,
    now: datetime,
    same: Mapping[str, str] | None = None,
) -> Decision:
    """Write that somebody accepts or rejects a match, named `IDEA:OBJECTIVE`; the machine need not have proposed it.

    `same` maps each idea to the group of its copies, or to itself, for who has loaded it already.

    Raises:
        UsageError: no such idea, theme or objective, or it is decided so already; the sentence says what was seen.
    """
    subject, _between, target = match.partition(BETWEEN)
    referentials = _referentials(store)
    leaves = {each.id for referential in referentials for each in referential.leaves}
    if target not in leaves:
        raise UsageError(_unknown_objective(target, referentials))
    return _write(store, _Wish(kind, subject, target), same, by=by, reason=reason, now=now)


def no_objective(
    store: Store,
    subject: str,
    referential: str = "",
    *,
    by: str,
    reason: str,
    now: datetime,
    same: Mapping[str, str] | None = None,
) -> Decision:
    """Write that no objective of a referential (the contract, by default) fits an idea or a theme; `same` as above.

    Raises:
        UsageError: no such idea, theme or referential, or it is decided so already.
    """
    known = {each.id: each for each in _referentials(store)}
    contracts = [each.id for each in known.values() if each.kind == CONTRACT_KIND]
    chosen = referential or next(iter([*contracts, *known]))
    if chosen not in known:
        problem = _("Référentiel « {seen} » inconnu. Connus : {known}.")
        raise UsageError(problem.format(seen=chosen, known=", ".join(known)))
    return _write(store, _Wish(DecisionKind.NO_OBJECTIVE, subject, chosen), same, by=by, reason=reason, now=now)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A decision that is not checked yet."""

    kind: DecisionKind
    subject: str
    target: str


def _write(store: Store, wish: _Wish, same: Mapping[str, str] | None, *, by: str, reason: str, now: datetime) -> Decision:
    check_words(by, reason)
    same = same_of(store.ideas()) if same is None else same
    if wish.subject not in same and wish.subject not in matched_themes(store):
        problem = _(
            "« {seen} » n'est ni une idée ni un thème ouvert : « contributions match queue » et « themes list » les donnent."
        )
        raise UsageError(problem.format(seen=wish.subject))
    decisions = store.decisions()
    said = reviews_of(decisions, same)
    own = said[said["subject"].eq(wish.subject) & said["referential"].eq(referential_of(wish.target))]
    told = dict(zip(own["objective"].tolist(), own["right"].tolist(), strict=True))
    right = wish.kind is DecisionKind.ACCEPT_MATCH
    key = NO_OBJECTIVE if wish.kind is DecisionKind.NO_OBJECTIVE else wish.target
    if told.get(key) is right:
        problem = _("{subject} : « {kind} » est déjà décidé pour {target}.")
        raise UsageError(problem.format(subject=wish.subject, kind=wish.kind.label, target=wish.target))
    group = same.get(wish.subject)
    copies = tuple(sorted(idea for idea, own in same.items() if own == group)) if group else ()
    made = Decision(f"D{len(decisions) + 1:05d}", now, by, wish.kind, wish.subject, reason, wish.target, copies)
    store.add_decision(made)
    return made


def members_of(same: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give the ideas of each group of copies: what is decided of one is decided of all; `same` is idea -> group."""
    members: dict[str, list[str]] = defaultdict(list)
    for idea, group in same.items():
        members[group].append(idea)
    return {group: tuple(sorted(ideas)) for group, ideas in members.items()}


def matched_themes(store: Store) -> set[str]:
    """Give the open themes; a family is never matched, only its themes are."""
    stands = standing_themes(store)
    return {theme.id for theme in stands.themes if theme.id in stands.open and not theme.is_family}


def _referentials(store: Store) -> list[Referential]:
    referentials = store.referentials(store.rows_of("match"))
    if not referentials:
        raise UsageError(_("Rien n'est encore rapproché : lancez « contributions match », puis décidez."))
    return referentials


def _unknown_objective(target: str, referentials: Sequence[Referential]) -> str:
    """Say what is wrong with an objective that cannot be matched: a line above others, a code alone, or nothing known."""
    lines = {each.id for referential in referentials for each in referential.objectives}
    if target in lines:
        under = [each.id for referential in referentials for each in referential.leaves if each.id.startswith(target)]
        problem = _("« {seen} » est une ligne au-dessus d'autres : choisissez l'un de ses objectifs, par exemple {some}.")
        return problem.format(seen=target, some=", ".join(under[:3]))
    bare = target.rpartition("/")[2]
    same_code = [each for each in sorted(lines) if each.rpartition("/")[2] == bare]
    some = same_code or sorted(lines)[:3]
    problem = _("Objectif « {seen} » inconnu. Un rapprochement s'écrit IDEE:OBJECTIF, avec un objectif comme {some}.")
    return problem.format(seen=target, some=", ".join(some))
