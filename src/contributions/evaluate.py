"""Measure quality on labelled texts, with the same stages and settings as a run."""

from __future__ import annotations

import csv
import hashlib
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.domain import Objective, Referential
from contributions.embed import as_embedded, lsa_of_stems
from contributions.errors import UsageError
from contributions.language import _
from contributions.settings import ReferentialSettings, Settings, bundled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from contributions.embed import Embedder
    from contributions.match import Texts
    from contributions.themes import Seen

_DEPTHS = (1, 3, 5, 10)
_TRUSTED = 0.9


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the answers that a person gave: a theme, or the ids of objectives (none: no objective)."""

    id: str
    text: str
    answers: tuple[str, ...]


def evaluate_themes(file: Path, settings: Settings) -> dict[str, Any]:
    """Compare the themes found in labelled texts with their labels.

    Copies are gathered first, as in a run. Texts not placed are counted at their nearest theme (`v_measure`, `ari`, `ami`) and
    again as a class of their own (`v_measure_one_class`).

    Raises:
        UsageError: the file cannot be read as labelled texts.
    """
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score

    from contributions.prepare import normalise
    from contributions.themes import group

    rows = [row for row in read_labelled(file, ("label", "theme")) if normalise(row.text)]
    started = time.perf_counter()
    ordered, place = distinct(rows)
    seen = _seen(ordered, settings)
    chosen = settings.themes
    labels, _ = group(seen, shown=chosen.shown, smallest=chosen.smallest, engine=chosen.engine, seed=chosen.seed)
    nearest = at_nearest(labels, seen.side_by_side())
    gold = [row.answers[0] if row.answers else "" for row in rows]
    found, apart = nearest[place], labels[place]
    return {
        "v_measure": float(v_measure_score(gold, found)),
        "ari": float(adjusted_rand_score(gold, found)),
        "ami": float(adjusted_mutual_info_score(gold, found)),
        "v_measure_one_class": float(v_measure_score(gold, apart)),
        "themes": len(set(labels) - {-1}),
        "labels": len(set(gold)),
        "texts": len(rows),
        "unplaced": int((apart < 0).sum()),
        "seconds": round(time.perf_counter() - started, 2),
        "peak_mb": _peak_mb(),
    }


def distinct(rows: Sequence[Labelled]) -> tuple[list[str], NDArray[np.int64]]:
    """Give one writing of each text, in canonical order, and the place in it of each row: the order of rows changes nothing."""
    from contributions.prepare import normalise

    writings: dict[str, str] = {}
    for row in rows:
        known = normalise(row.text)
        writings[known] = min(row.text, writings.get(known, row.text))
    said = sorted(writings, key=lambda known: hashlib.sha256(writings[known].encode()).digest())
    places = {known: place for place, known in enumerate(said)}
    return [writings[known] for known in said], np.array([places[normalise(row.text)] for row in rows], dtype=np.int64)


def at_nearest(labels: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Place what is not placed (-1) at the nearest theme's centre."""
    groups = np.array(sorted(set(labels.tolist()) - {-1}))
    if not len(groups):
        return labels
    centres = np.stack([vectors[labels == group].mean(axis=0) for group in groups])
    nearest: NDArray[np.int64] = groups[(vectors @ centres.T).argmax(axis=1)]
    return np.where(labels < 0, nearest, labels)


def evaluate_matches(queries: Path, targets: Path, settings: Settings) -> dict[str, Any]:
    """Compare the matches of labelled texts with the objectives that people gave.

    Recall and MRR count the texts that have an objective; `coverage_at_90` is the share of all texts whose best match is kept
    when the least sure are left out until nine in ten of those kept are right (a text without objective is then always wrong).

    Raises:
        UsageError: a file cannot be read.
    """
    from contributions.match import Thresholds, match_ideas

    rows = read_labelled(queries, ("gold", "objectives"))
    if len({row.id for row in rows}) < len(rows):
        problem = _("{file} : deux textes ont le même « id » ; donnez-leur chacun le leur.")
        raise UsageError(problem.format(file=queries.name))
    referential = _targets(targets)
    known = {objective.id for objective in referential.leaves}
    started = time.perf_counter()
    embedders = _embedders(settings)
    matches = match_ideas(
        _as_ideas(rows),
        _as_texts(rows, embedders),
        {},
        [referential],
        encode=embedders[0].encode,
        encode_second=embedders[1].encode if len(embedders) > 1 else None,
        thresholds=Thresholds(settings.match.proposed, settings.match.review, top=len(known)),
    ).matches
    gold = {row.id: {f"{referential.id}/{answer}" for answer in row.answers} & known for row in rows}
    ranked = matches.sort_values(["subject", "rank"], kind="stable")
    ranked["right"] = [objective in gold[idea] for idea, objective in zip(ranked["subject"], ranked["objective"], strict=True)]
    hits = ranked[ranked["right"]].groupby("subject")["rank"].min()
    answered = [idea for idea, objectives in gold.items() if objectives]
    ranks = np.array([hits.get(idea, np.inf) for idea in answered])
    best = ranked.drop_duplicates("subject")
    silent = best[~best["subject"].isin(answered)]
    return {
        **{f"recall_at_{depth}": float((ranks <= depth).mean()) if len(ranks) else None for depth in _DEPTHS},
        "mrr": float((1 / ranks).mean()) if len(ranks) else None,
        "coverage_at_90": _coverage(best["probability"].to_numpy(), best["right"].to_numpy()),
        "recall_no_objective": float((silent["zone"] == "none").mean()) if len(silent) else None,
        "share_proposed": float((best["zone"] == "proposed").mean()) if len(best) else None,
        "precision_proposed": _share_right(best[best["zone"] == "proposed"]),
        "queries": len(rows),
        "targets": len(known),
        "seconds": round(time.perf_counter() - started, 2),
        "peak_mb": _peak_mb(),
    }


