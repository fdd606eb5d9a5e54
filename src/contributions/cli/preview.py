"""What the command line shows of files that are read without being kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from contributions.cli.show import table
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from contributions.ingest import SheetSeen
    from contributions.steps.preview import Preview

NARROW = 80
"""Under this many columns a table of sentences cannot be read: its rows are shown one under the other."""
_ROLES = {
    "text": N_("texte"),
    "title": N_("titre"),
    "question": N_("question"),
    "said_on": N_("date"),
    "session": N_("séance ou halte"),
    "place": N_("lieu"),
    "quartier": N_("quartier"),
    "age": N_("âge"),
    "gender": N_("genre"),
    "residence": N_("résidence"),
    "profile": N_("public"),
    "latitude": N_("latitude (jamais gardée)"),
    "longitude": N_("longitude (jamais gardée)"),
    "point": N_("coordonnées (jamais gardées)"),
    "id": N_("identifiant"),
}
"""What people read of a role that a column may have."""


def show_previews(seen: Sequence[Preview], *, usual: bool = False) -> None:
    """Show what each file would give; nothing was kept. `usual` tells that the folder has no settings of its own."""
    if usual:
        print(_("Pas de contributions.toml ici : les réglages habituels servent."), file=sys.stderr)
    for each in seen:
        if each.problem:
            print(_("Non lu : {problem}").format(problem=each.problem), file=sys.stderr)
        else:
            print(_("{file} : lecteur « {reader} », {why}").format(file=each.file, reader=each.reader, why=each.why))
        for sheet in each.sheets:
            _show_columns(sheet, several=len(each.sheets) > 1)
        if not each.problem:
            _show_rows(each)
        if each.sidecar:
            _show_sidecar(each)
    print(_("Rien n'a été enregistré."))


def _show_columns(sheet: SheetSeen, *, several: bool) -> None:
    if several:
        print(_("  feuille « {name} »").format(name=sheet.name))
    for role, names in sheet.roles.items():
        guessed = sheet.guessed and role == "text"
        line = _("  {role} : {names}, deviné à la longueur") if guessed else _("  {role} : {names}")
        print(line.format(role=_(_ROLES[role]), names=_names(names)))
    if not sheet.roles:
        print(_("  aucune colonne de texte reconnue"))
    if sheet.left:
        print(_("  laissé : {names}").format(names=_names(sheet.left)))


def _names(names: Sequence[str]) -> str:
    return ", ".join(_("« {name} »").format(name=" ".join(name.split())) for name in names)


def _show_rows(each: Preview) -> None:
    for reason, count in each.unusable.items():
        print(_("  rejetées : {count}, {reason}").format(count=count, reason=_(reason)))
    if not each.first:
        return
    title = ngettext("{count} ligne :", "{count} lignes, les premières :", each.rows).format(count=each.rows)
    if _is_narrow():
        print(title)
        for row in each.first:
            _show_row(row)
        return
    columns = [_("place"), _("date"), _("quartier"), _("question"), _("texte")]
    table(title, columns, [[_place(row), row["said_on"], row["quartier"], row["question"], row["text"]] for row in each.first])


def _show_row(row: Mapping[str, str]) -> None:
    about = (_place(row), row["said_on"], row["quartier"], row["question"])
    print("- " + " | ".join(filter(None, about)))
    print("  " + row["text"].replace("\n", "\n  "))


def _place(row: Mapping[str, str]) -> str:
    return f"{row['part']} {row['position']}".strip()


def _show_sidecar(each: Preview) -> None:
    """Print the side-car as it is to be saved: nothing before a line, nothing cut."""
    print(_("Pour dire vous-même où est le texte, enregistrez ceci dans « {name} » :").format(name=each.sidecar_name))
    print()
    print(each.sidecar)


def _is_narrow() -> bool:
    from rich.console import Console

    console = Console()
    return console.is_terminal and console.width < NARROW
