"""See each voice of a theme as one that may be quoted: how central it is, where it comes from, what it says that others say."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from contributions.domain import Role

if TYPE_CHECKING:
    import pandas as pd

PLACES = ("quartier", "channel")
PUBLICS = ("age_band", "gender", "residence")
"""Columns by which voices are told apart. A public only counts in the choice: nothing shown says which one speaks."""
SHORTEST, LONGEST = 40, 280
"""Characters of a quotation that reads well."""
EDGE = 0.25
"""Share of a theme that is at its edge, where strays are."""
HEART = 1 / 3
"""Share of a theme that is at its heart."""
RARE = 0.15
"""Share of a theme under which a place or a public is rare, where it is also half of what an even share would be."""
TELLING = 3
"""Words by which an idea is central: a long one is not more so for having many."""

Group = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """An idea that may be quoted, for itself and its copies: `voices` of them.

    It is `quotable` where it reads well, without a masked word, and is not at the edge of its theme; others serve where there are
    not enough. `words` weigh as much as they tell this theme from the others; `weight` is their sum.
    """

    idea: str
    voices: int
    quotable: bool
    central: float
    role: Role
    words: Mapping[str, float]
    weight: float
    places: frozenset[Group]
    publics: frozenset[Group]

    def likeness(self, other: Speaker) -> float:
        """Give the share of its telling words, or of the other's where they are fewer, that both have."""
        least = min(self.weight, other.weight)
        common = self.words.keys() & other.words.keys()
        return min(sum(self.words[word] for word in sorted(common)) / least, 1.0) if least and common else 0.0


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text as they compare: without accents nor plural, long ones by their first letters.

    >>> sorted(words_of("Des réparations ? RÉPAREZ la porte, les portes !"))
    ['de', 'la', 'le', 'porte', 'repar']
    """
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return frozenset(word.rstrip("sx")[:5] for word in re.findall(r"[a-z]{2,}", bare))


def shares(words: Sequence[frozenset[str]]) -> dict[str, float]:
    """Give the share of texts that have each word."""
    counts = Counter(word for each in words for word in each)
    return {word: count / len(words) for word, count in counts.items()}


def speakers(said: pd.DataFrame, quoted: Sequence[str], usual: Mapping[str, float]) -> list[Speaker]:
    """Give those of a theme, one for an idea and all its copies: the one that was quoted already, else the first row.

    Args:
        said: `idea`, `same` (the first of its copies, or itself), `voice` (`same`, but where copies are short answers), `text`,
            its `words`, `strength` of its place, `PLACES` and `PUBLICS`, empty where they are not known.
        quoted: the ideas that were quoted already. `usual` is the share of all texts, whatever their theme, that have each word.
    """
    rows = said.assign(new=~said["idea"].isin(quoted)).sort_values("new", kind="stable").drop_duplicates("same").sort_index()
    copies = said.groupby("same")["voice"].nunique()
    texts, strengths, words = rows["text"].tolist(), rows["strength"].tolist(), rows["words"].tolist()
    more = {word: share - usual.get(word, 0.0) for word, share in shares(words).items()}
    weights = [{word: more[word] for word in sorted(each) if more[word] > 0} for each in words]
    central = _central(strengths, weights)
    places, publics = _groups(rows, PLACES), _groups(rows, PUBLICS)
    few = _few([here | who for here, who in zip(places, publics, strict=True)])
    ideas, voices = rows["idea"].tolist(), rows["same"].map(copies).tolist()
    quotable = _quotable(texts, central)
    roles = _roles(central, few, _apart(strengths, weights))
    sums = [sum(each.values()) for each in weights]
    made = zip(ideas, voices, quotable, central, roles, weights, sums, places, publics, strict=True)
    return [Speaker(*each) for each in made]


def _told(weights: Sequence[Mapping[str, float]]) -> list[float]:
    return [sum(sorted(each.values(), reverse=True)[:TELLING]) for each in weights]


def _groups(rows: pd.DataFrame, columns: Sequence[str]) -> list[frozenset[Group]]:
    known = [[(name, value) for value in rows[name].tolist()] for name in columns]
    return [frozenset(group for group in groups if group[1]) for groups in zip(*known, strict=True)]


def _quotable(texts: Sequence[str], central: Sequence[float]) -> list[bool]:
    least = sorted(central)[math.floor(len(central) * EDGE)]
    long_enough = [SHORTEST <= len(text) <= LONGEST and "[" not in text for text in texts]
    return [reads_well and near >= least for reads_well, near in zip(long_enough, central, strict=True)]


def _central(strengths: Sequence[float], weights: Sequence[Mapping[str, float]]) -> list[float]:
    """Say how central each is, in 0..1: by how strongly it is in its theme, and by the words that tell this theme from others."""
    told = _told(weights)
    strongest, most = max(strengths) or 1.0, max(told) or 1.0
    return [round((strength / strongest + each / most) / 2, 6) for strength, each in zip(strengths, told, strict=True)]


def _few(groups: Sequence[frozenset[Group]]) -> list[bool]:
    """Say which come from a place or a public that is rare among them."""
    counts = Counter(group for each in groups for group in each)
    known = Counter(name for name, _ in counts.elements())
    values = Counter(name for name, _ in counts)
    rare = {group for group, count in counts.items() if count <= known[group[0]] * min(RARE, 0.5 / values[group[0]])}
    return [not rare.isdisjoint(each) for each in groups]


def _roles(central: Sequence[float], few: Sequence[bool], apart: Sequence[bool]) -> list[Role]:
    """Say what each would be quoted as: at the heart, of the few (else of those apart), or from another angle."""
    heart = sorted(central, reverse=True)[math.ceil(len(central) * HEART) - 1]
    inner = [near >= heart for near in central]
    minority = few if any(rare and not near for rare, near in zip(few, inner, strict=True)) else apart
    return [
        Role.CENTRAL if near else Role.MINORITY if rare else Role.DIFFERENT for near, rare in zip(inner, minority, strict=True)
    ]


def _apart(strengths: Sequence[float], weights: Sequence[Mapping[str, float]]) -> list[bool]:
    """Say which are well inside their theme, and say it with the words that the others use the least."""
    told = _told(weights)
    odd = sorted(told)[math.ceil(len(told) * RARE) - 1]
    inside = median(strengths)
    return [each <= odd and strength >= inside for each, strength in zip(told, strengths, strict=True)]
