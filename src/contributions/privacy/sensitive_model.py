"""Estimate what the rules miss: a linear model over the words of each sentence, then over its vector.

A text is read whole and sentence by sentence, and is as sensitive as its most sensitive piece. Its words are weighed first: only
the pieces that they leave in doubt are embedded, so that an ordinary collection costs little. Built by
`models/sensitive/build.py`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contributions.errors import ModelError
from contributions.language import _
from contributions.privacy.sensitive import Sensitive, plain

if TYPE_CHECKING:
    from pathlib import Path

Scores: TypeAlias = NDArray[np.float64]
Encode: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
"""Give the vectors of texts by the embedder that the model was built with, (n_texts, n_dims)."""

FILES = ("model.json", "words.txt", "weights.npz")
LIMITS = ("doubt", "aside", "distress")
_LONGEST = 3
"""Words in the longest run that is weighed."""
_PIECE = 15
"""Characters under which a sentence says nothing by itself."""
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
_SOMEBODY = "Camille"
"""Stands for a masked name before the embedder: « [personne] » is no French."""


@dataclass(frozen=True, slots=True, eq=False)
class SensitiveModel:
    """Weights of one column a question: must a person read it, then each kind of `Sensitive`.

    `words` gives the row of each run of words in `idf` (n,) and `by_word` (n, 10); `by_vector` is (n_dims, 10) and reads a vector
    less `centre`; `bias` is (2, 10), of words and of vectors. Under `doubt`, words alone settle that a piece is ordinary; a text
    waits over `aside`, or where its distress is over `distress`.
    """

    embedder: str
    words: Mapping[str, int]
    idf: Scores
    by_word: Scores
    centre: Scores
    by_vector: Scores
    bias: Scores
    doubt: float
    aside: float
    distress: float


@cache
def read_model(folder: Path) -> SensitiveModel:
    """Read the model of a folder; raise ModelError where it is not whole."""
    try:
        about = json.loads((folder / "model.json").read_text("utf-8"))
        words = (folder / "words.txt").read_text("utf-8").splitlines()
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float64) for name in ("idf", "by_word", "centre", "by_vector", "bias")}
        rows = {run: row for row, run in enumerate(words)}
        doubt, aside, distress = (float(about[limit]) for limit in LIMITS)
        return SensitiveModel(about["embedder"], rows, **arrays, doubt=doubt, aside=aside, distress=distress)
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = _("{folder} : le modèle de relecture est incomplet ou illisible ; reprendre ce dossier dans le dépôt")
        raise ModelError(problem.format(folder=folder)) from error


def estimate(texts: Sequence[str], *, model: SensitiveModel, encode: Encode) -> list[tuple[Sensitive, ...]]:
    """Give for each masked text why a person should read it, in the order of `Sensitive`; empty where nobody need to."""
    scores = score(texts, model=model, encode=encode)
    kinds = scores[:, 1:]
    distress = kinds[:, list(Sensitive).index(Sensitive.DISTRESS)]
    aside = (scores[:, 0] > model.aside) | (distress > model.distress)
    return [_named(row) if told else () for row, told in zip(kinds, aside, strict=True)]


def score(texts: Sequence[str], *, model: SensitiveModel, encode: Encode) -> Scores:
    """Give the scores of texts, (n_texts, 10): the highest of their pieces, column by column; -inf where words settle it."""
    highest = np.full((len(texts), len(Sensitive) + 1), -np.inf)
    listed = [(row, piece) for row, text in enumerate(texts) for piece in pieces(text)]
    by_word = np.array([_words(piece, model) for _row, piece in listed]).reshape(len(listed), highest.shape[1])
    doubtful = [place for place, told in enumerate(by_word) if told[0] > model.doubt]
    if doubtful:
        vectors = encode([as_read(listed[place][1]) for place in doubtful])
        totals = by_word[doubtful] + (vectors - model.centre) @ model.by_vector + model.bias[1]
        np.maximum.at(highest, [listed[place][0] for place in doubtful], totals)
    return highest


def pieces(text: str) -> list[str]:
    """Give a text and its sentences, each once.

    >>> pieces("Un banc. Je vis dans ma voiture.")
    ['Un banc. Je vis dans ma voiture.', 'Je vis dans ma voiture.']
    """
    return list(dict.fromkeys([text, *(piece for piece in _SENTENCE.split(text) if len(piece) > _PIECE)]))


def as_read(piece: str) -> str:
    """Write a piece as it is embedded: with somebody where a name was masked."""
    return piece.replace("[personne]", _SOMEBODY)


def runs_of_words(piece: str) -> list[str]:
    """Cut a piece into its runs of one to three words, as `plain` writes them.

    >>> runs_of_words("Un banc !")
    ['un', 'banc', '.', 'un banc', 'banc .', 'un banc .']
    """
    words = plain(piece).split()
    return [" ".join(words[at : at + n]) for n in range(1, _LONGEST + 1) for at in range(len(words) - n + 1)]


def _words(piece: str, model: SensitiveModel) -> Scores:
    """Weigh the words of a piece, (10,): TF-IDF of length 1, then the weights."""
    counts = Counter(model.words[run] for run in runs_of_words(piece) if run in model.words)
    rows = np.fromiter(counts, dtype=np.intp, count=len(counts))
    weights = np.array([1 + log(count) for count in counts.values()]) * model.idf[rows]
    length = float(np.linalg.norm(weights)) or 1.0
    told: Scores = (weights / length) @ model.by_word[rows] + model.bias[0]
    return told


def _named(kinds: Scores) -> tuple[Sensitive, ...]:
    """Name the kinds over 0, or the likeliest."""
    found = tuple(kind for kind, told in zip(Sensitive, kinds, strict=True) if told > 0)
    return found or (list(Sensitive)[int(kinds.argmax())],)
