"""Measure what is proposed of themes (split, merge, drift) on labelled texts, and print a Markdown table.

    python benchmarks/watch.py nnv.jsonl civocracy.jsonl data/demo/gold.csv

A label is a theme. Planted: two labels in one theme, one label cut in two at random, a theme whose newcomers are of another
label, all or half of them. Beside these, what is proposed of labels that are left as they are. The sets: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from public_sets import Row, table, theme_sets

from contributions.decisions import replay
from contributions.domain import ProposalKind, Theme
from contributions.embed import as_embedded, read_subjects
from contributions.evaluate import read_labelled
from contributions.frames import IDEAS
from contributions.settings import Settings
from contributions.steps.seeing import Spoken, seen_by, spoken_by
from contributions.steps.session import embedder
from contributions.themes import Candidate, Seen, watch

SEED = 0
TRIES = 24
"""Plants of each kind a set, at most."""
FEWEST = 16
"""Distinct texts of a label under which it is no theme."""
NO_SUBJECT = frozenset({"Autres", "Rien", "rien", "hors-sujet"})
PURE = 0.7
"""Share of a part that is of one label, the minority of the rest, from which it is the one that was planted."""


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """Distinct texts, their labels, and their vectors by each model; `spoken` are those of the subjects, by the first."""

    texts: NDArray[np.str_]
    labels: NDArray[np.str_]
    vectors: Sequence[NDArray[np.float32]]
    spoken: Spoken

    @property
    def ids(self) -> NDArray[np.str_]:
        """Name each text."""
        return np.array([f"C{row:05d}-1" for row in range(len(self.texts))])

    def watch(self, themes: NDArray[np.str_], new: NDArray[np.bool_] | None = None) -> tuple[Candidate, ...]:
        """Say what is proposed where `themes` are those of each text, empty for none, and `new` the newcomers."""
        contributions = [each[:-2] for each in self.ids]
        columns = {"id": self.ids, "contribution": contributions, "start": 0, "end": 1, "nature": "besoin", "campaign": ""}
        ideas = IDEAS.check(pd.DataFrame(columns | {"text": self.texts}))
        row_of = {text: row for row, text in enumerate(self.texts)}

        def see(texts: Sequence[str], few: int) -> Seen:
            rows = [row_of[text] for text in texts]
            return seen_by(texts, [each[rows] for each in self.vectors], self.spoken, few=few)

        stands = replay(
            [], [Theme(theme, theme) for theme in np.unique(themes) if theme], dict(zip(self.ids, themes, strict=True))
        )
        return watch(ideas, stands, see=see, newcomers=frozenset() if new is None else frozenset(self.ids[new]))


def read(file: Path, settings: Settings) -> City:
    """Read the labelled texts of a file, once each, by their content; embed them with the models of a city."""
    said = {row.text: row.answers[0] for row in read_labelled(file, ("label", "theme")) if row.text.strip()}
    counts = Counter(said.values())
    kept = sorted(text for text, label in said.items() if counts[label] >= FEWEST and label not in NO_SUBJECT)
    models = [settings.embed.model, settings.embed.second]
    vectors = [embedder(name).encode([as_embedded(text) for text in kept]) for name in models if name]
    first = embedder(models[0])
    spoken = spoken_by(first, read_subjects(), otherwise=first.encode)
    return City(np.array(kept), np.array([said[text] for text in kept]), vectors, spoken)


Plant = Callable[[City, np.random.Generator], Iterator[tuple[bool, bool]]]
"""Plant something a few times: was it found, was anything else proposed of the theme."""


def splits(city: City, draw: np.random.Generator) -> Iterator[tuple[bool, bool]]:
    """Put two labels in one theme, where the smaller is a fifth of it at least."""
    for one, other in _pairs(city, draw):
        both = np.isin(city.labels, [one, other])
        if not 1 / 5 <= np.mean(city.labels[both] == one) <= 4 / 5:
            continue
        found = [each for each in city.watch(np.where(both, one, city.labels)) if one in each.themes]
        right = [each for each in found if each.kind is ProposalKind.SPLIT and _is_planted(city, both, each)]
        yield bool(right), len(found) > len(right)


def merges(city: City, draw: np.random.Generator) -> Iterator[tuple[bool, bool]]:
    """Cut a label in two at random, a third and two."""
    for label in np.unique(city.labels):
        rows = draw.permutation(np.flatnonzero(city.labels == label))
        if len(rows) < 2 * FEWEST:
            continue
        themes = city.labels.astype("<U200")
        themes[rows[: len(rows) // 3]] = f"{label} bis"
        found = [each for each in city.watch(themes) if {label, f"{label} bis"} & set(each.themes)]
        right = [each for each in found if set(each.themes) == {label, f"{label} bis"}]
        yield bool(right), len(found) > len(right)


def drifts(city: City, draw: np.random.Generator, *, own: int = 0) -> Iterator[tuple[bool, bool]]:
    """Let a theme receive 16 ideas of another label, which is no theme yet, and `own` of its own among its newcomers."""
    for one, other in _pairs(city, draw):
        mine, theirs = (draw.permutation(np.flatnonzero(city.labels == label)) for label in (one, other))
        if len(mine) - own < FEWEST:
            continue
        themes = np.where(city.labels == other, "", city.labels)
        themes[theirs[:FEWEST]] = one
        new = np.isin(np.arange(len(themes)), [*theirs[:FEWEST], *mine[:own]])
        found = [each for each in city.watch(themes, new) if one in each.themes]
        right = [each for each in found if each.kind is not ProposalKind.MERGE and _is_planted(city, themes == one, each)]
        yield bool(right), len(found) > len(right)


def half_drifts(city: City, draw: np.random.Generator) -> Iterator[tuple[bool, bool]]:
    """Let as many of its own come with them."""
    return drifts(city, draw, own=FEWEST)


def nothing(city: City, draw: np.random.Generator) -> Iterator[tuple[bool, bool]]:
    """Leave every label as it is, a third of each being newcomers drawn at random."""
    found = city.watch(city.labels, draw.random(len(city.labels)) < 1 / 3)
    concerned = Counter(theme for each in found for theme in each.themes[:1])
    yield from ((False, bool(concerned[label])) for label in np.unique(city.labels))


PLANTS: Mapping[str, Plant] = {
    "two labels in one": splits,
    "one label in two": merges,
    "newcomers of another label": drifts,
    "half of the newcomers": half_drifts,
    "nothing": nothing,
}


def _pairs(city: City, draw: np.random.Generator) -> list[tuple[str, str]]:
    names = np.unique(city.labels)
    pairs = [(str(one), str(other)) for one in names for other in names if one != other]
    return [pairs[row] for row in draw.permutation(len(pairs))[:TRIES]]


def _is_planted(city: City, theme: NDArray[np.bool_], found: Candidate) -> bool:
    part = np.isin(city.ids, found.ideas)
    label, count = Counter(city.labels[part]).most_common(1)[0]
    return bool(count >= PURE * part.sum() and np.mean(city.labels[theme & ~part] == label) < 1 / 2)


def measure(name: str, city: City) -> Row:
    """Give the row of a set: found or falsely proposed, of how many."""
    row: Row = {"set": name, "texts": len(city.texts), "labels": len(np.unique(city.labels))}
    for kind, plant in PLANTS.items():
        tries = list(plant(city, np.random.default_rng(SEED)))
        found, other = (sum(each[place] for each in tries) for place in (0, 1))
        row[kind] = f"{other} / {len(tries)}" if kind == "nothing" else f"{found} (+{other}) / {len(tries)}"
    return row


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="nnv.jsonl, civocracy.jsonl, data/demo/gold.csv")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sets = {}
        for file in chosen.files:
            sets |= theme_sets(file, Path(scratch)) if file.suffix == ".jsonl" else {f"{file.parent.name} {file.stem}": file}
        print(table([measure(name, read(labelled, Settings())) for name, labelled in sets.items()]))


if __name__ == "__main__":
    main()
