"""What to ask people next: the ideas whose review teaches most, and a few drawn at random, which measure without favour."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from contributions.domain.labelled import Labelled
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from contributions.match import Thresholds

CONTROL = 0.2
"""Share of ideas, drawn by their id, that are asked at random only: what they say of the machine is not what it chose to ask."""
SURE_FROM = 0.8
"""Probability from which a review helps to certify that the machine may accept alone."""
SELDOM = 3
"""Reviewed ideas under which an objective is seldom seen: examples count fully from there (docs/decisions/0018-reviews.md)."""


class Ask(Labelled):
    """Why an idea is asked."""

    UNSURE = "unsure", N_("la machine hésite")
    CERTIFY = "certify", N_("contrôle de ce qu'elle croit sûr")
    SELDOM = "seldom", N_("objectif rarement relu")
    RANDOM = "random", N_("tirée au hasard, pour mesurer")


@dataclass(frozen=True, slots=True)
class Turns:
    """The ideas that a matching would have people review, by what makes each worth it, the best first."""

    ordered: Mapping[Ask, Sequence[str]]
    """By doubt, by certainty and at random."""
    by_objective: Mapping[str, Sequence[str]]
    """The ideas of each objective, the likeliest first."""
    same: Mapping[str, str]
    """Idea -> the group of its copies, or itself; a group is asked once."""


def turns_of(matches: pd.DataFrame, same: Mapping[str, str], *, thresholds: Thresholds) -> Turns:
    """Order the ideas of one referential's `MATCHES`, as the machine left them, by each reason to ask them."""
    first: dict[str, str] = {}
    for idea in sorted(set(matches["subject"]) & set(same)):
        first.setdefault(same[idea], idea)
    drawn = {idea: draw(idea) for idea in first.values()}
    chosen = matches[matches["subject"].isin({idea for idea, number in drawn.items() if number >= CONTROL})]
    best = chosen.groupby("subject")["probability"].max()
    likeliest: dict[str, float] = dict(zip(best.index, best.tolist(), strict=True))
    limits = (thresholds.proposed, thresholds.review)
    doubt = {idea: min(abs(chance - each) for each in limits) for idea, chance in likeliest.items()}
    ranked = chosen.sort_values(["probability", "subject"], ascending=[False, True], kind="stable")
    return Turns(
        {
            Ask.UNSURE: sorted(likeliest, key=lambda idea: (doubt[idea], drawn[idea])),
            Ask.CERTIFY: sorted((idea for idea, chance in likeliest.items() if chance >= SURE_FROM), key=drawn.__getitem__),
            Ask.RANDOM: sorted((idea for idea, number in drawn.items() if number < CONTROL), key=drawn.__getitem__),
        },
        {str(objective): rows.tolist() for objective, rows in ranked.groupby("objective")["subject"]},
        same,
    )


def asked(turns: Turns, reviews: pd.DataFrame) -> Iterator[tuple[str, Ask]]:
    """Give the ideas to ask, in order, each with why: each reason in turn, without what `REVIEWS` of the referential settle."""
    settled = {turns.same.get(each, each) for each in reviews.loc[reviews["right"] | reviews["objective"].eq(""), "subject"]}
    lists = [
        _by_rarity(turns, reviews, settled) if why is Ask.SELDOM else _left(turns, turns.ordered[why], settled) for why in Ask
    ]
    told: set[str] = set()
    for turn in zip_longest(*lists):
        for why, idea in zip(Ask, turn, strict=True):
            if idea is not None and idea not in told:
                told.add(idea)
                yield idea, why


def _left(turns: Turns, ideas: Iterable[str], settled: Collection[str]) -> Iterator[str]:
    return (idea for idea in ideas if turns.same[idea] not in settled)


def draw(idea: str) -> float:
    """Draw a number in 0..1 for an idea, always the same.

    >>> draw("C1-1") == draw("C1-1")
    True
    """
    return int.from_bytes(hashlib.sha256(f"control {idea}".encode()).digest()[:8]) / 2**64


def _by_rarity(turns: Turns, reviews: pd.DataFrame, settled: Collection[str]) -> Iterator[str]:
    """Give the likeliest ideas of the objectives that are seldom reviewed, those with the fewest reviews first, in turn."""
    known = reviews.loc[reviews["right"], "objective"].value_counts().to_dict()
    few = sorted((int(known.get(each, 0)), each) for each in turns.by_objective)
    lists = [_left(turns, turns.by_objective[each], settled) for count, each in few if count < SELDOM]
    return (idea for turn in zip_longest(*lists) for idea in turn if idea is not None)
