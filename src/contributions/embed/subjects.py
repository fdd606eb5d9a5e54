"""The subjects that residents talk about, and how likely each text is to be about each: a view that no style can tell."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.comparing import standard
from contributions.embed.views import stems_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

SHIPPED = Path(__file__).with_name("subjects.toml")
NEAREST = 3
"""Sayings of a subject that a text is compared with: a subject is said in many ways, a text says it in one."""
STEMS = 0.6
"""Weight of the words in common, beside 1 for meaning."""
COMMON = 0.25
"""Share of the subjects beyond which a stem tells none."""
TYPICAL = 0.35
"""Length of the view of a text that speaks of a few subjects, brought to 1: one that speaks of none counts less."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What people talk about, as a facilitator would title it, with words and sayings that tell it."""

    title: str
    words: tuple[str, ...]
    sayings: tuple[str, ...]

    @property
    def spoken(self) -> tuple[str, ...]:
        """Give what texts are compared with by their meaning."""
        return (self.title, *self.sayings)

    @property
    def written(self) -> str:
        """Give what texts are compared with by their words; those that tell the subject count twice."""
        return " ".join((self.title, *self.words, *self.words, *self.sayings))


@cache
def read_subjects(path: Path = SHIPPED) -> tuple[Subject, ...]:
    """Read a vocabulary of subjects."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["subjects"]
    return tuple(Subject(row["title"], tuple(row["words"]), tuple(row["sayings"])) for row in rows)


def likely_subjects(
    texts: Sequence[str], vectors: NDArray[np.float32], subjects: tuple[Subject, ...], spoken: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Say how likely each text is to be about each subject, (n_texts, n_subjects), each row summing to 1.

    Meaning is that of the nearest sayings, words are French stems; each is brought to the same scale over the subjects of a text.

    Args:
        vectors: those of the texts, (n_texts, n_dims), each seen in the frame of its corpus.
        spoken: those of what is `spoken` of the subjects, in their order, seen in a frame of their own.
    """
    if not len(texts):
        return np.zeros((0, len(subjects)), dtype=np.float32)
    near = vectors @ spoken.T
    ends = np.cumsum([len(subject.spoken) for subject in subjects])
    own = np.split(near, ends[:-1], axis=1)
    meaning = np.stack([np.sort(each, axis=1)[:, -NEAREST:].mean(axis=1) for each in own], axis=1)
    vectorizer, documents = _words(subjects)
    words = (vectorizer.transform(texts) @ documents.T).toarray()
    score = (standard(meaning) + STEMS * standard(words)) / (1 + STEMS)
    odds = np.exp(score)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), dtype=np.float32)


def said_subjects(texts: Sequence[str], subjects: tuple[Subject, ...]) -> NDArray[np.bool_]:
    """Say whether each text has a word of each subject in it, whole: (n_texts, n_subjects); accents and plurals tell nothing.

    « Mes proches me manquent » is near « proche aidant », and does not say it.
    """
    entries = _entries(subjects)
    longest = max(map(len, entries), default=0)
    said = np.zeros((len(texts), len(subjects)), dtype=np.bool_)
    for row, text in enumerate(texts):
        stems = _bare(text)
        runs = (stems[start : start + size] for start in range(len(stems)) for size in range(1, longest + 1))
        said[row, [subject for run in runs for subject in entries.get(run, ())]] = True
    return said


def subject_view(likely: NDArray[np.float32], few: int) -> NDArray[np.float32]:
    """Turn likelihoods into vectors whose distance is Hellinger's, centred on the first few texts: (n_texts, n_subjects)."""
    roots = np.sqrt(likely)
    return np.asarray((roots - roots[:few].mean(axis=0)) / TYPICAL if few else roots, dtype=np.float32)


@cache
def _words(subjects: tuple[Subject, ...]) -> tuple[TfidfVectorizer, csr_matrix]:
    """Weigh the stems of each subject by how few subjects have them."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=stems_of, sublinear_tf=True, max_df=COMMON)
    return vectorizer, vectorizer.fit_transform([subject.written for subject in subjects])


@cache
def _entries(subjects: tuple[Subject, ...]) -> dict[tuple[str, ...], list[int]]:
    """Give the subjects of each word or phrase that tells one, cut into stems."""
    entries: dict[tuple[str, ...], list[int]] = {}
    for number, subject in enumerate(subjects):
        for entry in {_bare(word) for word in (subject.title, *subject.words)}:
            entries.setdefault(entry, []).append(number)
    return entries


def _bare(text: str) -> tuple[str, ...]:
    """Cut a text into stems without accents."""
    from sklearn.feature_extraction.text import strip_accents_unicode

    return tuple(strip_accents_unicode(stem) for stem in stems_of(text))
