"""The monthly flow: all the steps of a workspace, a task each, then what a person reads of it."""

from __future__ import annotations

import logging
import os

# Run by hand, Prefect starts a server of its own: on a loaded machine that takes more than 20 seconds. Nothing goes out.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artifacts import bar_of, publish, start_bar  # Prefect puts this folder on the path while it loads the entrypoint
from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE

from contributions.errors import StoreError
from contributions.settings import Workspace, open_workspace
from contributions.steps import find_run, finish_run, open_store, resume_run, start_run, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from contributions.store import Store

logging.getLogger("contributions").setLevel(logging.INFO)  # the line of each step, for the run's page


def from_outside(_task: object, _task_run: object, state: State[Any]) -> bool:
    """Say whether a disk, a share or a database failed: it may come back; a wrong setting or a defect of ours will not."""
    return isinstance(state.result(raise_on_failure=False), (OSError, StoreError))


patient = task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[10, 60], retry_condition_fn=from_outside)


@patient
def start(workspace: str, month: str) -> str:
    """Open the run's manifest and give its id."""
    with _opened(workspace) as (city, store):
        return start_run(city, store, month=month).id


@patient
def step(workspace: str, run_id: str, name: str, bar: UUID | None = None) -> None:
    """Do one step: what it made is in the store, its counts or its problem in the manifest. Done again, it adds nothing."""
    with _opened(workspace) as (city, store):
        move = bar_of(bar, name)
        resume_run(city, store, run_id, name, on_progress=move)
        move(1, 1)


@patient
def finish(workspace: str, run_id: str) -> None:
    """Close the manifest, and show on the Prefect page what came of the run."""
    with _opened(workspace) as (city, store):
        publish(city, store, finish_run(store, find_run(store, run_id)))


@flow(name="monthly")
def monthly(workspace: str = ".", month: str = "") -> str:
    """Do all the steps, for all that was said or until the end of a month (« 2026-03 »); give the run's id."""
    run_id, bar = start(workspace, month), start_bar()
    for name in steps_of(open_workspace(Path(workspace))):
        step.with_options(name=name)(workspace, run_id, name, bar)
    finish(workspace, run_id)
    return run_id


@contextmanager
def _opened(folder: str) -> Iterator[tuple[Workspace, Store]]:
    workspace = open_workspace(Path(folder))
    with closing(open_store(workspace.database_url)) as store:
        yield workspace, store
