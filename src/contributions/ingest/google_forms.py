"""Google Forms' table of answers: `Horodateur` (« 2026/03/04 10:05:07 PM UTC+1 »), then a column a question.

Several ticks are joined by « ; » in the CSV of the form, by « , » in its spreadsheet. `Timestamp` in a spreadsheet may have the
month first: the days over 12 of the column tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.ingest.dates import iso_date
from contributions.ingest.questions import asks
from contributions.ingest.survey import Form, SurveyTool, column, keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.ingest.tables import Table

_STAMPS = frozenset({"horodateur", "timestamp"})
_OWN = frozenset({"adresse e mail", "adresse mail", "email address", "nom d utilisateur", "username", "score"})
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b(.*)", re.DOTALL)
_MONTHS = 12


def _is_ours(table: Table) -> bool:
    """Recognise the time of each answer, first of the columns, and questions after it."""
    headings = table.rows[0][1]
    first = keys(headings)[0]
    if first not in _STAMPS or not any(map(iso_date, column(table.rows[1:], 0))):
        return False
    return first == "horodateur" or any(map(asks, headings))


def _form(table: Table) -> Form:
    headings = table.rows[0][1]
    month_first = keys(headings)[0] == "timestamp" and _month_first(column(table.rows[1:], 0))
    rows = [(number, (_day_first(cells[0]) if month_first else cells[0], *cells[1:])) for number, cells in table.rows[1:]]
    asked = {place: heading for place, heading in enumerate(headings) if place and heading and keys([heading])[0] not in _OWN}
    return Form(headings, rows, asked, {"said_on": 0}, part=table.name)


def _month_first(dates: Sequence[str]) -> bool:
    """Tell « 3/24/2026 » from « 24/03/2026 » by a number over 12; without one, English writes the month first."""
    pairs = [(int(found[1]), int(found[2])) for found in map(_DAY.match, dates) if found]
    return bool(pairs) and not any(first > _MONTHS for first, _second in pairs)


def _day_first(date: str) -> str:
    return _DAY.sub(r"\2/\1/\3\4", date)


TOOL = SurveyTool("google_forms", "Google Forms", _is_ours, _form)
