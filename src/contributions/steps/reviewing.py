"""What people are asked of matches, and why the machine proposes one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.domain import DecisionKind, Zone
from contributions.errors import UsageError
from contributions.language import _
from contributions.reviewing import NO_OBJECTIVE, reviews_of
from contributions.steps.match_decisions import BETWEEN
from contributions.steps.matching import decided_of, linked_of, matches_standing, same_of, thresholds_of
from contributions.steps.session import Vectors
from contributions.trace.picture import CONTRACT_KIND

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd

    from contributions.domain import Decision, Referential
    from contributions.match.queue import Turns
    from contributions.settings import Workspace
    from contributions.store import Store

SHOWN = 60
"""Characters of an example that a sentence quotes."""


def queue(workspace: Workspace, store: Store, *, referential: str = "", size: int = 20) -> list[dict[str, Any]]:
    """List the ideas to review next in a referential (the contract, by default): each with why, and its likeliest objectives.

    Raises:
        UsageError: nothing is matched yet, or the referential is unknown.
    """
    chosen, ideas = referential_named(store, referential), store.ideas()
    return waiting_of(workspace, store, chosen, ideas, store.matches(store.rows_of("match"))).first(store.decisions(), size)


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """What a matching would have people review in a referential, whatever they reviewed since: its `IDEAS` and its `MATCHES`."""

    referential: Referential
    ideas: pd.DataFrame
    matches: pd.DataFrame
    turns: Turns

    def first(self, decisions: Sequence[Decision], size: int) -> list[dict[str, Any]]:
        """Give the ideas to review next, once what people decided is taken out, as `queue` does."""
        from contributions.match.queue import asked

        reviews = reviews_of(decisions, self.turns.same)
        own = reviews[reviews["referential"].eq(self.referential.id)]
        found = dict(islice(asked(self.turns, own), size))
        texts = self.ideas[self.ideas["id"].isin(found)].set_index("id")["text"].to_dict()
        titles = {each.id: each.title for each in self.referential.leaves}
        near: dict[str, list[dict[str, Any]]] = {idea: [] for idea in found}
        for row in self.matches[self.matches["subject"].isin(found)].sort_values("rank", kind="stable").to_dict("records"):
            near[row["subject"]].append(_asked_of(row, titles[row["objective"]]))
        return [{"idea": idea, "text": texts[idea], "why": why.value, "objectives": near[idea]} for idea, why in found.items()]


def _asked_of(row: Mapping[Any, Any], title: str) -> dict[str, Any]:
    objective, told = row["objective"], {"probability": round(row["probability"], 4), "zone": row["zone"]}
    return {"match": f"{row['subject']}{BETWEEN}{objective}", "objective": objective, "title": title, **told}


def waiting_of(
    workspace: Workspace, store: Store, referential: Referential, ideas: pd.DataFrame, matches: pd.DataFrame
) -> Waiting:
    """Work out what there is to review in a referential from `IDEAS` and the `MATCHES` that the machine left."""
    from contributions.match.queue import turns_of

    known = {each.id for each in referential.leaves}
    matches = matches[matches["objective"].isin(known) & matches["subject"].isin(ideas["id"])]
    thresholds = thresholds_of(workspace, store, referential.id)
    return Waiting(referential, ideas, matches, turns_of(matches, same_of(ideas), thresholds=thresholds))


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """What is known of an idea and its objectives in one referential: its `MATCHES` as they stand, best first."""

    idea: str
    referential: Referential
    rows: pd.DataFrame
    decision: Decision | None
    example: tuple[str, str] | None
    """The nearest idea that people gave the first objective, and its words; without any, one that a platform links to it."""
    linked: bool = False
    """Whether the example comes from a link."""

    @property
    def sentence(self) -> str:
        """Say in one sentence what the first objective is, how likely, and why."""
        first, *others = self.rows.to_dict("records")
        objective = next(each for each in self.referential.leaves if each.id == first["objective"])
        facts = {"idea": self.idea, "code": objective.code, "title": objective.title, "share": f"{first['probability']:.0%}"}
        clauses = [self._head(first["zone"], facts), *self._why(first, others)]
        return " ; ".join(clauses).replace("%", " %").replace("  %", " %") + "."

    def _head(self, zone: str, facts: dict[str, str]) -> str:
        if self.decision is not None:
            return self._decided(self.decision, facts)
        if zone == Zone.NONE:
            return _("{idea} : aucun objectif, le plus proche est {code} « {title} » (probabilité {share})").format(**facts)
        said = _("{idea} : {code} « {title} », {zone} (probabilité {share})")
        return said.format(zone=Zone(zone).label, **facts)

    def _decided(self, decision: Decision, facts: dict[str, str]) -> str:
        signed = {"by": decision.by, "day": f"{decision.at:%Y-%m-%d}", "reason": decision.reason}
        if decision.kind is DecisionKind.NO_OBJECTIVE:
            return _("{idea} : aucun objectif, dit {by} le {day} (« {reason} »)").format(idea=self.idea, **signed)
        return _("{idea} : {code} « {title} », validé par {by} le {day} (« {reason} »)").format(**facts, **signed)

    def _why(self, first: Any, others: Sequence[Any]) -> list[str]:
        clauses: list[str] = []
        if self.decision is not None and self.decision.kind is DecisionKind.NO_OBJECTIVE:
            return clauses
        if first["evidence"]:
            clauses.append(_("mots communs : {words}").format(words=first["evidence"]))
        elif first["rank"]:
            clauses.append(_("sens proche, sans mot commun"))
        if self.example:
            idea, text = self.example
            said = text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
            near = _("lié sur la plateforme") if self.linked else _("exemple validé le plus proche")
            clauses.append(_("{near} : {idea} « {text} »").format(near=near, idea=idea, text=said))
        if others and self.decision is None:
            second = others[0]
            said = _("ensuite vient {code} ({share})")
            clauses.append(said.format(code=second["objective"].partition("/")[2], share=f"{second['probability']:.0%}"))
        return clauses


def explain(workspace: Workspace, store: Store, idea: str) -> list[Explained]:
    """Say why an idea has the objective it has, in each referential.

    Raises:
        UsageError: there is no such idea, or nothing is matched yet.
    """
    run, ideas = store.rows_of("match"), store.ideas()
    return explained(workspace, store, idea, Stands(ideas, matches_standing(store, run, ideas), store.referentials(run)))


@dataclass(frozen=True, eq=False)
class Stands:
    """What stands today, loaded once: `IDEAS`, the `MATCHES` that people let stand, the referentials."""

    ideas: pd.DataFrame
    matches: pd.DataFrame
    referentials: Sequence[Referential]

    @cached_property
    def same(self) -> Mapping[str, str]:
        """Map each idea to the group of its copies, or to itself."""
        return same_of(self.ideas)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Map each idea to its row."""
        return {idea: row for row, idea in enumerate(self.ideas["id"].tolist())}


