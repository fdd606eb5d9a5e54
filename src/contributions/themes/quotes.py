"""Choose the ideas that speak for a theme: at its heart, from another angle, of the few, for and against what divides it.

The choice is made whenever a theme is read, from where its ideas stand, how strongly, and their words; no vector is needed. So it
follows at once what people move, merge and split, and it is the same on a machine that has no model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contributions.domain import Divide, Quotation, Role, Side, Stance, Summary
from contributions.themes.speakers import Speaker, shares, speakers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

USUAL, MOST = 5, 6
"""Quotations of a theme; one more where a quartier or a channel would not be heard. Those of a divide come besides."""
UNLIKE = 0.5
"""How much having the words of a quotation already chosen counts against an idea, beside 1 for being central."""
FRESH = 0.3
"""How much coming from places and publics not heard yet counts for it: among ideas nearly as central, no place speaks twice."""
FEWEST = 2
"""Voices on each side from which opinions are said to differ: one alone may be misread."""


def summarise(
    said: pd.DataFrame, kept: Mapping[str, Sequence[str]], stances: Mapping[str, Sequence[Stance]]
) -> dict[str, Summary]:
    """Choose the quotations of each theme, the same whatever the order of rows.

    What was quoted stays, in its order, while its idea is in the theme; a quartier or a channel not heard yet may add one.

    Args:
        said: a row an idea in a theme: `theme`, and what `speakers` reads, `words_of` its text among it.
        kept: theme -> ideas quoted so far, the first to stay first; those that are elsewhere now are left out.
        stances: idea -> the sides that it takes.
    """
    ordered = said.sort_values(["text", "idea"], kind="stable", ignore_index=True)
    usual = shares(ordered.drop_duplicates("same")["words"].tolist())
    summaries = {}
    for theme, rows in ordered.groupby("theme"):
        quoted = kept.get(str(theme), ())
        summaries[str(theme)] = _summary(speakers(rows, quoted, usual), quoted, stances)
    return summaries


def _summary(heard: Sequence[Speaker], kept: Sequence[str], stances: Mapping[str, Sequence[Stance]]) -> Summary:
    divide, sides = _divide(heard, stances)
    choice = _Choice(heard)
    for side in Side:
        choice.speak_for([speaker for speaker in heard if sides.get(speaker.idea) is side], kept)
    apart = len(choice.chosen)
    choice.speak([speaker for speaker in heard if speaker.idea not in sides], kept)
    roles = {idea: Role(side.value) for idea, side in sides.items()}
    shown = [*choice.chosen[apart:], *choice.chosen[:apart]]
    return Summary(tuple(Quotation(each.idea, roles.get(each.idea, each.role)) for each in shown), divide)


def _divide(heard: Sequence[Speaker], stances: Mapping[str, Sequence[Stance]]) -> tuple[Divide | None, dict[str, Side]]:
    """Find what opinions differ on the most, and the side of each idea that speaks of it."""
    taken: dict[str, dict[str, Side]] = defaultdict(dict)
    voices: dict[str, Counter[Side]] = defaultdict(Counter)
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for speaker in heard:
        for stance in stances.get(speaker.idea, ()):
            taken[stance.about][speaker.idea] = stance.side
            voices[stance.about][stance.side] += speaker.voices
            words[stance.about][stance.word.lower()] += 1
    shared = {about: min(each[side] for side in Side) for about, each in voices.items()}
    if max(shared.values(), default=0) < FEWEST:
        return None, {}
    about = min(shared, key=lambda each: (-shared[each], -voices[each].total(), each))
    word = min(words[about], key=lambda each: (-words[about][each], each))
    return Divide(word, voices[about][Side.FOR], voices[about][Side.AGAINST]), taken[about]


@dataclass(slots=True)
class _Choice:
    """Those chosen so far among the speakers of a theme, and how much each of the others says the same."""

    heard: Sequence[Speaker]
    chosen: list[Speaker] = field(default_factory=list)
    likeness: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def speak_for(self, side: Sequence[Speaker], kept: Sequence[str]) -> None:
        """Let one speak for a side, those that did already first."""
        self._keep(side, kept)
        if not any(speaker in self.chosen for speaker in side):
            self._add_best(side)

    def speak(self, among: Sequence[Speaker], kept: Sequence[str]) -> None:
        """Let them speak: those that did already, one of each role, then the best, and one more from where none was heard.

        One quotation a side is not counted among theirs.
        """
        before = min(len(self.chosen), len(Side))
        self._keep(among, kept)
        for role in (Role.CENTRAL, Role.DIFFERENT, Role.MINORITY):
            if len(self.chosen) < before + USUAL and not any(each.role is role for each in self.chosen[before:]):
                self._add_best([speaker for speaker in among if speaker.role is role])
        while len(self.chosen) < before + min(USUAL, len(among)):
            self._add_best(among)
        if len(self.chosen) < before + MOST:
            heard = {place for speaker in self.chosen for place in speaker.places}
            self._add_best([speaker for speaker in among if speaker.quotable and speaker.places - heard])

    def _keep(self, among: Sequence[Speaker], kept: Sequence[str]) -> None:
        """Choose those that were quoted already, in their order; where themes were merged, the best of them."""
        by_idea = {speaker.idea: speaker for speaker in among}
        quoted = [by_idea[idea] for idea in kept if idea in by_idea]
        for number in range(min(MOST, len(quoted))):
            self._add_best(quoted if len(quoted) > MOST else [quoted[number]])

    def _add_best(self, among: Sequence[Speaker]) -> None:
        left = [speaker for speaker in among if speaker not in self.chosen]
        if not left:
            return
        best = max(left, key=self._gain)
        self.chosen.append(best)
        for other in self.heard:
            self.likeness[other.idea] = max(self.likeness[other.idea], best.likeness(other))

    def _gain(self, speaker: Speaker) -> tuple[bool, float]:
        groups = speaker.places | speaker.publics
        heard = {group for each in self.chosen for group in each.places | each.publics}
        fresh = len(groups - heard) / len(groups) if groups else 0.0
        return speaker.quotable, round(speaker.central + FRESH * fresh - UNLIKE * self.likeness[speaker.idea], 6)
