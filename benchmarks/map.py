"""Compare ways to draw the map of ideas, and print a Markdown table.

    python benchmarks/map.py [nnv.jsonl] [--sizes 2000 20000] [--keep DIR]

Always on the demo's gold; each size takes that many texts of the file, and where it holds fewer, ideas made between near ones
as `benchmarks/scale.py` does. `kept` is trustworthiness: whether the 15 neighbours on the map are neighbours in truth, on 2 000
ideas. `same theme` is the share of the 10 neighbours on the map that are in the theme that the engine gives. Each way is a
process of its own, with one thread; its seconds count imports and compilation, as a run does, and its memory is the peak of
that process (on Linux).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
from corpora import DEMO, embedded, read_texts
from numpy.typing import NDArray
from peers import Vectors, with_threads
from public_sets import Row, table
from scale import crowd

from contributions.embed import as_embedded, load_embedder, lsa_of_stems, read_subjects
from contributions.evaluate import distinct
from contributions.settings import Settings, bundled
from contributions.steps.seeing import seen_by, spoken_by
from contributions.themes import DRAWN, draw, group, place

Points = NDArray[np.float64]
TRUSTED, AROUND, THEME = 2_000, 15, 10
HEADS = ("ideas", "way", "kept", "same theme", "seconds", "peak MB")


def drawn_then_placed(vectors: Vectors) -> Points:
    """Draw some and place the others, as a run does."""
    few = min(DRAWN, len(vectors))
    points = draw(vectors[:few], seed=0)
    return np.vstack([points, place(vectors[few:], vectors[:few], points)]) if few < len(vectors) else points


def half_placed(vectors: Vectors) -> Points:
    """Draw three in four, and place the last fourth."""
    few = min(DRAWN, len(vectors) * 3 // 4)
    points = draw(vectors[:few], seed=0)
    return np.vstack([points, place(vectors[few:], vectors[:few], points)])


def principal(vectors: Vectors) -> Points:
    """Keep the two main directions."""
    from sklearn.decomposition import PCA

    return np.asarray(PCA(2, random_state=0).fit_transform(vectors), dtype=np.float64)


def umap(vectors: Vectors) -> Points:
    """Draw all of them as UMAP does by default, its seed set."""
    from umap import UMAP

    return np.asarray(UMAP(metric="cosine", random_state=0, n_jobs=1).fit_transform(vectors), dtype=np.float64)


WAYS: Mapping[str, Callable[[Vectors], Points]] = MappingProxyType(
    {
        "PCA": principal,
        "t-SNE of all": lambda vectors: draw(vectors, seed=0),
        "UMAP of all": umap,
        f"ours: t-SNE of {DRAWN}, others placed": drawn_then_placed,
        "ours, a fourth at least placed": half_placed,
    }
)


def compare(texts: Sequence[str], raw: Sequence[Vectors]) -> list[Row]:
    """Give a row a way; rows are in canonical order, so that the first are a fair sample."""
    model = load_embedder(Settings().embed.model, models=bundled("models"))
    spoken = spoken_by(model, read_subjects(), otherwise=model.encode)
    seen = seen_by(texts, raw, spoken, few=len(texts), stems=lsa_of_stems(texts))
    labels = group(seen, shown=Settings().themes.shown, smallest=0, engine="consensus", seed=0)[0]
    vectors = seen_by(texts, raw, spoken, few=len(texts)).side_by_side()
    return [_row(way, vectors, labels) for way in WAYS]


def _row(way: str, vectors: Vectors, labels: NDArray[np.int64]) -> Row:
    from sklearn.manifold import trustworthiness

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        np.save(folder / "vectors.npy", vectors)
        subprocess.run([sys.executable, __file__, "--way", way, scratch], env=with_threads(1), check=True)  # noqa: S603 - our own script
        points = np.load(folder / "points.npy")
        seconds, peak = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    few = np.linspace(0, len(vectors) - 1, min(TRUSTED, len(vectors))).astype(int)  # drawn and placed alike
    kept = trustworthiness(vectors[few], points[few], n_neighbors=AROUND, metric="cosine")
    return dict(
        zip(HEADS, (len(vectors), way, f"{kept:.3f}", f"{_same(points, labels):.3f}", f"{seconds:.1f}", peak), strict=True)
    )


def _same(points: Points, labels: NDArray[np.int64]) -> float:
    from scipy.spatial import cKDTree

    placed = labels >= 0
    near = cKDTree(points[placed]).query(points[placed], k=THEME + 1)[1][:, 1:]
    return float((labels[placed][near] == labels[placed][:, None]).mean())


def _draw_here(way: str, folder: Path) -> None:
    vectors = np.load(folder / "vectors.npy")
    started = time.perf_counter()
    np.save(folder / "points.npy", WAYS[way](vectors))
    seconds = time.perf_counter() - started
    held = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    peak = int(held.split()[1]) // 1024  # getrusage tells the peak of who started the process, where it was higher
    (folder / "figures.json").write_text(json.dumps([seconds, peak]), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table a corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, nargs="?", metavar="nnv.jsonl")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.way:
        _draw_here(chosen.way, chosen.file)
        return
    for file, sizes in ((bundled(DEMO), [0]), (chosen.file, chosen.sizes)):
        if file is None:
            continue
        texts = [as_embedded(text) for text in distinct(read_texts(file))[0]]
        real = texts, embedded(texts, keep=chosen.keep)[0]
        for size in sizes:
            print(f"{table(compare(*crowd(real, size or len(texts))))}\n", flush=True)


if __name__ == "__main__":
    main()
