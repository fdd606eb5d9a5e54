"""Check that the order of rows and the number of threads change no theme, embedding included, and print a Markdown table.

    python benchmarks/order.py [nnv.jsonl civocracy.jsonl]

Always on the demo's gold. Each line is a whole chain in a process of its own: texts read in that order, embedded and
grouped with that many threads. `themes` is a digest of who is with whom: the same digest is the very same themes. Exit code 1 if
one differs.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpora import corpus_of, labelled_sets, read_texts
from peers import METHODS, OURS, with_threads
from public_sets import Row, table

WAYS = ((0, 1), (1, 1), (2, 2))
"""Shuffles of the rows (0: as they are) and threads."""


def check(name: str, file: Path) -> list[Row]:
    """Give a row a way of reading the same texts."""
    rows: list[Row] = []
    for shuffle, threads in WAYS:
        command = [sys.executable, str(Path(__file__)), str(file), "--shuffle", str(shuffle)]
        done = subprocess.run(command, env=with_threads(threads), check=True, capture_output=True, text=True)  # noqa: S603
        digest = done.stdout.split()[-1]
        same = not rows or digest == rows[0]["themes"]
        order = f"shuffled {shuffle}" if shuffle else "as it is"
        rows.append({"set": name, "order": order, "threads": threads, "themes": digest, "same": "yes" if same else "no"})
    return rows


def digest_of(file: Path, shuffle: int) -> str:
    """Read the texts in an order, embed and group them, and name what is found: who is with whom, and who is not placed."""
    rows = read_texts(file)
    if shuffle:
        random.Random(shuffle).shuffle(rows)  # noqa: S311 - an order of rows
    corpus = corpus_of("", rows)
    groups: dict[int, list[str]] = {}
    for text, label in zip(corpus.texts, METHODS[OURS](corpus.seen(), 0), strict=True):
        groups.setdefault(int(label), []).append(text)
    placed = sorted(sorted(texts) for label, texts in groups.items() if label >= 0)
    return hashlib.sha256(repr((placed, sorted(groups.get(-1, [])))).encode()).hexdigest()[:12]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, or the digest of one way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="nnv.jsonl, civocracy.jsonl")
    parser.add_argument("--shuffle", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.shuffle is not None:
        print(digest_of(chosen.files[0], chosen.shuffle))
        return
    with tempfile.TemporaryDirectory() as scratch:
        rows = [row for name, file in labelled_sets(chosen.files, Path(scratch)).items() for row in check(name, file)]
    print(table(rows))
    sys.exit(any(row["same"] == "no" for row in rows))


if __name__ == "__main__":
    main()
