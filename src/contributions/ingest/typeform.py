"""Typeform's table of answers, which gives a column to each choice of a list.

Columns: `#`, the questions, `Start Date (UTC),Submit Date (UTC),Network ID`; or the questions, then `Submitted At,Token`. The
column of a choice is headed by the choice, its cells hold the choice or nothing; « Other » after them holds what people wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.ingest.survey import Form, SurveyTool, column, keys, roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.ingest.survey import Row
    from contributions.ingest.tables import Table

_IDENTITIES = ("#", "token")
_DATES = ("submit date utc", "submitted at", "start date utc")
_OWN = frozenset({*_DATES, "token", "network id", "stage date utc", "response type", "tags", "ending", "score"})
_OTHER = frozenset({"other", "autre", "autres"})


def _is_ours(table: Table) -> bool:
    """Recognise the token and the dates that Typeform puts around the questions."""
    names = keys(table.rows[0][1])
    first = table.rows[0][1][0] == "#" and not {"submit date utc", "network id"}.isdisjoint(names)
    return first or {"submitted at", "token"} <= set(names)


def _form(table: Table) -> Form:
    headings, rows = table.rows[0][1], table.rows[1:]
    names = keys(headings)
    own = {place for place, name in enumerate(names) if name in _OWN or headings[place] == "#"}
    asked = {place: heading for place, heading in enumerate(headings) if heading and place not in own}
    lists = _lists(asked, rows, names)
    others = {place: _beside(headings, places, place) for places in lists for place in places if names[place] in _OTHER}
    choices = {place for places in lists for place in places}
    named = ["#" if heading == "#" else name for heading, name in zip(headings, names, strict=True)]
    roles = roles_of(named, id=_IDENTITIES, said_on=_DATES)
    questions = {place: heading for place, heading in asked.items() if place not in choices}
    first = [headings[places[0]] for places in lists]
    return Form(headings, rows, questions, roles, others, lists=first, part=table.name)


def _lists(asked: dict[int, str], rows: Sequence[Row], names: Sequence[str]) -> list[list[int]]:
    """Give the columns of each list: choices that follow one another, up to « Other »."""
    lists: list[list[int]] = []
    opened = False
    for place, heading in asked.items():
        is_choice = set(column(rows, place)) == {heading}
        is_other = names[place] in _OTHER and opened
        if is_choice and not opened:
            lists.append([])
        if is_choice or is_other:
            lists[-1].append(place)
        opened = is_choice
    return lists


def _beside(headings: Sequence[str], places: Sequence[int], other: int) -> str:
    return f"{headings[other]} ({' ; '.join(headings[place] for place in places if place != other)})"


TOOL = SurveyTool("typeform", "Typeform", _is_ours, _form)
