"""Find what has no answer: needs without objective, objectives without voice, and what was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from contributions.domain import Fate, Nature, Zone
from contributions.frames import MATCHES
from contributions.language import N_
from contributions.trace.directions import objective_figures
from contributions.trace.figures import SPREAD, spread_of, theme_figures
from contributions.trace.keys import among, named
from contributions.trace.picture import SPOKEN, VOICED, Picture, contract

if TYPE_CHECKING:
    from contributions.domain import Referential

THEME = N_("thème")
CONTRIBUTION = N_("contribution")
WEAK_SIGNAL = N_("signal faible")
TOGETHER = 2
"""Fewest ideas of a theme near an objective for it to be one of the theme's subjects."""
ANSWERED = 0.25
"""Share of a theme's ideas near such objectives from which the theme, though several subjects keep it from any one
objective, is no need without objective."""
_ASKING = [Nature.NEED, Nature.PROPOSAL, Nature.QUESTION, Nature.OBSERVATION, Nature.TESTIMONY]
_REASONS = {
    Fate.DUPLICATE.value: N_("déjà reçue"),
    Fate.QUARANTINED.value: N_("en attente de relecture par une personne habilitée"),
    Fate.REJECTED.value: N_("motif non renseigné"),
    Fate.REPLACED.value: N_("modifiée depuis par son auteur ou sa source"),
    Fate.WITHDRAWN.value: N_("n'est plus dans le dernier export"),
    Fate.ERASED.value: N_("effacée"),
}
_ORDER = (Fate.REJECTED, Fate.DUPLICATE, Fate.QUARANTINED, Fate.REPLACED, Fate.WITHDRAWN, Fate.ERASED)


def needs_without_objective(picture: Picture) -> pd.DataFrame:
    """Give the themes, then the ideas without theme, that no objective of the contract answers, most widespread first.

    Copies are one row, `short` where they are a frequent short answer. `nearest` is the contract's best objective all the same,
    with its probability, where there is one that nobody rejected.
    Without any referential there is nothing to compare with: no row.
    """
    return _unanswered(picture, pd.concat([_themes(picture), _weak_signals(picture)], ignore_index=True))


def themes_without_objective(picture: Picture) -> pd.DataFrame:
    """Give the themes of `needs_without_objective` alone."""
    return _unanswered(picture, _themes(picture))


def lone_ideas_without_objective(picture: Picture) -> int:
    """Count the ideas without theme of `needs_without_objective`; copies are one."""
    answering = contract(picture)
    if answering is None:
        return 0
    lone = picture.spoken.loc[picture.spoken["theme"].eq(""), ["idea", "same"]].drop_duplicates("same")
    return int((~among(lone["idea"], _answered(picture))).sum())


def _matches_of(picture: Picture, referential: Referential) -> pd.DataFrame:
    matches = MATCHES.check(picture.matches)
    of_it: pd.DataFrame = matches[matches["objective"].isin({objective.id for objective in referential.objectives})]
    return of_it


def _answered(picture: Picture) -> frozenset[str]:
    """Give the ideas and themes that an objective of the contract answers."""
    return picture.once("answered", lambda: frozenset(_answered_whole(picture)), of=SPOKEN | VOICED)


def _answered_whole(picture: Picture) -> set[str]:
    answering = contract(picture)
    own = {objective.id for objective in answering.objectives} if answering else set()
    near = picture.voiced.loc[picture.voiced["objective"].isin(own), "subject"]
    return _whole_campaigns(picture, near) | set(answered_by_parts(picture)["theme"])


