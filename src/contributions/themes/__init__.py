"""Gather ideas into themes: communities of near ideas, named in French, whose ids outlive a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Theme
from contributions.frames import PLACEMENTS
from contributions.language import N_
from contributions.themes.continuity import inherit
from contributions.themes.discover import Group
from contributions.themes.finer import Part, finer
from contributions.themes.graph import Vectors
from contributions.themes.grouping import group
from contributions.themes.grow import FAR, Growth, emerged, grow
from contributions.themes.phrases import noun_phrases
from contributions.themes.quotes import summarise
from contributions.themes.reconcile import Reconciliation, reconcile
from contributions.themes.seen import About, Seen, View
from contributions.themes.voices import Voices
from contributions.themes.watch import Candidate, watch
from contributions.themes.words import heard_rows, name_groups

if TYPE_CHECKING:
    import pandas as pd

WEAK = N_("signal faible : trop peu d'idées proches pour un thème")
ALONE = N_("idée isolée : ses voisines sont dans d'autres thèmes")
__all__ = [
    "FAR",
    "About",
    "Candidate",
    "Gathering",
    "Group",
    "Growth",
    "Part",
    "Reconciliation",
    "Seen",
    "View",
    "emerged",
    "finer",
    "gather",
    "group",
    "grow",
    "reconcile",
    "summarise",
    "watch",
]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The themes found, and where each idea stands (`PLACEMENTS`)."""

    themes: tuple[Theme, ...]
    placements: pd.DataFrame


def gather(
    ideas: pd.DataFrame,
    seen: Seen,
    *,
    previous: Mapping[str, str],
    known: Mapping[str, Theme],
    last_number: int,
    run: str,
    shown: int,
    smallest: int,
    engine: str,
    seed: int,
    encode: Callable[[Sequence[str]], Vectors],
    on_batch: Callable[[int], None] | None = None,
) -> Gathering:
    """Gather `IDEAS` into at most `shown` themes; a campaign is one voice, and copies stand with their original.

    Args:
        ideas: sorted by id; `seen` are the same, already centred.
        previous: idea -> theme of the last run, whose ids (and `known` birth) are inherited; the new are numbered on.
        smallest: distinct ideas under which a group is a signal faible; 0 follows the corpus.
        encode: gives the vectors of phrases in the space of `seen.meaning`.
    """
    voices = Voices.among(ideas)
    order = voices.rows
    spoken = seen.take(order)
    labels, strength = group(spoken, shown=shown, smallest=smallest, engine=engine, seed=seed)
    speakers = ideas.iloc[order].reset_index(drop=True)
    ids = _named_groups(speakers["id"], labels, previous, last_number)
    heard = heard_rows(labels)
    phrases = noun_phrases(list(speakers["text"].iloc[heard]), on_batch=on_batch)
    names = name_groups(labels[heard], phrases, spoken.take(heard), encode=encode)
    births = {theme: known[theme].born_in if theme in known else run for theme in ids.values()}
    themes = [Theme(theme, names[number].title, names[number].keywords, born_in=births[theme]) for number, theme in ids.items()]
    found = zip(voices.names, labels, strength, strict=True)
    place = {voice: (ids.get(int(label), ""), float(near)) for voice, label, near in found}
    return Gathering(tuple(sorted(themes, key=lambda theme: theme.id)), _placements(ideas["id"], voices.of, place))


def _named_groups(
    ideas: pd.Series[str], labels: NDArray[np.int64], previous: Mapping[str, str], last_number: int
) -> dict[int, str]:
    """Give each group the id of the theme it continues, or the next number, the largest group first."""
    current = {idea: int(label) for idea, label in zip(ideas, labels, strict=True) if label >= 0}
    ids = inherit(previous, current)
    sizes = {number: int((labels == number).sum()) for number in set(current.values()) - set(ids)}
    fresh = sorted(sizes, key=lambda number: (-sizes[number], min(ideas[labels == number])))
    return ids | {number: f"T{last_number + rank:03d}" for rank, number in enumerate(fresh, 1)}


def _placements(ideas: pd.Series[str], voices: pd.Series[str], place: Mapping[str, tuple[str, float]]) -> pd.DataFrame:
    import pandas as pd

    themes = [place[voice][0] for voice in voices]
    strength = [place[voice][1] for voice in voices]
    reasons = ["" if theme else (ALONE if near else WEAK) for theme, near in zip(themes, strength, strict=True)]
    return PLACEMENTS.check(pd.DataFrame({"idea": ideas, "theme": themes, "strength": strength, "reason": reasons}))