def explained(workspace: Workspace, store: Store, idea: str, stands: Stands) -> list[Explained]:
    """Say the same from what is loaded already.

    Raises:
        UsageError: there is no such idea, or nothing is matched yet.
    """
    referentials, same = stands.referentials, stands.same
    if idea not in same:
        raise UsageError(_("Idée inconnue : {ids}. « contributions themes show ID » les donne.").format(ids=idea))
    if not referentials:
        raise UsageError(_("Rien n'est encore rapproché : lancez « contributions match », puis décidez."))
    own = stands.matches[stands.matches["subject"].eq(idea)]
    own = own.sort_values(["probability", "rank"], ascending=[False, True], kind="stable")
    taken = decided_of(store, same)
    reviews = reviews_of(store.decisions(), same)
    told = []
    for referential in referentials:
        rows = own[own["objective"].isin({each.id for each in referential.leaves}) & own["zone"].ne(Zone.REJECTED.value)]
        if rows.empty:
            continue
        first = rows["objective"].iloc[0]
        accepted = taken.get((same[idea], first)) if rows["zone"].iloc[0] == Zone.ACCEPTED else None
        silent = reviews[reviews["subject"].eq(idea) & reviews["referential"].eq(referential.id)]["objective"].eq(NO_OBJECTIVE)
        decision = taken.get((same[idea], referential.id)) if silent.any() else accepted
        examples = set(reviews.loc[reviews["right"] & reviews["objective"].eq(first), "subject"])
        near, linked = _nearest(workspace, stands, examples, idea), False
        if near is None:
            said = linked_of(store, [referential]).query("objective == @first")["contribution"]
            theirs = stands.ideas.loc[stands.ideas["contribution"].isin(said), "id"]
            near = _nearest(workspace, stands, set(theirs), idea)
            linked = near is not None
        told.append(Explained(idea, referential, rows, decision, near, linked))
    return told


def _nearest(workspace: Workspace, stands: Stands, examples: Collection[str], idea: str) -> tuple[str, str] | None:
    """Give the example that is nearest an idea, and its words; copies of the idea are no example of it."""
    from contributions.match.score import centred

    ideas, same = stands.ideas, stands.same
    places = sorted(stands.rows[each] for each in examples if each in same and same[each] != same[idea])
    if not places:
        return None
    wanted = ideas["text"].iloc[[*places, stands.rows[idea]]].tolist()
    vectors = centred(Vectors(workspace, workspace.settings.embed.model).take(wanted))
    best = places[int(np.argmax(vectors[:-1] @ vectors[-1]))]
    return str(ideas["id"].iloc[best]), str(ideas["text"].iloc[best])


def referential_named(store: Store, name: str) -> Referential:
    """Give a matched referential by its id; the contract, or else the first, where none is named.

    Raises:
        UsageError: nothing is matched yet, or the referential is unknown.
    """
    known = store.referentials(store.rows_of("match"))
    if not known:
        raise UsageError(_("Rien n'est encore rapproché : lancez « contributions match », puis décidez."))
    contracts = [each for each in known if each.kind == CONTRACT_KIND]
    chosen = [each for each in known if each.id == name] if name else [*contracts, *known]
    if not chosen:
        problem = _("Référentiel « {seen} » inconnu. Connus : {known}.")
        raise UsageError(problem.format(seen=name, known=", ".join(each.id for each in known)))
    return chosen[0]
