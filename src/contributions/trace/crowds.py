"""What is remembered of themes, read once: ideas that always had the same lot are one crowd, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from contributions.decisions import OF_THEMES
from contributions.domain import Decision, Fate, Run, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

Cause = Run | Decision
"""What may have changed themes: a run, or what somebody decided."""
Turns = tuple[tuple[str, bool], ...]
"""The events that changed whether an idea counts, and whether it does from there on."""


@dataclass(frozen=True, eq=False)
class Past:
    """What runs left and what people decided.

    Args:
        runs: those that left themes or changed the fate of contributions; `themes` gives what each of the former left.
        places: every place that these runs gave: idea, contribution, fate (today's), run, theme; by idea, then run.
        fates: every change of fate: event, contribution, before, after.
    """

    runs: Sequence[Run]
    themes: Mapping[str, Sequence[Theme]]
    decisions: Sequence[Decision]
    places: pd.DataFrame
    fates: pd.DataFrame

    @cached_property
    def causes(self) -> Sequence[Cause]:
        """Give what may have changed themes, in the order of time."""
        return sorted([*self.runs, *self.decisions], key=lambda cause: (at(cause), cause.id))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Ideas with one lot: the same places at the same runs, named by the same decisions, coming and going together."""

    ideas: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """Run -> theme, or nothing; by run."""
    counts: bool
    """Whether they counted when they were first read."""
    turns: Turns

    @property
    def name(self) -> str:
        """Give the idea that stands for all."""
        return self.ideas[0]


def at(cause: Cause) -> str:
    """Say when it was, as an ISO time that compares."""
    return (cause.started_at if isinstance(cause, Run) else cause.at).isoformat()


class _Lot(NamedTuple):
    places: tuple[tuple[str, str], ...]
    counts: bool
    turns: Turns
    named: tuple[str, ...]


def crowds_of(past: Past) -> list[Crowd]:
    """Gather the ideas that had one lot: what is told of themes costs the rows that are read, and then their crowds only."""
    turns, first = _turns(past)
    named = _named(past.decisions)
    lots: dict[_Lot, list[str]] = defaultdict(list)
    columns = (past.places[name].tolist() for name in ("idea", "contribution", "fate", "run", "theme"))
    for (idea, said, fate), rows in groupby(zip(*columns, strict=True), key=lambda row: row[:3]):
        places = tuple((run, theme) for *_, run, theme in rows)
        counts = first.get(said, fate) == Fate.KEPT
        lots[_Lot(places, counts, turns.get(said, ()), named.get(idea, ()))].append(idea)
    return [Crowd(tuple(ideas), lot.places, lot.counts, lot.turns) for lot, ideas in lots.items()]


def _turns(past: Past) -> tuple[dict[str, Turns], dict[str, str]]:
    """Give the turns of each contribution whose fate changed, and the fate that it had before."""
    order = {cause.id: rank for rank, cause in enumerate(past.causes)}
    changed = sorted(past.fates.itertuples(index=False, name=None), key=lambda row: order.get(row[0], -1))
    turns: dict[str, Turns] = defaultdict(tuple)
    first: dict[str, str] = {}
    for event, said, before, after in changed:
        first.setdefault(said, before)
        turns[said] += ((event, after == Fate.KEPT),)
    return turns, first


def _named(decisions: Sequence[Decision]) -> dict[str, tuple[str, ...]]:
    """Give the decisions that name each idea."""
    named: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for decision in decisions:
        for idea in decision.ideas if decision.kind in OF_THEMES else ():
            named[idea] += (decision.id,)
    return named
