"""Gather themes into families, where a city has more themes than a person reads at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Theme
from contributions.themes.consensus import shown_groups
from contributions.themes.graph import Vectors
from contributions.themes.grouping import shown_of
from contributions.themes.seen import About
from contributions.themes.titles import family_title, own_title

MOST_THEMES = 120
"""Themes kept at most where families gather them; 20 are shown where there is none."""
FAMILIES = 1.4
"""Families for the square root of the number of themes: 12 of 75 themes, 15 of 120. docs/decisions/0016-families.md."""


def are_wanted(voices: int, *, shown: int, families_from: int) -> bool:
    """Say whether themes are gathered in families: where the grain follows the corpus, and this is large enough."""
    return not shown and 0 < families_from <= voices


def most_themes(voices: int, *, shown: int, families_from: int) -> int:
    """Give how many themes are kept at most: those asked for, else those that the corpus allows."""
    wanted = are_wanted(voices, shown=shown, families_from=families_from)
    return themes_in_families(voices) if wanted else shown or shown_of(voices)


def themes_in_families(voices: int) -> int:
    """Give how many themes are kept where families gather them: 75 of 10 000 ideas, 120 from 25 600 on.

    >>> themes_in_families(10_000), themes_in_families(100_000)
    (75, 120)
    """
    return min(round(0.75 * math.sqrt(voices)), MOST_THEMES)


def families_of(labels: NDArray[np.int64], vectors: Vectors) -> NDArray[np.int64]:
    """Give the family of each row, (n_rows,), from its theme; -1 where there is none.

    The linkage is that of themes, each counting for one, in the frame that they make themselves: what they have in common is
    taken out. A theme that is joined to no other is in no family: it would be shown twice.
    """
    themes = np.unique(labels[labels >= 0])
    few = min(round(FAMILIES * math.sqrt(len(themes))), len(themes) // 2)
    if few < 2:  # noqa: PLR2004 (one family is none)
        return np.full_like(labels, -1)
    centres = _units(np.array([vectors[labels == theme].mean(axis=0) for theme in themes]))
    joined = shown_groups(np.arange(len(themes)), _units(centres - centres.mean(axis=0)), shown=few)
    families, sizes = np.unique(joined, return_counts=True)
    above = dict(zip(themes.tolist(), np.where(np.isin(joined, families[sizes > 1]), joined, -1).tolist(), strict=True))
    return np.array([above.get(label, -1) for label in labels.tolist()], dtype=np.int64)


def titled(families: Mapping[int, Theme], themes: Iterable[Theme], joined: NDArray[np.int64], about: About) -> dict[int, Theme]:
    """Title families by their subjects, else by their words: none as another, nor as a theme."""
    told: dict[int, Theme] = {}
    taken = [theme.title for theme in themes]
    for number, family in sorted(families.items(), key=lambda each: each[1].id):
        title = family_title(about, joined == number, taken) or own_title(family.title, family.keywords, taken)
        told[number] = replace(family, title=title)
        taken.append(title)
    return told


def in_families(
    themes: Mapping[int, Theme], families: Mapping[int, Theme], labels: NDArray[np.int64], joined: NDArray[np.int64]
) -> list[Theme]:
    """Give the themes, each under its family, then the families."""
    above = dict(zip(labels.tolist(), joined.tolist(), strict=True))
    placed = [
        replace(theme, parent=families[above[number]].id) if above[number] in families else theme
        for number, theme in themes.items()
    ]
    return [*placed, *families.values()]


def _units(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = vectors / np.maximum(lengths, 1e-9)
    return units
