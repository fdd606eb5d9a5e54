"""Follow themes from batch to batch, as `contributions` does and as people do with BERTopic, on the same vectors."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sets import Corpus

from contributions.steps import finish_run, run_step, start_run
from contributions.steps.refounding import refound
from contributions.steps.seeing import seen_beside
from contributions.steps.session import Session
from contributions.steps.standing import standing_themes
from contributions.steps.theme_proposals import open_proposals

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store

TOPIC_SIZE = 10
"""Ideas in the smallest topic: BERTopic's default."""
FEW, FEW_SIZE = 500, 5
"""Ideas under which the smallest topic is half as large: with the default, a workshop has two topics or none."""
SIMILAR = 0.7
"""Cosine over which `merge_models` takes a topic for one that it knows: its default."""
NEIGHBOURS = 15

Batches = Sequence[frozenset[str]]
Themes = Mapping[str, str]
"""Idea -> theme, those without one left out."""


@dataclass(slots=True)
class Followed:
    """What one method said, batch after batch.

    `themes` are the themes after each batch, of all the ideas said so far; `sure` are readings of how sure the method was of an
    idea when it came, the more the better: peers have two, and the better of them is counted. `seconds` of CPU are those of the
    batches after the first. `emerging` are the groups of ideas that it showed as new in the end.
    """

    themes: list[Themes] = field(default_factory=list)
    sure: list[dict[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    emerging: list[frozenset[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What peers are given: the ideas that figures count, in the order they came, and their vectors (n_ideas, n_dims)."""

    ideas: NDArray[np.str_]
    texts: list[str]
    vectors: NDArray[np.float32]
    ends: list[int]
    """Rows said after each batch."""

    def batch(self, number: int) -> slice:
        """Give the rows of a batch."""
        return slice(self.ends[number - 1] if number else 0, self.ends[number])


def ours(corpus: Corpus, batches: Batches, seed: int, *, anew: bool = False) -> Followed:
    """Find themes in the first batch, then let them grow; `anew` finds them again at each batch, by `themes reconcile`."""
    followed = Followed(sure=[{}])
    with corpus.emptied(seed) as (workspace, store):
        for number, batch in enumerate(batches):
            store.add_contributions(corpus.contributions[corpus.contributions["id"].isin(batch)])
            with _timed(followed, number):
                _run(workspace, store)
                if anew and number:
                    refound(workspace, store)
            followed.themes.append({idea: theme for idea, theme in standing_themes(store).placed.items() if theme})
            rows = store.placements(store.rows_of("themes"))
            came = zip(rows["idea"], rows["strength"], strict=True)
            followed.sure[0] |= {idea: strength for idea, strength in came if idea not in followed.sure[0]}
        followed.emerging = [frozenset(each.ideas) for each in open_proposals(store) if each.ideas]
    return followed


def _run(workspace: Workspace, store: Store) -> None:
    """Do the steps of a run that lead to themes; vectors are there already, as they are for the peers."""
    run = start_run(workspace, store)
    for step in ("prepare", "embed", "themes"):
        run = run_step(workspace, store, run, step)
    finish_run(store, run)


@contextmanager
def _timed(followed: Followed, number: int) -> Iterator[None]:
    started = time.process_time()
    yield
    if number:
        followed.seconds += time.process_time() - started


def see(corpus: Corpus, batches: Batches) -> Seen:
    """Give peers what we see: every view in the frame of the first batch, side by side."""
    when = {contribution: number for number, batch in enumerate(batches) for contribution in batch}
    ideas = corpus.ideas[corpus.ideas["id"].isin(corpus.spoken)]
    months = ideas["contribution"].map(when)
    ideas = ideas.assign(month=months).sort_values(["month", "id"], kind="stable")
    ends = np.searchsorted(ideas["month"], np.arange(len(batches)), side="right").tolist()
    with corpus.emptied(0) as (workspace, store):
        session = Session(workspace, store, start_run(workspace, store))
        stacked = seen_beside(session, list(ideas["text"]), ends[0]).side_by_side()
    return Seen(ideas["id"].to_numpy(dtype=np.str_), list(ideas["text"]), stacked, ends)


def transform(seen: Seen, seed: int, *, whole: bool = False) -> Followed:
    """Fit BERTopic on the first batch, and let it predict the others; `whole` sends its outliers to the nearest topic."""
    model, labels, sure = _fitted(seen, seen.batch(0), seed)
    followed = Followed(sure=[{}, {}])
    for number in range(len(seen.ends)):
        with _timed(followed, number):
            if number:
                rows = seen.batch(number)
                found, chances = model.transform(seen.texts[rows], embeddings=seen.vectors[rows])
                if whole:
                    found = model.reduce_outliers(seen.texts[rows], found, strategy="embeddings", embeddings=seen.vectors[rows])
                labels, sure = np.append(labels, found), np.append(sure, chances)
        _say(followed, seen, labels, sure)
    return followed


def merged(seen: Seen, seed: int) -> Followed:
    """Fit BERTopic on each batch, and merge it into the model of those before."""
    from bertopic import BERTopic

    model, labels, sure = _fitted(seen, seen.batch(0), seed)
    first, followed = set(labels), Followed(sure=[{}, {}])
    for number in range(len(seen.ends)):
        with _timed(followed, number):
            if number:
                more, _, chances = _fitted(seen, seen.batch(number), seed)
                model = BERTopic.merge_models([model, more], min_similarity=SIMILAR)
                labels, sure = np.array(model.topics_), np.append(sure, chances)
        _say(followed, seen, labels, sure)
    followed.emerging = [frozenset(seen.ideas[labels == topic]) for topic in sorted(set(labels) - first - {-1})]
    return followed


def refitted(seen: Seen, seed: int) -> Followed:
    """Fit BERTopic again on all that was said, at each batch; what is new is a topic with no match in the first fit."""
    followed = Followed(sure=[{}, {}])
    for number, end in enumerate(seen.ends):
        with _timed(followed, number):
            _, labels, sure = _fitted(seen, slice(0, end), seed)
        _say(followed, seen, labels, sure)
    known = set(matched(followed.themes[0], followed.themes[-1]).values())
    topics = {theme for theme in followed.themes[-1].values() if theme not in known}
    last = followed.themes[-1].items()
    followed.emerging = [frozenset(idea for idea, theme in last if theme == topic) for topic in sorted(topics)]
    return followed


PEERS: Mapping[str, Callable[[Seen, int], Followed]] = {
    "BERTopic, transform": transform,
    "BERTopic, transform, outliers to the nearest": partial(transform, whole=True),
    f"BERTopic, merge_models {SIMILAR}": merged,
    "BERTopic, fitted again": refitted,
}


def warm() -> None:
    """Have the peers compile what they compile once a process: it is in no figure."""
    draw = np.random.default_rng(0)
    texts = [f"idée {number}" for number in range(120)]
    vectors = _unit(np.repeat(np.eye(3, 8), 40, axis=0) + draw.normal(scale=0.1, size=(120, 8)))
    transform(Seen(np.array(texts), texts, vectors, [90, 120]), 0)


def matched(before: Themes, after: Themes) -> dict[str, str]:
    """Match old themes with new ones, one to one, so that as many ideas as can be stay together: old -> new.

    >>> matched({"a": "1", "b": "1", "c": "2"}, {"a": "2", "b": "2", "c": "1"})
    {'1': '2', '2': '1'}
    """
    from scipy.optimize import linear_sum_assignment

    old, new = sorted(set(before.values())), sorted(set(after.values()))
    common = np.zeros((len(old), len(new)))
    for idea in before.keys() & after.keys():
        common[old.index(before[idea]), new.index(after[idea])] += 1
    pairs = zip(*linear_sum_assignment(-common), strict=True)
    return {old[row]: new[column] for row, column in pairs if common[row, column]}


def _fitted(seen: Seen, rows: slice, seed: int) -> tuple[Any, NDArray[np.int64], NDArray[np.float64]]:
    """Fit BERTopic as it is by default, but seeded: the model, the topic of each row, and how sure it is."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from umap import UMAP

    size = TOPIC_SIZE if rows.stop - rows.start >= FEW else FEW_SIZE
    model = BERTopic(
        language="multilingual",
        umap_model=UMAP(n_neighbors=NEIGHBOURS, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1),
        hdbscan_model=HDBSCAN(min_cluster_size=size, prediction_data=True),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels, sure = model.fit_transform(seen.texts[rows], embeddings=seen.vectors[rows].copy())
    return model, np.asarray(labels), np.asarray(sure, dtype=np.float64)


def _say(followed: Followed, seen: Seen, labels: NDArray[np.int64], sure: NDArray[np.float64]) -> None:
    """Write what a peer says after a batch, and how near each idea is to the centre of its topic."""
    ideas, vectors = seen.ideas[: len(labels)], seen.vectors[: len(labels)]
    followed.themes.append({str(idea): str(topic) for idea, topic in zip(ideas, labels, strict=True) if topic >= 0})
    centres = _unit(np.stack([vectors[labels == topic].mean(axis=0) for topic in np.unique(labels)]))
    near = (vectors * centres[np.searchsorted(np.unique(labels), labels)]).sum(axis=1)
    for said, reading in zip(followed.sure, (sure, near), strict=True):
        fresh = zip(ideas, reading, strict=True)
        said.update({str(idea): float(value) for idea, value in fresh if str(idea) not in said})


def _unit(vectors: NDArray[Any]) -> NDArray[np.float32]:
    return (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(np.float32)
