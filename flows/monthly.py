"""The monthly flow: all the steps of a workspace, one task each, then what a person reads of it."""

from __future__ import annotations

import os

# An ephemeral server needs more than Prefect's 20 seconds on a loaded machine; nothing is ever sent outside.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

from pathlib import Path
from typing import Any

from artifacts import publish
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from contributions.settings import open_workspace
from contributions.steps import STEP_LABELS, STEPS, finish_run, open_store, resume_run, start_run


@task(cache_policy=NO_CACHE)
def start(workspace: str, month: str) -> str:
    """Open the run's manifest and give its id."""
    opened = open_workspace(Path(workspace))
    return start_run(opened, open_store(opened.database_url), month=month).id


# The database or a shared folder may be away for a moment; a step that is done again adds nothing.
@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[10, 60], task_run_name="{name}")
def step(workspace: str, run_id: str, name: str) -> dict[str, Any]:
    """Do one step; what it made is in the store, only its facts travel."""
    opened = open_workspace(Path(workspace))
    return dict(resume_run(opened, open_store(opened.database_url), run_id, name).stages[name])


@flow(name="monthly", log_prints=False)
def monthly(workspace: str = ".", month: str = "") -> str:
    """Run all the steps of a workspace, for all that was said or until the end of a month (« 2026-03 »); give the run's id."""
    run_id = start(workspace, month)
    facts = {name: step(workspace, run_id, name) for name in STEPS}
    opened = open_workspace(Path(workspace))
    store = open_store(opened.database_url)
    finish_run(store, run_id)
    publish(opened, store, facts, labels=STEP_LABELS)
    return run_id
