"""Measure the matches of labelled texts, as they are and as reviews would make them."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.domain import Objective, Referential, Zone
from contributions.embed import as_embedded
from contributions.errors import UsageError
from contributions.evaluate.judged import Judged, curve, figures, intervals, means, spread
from contributions.evaluate.labelled import Labelled, distinct, read_labelled
from contributions.evaluate.machine import embedders, peak_mb
from contributions.evaluate.trials import Split, Trials, draws, split_by_day
from contributions.language import _
from contributions.settings import ReferentialSettings, Settings

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from contributions.embed import Embedder
    from contributions.match import Texts


def evaluate_matches(queries: Path, targets: Path, settings: Settings, trials: Trials | None = None) -> dict[str, Any]:
    """Compare the matches of labelled texts with the objectives that people gave (`judged.figures` says how).

    `trials` adds what reviews would change: `reviews`, one line a count, and `since`, a split by time. Both are measured on the
    texts that were not reviewed, beside the figures of the same texts `without` any review.

    Raises:
        UsageError: a file cannot be read, or a trial leaves nothing to measure.
    """
    asked = trials or Trials()
    rows, referential = read_queries(queries, day=asked.day), read_targets(targets)
    started = time.perf_counter()
    work = embed_work(rows, referential, settings)
    judged = work.judged()
    seconds = round(time.perf_counter() - started, 2)
    measured = {
        **figures(judged),
        "queries": len(work.rows),
        "targets": len(work.known),
        "seconds": seconds,
        "peak_mb": peak_mb(),
        "curve": curve(judged.chance, judged.right).points(),
        "intervals": intervals(judged, seed=asked.seed),
    }
    if asked.reviews:
        measured["reviews"] = [work.reviewed(judged, count, asked) for count in asked.reviews]
    if asked.since:
        measured["since"] = work.since(judged, asked.since, seed=asked.seed)
    return measured


def read_queries(file: Path, *, day: str = "") -> tuple[Labelled, ...]:
    """Read labelled texts, in an order that follows from what they say.

    Raises:
        UsageError: the file cannot be read, or two texts have one id.
    """
    rows = read_labelled(file, ("gold", "objectives"), day=day)
    if len({row.id for row in rows}) < len(rows):
        problem = _("{file} : deux textes ont le même « id » ; donnez-leur chacun le leur.")
        raise UsageError(problem.format(file=file.name))
    return tuple(sorted(rows, key=lambda row: (hashlib.sha256(row.text.encode()).digest(), row.answers, row.id)))


def embed_work(rows: tuple[Labelled, ...], referential: Referential, settings: Settings) -> Work:
    """Embed labelled texts as a run would."""
    from contributions.match import Texts

    models = embedders(settings)
    texts = [row.text for row in rows]
    first, *others = (model.encode([as_embedded(text) for text in texts]) for model in models)
    return Work(rows, referential, settings, Texts(texts, first, others[0] if others else None), models)


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Labelled texts, as `texts` embedded by `models`, to match to the objectives of one referential."""

    rows: tuple[Labelled, ...]
    referential: Referential
    settings: Settings
    texts: Texts
    models: Sequence[Embedder]

    @property
    def known(self) -> frozenset[str]:
        """Give the ids of the objectives that a text can be matched to."""
        return frozenset(objective.id for objective in self.referential.leaves)

    @property
    def gold(self) -> dict[str, frozenset[str]]:
        """Give what people answered, by id of the text; an answer that is no objective of the referential is left out."""
        named = {row.id: {f"{self.referential.id}/{answer}" for answer in row.answers} for row in self.rows}
        return {text: frozenset(answers) & self.known for text, answers in named.items()}

    def matches(self, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
        """Match every text with every objective, as a run would after such reviews."""
        import pandas as pd

        from contributions.match import Thresholds, match_ideas

        ideas = pd.DataFrame({"id": [row.id for row in self.rows], "text": self.texts.texts})
        return match_ideas(
            ideas,
            self.texts,
            {},
            [self.referential],
            encode=self.models[0].encode,
            encode_second=self.models[1].encode if len(self.models) > 1 else None,
            thresholds=Thresholds(**self.settings.match.model_dump(exclude={"reranker"}) | {"top": len(self.known)}),
            reviews=reviews,
        ).matches

    def judged(self, reviews: pd.DataFrame | None = None) -> Judged:
        """Judge the matches of every text, in the order of the rows."""
        return judge(self.matches(reviews), self.gold)

    def reviews(self, split: Split) -> pd.DataFrame:
        """Review texts as a person would: every objective of the gold is right, or none of the referential."""
        import pandas as pd

        gold = self.gold
        reviewed = [self.rows[row].id for row in split.reviewed]
        said = [(text, objective) for text in reviewed for objective in sorted(gold[text]) or [""]]
        return pd.DataFrame(
            {
                "subject": [text for text, _objective in said],
                "referential": self.referential.id,
                "objective": [objective for _text, objective in said],
                "right": [bool(objective) for _text, objective in said],
            }
        )

    def reviewed(self, before: Judged, count: int, trials: Trials) -> dict[str, Any]:
        """Measure after `count` reviews: means over the draws, their deviation, and the same texts before."""
        place = distinct(self.rows)[1]
        splits = list(draws(place, count, tries=trials.tries, seed=trials.seed))
        after = [figures(self.judged(self.reviews(split)).take(split.measured)) for split in splits]
        return {
            "reviews": count,
            "tries": len(splits),
            "measured": float(np.mean([len(split.measured) for split in splits])),
            "figures": means(after),
            "spread": spread(after),
            "without": means([figures(before.take(split.measured)) for split in splits]),
        }

    def since(self, before: Judged, day: date, *, seed: int) -> dict[str, Any]:
        """Measure what was said from a day on, after all that was said before is reviewed."""
        split = split_by_day(self.rows, day)
        after = self.judged(self.reviews(split)).take(split.measured)
        return {
            "day": day.isoformat(),
            "reviewed": len(split.reviewed),
            "measured": len(split.measured),
            "without_a_day": sum(not row.said_on for row in self.rows),
            "figures": figures(after),
            "intervals": intervals(after, seed=seed),
            "without": figures(before.take(split.measured)),
        }


def judge(matches: pd.DataFrame, gold: dict[str, frozenset[str]]) -> Judged:
    """Judge `MATCHES` by what people answered: one row a text of `gold`, in its order."""
    ranked = matches.sort_values(["subject", "rank"], kind="stable")
    right = [objective in gold[text] for text, objective in zip(ranked["subject"], ranked["objective"], strict=True)]
    ranked = ranked.assign(right=right)
    best = ranked.drop_duplicates("subject").set_index("subject").reindex(list(gold))
    ranks = ranked[ranked["right"]].groupby("subject")["rank"].min().reindex(list(gold))
    return Judged(
        answered=np.array([bool(answers) for answers in gold.values()], dtype=bool),
        rank=ranks.fillna(np.inf).to_numpy(dtype=float),
        chance=best["probability"].fillna(0.0).to_numpy(dtype=float),
        right=best["right"].eq(True).to_numpy(dtype=bool),
        proposed=best["zone"].eq(Zone.PROPOSED.value).to_numpy(dtype=bool),
        silent=best["zone"].fillna(Zone.NONE.value).eq(Zone.NONE.value).to_numpy(dtype=bool),
    )


def read_targets(file: Path) -> Referential:
    """Read objectives from a referential, or from a JSONL of `{"id", "text"}`.

    Raises:
        UsageError: it cannot be read.
    """
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
