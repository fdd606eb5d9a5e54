"""Measure CPU and memory of finding, naming and growing themes beside BERTopic on the same vectors, and print a Markdown table.

    python benchmarks/scale.py proposals.csv [--sizes 2000 20000 100000] [--real N] [--cap SECONDS] [--parts ...] [--keep DIR]

`proposals.csv` has a column `proposition`. Ideas beyond those it holds lie between a real one and one of its fifty nearest, with
some noise; their words are a share of the one and the rest of the other. How to read it, and the figures: benchmarks/themes.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from corpora import embedded, seen_of
from growing import NEW
from numpy.typing import NDArray
from peers import BERTOPIC, GROW, NAME, OURS, Fit, Given, Vectors, cpu_seconds, fits
from public_sets import Row
from quality import show

from contributions.embed import as_embedded, view
from contributions.evaluate import Labelled, distinct
from contributions.prepare import normalise

NEAR = 50
"""Neighbours of a real idea among which the other end of a made one is drawn."""
NOISE = 0.3
"""Length of the noise, as a share of how far real vectors are from their mean."""
ADDED = 0.01

PARTS = (BERTOPIC, NAME, GROW)
HEADS = ("ideas", "what", "themes", "unplaced", "CPU s", "of BERTopic", "peak MB", "memory of BERTopic")

Ideas = tuple[list[str], tuple[Vectors, ...]]


def proposals(file: Path, count: int | None) -> list[str]:
    """Read distinct proposals in canonical order, the first `count`: a fair sample."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        said = [row["proposition"] for row in csv.DictReader(opened) if normalise(row["proposition"])]
    return [as_embedded(text) for text in distinct([Labelled("", text, ()) for text in said])[0]][:count]


def crowd(real: Ideas, size: int) -> Ideas:
    """Give `size` ideas in canonical order: real ones, and as many made ones as are missing."""
    texts, raw = real[0][:size], tuple(each[:size] for each in real[1])
    if size > len(texts):
        made, vectors = between(real, size - len(texts))
        texts, raw = [*texts, *made], tuple(np.vstack(pair) for pair in zip(raw, vectors, strict=True))
    order = sorted(range(size), key=lambda row: hashlib.sha256(texts[row].encode()).digest())
    return [texts[row] for row in order], tuple(each[order] for each in raw)


def between(real: Ideas, count: int) -> Ideas:
    """Make ideas between two that are near: a share of the one and the rest of the other, in words and in vectors."""
    from contributions.themes.graph import nearest

    texts, raw = real
    chance = np.random.default_rng(0)
    near = nearest(view(raw[0]), min(NEAR, len(texts) - 1))[0]
    ones = chance.integers(len(texts), size=count)
    others = near[ones, chance.integers(near.shape[1], size=count)]
    shares = chance.uniform(0.2, 0.8, count)
    pairs = enumerate(zip(ones, others, shares, strict=True))
    made = [f"{_mixed(texts[one], texts[other], share)} {number}" for number, (one, other, share) in pairs]
    return made, tuple(_jittered(each, ones, others, shares, chance=chance) for each in raw)


def _mixed(one: str, other: str, share: float) -> str:
    head, tail = one.split(), other.split()
    return " ".join([*head[: round(share * len(head))], *tail[round(share * len(tail)) :]])


def _jittered(
    raw: Vectors, ones: NDArray[np.int64], others: NDArray[np.int64], shares: NDArray[np.float64], *, chance: np.random.Generator
) -> Vectors:
    mean = raw.mean(axis=0)
    width = float(np.linalg.norm(raw - mean, axis=1).mean()) / raw.shape[1] ** 0.5
    part = shares[:, None].astype(np.float32)
    noise = chance.standard_normal((len(ones), raw.shape[1]), dtype=np.float32) * np.float32(NOISE * width)
    mixed = part * raw[ones] + (1 - part) * raw[others] + noise
    unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return unit


def compare(ideas: Ideas, parts: Sequence[str], *, cap: float) -> Iterator[list[Row]]:
    """Give a row for BERTopic and one for each part of ours, as they come."""
    texts, raw = ideas
    before = cpu_seconds()
    seen = seen_of(texts, raw, np.ones(len(texts)))
    spent = cpu_seconds() - before
    yield [dict.fromkeys(HEADS) | {"ideas": len(texts), "what": "views of the vectors, for all", "CPU s": f"{spent:.1f}"}]
    peer = _capped(seen, cap) if BERTOPIC in parts else None
    yield [_row(len(texts), BERTOPIC, peer, peer)]
    group = fits(OURS, [(seen, 0)])[0]
    spent += group.cpu
    yield [_row(len(texts), "contributions: grouping", group, peer)]
    if NAME in parts:
        name = fits(NAME, [(replace(seen, labels=group.labels), 0)])[0]
        spent += name.cpu
        yield [_row(len(texts), "contributions: naming", name, peer)]
    if GROW in parts:
        grow = fits(GROW, [(later(seen, group), 0)])[0]
        yield [_row(len(texts), f"contributions: +1 %, {grow.cpu / spent:.1%} of the above", grow, peer)]


def later(seen: Given, found: Fit) -> Given:
    """Say that one idea in a hundred comes after the themes were found."""
    new = np.random.default_rng(0).permutation(len(seen.texts))[: round(ADDED * len(seen.texts))]
    labels = found.labels.copy()
    labels[new] = NEW
    return replace(seen, labels=labels)


def _capped(seen: Given, cap: float) -> Fit | None:
    """Fit BERTopic, unless it takes too long."""
    try:
        return fits(BERTOPIC, [(seen, 0)], cap=cap)[0]
    except subprocess.TimeoutExpired:
        return None


def _row(size: int, what: str, fit: Fit | None, peer: Fit | None) -> Row:
    if fit is None:
        return dict.fromkeys(HEADS) | {"ideas": size, "what": f"{what}, not run or stopped"}
    labels = fit.labels
    cost = (f"{fit.cpu:.1f}", f"{fit.cpu / peer.cpu:.2f}" if peer else None)
    memory = (fit.peak_mb, f"{fit.peak_mb / peer.peak_mb:.2f}" if peer else None)
    figures = (size, what, len(set(labels.tolist()) - {-1}), f"{(labels < 0).mean():.0%}", *cost, *memory)
    return dict(zip(HEADS, figures, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, a size at a time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="proposals.csv")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000, 100_000])
    parser.add_argument("--real", type=int, help="real proposals, at most: embedding them is the longest part")
    parser.add_argument("--cap", type=float, default=3600, metavar="SECONDS", help="BERTopic is stopped after that")
    parser.add_argument(
        "--parts", nargs="*", choices=PARTS, default=PARTS, help="what is measured beside grouping, all by default"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    chosen = parser.parse_args(arguments)
    texts = proposals(chosen.file, chosen.real)
    raw, cpu = embedded(texts, keep=chosen.keep)
    print(f"{len(texts)} real ideas, embedded in {cpu:.0f} CPU s\n", flush=True)
    for size in chosen.sizes:
        show(compare(crowd((texts, raw), size), chosen.parts, cap=chosen.cap))


if __name__ == "__main__":
    main()
