"""The lives of themes and what changed between two runs, as the store remembers them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contributions.domain import Run
from contributions.errors import UsageError
from contributions.language import _
from contributions.store.history import fates, places
from contributions.trace.crowds import Past
from contributions.trace.lineage import difference, journeys

if TYPE_CHECKING:
    from collections.abc import Collection

    from contributions.store import Store
    from contributions.trace.changes import Difference, Step

FEW = 500
"""Ideas that a database is asked for by name; more are all read, then chosen."""


def left_themes(store: Store) -> list[str]:
    """List the runs that left themes of their own, the oldest first."""
    return sorted(run.id for run in store.runs() if run.stages.get("themes", {}).get("rows") == run.id)


def past(store: Store, until: str = "", ideas: Collection[str] | None = None) -> Past:
    """Load what is remembered of themes, as far as those that a run left (today's, where it is not named).

    `ideas` are those whose places are wanted, where they are few.
    """
    last = until or store.rows_of("themes")
    runs, changed = store.runs(), fates(store)
    themes = {run: store.themes(run) for run in left_themes(store) if run <= last}
    known = {*themes, *changed["event"]}
    return Past([run for run in runs if run.id in known], themes, store.decisions(), places(store, last, ideas), changed)


def journeys_of(store: Store, ideas: Collection[str]) -> dict[str, list[Step]]:
    """Tell where each of some ideas went since it was first placed."""
    known = past(store, ideas=ideas if len(ideas) <= FEW else None)
    own = known.places[known.places["idea"].isin(set(ideas))]
    changed = known.fates[known.fates["contribution"].isin(set(own["contribution"]))]
    return journeys(replace(known, places=own, fates=changed))


def changed_between(store: Store, before: str = "", after: str = "") -> Difference:
    """Say what changed from what a run left to what another left; without the latter, to what stands today.

    Without a word, since the last run but one that left themes.

    Raises:
        UsageError: a run is unknown or left no theme, they are not in the order of time, or there are not two of them yet.
    """
    left = left_themes(store)
    for run in (before, after):
        if run and run not in left:
            problem = _("Le passage « {run} » n'a pas laissé de thèmes. Ceux qui en ont : {runs}.")
            raise UsageError(problem.format(run=run, runs=", ".join(left) or _("aucun, lancez « contributions run »")))
    if not before and len(left) < 2:  # noqa: PLR2004 (a difference is between two)
        raise UsageError(_("Il n'y a pas encore deux passages à comparer : relancez « contributions run » quand on aura parlé."))
    before, known = before or left[-2], past(store)
    if after and after <= before:
        problem = _("« {after} » n'est pas après « {before} » : donnez d'abord le plus ancien.")
        raise UsageError(problem.format(after=after, before=before))
    ranks = {cause.id: rank for rank, cause in enumerate(known.causes)}
    return difference(known, ranks[before], ranks.get(after, len(known.causes) - 1))


def changed_by(known: Past, run: str) -> Difference:
    """Say what one run changed of themes, all that people had decided standing before and after."""
    rank = next(rank for rank, cause in enumerate(known.causes) if isinstance(cause, Run) and cause.id == run)
    return difference(known, rank - 1, rank)
