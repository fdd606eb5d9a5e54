"""The commands, one a step: each reads its words, calls what does the work, and shows what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, MonthOption, WorkspaceOption, app, evaluate_app, opened, themes_app
from contributions.cli.preview import show_previews
from contributions.cli.show import (
    READ,
    print_figures,
    print_json,
    progress,
    say_not_pulled,
    show_reading,
    show_reports,
    show_run,
    show_status,
    show_theme,
    show_themes,
)
from contributions.language import LANGUAGES, _

if TYPE_CHECKING:
    from contributions.settings import Workspace
    from contributions.store import Store


@app.callback()
def contributions(
    _language: Annotated[
        str, typer.Option("--lang", metavar="|".join(LANGUAGES), help="Langue des mots qu'on lit, n'importe où sur la ligne.")
    ] = LANGUAGES[0],
) -> None:
    """Show `--lang` in the help: the command line has taken it by then."""


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Où installer la ville d'exemple.")] = Path("demo"),
    as_json: JsonOption = False,
) -> None:
    """Toute la chaîne sur la ville fournie : installe, lit, rassemble, rapproche, et dit où sont les rapports."""
    from contributions.starter import copy_demo

    copy_demo(folder)
    _run_all(folder, "", as_json=as_json)


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier à créer.")]) -> None:
    """Crée un espace de travail qui marche tel quel : réglages commentés, un contrat et un compte rendu d'exemple."""
    from contributions.starter import copy_starter

    copy_starter(folder)
    print(_("Espace de travail créé dans « {folder} ».").format(folder=folder))
    print(_("  1. remplacez referentials/contrat.csv par votre contrat de ville ;"))
    print(_("  2. déposez vos fichiers dans sources/ ;"))
    print(f"  3. contributions run --workspace {folder}")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="CHEMIN...", help="Fichiers, dossiers ou archives zip à lire.")],
    *,
    collection: Annotated[
        str, typer.Option(help="Nom de la collecte, s'il n'est ni dans les réglages ni à côté du fichier.")
    ] = "",
    reader: Annotated[str, typer.Option(help="Lecteur à employer, au lieu de celui qui est reconnu.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montre ce qui serait lu, et n'enregistre rien.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Lit des fichiers ; relire les mêmes n'ajoute rien. Un fichier illisible est dit, les autres sont lus."""
    if dry_run:
        _preview(workspace, paths, collection, reader, as_json=as_json)
        return
    with opened(workspace) as (city, store):
        facts = _one_step(city, store, "ingest", paths=paths, collection=collection, reader=reader)
        shown = {key: facts[key] for key in (*READ, "changed", "masked", "problems", "silent")}
        print_json(shown) if as_json else show_reading(facts)
    if facts["problems"]:
        raise typer.Exit(1)


@app.command()
def run(month: MonthOption = "", workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Toutes les étapes, comme le flow mensuel : lit sources/, et écrit les rapports dans out/."""
    _run_all(workspace, month, as_json=as_json)


@app.command()
def prepare(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Découpe les contributions en idées, qui sont des citations exactes."""
    step_command(workspace, "prepare", as_json=as_json)


@app.command()
def embed(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Calcule le sens de chaque idée ; une idée déjà calculée ne l'est pas deux fois."""
    step_command(workspace, "embed", as_json=as_json)


@themes_app.callback()
def themes(context: typer.Context, workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Rassemble les idées en thèmes ; « list » et « show » les montrent."""
    if context.invoked_subcommand is None:
        step_command(workspace, "themes", as_json=as_json)


@themes_app.command("list")
def themes_list(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Liste les thèmes du dernier passage, le plus nourri d'abord."""
    from contributions.consult import list_themes

    with opened(workspace) as (city, store):
        rows = list_themes(city, store)
    print_json(rows) if as_json else show_themes(rows)


@themes_app.command("show")
def themes_show(
    theme: Annotated[str, typer.Argument(metavar="ID", help="L'identifiant d'un thème, par exemple T003.")],
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Montre un thème : mots, citations, objectifs, histoire."""
    from contributions.consult import show_theme as theme_of

    with opened(workspace) as (city, store):
        facts = theme_of(city, store, theme)
    print_json(facts) if as_json else show_theme(facts)


@app.command()
def report(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Écrit out/index.html et out/tracabilite.xlsx."""
    step_command(workspace, "report", as_json=as_json)


@app.command()
def status(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Dit où en est l'espace de travail : destins, idées, thèmes, dernier passage."""
    from contributions.consult import status as status_of

    with opened(workspace) as (city, store):
        facts = status_of(city, store)
    print_json(facts) if as_json else show_status(facts)


@evaluate_app.command("themes")
def evaluate_themes(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help='JSONL de {"text", "label"}, ou CSV « text;theme ».')],
    workspace: Annotated[Path | None, typer.Option("--workspace", help="Prend les réglages de cet espace de travail.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare les thèmes trouvés à des étiquettes : V-mesure, ARI, AMI, part non placée."""
    from contributions.evaluate import evaluate_themes as measure

    print_figures(measure(file, _settings(workspace)), as_json=as_json)


@evaluate_app.command("privacy")
def evaluate_privacy(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIERS", help="Cas YAML annotés : text, mask, keep.")],
    as_json: JsonOption = False,
) -> None:
    """Compare le masquage à des cas annotés : rappel et précision par sorte de donnée, lieux gardés."""
    from contributions.evaluate import evaluate_privacy as measure

    print_figures(measure(files), as_json=as_json)


def _one_step(workspace: Workspace, store: Store, name: str, **options: Any) -> dict[str, Any]:
    from contributions.steps import STEP_LABELS, finish_run, run_step, start_run

    with progress() as bar:
        done = run_step(
            workspace,
            store,
            start_run(workspace, store),
            name,
            on_progress=lambda done, total: bar(_(STEP_LABELS[name]), done, total),
            **options,
        )
    finish_run(store, done)
    return dict(done.stages[name])


def _preview(folder: Path, paths: list[Path], collection: str, reader: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from contributions.settings import FILE_NAME
    from contributions.steps.preview import open_or_usual, preview

    with progress() as bar:
        seen = preview(
            open_or_usual(folder),
            paths,
            collection=collection,
            reader=reader,
            on_progress=lambda done, total: bar(_("Lecture des fichiers"), done, total),
        )
    usual = not (folder / FILE_NAME).exists()
    print_json([asdict(each) for each in seen]) if as_json else show_previews(seen, usual=usual)
    if any(each.problem for each in seen):
        raise typer.Exit(1)


_KEPT_FOR_LATER = frozenset({"digest", "rows", "recipe", "since", "scorers"})
"""Facts of a step that the next run reads, and people do not."""


def step_command(folder: Path, name: str, *, as_json: bool) -> None:
    """Do one step, and show its figures."""
    with opened(folder) as (workspace, store):
        facts = _one_step(workspace, store, name)
    print_figures({key: value for key, value in facts.items() if key not in _KEPT_FOR_LATER}, as_json=as_json)


def _run_all(folder: Path, month: str, *, as_json: bool) -> None:
    from contributions.consult import status as status_of
    from contributions.steps import STEP_LABELS, run_all

    with opened(folder) as (workspace, store):
        with progress() as bar:
            done = run_all(
                workspace, store, month=month, on_progress=lambda name, part, total: bar(_(STEP_LABELS[name]), part, total)
            )
        facts = status_of(workspace, store)
        reports = [workspace.out / name for name in done.stages["report"]["files"]]
    not_pulled = say_not_pulled(done.stages.get("pull", {}))
    if as_json:
        print_json(facts | {"reports": [str(path) for path in reports]})
    else:
        show_run(done, facts)
        show_reports(reports)
    if done.stages["ingest"]["problems"] or not_pulled:
        raise typer.Exit(1)


def _settings(folder: Path | None) -> Any:
    from contributions.settings import Settings, open_workspace

    return open_workspace(folder).settings if folder else Settings()
