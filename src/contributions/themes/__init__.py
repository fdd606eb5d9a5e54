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
from contributions.themes.chart import DRAWN, draw, place
from contributions.themes.continuity import inherit
from contributions.themes.discover import Group
from contributions.themes.families import are_wanted, families_of, in_families, most_themes, titled
from contributions.themes.finer import Part, finer
from contributions.themes.graph import Vectors
from contributions.themes.grouping import group
from contributions.themes.grow import Growth, emerged, grow
from contributions.themes.phrases import Phrases, noun_phrases
from contributions.themes.quotes import summarise
from contributions.themes.reconcile import Reconciliation, reconcile
from contributions.themes.seen import About, Seen, View
from contributions.themes.speakers import words_of
from contributions.themes.stability import SAMPLE, Apart, Samples
from contributions.themes.voices import Voices, count_voices
from contributions.themes.watch import Candidate, watch
from contributions.themes.words import heard_rows, name_groups

if TYPE_CHECKING:
    import pandas as pd

WEAK = N_("signal faible : trop peu d'idées proches pour un thème")
ALONE = N_("idée isolée : ses voisines sont dans d'autres thèmes")
GROUPED = 0.2
"""Share of the work that grouping is: reading what names groups is the rest."""
__all__ = [
    "DRAWN",
    "SAMPLE",
    "About",
    "Apart",
    "Candidate",
    "Gathering",
    "Group",
    "Growth",
    "Part",
    "Reconciliation",
    "Samples",
    "Seen",
    "View",
    "Voices",
    "are_wanted",
    "count_voices",
    "draw",
    "emerged",
    "finer",
    "gather",
    "group",
    "grow",
    "most_themes",
    "place",
    "reconcile",
    "summarise",
    "watch",
    "words_of",
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
    on_share: Callable[[float], None] = lambda _share: None,
    families_from: int = 0,
    last_family: int = 0,
) -> Gathering:
    """Gather `IDEAS` into at most `shown` themes; a campaign is one voice, and copies stand with their original.

    Args:
        ideas: sorted by id; `seen` are the same, already centred.
        previous: idea -> theme of the last run, whose ids (and `known` birth) are inherited; the new are numbered on.
        smallest: distinct ideas under which a group is a signal faible; 0 follows the corpus.
        encode: gives the vectors of phrases in the space of `seen.meaning`.
        on_share: told the share of the work that is done.
        families_from: voices from which more themes are kept, in families numbered from `last_family` on; 0: never.
    """
    voices = Voices.among(ideas)
    order = voices.rows
    spoken = seen.take(order)
    most = most_themes(len(order), shown=shown, families_from=families_from)
    labels, strength = group(spoken, shown=most, smallest=smallest, engine=engine, seed=seed)
    on_share(GROUPED)
    heard = heard_rows(labels)
    texts = list(ideas["text"].iloc[order[heard]])
    phrases = noun_phrases(texts, on_share=lambda read: on_share(GROUPED + (1 - GROUPED) * read))
    speech = _Speech(ideas["id"].iloc[order], heard, phrases, spoken.take(heard), known, run, encode)
    made = speech.themes(labels, previous, f"T{last_number}")
    themes = list(made.values())
    if are_wanted(len(order), shown=shown, families_from=families_from):
        joined = families_of(labels, spoken.side_by_side())
        families = speech.themes(joined, _families_before(previous, known), f"F{last_family}")
        themes = in_families(made, titled(families, themes, joined, spoken.about), labels, joined)
    ids = {number: theme.id for number, theme in made.items()}
    found = zip(voices.names, labels, strength, strict=True)
    place = {voice: (ids.get(int(label), ""), float(near)) for voice, label, near in found}
    return Gathering(tuple(sorted(themes, key=lambda theme: theme.id)), _placements(ideas["id"], voices.of, place))


@dataclass(frozen=True, slots=True, eq=False)
class _Speech:
    """What voices say, by which their groups are made themes: `ideas` is the first of each voice.

    `heard` are the rows that are read: `phrases` and `seen` are theirs. `known`, `run` and `encode` are those of `gather`.
    """

    ideas: pd.Series[str]
    heard: NDArray[np.int64]
    phrases: Phrases
    seen: Seen
    known: Mapping[str, Theme]
    run: str
    encode: Callable[[Sequence[str]], Vectors]

    def themes(self, labels: NDArray[np.int64], previous: Mapping[str, str], last: str) -> dict[int, Theme]:
        """Give the theme of each group, named, with the id that it continues or the next after the `last`."""
        ids = _named_groups(self.ideas, labels, previous, last)
        names = name_groups(labels[self.heard], self.phrases, self.seen, encode=self.encode)
        births = {theme: self.known[theme].born_in if theme in self.known else self.run for theme in ids.values()}
        return {n: Theme(each, names[n].title, names[n].keywords, born_in=births[each]) for n, each in ids.items()}


def _families_before(previous: Mapping[str, str], known: Mapping[str, Theme]) -> dict[str, str]:
    """Give the family that each idea was in."""
    above = {key: theme.parent for key, theme in known.items() if theme.parent}
    return {idea: above[theme] for idea, theme in previous.items() if theme in above}


def _named_groups(ideas: pd.Series[str], labels: NDArray[np.int64], previous: Mapping[str, str], last: str) -> dict[int, str]:
    """Give each group the id of the theme it continues, or the next after the `last`, the largest group first."""
    current = {idea: int(label) for idea, label in zip(ideas, labels, strict=True) if label >= 0}
    ids = inherit(previous, current)
    sizes = {number: int((labels == number).sum()) for number in set(current.values()) - set(ids)}
    fresh = sorted(sizes, key=lambda number: (-sizes[number], min(ideas[labels == number])))
    return ids | {number: f"{last[0]}{int(last[1:]) + rank:03d}" for rank, number in enumerate(fresh, 1)}


def _placements(ideas: pd.Series[str], voices: pd.Series[str], place: Mapping[str, tuple[str, float]]) -> pd.DataFrame:
    import pandas as pd

    themes = [place[voice][0] for voice in voices]
    strength = [place[voice][1] for voice in voices]
    reasons = ["" if theme else (ALONE if near else WEAK) for theme, near in zip(themes, strength, strict=True)]
    return PLACEMENTS.check(pd.DataFrame({"idea": ideas, "theme": themes, "strength": strength, "reason": reasons}))
