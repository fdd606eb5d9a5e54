"""The pages that say what a reconciliation, or going back, changed of themes: written with it, and again when words must go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.report.changes import write_changes
from contributions.steps.lineage import changed_by, left_themes, past

if TYPE_CHECKING:
    from pathlib import Path

    from contributions.settings import Workspace
    from contributions.store import Store

_BEGINNING, _END = "themes-", ".html"


def changes_page(workspace: Workspace, run: str) -> Path:
    """Say where the page of a run is."""
    return workspace.out / f"{_BEGINNING}{run}{_END}"


def publish(workspace: Workspace, store: Store, *runs: str) -> None:
    """Write the page of each run: what it changed of themes, quoting only what is kept today."""
    ideas, contributions = store.ideas(), store.contributions()
    agreed = {collection.name for collection in store.collections() if collection.consent}
    internal = set(contributions.loc[~contributions["collection"].isin(agreed), "id"])
    private = frozenset(ideas.loc[ideas["contribution"].isin(internal), "id"])
    texts = dict(ideas[["id", "text"]].itertuples(index=False, name=None))
    known = past(store, max(runs))
    for run in runs:
        back = max((each for each in known.themes if each < run), default="")
        found, page = changed_by(known, run), changes_page(workspace, run)
        write_changes(found, page, city=workspace.settings.city.name, back=back, texts=texts, private=private)


def publish_again(workspace: Workspace, store: Store) -> None:
    """Write again the pages that are there: what was erased, withdrawn or put in quarantine since is quoted no more.

    A page of no run that left themes is somebody's own: it is left as it is.
    """
    there = {path.name.removeprefix(_BEGINNING).removesuffix(_END) for path in workspace.out.glob(f"{_BEGINNING}*{_END}")}
    if runs := [run for run in left_themes(store) if run in there]:
        publish(workspace, store, *runs)