def evaluate_privacy(files: Sequence[Path]) -> dict[str, Any]:
    """Compare masking with annotated cases: expected, found, recall and precision by kind, over all the files.

    Raises:
        UsageError: a file is not a list of cases.
    """
    from contributions.privacy import evaluate_masking

    frame = evaluate_masking([case for file in files for case in _cases(file)])
    return {str(kind): " ".join(f"{key} {value:.3g}" for key, value in row.items()) for kind, row in frame.iterrows()}


def evaluate_sensitive(file: Path) -> list[dict[str, Any]]:
    """Compare what would wait for a person with annotated cases: one row a kind, `None` where there is nothing to divide by.

    Raises:
        UsageError: the file is not a list of cases.
    """
    import pandas as pd

    from contributions.privacy.sensitive_evaluation import evaluate_sensitive as measure
    from contributions.steps.session import encode_shipped

    try:
        frame = measure(_cases(file), encode=encode_shipped).reset_index()
    except (KeyError, TypeError, ValueError) as error:
        problem = _("{file} : chaque cas doit avoir « text » et « kinds » (une liste de sortes connues, ou []) ; vu : {error}.")
        raise UsageError(problem.format(file=file.name, error=error)) from error
    return [{str(key): None if pd.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")]


def read_labelled(file: Path, fields: tuple[str, ...]) -> list[Labelled]:
    """Read labelled texts from JSONL, or from a CSV with `;`; the answers stand in the first of `fields` that is there.

    Raises:
        UsageError: it is not readable, or a row lacks `text` or an answer.
    """
    try:
        content = file.read_text(encoding="utf-8-sig")
        if file.suffix.lower() == ".csv":
            rows: list[dict[str, Any]] = list(csv.DictReader(content.splitlines(keepends=True), delimiter=";"))
        else:
            rows = [dict(json.loads(line)) for line in content.splitlines() if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        problem = _("{file} n'est pas un fichier de textes étiquetés lisible ({error}).")
        raise UsageError(problem.format(file=file, error=type(error).__name__)) from error
    field = next((name for name in fields if rows and name in rows[0]), None)
    if field is None or "text" not in rows[0]:
        seen = ", ".join(rows[0]) if rows else _("rien")
        problem = _("{file} : il faut « text » et l'un de {fields} ; vu : {seen}.")
        raise UsageError(problem.format(file=file.name, fields=", ".join(fields), seen=seen))
    for number, row in enumerate(rows, 1):
        if row.get("text") is None or field not in row:
            problem = _("{file}, ligne {line} : il manque « text » ou « {field} ».")
            raise UsageError(problem.format(file=file.name, line=number, field=field))
    return [
        Labelled(str(row.get("id", number)), str(row["text"]), _answers(row[field], field)) for number, row in enumerate(rows)
    ]


def _cases(file: Path) -> list[Any]:
    import yaml

    try:
        return list(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, TypeError, yaml.YAMLError) as error:
        problem = _("{file} n'est pas un fichier de cas YAML lisible ({error}).")
        raise UsageError(problem.format(file=file, error=type(error).__name__)) from error


def _answers(value: object, field: str) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return tuple(str(value or "").split()) if field == "objectives" else (str(value),)


def _targets(file: Path) -> Referential:
    from contributions.referentials import read_referential

    if file.suffix.lower() != ".jsonl":
        return read_referential(file, ReferentialSettings(path=str(file)))
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        objectives = tuple(Objective("cible", str(row["id"]), str(row["text"])) for row in rows)
    except (OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        problem = _('{file} : attendu une ligne {{"id", "text"}} par objectif ({error}).')
        raise UsageError(problem.format(file=file.name, error=type(error).__name__)) from error
    return Referential("cible", file.stem, "référentiel", objectives)


def _embedders(settings: Settings) -> list[Embedder]:
    from contributions.embed import load_embedder

    names = [settings.embed.model, *([settings.embed.second] if settings.embed.second else [])]
    return [load_embedder(name, models=bundled("models")) for name in names]


def _seen(texts: Sequence[str], settings: Settings) -> Seen:
    from contributions.steps.seeing import seen_by, spoken_by, subjects_of

    embedders = _embedders(settings)
    ready = [as_embedded(text) for text in texts]
    vectors = [embedder.encode(ready) for embedder in embedders]
    spoken = spoken_by(embedders[0], subjects_of(settings.themes), otherwise=embedders[0].encode)
    return seen_by(texts, vectors, spoken, few=len(texts), stems=lsa_of_stems(ready))


def _as_ideas(rows: Sequence[Labelled]) -> Any:
    import pandas as pd

    return pd.DataFrame({"id": [row.id for row in rows], "text": [row.text for row in rows]})


def _as_texts(rows: Sequence[Labelled], embedders: Sequence[Embedder]) -> Texts:
    from contributions.match import Texts as Side

    texts = [row.text for row in rows]
    first, *others = (embedder.encode([as_embedded(text) for text in texts]) for embedder in embedders)
    return Side(texts, first, others[0] if others else None)


def _coverage(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    order = np.argsort(-chances, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(precision >= _TRUSTED)
    return float((kept[-1] + 1) / len(order)) if len(kept) else 0.0


def _share_right(matches: Any) -> float | None:
    return float(matches["right"].mean()) if len(matches) else None


def _peak_mb() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))
