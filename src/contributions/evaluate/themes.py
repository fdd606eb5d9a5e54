"""Measure the themes found in labelled texts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.embed import as_embedded, lsa_of_stems
from contributions.evaluate.labelled import distinct, read_labelled
from contributions.evaluate.machine import embedders, peak_mb
from contributions.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from contributions.themes import Seen


def evaluate_themes(file: Path, settings: Settings) -> dict[str, Any]:
    """Compare the themes found in labelled texts with their labels.

    Copies are gathered first, as in a run. Texts not placed are counted at their nearest theme (`v_measure`, `ari`, `ami`) and
    again as a class of their own (`v_measure_one_class`).

    Raises:
        UsageError: the file cannot be read as labelled texts.
    """
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

    from contributions.prepare import normalise
    from contributions.themes import group

    rows = [row for row in read_labelled(file, ("label", "theme")) if normalise(row.text)]
    started = time.perf_counter()
    ordered, place = distinct(rows)
    seen = _seen(ordered, settings)
    chosen = settings.themes
    labels, _ = group(seen, shown=chosen.shown, smallest=chosen.smallest, engine=chosen.engine, seed=chosen.seed)
    nearest = at_nearest(labels, seen.side_by_side())
    gold = [row.answers[0] if row.answers else "" for row in rows]
    found, apart = nearest[place], labels[place]
    return {
        "v_measure": float(v_measure_score(gold, found)),
        "ari": float(adjusted_rand_score(gold, found)),
        "ami": float(adjusted_mutual_info_score(gold, found)),
        "v_measure_one_class": float(v_measure_score(gold, apart)),
        "themes": len(set(labels) - {-1}),
        "labels": len(set(gold)),
        "texts": len(rows),
        "unplaced": int((apart < 0).sum()),
        "seconds": round(time.perf_counter() - started, 2),
        "peak_mb": peak_mb(),
    }


def at_nearest(labels: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Place what is not placed (-1) at the nearest theme's centre."""
    groups = np.array(sorted(set(labels.tolist()) - {-1}))
    if not len(groups):
        return labels
    centres = np.stack([vectors[labels == group].mean(axis=0) for group in groups])
    nearest: NDArray[np.int64] = groups[(vectors @ centres.T).argmax(axis=1)]
    return np.where(labels < 0, nearest, labels)


def _seen(texts: Sequence[str], settings: Settings) -> Seen:
    from contributions.steps.seeing import seen_by, spoken_by, subjects_of

    models = embedders(settings)
    ready = [as_embedded(text) for text in texts]
    vectors = [model.encode(ready) for model in models]
    spoken = spoken_by(models[0], subjects_of(settings.themes), otherwise=models[0].encode)
    return seen_by(texts, vectors, spoken, few=len(texts), stems=lsa_of_stems(ready))
