"""Let themes grow with what is newly said: new ideas join them or wait, and no old idea moves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Theme, ThemeStatus
from contributions.frames import PLACEMENTS
from contributions.language import N_
from contributions.themes.absorb import Absorbed, Exemplars, absorb, exemplar_rows
from contributions.themes.discover import Group, discover
from contributions.themes.graph import Vectors
from contributions.themes.phrases import noun_phrases
from contributions.themes.seen import Seen
from contributions.themes.voices import Voices
from contributions.themes.words import Naming, name_groups

if TYPE_CHECKING:
    import pandas as pd

    from contributions.decisions import Standing

FAR = N_("loin de tous les thèmes : en attente que d'autres en parlent")
SPEAKING = 48
"""Ideas of each theme beside which what emerges is grouped and named."""

See = Callable[[Sequence[str], int], Seen]
"""See texts in the frame of the first few of them."""
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Where the new ideas are (`PLACEMENTS`, those alone), what no theme speaks of yet, and names for what had none.

    `nearest` is the theme nearest to each theme that had no name, and to each of `emerging`, by its first idea.
    """

    placements: pd.DataFrame
    emerging: tuple[Group, ...]
    named: Mapping[str, Naming]
    nearest: Mapping[str, str]


def grow(
    ideas: pd.DataFrame,
    placements: pd.DataFrame,
    standing: Standing,
    *,
    see: See,
    encode: Encode,
    pending: Collection[str] = (),
    smallest: int = 0,
    seed: int = 0,
) -> Growth:
    """Place the ideas that `placements` does not know yet, then look for what emerges among those that no theme takes.

    The cost is that of the new ideas and of those not placed: a theme is heard through a sample of its ideas. Where a new idea
    goes does not depend on those that come with it.

    Args:
        ideas: `IDEAS`, sorted by id. `placements` are those of the machine, `standing` what people made of them.
        see: shows the few ideas that are needed, in the frame of the exemplars: it does not follow what is new.
        encode: gives the vectors of phrases. `smallest` and `seed` are those of `gather`.
        pending: ideas that have a place and may be of what emerges all the same: those that came lately, little by little,
            and those of a group that people have not answered about.
    """
    crowd = _Crowd.of(ideas, placements, standing, frozenset(pending))
    seen = see(crowd.texts(), len(crowd.chosen))
    stacked = seen.side_by_side()
    few, new = len(crowd.chosen), len(crowd.fresh)
    found = absorb(stacked[few : few + new], Exemplars.of(stacked[:few], crowd.ends))
    absorbed = np.concatenate([found.themes != "", crowd.homes != ""])
    pool = ideas.iloc[crowd.voices.rows[crowd.pool]].reset_index(drop=True)
    beside = crowd.speaking()
    left = seen.take(np.concatenate([np.arange(few, len(seen)), beside]))
    groups = discover(pool, left, absorbed, stacked[:few][crowd.settled], smallest=smallest, seed=seed)
    nameless = [theme for theme in standing.themes if theme.id in standing.open and not theme.keywords]
    heard = _heard(crowd, pool, groups) if groups or nameless else {}
    named = _names(crowd, heard, seen, encode)
    return Growth(
        crowd.placements(found, placements),
        tuple(
            replace(group, title=named[str(rank)].title, keywords=named[str(rank)].keywords) for rank, group in enumerate(groups)
        ),
        {theme.id: named[theme.id] for theme in nameless if theme.id in named},
        {
            groups[int(key)].ideas[0] if key.isdigit() else key: near
            for key, near in _nearest(heard, stacked, standing.open - {theme.id for theme in nameless}).items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Place:
    held: str
    strength: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class _Crowd:
    """Who speaks, as rows of `voices`: `chosen` for the themes, `fresh` for the first time, `waiting` since a former run.

    `held` is the theme of each exemplar before merges, `ends` the one it speaks for now, `homes` that of each who waits.
    """

    ideas: pd.DataFrame
    voices: Voices
    known: Mapping[str, _Place]
    chosen: NDArray[np.int64]
    fresh: NDArray[np.int64]
    waiting: NDArray[np.int64]
    held: NDArray[np.str_]
    ends: NDArray[np.str_]
    homes: NDArray[np.str_]

    @classmethod
    def of(cls, ideas: pd.DataFrame, placements: pd.DataFrame, standing: Standing, pending: frozenset[str]) -> _Crowd:
        voices = Voices.among(ideas)
        known = _known(voices, ideas["id"], placements, standing)
        held = np.array([known[voice].held if voice in known else "" for voice in voices.names], dtype=np.str_)
        fresh = np.array([voice not in known for voice in voices.names], dtype=np.bool_)
        chosen = exemplar_rows(held)
        ends = np.array([standing.ends[theme] for theme in held[chosen]], dtype=np.str_)
        asked = np.isin(voices.names, list(voices.of[ideas["id"].isin(pending)]))
        waiting = np.flatnonzero(((held == "") | asked) & ~fresh)
        return cls(ideas, voices, known, chosen, np.flatnonzero(fresh), waiting, held[chosen], ends, held[waiting])

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Say who of `chosen` is not in the pool too: what emerges is compared with these alone."""
        return ~np.isin(self.chosen, self.waiting)

    @property
    def pool(self) -> NDArray[np.int64]:
        return np.concatenate([self.fresh, self.waiting])

    def texts(self) -> list[str]:
        """Give what they say: exemplars, then the new, then those that wait."""
        rows = np.concatenate([self.chosen, self.pool])
        return list(self.ideas["text"].iloc[self.voices.rows[rows]])

    def speaking(self) -> NDArray[np.int64]:
        """Choose a few exemplars of each theme, in their order."""
        few = [np.flatnonzero((self.ends == theme) & self.settled)[:SPEAKING] for theme in np.unique(self.ends)]
        return np.concatenate([*few, np.zeros(0, dtype=np.int64)]).astype(np.int64)

    def placements(self, found: Absorbed, before: pd.DataFrame) -> pd.DataFrame:
        """Write the place of each new idea: that of its voice; should a merge be undone, new ideas part as old ones do."""
        import pandas as pd

        names = np.where(found.themes == "", "", self.held[found.nearest] if len(self.held) else "")
        placed = dict(self.known) | {
            str(voice): _Place(str(name), float(near), "" if name else FAR)
            for voice, name, near in zip(self.voices.names[self.fresh], names, found.strengths, strict=True)
        }
        new = ~self.ideas["id"].isin(before["idea"])
        places = [placed[voice] for voice in self.voices.of[new]]
        columns = {
            "idea": self.ideas.loc[new, "id"].to_numpy(),
            "theme": [place.held for place in places],
            "strength": [place.strength for place in places],
            "reason": [place.reason for place in places],
        }
        return PLACEMENTS.check(pd.DataFrame(columns)) if places else PLACEMENTS.empty()


def _known(voices: Voices, ids: pd.Series[str], placements: pd.DataFrame, standing: Standing) -> dict[str, _Place]:
    """Give the place of each voice of which an idea is placed already: its copies come with it."""
    found = zip(placements["strength"].tolist(), placements["reason"].tolist(), strict=True)
    rows = dict(zip(placements["idea"].tolist(), found, strict=True))
    known: dict[str, _Place] = {}
    for idea, voice in zip(ids.tolist(), voices.of.tolist(), strict=True):
        if idea in rows and voice not in known:
            known[voice] = _Place(standing.held[idea], *rows[idea])
    return known


def _heard(crowd: _Crowd, pool: pd.DataFrame, groups: Sequence[Group]) -> dict[str, list[int]]:
    """Give the rows of a few ideas of every theme, by its id, then of groups, by their rank."""
    rows: dict[str, list[int]] = {}
    for row in crowd.speaking():
        rows.setdefault(str(crowd.ends[row]), []).append(int(row))
    of_pool = {idea: len(crowd.chosen) + place for place, idea in enumerate(pool["id"])}
    return rows | {str(rank): [of_pool[idea] for idea in group.ideas] for rank, group in enumerate(groups)}


def _names(crowd: _Crowd, heard: Mapping[str, Sequence[int]], seen: Seen, encode: Encode) -> dict[str, Naming]:
    """Name groups beside themes."""
    if not heard:
        return {}
    rows = [row for own in heard.values() for row in own]
    keys, labels = np.unique(np.repeat(list(heard), [len(own) for own in heard.values()]), return_inverse=True)
    texts = crowd.texts()
    spoken = seen.take(np.array(rows, dtype=np.int64))
    names = name_groups(labels, noun_phrases([texts[row] for row in rows]), spoken, encode=encode)
    return {str(key): names[number] for number, key in enumerate(keys)}


def _nearest(heard: Mapping[str, Sequence[int]], stacked: Vectors, settled: Collection[str]) -> dict[str, str]:
    """Give, of the `settled` themes, the one whose centre is nearest to that of each other and of each group."""
    centres = {key: stacked[rows].mean(axis=0) for key, rows in heard.items()}
    old = {key: centre / max(float(np.linalg.norm(centre)), 1e-9) for key, centre in centres.items() if key in settled}
    new = centres.keys() - old.keys() if old else set()
    return {key: max(old, key=lambda theme: round(float(centres[key] @ old[theme]), 6)) for key in sorted(new)}


def emerged(
    growth: Growth, ideas: pd.DataFrame, placements: pd.DataFrame, *, last_number: int, run: str, families: Mapping[str, str]
) -> tuple[list[Theme], pd.DataFrame]:
    """Make themes of what emerges, the largest first: the themes, and the `PLACEMENTS` that change.

    They take what is new and what had no theme; an old idea stays where it was. `families` gives that of each theme: one that
    emerges is in the family of the nearest.
    """
    import pandas as pd

    held = placements[placements["theme"].ne("")]["idea"]
    of = Voices.among(ideas).of.set_axis(ideas["id"])
    free = of[~of.index.isin(held)]
    changed = pd.concat([placements, growth.placements]).set_index("idea")
    themes: list[Theme] = []
    taken: list[str] = []
    for rank, group in enumerate(growth.emerging, 1):
        family = families.get(growth.nearest.get(group.ideas[0], ""), "")
        theme = Theme(f"T{last_number + rank:03d}", group.title, group.keywords, ThemeStatus.EMERGING, family, born_in=run)
        themes.append(theme)
        joined = list(free.index[free.isin(of[list(group.ideas)])])
        changed.loc[joined, ["theme", "reason"]] = theme.id, ""
        taken += joined
    changed = changed.loc[sorted({*growth.placements["idea"], *taken})]
    return themes, PLACEMENTS.check(changed.reset_index())
