"""What our matches are measured beside: scores of every text against every objective, on the same texts and the same vectors."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from peers import cpu_seconds

from contributions.evaluate.judged import Judged
from contributions.evaluate.matches import Work
from contributions.match import _as_texts as objective_texts  # the very words and vectors that ours compares
from contributions.match.score import telling_stems

Scores = NDArray[np.float64]
SEED = 0
K1, B = 1.5, 0.75
"""Saturation of repeated words, and share of the length that is made up for: the usual values of BM25."""


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Texts and objectives as peers are given them: words, and unit vectors by the first model."""

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    objectives: tuple[str, ...]
    targets: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """What a peer found, (n_texts, n_objectives), -inf where it says nothing, and the CPU seconds that it took."""

    scores: Scores
    cpu: float


def sides(work: Work) -> Sides:
    """Show texts and objectives to peers."""
    about = objective_texts(work.referential, work.models[0].encode, None)
    return Sides(tuple(work.texts.texts), work.texts.meaning, tuple(about.texts), about.meaning)


def cosine(given: Sides) -> Scores:
    """Compare what the first model gives."""
    scores: Scores = (given.vectors @ given.targets.T).astype(float)
    return scores


def centred_cosine(given: Sides) -> Scores:
    """Compare the same, each side around its own mean."""
    scores: Scores = (_centred(given.vectors) @ _centred(given.targets).T).astype(float)
    return scores


def nearest_reviewed(given: Sides, right: NDArray[np.bool_], reviewed: NDArray[np.int64]) -> Scores:
    """Give each objective the cosine of the nearest reviewed text that people gave it, -inf where there is none.

    Args:
        right: whether each objective is right for each text, (n_texts, n_objectives); only the `reviewed` rows are read.
    """
    seen = _centred(given.vectors)
    near = seen @ seen[reviewed].T
    taught = [near[:, column].max(axis=1, initial=-np.inf) for column in right[reviewed].T]
    return np.stack(taught, axis=1).astype(float)


def _centred(side: NDArray[np.float32]) -> NDArray[np.float32]:
    around = side - side.mean(axis=0)
    unit: NDArray[np.float32] = around / np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-9)
    return unit


def bm25(given: Sides) -> Scores:
    """Rank by BM25 (Robertson and Zaragoza 2009) over French stems: objectives are the documents, texts the queries."""
    documents, asked = bm25_sides(given.texts, given.objectives)
    scores: Scores = (asked @ documents.T).toarray().astype(float)
    return scores


def bm25_sides(texts: Sequence[str], objectives: Sequence[str]) -> tuple[object, object]:
    """Give what is multiplied: the weights of stems in objectives, and their counts in texts, both sparse."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=telling_stems)
    counts = counter.fit_transform(objectives).astype(float)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    held = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (len(objectives) - held + 0.5) / (held + 0.5))
    weights = counts.tocoo()
    slack = K1 * (1 - B + B * lengths[weights.row] / max(lengths.mean(), 1e-9))
    weights.data = rarity[weights.col] * weights.data * (K1 + 1) / (weights.data + slack)
    return weights.tocsr(), counter.transform(texts)


def words(given: Sides) -> Scores:
    """Compare TF-IDF of words, as they are written."""
    return _tfidf(given, strip_accents="unicode")


def letters(given: Sides) -> Scores:
    """Compare TF-IDF of runs of 3 to 5 letters."""
    return _tfidf(given, analyzer="char_wb", ngram_range=(3, 5), strip_accents="unicode")


def _tfidf(given: Sides, **options: object) -> Scores:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    right = vectorizer.fit_transform(given.objectives)
    scores: Scores = (vectorizer.transform(given.texts) @ right.T).toarray()
    return scores


def zero_shot(given: Sides, *, least: float) -> Scores:
    """Assign by BERTopic, the objectives being its zero-shot topics: one or none a text, ranked by its own probability."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from peers import _umap as seeded_umap

    known = dict(zip(given.objectives, given.targets, strict=True))

    class Known(BaseEmbedder):
        def embed(self, documents: Sequence[str], verbose: bool = False) -> NDArray[np.float32]:  # noqa: ARG002 (theirs)
            return np.stack([known[document] for document in documents])

    model = BERTopic(
        language="multilingual",
        embedding_model=Known(),
        umap_model=seeded_umap(SEED),
        zeroshot_topic_list=list(given.objectives),
        zeroshot_min_similarity=least,
    )
    topics, chances = model.fit_transform(list(given.texts), embeddings=given.vectors)
    objective_of = model._topic_id_to_zeroshot_topic_idx
    if not objective_of:  # every text was assigned: its topics are the objectives, numbered again by their frequency
        objective_of = {new: old for old, new in model.topic_mapper_.get_mappings(original_topics=True).items()}
    scores = np.full((len(given.texts), len(given.objectives)), -np.inf)
    for row, (topic, chance) in enumerate(zip(topics, chances, strict=True)):
        if topic in objective_of:
            scores[row, objective_of[topic]] = chance
    return scores


PEERS: dict[str, Callable[[Sides], Scores]] = {
    "e5 cosine": cosine,
    "e5 cosine, centred": centred_cosine,
    "BM25, stems": bm25,
    "TF-IDF, words": words,
    "TF-IDF, 3 to 5 letters": letters,
    "BERTopic zero-shot, from .7": lambda given: zero_shot(given, least=0.7),
    "BERTopic zero-shot, from .9": lambda given: zero_shot(given, least=0.9),
}


def ran(name: str, given: Sides) -> Ran:
    """Run a peer, once for what it loads and compiles, and once more, which is counted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        PEERS[name](given)
        started = cpu_seconds()
        scores = PEERS[name](given)
    return Ran(scores, cpu_seconds() - started)


def judged_by_scores(scores: Scores, right: NDArray[np.bool_], *, spoken: float | None) -> Judged:
    """Judge a peer: ties are broken by a seeded draw, never by the order of objectives.

    Args:
        right: whether each objective is right for each text, (n_texts, n_objectives).
        spoken: share of the texts with an objective that must not be silent; its threshold follows. None: silent where it says
            nothing.
    """
    draw = np.random.default_rng(SEED).random(scores.shape)
    order = np.lexsort((draw, -scores), axis=1)
    hits = np.take_along_axis(right & np.isfinite(scores), order, axis=1)
    answered, said = right.any(axis=1), scores.max(axis=1)
    limit = np.quantile(said[answered], 1 - spoken) if spoken is not None and answered.any() else -np.inf
    silent = (said < limit) | ~np.isfinite(said)
    return Judged(
        answered=answered,
        rank=np.where(hits.any(axis=1), hits.argmax(axis=1) + 1.0, np.inf),
        chance=np.where(np.isfinite(said), said, -1.0),
        right=hits[:, 0],
        proposed=np.isfinite(said),
        silent=silent,
    )
