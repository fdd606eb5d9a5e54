"""Show texts to the theme engine: by each model, by their stems, by the subjects they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contributions.embed import (
    Embedder,
    Frame,
    Subject,
    as_embedded,
    content_hash,
    likely_subjects,
    lsa_of_stems,
    read_subjects,
    said_subjects,
    subject_view,
    view,
)
from contributions.settings import ThemeSettings, bundled
from contributions.steps.session import Session, Vectors, embedder, models_of
from contributions.store.vectors import VectorShards
from contributions.themes import About, Seen, View

Matrix = NDArray[np.float32]
Subjects = tuple[Subject, ...]
SPOKEN = "models/subjects"
"""Where the vectors of what is said of the subjects are shipped, for the models that a city has without asking."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Subjects, and the vectors of what is said of them, (n_sayings, n_dims), in their order, by the first model of a city."""

    subjects: Subjects
    vectors: Matrix


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


def seen_by(texts: Sequence[str], vectors: Sequence[Matrix], spoken: Spoken, *, few: int, stems: Matrix | None = None) -> Seen:
    """See texts by the vectors that models give, meaning first, and by the subjects they are about."""
    subjects = spoken.subjects
    seen = [Frame.of(each[:few]).see(each) for each in vectors]
    written = [as_embedded(text) for text in texts]
    likely = likely_subjects(written, seen[0], subjects, view(spoken.vectors))
    views = [View(each) for each in seen]
    if stems is not None:
        views.append(View.of_stems(stems))
    views.append(View.of_subjects(subject_view(likely, few)))
    return Seen(views, About(likely, said_subjects(written, subjects), tuple(subject.title for subject in subjects)))


def spoken_of(session: Session) -> Spoken:
    """Give what is said of the subjects of a workspace, seen by its first model."""
    name = models_of(session)[0]
    own = subjects_of(session.workspace.settings.themes)
    return spoken_by(embedder(name), own, otherwise=Vectors(session.workspace, name).take)


def spoken_by(model: Embedder, subjects: Subjects, *, otherwise: Callable[[Sequence[str]], Matrix]) -> Spoken:
    """Give what is said of subjects, seen by a model: the vectors that are shipped, and `otherwise` those that are missing."""
    texts = spoken_texts(subjects)
    keys = [content_hash(text) for text in texts]
    shipped = VectorShards(bundled(SPOKEN), model.name)
    missing = set(shipped.missing(keys))
    known = dict(zip(found := [key for key in keys if key not in missing], shipped.take(found), strict=True))
    asked = {key: text for key, text in zip(keys, texts, strict=True) if key in missing}
    known |= zip(asked, otherwise(list(asked.values())), strict=True) if asked else ()
    return Spoken(subjects, np.stack([known[key] for key in keys]))


def spoken_texts(subjects: Subjects) -> list[str]:
    """Give what is said of subjects, as it is embedded, in their order."""
    return [as_embedded(text) for subject in subjects for text in subject.spoken]


def subjects_of(settings: ThemeSettings) -> Subjects:
    """Give the subjects that ship, and the city's own; one that has a title of theirs takes its place."""
    own = {each.title: Subject(each.title, each.words, each.sayings) for each in settings.subjects}
    shipped = read_subjects()
    known = {subject.title for subject in shipped}
    return (*(own.get(subject.title, subject) for subject in shipped), *(own[title] for title in own if title not in known))
