"""Measure how much themes change with the seed, the sample and the order of rows, and print a Markdown table.

    python benchmarks/stability.py [nnv.jsonl civocracy.jsonl] [--keep DIR]
    python benchmarks/stability.py [nnv.jsonl civocracy.jsonl] [--keep DIR] --by-theme

Always on the demo's gold. How to read it, and the figures: benchmarks/themes.md. What the order of rows and threads
change in a whole chain of ours is `benchmarks/order.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from corpora import Corpus, read_corpora
from numpy.typing import NDArray
from peers import BERTOPIC, OURS, SHOWN, UMAP_KMEANS, Given, Labels, as_seen, fits, together
from public_sets import Row
from quality import asked, show

from contributions.domain import Stability
from contributions.evaluate import at_nearest
from contributions.themes import Seen, group
from contributions.themes.stability import found_again, found_apart, regrouped
from contributions.themes.watch import FEWEST_VOICES, PART

SEEDS = 5
PAIRS = 5
SAMPLE = 0.9
THEME_SEEDS = 2
MEASURED = (Stability.STABLE, Stability.BLURRED, Stability.FRAGILE)
FITS = SEEDS + 2 * PAIRS + 1


def compare(corpora: Sequence[Corpus], method: str) -> list[Row]:
    """Give a row a set. All are fitted in one process, so that it compiles once."""
    draws = [_draws(len(corpus.texts)) for corpus in corpora]
    seen = [
        [*[corpus.seen()] * SEEDS, *(corpus.seen(drawn) for drawn in draw[SEEDS:])]
        for corpus, draw in zip(corpora, draws, strict=True)
    ]
    found = [fit.labels for fit in fits(method, [job for each in seen for job in zip(each, _seeds(), strict=True)])]
    parts = [found[start : start + FITS] for start in range(0, len(found), FITS)]
    return [_row(corpus.name, method, *each) for corpus, *each in zip(corpora, parts, seen, draws, strict=True)]


def _draws(count: int) -> list[NDArray[np.int64]]:
    """Give the rows of each fit: all of them for each seed, then samples, then all in another order."""
    chance = np.random.default_rng(0)
    samples = [np.sort(chance.permutation(count)[: round(SAMPLE * count)]) for _ in range(2 * PAIRS)]
    return [*[np.arange(count)] * SEEDS, *samples, chance.permutation(count)]


def _seeds() -> list[int]:
    return [*range(SEEDS), *[0] * (2 * PAIRS + 1)]


def _row(name: str, method: str, found: Sequence[Labels], seen: Sequence[Given], draws: Sequence[NDArray[np.int64]]) -> Row:
    placed = [at_nearest(labels, together(each.views)) for labels, each in zip(found, seen, strict=True)]
    pairs = [(SEEDS + 2 * pair, SEEDS + 2 * pair + 1) for pair in range(PAIRS)]
    themes = [len(set(labels.tolist()) - {-1}) for labels in found[:SEEDS]]
    return {
        "set": name,
        "method": method,
        "themes": f"{min(themes)} to {max(themes)}",
        "unplaced": f"{np.mean([(labels < 0).mean() for labels in found[:SEEDS]]):.0%}",
        "seeds": _agreement(placed, draws, list(combinations(range(SEEDS), 2))),
        "samples": _agreement(placed, draws, pairs),
        "samples, one class": _agreement(found, draws, pairs),
        "rows shuffled": None if method == OURS else _agreement(placed, draws, [(0, FITS - 1)]),
    }


def _agreement(labels: Sequence[Labels], draws: Sequence[NDArray[np.int64]], pairs: Sequence[tuple[int, int]]) -> float:
    """Give the mean ARI of pairs of fits, on the ideas that they have in common."""
    from sklearn.metrics import adjusted_rand_score

    agreed = []
    for one, other in pairs:
        _common, left, right = np.intersect1d(draws[one], draws[other], return_indices=True)
        agreed.append(adjusted_rand_score(labels[one][left], labels[other][right]))
    return float(np.mean(agreed))


def by_theme(corpora: Sequence[Corpus]) -> Iterator[list[Row]]:
    """Say of our themes, a row a set, whether the less stable are less right, as people labelled them."""
    for corpus in corpora:
        found = [_regroup(corpus, seed) for seed in range(THEME_SEEDS)]
        shares, right = (np.concatenate(each) for each in zip(*(_shares(corpus, each) for each in found), strict=True))
        cuts = [_cuts(corpus, each) for each in found]
        apart = {head: float(np.mean([each[head] for each in cuts])) for head in cuts[0]}
        yield [_row_of_shares(corpus.name, shares, right) | apart]


def _regroup(corpus: Corpus, seed: int) -> tuple[Labels, Labels]:
    """Give the theme of each idea, and its group in each sample."""
    seen = as_seen(corpus.seen().views)
    return _grouped(seen, seed), regrouped(seen, regroup=lambda sample: _grouped(sample, seed), seed=seed)


def _shares(corpus: Corpus, found: tuple[Labels, Labels]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the stability of each theme, and the share of its texts whose label is the most frequent of it."""
    labels, groups = found
    numbers, themes = np.unique(labels, return_inverse=True)
    shares = found_again(themes, groups)
    gold = np.array(corpus.gold)
    right = [np.unique(gold[themes[corpus.place] == theme], return_counts=True)[1] for theme in range(len(numbers))]
    return shares[numbers >= 0], np.array([counts.max() / counts.sum() for counts in right])[numbers >= 0]


