"""Watch themes that last: those that hold two subjects, those that are one, those whose new voices speak of something else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import ProposalKind
from contributions.themes.absorb import Exemplars, absorb, exemplar_rows
from contributions.themes.apart import likeness, parts, totals_of, two_subjects
from contributions.themes.discover import FEWEST_SPEAKERS
from contributions.themes.graph import Vectors
from contributions.themes.grow import SPEAKING, Encode, See
from contributions.themes.phrases import noun_phrases
from contributions.themes.seen import Seen
from contributions.themes.stability import Apart
from contributions.themes.voices import Voices
from contributions.themes.words import name_groups

if TYPE_CHECKING:
    import pandas as pd

    from contributions.decisions import Standing

FEWEST_VOICES = 8
"""Voices under which a part, or a theme, is too small to be told from chance."""
FEWEST_THEMES = 5
"""Themes under which none is said to hold two subjects: what two subjects are is learnt from them."""
PART = 0.15
"""Share of a theme under which a part of it is left alone."""
THE_SAME = 0.65
"""Likeness from which two themes are one: docs/decisions/0011-watch.md."""
FEWEST_NEW = 10
"""New voices of a theme from which it is asked whether they speak of something else."""
CHANGED = 0.75
"""Likeness of old and new voices under which a theme may have drifted, where chance alone does not give it."""
DRAWS, BY_CHANCE, _SEED = 200, 0.01, 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change of themes that a person may want; `ideas` are the first of each voice concerned, the most telling first.

    `themes` is the theme to split, or the one to merge then the one that stays. A part has a title and keywords.
    """

    kind: ProposalKind
    themes: tuple[str, ...]
    ideas: tuple[str, ...]
    evidence: Mapping[str, float]
    title: str = ""
    keywords: tuple[str, ...] = ()


