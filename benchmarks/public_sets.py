"""Measure themes and matches on public sets of French civic texts, beside TF-IDF, and print a Markdown table.

    python benchmarks/public_sets.py themes nnv.jsonl civocracy.jsonl
    python benchmarks/public_sets.py matches politiker.json

The sets, their origin and licence, and the figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.evaluate import Labelled, evaluate_matches, evaluate_themes, read_labelled
from contributions.prepare import normalise
from contributions.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

OURS = "contributions"
DEPTHS = (1, 3, 5, 10)
DIMS = 100
SEED = 0

Row = dict[str, object]


def theme_sets(file: Path, folder: Path) -> dict[str, Path]:
    """Write one JSONL of `{"text", "label"}` a question (one in all where there is none): name of the set -> its file."""
    questions: dict[str, list[dict[str, Any]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        questions.setdefault(row.get("question", ""), []).append({"text": row["text"], "label": row["label"]})
    written = {}
    for number, question in enumerate(sorted(questions), 1):
        name = f"{file.stem} q{number}" if question else file.stem
        written[name] = _write(folder / f"{name.replace(' ', '-')}.jsonl", questions[question])
    return written


def match_set(file: Path, folder: Path) -> tuple[Path, Path]:
    """Write what was proposed, with the objective it was filed under, and the objectives: two JSONL."""
    content = json.loads(file.read_text(encoding="utf-8"))
    kinds = ("solutions", "propositions")
    filed = [row | {"id": f"{kind}-{row['id']}"} for kind in kinds for row in content[kind]]  # their own ids overlap
    queries = [{"id": row["id"], "text": row["text"], "gold": [row["objective_id"]]} for row in filed]
    targets = [{"id": row["id"], "text": ". ".join(filter(None, (row["title"], row["desc"])))} for row in content["objectives"]]
    return _write(folder / f"{file.stem}-queries.jsonl", queries), _write(folder / f"{file.stem}-targets.jsonl", targets)


def compare_themes(name: str, file: Path, settings: Settings) -> list[Row]:
    """Give a row for us and one for the baseline, on the same labelled texts."""
    ours = evaluate_themes(file, settings)
    head = {"set": name, "texts": ours["texts"], "labels": ours["labels"]}
    found = {"themes": ours["themes"], "V": ours["v_measure"], "ARI": ours["ari"], "AMI": ours["ami"]}
    rest = {"unplaced": f"{ours['unplaced'] / ours['texts']:.0%}", "seconds": f"{ours['seconds']:.1f}"}
    return [{**head, "method": OURS, **found, **rest}, {**head, "method": "TF-IDF + SVD + KMeans, true k", **kmeans(file)}]


def kmeans(file: Path) -> Row:
    """Group by words in as many groups as there are labels; copies weigh as they come."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

    rows = [row for row in read_labelled(file, ("label", "theme")) if normalise(row.text)]
    started = time.perf_counter()
    gold = [row.answers[0] for row in rows]
    found = word_groups([row.text for row in rows], len(set(gold)), seed=SEED)
    return {
        "themes": len(set(gold)),
        "V": float(v_measure_score(gold, found)),
        "ARI": float(adjusted_rand_score(gold, found)),
        "AMI": float(adjusted_mutual_info_score(gold, found)),
        "unplaced": "0%",
        "seconds": f"{time.perf_counter() - started:.1f}",
    }


def word_groups(texts: Sequence[str], count: int, *, seed: int) -> NDArray[np.int64]:
    """Label texts by KMeans of their TF-IDF vectors, without the commonest words, brought to a hundred dimensions."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize
    from spacy.lang.fr.stop_words import STOP_WORDS

    telling = TfidfVectorizer(sublinear_tf=True, stop_words=sorted(STOP_WORDS))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Your stop_words may be inconsistent")  # « aujourd'hui » is cut in two
        weights = telling.fit_transform(texts)
    dense = normalize(TruncatedSVD(min(DIMS, *weights.shape), random_state=seed).fit_transform(weights))
    labels: NDArray[np.int64] = KMeans(count, n_init=10, random_state=seed).fit_predict(dense).astype(np.int64)
    return labels


def compare_matches(name: str, queries: Path, targets: Path, texts: Mapping[str, str], settings: Settings) -> list[Row]:
    """Give a row for us and one for the baseline; `texts` are the targets as the baseline reads them, by id."""
    ours = evaluate_matches(queries, targets, settings)
    head = {"set": name, "queries": ours["queries"], "targets": ours["targets"]}
    ranks = {f"R@{depth}": ours[f"recall_at_{depth}"] for depth in DEPTHS} | {"MRR": ours["mrr"]}
    sure = {
        "proposed": ours["share_proposed"],
        "proposed right": ours["precision_proposed"],
        "kept at 90 %": ours["coverage_at_90"],
    }
    baseline = characters(read_labelled(queries, ("gold", "objectives")), texts)
    return [
        {**head, "method": OURS, **ranks, **sure, "seconds": f"{ours['seconds']:.1f}"},
        {**head, "method": "char 3-5 TF-IDF cosine", **baseline},
    ]


def characters(queries: Sequence[Labelled], targets: Mapping[str, str]) -> Row:
    """Rank targets by cosine of runs of 3 to 5 letters; ties are broken by a seeded draw, never by the order of targets."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    started = time.perf_counter()
    ids = list(targets)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, strip_accents="unicode")
    right = vectorizer.fit_transform(targets.values())
    answered = [query for query in queries if set(query.answers) & set(ids)]
    scores = (vectorizer.transform([query.text for query in answered]) @ right.T).toarray()
    draw = np.random.default_rng(SEED)
    ranks = []
    for query, row in zip(answered, scores, strict=True):
        order = np.lexsort((draw.random(len(ids)), -row))
        ranks.append(1 + next(rank for rank, place in enumerate(order) if ids[place] in query.answers))
    found = np.array(ranks)
    return {
        **{f"R@{depth}": float((found <= depth).mean()) for depth in DEPTHS},
        "MRR": float((1 / found).mean()),
        "proposed": "–",
        "proposed right": "–",
        "kept at 90 %": "–",
        "seconds": f"{time.perf_counter() - started:.1f}",
    }


def table(rows: Sequence[Row]) -> str:
    """Write rows as a Markdown table, figures in 0..1 with three decimals."""
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([_shown(row[head]) for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "–" if value is None else str(value)


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def measure(job: str, files: Sequence[Path], folder: Path, settings: Settings) -> list[Row]:
    """Convert each file into `folder` and measure it."""
    rows: list[Row] = []
    for file in files:
        if job == "themes":
            for name, labelled in theme_sets(file, folder).items():
                rows += compare_themes(name, labelled, settings)
        else:
            queries, targets = match_set(file, folder)
            texts = {row["id"]: row["text"] for row in map(json.loads, targets.read_text(encoding="utf-8").splitlines())}
            rows += compare_matches(file.stem, queries, targets, texts, settings)
    return rows


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("job", choices=("themes", "matches"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="nnv.jsonl, civocracy.jsonl ; politiker.json")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the converted JSONL, for `contributions evaluate`")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print(table(measure(chosen.job, chosen.files, folder, Settings())))


if __name__ == "__main__":
    main()
