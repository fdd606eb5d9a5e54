"""Google Forms' table of answers: `Horodateur` (« 2026/03/04 10:05:07 PM UTC+1 »), then a column a question.

Several ticks are joined by « ; » in the CSV of the form, by « , » in its spreadsheet. `Timestamp` in a spreadsheet may have the
month first: the days over 12 of the column tell; without one, English writes the month first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.ingest.dates import day_first, iso_date, month_first
from contributions.ingest.questions import asks
from contributions.ingest.survey import Form, SurveyTool, column, keys

if TYPE_CHECKING:
    from contributions.ingest.tables import Table

_STAMPS = frozenset({"horodateur", "timestamp"})
_OWN = frozenset({"adresse e mail", "adresse mail", "email address", "nom d utilisateur", "username", "score"})


def _is_ours(table: Table) -> bool:
    """Recognise the time of each answer, first of the columns, and questions after it."""
    headings = table.rows[0][1]
    first = keys(headings)[0]
    if first not in _STAMPS or not any(map(iso_date, column(table.rows[1:], 0))):
        return False
    return first == "horodateur" or any(map(asks, headings))


def _form(table: Table) -> Form:
    headings = table.rows[0][1]
    turned = keys(headings)[0] == "timestamp" and month_first(column(table.rows[1:], 0), unless_told=True)
    rows = [(number, (day_first(cells[0]) if turned else cells[0], *cells[1:])) for number, cells in table.rows[1:]]
    asked = {place: heading for place, heading in enumerate(headings) if place and heading and keys([heading])[0] not in _OWN}
    return Form(headings, rows, asked, {"said_on": 0}, part=table.name)


TOOL = SurveyTool("google_forms", "Google Forms", _is_ours, _form)
