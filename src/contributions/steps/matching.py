"""What stands of matches once people's decisions are replayed over them, and what teaches the scorer."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contributions.comparing import plain
from contributions.decisions import OF_MATCHES, standing
from contributions.domain import Conflict, Trouble, Zone
from contributions.frames import LINKED
from contributions.reviewing import groups_of, reviews_of, standing_matches
from contributions.steps.standing import standing_themes
from contributions.store.links import links_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from contributions.decisions import Standing
    from contributions.domain import Decision, Referential
    from contributions.match import Scorer, Thresholds
    from contributions.settings import Workspace
    from contributions.steps.session import Session
    from contributions.store import Store


_SERVED = ("version", "reviewed", "linked", "learned", "figures", "sample", "certificate", "zones")
"""What a run's manifest says of the scorer that served it."""
_OF_MACHINE = (Zone.CERTIFIED, Zone.PROPOSED, Zone.REVIEW)


def same_of(ideas: pd.DataFrame) -> dict[str, str]:
    """Map each of `IDEAS` to the group of its copies, or to itself."""
    groups = ideas["campaign"].where(ideas["campaign"].ne(""), ideas["id"])
    return dict(zip(ideas["id"].tolist(), groups.tolist(), strict=True))


def matches_standing(store: Store, run: str, ideas: pd.DataFrame) -> pd.DataFrame:
    """Load the `MATCHES` that a run left, as people's decisions let them stand; `ideas` are all those that count."""
    return matches_stood(store, run, store.matches(run), ideas)


def matches_stood(store: Store, run: str, matches: pd.DataFrame, ideas: pd.DataFrame) -> pd.DataFrame:
    """Give the same of `MATCHES` that are already loaded."""
    reviews = reviews_of(store.decisions(), same_of(ideas))
    known = {each.id for referential in store.referentials(run) for each in referential.leaves}
    there = reviews["objective"].eq("") | reviews["objective"].isin(known)
    return standing_matches(matches, reviews[there])


@dataclass(frozen=True, slots=True)
class Told:
    """What stands between a subject and an objective, or a whole referential where none of its objectives is right."""

    objective: str
    title: str
    zone: Zone
    probability: float | None
    """None where a person decided."""
    decision: Decision | None = None


def told_of(store: Store, subject: str) -> list[Told]:
    """List what people said of the matches of a theme or an idea, then what the machine says, surest first."""
    run, ideas = store.rows_of("match"), store.ideas()
    referentials, same = store.referentials(run), same_of(ideas)
    titles = {each.id: each.title for each in referentials}
    titles |= {each.id: each.title for referential in referentials for each in referential.objectives}
    reviews, taken = reviews_of(store.decisions(), same), decided_of(store, same)
    people = [
        Told(about, titles[about], _zone_said(objective, right=right), None, taken[same.get(subject, subject), about])
        for _, referential, objective, right in reviews[reviews["subject"].eq(subject)].itertuples(index=False, name=None)
        if (about := objective or referential) in titles
    ]
    stands = matches_standing(store, run, ideas)
    machine = stands[stands["subject"].eq(subject) & stands["zone"].isin(_OF_MACHINE)]
    machine = machine.sort_values(["probability", "rank", "objective"], ascending=[False, True, True])
    rows = zip(machine["objective"].tolist(), machine["zone"].tolist(), machine["probability"].tolist(), strict=True)
    order = [Zone.ACCEPTED, Zone.NONE, Zone.REJECTED]
    found = [Told(objective, titles[objective], Zone(zone), chance) for objective, zone, chance in rows]
    return [*sorted(people, key=lambda told: (order.index(told.zone), told.objective)), *found]


def _zone_said(objective: str, *, right: bool) -> Zone:
    return Zone.ACCEPTED if right else Zone.REJECTED if objective else Zone.NONE


def linked_of(store: Store, referentials: Sequence[Referential]) -> pd.DataFrame:
    """Give `LINKED`: what people of a platform linked to a result or a project whose title is that of an objective."""
    import pandas as pd

    links = links_of(store)
    named = links[links["contribution"].ne("") & links["title"].ne("") & ~links["target"].str.startswith("answer/")]
    titles: dict[str, list[str]] = {}
    for objective in (leaf for referential in referentials for leaf in referential.leaves):
        titles.setdefault(_title(objective.title), []).append(objective.id)
    pairs = zip(named["contribution"].tolist(), named["title"].tolist(), strict=True)
    rows = {(said, objective) for said, title in pairs for objective in titles.get(_title(title), ())}
    return LINKED.check(pd.DataFrame(sorted(rows), columns=list(LINKED.columns)))


