"""What to ask people next: the ideas whose review teaches most, and a few drawn at random, which measure without favour."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from contributions.domain.labelled import Labelled
from contributions.language import N_

if TYPE_CHECKING:
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


def asked(matches: pd.DataFrame, reviews: pd.DataFrame, same: Mapping[str, str], *, thresholds: Thresholds) -> dict[str, Ask]:
    """Give the ideas to ask of one referential, in order, each with why: each reason in turn.

    Args:
        matches: `MATCHES` of the referential, as the machine left them, of ideas.
        reviews: `REVIEWS` of the referential.
        same: idea -> the group of its copies, or itself; a group is asked once.
    """
    settled = {same.get(each, each) for each in reviews.loc[reviews["right"] | reviews["objective"].eq(""), "subject"]}
    open_ones = matches[[idea in same and same[idea] not in settled for idea in matches["subject"]]]
    first = {same[idea]: idea for idea in sorted(set(open_ones["subject"]), reverse=True)}
    rows = open_ones[open_ones["subject"].isin(set(first.values()))]
    chosen = rows[[draw(idea) >= CONTROL for idea in rows["subject"]]]
    likeliest = chosen.groupby("subject")["probability"].max()
    turns = {
        Ask.UNSURE: _by_doubt(likeliest, thresholds),
        Ask.CERTIFY: sorted(likeliest[likeliest >= SURE_FROM].index, key=draw),
        Ask.SELDOM: _by_rarity(chosen, reviews),
        Ask.RANDOM: sorted({idea for idea in first.values() if draw(idea) < CONTROL}, key=draw),
    }
    found: dict[str, Ask] = {}
    for turn in zip_longest(*turns.values()):
        for why, idea in zip(turns, turn, strict=True):
            if idea is not None:
                found.setdefault(idea, why)
    return found


def draw(idea: str) -> float:
    """Draw a number in 0..1 for an idea, always the same.

    >>> draw("C1-1") == draw("C1-1")
    True
    """
    return int.from_bytes(hashlib.sha256(f"control {idea}".encode()).digest()[:8]) / 2**64


def _by_doubt(likeliest: pd.Series[float], thresholds: Thresholds) -> list[str]:
    """Order ideas by how near the likeliest objective of each is to a threshold."""
    return sorted(
        likeliest.index,
        key=lambda idea: (min(abs(likeliest[idea] - each) for each in (thresholds.proposed, thresholds.review)), draw(idea)),
    )


def _by_rarity(rows: pd.DataFrame, reviews: pd.DataFrame) -> list[str]:
    """Give the likeliest ideas of the objectives that are seldom reviewed, those with the fewest reviews first, in turn."""
    known = reviews.loc[reviews["right"], "objective"].value_counts()
    ranked = rows.sort_values(["probability", "subject"], ascending=[False, True], kind="stable")
    few = sorted((int(known.get(each, 0)), each) for each in set(rows["objective"]))
    lists = [ranked.loc[ranked["objective"].eq(each), "subject"].tolist() for count, each in few if count < SELDOM]
    return [idea for turn in zip_longest(*lists) for idea in turn if idea is not None]
