"""Microsoft Forms' workbook of answers: who answered and when, then a column a question; several ticks end with « ; ».

Columns: « ID, Heure de début, Heure de fin, Adresse de messagerie, Nom », sometimes « Heure de la dernière modification » or
« Langue ».
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.ingest.survey import Form, SurveyTool, keys, roles_of

if TYPE_CHECKING:
    from contributions.ingest.tables import Table

_START = ("heure de debut", "start time")
_END = ("heure de fin", "completion time")
_OWN = frozenset({
    "id", *_START, *_END, "adresse de messagerie", "email", "nom", "name", "heure de la derniere modification",
    "last modified time", "langue", "language", "total points", "quiz feedback",
})  # fmt: skip


def _is_ours(table: Table) -> bool:
    """Recognise the identity, the start and the end of each answer, first of the columns."""
    first = keys(table.rows[0][1])[:3]
    return len(first) > 2 and first[0] == "id" and first[1] in _START and first[2] in _END  # noqa: PLR2004


def _form(table: Table) -> Form:
    headings = table.rows[0][1]
    names = keys(headings)
    asked = {place: heading for place, heading in enumerate(headings) if heading and names[place] not in _OWN}
    return Form(headings, table.rows[1:], asked, roles_of(names, id=("id",), said_on=(*_END, *_START)), part=table.name)


TOOL = SurveyTool("microsoft_forms", "Microsoft Forms", _is_ours, _form)