def _title(text: str) -> str:
    """Write a title so that two of one thing are alike: no case, no accent, one space, no full stop.

    >>> _title("Améliorer  la desserte.") == _title("ameliorer la DESSERTE")
    True
    """
    return " ".join(plain(text).split()).rstrip(" .")


def match_conflicts(store: Store, stands: Standing | None = None) -> list[Conflict]:
    """List the decisions on matches whose objective is no longer in a referential, or whose theme is no longer open.

    `stands` are the themes as they stand, for who has loaded them already.
    """
    run = store.rows_of("match")
    referentials = store.referentials(run)
    known = {each.id for each in referentials} | {each.id for referential in referentials for each in referential.leaves}
    taken = [each for each in standing(store.decisions()) if each.kind in OF_MATCHES]
    taken = [each for each in taken if each.subject]  # one whose ideas were all erased is about nothing
    themes = {each.subject for each in taken if not each.ideas}
    closed = themes - (stands or standing_themes(store)).open if themes else set()
    return [
        *(Conflict(each.id, Trouble.UNKNOWN_OBJECTIVE, each.subject, each.target) for each in taken if each.target not in known),
        *(Conflict(each.id, Trouble.MATCHED_THEN_CLOSED, each.subject, each.target) for each in taken if each.subject in closed),
    ]


def in_force(referentials: Sequence[Referential], day: date) -> list[Referential]:
    """Leave out what does not hold on a day: objectives, the lines that nothing hangs under any more, and empty referentials."""
    kept = []
    for referential in referentials:
        leaves = {each.code for each in referential.leaves if each.holds_on(day)}
        parents = {each.code: each.parent for each in referential.objectives}
        codes = set(leaves)
        for code in leaves:
            while (code := parents.get(code, "")) and code not in codes:
                codes.add(code)
        whole = (referential.valid_from or day) <= day <= (referential.valid_until or day)
        if codes and whole:
            kept.append(replace(referential, objectives=tuple(each for each in referential.objectives if each.code in codes)))
    return kept


def save_scorers(session: Session, scorers: Sequence[Scorer]) -> dict[str, Any]:
    """Write each scorer that reviews taught as a new version, where it is not the last one already; say which serve."""
    from contributions.match import as_artefact

    served = {}
    for scorer in scorers:
        if not scorer.reviewed and not scorer.linked:
            continue
        versions = scorer_files(session.workspace, scorer.referential)
        last = json.loads(versions[-1].read_text(encoding="utf-8")) if versions else {}
        told = {**as_artefact(scorer), "recipe": session.run.code_version}
        if {key: last.get(key) for key in told} != told:
            path = session.workspace.scorers / f"{scorer.referential}-{len(versions) + 1:04d}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            last = {"version": len(versions) + 1, "run": session.run.id, **told}
            path.write_text(json.dumps(last, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        served[scorer.referential] = {
            key: last[key] for key in ("version", "reviewed", "learned", "figures", "sample", "certificate", "zones")
        }
    return served


def thresholds_of(workspace: Workspace, store: Store, referential: str) -> Thresholds:
    """Give the thresholds that the last matching used: those of the settings, or those that reviews bore out."""
    from contributions.match import Thresholds

    told = Thresholds(**workspace.settings.match.model_dump(exclude={"reranker"}))
    served = [run.stages["match"].get("scorers", {}).get(referential, {}) for run in store.runs() if "match" in run.stages]
    zones = served[-1].get("zones") if served else None
    return replace(told, **zones) if zones else told


def scorer_files(workspace: Workspace, referential: str) -> list[Path]:
    """List the versions of a referential's scorer, the oldest first."""
    return sorted(workspace.scorers.glob(f"{referential}-[0-9][0-9][0-9][0-9].json"))


def decided_of(store: Store, subjects: Mapping[str, str]) -> dict[tuple[str, str], Decision]:
    """Give the last decision that stands on each pair, by the group of the subject (`same_of`) and the target."""
    taken = [each for each in standing(store.decisions()) if each.kind in OF_MATCHES]
    return {(group, each.target): each for each in taken for group in groups_of(each, subjects)}
