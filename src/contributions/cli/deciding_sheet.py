"""The spreadsheet on which facilitators decide of themes: written, then read back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, decide_app, opened
from contributions.cli.deciding import ByOption, ReasonOption, show_decisions
from contributions.cli.show import print_json, table
from contributions.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.steps.decision_asks import Refusal
    from contributions.steps.decision_import import Imported
    from contributions.steps.decision_lines import Line

SheetArgument = Annotated[
    Path | None, typer.Argument(metavar="FICHIER", help="Le classeur à écrire.", show_default="out/decisions.xlsx")
]
FileArgument = Annotated[Path, typer.Argument(metavar="FICHIER", help="Le tableau rempli : XLSX, ODS ou CSV.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Montre ce qui serait décidé, sans rien écrire.")]


@decide_app.command()
def sheet(file: SheetArgument = None, workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Écrit le tableau des décisions : thèmes, idées et propositions, avec des cellules à remplir."""
    from contributions.steps.decision_sheet import write_sheet

    with opened(workspace) as (city, store):
        path = file or city.out / "decisions.xlsx"
        shown = write_sheet(city, store, path)
    counts = {"themes": len(shown.themes), "voices": len(shown.voices), "proposals": len(shown.proposals)}
    if as_json:
        print_json({"file": str(path), **counts, "state": shown.state})
        return
    print(_("Tableau : {path}").format(path=path.resolve()))
    print(_("Thèmes : {themes} ; voix : {voices} ; propositions : {proposals}.").format(**counts))
    print(_("Une fois rempli : contributions decide import FICHIER --by NOM"))


@decide_app.command("import")
def import_(
    file: FileArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Relit un tableau rempli, décisions ou rapprochements : ce qui s'y décide est écrit, le reste listé ; jamais deux fois."""
    from contributions.steps.decision_asks import Signature
    from contributions.steps.decision_import import import_sheet

    with opened(workspace) as (_workspace, store):
        done = import_sheet(store, file, Signature(by, reason, datetime.now(UTC)), rehearse=dry_run)
    if as_json:
        from contributions.store.rows import decision_row

        made = [decision_row(each) for each in done.made]
        already = [cell_of(line, ask.head) for ask in done.already for line in ask.lines]
        refused = [cell_of(each.line, each.head) | {"problem": each.problem} for each in done.refused]
        print_json({"dry_run": dry_run, "made": made, "already": already, "refused": refused, "waiting": done.waiting})
    else:
        _show(done, dry_run=dry_run)
    if done.refused:
        raise typer.Exit(1)


def _show(done: Imported, *, dry_run: bool) -> None:
    if done.made:
        show_decisions(done.made, as_json=False)
    if done.refused:
        show_refused(done.refused, _("Pas encore décidé"))
    counts = {"made": len(done.made), "already": len(done.already), "refused": len(done.refused)}
    said = ngettext("{made} décision prise", "{made} décisions prises", counts["made"]).format(**counts)
    print(_("{said} ; déjà faites : {already} ; à revoir : {refused}.").format(said=said, **counts))
    if done.waiting:
        waiting = ngettext(
            "{count} relecture attend : aucune n'est écrite tant qu'une ligne des rapprochements est à revoir.",
            "{count} relectures attendent : aucune n'est écrite tant qu'une ligne des rapprochements est à revoir.",
            done.waiting,
        )
        print(waiting.format(count=done.waiting))
    if not done.dated:
        print(_("Ce tableau ne dit pas de quand il date : ce qui aurait changé depuis n'a pas pu être comparé."))
    if dry_run:
        print(_("Rien n'est écrit : relancez sans --dry-run."))


def show_refused(refused: Sequence[Refusal], title: str) -> None:
    """Show the cells that are not done, each with why."""
    heads = [_("feuille"), _("ligne"), _("sur"), _("colonne"), _("lu"), _("à revoir")]
    rows = [[*cell_of(each.line, each.head).values(), each.problem] for each in refused]
    table(title, heads, rows)


def cell_of(line: Line, head: str) -> dict[str, Any]:
    """Say where a cell is, what it is about, and what it says."""
    return {
        "sheet": line.sheet,
        "row": line.row,
        "about": line.subject,
        "column": _(head),
        "seen": line.cells.get(head, ""),
    }
