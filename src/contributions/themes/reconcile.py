"""Lay themes found anew over the old ones, and keep what lasts: ids by members, titles, what people decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.domain import Theme, ThemeStatus
from contributions.frames import PLACEMENTS

if TYPE_CHECKING:
    import pandas as pd

    from contributions.themes import Gathering

KEEPS_ITS_TITLE = 0.5
"""Share of its ideas that a theme keeps, from which it keeps its title whatever the words of the new ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a reconciliation makes of one theme; `came` and `left` count ideas, `into` is where most of a gone theme's went."""

    theme: str
    kept: int
    came: int
    left: int
    into: str = ""
    born: bool = False

    @property
    def gone(self) -> bool:
        """Say whether the theme is no more."""
        return not self.kept and not self.came


@dataclass(frozen=True, slots=True, eq=False)
class Reconciliation:
    """Every theme, gone ones included, the place of each idea (`PLACEMENTS`), and what changed, by theme."""

    themes: tuple[Theme, ...]
    placements: pd.DataFrame
    changes: tuple[Change, ...]


def reconcile(found: Gathering, known: Sequence[Theme], held: Mapping[str, str], firm: frozenset[str]) -> Reconciliation:
    """Lay what was found anew over what there was.

    An idea of a theme that people touched (`firm`) stays in it; the others go where they are found. A theme that no group
    continues is merged into the one that took most of its ideas, or retired; its id is never given again.

    Args:
        found: groups with the ids of the themes that they continue (`gather`, with `previous`).
        known: themes before, gone ones included. `held` gives the theme of each idea before, people's moves included.
    """
    placements = _with_firm(found.placements, held, firm)
    after = dict(zip(placements["idea"], placements["theme"], strict=True))
    anew = {theme.id: theme for theme in found.themes}
    before = {theme.id: theme for theme in known}
    changes = tuple(_change(theme, held, after, born=theme not in before) for theme in sorted({*before, *anew}))
    by_theme = {change.theme: change for change in changes}
    themes = [_continued(theme, anew.get(theme.id), by_theme[theme.id]) for theme in known]
    born = [theme for theme in found.themes if theme.id not in before and by_theme[theme.id].came]
    listed = tuple(change for change in changes if change.kept or change.came or change.left)
    parents = _parents(found, placements["theme"], known, firm)
    placed = [replace(theme, parent=parents.get(theme.id, theme.parent)) for theme in [*themes, *born] if not theme.is_family]
    parents |= {theme.id: theme.parent for theme in placed}
    was = {idea: before[theme].parent for idea, theme in held.items() if theme in before and idea in after}
    families = _families(found.themes, known, was, {idea: parents.get(theme, "") for idea, theme in after.items()})
    return Reconciliation(tuple(sorted([*placed, *families], key=lambda theme: theme.id)), placements, listed)


def _with_firm(placements: pd.DataFrame, held: Mapping[str, str], firm: frozenset[str]) -> pd.DataFrame:
    stays = {idea: theme for idea, theme in held.items() if theme in firm}
    themes = [stays.get(idea, theme) for idea, theme in zip(placements["idea"], placements["theme"], strict=True)]
    reasons = placements["reason"].mask(placements["idea"].isin(stays), "")
    return PLACEMENTS.check(placements.assign(theme=themes, reason=reasons))


def _change(theme: str, held: Mapping[str, str], after: Mapping[str, str], *, born: bool) -> Change:
    was = {idea for idea, place in held.items() if place == theme and idea in after}
    now = {idea for idea, place in after.items() if place == theme}
    homes = Counter(after[idea] for idea in was - now if after[idea])
    into = min(homes, key=lambda home: (-homes[home], home)) if homes and not now else ""
    return Change(theme, len(was & now), len(now - was), len(was - now), into, born)


def _parents(found: Gathering, homes: pd.Series[str], known: Sequence[Theme], firm: frozenset[str]) -> dict[str, str]:
    """Say in which family each theme is: that of most of its ideas, as found anew; a family that people named keeps its themes.

    `homes` are the themes of the ideas of `found.placements`, in the same order.
    """
    above = {theme.id: theme.parent for theme in found.themes}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for spot, home in zip(found.placements["theme"], homes, strict=True):
        if spot and home:
            votes[home][above[spot]] += 1
    elected = {home: min(count, key=lambda family: (-count[family], family)) for home, count in votes.items()}
    return elected | {theme.id: theme.parent for theme in known if theme.parent in firm}


def _families(found: Sequence[Theme], known: Sequence[Theme], was: Mapping[str, str], now: Mapping[str, str]) -> list[Theme]:
    """Give every family there was, gone ones included, then those that are born; `was` and `now` are those of the ideas.

    One that keeps half of its ideas keeps its title.
    """
    anew = {theme.id: theme for theme in found if theme.is_family}
    families = {theme.id: theme for theme in known if theme.is_family}
    for family in sorted(families.keys() & anew.keys()):
        held = [idea for idea, above in was.items() if above == family]
        lasts = sum(now[idea] == family for idea in held) >= KEEPS_ITS_TITLE * len(held)
        title = families[family].title if lasts else anew[family].title
        families[family] = replace(anew[family], title=title, born_in=families[family].born_in)
    lived_in = set(now.values())
    return [*families.values(), *(each for each in anew.values() if each.id not in families and each.id in lived_in)]


def _continued(theme: Theme, anew: Theme | None, change: Change) -> Theme:
    """Give what a theme becomes: the same, with today's words, or an alias of the one that took its ideas."""
    if theme.status in (ThemeStatus.MERGED, ThemeStatus.RETIRED) or (change.gone and not change.left):
        return theme
    if change.gone:
        status = ThemeStatus.MERGED if change.into else ThemeStatus.RETIRED
        return replace(theme, status=status, merged_into=change.into)
    if anew is None:
        return theme
    lasts = change.kept >= KEEPS_ITS_TITLE * (change.kept + change.left)
    title = theme.title if lasts else anew.title
    quotations = theme.quotations
    return replace(anew, title=title, born_in=theme.born_in, status=ThemeStatus.ACTIVE, quotations=quotations)
