"""The order of the steps, written once: the command line and the flows both follow it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from contributions.domain import Run
from contributions.errors import ContributionsError
from contributions.language import N_
from contributions.settings import Workspace
from contributions.steps.intake import ingest
from contributions.steps.picturing import load_referentials, picture
from contributions.steps.pulls import pull
from contributions.steps.session import Progress, Session, find_run, quiet, start_run, with_facts
from contributions.steps.stages import embed, match, prepare, report
from contributions.steps.theming import themes
from contributions.store import Store, open_store

__all__ = [
    "STEPS",
    "STEP_LABELS",
    "Session",
    "find_run",
    "finish_run",
    "ingest",
    "load_referentials",
    "open_store",
    "picture",
    "resume_run",
    "run_all",
    "run_step",
    "start_run",
    "steps_of",
]

STEPS: Mapping[str, Callable[[Session], dict[str, Any]]] = MappingProxyType(
    {"ingest": ingest, "prepare": prepare, "embed": embed, "themes": themes, "match": match, "report": report}
)
"""Name of a step -> what it does, in the order in which a run does them."""
_WITH_PULLS: Mapping[str, Callable[[Session], dict[str, Any]]] = MappingProxyType({"pull": pull, **STEPS})

STEP_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "pull": N_("Tirage des plateformes"),
        "ingest": N_("Lecture des fichiers"),
        "prepare": N_("Découpage en idées"),
        "embed": N_("Sens de chaque idée"),
        "themes": N_("Thèmes"),
        "match": N_("Rapprochement avec les objectifs"),
        "report": N_("Rapports"),
    }
)
"""What people read of each step, in French: shown with `_`."""

log = logging.getLogger(__name__)


def steps_of(workspace: Workspace) -> list[str]:
    """Name the steps of a workspace, in order: it pulls first where its settings name a platform, and never otherwise."""
    return list(_WITH_PULLS if workspace.settings.pulls else STEPS)


def run_step(workspace: Workspace, store: Store, run: Run, name: str, *, on_progress: Progress = quiet, **options: Any) -> Run:
    """Do one step of a run and keep its facts and seconds in the manifest; a failure is written there before it is raised."""
    session = Session(workspace, store, run, on_progress)
    started = time.perf_counter()
    try:
        facts = _WITH_PULLS[name](session, **options)
    except Exception as error:
        said = str(error) if isinstance(error, ContributionsError) else type(error).__name__
        store.save_run(replace(run, problem=f"{name} : {said}", finished_at=datetime.now(UTC)))
        raise
    seconds = round(time.perf_counter() - started, 2)
    done = with_facts(run, name, facts | {"seconds": seconds})
    store.save_run(done)
    log.info("%s : %s, %.1f s", name, {key: value for key, value in facts.items() if isinstance(value, int)}, seconds)
    return done


def finish_run(store: Store, run: Run) -> Run:
    """Close the manifest."""
    done = replace(run, finished_at=datetime.now(UTC))
    store.save_run(done)
    return done


def run_all(
    workspace: Workspace, store: Store, *, month: str = "", on_progress: Callable[[str, int, int], None] | None = None
) -> Run:
    """Do all the steps; `on_progress` is told the step, how much is done, and of how much."""
    run = start_run(workspace, store, month=month)
    for name in steps_of(workspace):
        report_to = (lambda done, total, name=name: on_progress(name, done, total)) if on_progress else quiet
        run = run_step(workspace, store, run, name, on_progress=report_to)
    return finish_run(store, run)


def resume_run(workspace: Workspace, store: Store, run_id: str, name: str, *, on_progress: Progress = quiet) -> Run:
    """Do one step of a run that is known by its id, as a task of a flow does; a problem it had before is forgotten."""
    run = replace(find_run(store, run_id), problem="", finished_at=None)
    return run_step(workspace, store, run, name, on_progress=on_progress)
