"""What the Prefect page shows at the end of a run: a note and a table, never a resident's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact, update_progress_artifact

from contributions.consult import list_themes, status
from contributions.domain import Fate
from contributions.settings import Workspace
from contributions.store import Store


def publish(workspace: Workspace, store: Store, facts: Mapping[str, Mapping[str, Any]], *, labels: Mapping[str, str]) -> None:
    """Make the Markdown artifact `passage` and the table artifact `themes` of a run that is done."""
    counts = status(workspace, store)
    fates = "".join(f"| {fate.label} | {counts['fates'][fate.value]} |\n" for fate in Fate)
    share = counts["unplaced"] / counts["ideas"] if counts["ideas"] else 0
    seconds = ", ".join(f"{labels[name]} {done['seconds']:.0f} s" for name, done in facts.items())
    create_markdown_artifact(
        key="passage",
        description=f"Passage sur {workspace.settings.city.name}",
        markdown=(
            f"## {workspace.settings.city.name}\n\n| destin | contributions |\n| --- | ---: |\n{fates}"
            f"| **total lu** | **{sum(counts['fates'].values())}** |\n\n"
            f"- {counts['ideas']} idées, dont {counts['unplaced']} non placées ({share:.0%})\n"
            f"- {counts['themes']} thèmes, dont {facts['themes']['new']} nouveaux\n"
            f"- {len(facts['ingest']['problems'])} fichiers non lus\n- {seconds}\n"
        ),
    )
    create_table_artifact(key="themes", table=list_themes(workspace, store), description="Thèmes, le plus nourri d'abord")


def progress() -> Any:
    """Start a progress artifact; give what updates it, in percent."""
    artifact = create_progress_artifact(progress=0.0, description="Étapes faites")
    return lambda percent: update_progress_artifact(artifact_id=artifact, progress=percent)
