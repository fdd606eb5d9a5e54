"""What people said of matches, and the matches that stand once it is replayed over what the machine proposes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from contributions.decisions import OF_MATCHES, standing
from contributions.domain import DecisionKind, Zone
from contributions.frames import MATCHES, REVIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from contributions.domain import Decision

NO_OBJECTIVE = ""
"""Key of what says that no objective of a referential is right."""


def referential_of(target: str) -> str:
    """Give the referential of an objective, or of itself.

    >>> referential_of("contrat/2.1"), referential_of("contrat")
    ('contrat', 'contrat')
    """
    return target.partition("/")[0]


def groups_of(decision: Decision, same: Mapping[str, str]) -> frozenset[str]:
    """Give what a decision on a match is about: the groups of copies of its ideas that are still there, or its theme.

    An idea that was erased or withdrawn leaves what was said to its copies; without any, the decision is about nothing.
    """
    if decision.ideas:
        return frozenset(same[idea] for idea in (decision.subject, *decision.ideas) if idea in same)
    return frozenset({same.get(decision.subject, decision.subject)} - {""})


def reviews_of(decisions: Sequence[Decision], same: Mapping[str, str]) -> pd.DataFrame:
    """Give `REVIEWS` as they stand: the last word on a pair wins, and « no objective » takes back what was accepted before.

    `same` maps each idea to the group of its copies, or to itself: copies follow, those that came since too.
    """
    import pandas as pd

    said: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for decision in standing(decisions):
        for group in groups_of(decision, same) if decision.kind in OF_MATCHES else ():
            _tell(said[group, referential_of(decision.target)], decision)
    groups = {group for group, _referential in said}
    members: dict[str, list[str]] = defaultdict(list)
    for idea, group in same.items():
        if group in groups:
            members[group].append(idea)
    rows = [
        (subject, referential, objective, right)
        for (group, referential), told in said.items()
        for subject in members.get(group, [group])
        for objective, right in told.items()
    ]
    return REVIEWS.check(pd.DataFrame(sorted(rows), columns=list(REVIEWS.columns)))


def _tell(told: dict[str, bool], decision: Decision) -> None:
    """Add a decision to what was said of one group in one referential; the last word wins."""
    if decision.kind is DecisionKind.NO_OBJECTIVE:
        for objective in [each for each, right in told.items() if right]:
            del told[objective]
        told[NO_OBJECTIVE] = False
        return
    told[decision.target] = decision.kind is DecisionKind.ACCEPT_MATCH
    if told[decision.target]:
        told.pop(NO_OBJECTIVE, None)


def standing_matches(matches: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Replay `REVIEWS` over the `MATCHES` of the machine.

    A subject that somebody settled in a referential, by accepting an objective there or saying that none fits, has there what was
    accepted and nothing else; a rejected pair is rejected alone. What a person said is sure: its probability is 1, or 0; a pair
    that the machine did not keep has rank 0. Replaying over what was replayed gives the same.
    """
    import pandas as pd

    matches, reviews = MATCHES.check(matches), REVIEWS.check(reviews)
    touched = matches["subject"].isin(reviews["subject"])
    stands = pd.concat([matches[~touched], _replayed(matches[touched], reviews)], ignore_index=True)
    return stands.sort_values(["subject", "objective"], kind="stable", ignore_index=True)


def _replayed(matches: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Replay `REVIEWS` over the `MATCHES` of what they are about."""
    import pandas as pd

    matches = matches.reset_index(drop=True)
    about = matches.assign(referential=matches["objective"].map(referential_of))
    told = about.merge(reviews, on=["subject", "referential", "objective"], how="left")["right"]
    settled = reviews[reviews["right"] | reviews["objective"].eq(NO_OBJECTIVE)]
    pairs = pd.MultiIndex.from_frame(settled[["subject", "referential"]])
    closed = pd.MultiIndex.from_frame(about[["subject", "referential"]]).isin(pairs)
    right, wrong = told.eq(True).to_numpy(), told.eq(False).to_numpy()
    zone = matches["zone"].mask(closed & ~right, Zone.NONE.value).mask(wrong, Zone.REJECTED.value)
    chance = matches["probability"].mask(right, 1.0).mask(wrong, 0.0)
    known = matches.assign(zone=zone.mask(right, Zone.ACCEPTED.value), probability=chance)
    return pd.concat([known, _not_kept(matches, reviews)], ignore_index=True)


def _not_kept(matches: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Give the pairs that somebody accepted and that the machine did not keep."""
    there = set(zip(matches["subject"], matches["objective"], strict=True))
    accepted = reviews[reviews["right"]]
    absent = [pair not in there for pair in zip(accepted["subject"], accepted["objective"], strict=True)]
    rows = accepted.loc[absent, ["subject", "objective"]]
    return MATCHES.check(rows.assign(rank=0, score=0.0, probability=1.0, zone=Zone.ACCEPTED.value, evidence=""))