def _unanswered(picture: Picture, rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows whose subject no objective of the contract answers, with the nearest all the same."""
    answering = contract(picture)
    columns = ["kind", "subject", "title", "nature", *SPREAD, "contributions", "short", "nearest", "nearest_title", "probability"]
    if answering is None:
        return pd.DataFrame(columns=columns)
    matches = _matches_of(picture, answering)
    answered = _answered(picture)
    matches = matches[among(matches["subject"], set(rows["subject"]))]
    near = matches[matches["zone"].ne(Zone.REJECTED.value)]
    best = near.sort_values(["probability", "rank", "objective"], ascending=[False, True, True]).drop_duplicates("subject")
    best = best[["subject", "objective", "probability"]].rename(columns={"objective": "nearest"})
    rows = rows[~among(rows["subject"], answered)].merge(best, on="subject", how="left")
    rows = rows.assign(
        nearest=rows["nearest"].fillna(""),
        nearest_title=named(rows["nearest"], {key: objective.title for key, objective in picture.objectives.items()}),
        first=rows["kind"].ne(THEME),
        asking=rows["nature"].map({nature.value: rank for rank, nature in enumerate(_ASKING)}).fillna(len(_ASKING)),
    )
    order = ["first", *SPREAD, "asking", "subject"]
    ascending = [True, *[False] * len(SPREAD), True, True]
    return rows.sort_values(order, ascending=ascending, kind="stable", ignore_index=True)[columns]


def answered_by_parts(picture: Picture) -> pd.DataFrame:
    """Give the objectives of the contract that enough of a theme's ideas are near, one by one: most ideas first.

    Columns: theme, objective, code, title, ideas. A theme with an objective of its own may be there too.
    """
    answering = contract(picture)
    objectives = {objective.id: objective for objective in answering.leaves} if answering else {}
    said = picture.spoken.loc[picture.spoken["branch"].ne(""), ["idea", "branch"]].rename(columns={"branch": "theme"})
    pairs = picture.near[["idea", "objective"]].assign(theme=picture.spoken["branch"].to_numpy()[picture.near["at"].to_numpy()])
    pairs = pairs[pairs["objective"].isin(objectives) & pairs["theme"].ne("")]
    pairs = pairs[pairs.groupby(["theme", "objective"])["idea"].transform("size") >= TOGETHER]
    share = pairs.groupby("theme")["idea"].nunique() / said.groupby("theme").size()
    pairs = pairs[pairs["theme"].map(share) >= ANSWERED]
    counts = pairs.groupby(["theme", "objective"]).size().reset_index(name="ideas")
    counts = counts.assign(
        code=named(counts["objective"], {key: objective.code for key, objective in objectives.items()}),
        title=named(counts["objective"], {key: objective.title for key, objective in objectives.items()}),
    )
    return counts.sort_values(["theme", "ideas", "objective"], ascending=[True, False, True], ignore_index=True)


def objectives_without_voice(picture: Picture) -> pd.DataFrame:
    """Give the leaf objectives, of every referential, that no idea and no theme is matched to, even to be reviewed."""
    figures = objective_figures(picture)
    silent = figures[figures["ideas"].eq(0) & figures["themes"].eq(0)]
    return silent.drop(columns=["proposed", "ideas", "voices", "themes"]).reset_index(drop=True)


def rejected(picture: Picture) -> pd.DataFrame:
    """Give what was set aside and why: one row a contribution not kept, then one a source that could not be read.

    Never their words; a quarantined contribution shows no category, an erased one neither reason nor locator.
    """
    aside = picture.read[picture.read["fate"].ne(Fate.KEPT.value)]
    stated = aside["reason"].mask(aside["fate"].isin([Fate.QUARANTINED.value, Fate.ERASED.value]), "")
    contributions = pd.DataFrame(
        {
            "kind": CONTRIBUTION,
            "id": aside["id"],
            "collection": aside["collection"],
            "fate": aside["fate"],
            "reason": stated.mask(stated.eq(""), named(aside["fate"], _REASONS)),
            "locator": aside["locator"].mask(aside["fate"].eq(Fate.ERASED.value), ""),
            "duplicate_of": aside["duplicate_of"],
        }
    )
    unread = [(s.name, s.collection, s.problem) for s in sorted(picture.sources, key=lambda s: s.name) if s.problem]
    sources = pd.DataFrame(
        [("source", name, collection, "", problem, name, "") for name, collection, problem in unread],
        columns=list(contributions.columns),
    )
    order = {fate.value: rank for rank, fate in enumerate(_ORDER)}
    ranked = contributions.assign(order=contributions["fate"].map(order)).sort_values(["order", "reason", "id"])
    return pd.concat([ranked.drop(columns="order"), sources], ignore_index=True)


def _themes(picture: Picture) -> pd.DataFrame:
    figures = theme_figures(picture)
    shown = figures[figures["theme"].isin(set(picture.spoken["branch"]))]
    return (
        shown.rename(columns={"theme": "subject"})
        .assign(kind=THEME, nature="", short=False)
        .drop(columns=["parent", "status", "new"])
    )


def _weak_signals(picture: Picture) -> pd.DataFrame:
    lone = picture.spoken[picture.spoken["theme"].eq("")]
    first = lone.drop_duplicates("same")[["same", "idea", "text", "nature", "short"]]
    rows = spread_of(lone, "same").merge(first, on="same").drop(columns="same")
    return rows.rename(columns={"idea": "subject", "text": "title"}).assign(kind=WEAK_SIGNAL)


def _whole_campaigns(picture: Picture, answered: pd.Series[str]) -> set[str]:
    """Add to the answered subjects the ideas that say the same within an answered campaign."""
    told = set(answered.tolist())
    groups = {group for idea, group in picture.same.items() if idea in told}
    return told | {idea for idea, group in picture.same.items() if group in groups}
