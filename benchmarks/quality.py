"""Measure themes on labelled texts beside BERTopic and KMeans on the same vectors, and print a Markdown table.

    python benchmarks/quality.py [nnv.jsonl civocracy.jsonl] [--seeds 3] [--keep DIR]

Always on the demo's gold. How to read it, and the figures: benchmarks/themes.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from corpora import Corpus, read_corpora
from numpy.typing import NDArray
from peers import METHODS, RAW, TFIDF, Fit, Given, Labels, Vectors, fits, together
from public_sets import Row, table

from contributions.evaluate import at_nearest

AS_THEY_COME = (RAW, TFIDF)
"""Methods that are given every copy, as who tries them would do; the others are given each writing once."""


def compare(corpora: Sequence[Corpus], method: str, *, seeds: int) -> list[Row]:
    """Give a row a set: means over the seeds. All are fitted in one process, so that it compiles once."""
    seen = [corpus.seen().take(_given(corpus, method)) for corpus in corpora]
    found = fits(method, [(each, seed) for each in seen for seed in range(seeds)])
    parts = [found[start : start + seeds] for start in range(0, len(found), seeds)]
    return [_row(corpus, method, each, part) for corpus, each, part in zip(corpora, seen, parts, strict=True)]


def _given(corpus: Corpus, method: str) -> NDArray[np.int64]:
    return corpus.place if method in AS_THEY_COME else np.arange(len(corpus.texts))


def _row(corpus: Corpus, method: str, seen: Given, found: Sequence[Fit]) -> Row:
    rows = np.arange(len(corpus.place)) if method in AS_THEY_COME else corpus.place
    scores = np.mean([_scores(corpus, fit.labels, rows, together(seen.views)) for fit in found], axis=0)
    names = ("themes", "unplaced", "V", "ARI", "AMI", "V, one class", "ARI, one class")
    return {
        "set": corpus.name,
        "texts": len(rows),
        "labels": len(set(corpus.gold)),
        "method": method,
        **dict(zip(names, map(float, scores), strict=True)),
        "themes": f"{scores[0]:.0f}",
        "unplaced": f"{scores[1]:.0%}",
        "CPU s": f"{np.mean([fit.cpu for fit in found]):.1f}",
        "peak MB": found[-1].peak_mb,
        "embedding CPU s": f"{corpus.cpu:.0f}",
    }


def _scores(corpus: Corpus, labels: Labels, rows: Labels, vectors: Vectors) -> tuple[float, ...]:
    """Score one fit on every row: number of themes, share unplaced, then with all placed, then with the unplaced as one class."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

    placed, apart = at_nearest(labels, vectors)[rows], labels[rows]
    return (
        len(set(labels.tolist()) - {-1}),
        float((apart < 0).mean()),
        float(v_measure_score(corpus.gold, placed)),
        float(adjusted_rand_score(corpus.gold, placed)),
        float(adjusted_mutual_info_score(corpus.gold, placed)),
        float(v_measure_score(corpus.gold, apart)),
        float(adjusted_rand_score(corpus.gold, apart)),
    )


def asked(description: str | None, methods: Sequence[str]) -> argparse.ArgumentParser:
    """Give the options that every measure of methods on labelled texts has."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="nnv.jsonl, civocracy.jsonl")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    parser.add_argument("--methods", nargs="+", choices=methods, default=methods, help="those to measure, all of them by default")
    return parser


def show(tables: Iterable[Sequence[Row]]) -> None:
    """Print rows as they come, under one head."""
    for number, rows in enumerate(tables):
        lines = table(rows).splitlines()
        print("\n".join(lines[2:] if number else lines), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, a method at a time."""
    parser = asked(__doc__, list(METHODS))
    parser.add_argument("--seeds", type=int, default=3, help="fits of each method, whose mean is shown")
    chosen = parser.parse_args(arguments)
    corpora = read_corpora(chosen.files, keep=chosen.keep)
    show(compare(corpora, method, seeds=chosen.seeds) for method in chosen.methods)


if __name__ == "__main__":
    main()
