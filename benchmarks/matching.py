"""Measure matches beside peers, on the same texts and the same vectors, and print Markdown tables.

    python benchmarks/matching.py demo politiker.json [--since 2026-06-01] [--keep DIR]

How to read them, and the figures: benchmarks/matching.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from corpora import embedded
from matching_peers import PEERS, Ran, judged_by_scores, nearest_reviewed, ran, sides
from numpy.typing import NDArray
from peers import cpu_seconds
from public_sets import OURS, SEED, Row, match_set
from quality import show

from contributions.embed import as_embedded
from contributions.errors import UsageError
from contributions.evaluate.judged import CONFIDENCE, DRAWS, Judged, figures, intervals
from contributions.evaluate.machine import embedders
from contributions.evaluate.matches import Work, read_queries, read_targets
from contributions.evaluate.trials import split_by_day
from contributions.match import Texts
from contributions.settings import Settings, bundled

DEMO = "demo"
ZERO_SHOT = "BERTopic"
COLUMNS = {
    "R@1": "recall_at_1",
    "R@3": "recall_at_3",
    "R@5": "recall_at_5",
    "R@10": "recall_at_10",
    "MRR": "mrr",
    "at 90 %": "coverage_at_90",
    "at 95 %": "coverage_at_95",
    "no objective": "recall_no_objective",
    "ECE": "ece",
}
RANKS = ("R@3", "R@5", "R@10", "MRR")
"""What is not said of a peer that gives one objective at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Set:
    """A set of labelled texts, which rows of it are measured, and our matches of all, after reviews where there are some."""

    name: str
    rows: NDArray[np.int64]
    ours: Judged
    right: NDArray[np.bool_]


def read_set(name: str, folder: Path, *, keep: Path | None) -> Work:
    """Read the demo's gold, or a public set, with its vectors, which `keep` holds between two runs."""
    queries, targets = _demo() if name == DEMO else match_set(Path(name), folder)
    rows = read_queries(queries)
    texts = [as_embedded(row.text) for row in rows]
    (first, second), cpu = embedded(texts, keep=keep)
    print(f"{name}: {len(rows)} texts, embedded in {cpu:.0f} CPU s", file=sys.stderr)
    models = embedders(Settings())
    return Work(rows, read_targets(targets), Settings(), Texts([row.text for row in rows], first, second), models)


def _demo() -> tuple[Path, Path]:
    city = bundled("data/demo")
    return city / "gold.csv", city / "referentials" / "contrat.toml"


def compare(name: str, work: Work, since: date | None) -> Iterator[list[Row]]:
    """Give a row for us and one for each peer, on the whole set, then on what was said from a day on."""
    gold, leaves = work.gold, [objective.id for objective in work.referential.leaves]
    right = np.array([[leaf in gold[row.id] for leaf in leaves] for row in work.rows])
    work.judged()
    started = cpu_seconds()
    ours = work.judged()
    spent = cpu_seconds() - started
    found = {peer: ran(peer, sides(work)) for peer in PEERS}
    whole = Set(name, np.arange(len(work.rows)), ours, right)
    yield [_row(whole, OURS, ours, spent), *(_peer(whole, peer, each) for peer, each in found.items())]
    if since is None:
        return
    split = split_by_day(work.rows, since)
    started = cpu_seconds()
    taught = work.judged(work.reviews(split))
    after = cpu_seconds() - started
    later = Set(f"{name} since {since}", split.measured, taught, right)
    known, started = sides(work), cpu_seconds()
    copied = Ran(nearest_reviewed(known, right, split.reviewed), cpu_seconds() - started)
    yield [
        _row(later, f"{OURS}, {len(split.reviewed)} reviewed before", taught, after),
        _row(later, f"{OURS}, nothing reviewed", ours, spent),
        _peer(later, "nearest text reviewed before, e5 centred", copied),
        *(_peer(later, peer, each) for peer, each in found.items()),
    ]


def _peer(measured: Set, peer: str, found: Ran) -> Row:
    native = peer.startswith(ZERO_SHOT)
    ours = measured.ours.take(measured.rows)
    spoken = None if native else float((~ours.silent[ours.answered]).mean())
    judged = judged_by_scores(found.scores[measured.rows], measured.right[measured.rows], spoken=spoken)
    row = _row(measured, peer, judged, found.cpu, whole=False)
    return row | {"ECE": None} | (dict.fromkeys(RANKS) if native else {})


def _row(measured: Set, method: str, judged: Judged, cpu: float, *, whole: bool = True) -> Row:
    """Measure one method; `whole`: it judged every text of the set, and not only those that are measured."""
    mine = judged.take(measured.rows) if whole else judged
    values, ends = figures(mine), intervals(mine, seed=SEED)
    ahead = _ahead(measured.ours.take(measured.rows), mine)
    return {
        "set": measured.name,
        "texts": len(mine),
        "without objective": int((~mine.answered).sum()),
        "method": method,
        **{column: _shown(values[key], ends[key]) for column, key in COLUMNS.items()},
        "says something": f"{mine.proposed.mean():.3f}" if method.startswith(ZERO_SHOT) else f"{(~mine.silent).mean():.3f}",
        "R@1, ours − theirs": ahead,
        "CPU s": f"{cpu:.3f}",
    }


def _shown(value: float | None, ends: list[float] | None) -> str | None:
    return None if value is None or ends is None else f"{value:.3f} ({ends[0]:.2f} to {ends[1]:.2f})"


def _ahead(ours: Judged, theirs: Judged) -> str | None:
    """Say by how much our R@1 is above another, with the 95 % interval of the difference on the same texts."""
    gap = ((ours.rank <= 1).astype(float) - (theirs.rank <= 1))[ours.answered]
    if not gap.any():
        return None
    drawn = np.random.default_rng(SEED).integers(len(gap), size=(DRAWS, len(gap)))
    low, high = np.percentile(gap[drawn].mean(axis=1), CONFIDENCE)
    return f"{gap.mean():+.3f} ({low:+.2f} to {high:+.2f})"


def _tables(sets: Sequence[str], folder: Path, *, since: date | None, keep: Path | None) -> Iterator[list[Row]]:
    for name in sets:
        work = read_set(name, folder, keep=keep)
        dated = any(row.said_on for row in work.rows)
        yield from compare(Path(name).stem, work, since if dated else None)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, a set at a time."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="*", default=[DEMO], metavar="SET", help="demo, politiker.json")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DAY", help="review what was said before, measure the rest")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the vectors there, for another run")
    chosen = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            show(_tables(chosen.sets, Path(scratch), since=chosen.since, keep=chosen.keep))
    except UsageError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
