"""The spreadsheet on which the city answers: written, then read back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contributions.cli.answering import ByOption, show_written
from contributions.cli.app import HERE, JsonOption, WorkspaceOption, answers_app, opened
from contributions.cli.deciding import ReasonOption
from contributions.cli.deciding_sheet import FileArgument, cell_of, show_refused
from contributions.cli.show import print_json
from contributions.language import _, ngettext

if TYPE_CHECKING:
    from contributions.steps.answer_sheet import Taken

OutOption = Annotated[Path | None, typer.Option("--out", help="Le classeur à écrire.", show_default="out/reponses.xlsx")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Montre ce qui serait répondu, sans rien écrire.")]


@answers_app.command()
def sheet(out: OutOption = None, workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """Écrit le tableau des réponses : thèmes et objectifs, avec ce qu'on y a répondu et des cellules à remplir."""
    from contributions.steps.answer_sheet import write_answer_sheet

    with opened(workspace) as (city, store):
        path = out or city.out / "reponses.xlsx"
        shown = write_answer_sheet(city, store, path)
    asked = (*shown.themes, *shown.objectives)
    counts = {
        "themes": len(shown.themes),
        "objectives": len(shown.objectives),
        "answers": sum(len(each.answers) for each in asked),
    }
    if as_json:
        print_json({"file": str(path), **counts})
        return
    print(_("Tableau : {path}").format(path=path.resolve()))
    print(_("Thèmes : {themes} ; objectifs : {objectives} ; réponses : {answers}.").format(**counts))
    print(_("Une fois rempli : contributions answers import FICHIER --by NOM"))


@answers_app.command("import")
def import_(
    file: FileArgument,
    *,
    by: ByOption = "",
    reason: ReasonOption = "",
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Relit le tableau des réponses : ce qui s'y répond est écrit, le reste est listé ; le relire n'ajoute rien."""
    from contributions.steps.answer_sheet import import_answers
    from contributions.steps.answering import Signed, desk_of

    with opened(workspace) as (city, store):
        taken = import_answers(desk_of(city, store), file, Signed(by, reason, datetime.now(UTC)), rehearse=dry_run)
    if as_json:
        from contributions.steps.answer_facts import line_facts

        made = [line_facts(each.response) for each in taken.made]
        already = [{"sheet": line.sheet, "row": line.row, "about": line.subject} for line in taken.already]
        refused = [cell_of(each.line, each.head) | {"problem": each.problem} for each in taken.refused]
        facts = {"dry_run": dry_run, "made": made, "already": already, "refused": refused, "masked": dict(taken.masked)}
        print_json(facts)
    else:
        _show(taken, dry_run=dry_run)
    if taken.refused:
        raise typer.Exit(1)


def _show(taken: Taken, *, dry_run: bool) -> None:
    show_written(taken.made, as_json=False)
    if taken.refused:
        show_refused(taken.refused, _("Pas encore répondu"))
    counts = {"made": len(taken.made), "already": len(taken.already), "refused": len(taken.refused)}
    said = ngettext("{made} réponse écrite", "{made} réponses écrites", counts["made"]).format(**counts)
    print(_("{said} ; déjà faites : {already} ; à revoir : {refused}.").format(said=said, **counts))
    if not taken.dated:
        print(_("Ce tableau ne dit pas de quand il date : ce qui aurait changé depuis n'a pas pu être comparé."))
    if dry_run:
        print(_("Rien n'est écrit : relancez sans --dry-run."))
