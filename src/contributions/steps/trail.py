"""What stands today and who decided it, read once; and what it says of an idea, of a pair, of a decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contributions.domain import Decision, Zone
from contributions.reviewing import NO_OBJECTIVE, reviews_of
from contributions.steps.answer_facts import answers_told
from contributions.steps.lineage import journeys_of
from contributions.steps.matching import decided_of
from contributions.trace.answers import Subjects, answers_reaching
from contributions.trace.crowds import at
from contributions.trace.following import around, ideas_traced, objectives_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from contributions.store import Store
    from contributions.trace import Picture
    from contributions.trace.changes import Step
    from contributions.trace.crowds import Cause

_PLACE = ("collection", "session", "channel", "quartier", "month", "locator")
_PAIR = ("objective", "referential", "code", "objective_title", "axis", "owner", "zone", "evidence")


@dataclass(frozen=True, eq=False)
class Trail:
    """A picture of today, and the decisions that made it so; `day` is the one on which answers may be late."""

    store: Store
    picture: Picture
    day: date

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Map each idea to the group of its copies, or to itself."""
        return dict(zip(self.picture.spoken["idea"].tolist(), self.picture.spoken["same"].tolist(), strict=True))

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """List what people decided, the oldest first."""
        return self.store.decisions()

    @cached_property
    def decided(self) -> Mapping[tuple[str, str], Decision]:
        """Map a group of copies, or a theme, and an objective or a referential, to the last decision that stands on them."""
        return decided_of(self.store, self.same)

    @cached_property
    def without(self) -> Mapping[str, Sequence[str]]:
        """Map each idea or theme to the referentials none of whose objectives is right, as somebody said."""
        reviews = reviews_of(self.decisions, self.same)
        said = reviews[reviews["objective"].eq(NO_OBJECTIVE)]
        found: dict[str, list[str]] = defaultdict(list)
        for subject, referential in said[["subject", "referential"]].itertuples(index=False, name=None):
            found[subject].append(referential)
        return found

    @cached_property
    def answers(self) -> Sequence[dict[str, Any]]:
        """Say of every answer how it stands."""
        return answers_told(self.picture.responses, Subjects.of(self.picture), self.day)

    def signed(self, subject: str, target: str) -> dict[str, Any] | None:
        """Say who decided of a subject and an objective or a referential, when and why; nothing where nobody did."""
        decision = self.decided.get((self.same.get(subject, subject), target))
        return decision_told(decision) if decision else None


def decision_told(decision: Decision) -> dict[str, Any]:
    """Say what was decided, by whom, when and why."""
    told = {"id": decision.id, "kind": decision.kind.value, "by": decision.by, "at": decision.at.isoformat()}
    return told | {"reason": decision.reason, "subject": decision.subject, "target": decision.target}


def idea_line(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Say what an idea is, where it was said and where it stands, from a row of `ideas_traced`."""
    said = {name: row[name] for name in ("contribution", "start", "end", "text", "nature")}
    theme = {"id": row["theme"], "title": row["theme_title"], "strength": row["strength"]} if row["theme"] else None
    place = {name: row[name] for name in _PLACE}
    same = {"copies": row["copies"], "campaign": row["copies"] > 1 and not row["short"]}
    return {"id": row["idea"], **said, **place, "theme": theme, "unplaced": row["unplaced"], **same}


def pair_told(trail: Trail, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Say how sure a pair is, from a row of either direction, and who decided it; a person's word has no probability."""
    accepted = row["zone"] == Zone.ACCEPTED
    told = {name.removeprefix("objective_"): row[name] for name in _PAIR}
    return told | {
        "of": "idea" if row["idea"] in trail.same else "theme",
        "probability": None if accepted else row["probability"],
        "decision": trail.signed(row["idea"], row["objective"]) if accepted else None,
    }


def ideas_told(trail: Trail, ideas: Collection[str]) -> list[dict[str, Any]]:
    """Say all that is known of some ideas, by id."""
    picture = trail.picture
    near: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in objectives_of(picture, ideas).to_dict("records"):
        near[row["idea"]].append(pair_told(trail, row))
    reached: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for idea, response, way in answers_reaching(around(picture, ideas)).itertuples(index=False, name=None):
        reached[idea].append((response, way))
    steps = journeys_of(trail.store, ideas)
    return [
        idea_line(row)
        | {"objectives": near[row["idea"]], **_said_no(trail, row["idea"])}
        | {"answers": _answers(trail, reached[row["idea"]])}
        | {"history": [_step_told(step) for step in steps.get(row["idea"], ())]}
        for row in ideas_traced(picture, ideas).to_dict("records")
    ]


def _said_no(trail: Trail, idea: str) -> dict[str, Any]:
    """Say which objectives a person refused for an idea, and which referentials have none for it."""
    refused = trail.picture.refused
    objectives = refused.loc[refused["subject"].eq(idea), "objective"].tolist()
    titles = {key: each.title for key, each in trail.picture.objectives.items()}
    titles |= {each.id: each.title for each in trail.picture.referentials}
    return {
        "refused": [{"objective": each, "title": titles[each], "decision": trail.signed(idea, each)} for each in objectives],
        "without_objective": [
            {"referential": each, "title": titles.get(each, ""), "decision": trail.signed(idea, each)}
            for each in trail.without.get(idea, ())
        ],
    }


def _answers(trail: Trail, reached: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    ways = dict(reached)
    return [each | {"way": ways[each["id"]]} for each in trail.answers if each["id"] in ways]


def _step_told(step: Step) -> dict[str, Any]:
    return cause_told(step.cause) | {"from": step.was, "to": step.now}


def cause_told(cause: Cause) -> dict[str, Any]:
    """Name the run, or the decision and who took it."""
    named = {"in": cause.id, "at": at(cause)}
    if isinstance(cause, Decision):
        return named | {"kind": cause.kind.value, "by": cause.by, "reason": cause.reason}
    return named | {"kind": "run", "by": "", "reason": ""}
