"""Themes found anew when somebody asks, or put back as they were: runs of their own, that the next ones go on from."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

import contributions
from contributions.decisions import chosen, touched
from contributions.domain import Run
from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.settings import settings_hash
from contributions.steps.lineage import left_themes
from contributions.steps.mapping import draw_map
from contributions.steps.measuring import measured
from contributions.steps.publishing import publish
from contributions.steps.seeing import seen_whole
from contributions.steps.session import WHOLE, Progress, Session, quiet, start_run, with_facts
from contributions.steps.standing import standing_themes
from contributions.steps.theming import counts_of, fact_of, gathered, proposed, quoted, recipe_of
from contributions.themes import reconcile

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store
    from contributions.themes import Reconciliation, Seen

NOT_YET = N_("son thème n'existait pas au passage remis : en attente de « contributions themes reconcile »")


def foresee(workspace: Workspace, store: Store, *, on_progress: Progress = quiet) -> Reconciliation:
    """Say what finding themes anew would change; nothing is written."""
    session, ideas = unwritten(workspace, store, on_progress), store.ideas()
    made = _reconciliation(session, ideas, seen_whole(session, list(ideas["text"])), store.rows_of("themes"))
    on_progress(WHOLE, WHOLE)
    return made


def unwritten(workspace: Workspace, store: Store, on_progress: Progress = quiet) -> Session:
    """Open a session whose run is never saved, to look at what would be."""
    run = Run("R~", datetime.now(UTC), contributions.__version__, settings_hash(workspace.settings))
    return Session(workspace, store, run, on_progress)


def refound(workspace: Workspace, store: Store, *, on_progress: Progress = quiet) -> Reconciliation:
    """Find themes anew, and keep of the old ones what lasts: a run of its own."""
    last = store.rows_of("themes")
    run = start_run(workspace, store)
    session = Session(workspace, store, run, on_progress)
    ideas = store.ideas()
    seen = seen_whole(session, list(ideas["text"]))
    made = _reconciliation(session, ideas, seen, last)
    placements = _as_found(made.placements, store.placements(last), chosen(store.decisions()))
    themes, apart = measured(session, ideas, seen, themes=made.themes, placements=placements)
    proposals = proposed(session, ideas, themes, placements, since=run.id, apart=apart)
    store.save_themes(run.id, quoted(session, ideas, themes, placements), placements, proposals)
    draw_map(session, ideas)
    counts = {"new": sum(change.born for change in made.changes), "gone": sum(change.gone for change in made.changes)}
    changes = [asdict(change) for change in made.changes]
    _close(session, ideas, counts | {"recipe": recipe_of(session, ideas), "changes": changes})
    return made


def _as_found(placements: pd.DataFrame, before: pd.DataFrame, ideas: frozenset[str]) -> pd.DataFrame:
    """Leave where the machine last had them the ideas whose theme somebody chose.

    The choice is replayed over it; should it be undone, they go back.
    """
    homes = before[before["idea"].isin(ideas)]
    return pd.concat([placements[~placements["idea"].isin(homes["idea"])], homes], ignore_index=True)


def put_back(workspace: Workspace, store: Store, run_id: str) -> dict[str, Any]:
    """Put themes back as a run left them; an idea said since keeps its place where its theme was there already.

    The others wait, and are told why: their number is « left_waiting » in what is returned.

    Raises:
        UsageError: that run left no theme.
    """
    known = store.themes(run_id)
    if not known:
        problem = _("Le passage « {run} » n'a pas laissé de thèmes. Ceux qui en ont : {runs}.")
        raise UsageError(problem.format(run=run_id, runs=", ".join(left_themes(store))))
    last = store.rows_of("themes")
    recipe = fact_of(store, run_id, "recipe")
    run = start_run(workspace, store)
    old, now = store.placements(run_id), store.placements(last)
    ids = {theme.id for theme in standing_themes(store, run_id).themes}
    since = now[~now["idea"].isin(old["idea"])]
    lost = ~since["theme"].isin({"", *ids})
    since = since.assign(theme=since["theme"].mask(lost, ""), reason=since["reason"].mask(lost, NOT_YET))
    store.save_themes(run.id, known, pd.concat([old, since], ignore_index=True))
    ideas = store.ideas()
    waiting = int(ideas["id"].isin(since.loc[lost, "idea"]).sum())
    facts = {"new": 0, "gone": 0, "recipe": recipe, "restored": run_id, "left_waiting": waiting}
    return _close(Session(workspace, store, run), ideas, facts)


def _close(session: Session, ideas: pd.DataFrame, facts: dict[str, Any]) -> dict[str, Any]:
    """Write the manifest of a run that only changed themes, and the page that says what; from it on they grow."""
    store, run = session.store, session.run
    counts = counts_of(store, run.id, ideas)
    done = {"rows": run.id, "since": run.id, **facts, **counts}
    store.save_run(replace(with_facts(run, "themes", done), finished_at=datetime.now(UTC)))
    publish(session.workspace, store, run.id)
    session.on_progress(WHOLE, WHOLE)
    return done


def _reconciliation(session: Session, ideas: pd.DataFrame, seen: Seen, last: str) -> Reconciliation:
    store = session.store
    known = {theme.id: theme for theme in store.themes(last)}
    stands = standing_themes(store, last)
    named = {theme.id: theme for theme in stands.themes if theme.id not in known} | known
    held = {idea: stands.held[idea] for idea in ideas["id"] if stands.held.get(idea)}
    found = gathered(session, ideas, seen, previous=held, known=named)
    return reconcile(found, list(named.values()), held, touched(store.decisions()))