def watch(
    ideas: pd.DataFrame,
    standing: Standing,
    *,
    see: See,
    encode: Encode | None = None,
    newcomers: Collection[str] = (),
    whole: Collection[str] = (),
    distinct: Collection[str] = (),
    first: Collection[str] = (),
    apart: Mapping[str, Apart] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    """Say what themes seem to have become, one thing at a time for each, by id of theme.

    Each theme is heard through a sample of its ideas, so that the cost is that of the themes; only a theme that would be split
    is heard whole. A pinned theme is left alone.

    Args:
        ideas: `IDEAS`, sorted by id; `standing` says where each is once people's decisions stand.
        see, encode: those of `grow`; without `encode`, parts have no name.
        newcomers: ideas that came to their theme since it was found, or last reviewed.
        whole: themes that people put together, never split. `distinct`: themes that people set apart, never merged.
        first: themes that people decided something of: another merges into them.
        apart: what is found apart of themes when they are found again, as `Samples.apart` gives it.
    """
    if not any(standing.placed.get(idea) for idea in ideas["id"].tolist()):
        return ()
    heard = _Heard.of(ideas, standing, see)
    pinned = {theme.id for theme in standing.themes if theme.pinned}
    alike = likeness(*totals_of(heard.vectors, heard.numbers))
    splits = [*_found_apart(heard, apart, pinned | set(whole))]
    if len(heard.names) >= FEWEST_THEMES:
        left = {*pinned, *whole, *(theme for each in splits for theme in each.themes)}
        splits += _splits(heard, two_subjects(alike), left)
    busy = pinned | {theme for each in splits for theme in each.themes}
    merges = [*_merges(heard, alike, busy | set(distinct), frozenset(first))]
    busy |= {theme for each in merges for theme in each.themes}
    drifts = [*_drifts(heard, frozenset(newcomers), busy)]
    found = [*splits, *merges, *drifts]
    return tuple(_named(heard, each, encode) if encode and each.kind is not ProposalKind.MERGE else each for each in found)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Voices in canonical order with the theme of each, `homes`; `chosen` are those who speak for the themes, `names`.

    `numbers` (n_chosen,) is the theme of each of them, as a place in `names`; `vectors` are theirs, all views side by side.
    """

    ideas: pd.DataFrame
    voices: Voices
    homes: NDArray[np.str_]
    chosen: NDArray[np.int64]
    names: NDArray[np.str_]
    numbers: NDArray[np.int64]
    seen: Seen
    vectors: Vectors
    see: See

    @classmethod
    def of(cls, ideas: pd.DataFrame, standing: Standing, see: See) -> _Heard:
        voices = Voices.among(ideas)
        homes = np.array([standing.placed.get(idea, "") for idea in ideas["id"].iloc[voices.rows].tolist()], dtype=np.str_)
        chosen = exemplar_rows(homes)
        names, numbers = np.unique(homes[chosen], return_inverse=True)
        seen = see(list(ideas["text"].iloc[voices.rows[chosen]]), len(chosen))
        return cls(ideas, voices, homes, chosen, names, numbers, seen, seen.side_by_side(), see)

    def rows_of(self, theme: str) -> NDArray[np.int64]:
        """Give the places among `chosen` of those who speak for a theme."""
        return np.flatnonzero(self.names[self.numbers] == theme)

    def ids(self, voices: NDArray[np.int64]) -> NDArray[np.str_]:
        """Give the first idea of voices."""
        return self.ideas["id"].to_numpy(dtype=np.str_)[self.voices.rows[voices]]

    def speakers(self, voices: NDArray[np.int64]) -> int:
        """Count the contributions that voices come from."""
        return int(self.ideas["contribution"].iloc[self.voices.rows[voices]].nunique())

    def texts(self, voices: NDArray[np.int64]) -> list[str]:
        """Give what voices say."""
        return list(self.ideas["text"].iloc[self.voices.rows[voices]])

    def with_others(self, theme: str, inside: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Give the voices of a part of a theme: those `inside` among who speaks for it, and all those that join them."""
        rows = self.rows_of(theme)
        part = self.chosen[rows[inside]]
        others = np.setdiff1d(np.flatnonzero(self.homes == theme), self.chosen[rows])
        if not len(others):
            return part
        seen = self.see(self.texts(np.concatenate([self.chosen, others])), len(self.chosen)).side_by_side()[len(self.chosen) :]
        sides = np.where(inside, "part", "rest")
        joined = absorb(seen, Exemplars.of(self.vectors[rows], sides)).themes == "part"
        return np.concatenate([part, others[joined]])


def _found_apart(heard: _Heard, apart: Mapping[str, Apart], left: Collection[str]) -> Iterator[Candidate]:
    """Propose the parts of themes that are seldom with the rest when themes are found again."""
    for theme in heard.names:
        if theme not in apart or theme in left:
            continue
        rows = heard.rows_of(theme)
        inside = np.isin(heard.ids(heard.chosen[rows]), list(apart[theme].ideas))
        if _is_many(heard, rows, inside):
            evidence = {"voices": len(rows), "part": int(inside.sum()), "together": round(apart[theme].together, 3)}
            yield _part(heard, ProposalKind.SPLIT, str(theme), inside, evidence=evidence)


def _splits(heard: _Heard, below: float, left: Collection[str]) -> Iterator[Candidate]:
    """Find the parts of themes that have nothing to do with the largest one."""
    for theme in heard.names:
        rows = heard.rows_of(theme)
        if theme in left or len(rows) < 2 * FEWEST_VOICES:
            continue
        numbers = parts(heard.vectors[rows], below)
        alike = likeness(*totals_of(heard.vectors[rows], numbers))
        for number in range(1, int(numbers.max()) + 1):
            inside = numbers == number
            if _is_many(heard, rows, inside):
                evidence = {"voices": len(rows), "part": int(inside.sum()), "likeness": round(float(alike[0, number]), 3)}
                yield _part(heard, ProposalKind.SPLIT, str(theme), inside, evidence=evidence)


def _is_many(heard: _Heard, rows: NDArray[np.int64], inside: NDArray[np.bool_]) -> bool:
    enough = inside.sum() >= max(FEWEST_VOICES, PART * len(rows))
    return bool(enough) and heard.speakers(heard.chosen[rows[inside]]) >= FEWEST_SPEAKERS


def _part(
    heard: _Heard,
    kind: ProposalKind,
    theme: str,
    inside: NDArray[np.bool_],
    *,
    evidence: Mapping[str, float],
    among: Collection[str] | None = None,
) -> Candidate:
    """Propose a part, those who say it best first: near the others of the part, and far from the rest."""
    rows = heard.rows_of(theme)
    towards = heard.vectors[rows[inside]].mean(axis=0) - heard.vectors[rows[~inside]].mean(axis=0)
    order = np.argsort(-np.round(heard.vectors[rows[inside]] @ towards, 5), kind="stable")
    ids = heard.ids(heard.with_others(theme, inside))
    told = [each for each in (*ids[: len(order)][order], *ids[len(order) :]) if among is None or each in among]
    return Candidate(kind, (theme,), tuple(map(str, told)), evidence)


def _merges(heard: _Heard, alike: NDArray[np.float64], left: Collection[str], first: frozenset[str]) -> Iterator[Candidate]:
    """Find themes that are as two halves of one; a theme is in one pair at most, the most alike first."""
    sizes = dict(zip(*np.unique(heard.homes, return_counts=True), strict=True))
    heard_of = np.bincount(heard.numbers, minlength=len(heard.names))
    pairs = np.argwhere(np.triu(np.round(alike, 6), 1) >= THE_SAME)
    taken = {int(place) for place in np.flatnonzero((heard_of < FEWEST_VOICES) | np.isin(heard.names, list(left)))}
    for one, other in sorted(pairs.tolist(), key=lambda pair: (-round(float(alike[tuple(pair)]), 6), pair)):
        if taken & {one, other}:
            continue
        taken |= {one, other}
        ranked = sorted((one, other), key=lambda place: (heard.names[place] in first, sizes[heard.names[place]], -place))
        gone, kept = (str(heard.names[place]) for place in ranked)
        yield _merge(heard, gone, kept, float(alike[one, other]))


def _merge(heard: _Heard, gone: str, kept: str, alike: float) -> Candidate:
    """Propose a merge, with who of each theme is nearest to somebody of the other."""
    mine, theirs = heard.rows_of(gone), heard.rows_of(kept)
    near = heard.vectors[mine] @ heard.vectors[theirs].T
    evidence = {"voices": len(mine), "near": _nearest_outside(heard.vectors[mine], near)}
    evidence |= {"others": len(theirs), "others_near": _nearest_outside(heard.vectors[theirs], near.T)}
    order = mine[np.argsort(-np.round(near.mean(axis=1), 5), kind="stable")]
    ideas = tuple(map(str, heard.ids(heard.chosen[order])))
    return Candidate(ProposalKind.MERGE, (gone, kept), ideas, evidence | {"likeness": round(alike, 3)})


def _nearest_outside(own: Vectors, near: Vectors) -> int:
    """Count the rows that are nearer to one of another theme than to any of their own."""
    inside = own @ own.T
    np.fill_diagonal(inside, -1)
    return int((np.round(near.max(axis=1), 5) > np.round(inside.max(axis=1), 5)).sum())


def _drifts(heard: _Heard, newcomers: frozenset[str], left: Collection[str]) -> Iterator[Candidate]:
    """Find the themes whose newcomers are less like those who were there than chance allows; propose who is the most unlike."""
    for theme in heard.names:
        rows = heard.rows_of(theme)
        new = np.isin(heard.ids(heard.chosen[rows]), list(newcomers))
        if theme in left or new.sum() < FEWEST_NEW or (~new).sum() < FEWEST_NEW:
            continue
        vectors = heard.vectors[rows]
        alike, by_chance = _old_and_new(vectors, new)
        gap = vectors @ (vectors[new].mean(axis=0) - vectors[~new].mean(axis=0))
        inside = new & (np.round(gap, 5) > 0)
        if alike >= min(CHANGED, by_chance) or not _is_many(heard, rows, inside):
            continue
        evidence = {"voices": len(rows), "new": int(new.sum()), "part": int(inside.sum()), "likeness": round(alike, 3)}
        evidence |= {"by_chance": round(by_chance, 3)}
        yield _part(heard, ProposalKind.DRIFT, str(theme), inside, evidence=evidence, among=newcomers)


def _old_and_new(vectors: Vectors, new: NDArray[np.bool_]) -> tuple[float, float]:
    """Give the likeness of the new rows and the others, and the one that one random draw in a hundred is under."""
    drawn = np.random.default_rng(_SEED).permuted(np.tile(new, (DRAWS, 1)), axis=1)
    sides = np.vstack([new, drawn]).astype(np.float64)
    sums, whole = sides @ vectors, vectors.sum(axis=0, dtype=np.float64)
    counts = np.array([new.sum(), (~new).sum()])
    found = [float(likeness(np.stack([side, whole - side]), counts)[0, 1]) for side in sums]
    return found[0], float(np.quantile(found[1:], BY_CHANCE))


def _named(heard: _Heard, candidate: Candidate, encode: Encode) -> Candidate:
    """Name a part by what its ideas say that the rest of its theme does not."""
    rows = heard.rows_of(candidate.themes[0])
    inside = np.isin(heard.ids(heard.chosen[rows]), candidate.ideas)
    spoken = np.concatenate([rows[inside][:SPEAKING], rows[~inside][:SPEAKING]])
    labels = np.where(np.isin(spoken, rows[inside]), 1, 0)
    phrases = noun_phrases(heard.texts(heard.chosen[spoken]))
    name = name_groups(labels, phrases, heard.seen.take(spoken), encode=encode)[1]
    return replace(candidate, title=name.title, keywords=name.keywords)
