"""Name themes: BERTopic's class TF-IDF and representation models over our groups and our French phrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contributions.themes.graph import Vectors
from contributions.themes.phrases import Phrases
from contributions.themes.seen import Seen
from contributions.themes.titles import UNNAMED, plain, subject_title, title_of, told_apart

_SEPARATOR = "|"
CANDIDATES = 60
"""Phrases kept by class TF-IDF, before they are re-ranked by meaning."""
KEYWORDS = 8
INSISTS, MORE_THAN_ELSEWHERE = 0.4, 3
"""Share of a group's ideas from which a noun that names nothing by itself names it, and how much more than in the others."""
SAID_BY = 0.03
"""Share of the ideas of a group that a phrase must be in (and at least two ideas) to name it, where any is."""

READ_WHOLE = 5_000
"""Ideas up to which the words of all are read; of more, those of a sample of about as many: reading them takes longest."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a group is called."""

    title: str
    keywords: tuple[str, ...]


def name_groups(
    labels: NDArray[np.int64], phrases: Phrases, seen: Seen, *, encode: Callable[[Sequence[str]], Vectors]
) -> dict[int, Naming]:
    """Name each group of ideas (label >= 0) by phrases that are frequent in it, rare elsewhere and near its meaning.

    Args:
        labels: group of each idea, (n_ideas,), -1 where there is none.
        phrases: what each idea speaks of, in the same order.
        seen: the same ideas. `encode` gives the vectors of phrases, in the space of their meaning.
    """
    groups = [int(group) for group in np.unique(labels) if group >= 0]
    if not groups or not any(phrases.by_idea):
        return {group: Naming(UNNAMED, ()) for group in groups}
    weighed = _class_tf_idf(labels, phrases)
    candidates = sorted({key for group in groups for key, _ in weighed[group]})
    if not candidates:
        return {group: Naming(UNNAMED, ()) for group in groups}
    meaning = dict(zip(candidates, encode([phrases.written[key] for key in candidates]), strict=True))
    vectors = seen.meaning
    everything = vectors.mean(axis=0)
    centres = {group: _unit(vectors[labels == group].mean(axis=0) - everything) for group in groups}
    middle = np.mean(list(meaning.values()), axis=0)
    named: dict[int, Naming] = {}
    for group in groups:
        near = {key: float(_unit(meaning[key] - middle) @ centres[group]) for key, _ in weighed[group]}
        best = max((weight for _, weight in weighed[group]), default=1.0) or 1.0
        score = {key: weight / best + 0.5 * near[key] for key, weight in weighed[group]}
        kept = _distinct(_ranked(score), phrases.written)
        words = (*_insisted(phrases, labels == group), *(phrases.written[key] for key in kept))[:KEYWORDS]
        named[group] = Naming(subject_title(seen.about, labels == group) or title_of(words), words)
    return _told_apart(named)


def heard_rows(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Choose the ideas that groups are named by: all, or as many of each group, the first ones, which are a fair sample.

    Rows come in the order of their content's hash. Those of no group are heard too: what they say is frequent elsewhere.
    """
    if len(labels) <= READ_WHOLE:
        return np.arange(len(labels))
    groups = np.unique(labels)
    most = max(READ_WHOLE // len(groups), 1)
    return np.sort(np.concatenate([np.flatnonzero(labels == group)[:most] for group in groups]))


def _class_tf_idf(labels: NDArray[np.int64], phrases: Phrases) -> dict[int, list[tuple[str, float]]]:
    """Weigh phrases by BERTopic's class TF-IDF (BM25 weighting) over groups it did not make."""
    import pandas as pd
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    documents = [_SEPARATOR.join(("", *keys, "")) for keys in phrases.by_idea]
    model = BERTopic(
        language="multilingual",
        top_n_words=CANDIDATES,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=_cut),
        ctfidf_model=ClassTfidfTransformer(bm25_weighting=True, reduce_frequent_words=True),
    )
    model.fit(documents, embeddings=np.zeros((len(documents), 2)), y=labels)
    back = pd.Series(labels).groupby(np.asarray(model.topics_)).first().to_dict()
    topics = model.get_topics()
    named = {int(back[topic]): [(key, float(weight)) for key, weight in words if key] for topic, words in topics.items()}
    return {group: _shared(named.get(group, []), phrases, labels == group) for group in {int(label) for label in labels}}


def _shared(weighed: list[tuple[str, float]], phrases: Phrases, members: NDArray[np.bool_]) -> list[tuple[str, float]]:
    """Leave out the phrases that too few ideas of the group hold, unless all are so."""
    ideas = np.flatnonzero(members)
    counts = Counter(key for row in ideas for key in phrases.by_idea[row])
    floor = max(2, SAID_BY * len(ideas))
    return [(key, weight) for key, weight in weighed if counts[key] >= floor] or weighed[:KEYWORDS]


def _insisted(phrases: Phrases, members: NDArray[np.bool_]) -> list[str]:
    """Give the nouns, empty elsewhere, that a group says again and again: « prendre le temps », « du temps pour soi »."""
    said = Counter(noun for row in np.flatnonzero(members) for noun in phrases.beside[row])
    others = Counter(noun for row in np.flatnonzero(~members) for noun in phrases.beside[row])
    shares = {noun: count / members.sum() for noun, count in said.items() if count >= INSISTS * members.sum()}
    elsewhere = {noun: others[noun] / max(1, (~members).sum()) for noun in shares}
    return _ranked({noun: share for noun, share in shares.items() if share >= MORE_THAN_ELSEWHERE * elsewhere[noun]})


def _ranked(score: dict[str, float]) -> list[str]:
    return sorted(score, key=lambda key: (-score[key], key))


def _cut(document: str) -> list[str]:
    return [key for key in document.split(_SEPARATOR) if key.strip()]


def _distinct(keys: Sequence[str], written: dict[str, str]) -> list[str]:
    """Leave out a phrase whose words a better one already says."""
    kept: list[str] = []
    for key in keys:
        words = set(plain(written[key]))
        if not any(words <= set(plain(written[other])) or set(plain(written[other])) <= words for other in kept):
            kept.append(key)
    return kept


def _told_apart(named: dict[int, Naming]) -> dict[int, Naming]:
    titles = told_apart([naming.title for naming in named.values()], [naming.keywords for naming in named.values()])
    return {group: Naming(title, naming.keywords) for (group, naming), title in zip(named.items(), titles, strict=True)}


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
