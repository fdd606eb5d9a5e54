"""How near each idea is to each objective: meaning and words, each brought to the same scale and added."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from contributions.comparing import standard, stem

Matrix = NDArray[np.float32]
Measure = Callable[[slice], Matrix]
"""Give some of the ideas, by their rows, against every objective."""
Rerank = Callable[[Sequence[tuple[str, str]]], Matrix]
"""Say how near the texts of each pair are, (n_pairs,)."""

WEIGHTS = {"meaning": 1.0, "second": 0.5, "characters": 0.4, "stems": 0.4}
"""Weight of each measure, chosen on five labelled sets: mean R@1 .421 beside .308 for the cosine alone."""
RERANKED = 10
"""Objectives of an idea that a cross-encoder reads again, where a city gives one."""
RERANK_WEIGHT = 0.5
"""Its weight beside the score, whose own deviation is near 1. Not measured: no French cross-encoder was at hand."""
TINY = 1e-9
AT_ONCE = 4_096
"""Ideas compared at a time: each measure of 300 objectives then takes 5 MB, whatever the corpus."""
_PLACEHOLDER = re.compile(r"\[[^\W\d_]+\]")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts and their vectors in one or two embedding spaces, in the same order, each (n_texts, n_dims)."""

    texts: Sequence[str]
    meaning: Matrix
    second: Matrix | None = None


def score(ideas: Texts, objectives: Texts, *, at_once: int = AT_ONCE) -> Matrix:
    """Score every idea against every objective, as (n_ideas, n_objectives).

    Each measure is turned into z-scores over the objectives of an idea, so that none outweighs the others by its scale;
    vectors are centred on their own side first (raw cosines of E5 all sit near .8). Only `at_once` ideas are compared at a time:
    what is not kept takes no more memory for more ideas.
    """
    measures = {
        "meaning": _by_meaning(ideas.meaning, objectives.meaning),
        "characters": _by_words(
            ideas.texts, objectives.texts, analyzer="char_wb", ngram_range=(3, 5), lowercase=True, strip_accents="unicode"
        ),
        "stems": _by_words(ideas.texts, objectives.texts, analyzer=telling_stems),
    }
    if ideas.second is not None and objectives.second is not None:
        measures["second"] = _by_meaning(ideas.second, objectives.second)
    total = sum(WEIGHTS[name] for name in measures)
    fused = np.zeros((len(ideas.texts), len(objectives.texts)), dtype=np.float32)
    for part in parts(len(fused), at_once):
        for name, measure in measures.items():
            fused[part] += WEIGHTS[name] / total * standard(measure(part))
    return fused


def reranked(fused: Matrix, ideas: Sequence[str], objectives: Sequence[str], rerank: Rerank) -> Matrix:
    """Let a cross-encoder move the likeliest objectives of each idea among themselves; the others keep their score.

    Of each idea, the `RERANKED` best are read again; what it gives them has mean 0 and deviation 1, so that it moves them and
    makes them no likelier together. The same words are read once.
    """
    most = min(RERANKED, len(objectives))
    if most <= 1 or not len(ideas):
        return fused
    columns = np.argsort(-fused, axis=1, kind="stable")[:, :most]
    asked = {(text, int(column)): 0 for text, row in zip(ideas, columns, strict=True) for column in row}
    pairs = sorted(asked)
    given = dict(zip(pairs, rerank([(text, objectives[column]) for text, column in pairs]).tolist(), strict=True))
    read = [[given[text, int(column)] for column in row] for text, row in zip(ideas, columns, strict=True)]
    moved = fused.copy()
    better = np.take_along_axis(fused, columns, axis=1) + RERANK_WEIGHT * standard(np.array(read, dtype=np.float32))
    np.put_along_axis(moved, columns, better.astype(np.float32), axis=1)
    return moved


def parts(count: int, at_once: int) -> list[slice]:
    """Cut a number of rows into slices of `at_once` rows, the last one shorter.

    >>> parts(5, 2)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    return [slice(start, min(start + at_once, count)) for start in range(0, count, at_once)]


def centred(vectors: Matrix) -> Matrix:
    """Take their mean from vectors, and give them length 1 again."""
    moved: Matrix = vectors - vectors.mean(axis=0) if len(vectors) > 1 else vectors
    unit: Matrix = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), TINY)
    return unit


def _by_meaning(ideas: Matrix, objectives: Matrix) -> Measure:
    left, right = centred(ideas), centred(objectives)
    return lambda part: left[part] @ right.T


def _by_words(ideas: Sequence[str], objectives: Sequence[str], **options: object) -> Measure:
    """Compare by runs of letters, which forgive spelling, or by French stems: cosines of TF-IDF learned on the objectives."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    try:
        right = vectorizer.fit_transform(objectives).T
    except ValueError:  # no word at all in the objectives
        return lambda part: np.zeros((part.stop - part.start, len(objectives)), dtype=np.float32)
    return lambda part: np.asarray((vectorizer.transform(ideas[part]) @ right).todense(), dtype=np.float32)


def telling_stems(text: str) -> list[str]:
    """Give the French stems of the words of three letters or more, in order, without the commonest words.

    >>> telling_stems("Les poubelles de la cour")
    ['poubel', 'cour']
    """
    return [stem(word) for word in _telling(text)]


def telling_words(text: str) -> dict[str, str]:
    """Give the words that `telling_stems` keeps, each once in order, with its stem."""
    return {word: stem(word) for word in _telling(text)}


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(_PLACEHOLDER.sub(" ", text.lower())) if word not in _stop_words()]


@cache
def _stop_words() -> frozenset[str]:
    from stopwordsiso import stopwords

    return frozenset(stopwords("fr"))
