"""Decide what goes with an erased contribution, and by what a source that brings it back is recognised."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.domain import Theme

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from contributions.domain import Collection, Erasure, Proposal

_WORD = re.compile(r"\w+")
_WORDS_OF_A_COPY = 6
"""Under this many words two people may well have said the same: what comes back is then somebody else's."""


def linked(ids: Iterable[str], original_of: Mapping[str, str]) -> tuple[str, ...]:
    """Give the contributions named, then all those that hold the same words: originals and copies, in both directions.

    Args:
        ids: the contributions named.
        original_of: contribution -> the one it repeats, or an empty text.

    >>> linked(["C2"], {"C2": "C1", "C3": "C1", "C4": ""})
    ('C2', 'C1', 'C3')
    """
    near: defaultdict[str, set[str]] = defaultdict(set)
    for copy, original in original_of.items():
        if original:
            near[copy].add(original)
            near[original].add(copy)
    named = list(dict.fromkeys(ids))
    found, ahead = set(named), list(named)
    while ahead:
        others = near[ahead.pop()] - found
        found |= others
        ahead += others
    return (*named, *sorted(found - set(named)))


def expired(collections: Iterable[Collection], *, today: date) -> tuple[Collection, ...]:
    """Give the collections whose words may no longer be kept: those whose day is before today."""
    return tuple(each for each in collections if each.keep_until and each.keep_until < today)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What some texts say: their words, without accents, and the texts themselves made of such words."""

    words: frozenset[str]
    texts: str

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Read the words of texts."""
        said = [plain_words(text) for text in dict.fromkeys(texts)]
        return cls(frozenset(word for words in said for word in words), "|".join(f" {' '.join(words)} " for words in said))

    def says(self, words: Sequence[str]) -> bool:
        """Tell whether a text holds these words, side by side."""
        return f" {' '.join(words)} " in self.texts


def only_theirs(phrase: str, theirs: Vocabulary, others: Vocabulary) -> bool:
    """Tell whether a phrase, or a word of it, is explained by what is erased and by nothing that remains.

    >>> theirs, others = Vocabulary.of(["La fontaine est gelée"]), Vocabulary.of(["La fontaine est loin"])
    >>> [only_theirs(phrase, theirs, others) for phrase in ("Fontaine", "fontaine gelée", "bancs")]
    [False, True, False]
    """
    words = plain_words(phrase)
    alone = any(word in theirs.words and word not in others.words for word in words)
    return alone or bool(words and theirs.says(words) and not others.says(words))


def without(theme: Theme, ideas: Set[str], phrases: Set[str], *, title_of: Callable[[Sequence[str]], str]) -> Theme:
    """Give a theme without the quotations of the ideas erased, nor the phrases that only they explained.

    A title that holds such a phrase is made again, by `title_of`, of the keywords that stay.
    """
    keywords = tuple(word for word in theme.keywords if word not in phrases)
    quotations = tuple(idea for idea in theme.quotations if idea not in ideas)
    if phrases.isdisjoint(phrases_of(theme)[len(theme.keywords) :]):
        return replace(theme, keywords=keywords, quotations=quotations)
    return replace(theme, keywords=keywords, quotations=quotations, title=title_of(keywords), title_origin="machine")


def as_theme(proposal: Proposal) -> Theme:
    """See what is proposed as the theme that it would make: its ideas are its quotations."""
    return Theme(proposal.id, proposal.title, proposal.keywords, quotations=proposal.ideas)


def phrases_of(theme: Theme) -> tuple[str, ...]:
    """Give the keywords of a theme, then what its title is made of, and its title."""
    return (*theme.keywords, *theme.title.split(", "), theme.title)


def trace_of(row: Mapping[str, str], *, key: str) -> str:
    """Give the keyed digest by which a contribution is recognised if a source brings it back; empty if nothing tells it.

    It is told by the platform's id and the question where there is one, else by its words, day and quartier. Nobody reads
    the words in it, and without the key nobody can try some.
    """
    if row["native_id"]:
        told = ["native", row["collection"], row["native_id"], row["question"]]
    else:
        words = plain_words(row["text"])
        if len(words) < _WORDS_OF_A_COPY:
            return ""
        told = ["words", row["collection"], row["quartier"], row["said_on"], *words]
    return hmac.new(key.encode(), json.dumps(told, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def without_erased(rows: pd.DataFrame, erasures: Iterable[Erasure]) -> pd.DataFrame:
    """Leave out of new `CONTRIBUTIONS`, masked, those that were erased and that a source brings back."""
    traces: defaultdict[str, set[str]] = defaultdict(set)
    for erasure in erasures:
        traces[erasure.key].update(erasure.traces)
    if not traces or not len(rows):
        return rows
    said = ({str(column): value for column, value in row.items()} for row in rows.to_dict("records"))
    still = [not any(trace_of(row, key=key) in known for key, known in traces.items()) for row in said]
    return rows[still].reset_index(drop=True)


def plain_words(text: str) -> tuple[str, ...]:
    """Give the words of a text without case nor accents."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return tuple(_WORD.findall(bare))
