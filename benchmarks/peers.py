"""Fits of the engine and of its peers on given vectors, each method in a process of its own, measured there.

Run as a script, it is that process: `python benchmarks/peers.py METHOD FOLDER`, where `FOLDER` holds what `fits` wrote.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from contributions.themes import Seen

Labels = NDArray[np.int64]
Vectors = NDArray[np.float32]
SHOWN = 20
WARM = 5_000
"""Rows of the fit that comes first and is not counted: from 4 096 rows UMAP takes another path, compiled in its turn."""
_KILOBYTES = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Ideas as a method sees them: `views` as the engine has them, `raw` vectors by each model, texts, and copies of each.

    `labels` are the themes that they have already, where a method starts from these.
    """

    views: tuple[Vectors, ...]
    raw: tuple[Vectors, ...]
    texts: tuple[str, ...]
    weights: NDArray[np.float64]
    labels: Labels

    def take(self, rows: NDArray[np.int64]) -> Given:
        """Give some of them, in that order; a row may come several times."""
        views, raw = (tuple(each[rows] for each in vectors) for vectors in (self.views, self.raw))
        return Given(views, raw, tuple(self.texts[row] for row in rows), self.weights[rows], self.labels[rows])

    def save(self, folder: Path) -> None:
        """Write them in a new folder."""
        folder.mkdir(parents=True)
        for name, vectors in (("view", self.views), ("raw", self.raw)):
            for number, each in enumerate(vectors):
                np.save(folder / f"{name}-{number}.npy", each)
        np.save(folder / "weights.npy", self.weights)
        np.save(folder / "held.npy", self.labels)
        (folder / "texts.json").write_text(json.dumps(self.texts), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Given:
        """Read what `save` wrote; raw vectors take memory only where a method reads them."""
        views = tuple(np.load(path) for path in sorted(folder.glob("view-*.npy")))
        raw = tuple(np.load(path, mmap_mode="r") for path in sorted(folder.glob("raw-*.npy")))
        texts = tuple(json.loads((folder / "texts.json").read_text(encoding="utf-8")))
        return cls(views, raw, texts, np.load(folder / "weights.npy"), np.load(folder / "held.npy"))


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What a method found, the CPU seconds that it took, imports and compilation apart, and the peak of its process so far."""

    labels: Labels
    cpu: float
    peak_mb: int


def fits(method: str, jobs: Sequence[tuple[Given, int]], *, cap: float | None = None) -> list[Fit]:
    """Fit each of `jobs` (ideas and seed), one after the other, in one new process with one thread.

    Raises:
        subprocess.TimeoutExpired: it took more than `cap` seconds in all, on the clock.
        subprocess.CalledProcessError: the process failed; its traceback is on the terminal.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch) / f"{number:04d}-{seed}" for number, (_seen, seed) in enumerate(jobs)]
        for folder, (seen, _seed) in zip(folders, jobs, strict=True):
            seen.save(folder)
        command = [sys.executable, str(Path(__file__)), method, scratch]
        subprocess.run(command, env=with_threads(1), check=True, timeout=cap)  # noqa: S603 - our own script
        return [_fit(folder) for folder in folders]


def with_threads(count: int) -> dict[str, str]:
    """Give the environment of a process that computes with so many threads."""
    return os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), str(count))


def _fit(folder: Path) -> Fit:
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return Fit(np.load(folder / "labels.npy"), figures["cpu"], figures["peak_mb"])


def ours(seen: Given, seed: int) -> Labels:
    """Group as a run does."""
    from contributions.themes import group

    return group(as_seen(seen.views), shown=SHOWN, smallest=0, engine="consensus", seed=seed)[0]


def bertopic(seen: Given, seed: int) -> Labels:
    """Group as BERTopic does by default, on the engine's vectors; only its language and its seed are set."""
    return _bertopic(seen.texts, together(seen.views), seed)


def bertopic_raw(seen: Given, seed: int) -> Labels:
    """Group as BERTopic does by default, on what the first model gives."""
    return _bertopic(seen.texts, seen.raw[0], seed)


def umap_kmeans(seen: Given, seed: int) -> Labels:
    """Group by KMeans what UMAP gives of the engine's vectors, with BERTopic's settings of UMAP."""
    from sklearn.cluster import KMeans

    flat = _umap(seed).fit_transform(together(seen.views))
    found: Labels = KMeans(min(SHOWN, len(flat)), n_init=10, random_state=seed).fit_predict(flat).astype(np.int64)
    return found


def tfidf_kmeans(seen: Given, seed: int) -> Labels:
    """Group TF-IDF vectors of the words, brought to a hundred dimensions, by KMeans."""
    from public_sets import word_groups

    return word_groups(seen.texts, SHOWN, seed=seed)


def named(seen: Given, _seed: int) -> Labels:
    """Name the themes that ideas have, as a run does."""
    from growing import name_themes

    return name_themes(seen)


def grown(seen: Given, seed: int) -> Labels:
    """Let the themes that ideas have grow with those that are new."""
    from growing import grow_themes

    return grow_themes(seen, seed)


METHODS: dict[str, Callable[[Given, int], Labels]] = {
    "contributions": ours,
    "BERTopic": bertopic,
    "BERTopic, raw e5": bertopic_raw,
    "UMAP + KMeans 20": umap_kmeans,
    "TF-IDF + SVD + KMeans 20": tfidf_kmeans,
}
OURS, BERTOPIC, RAW, UMAP_KMEANS, TFIDF = METHODS
NAME, GROW = "naming", "growing"
PARTS = {NAME: named, GROW: grown}


def together(views: Sequence[Vectors]) -> Vectors:
    """Put views side by side, with the engine's weights."""
    return as_seen(views).side_by_side()


def as_seen(views: Sequence[Vectors]) -> Seen:
    """Give views their weights again: meaning, second model, stems, subjects."""
    from contributions.themes import Seen, View

    meaning, second, stems, subjects = views
    return Seen([View(meaning), View(second), View.of_stems(stems), View.of_subjects(subjects)])


def peak_mb() -> int:
    """Give the peak of this process's own memory: what `getrusage` says starts, on Linux, at that of who launched it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // _KILOBYTES
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (_KILOBYTES**2 if sys.platform == "darwin" else _KILOBYTES)


def cpu_seconds() -> float:
    """Give the CPU seconds of this process so far, all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _bertopic(texts: Sequence[str], vectors: Vectors, seed: int) -> Labels:
    from bertopic import BERTopic

    model = BERTopic(language="multilingual", umap_model=_umap(seed))
    found, _ = model.fit_transform(list(texts), embeddings=vectors)
    return np.asarray(found, dtype=np.int64)


def _umap(seed: int) -> Any:
    """Give BERTopic's own UMAP, seeded: it has no seed by default."""
    from umap import UMAP

    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed, n_jobs=1)


def main() -> None:
    """Fit what is in each folder, and write there what is found and what it cost."""
    method, folder = (METHODS | PARTS)[sys.argv[1]], Path(sys.argv[2])
    warnings.simplefilter("ignore")
    for number, path in enumerate(sorted(folder.iterdir())):
        seen, seed = Given.load(path), int(path.name.split("-")[1])
        if not number:
            method(seen.take(np.arange(min(WARM, len(seen.texts)))), seed)
        started = cpu_seconds()
        labels = method(seen, seed)
        figures = {"cpu": cpu_seconds() - started, "peak_mb": peak_mb()}
        np.save(path / "labels.npy", labels)
        (path / "figures.json").write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
