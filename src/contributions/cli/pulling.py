"""`contributions pull`: from a platform to `sources/`, and what is shown of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, app
from contributions.cli.show import print_json, say_not_pulled, table
from contributions.language import _

if TYPE_CHECKING:
    from contributions.pull import OnPage


@app.command()
def pull(
    url: Annotated[str, typer.Argument(metavar="URL", help="L'adresse de la plateforme, ou celle de son /api.")],
    *,
    component: Annotated[
        list[int] | None,
        typer.Option(
            help="Numéro d'un composant : celui qui suit /f/ dans l'adresse de sa page. Option à répéter ; sinon, tous."
        ),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Ne tire que ce qui est publié depuis ce jour.")
    ] = None,
    pause: Annotated[float, typer.Option(min=0, max=60, help="Secondes entre deux demandes à la plateforme.")] = 1.0,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Tire d'une plateforme Decidim publique ses propositions, débats et commentaires, et les dépose dans sources/.

    Rien n'est demandé sur les personnes. La première fois, tout est tiré ; ensuite, seulement ce qui est nouveau ou changé.
    Interrompue, la commande reprend à la page suivante. « contributions ingest » ou « run » lit ensuite les fichiers déposés.
    """
    from contributions.pull import pull_platform
    from contributions.settings import PullSettings, open_workspace

    opened = open_workspace(workspace)
    day = since.date() if since else None
    asked = PullSettings(url=url, components=tuple(component or ()), since=day, pause=pause)
    with _pages() as on_page:
        facts = asdict(pull_platform(asked, sources=opened.sources, journals=opened.journals, on_page=on_page))
    print_json(facts) if as_json else _show(facts)
    if say_not_pulled(facts):
        raise typer.Exit(1)


def _show(facts: dict[str, Any]) -> None:
    columns = [_("fichiers"), _("contributions"), _("commentaires"), _("demandes")]
    table(_("Tirage"), columns, [[len(facts["files"]), facts["contributions"], facts["comments"], facts["requests"]]])
    for name in facts["files"]:
        print(_("Déposé : sources/{name}").format(name=name))
    if not facts["files"] and not facts["problems"]:
        print(_("Rien de nouveau sur la plateforme."))


@contextmanager
def _pages() -> Iterator[OnPage]:
    """Show a line a component, its pages and its rows as they come; on a file, nothing."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as progress:
        tasks: dict[int, Any] = {}

        def on_page(component: int, pages: int, rows: int) -> None:
            said = _("Composant {component} : pages {pages}, contributions {rows}")
            if component not in tasks:
                tasks[component] = progress.add_task("", total=None)
            progress.update(tasks[component], description=said.format(component=component, pages=pages, rows=rows))

        yield on_page
