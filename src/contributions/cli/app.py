"""The command line itself: its name, its groups of commands, and the options that several share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store

app = typer.Typer(
    name="contributions",
    help="Faire compter ce que disent les habitants : des thèmes qui durent, rapprochés du contrat, tracés dans les deux sens.",
    epilog="Pour commencer : « contributions demo » déroule toute la chaîne sur une ville inventée et dit où sont les rapports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
themes_app = typer.Typer(help="Rassemble les idées en thèmes ; « list » et « show » les montrent.", invoke_without_command=True)
evaluate_app = typer.Typer(help="Mesure la qualité sur des textes étiquetés.", no_args_is_help=True)
match_app = typer.Typer(
    help="Rapproche des objectifs ; « queue » dit quoi relire, « --explain » pourquoi.", invoke_without_command=True
)
decide_app = typer.Typer(help="Décide, avec un nom et un motif ; une décision s'annule par une autre.", no_args_is_help=True)
answers_app = typer.Typer(help="Répond aux habitants, et garde l'histoire de chaque réponse.", no_args_is_help=True)
accounts_app = typer.Typer(help="Qui entre dans la salle de relecture, et ce que son rôle permet.", no_args_is_help=True)
app.add_typer(themes_app, name="themes")
app.add_typer(match_app, name="match")
app.add_typer(decide_app, name="decide")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(answers_app, name="answers")
app.add_typer(accounts_app, name="accounts")

WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", help="Dossier de l'espace de travail.", show_default="dossier courant")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Écrit du JSON, pour un programme.")]
MonthOption = Annotated[str, typer.Option(help="Ne compte que ce qui a été dit jusqu'à la fin de ce mois (2026-03).")]

HERE = Path()


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Workspace, Store]]:
    """Open a workspace and its store, and close it."""
    from contributions.settings import open_workspace
    from contributions.store import open_store

    workspace = open_workspace(folder)
    store = open_store(workspace.database_url)
    try:
        yield workspace, store
    finally:
        store.close()
