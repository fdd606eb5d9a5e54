"""Texts and their vectors, embedded once for every method that is compared on them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from peers import Given, Vectors, cpu_seconds
from public_sets import theme_sets

from contributions.embed import as_embedded, load_embedder, lsa_of_stems, read_subjects
from contributions.evaluate import Labelled, distinct, read_labelled
from contributions.prepare import normalise
from contributions.settings import Settings, bundled
from contributions.steps.seeing import seen_by, spoken_by

DEMO = "data/demo/gold.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Labelled texts: `texts` are their distinct writings in canonical order, `place` (n_rows,) where each row's writing stands.

    `raw` holds the vectors of the writings by each model, meaning first; `cpu` the seconds that it took to embed them.
    """

    name: str
    gold: tuple[str, ...]
    place: NDArray[np.int64]
    texts: tuple[str, ...]
    raw: tuple[Vectors, ...]
    cpu: float

    def seen(self, rows: NDArray[np.int64] | None = None) -> Given:
        """Show all the writings, or some; what is common to them, and their stems, are learnt from those alone."""
        chosen = np.arange(len(self.texts)) if rows is None else rows
        copies = np.bincount(self.place, minlength=len(self.texts)).astype(float)
        return seen_of([self.texts[row] for row in chosen], [raw[chosen] for raw in self.raw], copies[chosen])


def seen_of(texts: Sequence[str], raw: Sequence[Vectors], copies: NDArray[np.float64]) -> Given:
    """Show texts as the engine sees them."""
    model = load_embedder(Settings().embed.model, models=bundled("models"))
    spoken = spoken_by(model, read_subjects(), otherwise=model.encode)
    seen = seen_by(texts, raw, spoken, few=len(texts), stems=lsa_of_stems(texts))
    views = tuple(each.vectors for each in seen.views)
    return Given(views, tuple(raw), tuple(texts), copies, np.full(len(texts), -1, dtype=np.int64))


def labelled_sets(files: Sequence[Path], folder: Path) -> dict[str, Path]:
    """Name the demo's gold, and each question of each file, written apart in `folder`."""
    return {"demo gold": bundled(DEMO)} | {name: part for file in files for name, part in theme_sets(file, folder).items()}


def read_corpora(files: Sequence[Path], *, keep: Path | None) -> list[Corpus]:
    """Read and embed them; `keep` holds vectors between two runs."""
    with tempfile.TemporaryDirectory() as scratch:
        return [corpus_of(name, read_texts(file), keep=keep) for name, file in labelled_sets(files, Path(scratch)).items()]


def read_texts(file: Path) -> list[Labelled]:
    """Read the labelled texts that have words."""
    return [row for row in read_labelled(file, ("label", "theme")) if normalise(row.text)]


def corpus_of(name: str, rows: Sequence[Labelled], *, keep: Path | None = None) -> Corpus:
    """Gather copies and embed each writing."""
    writings, place = distinct(rows)
    texts = tuple(as_embedded(text) for text in writings)
    raw, cpu = embedded(texts, keep=keep)
    return Corpus(name, tuple(row.answers[0] for row in rows), place, texts, raw, cpu)


def embedded(texts: Sequence[str], *, keep: Path | None) -> tuple[tuple[Vectors, ...], float]:
    """Give the vectors of texts by each model of the default settings, and the CPU seconds that it took."""
    said = "\n".join(texts).encode()
    kept = keep / f"{hashlib.sha256(said).hexdigest()[:16]}.npz" if keep else None
    if kept and kept.exists():
        with np.load(kept) as found:
            return (found["first"], found["second"]), float(found["cpu"])
    started = cpu_seconds()
    chosen = Settings().embed
    models = [load_embedder(name, models=bundled("models")) for name in (chosen.model, chosen.second)]
    first, second = (model.encode(texts) for model in models)
    cpu = cpu_seconds() - started
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, first=first, second=second, cpu=cpu)
    return (first, second), cpu
