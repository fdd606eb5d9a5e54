"""Measure themes on labelled texts beside BERTopic and KMeans on the same vectors, and print a Markdown table.

    python benchmarks/quality.py [nnv.jsonl civocracy.jsonl] [--seeds 3] [--keep DIR]

Always on the demo's gold. How to read it, and the figures: benchmarks/themes.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from corpora import Corpus, read_corpora
from numpy.typing import NDArray
from peers import METHODS, RAW, TFIDF, Fit, Labels, Seen, Vectors, fits
from public_sets import Row, table

from contributions.evaluate import at_nearest

AS_THEY_COME = (RAW, TFIDF)
"""Methods that are given every copy, as who tries them would do; the others are given each writing once."""


def compare(corpora: Sequence[Corpus], *, seeds: int) -> list[Row]:
    """Give a row a set and a method: means over the seeds. A method has one process, so that it compiles once."""
    rows = []
    for method in METHODS:
        seen = [corpus.seen().take(_given(corpus, method)) for corpus in corpora]
        found = fits(method, [(each, seed) for each in seen for seed in range(seeds)])
        for number, corpus in enumerate(corpora):
            rows.append(_row(corpus, method, seen[number], found[number * seeds : (number + 1) * seeds]))
    names = [corpus.name for corpus in corpora]
    return sorted(rows, key=lambda row: names.index(str(row["set"])))


def _given(corpus: Corpus, method: str) -> NDArray[np.int64]:
    return corpus.place if method in AS_THEY_COME else np.arange(len(corpus.texts))


def _row(corpus: Corpus, method: str, seen: Seen, found: Sequence[Fit]) -> Row:
    rows = np.arange(len(corpus.place)) if method in AS_THEY_COME else corpus.place
    scores = np.mean([_scores(corpus, fit.labels, rows, np.hstack(seen.views)) for fit in found], axis=0)
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


def asked(description: str | None) -> argparse.ArgumentParser:
    """Give the options that every measure on labelled texts has."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="nnv.jsonl, civocracy.jsonl")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table."""
    parser = asked(__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="fits of each method, whose mean is shown")
    chosen = parser.parse_args(arguments)
    corpora = read_corpora(chosen.files, keep=chosen.keep)
    print(table(compare(corpora, seeds=chosen.seeds)))


if __name__ == "__main__":
    main()
