"""Match ideas and themes to the objectives of every referential, or say that none fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Objective, Referential
from contributions.frames import LINKED, MATCHES, REVIEWS
from contributions.match.learning import as_artefact, learn
from contributions.match.linked import lessons_of
from contributions.match.reviewed import Reviewed, joined, reviewed_of
from contributions.match.score import (
    AT_ONCE,
    Matrix,
    Rerank,
    Texts,
    parts,
    reranked,
    score,
    telling_stems,
    telling_words,
)
from contributions.match.scorer import SHIPPED, Certificate, Pairs, Scorer, lead
from contributions.match.zones import Thresholds

if TYPE_CHECKING:
    import pandas as pd

Encode = Callable[[Sequence[str]], Matrix]

THEME_QUANTILE = 0.9
"""A theme is as near an objective as its nearest tenth of ideas: a maximum that one odd idea cannot decide."""
BESIDE = 3
"""One transversal objective is kept beside so many others."""

__all__ = [
    "MATCHES",
    "Certificate",
    "Matched",
    "Scorer",
    "Texts",
    "Thresholds",
    "as_artefact",
    "describe",
    "match_ideas",
    "score",
]


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """The `matches` of ideas and themes, as `MATCHES`, and the scorer of each referential, which reviews may have taught."""

    matches: pd.DataFrame
    scorers: tuple[Scorer, ...]


def match_ideas(
    ideas: pd.DataFrame,
    texts: Texts,
    placed: Mapping[str, str],
    referentials: Sequence[Referential],
    *,
    encode: Encode,
    encode_second: Encode | None,
    thresholds: Thresholds,
    reviews: pd.DataFrame | None = None,
    links: pd.DataFrame | None = None,
    rerank: Rerank | None = None,
) -> Matched:
    """Give the best objectives of each idea and each theme in each referential, best first.

    Args:
        ideas: `IDEAS`, and `texts` their texts and vectors in the same order; `campaign` and `contribution` may be absent.
        placed: idea -> theme, for the ideas that are in one.
        encode: gives the vectors of the objectives in the space of `texts.meaning`; `encode_second` in that of `texts.second`.
        reviews: `REVIEWS`, by which the scorer learns, and is measured.
        links: `LINKED`, by which it learns too.
        rerank: a cross-encoder, which reads the likeliest objectives of each idea again.
    """
    import pandas as pd

    told = REVIEWS.empty() if reviews is None else REVIEWS.check(reviews)
    linked = LINKED.empty() if links is None else LINKED.check(links)
    frames, scorers = [MATCHES.empty()], []
    vectors = joined(texts) if len(ideas) else None
    names = list(ideas["id"])
    said = {idea: telling_words(text) for idea, text in zip(ideas["id"], ideas["text"], strict=True)}
    for referential in referentials:
        objectives = referential.leaves
        if not objectives or vectors is None:
            continue
        about = _as_texts(referential, encode, encode_second)
        fused = score(texts, about)
        pairs = Pairs(reranked(fused, texts.texts, about.texts, rerank) if rerank else fused, vectors, _apart(objectives))
        people, reviewed = _taught(ideas, told, lessons_of(linked, ideas, objectives, pairs.fused), objectives)
        scorer = learn(pairs, reviewed, names, thresholds, judged=people.rows)
        scorer = replace(scorer, referential=referential.id, linked=len(reviewed) - len(people))
        judge = _Judge(objectives, pairs, scorer, thresholds)
        own, totals = judge.of_ideas(names, reviewed)
        own["evidence"] = _common_words(own, said, objectives, referential)
        frames += [own, judge.of_themes(ideas, placed, totals)]
        scorers.append(scorer)
    matches = MATCHES.check(pd.concat(frames, ignore_index=True))
    return Matched(matches.sort_values(["subject", "objective"], ignore_index=True), tuple(scorers))


def _taught(
    ideas: pd.DataFrame, told: pd.DataFrame, lessons: pd.DataFrame, objectives: Sequence[Objective]
) -> tuple[Reviewed, Reviewed]:
    """Give what people said, and the same with the lessons of links on ideas of which they said nothing; copies count once."""
    import pandas as pd

    names, groups = list(ideas["id"]), _groups(ideas)
    people = reviewed_of(told, names, objectives).once(names, groups)
    if lessons.empty:
        return people, people
    group_of = dict(zip(names, groups, strict=True))
    settled = {groups[row] for row in people.rows.tolist()}
    others = lessons[~lessons["subject"].map(group_of).isin(settled)]
    return people, reviewed_of(pd.concat([told, others]), names, objectives).once(names, groups)


def _groups(ideas: pd.DataFrame) -> list[str]:
    """Give the group of copies of each idea, or itself."""
    if "campaign" not in ideas:
        return list(ideas["id"])
    return list(ideas["campaign"].where(ideas["campaign"].ne(""), ideas["id"]))


def describe(objective: Objective, referential: Referential) -> str:
    """Say an objective in all the words known of it: its parent's title, its own, its description, residents' words."""
    titles = {each.code: each.title for each in referential.objectives}
    parts_of_it = [objective.title, objective.description, ", ".join(objective.words), titles.get(objective.parent, "")]
    return ". ".join(part for part in parts_of_it if part)


def _as_texts(referential: Referential, encode: Encode, encode_second: Encode | None) -> Texts:
    """Say objectives twice, in the contract's words and in residents', and take the middle of the two vectors."""
    objectives = referential.leaves
    official = [". ".join(filter(None, (objective.title, objective.description))) for objective in objectives]
    spoken = [", ".join(objective.words) or said for objective, said in zip(objectives, official, strict=True)]

    def middle(encoded: Encode) -> Matrix:
        both = encoded(official) + encoded(spoken)
        unit: Matrix = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
        return unit

    everything = [describe(objective, referential) for objective in objectives]
    return Texts(everything, middle(encode), middle(encode_second) if encode_second else None)


@dataclass(frozen=True, slots=True, eq=False)
class _Judge:
    """What a match is judged by, in one referential."""

    objectives: Sequence[Objective]
    pairs: Pairs
    scorer: Scorer
    thresholds: Thresholds

    def of_ideas(self, subjects: Sequence[str], reviewed: Reviewed) -> tuple[pd.DataFrame, Matrix]:
        """Match ideas, some at a time; give also every score with its examples, (n_ideas, n_objectives), for themes."""
        import pandas as pd

        totals = np.empty_like(self.pairs.fused)
        frames = [MATCHES.empty()]
        for part in parts(len(subjects), AT_ONCE):
            features = self.pairs.features(np.arange(part.start, part.stop), reviewed)
            totals[part] = features[..., 0] + self.pairs.by_chance
            chances = self.scorer.probability(features)
            frames.append(self._ranked(subjects[part], totals[part], chances, self.scorer))
        return pd.concat(frames, ignore_index=True), totals

    def of_themes(self, ideas: pd.DataFrame, placed: Mapping[str, str], totals: Matrix) -> pd.DataFrame:
        """Match each theme by the nearest tenth of its ideas, on the shipped curve; the evidence is the nearest idea of all."""
        theme_of = np.array([placed.get(idea, "") for idea in ideas["id"]])
        themes = sorted(set(theme_of) - {""})
        if not themes:
            return MATCHES.empty()
        rows = {theme: np.flatnonzero(theme_of == theme) for theme in themes}
        whole = np.stack([np.quantile(totals[rows[theme]], THEME_QUANTILE, axis=0) for theme in themes]).astype(np.float32)
        nothing = np.zeros_like(whole)
        features = np.stack([whole - self.pairs.by_chance, lead(whole, self.pairs.transversal), nothing, nothing], axis=-1)
        matches = self._ranked(themes, whole, SHIPPED.probability(features))
        column = {objective.id: number for number, objective in enumerate(self.objectives)}
        nearest = [
            rows[theme][totals[rows[theme], column[objective]].argmax()]
            for theme, objective in zip(matches["subject"], matches["objective"], strict=True)
        ]
        matches["evidence"] = [ideas["id"].iloc[row] for row in nearest]
        return matches

    def _ranked(
        self, subjects: Sequence[str], scores: Matrix, chances: NDArray[np.float64], scorer: Scorer | None = None
    ) -> pd.DataFrame:
        """Keep the likeliest objectives of each subject, and the likeliest transversal one beside them, ranked together.

        Equal chances are ordered by the objective's code, never by the order in which objectives were given.
        """
        import pandas as pd

        names = np.array([objective.id for objective in self.objectives], dtype=object)
        by_code = np.argsort(names, kind="stable")
        order = by_code[np.argsort(-chances[:, by_code], axis=1, kind="stable")]
        apart = self.pairs.transversal[order]
        most = self.thresholds.top
        kept = np.where(apart, np.cumsum(apart, axis=1) <= max(1, most // BESIDE), np.cumsum(~apart, axis=1) <= most)
        rows, places = np.nonzero(kept)
        columns = order[rows, places]
        return pd.DataFrame(
            {
                "subject": np.array(subjects, dtype=object)[rows],
                "objective": names[columns],
                "rank": np.cumsum(kept, axis=1)[rows, places],
                "score": scores[rows, columns].astype(float),
                "probability": chances[rows, columns],
                "zone": [self.thresholds.zone_of(chance, scorer) for chance in chances[rows, columns]],
                "evidence": "",
            }
        )


def _apart(objectives: Sequence[Objective]) -> NDArray[np.bool_]:
    """Say which objectives are transversal, scored apart; where all are, none is."""
    transversal = np.array([objective.transversal for objective in objectives])
    return transversal & ~transversal.all()


def _common_words(
    matches: pd.DataFrame, said: Mapping[str, Mapping[str, str]], objectives: Sequence[Objective], referential: Referential
) -> list[str]:
    """Say why: the words that an idea shares with the objective, five at most; none where only the meaning is near."""
    stems = {objective.id: set(telling_stems(describe(objective, referential))) for objective in objectives}
    reasons = []
    for subject, objective in zip(matches["subject"], matches["objective"], strict=True):
        common = [word for word, stem in said[subject].items() if stem in stems[objective]]
        reasons.append(", ".join(common[:5]))
    return reasons
