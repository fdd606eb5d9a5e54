"""Pull the platforms that the settings name, before the files are read. Nothing else in a run touches the network."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from contributions.pull import Pulled, pull_platform

if TYPE_CHECKING:
    from contributions.steps.session import Session


def pull(session: Session) -> dict[str, Any]:
    """Pull each platform in turn; one that cannot be pulled is said, and the files that are there are read all the same."""
    workspace, done = session.workspace, Pulled()
    for number, asked in enumerate(workspace.settings.pulls):
        done += pull_platform(asked, sources=workspace.sources, journals=workspace.journals)
        session.on_progress(number + 1, len(workspace.settings.pulls))
    return asdict(done)
