"""What the command line shows: tables, figures, JSON, bars."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contributions.domain import Run

READ = ("files", "read", "new", "known", "kept", "duplicate", "quarantined", "rejected")
READ_LABELS = ("fichiers", "lues", "nouvelles", "déjà lues", "conservées", "doublons", "en quarantaine", "rejetées")


def show_run(done: Run, facts: dict[str, Any]) -> None:
    """Show what a run read, where everything stands, and how long each step took."""
    show_reading(dict(done.stages["ingest"]))
    show_status(facts)
    seconds = {name: stage["seconds"] for name, stage in done.stages.items()}
    print("Durées : " + ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items()))


def show_reading(facts: dict[str, Any]) -> None:
    """Show what was read; what was not goes to the error output, with its reason."""
    table("Lecture", list(READ_LABELS), [[facts[key] for key in READ]])
    if not facts["read"]:
        print(f"Aucune contribution lue ({facts['files']} fichiers, sans une ligne remplie).")
    for name, problem in facts["problems"].items():
        print(f"Non lu : {problem if name in problem else f'{name} : {problem}'}", file=sys.stderr)


def show_status(facts: dict[str, Any]) -> None:
    """Show the fates, whose total is what was read, and the ideas placed or not."""
    from contributions.domain import Fate

    fates = facts["fates"]
    labels = [fate.label for fate in Fate]
    table("Destin des contributions", [*labels, "total"], [[*fates.values(), sum(fates.values())]])
    share = facts["unplaced"] / facts["ideas"] if facts["ideas"] else 0.0
    shown = [facts["ideas"], facts["placed"], f"{facts['unplaced']} ({share:.0%})", facts["themes"]]
    table("Idées et thèmes", ["idées", "dans un thème", "non placées", "thèmes"], [shown])


def table(title: str, columns: list[str], rows: list[list[Any]]) -> None:
    """Show a table."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(title=title, title_justify="left")
    for column in columns:
        drawn.add_column(column)
    for row in rows:
        drawn.add_row(*(f"{cell:,}".replace(",", " ") if isinstance(cell, int) else str(cell) for cell in row))
    # A file or a pipe has no width of its own: nothing is cut there.
    console = Console()
    (console if console.is_terminal else Console(width=120)).print(drawn)


def print_figures(figures: dict[str, Any], *, as_json: bool) -> None:
    """Show figures a line each, or as JSON."""
    if as_json:
        print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")


def print_json(value: object) -> None:
    """Write JSON that a script reads."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress() -> Iterator[Any]:
    """Show a bar a step on a terminal; on a file, nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        tasks: dict[str, Any] = {}

        def bar(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = progress.add_task(label, total=total)
            progress.update(tasks[label], completed=done, total=total)

        yield bar
