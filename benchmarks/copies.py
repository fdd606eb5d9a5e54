"""Plant invented campaigns among texts, and print how many copies are found, by what was done to them, as a Markdown table.

python benchmarks/copies.py [TEXTS.jsonl|TEXTS.csv ...]: among the texts of the demo, and of each path that exists. A JSONL has
`text` on each line; of a CSV the column with the longest texts is taken.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from public_sets import table
from rensa import RMinHash
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from contributions.prepare import campaigns, normalise
from contributions.settings import bundled

SEED, COPIES = 11, 5
_LETTERS = """
Nous, habitants de la résidence du Moulin, demandons que l'arrêt de bus soit maintenu devant le gymnase. Sans lui, nos
enfants marchent vingt minutes le long de la nationale. Nous demandons aussi un abri et un banc.

Je m'oppose à la fermeture de l'annexe de la bibliothèque. C'est le seul endroit calme où les collégiens du secteur
travaillent le soir. Je demande qu'elle reste ouverte jusqu'à dix-neuf heures.

Le chauffage collectif de la tour Nord est en panne chaque hiver depuis quatre ans. Nous payons des charges pour un
service qui n'est pas rendu. Nous exigeons un calendrier de travaux et une remise sur les charges.

Les riverains du canal demandent des lampadaires sur le chemin de halage. La nuit personne n'ose plus y passer à pied.
Un éclairage qui s'allume au passage suffirait et ne gênerait pas les chauves-souris.

Nous voulons un marché de producteurs le samedi sur l'esplanade. Le supermarché a fermé et les personnes âgées n'ont
plus de légumes frais.

Gardons le terrain de pétanque de la rue basse, dernier lieu où les générations se parlent encore.

Parents d'élèves, nous refusons la fermeture d'une classe à la rentrée prochaine. Vingt-neuf élèves par classe, ce n'est
pas apprendre. Nous demandons un rendez-vous avec l'inspection avant les vacances.

