"""Show texts to the theme engine: by each model, by their stems, by the subjects they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from contributions.embed import (
    Embedder,
    Frame,
    as_embedded,
    content_hash,
    likely_subjects,
    lsa_of_stems,
    read_subjects,
    said_subjects,
    subject_view,
    view,
)
from contributions.settings import bundled
from contributions.steps.session import Session, Vectors, embedder, models_of
from contributions.store.vectors import VectorShards
from contributions.themes import About, Seen, View

Matrix = NDArray[np.float32]
SPOKEN = "models/subjects"
"""Where the vectors of what is said of the subjects are shipped, for the models that a city has without asking."""


def seen_whole(session: Session, texts: Sequence[str]) -> Seen:
    """See all the texts of a corpus, each model in the frame that they make; stems are learnt in canonical order."""
    vectors = [Vectors(session.workspace, name).take(texts) for name in models_of(session)]
    order = np.argsort([content_hash(text) for text in texts], kind="stable")
    stems = lsa_of_stems([as_embedded(texts[row]) for row in order])
    back = np.empty_like(stems)
    back[order] = stems
    return seen_by(texts, vectors, spoken_of(session), few=len(texts), stems=back)


def seen_beside(session: Session, texts: Sequence[str], few: int) -> Seen:
    """See texts in the frame of the first few: stems, which are learnt from a whole corpus, have none."""
    vectors = [Vectors(session.workspace, name).take(texts) for name in models_of(session)]
    return seen_by(texts, vectors, spoken_of(session), few=few)


def seen_by(texts: Sequence[str], vectors: Sequence[Matrix], spoken: Matrix, *, few: int, stems: Matrix | None = None) -> Seen:
    """See texts by the vectors that models give, meaning first; `spoken` are those of the subjects, by the first."""
    subjects = read_subjects()
    seen = [Frame.of(each[:few]).see(each) for each in vectors]
    written = [as_embedded(text) for text in texts]
    likely = likely_subjects(written, seen[0], subjects, view(spoken))
    views = [View(each) for each in seen]
    if stems is not None:
        views.append(View.of_stems(stems))
    views.append(View.of_subjects(subject_view(likely, few)))
    return Seen(views, About(likely, said_subjects(written, subjects), tuple(subject.title for subject in subjects)))


def spoken_of(session: Session) -> Matrix:
    """Give the vectors of what is said of the subjects, by the first model of a workspace."""
    name = models_of(session)[0]
    return spoken_by(embedder(name), otherwise=Vectors(session.workspace, name).take)


def spoken_by(model: Embedder, *, otherwise: Callable[[Sequence[str]], Matrix]) -> Matrix:
    """Give the vectors of what is said of the subjects: those that are shipped, else computed."""
    texts = spoken_texts()
    keys = [content_hash(text) for text in texts]
    shipped = VectorShards(bundled(SPOKEN), model.name)
    return otherwise(texts) if shipped.missing(keys) else shipped.take(keys)


def spoken_texts() -> list[str]:
    """Give what is said of the subjects, as it is embedded, in their order."""
    return [as_embedded(text) for subject in read_subjects() for text in subject.spoken]
