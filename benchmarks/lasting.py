"""Follow themes from month to month beside BERTopic, on the same ideas and the same vectors, and print a Markdown table.

    python benchmarks/lasting.py demo nnv.jsonl makeorg.csv
    python benchmarks/lasting.py --seeds 5 nnv.jsonl

What each column says, and the figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import fmean, pstdev

from following import PEERS, Batches, Followed, Themes, matched, ours, see, warm
from public_sets import OURS, Row, table
from sets import Corpus, corpora

ANEW = f"{OURS}, themes reconcile"
NONE = "–"
SHARES = ("kept", "kept, matched", "old right", "placed", "right", "alike", "same coverage")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new idea, when it came: whether it joined a theme that old ideas are in, and whether that theme is its own.

    It is `right` where the most frequent label of the theme's old ideas is its label. `alike` counts them all: BCubed's F (Amigó
    et al. 2009) of the new idea among the old ones, the harmonic mean of the share of the theme that has its label, and of the
    share of its label that is in the theme. Both are None where it has no label, or the theme has none.
    """

    idea: str
    placed: bool
    right: float | None
    alike: float | None


Figure = Callable[[Arrival], float | None]
right: Figure = attrgetter("right")
alike: Figure = attrgetter("alike")


def kept(followed: Followed, *, matching: bool) -> float:
    """Share of the ideas in a theme before a batch that are in it after; `matching` renames the new themes after the old first.

    >>> before, after = {"a": "1", "b": "1", "c": "2"}, {"a": "2", "b": "2", "c": "2"}
    >>> kept(Followed([before, after]), matching=False), kept(Followed([before, after]), matching=True)
    (0.3333333333333333, 0.6666666666666666)
    """
    same = total = 0
    for before, after in zip(followed.themes, followed.themes[1:], strict=False):
        names = matched(before, after) if matching else {theme: theme for theme in before.values()}
        same += sum(after.get(idea) == names.get(theme, "") for idea, theme in before.items())
        total += len(before)
    return same / total if total else 1.0


def arrivals(corpus: Corpus, batches: Batches, followed: Followed) -> list[Arrival]:
    """Judge each new idea of the batches after the first."""
    when = {contribution: number for number, batch in enumerate(batches) for contribution in batch}
    came = {idea: when[corpus.said_by[idea]] for idea in sorted(corpus.spoken)}
    judged = []
    for number, themes in enumerate(followed.themes[1:], 1):
        old = {idea: themes[idea] for idea, month in came.items() if month < number and idea in themes}
        spoken = _labels(old, corpus.gold)
        said = Counter(corpus.gold[idea] for idea, month in came.items() if month < number and idea in corpus.gold)
        for idea in (idea for idea, month in came.items() if month == number):
            known = themes.get(idea) in set(old.values())
            labels, own = spoken.get(themes.get(idea, "")), corpus.gold.get(idea)
            if known and labels and own:
                judged.append(Arrival(idea, known, float(_most(labels) == own), _alike(labels, own, said=said[own])))
            else:
                judged.append(Arrival(idea, known, None, None))
    return judged


def _alike(labels: Counter[str], own: str, *, said: int) -> float:
    """Give BCubed's F of an idea of the label `own`, `said` by so many old ideas, in a theme of these labels."""
    return 2 * labels[own] / (labels.total() + said)


