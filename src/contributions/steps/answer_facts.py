"""What answers say as they stand, for the command line: plain values that scripts read as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contributions.domain.answers import as_they_stand
from contributions.store.responses import response_row, responses
from contributions.trace.answers import Subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from contributions.domain import Response, Theme
    from contributions.steps.answering import Desk
    from contributions.store import Store


def list_answers(desk: Desk, day: date, *, late: bool = False) -> list[dict[str, Any]]:
    """List the answers as they stand, by id; the late ones alone where they are asked for."""
    return [row for row in answers_told(responses(desk.store), desk.subjects, day) if row["late"] or not late]


def answers_told(lines: Sequence[Response], subjects: Subjects, day: date) -> list[dict[str, Any]]:
    """Say of every answer how it stands, by id."""
    return [_facts(each, lines, subjects, day) for each in as_they_stand(lines)]


def show_answer(desk: Desk, response: Response, day: date) -> dict[str, Any]:
    """Give one answer as it stands, and its history, the oldest line first."""
    lines = [each for each in responses(desk.store) if each.id == response.id]
    return _facts(response, lines, desk.subjects, day) | {"history": [line_facts(each) for each in lines]}


def answers_of_theme(store: Store, themes: Iterable[Theme], theme: str, day: date) -> list[dict[str, Any]]:
    """Give the answers to a theme, those of the themes merged into it too."""
    lines = responses(store)
    subjects = Subjects({each.id: each for each in themes}, {}, {})
    own = [each for each in as_they_stand(lines) if theme in (each.subject, subjects.about(each.subject).at)]
    return [_facts(each, lines, subjects, day) for each in own]


def _facts(response: Response, lines: Iterable[Response], subjects: Subjects, day: date) -> dict[str, Any]:
    about = subjects.about(response.subject)
    return line_facts(response) | {
        "kind": about.kind,
        "title": about.title,
        "shown_at": about.at,
        "gone": about.gone,
        "lines": sum(each.id == response.id for each in lines),
        "late": response.is_late(day),
    }


def line_facts(response: Response) -> dict[str, Any]:
    """Give what one line says."""
    row = response_row(response)
    row["amount"] = None if row.pop("cents") is None else str(response.amount)
    return row
