"""Hide subjects from the first batch, bring them in after it, and print what is said to be new, as a Markdown table.

    python benchmarks/emergence.py demo nnv.jsonl civocracy.jsonl
    python benchmarks/emergence.py --tries 10 --hide 2 nnv.jsonl

What each column says, and the figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from following import PEERS, Batches, Followed, ours, see, warm
from public_sets import OURS, Row, table
from sets import Corpus, corpora

NO_SUBJECT = frozenset({"hors-sujet", "Autres", "rien", "Rien"})
"""Labels of what is about nothing in particular: they are never hidden."""
FEWEST, LARGEST = 12, 0.3
"""Ideas of a label, at least, and share of the set, at most, for it to be hidden."""
PURE = 0.5
"""Share of the ideas of a group that have its label, from which the group is about it."""


def hidden_labels(corpus: Corpus, seed: int, how_many: int) -> frozenset[str]:
    """Draw the labels to hide."""
    counts = Counter(label for idea, label in corpus.gold.items() if idea in corpus.spoken)
    most = LARGEST * counts.total()
    known = sorted(label for label, count in counts.items() if FEWEST <= count <= most and label not in NO_SUBJECT)
    return frozenset(np.random.default_rng(seed).choice(known, min(how_many, len(known)), replace=False).tolist())


def judged(groups: Iterable[frozenset[str]], corpus: Corpus, hidden: frozenset[str]) -> Counter[str]:
    """Count the groups: a hidden subject found, or found again, another pure subject, or nothing.

    A group is judged by its ideas that have a label, a copy counted once.
    """
    seen: Counter[str] = Counter()
    found: set[str] = set()
    for group in groups:
        labels = Counter(corpus.gold[idea] for idea in sorted(group & corpus.spoken) if idea in corpus.gold)
        label, count = labels.most_common(1)[0] if labels else ("", 0)
        if count < PURE * labels.total() or not label:
            seen["false"] += 1
        elif label not in hidden:
            seen["other"] += 1
        else:
            seen["again" if label in found else "found"] += 1
            found.add(label)
    return seen


def followed(corpus: Corpus, batches: Batches, seed: int) -> Iterator[tuple[str, Followed]]:
    """Follow themes by each of the methods that may show something new."""
    yield OURS, ours(corpus, batches, seed)
    seen = see(corpus, batches)
    for name, method in PEERS.items():
        if "transform" not in name:  # it never shows a new topic
            yield name, method(seen, seed)


def measure(corpus: Corpus, tries: int, how_many: int) -> list[Row]:
    """Give a row a method, over all the tries."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    planted = 0
    for seed in range(tries):
        hidden = hidden_labels(corpus, seed, how_many)
        planted += len(hidden)
        for name, method in followed(corpus, corpus.batches(seed, hidden=hidden), seed):
            counts[name] += judged(method.emerging, corpus, hidden)
    kinds = ("found", "again", "other", "false")
    head = {"set": corpus.name, "tries": tries, "hidden": planted}
    return [{**head, "method": name, **{kind: seen[kind] for kind in kinds}} for name, seen in counts.items()]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="+", metavar="SET", help="demo, or a JSONL of text, label and question")
    parser.add_argument("--tries", type=int, default=5, help="draws of the batches and of what is hidden (5)")
    parser.add_argument("--hide", type=int, default=1, help="labels hidden in a try (1)")
    parser.add_argument("--only", default="", help="the corpora whose name ends so: « q2 »")
    chosen = parser.parse_args()
    with corpora(chosen.sets, most=0, only=chosen.only) as found:
        warm()
        print(table([row for corpus in found for row in measure(corpus, chosen.tries, chosen.hide)]))


if __name__ == "__main__":
    main()