def _labels(themes: Themes, gold: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Count the labels of each theme."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for idea, theme in themes.items():
        if idea in gold:
            counts[theme][gold[idea]] += 1
    return counts


def _most(labels: Counter[str]) -> str:
    """Give the most frequent label; among equals, the first in the alphabet."""
    return min(labels, key=lambda label: (-labels[label], label))


def right_before(corpus: Corpus, followed: Followed) -> float | None:
    """Share of the ideas of the first batch whose theme is theirs: what a new idea can be right of at best."""
    themes = {idea: theme for idea, theme in followed.themes[0].items() if idea in corpus.spoken}
    labels = _labels(themes, corpus.gold)
    own = [_most(labels[theme]) == corpus.gold[idea] for idea, theme in themes.items() if idea in corpus.gold]
    return fmean(own) if own else None


def mean_of(figure: Figure, judged: Sequence[Arrival]) -> float | None:
    """Give the mean of a figure over the placed ideas that have it: of `right`, the precision."""
    found = [value for each in judged if each.placed and (value := figure(each)) is not None]
    return fmean(found) if found else None


def surest(judged: Sequence[Arrival], sure: Mapping[str, float], most: int) -> list[Arrival]:
    """Keep the `most` placed ideas that the method was surest of."""
    return sorted((each for each in judged if each.placed), key=lambda each: (-sure[each.idea], each.idea))[:most]


def coverage(judged: Sequence[Arrival]) -> float:
    """Share of the new ideas that are placed."""
    return fmean(each.placed for each in judged)


def one_draw(corpus: Corpus, seed: int, *, anew_too: bool = False) -> Iterator[tuple[str, Row]]:
    """Measure every method on one draw: its name, and its figures as numbers."""
    batches = corpus.batches(seed)
    mine = ours(corpus, batches, seed)
    own = arrivals(corpus, batches, mine)
    yield OURS, _figures(corpus, mine, own)
    if anew_too:
        anew = ours(corpus, batches, seed, anew=True)
        yield ANEW, _figures(corpus, anew, arrivals(corpus, batches, anew))
    seen = see(corpus, batches)
    for name, method in PEERS.items():
        theirs = method(seen, seed)
        yield name, _figures(corpus, theirs, judged := arrivals(corpus, batches, theirs)) | _beside(mine, own, theirs, judged)


def _figures(corpus: Corpus, followed: Followed, judged: Sequence[Arrival]) -> Row:
    return {
        "kept": kept(followed, matching=False),
        "kept, matched": kept(followed, matching=True),
        "old right": right_before(corpus, followed),
        "placed": coverage(judged),
        "right": mean_of(right, judged),
        "alike": mean_of(alike, judged),
        "CPU s": followed.seconds,
    }


def _beside(mine: Followed, own: Sequence[Arrival], theirs: Followed, judged: Sequence[Arrival]) -> Row:
    """Compare with as many placed by both; a peer is counted by the better of its readings of how sure it was."""
    most = min(sum(each.placed for each in side) for side in (own, judged))
    row: Row = {"same coverage": most / len(own)}
    for name, figure in (("right", right), ("alike", alike)):
        ahead = mean_of(figure, surest(own, mine.sure[0], most))
        found = [value for sure in theirs.sure if (value := mean_of(figure, surest(judged, sure, most))) is not None]
        if ahead is not None and found:
            row |= {f"ours {name}": ahead, f"theirs {name}": max(found), f"gain {name}": ahead - max(found)}
    return row


def measure(corpus: Corpus, seeds: int, *, anew_too: bool = False) -> list[Row]:
    """Give a row a method: the mean over draws, and the standard deviation of what is gained."""
    draws: defaultdict[str, list[Row]] = defaultdict(list)
    for seed in range(seeds):
        for name, figures in one_draw(corpus, seed, anew_too=anew_too):
            draws[name].append(figures)
    return [{"set": corpus.name, "ideas": len(corpus.spoken), "method": name, **_mean(found)} for name, found in draws.items()]


def _mean(draws: Sequence[Row]) -> Row:
    def values(column: str) -> list[float]:
        return [float(str(draw[column])) for draw in draws if draw.get(column) is not None]

    def share(column: str) -> str:
        return f"{fmean(found):.3f}" if (found := values(column)) else NONE

    row: Row = {column: share(column) for column in SHARES}
    for name in ("right", "alike"):
        gains = values(f"gain {name}")
        row |= {column: share(column) for column in (f"ours {name}", f"theirs {name}")}
        row[f"{name}, ours − theirs"] = f"{fmean(gains):+.3f} ± {pstdev(gains):.3f}" if gains else NONE
    return row | {"CPU s": f"{fmean(values('CPU s')):.1f}"}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="+", metavar="SET", help="demo, a JSONL of text, label and question, or Make.org's CSV")
    parser.add_argument("--seeds", type=int, default=3, help="draws of the batches, and seeds of every method (3)")
    parser.add_argument("--most", type=int, default=3000, help="proposals drawn of a set without labels (3000)")
    parser.add_argument("--only", default="", help="the corpora whose name ends so: « q2 »")
    parser.add_argument("--anew", action="store_true", help="themes found anew at each batch too, as a witness")
    chosen = parser.parse_args()
    with corpora(chosen.sets, most=chosen.most, only=chosen.only) as found:
        warm()
        print(table([row for corpus in found for row in measure(corpus, chosen.seeds, anew_too=chosen.anew)]))


if __name__ == "__main__":
    main()
