"""What became of themes: their lives, and what changed from one run to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from contributions.cli.app import HERE, JsonOption, WorkspaceOption, opened, themes_app
from contributions.cli.lives import became, flat, said_event, said_moves, said_status
from contributions.cli.show import print_json, table, tree
from contributions.language import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping


@themes_app.command()
def history(
    theme: Annotated[str, typer.Argument(metavar="ID", help="Un thème, par exemple T003.", show_default="tous")] = "",
    *,
    since: Annotated[
        str, typer.Option(metavar="PASSAGE|JOUR", help="Depuis un passage, ou un jour (2026-03-01).", show_default="le début")
    ] = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Raconte la vie des thèmes, disparus compris : naissance, idées venues et parties, décisions, et qui les a prises."""
    from contributions.consult import theme_lives

    with opened(workspace) as (city, store):
        rows = theme_lives(city, store, theme, since=since)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        said = ngettext("{id}  {title} ({status}, {ideas} idée)", "{id}  {title} ({status}, {ideas} idées)", row["ideas"])
        head = said.format(id=row["id"], title=row["title"], status=said_status(row["status"]), ideas=row["ideas"])
        tree(head, [said_event(event) for event in row["history"]])
    if not rows:
        print(_("Rien n'a changé dans les thèmes."))


@themes_app.command()
def diff(
    before: Annotated[
        str, typer.Argument(metavar="PASSAGE_A", help="Ce qu'un passage a laissé.", show_default="l'avant-dernier")
    ] = "",
    after: Annotated[
        str, typer.Argument(metavar="PASSAGE_B", help="Ce qu'un autre a laissé.", show_default="aujourd'hui, décisions comprises")
    ] = "",
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Dit ce qui a changé dans les thèmes d'un passage à l'autre : nés, fusionnés, retirés, renommés, et où vont les idées."""
    from contributions.consult import theme_changes

    with opened(workspace) as (city, store):
        found = theme_changes(city, store, before, after)
    print_json(found) if as_json else _show(found)


def _show(found: Mapping[str, Any]) -> None:
    rows = [
        [
            each["id"],
            each["title"],
            became(each),
            each["before"],
            each["ideas"],
            "\n".join(said_moves(each["came"], each["left"])),
        ]
        for each in found["themes"]
    ]
    columns = ["id", _("titre"), _("devient"), _("avant"), _("après"), _("idées")]
    title = _("Thèmes, de {before} à {after}").format(before=found["from"]["in"], after=found["to"]["in"])
    table(title, columns, rows)
    for each in found["themes"]:
        if each["renamed"]:
            renamed = _("Titre de {theme} : « {before} » → « {after} »")
            print(renamed.format(theme=each["id"], before=each["renamed"]["from"], after=each["renamed"]["to"]))
    for each in found["decisions"]:
        _show_decision(each)
    print(_("Idées qui changent de thème : {count}").format(count=found["moved"]))
    print(_("Idées dans un thème : {before} → {after}").format_map(found["placed"]))
    print(_("Idées sans thème : {before} → {after}").format_map(found["unplaced"]))


def _show_decision(decision: Mapping[str, Any]) -> None:
    from contributions.domain import DecisionKind

    said = _("Décision {id} : {kind}, par {by} ({reason})")
    kind = DecisionKind(decision["kind"]).label
    print(said.format(id=decision["id"], kind=kind, by=decision["by"], reason=flat(decision["reason"])))
