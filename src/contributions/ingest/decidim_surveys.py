"""Answers to a Decidim questionnaire: a column a question (headers in four languages), or a row an answer (open data)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.ingest.dates import iso_date
from contributions.ingest.places import plain_words
from contributions.ingest.questions import NO_ANSWER, answers, open_questions
from contributions.ingest.reading import Said
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.ingest.decidim_records import Export
    from contributions.ingest.tables import Table

CLOSED = N_("réponse à une question fermée, ou donnée personnelle")
_NUMBER = re.compile(r"^\d+\.\s+")
_HEADERS = {
    "id": (
        "id de reponse", "id de la reponse", "identifiant de la reponse", "identifiant de l utilisateur", "answer id",
        "response id", "user identifier", "id de respuesta", "id de la respuesta", "identificador de usuaria",
        "identificador de la usuaria", "identificador de usuario", "identificador del usuario", "id de resposta",
        "id de la resposta", "identificador d usuaria", "identificador de la usuaria", "session token",
    ),
    "said_on": (
        "repondu le", "answered on", "responded on", "respondido el", "respondida el", "contestado el", "respost el",
        "resposta el", "contestat el", "created at",
    ),
    "ip": (
        "hachage ip", "hachage de l ip", "hachage d ip", "ip hash", "hash ip", "hash de ip", "hash de la ip", "hash d ip",
    ),
    "status": (
        "statut de l utilisateur", "statut utilisateur", "user status", "estado de usuaria", "estado de la usuaria",
        "estado de usuario", "estado del usuario", "estado de la participante", "estat de la usuaria", "estat d usuaria",
        "estat de l usuaria", "estat de la participant",
    ),
}  # fmt: skip
"""What the platform writes before the questions, in French, English, Spanish and Catalan."""
_FEWEST_HEADERS = 2


def is_wide(labels: Sequence[str]) -> bool:
    """Recognise a column a question: two of the platform's own headers, then « 1. Que changer ? ».

    >>> is_wide(["ID de réponse", "Répondu le", "1. Que changer ?"]), is_wide(["Answer ID", "Answered on", "Que changer ?"])
    (True, False)
    """
    return len(_roles(labels)) >= _FEWEST_HEADERS and any(map(_NUMBER.match, labels))


def wide(table: Table, chosen: Sequence[str]) -> tuple[list[Said], str]:
    """Give one contribution a respondent and open question, and what is said of the questions; never who answered from where.

    Raises:
        SourceError: a question of `chosen` is not asked.
    """
    labels = table.rows[0][1]
    roles = _roles(labels)
    asked = {place: _NUMBER.sub("", label) for place, label in enumerate(labels) if _NUMBER.match(label)}
    questions = open_questions(asked, [cells for _, cells in table.rows[1:]], chosen=chosen)
    said = [each for number, cells in table.rows[1:] for each in _row(number, cells, roles, questions.read)]
    return said, questions.described()


def long(export: Export, chosen: Sequence[str]) -> tuple[list[Said], str]:
    """Give one contribution a row that answers an open question; the others keep the reason, not their words.

    Raises:
        SourceError: a question of `chosen` is not asked.
    """
    asked_in = [_NUMBER.sub("", record.get("question", "")) for _, record in export.records]
    asked = dict(enumerate(dict.fromkeys(filter(None, asked_in))))
    places = {question: place for place, question in asked.items()}
    rows = [
        [*[""] * places.get(question, 0), record.get("body", "")]
        for question, (_, record) in zip(asked_in, export.records, strict=True)
    ]
    questions = open_questions(asked, rows, chosen=chosen)
    said = [
        _answer(number, record, question, is_open=places.get(question, 0) in questions.read or not question)
        for question, (number, record) in zip(asked_in, export.records, strict=True)
    ]
    return said, questions.described()


def _answer(number: int, record: Mapping[str, str], question: str, *, is_open: bool) -> Said:
    return Said(
        number,
        text=record.get("body", "") if is_open else "",
        native_id=_native(record.get("id", "")),
        question=question,
        said_on=iso_date(record.get("created_at", "")),
        reason="" if is_open else CLOSED,
    )


def _row(number: int, cells: Sequence[str], roles: Mapping[str, int], questions: Mapping[int, str]) -> list[Said]:
    given = {role: cells[place] for role, place in roles.items() if place < len(cells)}
    native_id, said_on = _native(given.get("id", "")), iso_date(given.get("said_on", ""))
    said = [
        Said(number, text, native_id=native_id, question=question, said_on=said_on)
        for question, text in answers(cells, questions)
    ]
    return said or [Said(number, native_id=native_id, said_on=said_on, reason=NO_ANSWER)]


def _roles(labels: Sequence[str]) -> dict[str, int]:
    keys = [" ".join(plain_words(label)) for label in labels]
    return {role: place for role, names in _HEADERS.items() for place in reversed(range(len(keys))) if keys[place] in names}


def _native(identifier: str) -> str:
    return f"answer/{identifier}" if identifier else ""
