"""Framaforms (Webform for Drupal): three rows of headings, the form's title, the groups of columns, then the columns.

First columns: `Séquentiel,SID,Heure de soumission,…,Brouillon,Adresse IP,UID,Nom d'utilisateur`, or some of them; a list may have
a column for each choice, marked X, under its question in the second row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.ingest.dates import iso_date
from contributions.ingest.survey import Form, SurveyTool, column, keys, roles_of

if TYPE_CHECKING:
    from contributions.ingest.tables import Table

_SERIALS = frozenset({"sequentiel", "numero de serie", "serial"})
_OWN = _SERIALS | {
    "sid", "heure", "time", "heure de soumission", "submitted time", "soumis", "soumis le", "heure d achevement", "termine",
    "completed time", "heure de completion", "heure de fin", "heure de modification", "modified time", "modifie",
    "date de modification", "brouillon", "draft", "adresse ip", "ip address", "uid", "nom d utilisateur", "username",
    "utilisateur",
}  # fmt: skip
_DETAILS = frozenset({"details de la soumission", "submission details", "informations sur la soumission"})
_WITHIN = 4
_MARKED = frozenset({"x", "1"})


def _is_ours(table: Table) -> bool:
    """Recognise the number of each submission, first of the headings."""
    return _heading_at(table) is not None


def _heading_at(table: Table) -> int | None:
    """Find the row of the columns: its first cell numbers the submissions, under a row that says so or before other details."""
    for place, (_number, cells) in enumerate(table.rows[:_WITHIN]):
        names = keys(cells)
        if names[0] in _SERIALS:
            above = keys([cell for _line, row in table.rows[:place] for cell in row])
            return place if not _DETAILS.isdisjoint(above) or sum(name in _OWN for name in names) > 1 else None
    return None


def _form(table: Table) -> Form:
    at = _heading_at(table) or 0
    headings, rows = table.rows[at][1], table.rows[at + 1 :]
    names = keys(headings)
    own = {place for place, name in enumerate(names) if name in _OWN}
    above = table.rows[at - 1][1] if at else ()
    asked, groups = {}, {}
    question = ""
    for place, heading in enumerate(headings):
        marked = {cell.casefold() for cell in column(rows, place)} <= _MARKED
        question = above[place] if place < len(above) and above[place] else question if marked else ""
        if place in own or not heading:
            question = ""
            continue
        asked[place] = heading
        if question and marked:
            groups[place] = question
        elif question and question != heading:
            asked[place] = f"{question} {heading}"
    roles = roles_of(names, id=("sid", *_SERIALS))
    dated = [place for place in sorted(own) if any(map(iso_date, column(rows, place)))]
    roles |= {"said_on": dated[0]} if dated else {}
    return Form(headings, rows, asked, roles, groups=groups, part=table.name)


TOOL = SurveyTool("framaforms", "Framaforms", _is_ours, _form)
