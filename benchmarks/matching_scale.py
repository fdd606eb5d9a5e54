"""Measure CPU and memory of matching many ideas with 300 objectives, beside BM25 as one sparse product: a Markdown table.

    python benchmarks/matching_scale.py proposals.csv [--sizes 2000 20000 100000] [--real N] [--keep DIR]

`proposals.csv` has a column `proposition`. Objectives are the first real proposals, ideas are the others, then made ones as in
`scale.py`. Each method of each size has a process of its own. How to read it, and the figures: benchmarks/matching.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from corpora import embedded
from matching_peers import bm25_sides
from peers import Vectors, cpu_seconds, peak_mb, with_threads
from public_sets import OURS, SEED, Row
from quality import show
from scale import Ideas, crowd, proposals

from contributions.domain import Objective, Referential

OBJECTIVES = 300
FIRST = 500
"""Ideas of the run that comes first and is not counted: it loads and compiles."""
REVIEWED = 300
TAUGHT = f"{OURS}, {REVIEWED} reviewed"
ALONE, BM25, PRODUCT = "loading alone", "BM25, stems", "BM25, the sparse product alone"

Work = Callable[[], object]


def save(folder: Path, ideas: Ideas, objectives: Ideas) -> None:
    """Write what each process reads."""
    for name, (texts, vectors) in (("ideas", ideas), ("objectives", objectives)):
        (folder / f"{name}.json").write_text(json.dumps(texts), encoding="utf-8")
        for number, each in enumerate(vectors):
            np.save(folder / f"{name}-{number}.npy", each)


def load(folder: Path, name: str) -> Ideas:
    """Read what `save` wrote."""
    texts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return texts, tuple(np.load(path) for path in sorted(folder.glob(f"{name}-*.npy")))


def ours(ideas: Ideas, objectives: Ideas, *, reviewed: int = 0) -> Work:
    """Match as a run does, three objectives an idea, after some were reviewed: nine in ten given one at random, one none."""
    import pandas as pd

    from contributions.frames import REVIEWS
    from contributions.match import Texts, Thresholds, match_ideas

    texts, (first, second) = ideas
    codes = [f"{number:03d}" for number in range(len(objectives[0]))]
    leaves = tuple(Objective("contrat", code, title) for code, title in zip(codes, objectives[0], strict=True))
    frame = pd.DataFrame({"id": [f"I{row:06d}" for row in range(len(texts))], "text": texts})
    known = {text: row for row, text in enumerate(objectives[0])}

    def encode_by(vectors: Vectors) -> Callable[[Sequence[str]], Vectors]:
        return lambda asked: vectors[[known[text] for text in asked]]

    one, other = (encode_by(vectors) for vectors in objectives[1])
    chosen = np.random.default_rng(SEED).permutation(len(texts))[:reviewed]
    given = ["" if number % 10 == 0 else f"contrat/{codes[row % len(codes)]}" for number, row in enumerate(chosen)]
    said = {"subject": frame["id"].iloc[chosen].to_numpy(), "referential": "contrat", "objective": given}
    reviews = REVIEWS.check(pd.DataFrame(said).assign(right=[bool(objective) for objective in given]))
    referential = Referential("contrat", "Contrat", "contrat", leaves)
    return lambda: match_ideas(
        frame,
        Texts(texts, first, second),
        {},
        [referential],
        encode=one,
        encode_second=other,
        thresholds=Thresholds(),
        reviews=reviews,
    )


def bm25(ideas: Ideas, objectives: Ideas) -> Work:
    """Cut words, and multiply."""

    def multiplied() -> object:
        documents, asked = bm25_sides(ideas[0], objectives[0])
        return asked @ documents.T

    return multiplied


def product(ideas: Ideas, objectives: Ideas) -> Work:
    """Multiply, words being cut already."""
    documents, asked = bm25_sides(ideas[0], objectives[0])
    return lambda: asked @ documents.T


METHODS: dict[str, Callable[[Ideas, Ideas], Work]] = {
    ALONE: lambda _ideas, _objectives: lambda: None,
    OURS: ours,
    TAUGHT: lambda ideas, objectives: ours(ideas, objectives, reviewed=REVIEWED),
    BM25: bm25,
    PRODUCT: product,
}


def measure(method: str, folder: Path) -> dict[str, float]:
    """Measure one method in a process of its own: CPU seconds of the work, and the peak of the process."""
    command = [sys.executable, str(Path(__file__)), "--one", method, str(folder)]
    done = subprocess.run(command, env=with_threads(1), check=True, capture_output=True, text=True)  # noqa: S603 (our own script)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _one(method: str, folder: Path) -> None:
    """Be that process."""
    ideas, objectives = load(folder, "ideas"), load(folder, "objectives")
    METHODS[method]((ideas[0][:FIRST], tuple(each[:FIRST] for each in ideas[1])), objectives)()
    work = METHODS[method](ideas, objectives)
    started = cpu_seconds()
    work()
    print(json.dumps({"cpu": cpu_seconds() - started, "peak_mb": peak_mb()}))


def compare(ideas: Ideas, objectives: Ideas) -> Iterator[list[Row]]:
    """Give a row a method."""
    with tempfile.TemporaryDirectory() as scratch:
        save(Path(scratch), ideas, objectives)
        found = {method: measure(method, Path(scratch)) for method in METHODS}
    count, peer, least = len(ideas[0]), found[BM25], found[ALONE]["peak_mb"]
    for method, cost in found.items():
        worked = method != ALONE
        yield [
            {
                "ideas": count,
                "objectives": len(objectives[0]),
                "method": method,
                "CPU s": f"{cost['cpu']:.2f}" if worked else None,
                "ideas / CPU s": f"{count / cost['cpu']:.0f}" if worked else None,
                "of BM25": f"{cost['cpu'] / peer['cpu']:.2f}" if worked else None,
                "peak MB": cost["peak_mb"],
                "above loading, MB": cost["peak_mb"] - least,
                "bytes a pair": f"{(cost['peak_mb'] - least) * 2**20 / count / len(objectives[0]):.1f}" if worked else None,
            }
        ]


def tables(file: Path, sizes: Sequence[int], *, real: int | None, keep: Path | None) -> Iterator[list[Row]]:
    """Give the rows of each size."""
    texts = proposals(file, real)
    raw, _cpu = embedded(texts, keep=keep)
    objectives = (texts[:OBJECTIVES], tuple(each[:OBJECTIVES] for each in raw))
    others = (texts[OBJECTIVES:], tuple(each[OBJECTIVES:] for each in raw))
    for size in sizes:
        yield from compare(crowd(others, size), objectives)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, a size at a time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="proposals.csv")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000, 100_000])
    parser.add_argument("--real", type=int, help="real proposals, at most: embedding them is the longest part")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    parser.add_argument("--one", metavar="METHOD", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.one:
        _one(chosen.one, chosen.file)
    else:
        show(tables(chosen.file, chosen.sizes, real=chosen.real, keep=chosen.keep))


if __name__ == "__main__":
    main()