def _cuts(corpus: Corpus, found: tuple[Labels, Labels]) -> dict[str, float]:
    """Count the parts that would be proposed for a split, those of another label than the rest, and V before and after."""
    from sklearn.metrics import v_measure_score

    labels, groups = found
    gold, cut, other = np.array(corpus.gold), labels.copy(), 0
    for theme in range(labels.max() + 1):
        rows = np.flatnonzero(labels == theme)
        inside = found_apart(groups[:, rows])[0]
        if inside.sum() < max(FEWEST_VOICES, PART * len(rows)):
            continue
        cut[rows[inside]] = cut.max() + 1
        sides = (gold[np.isin(corpus.place, side)] for side in (rows[inside], rows[~inside]))
        other += len({Counter(side.tolist()).most_common(1)[0][0] for side in sides}) > 1
    before, after = (float(v_measure_score(gold, each[corpus.place])) for each in (labels, cut))
    return {"apart": float(cut.max() - labels.max()), "of another label": other, "V": before, "V once apart": after}


def _grouped(seen: Seen, seed: int) -> Labels:
    return group(seen, shown=SHOWN, smallest=0, engine="consensus", seed=seed)[0]


def _row_of_shares(name: str, shares: NDArray[np.float64], right: NDArray[np.float64]) -> Row:
    from scipy.stats import spearmanr

    words = np.array([Stability.of(share) for share in shares])
    thirds = np.array_split(right[np.argsort(shares, kind="stable")], 3)
    return {
        "set": name,
        "themes": len(shares),
        "mean": float(shares.mean()),
        **{word.value: int((words == word).sum()) for word in MEASURED},
        **{f"right, {word.value}": float(right[words == word].mean()) if (words == word).any() else None for word in MEASURED},
        "right, by third": " ".join(f"{part.mean():.3f}" for part in thirds),
        "rank correlation": float(spearmanr(shares, right)[0]),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, a method at a time."""
    parser = asked(__doc__, [OURS, BERTOPIC, UMAP_KMEANS])
    parser.add_argument("--by-theme", action="store_true", help="how stable each theme of ours is, and how right")
    chosen = parser.parse_args(arguments)
    corpora = read_corpora(chosen.files, keep=chosen.keep)
    show(by_theme(corpora) if chosen.by_theme else (compare(corpora, method) for method in chosen.methods))


if __name__ == "__main__":
    main()
