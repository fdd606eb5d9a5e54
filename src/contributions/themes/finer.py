"""Look at one theme closer: the parts that it is made of, at the grain that its own size allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from contributions.themes.graph import Vectors
from contributions.themes.grouping import group
from contributions.themes.phrases import noun_phrases
from contributions.themes.seen import Seen
from contributions.themes.voices import Voices
from contributions.themes.words import name_groups

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a theme: `ideas` are all of it, copies too, the most central voices first."""

    title: str
    keywords: tuple[str, ...]
    ideas: tuple[str, ...]


def finer(ideas: pd.DataFrame, seen: Seen, *, encode: Callable[[Sequence[str]], Vectors], seed: int) -> tuple[Part, ...]:
    """Cut the `IDEAS` of a theme, sorted by id, into its parts, the largest first; what is in none is left out.

    `seen` are the same ideas, in the frame that they make themselves: what they have in common is taken out. The answer is that
    of what is said, whatever the order of rows.
    """
    voices = Voices.among(ideas)
    spoken = seen.take(voices.rows)
    labels, strength = group(spoken, shown=0, smallest=0, engine="consensus", seed=seed)
    texts = list(ideas["text"].iloc[voices.rows])
    names = name_groups(labels, noun_phrases(texts), spoken, encode=encode)
    said: dict[str, list[str]] = {}
    for idea, voice in zip(ideas["id"], voices.of, strict=True):
        said.setdefault(voice, []).append(idea)
    found = []
    for number, naming in names.items():
        rows = np.flatnonzero(labels == number)
        central = voices.names[rows[np.lexsort((rows, -strength[rows]))]]
        found.append(Part(naming.title, naming.keywords, tuple(idea for voice in central for idea in said[voice])))
    return tuple(sorted(found, key=lambda part: (-len(part.ideas), part.ideas)))
