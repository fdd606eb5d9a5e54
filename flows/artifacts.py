"""What the Prefect page shows of a run: a bar, a note and a table. Titles of themes and figures, never a resident's words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from httpx import HTTPError
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact, update_progress_artifact

from contributions.consult import list_themes, status
from contributions.domain import Fate
from contributions.steps import STEP_LABELS, STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from contributions.domain import Run
    from contributions.settings import Workspace
    from contributions.store import Store


def publish(workspace: Workspace, store: Store, run: Run) -> None:
    """Make the note `passage` and the table `themes` of a run that is done."""
    city = workspace.settings.city.name
    new = {theme.id: theme.title for theme in store.themes(run.stages["themes"]["rows"]) if theme.born_in == run.id}
    said = note(city, run, status(workspace, store)["fates"], list(new.values()))
    table = [
        {"thème": row["id"], "titre": row["title"], "idées": row["ideas"], "nouveau": "oui" if row["id"] in new else ""}
        for row in list_themes(workspace, store)
    ]
    create_markdown_artifact(said, key="passage", description=f"Passage, {city}")
    create_table_artifact(table, key="themes", description="Thèmes, le plus nourri d'abord")


def note(city: str, run: Run, fates: Mapping[str, int], new: Sequence[str]) -> str:
    """Say in Markdown what a run read, what became of it, what is not placed, and the titles of the new themes."""
    read, gathered = run.stages["ingest"], run.stages["themes"]
    ideas = gathered["placed"] + gathered["unplaced"]
    seconds = [f"{STEP_LABELS[name]} {facts['seconds']:.0f} s" for name, facts in run.stages.items()]
    lines = [
        f"## {city}" + (f", jusqu'à la fin de {run.month}" if run.month else ""),
        "",
        "| destin | contributions |",
        "| --- | ---: |",
        *(f"| {fate.label} | {fates[fate.value]} |" for fate in Fate),
        f"| **total lu** | **{sum(fates.values())}** |",
        "",
        f"- fichiers : {read['files']}, dont non lus : {len(read['problems'])} ; contributions nouvelles : {read['new']}",
        f"- idées : {ideas}, dont non placées : {gathered['unplaced']} ({gathered['unplaced'] / max(ideas, 1):.0%})",
        f"- idées sans objectif : {run.stages['match']['without_objective']}",
        f"- thèmes : {gathered['themes']}, dont nouveaux : {len(new)}",
        *(f"    - {title}" for title in new),
        *(f"- non tiré : {problem}" for problem in run.stages.get("pull", {}).get("problems", {}).values()),
        f"- durées : {', '.join(seconds)}",
    ]
    return "\n".join(lines) + "\n"


def start_bar() -> UUID:
    """Show a bar of the whole run, at 0 %."""
    return create_progress_artifact(0.0, key="avancement", description="Part des étapes qui est faite")


def percent_of(name: str, done: int, total: int) -> int:
    """Say how much of a run is done when a step is so far; each step is an equal part of it."""
    if name not in STEPS:
        return 0  # a pull comes before them, and its length is not known
    return round(100 * (list(STEPS).index(name) + done / max(total, 1)) / len(STEPS))


def bar_of(bar: UUID | None, name: str) -> Callable[[int, int], None]:
    """Give what moves the bar while a step is done; only whole percents are sent, none without a bar."""
    sent = percent_of(name, 0, 1)

    def move(done: int, total: int) -> None:
        nonlocal sent
        percent = percent_of(name, done, total)
        if bar and percent > sent:
            sent = percent
            with suppress(HTTPError):  # a bar that stands still must not stop the work
                update_progress_artifact(bar, float(percent))

    return move
