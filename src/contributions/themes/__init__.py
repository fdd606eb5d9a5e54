"""Gather ideas into themes: communities of near ideas, named in French, whose ids outlive a run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Theme
from contributions.frames import PLACEMENTS
from contributions.language import N_
from contributions.themes.continuity import inherit
from contributions.themes.graph import Vectors
from contributions.themes.phrases import noun_phrases
from contributions.themes.quotes import choose_quotations
from contributions.themes.words import name_groups

if TYPE_CHECKING:
    import pandas as pd

VIEW_WEIGHTS = (1.0, 1.0, 0.5)
"""Meaning, second model, stems: how much each counts when they are put side by side."""
ALONE_WEIGHT = 0.5
"""Weight of the graph of one view, beside 1 for the graph of all put side by side: docs/decisions/0004-engine.md."""
FEWEST = 8
"""Distinct ideas under which nothing is grouped: all are signaux faibles."""
WEAK = N_("signal faible : trop peu d'idées proches pour un thème")
ALONE = N_("idée isolée : ses voisines sont dans d'autres thèmes")
ISOLATED = 0.2
"""Share of an idea's neighbourhood inside its theme under which it is not placed."""

__all__ = ["Gathering", "gather", "group"]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The themes found, and where each idea stands (`PLACEMENTS`)."""

    themes: tuple[Theme, ...]
    placements: pd.DataFrame


def gather(
    ideas: pd.DataFrame,
    views: Sequence[Vectors],
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
        ideas: sorted by id; `views` are their vectors, meaning first, each (n_ideas, n_dims), already centred.
        previous: idea -> theme of the last run, whose ids (and `known` birth) are inherited; the new are numbered on.
        smallest: distinct ideas under which a group is a signal faible; 0 follows the corpus.
        encode: gives the vectors of phrases in the space of `views[0]`.
    """
    voices = ideas["campaign"].where(ideas["campaign"].ne(""), ideas["id"])
    first = ~voices.duplicated()
    hashes = [hashlib.sha256(text.encode()).digest() for text in ideas["text"]]
    order = np.array(sorted(np.flatnonzero(first), key=lambda row: (hashes[row], ideas["id"].iloc[row])), dtype=np.int64)
    weights = voices.map(voices.value_counts()).to_numpy(dtype=np.float64)[order].astype(np.float64)
    labels, strength = group([view[order] for view in views], weights, shown=shown, smallest=smallest, engine=engine, seed=seed)
    speakers = ideas.iloc[order].reset_index(drop=True)
    ids = _named_groups(speakers["id"], labels, previous, last_number)
    phrases = noun_phrases(list(speakers["text"]), on_batch=on_batch)
    names = name_groups(labels, phrases, views[0][order], encode=encode)
    themes = []
    for number, theme in ids.items():
        members = np.flatnonzero(labels == number)
        said = speakers.iloc[members]
        quoted = choose_quotations(list(said["text"]), list(said["id"]), views[0][order][members], strength[members])
        born = known[theme].born_in if theme in known else run
        quotations = tuple(said["id"].iloc[row] for row in quoted)
        themes.append(Theme(theme, names[number].title, names[number].keywords, quotations=quotations, born_in=born))
    place = {voice: (ids.get(int(label), ""), float(near)) for voice, label, near in _zip(voices.iloc[order], labels, strength)}
    return Gathering(tuple(sorted(themes, key=lambda theme: theme.id)), _placements(ideas["id"], voices, place))


def group(
    views: Sequence[Vectors], weights: NDArray[np.float64], *, shown: int, smallest: int, engine: str, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Group rows seen in one or several views: labels (n,), -1 where a row is not placed, and strengths (n,) in 0..1.

    Rows must come in canonical order: the answer is a function of the rows as given.
    """
    from contributions.themes import consensus
    from contributions.themes.graph import neighbour_graph

    rows = len(weights)
    if rows < FEWEST:
        return np.full(rows, -1, dtype=np.int64), np.zeros(rows)
    used = VIEW_WEIGHTS if len(views) == len(VIEW_WEIGHTS) else (VIEW_WEIGHTS[0], VIEW_WEIGHTS[-1])[: len(views)]
    stacked = _unit_rows(np.hstack([weight * view for weight, view in zip(used, views, strict=True)]))
    graph, shared = neighbour_graph([stacked, *views], [1.0, *(ALONE_WEIGHT * weight for weight in used)])
    if engine == "bertopic":
        from contributions.themes.peer import bertopic_groups

        labels = bertopic_groups(stacked, smallest=smallest or _smallest(rows), seed=seed)
    else:
        labels = consensus.communities(graph, seed=seed)
    labels = _without_small(labels, smallest or _smallest(rows))
    labels = consensus.shown_groups(labels, stacked, weights, shown=shown)
    strength = consensus.cohesion(shared, labels)
    return np.where(strength < ISOLATED, -1, labels), strength


def _unit_rows(vectors: Vectors) -> Vectors:
    unit: Vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def _smallest(rows: int) -> int:
    """Give the distinct ideas that make a theme: 10 in corpora of 1 000 and more, 3 in a workshop."""
    return int(np.clip(rows // 100, 3, 10))


def _without_small(labels: NDArray[np.int64], smallest: int) -> NDArray[np.int64]:
    numbers, sizes = np.unique(labels, return_counts=True)
    return np.where(np.isin(labels, numbers[sizes >= smallest]), labels, -1)


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


def _zip(
    voices: pd.Series[str], labels: NDArray[np.int64], strength: NDArray[np.float64]
) -> list[tuple[str, np.int64, np.float64]]:
    return list(zip(voices, labels, strength, strict=True))
