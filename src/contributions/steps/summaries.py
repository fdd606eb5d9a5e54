"""What themes say, in quotations: chosen when they are read, over what people decided; what was shown is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from contributions.domain import OTHER_BAND, Channel
from contributions.frames import is_short_answer
from contributions.prepare import stances_of
from contributions.steps.standing import stood
from contributions.trace.following import ideas_in
from contributions.trace.keys import rows_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from contributions.decisions import Standing
    from contributions.domain import Collection, Stance, Summary, Theme
    from contributions.store import Store
    from contributions.trace import Picture

_SAID = ["id", "collection", "quartier", "qpv_code", "age_band", "gender", "residence"]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What quotations are chosen among, read once for all choices: a row an idea, its words and who says it; its stances."""

    rows: pd.DataFrame
    stances: Mapping[str, Sequence[Stance]]

    @classmethod
    def of(
        cls,
        ideas: pd.DataFrame,
        contributions: pd.DataFrame,
        collections: Iterable[Collection],
        known: dict[str, tuple[Sequence[Stance], frozenset[str]]] | None = None,
    ) -> Said:
        """Read what `IDEAS` say, and who says it; `known` keeps the stances and the words of each, for who reads them again."""
        from contributions.themes import words_of

        known = {} if known is None else known
        for idea, text in zip(ideas["id"].tolist(), ideas["text"].tolist(), strict=True):
            if idea not in known:
                known[idea] = stances_of(text), words_of(text)
        own = ideas["id"].tolist()
        words = pd.Series([known[idea][1] for idea in own], index=ideas.index, dtype=object)
        return cls(_said(ideas.assign(words=words), contributions, collections), {idea: known[idea][0] for idea in own})

    def summaries(self, placements: pd.DataFrame, stands: Standing) -> dict[str, Summary]:
        """Summarise each theme that holds an idea, those of the themes under it included.

        What a run quoted is quoted first in the theme where it is now, whatever theme it spoke for: people may have merged it.
        """
        from contributions.themes import summarise

        said = self.rows.merge(placements[["idea", "strength"]], on="idea")
        placed = _with_those_above(said.assign(theme=said["idea"].map(stands.placed).fillna("")), stands.themes)
        return summarise(placed, _kept(stands), self.stances)


def standing_summaries(store: Store, run: str = "") -> dict[str, Summary]:
    """Summarise the themes of a run (the last one by default), once people's decisions stand over them."""
    run = run or store.rows_of("themes")
    placements = store.placements(run)
    stands = stood(store, run, placements)
    return Said.of(store.ideas(), store.contributions(), store.collections()).summaries(placements, stands)


def summary_of(picture: Picture, theme: str, stands: Standing) -> Summary | None:
    """Summarise one theme as it stands, from the ideas that are in it and under it alone; None where it holds none."""
    own = picture.spoken.iloc[rows_at(picture.at, ideas_in(picture, theme))]
    ideas = picture.ideas.iloc[rows_at(picture.ideas_at, own["idea"])]
    contributions = picture.contributions.iloc[rows_at(picture.read_at, own["contribution"])]
    known = picture.once("stances and words", dict[str, Any], of={"ideas"})
    return Said.of(ideas, contributions, picture.collections, known).summaries(own, stands).get(theme)


def with_quotations(themes: Sequence[Theme], summed: Mapping[str, Summary]) -> list[Theme]:
    """Write in each theme the ideas that its summary quotes; one that holds nothing any more keeps those it had."""
    return [
        replace(theme, quotations=tuple(each.idea for each in summed[theme.id].quotations)) if theme.id in summed else theme
        for theme in themes
    ]


def _said(ideas: pd.DataFrame, contributions: pd.DataFrame, collections: Iterable[Collection]) -> pd.DataFrame:
    channels = {each.name: "" if each.channel is Channel.UNKNOWN else each.channel.value for each in collections}
    who = contributions[_SAID].rename(columns={"id": "contribution"})
    rows = ideas.rename(columns={"id": "idea"}).merge(who, on="contribution")
    same = rows["campaign"].where(rows["campaign"].ne(""), rows["idea"])
    answers = zip(rows["campaign"].tolist(), rows["text"].tolist(), strict=True)
    short = pd.Series([bool(copied) and is_short_answer(text) for copied, text in answers], index=rows.index, dtype=bool)
    return rows.assign(
        same=same,
        voice=same.mask(short, rows["idea"]),
        quartier=rows["qpv_code"].where(rows["qpv_code"].ne(""), rows["quartier"]),
        channel=rows["collection"].map(channels).fillna(""),
        # It gathers ages that have nothing in common: no public speaks there.
        age_band=rows["age_band"].mask(rows["age_band"].eq(OTHER_BAND), ""),
    )


def _with_those_above(placed: pd.DataFrame, themes: Sequence[Theme]) -> pd.DataFrame:
    """Repeat each idea for the themes above its own: they say it too. A family quotes nothing: its themes do."""
    families = {theme.id for theme in themes if theme.is_family}
    parents = {theme.id: theme.parent for theme in themes if theme.parent and theme.parent not in families}
    levels = [placed[placed["theme"].ne("")]]
    for _ in range(len(parents)):
        above = levels[-1][levels[-1]["theme"].isin(parents)]
        if not len(above):
            break
        levels.append(above.assign(theme=above["theme"].map(parents)))
    return pd.concat(levels, ignore_index=True)


def _kept(stands: Standing) -> dict[str, list[str]]:
    """Give what was quoted in each theme: its own quotations, then those that came from other themes."""
    own: dict[str, list[str]] = defaultdict(list)
    come: dict[str, list[str]] = defaultdict(list)
    for theme in stands.themes:
        for idea in theme.quotations:
            home = stands.placed.get(idea, "")
            (own if home == theme.id else come)[home].append(idea)
    return {home: list(dict.fromkeys([*own[home], *come[home]])) for home in {*own, *come}}
