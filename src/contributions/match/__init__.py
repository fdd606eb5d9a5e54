"""Match ideas and themes to the objectives of every referential, or say that none fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from contributions.domain import Objective, Referential, Zone
from contributions.frames import MATCHES
from contributions.match.score import Matrix, Texts, score, telling_stems, telling_words

if TYPE_CHECKING:
    import pandas as pd

Encode = Callable[[Sequence[str]], Matrix]

PRIOR = (-0.89, 0.68, 0.42)
"""Intercept, weight of the score above chance, weight of its lead over the next: a logistic fit on the demo's gold and a public
set, each weighing the same (docs/decisions/0005-matching.md). It holds until a workspace has reviews of its own."""
THEME_QUANTILE = 0.9
"""A theme is as near an objective as its nearest tenth of ideas: a maximum that one odd idea cannot decide."""

__all__ = ["MATCHES", "PRIOR", "Texts", "describe", "match_ideas", "score", "zone_of"]


def match_ideas(
    ideas: pd.DataFrame,
    texts: Texts,
    placed: Mapping[str, str],
    referentials: Sequence[Referential],
    *,
    encode: Encode,
    encode_second: Encode | None,
    top: int,
    proposed: float,
    review: float,
) -> pd.DataFrame:
    """Give the `top` objectives of each idea and each theme in each referential, best first, as `MATCHES`.

    Args:
        ideas: `IDEAS`, and `texts` their texts and vectors in the same order.
        placed: idea -> theme, for the ideas that are in one.
        encode: gives the vectors of the objectives in the space of `texts.meaning`; `encode_second` in that of `texts.second`.
        proposed: probability from which a match is proposed; from `review` it is to be read; below, there is no objective.
    """
    import pandas as pd

    frames = [MATCHES.empty()]
    for referential in referentials:
        objectives = referential.leaves
        if not objectives or not len(ideas):
            continue
        fused = score(texts, _as_texts(referential, encode, encode_second))
        own = _ranked(list(ideas["id"]), fused, objectives, top)
        own["evidence"] = _common_words(own, ideas, objectives, referential)
        frames += [own, _theme_matches(ideas, placed, fused, objectives, top)]
    matches = pd.concat(frames, ignore_index=True)
    matches["zone"] = [zone_of(chance, proposed=proposed, review=review) for chance in matches["probability"]]
    return MATCHES.check(matches).sort_values(["subject", "objective"], ignore_index=True)


def zone_of(probability: float, *, proposed: float, review: float) -> str:
    """Say what a probability allows.

    >>> zone_of(0.7, proposed=0.6, review=0.35), zone_of(0.2, proposed=0.6, review=0.35)
    ('proposed', 'none')
    """
    return (Zone.PROPOSED if probability >= proposed else Zone.REVIEW if probability >= review else Zone.NONE).value


def describe(objective: Objective, referential: Referential) -> str:
    """Say an objective in all the words known of it: its parent's title, its own, its description, residents' words."""
    titles = {each.code: each.title for each in referential.objectives}
    parts = [objective.title, objective.description, ", ".join(objective.words), titles.get(objective.parent, "")]
    return ". ".join(part for part in parts if part)


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


def _theme_matches(
    ideas: pd.DataFrame, placed: Mapping[str, str], fused: Matrix, objectives: Sequence[Objective], top: int
) -> pd.DataFrame:
    """Match each theme by the nearest tenth of its ideas; the evidence is the nearest idea of all."""
    theme_of = np.array([placed.get(idea, "") for idea in ideas["id"]])
    themes = sorted(set(theme_of) - {""})
    if not themes:
        return MATCHES.empty()
    rows = {theme: np.flatnonzero(theme_of == theme) for theme in themes}
    whole = np.stack([np.quantile(fused[rows[theme]], THEME_QUANTILE, axis=0) for theme in themes])
    matches = _ranked(themes, whole.astype(np.float32), objectives, top)
    column = {objective.id: number for number, objective in enumerate(objectives)}
    nearest = [
        rows[theme][fused[rows[theme], column[objective]].argmax()]
        for theme, objective in zip(matches["subject"], matches["objective"], strict=True)
    ]
    matches["evidence"] = [ideas["id"].iloc[row] for row in nearest]
    return matches


def _ranked(subjects: Sequence[str], fused: Matrix, objectives: Sequence[Objective], top: int) -> pd.DataFrame:
    """Keep the best objectives of each subject; equal scores are ordered by the objective's code, never by chance."""
    import pandas as pd

    kept = min(top, len(objectives))
    by_code = np.argsort([objective.id for objective in objectives], kind="stable")
    best = by_code[np.argsort(-fused[:, by_code], axis=1, kind="stable")[:, :kept]]
    values = np.take_along_axis(fused, best, axis=1)
    return pd.DataFrame(
        {
            "subject": np.repeat(list(subjects), kept),
            "objective": [objectives[int(column)].id for column in best.ravel()],
            "rank": np.tile(np.arange(1, kept + 1), len(subjects)),
            "score": values.ravel().astype(float),
            "probability": _probability(values, _lead(fused, values), among=len(objectives)).ravel(),
            "zone": "",
            "evidence": "",
        }
    )


def _lead(fused: Matrix, values: Matrix) -> NDArray[np.float64]:
    """Say how far each kept objective is ahead of the best other one, or behind it."""
    ordered = -np.sort(-fused, axis=1)[:, :2]
    second = ordered[:, 1:] if ordered.shape[1] > 1 else np.zeros((len(fused), 1))
    others = np.repeat(ordered[:, :1], values.shape[1], axis=1)
    others[:, :1] = second
    lead: NDArray[np.float64] = (values - others).astype(np.float64)
    return lead


def _probability(values: Matrix, lead: NDArray[np.float64], *, among: int) -> NDArray[np.float64]:
    """Say how likely a match is; the nearest of many unrelated objectives is near by chance: about √(2 ln n) deviations."""
    intercept, of_score, of_lead = PRIOR
    above_chance = values - np.sqrt(2 * np.log(among))
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-(intercept + of_score * above_chance + of_lead * lead)))
    return chance


def _common_words(
    matches: pd.DataFrame, ideas: pd.DataFrame, objectives: Sequence[Objective], referential: Referential
) -> list[str]:
    """Say why: the words that an idea shares with the objective, five at most; none where only the meaning is near."""
    stems = {objective.id: set(telling_stems(describe(objective, referential))) for objective in objectives}
    said = {idea: telling_words(text) for idea, text in zip(ideas["id"], ideas["text"], strict=True)}
    reasons = []
    for subject, objective in zip(matches["subject"], matches["objective"], strict=True):
        common = [word for word, stem in said[subject].items() if stem in stems[objective]]
        reasons.append(", ".join(common[:5]))
    return reasons