La piste cyclable s'arrête net au carrefour des écoles. Prolongez-la jusqu'à la gare, et séparez-la des voitures par une
bordure.
"""
LETTERS = tuple(" ".join(letter.split()) for letter in _LETTERS.split("\n\n"))
SENTENCES = (
    "J'y tiens beaucoup pour ma famille.",
    "Merci de nous lire et de nous répondre.",
    "Cela fait des années que nous attendons.",
)
SIGNATURES = ("Cordialement, une habitante du bâtiment C", "Signé : le collectif du secteur", "[personne], locataire depuis 1998")


def two_words(text: str, chance: random.Random) -> str:
    """Put two other words in the place of two of its words."""
    words = text.split()
    for at in chance.sample(range(len(words)), 2):
        words[at] = chance.choice(["toujours", "voisins", "vraiment", "ici", "quartier", "urgent"])
    return " ".join(words)


def typos(text: str, chance: random.Random) -> str:
    """Swap two letters in one word of twelve."""
    words = text.split()
    for at in chance.sample(range(len(words)), max(1, len(words) // 12)):
        word = words[at]
        cut = chance.randrange(len(word))
        words[at] = word[:cut] + word[cut + 1 : cut + 2] + word[cut : cut + 1] + word[cut + 2 :]
    return " ".join(words)


def another_order(text: str, chance: random.Random) -> str:
    """Say its sentences in another order."""
    sentences = text.split(". ")
    chance.shuffle(sentences)
    return ". ".join(sentences)


ALTERED: dict[str, Callable[[str, random.Random], str]] = {
    "as it was": lambda text, _chance: text.upper(),
    "two words changed": two_words,
    "a sentence added": lambda text, chance: f"{text} {chance.choice(SENTENCES)}",
    "cut at two thirds": lambda text, _chance: " ".join(text.split()[: len(text.split()) * 2 // 3]),
    "signed": lambda text, chance: f"{text} {chance.choice(SIGNATURES)}",
    "typos": typos,
    "another order": another_order,
}


def planted(texts: Sequence[str], chance: random.Random) -> pd.DataFrame:
    """Give `id`, `text`, `letter` (-1: not ours) and `change`; the originals have the change « original »."""
    rows = [(f"a{n:06d}", text, -1, "") for n, text in enumerate(texts)]
    for n, letter in enumerate(LETTERS):
        rows.append((f"b{n}", letter, n, "original"))
        rows += [
            (f"c{n}-{c}-{k}", change(letter, chance), n, name)
            for c, (name, change) in enumerate(ALTERED.items())
            for k in range(COPIES)
        ]
    return pd.DataFrame(rows, columns=["id", "text", "letter", "change"]).sample(frac=1, random_state=SEED, ignore_index=True)


def banded(rows: pd.DataFrame) -> pd.Series[str]:
    """Group by 64 permutations in 16 bands of 4, nothing checked: the setting usually given."""
    bare = [normalise(text).split() for text in rows["text"]]
    shingles = [[" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))] for words in bare]
    signatures = np.array(RMinHash.digest_matrix_from_token_sets(shingles, 64, 42).to_rows(), dtype=np.uint32)
    left, right = [], []
    for band in np.split(signatures, 16, axis=1):
        first: dict[bytes, int] = {}
        for row, key in enumerate(map(bytes, band)):
            left.append(first.setdefault(key, row))
            right.append(row)
    graph = coo_array((np.ones(len(left)), (left, right)), shape=(len(rows), len(rows)))
    number = pd.Series(connected_components(graph, directed=False)[1], index=rows.index)
    return number.map(lambda group: f"g{group}").where(number.duplicated(keep=False), "")


def measure(name: str, texts: Sequence[str]) -> list[dict[str, object]]:
    """Give one row a method: recall by change, and precision over the groups that hold a letter."""
    rows = planted(texts, random.Random(SEED))  # noqa: S311 - repeatable, not secret
    measured = []
    for method, find in (("contributions", campaigns), ("64 permutations, 16 x 4, bands alone", banded)):
        started = time.perf_counter()
        found = find(rows[["id", "text"]])
        seconds = time.perf_counter() - started
        home = {row.letter: group for row, group in zip(rows.itertuples(), found, strict=True) if row.change == "original"}
        right: defaultdict[str, list[bool]] = defaultdict(list)
        members = Counter[bool]()
        for row, group in zip(rows.itertuples(), found, strict=True):
            if row.letter >= 0 and row.change != "original":
                right[row.change].append(group != "" and group == home[row.letter])
            if group and group in home.values():
                members[group == home.get(row.letter)] += 1
        recall = {change: f"{np.mean(right[change]):.2f}" for change in ALTERED}
        others = Counter(group for group in found if group and group not in home.values())
        precision = members[True] / max(1, members.total())
        measured.append(
            {
                "texts": f"{name}, {len(rows)}",
                "method": method,
                **recall,
                "precision": f"{precision:.3f}",
                "largest other": max(others.values(), default=0),
                "seconds": f"{seconds:.1f}",
            }
        )
    return measured


def texts_of(path: Path) -> list[str]:
    """Read the texts of a JSONL or of a CSV."""
    if path.suffix == ".jsonl":
        return [str(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    with path.open(encoding="utf-8", newline="") as file:
        delimiter = ";" if ";" in file.readline() else ","
        file.seek(0)
        rows = list(csv.DictReader(file, delimiter=delimiter))
    longest = max(rows[0], key=lambda column: sum(len(row[column] or "") for row in rows[:500]))
    return [row[longest] or "" for row in rows]


def main() -> None:
    """Print the table."""
    paths = [bundled("data/demo") / "gold.csv", *map(Path, sys.argv[1:])]
    measured = [row for path in paths if path.exists() for row in measure(path.stem, texts_of(path))]
    print(table(measured))


if __name__ == "__main__":
    main()
