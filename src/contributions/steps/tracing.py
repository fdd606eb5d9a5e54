"""Trace what was said to what became of it, and back, as people's decisions let it stand: plain values, for scripts and pages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from contributions.domain import Fate
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.picturing import standing_picture
from contributions.steps.trail import Trail, cause_told, ideas_told
from contributions.store.history import fates_of
from contributions.trace import contract, fates, needs_without_objective, objectives_without_voice
from contributions.trace.account import best_zones, checks
from contributions.trace.answers import answers_given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from contributions.domain import Collection
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.trace import Picture
    from contributions.trace.crowds import Cause

FIRST = 10
"""Needs and objectives that an account names, of all those that it counts."""
_WHERE = ("collection", "file", "part", "position", "question", "said_on", "session", "place", "quartier", "qpv_code")


def trail_of(workspace: Workspace, store: Store, day: date) -> Trail:
    """Load what a trace is read from.

    Raises:
        UsageError: nothing was ever read.
    """
    return Trail(store, standing_picture(workspace, store), day)


def account(trail: Trail) -> dict[str, Any]:
    """Give account of all that was said: its fates, its ideas, what has no answer, and whether every total holds."""
    picture = trail.picture
    needs, silent = needs_without_objective(picture), objectives_without_voice(picture)
    answering = contract(picture)
    rows = fates(picture)
    return {
        "contributions": {
            "read": len(picture.read),
            "fates": {fate.value: int(rows[fate.value].sum()) for fate in Fate},
            "collections": rows.to_dict("records"),
        },
        "ideas": {
            "total": len(picture.spoken),
            "placed": int(picture.spoken["theme"].ne("").sum()),
            "unplaced": {reason: int(count) for reason, count in _reasons(picture).items()},
            "voices": int(picture.spoken["voice"].nunique()),
        },
        "referentials": best_zones(picture).to_dict("records"),
        "answers": answers_given(picture).to_dict("records"),
        "needs_without_objective": {
            "referential": answering.id if answering else "",
            "total": len(needs),
            "first": needs[["kind", "subject", "title", "ideas", "voices"]].head(FIRST).to_dict("records"),
        },
        "objectives_without_voice": {
            "total": len(silent),
            "first": silent[["objective", "objective_title", "owner"]].head(FIRST).to_dict("records"),
        },
        "checks": [asdict(check) | {"holds": check.holds} for check in checks(picture)],
    }


def _reasons(picture: Picture) -> pd.Series[int]:
    lone = picture.spoken.loc[picture.spoken["unplaced"].ne(""), "unplaced"]
    return lone.value_counts().sort_index()


def of_contribution(trail: Trail, contribution: str) -> dict[str, Any]:
    """Trace a contribution: where it comes from, what became of it, its ideas; what takes its place, where it is not kept itself.

    Raises:
        UsageError: there is none of this id.
    """
    return of_contributions(trail, [contribution])[0]


def of_contributions(trail: Trail, contributions: Sequence[str]) -> list[dict[str, Any]]:
    """Trace contributions, in the order in which they are named.

    Raises:
        UsageError: there is none of one of these ids.
    """
    rows = _with_what_took_their_place(trail.picture.read, contributions)
    for contribution in contributions:
        if contribution not in rows:
            known = trail.picture.read["id"]
            raise UsageError(not_found(_("Pas de contribution « {seen} ». Il y a par exemple : {known}."), contribution, known))
    spoken = trail.picture.spoken
    ideas: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for told in ideas_told(trail, spoken.loc[spoken["contribution"].isin(rows), "idea"].tolist()):
        ideas[told["contribution"]].append(told)
    found = _Found(trail, rows, ideas, {each.name: each for each in trail.picture.collections})
    return [_contribution(found, contribution, frozenset()) for contribution in contributions]


def _with_what_took_their_place(read: pd.DataFrame, contributions: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give the rows of contributions, and of those that they repeat or that took their place, by id."""
    rows: dict[str, dict[str, Any]] = {}
    asked = set(contributions)
    while asked:
        found = {str(row["id"]): row for row in read[read["id"].isin(asked)].to_dict("records")}
        rows |= found  # type: ignore[arg-type]  # the columns have names
        asked = {row["duplicate_of"] for row in found.values()} - {"", *rows}
    return rows


@dataclass(frozen=True, slots=True)
class _Found:
    """What some contributions are traced from: their rows by id, their ideas told, the collections by name."""

    trail: Trail
    rows: Mapping[str, Mapping[str, Any]]
    ideas: Mapping[str, Sequence[Mapping[str, Any]]]
    collections: Mapping[str, Collection]


def _contribution(found: _Found, contribution: str, seen: frozenset[str]) -> dict[str, Any]:
    row = found.rows[contribution]
    fate = Fate(row["fate"])
    known = found.collections.get(row["collection"])
    told = {
        "id": contribution,
        "fate": fate.value,
        "reason": "" if fate in (Fate.QUARANTINED, Fate.ERASED) else row["reason"],
        "instead": row["duplicate_of"],
        **{name: row[name] if fate is not Fate.ERASED or name == "collection" else None for name in _WHERE},
        "collection_title": known.title if known else "",
        "channel": row["channel"],
        "engagement": known.engagement.value if known else "",
        "text": row["text"] if fate is Fate.KEPT else None,
        "history": _fates_told(found.trail, contribution),
        "ideas": list(found.ideas.get(contribution, ())),
    }
    after = row["duplicate_of"]
    if after in found.rows and after not in seen | {contribution}:
        told["became"] = _contribution(found, after, seen | {contribution})
    return told


def _fates_told(trail: Trail, contribution: str) -> list[dict[str, Any]]:
    """Tell the changes of a fate, the oldest first; why one is in quarantine, or was erased, is told to nobody here."""
    made: list[Cause] = [*trail.store.runs(), *trail.decisions]
    causes = {each.id: each for each in made}
    hidden = {Fate.QUARANTINED.value, Fate.ERASED.value}
    rows = [
        (cause_told(causes[row["event"]]) if row["event"] in causes else {"in": row["event"], "at": ""})
        | {"from": row["before"], "to": row["after"], "why": "" if row["after"] in hidden else row["reason"]}
        | {"instead": row["other"], "what": row["what"]}
        for row in fates_of(trail.store, contribution).to_dict("records")
    ]
    return sorted(rows, key=lambda row: (row["at"], row["in"]))


def of_idea(trail: Trail, idea: str) -> dict[str, Any]:
    """Trace an idea to its theme, its objectives and its answers.

    Raises:
        UsageError: no kept contribution has it.
    """
    if idea not in trail.picture.same:
        raise UsageError(not_found(_("Pas d'idée « {seen} ». Il y a par exemple : {known}."), idea, trail.picture.same))
    return ideas_told(trail, [idea])[0]


def not_found(problem: str, seen: str, known: Iterable[str]) -> str:
    """Say that something is not there, and what is: what is written nearly so, else the first few."""
    names = sorted(known)
    near = get_close_matches(seen, names, n=5, cutoff=0.5) or names[:5]
    return problem.format(seen=seen, known=", ".join(near) or _("aucun"))
