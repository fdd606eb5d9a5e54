"""Build the model that estimates which texts a person must read first: a developer's tool, never run by the programme.

    python models/sensitive/build.py            # writes model.json, words.txt and weights.npz beside this file
    python models/sensitive/build.py --cross    # measures instead, each author's cases read by a model that never saw them

The same cases and the same embedder give the same decisions. Cases: `tests/cases/sensitive*.yaml`; ordinary texts: the demo's.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from contributions.embed import Embedder, as_embedded, load_embedder
from contributions.privacy.sensitive import Sensitive, sensitive
from contributions.privacy.sensitive_model import Encode, SensitiveModel, as_read, estimate, pieces, runs_of_words

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EMBEDDER = "e5-small-fr"
AUTHORS = {
    "les règles": ("sensitive.yaml", "sensitive-more.yaml", "sensitive-held-out.yaml"),
    "un premier auteur": ("sensitive-first.yaml",),
    "un deuxième auteur": ("sensitive-second.yaml",),
    "le modèle": ("sensitive-model.yaml", "sensitive-masked.yaml"),
}
"""Who wrote the cases -> their files; the last wrote for the model after reading the others, and is always learned from."""
WORDS, VECTORS = 5.0, 1.0  # inverse strengths of the penalty: from .3 to 20, recall moves by .03
SCALE = 8.0  # vectors less their mean are about 1/8 long
# The card has the measurement: README.md, « Le seuil ». Under DOUBT, no text of another author that would be put aside is lost.
DOUBT = -0.5
ASIDE = 3.5
DISTRESS = 3.5


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and why a person must read it."""

    text: str
    kinds: frozenset[str]


def main() -> None:
    """Read the options, then build or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cross", action="store_true", help="measure by author instead of building")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    embedder = load_embedder(EMBEDDER, models=ROOT / "models")
    if options.cross:
        for author in list(AUTHORS)[:-1]:
            sys.stdout.write(f"{author} : {cross(author, embedder)}\n")
        return
    write(train(cases(*AUTHORS), embedder), options.out)


def cases(*authors: str) -> list[Case]:
    """Read the cases of these authors."""
    read = [case for author in authors for name in AUTHORS[author] for case in read_cases(ROOT / "tests/cases" / name)]
    return [Case(case["text"], frozenset(case["kinds"])) for case in read]


def read_cases(path: Path) -> list[dict[str, object]]:
    """Read a file of cases."""
    return list(yaml.safe_load(path.read_text("utf-8")))


def ordinary() -> list[Case]:
    """Read the ideas of the demo, less those in which the rules find something."""
    with (ROOT / "data/demo/gold.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter=";")]
    return [Case(text, frozenset()) for text, kinds in zip(texts, sensitive(texts), strict=True) if not kinds]


def train(learned: Sequence[Case], embedder: Embedder) -> SensitiveModel:
    """Fit one logistic regression a question on runs of words, one on vectors; the score is their sum."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    known = [*learned, *ordinary()]
    counter = TfidfVectorizer(analyzer=runs_of_words, sublinear_tf=True, min_df=2).fit([case.text for case in known])
    known += [Case(piece, frozenset()) for case in known if not case.kinds for piece in pieces(case.text)[1:]]
    texts = [case.text for case in known]
    counts = counter.transform(texts)
    vectors = encoder(embedder)([as_read(text) for text in texts]).astype(np.float64)
    centre = vectors.mean(axis=0)
    answers = [[bool(case.kinds) for case in known], *([kind.value in case.kinds for case in known] for kind in Sensitive)]
    by_word = [fit(counts, answer, strength=WORDS) for answer in answers]
    by_vector = [fit((vectors - centre) * SCALE, answer, strength=VECTORS) for answer in answers]
    return SensitiveModel(
        embedder.name,
        {run: row for row, run in enumerate(counter.get_feature_names_out())},
        counter.idf_,
        np.column_stack([weights for weights, _bias in by_word]),
        centre,
        np.column_stack([weights for weights, _bias in by_vector]) * SCALE,
        np.array([[bias for _weights, bias in by_word], [bias for _weights, bias in by_vector]]),
        doubt=DOUBT,
        aside=ASIDE,
        distress=DISTRESS,
    )


def fit(features: object, answer: Sequence[bool], *, strength: float) -> tuple[NDArray[np.float64], float]:
    """Fit one question, its yes and its no weighing the same; the solver has no randomness."""
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=strength, class_weight="balanced", max_iter=5_000).fit(
        features, np.array(answer, dtype=int)
    )
    return regression.coef_[0], float(regression.intercept_[0])


def encoder(embedder: Embedder) -> Encode:
    """Give what embeds as an ingest does."""
    return lambda texts: embedder.encode([as_embedded(text) for text in texts])


def write(model: SensitiveModel, folder: Path) -> None:
    """Write the model in files that a person can open."""
    about = {"version": 1, "embedder": model.embedder, "doubt": model.doubt, "aside": model.aside, "distress": model.distress}
    questions = ["à relire", *(kind.value for kind in Sensitive)]
    (folder / "model.json").write_text(json.dumps(about | {"questions": questions}, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (folder / "words.txt").write_text("".join(f"{run}\n" for run in model.words), "utf-8")
    names = ("idf", "by_word", "centre", "by_vector", "bias")
    # Stored, not compressed: zlib's output changes with its version.
    np.savez(folder / "weights.npz", allow_pickle=False, **{name: getattr(model, name).astype(np.float16) for name in names})


def cross(author: str, embedder: Embedder) -> str:
    """Measure on one author's cases the model that learned from the others."""
    model = train(cases(*(other for other in AUTHORS if other != author)), embedder)
    held = cases(author)
    return figures(held, estimate([case.text for case in held], model=model, encode=encoder(embedder)))


def figures(held: Sequence[Case], told: Iterable[tuple[Sensitive, ...]]) -> str:
    """Say recall, recall of distress, and precision."""
    aside = [bool(kinds) for kinds in told]
    found = [put for put, case in zip(aside, held, strict=True) if case.kinds]
    distress = [put for put, case in zip(aside, held, strict=True) if Sensitive.DISTRESS.value in case.kinds]
    return f"rappel {np.mean(found):.2f}, détresse {np.mean(distress):.2f}, précision {sum(found) / max(sum(aside), 1):.2f}"


if __name__ == "__main__":
    main()
