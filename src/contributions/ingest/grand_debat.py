"""Exports of the Grand débat national: one contribution per respondent and open question, in CSV or JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest import questions
from contributions.ingest.dates import iso_date
from contributions.ingest.reading import TRASHED, Reading, Said, to_frame
from contributions.ingest.tables import objects_of, records_table
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "grand_debat"
_AUTHOR = frozenset({"id", "authorId", "authorType", "authorZipCode"})
_EVENT = frozenset({"startAt", "endAt"})
_USER = frozenset({"id", "username", "zipCode", "biography"})
_FIELDS = _AUTHOR | {
    "reference", "title", "createdAt", "publishedAt", "updatedAt", "trashed", "trashedStatus", "authorUsername", "authorEmail",
}  # fmt: skip
_NUMBER = re.compile(r"^Q[A-Za-z0-9+/=]* - ")
_TICKED = re.compile(r'\s*\{\s*"(?:labels|other)"')
_TRUE = frozenset({"true", "oui", "1"})


def sniff(source: SourceFile) -> str | None:
    """Recognise an export by what it says of authors."""
    kind = _kind(source)
    return f"export du Grand débat national, {kind}" if kind else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the answers to open questions; a row without one keeps its reason.

    Raises:
        SourceError: it is the list of meetings, of accounts, or no export of the Grand débat.
    """
    kind = _kind(source)
    if kind is None:
        raise SourceError(_("ce n'est pas un export du Grand débat national"))
    if kind == "réunions":
        raise SourceError(_("export du Grand débat national, réunions : ce ne sont pas des paroles d'habitants"))
    if kind == "comptes":
        raise SourceError(_("export du Grand débat national, comptes : ce sont des données personnelles, elles ne sont pas lues"))
    table = _table(source)
    labels, rows = table.rows[0][1], table.rows[1:]
    asked = {place: strip_number(label) for place, label in enumerate(labels) if label and label not in _FIELDS}
    found = questions.open_questions(asked, [cells for _, cells in rows], chosen=settings.columns.text)
    sayings = [said for number, cells in rows for said in _sayings(number, cells, labels, found.read)]
    why = _("export du Grand débat national, {questions}").format(questions=found.described())
    return Reading(NAME, why, to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers))


def strip_number(label: str) -> str:
    """Give the question without the number that the platform puts before it.

    >>> strip_number("QUXVlc3Rpb246MTYw - Que changer ?"), strip_number("Q169 - Et chez vous ?"), strip_number("Et après ?")
    ('Que changer ?', 'Et chez vous ?', 'Et après ?')
    """
    return _NUMBER.sub("", label)


def _sayings(number: int, cells: Sequence[str], labels: Sequence[str], found: Mapping[int, str]) -> list[Said]:
    record = {label: cell for label, cell in zip(labels, cells, strict=False) if label in _FIELDS}
    native_id = record.get("reference") or record.get("id", "")
    said_on = iso_date(record.get("publishedAt", "")) or iso_date(record.get("createdAt", ""))
    reason = TRASHED if record.get("trashed", "").lower() in _TRUE else ""
    said = [
        Said(number, text, native_id=native_id, question=question, said_on=said_on, reason=reason)
        for question, text in questions.answers(cells, found)
    ]
    return said or [Said(number, native_id=native_id, said_on=said_on, reason=reason or questions.NO_ANSWER)]


def _kind(source: SourceFile) -> str | None:
    """Name what the export holds; None where it is none."""
    if not source.is_table:
        return None
    tables = [table for table in source.tables if table.rows]
    labels = frozenset(tables[0].rows[0][1]) if len(tables) == 1 else frozenset()
    if labels >= _USER:
        return "comptes"
    if not labels >= _AUTHOR:
        return None
    return "réunions" if labels >= _EVENT else "contributions"


def _table(source: SourceFile) -> Table:
    """Give the table of answers: in JSON they are under each respondent."""
    if source.kind != "json":
        return next(table for table in source.tables if table.rows)
    return records_table([_flat(record) for record in objects_of(json.loads(source.text))])


def _flat(record: Mapping[str, Any]) -> dict[str, object]:
    given = record.get("responses")
    responses = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    said = {f"Q{each.get('questionId', '')} - {each.get('questionTitle', '')}": _answer(each) for each in responses}
    return {name: value for name, value in record.items() if not isinstance(value, dict | list)} | said


def _answer(response: Mapping[str, Any]) -> str:
    """Give what was written; what was ticked, JSON in a text, is left."""
    value = response.get("value") or response.get("formattedValue") or ""
    return "" if not isinstance(value, str) or _TICKED.match(value) else value
