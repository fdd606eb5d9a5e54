"""Write the workbook « reponses.xlsx »: what may be answered, what was, and a place to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.language import _
from contributions.report import answer_layouts as layouts
from contributions.report.sheets import Book
from contributions.report.words import NARROW, clock, day_name, euros

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from contributions.domain import Response
    from contributions.report.sheets import Layout, Total, Value

    Rows = Iterator[Sequence[Value | Total]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A theme or an objective: how many voices and ideas, and the answers that are shown there."""

    subject: str
    title: str
    voices: int
    ideas: int
    answers: tuple[Response, ...] = ()

    @property
    def state(self) -> str:
        """Say which answers, at which line of their history, a row shows."""
        return state_of(self.answers)


@dataclass(frozen=True, slots=True)
class Answerable:
    """What people may answer, as it stood at one moment."""

    city: str
    at: datetime
    themes: tuple[Asking, ...]
    objectives: tuple[Asking, ...]


def state_of(answers: Sequence[Response]) -> str:
    """Write the answers that a row shows: `S00001/2 S00003/1`, or a dash."""
    return " ".join(sorted(f"{each.id}/{each.line}" for each in answers)) or layouts.NONE_YET


def shown_in(state: str) -> dict[str, int]:
    """Read what `state_of` wrote.

    >>> shown_in("S00001/2 S00003/1"), shown_in("-")
    ({'S00001': 2, 'S00003': 1}, {})
    """
    pairs = (each.partition("/") for each in state.split() if "/" in each)
    return {name: int(line) for name, _slash, line in pairs if line.isdecimal()}


def answer_book(shown: Answerable) -> bytes:
    """Give the workbook as bytes; the same state gives the same bytes."""
    book = Book(title=_("Réponses aux habitants, {city}").format(city=shown.city), made_at=shown.at)
    book.add(layouts.THEMES, _asking(shown.themes, layouts.THEMES))
    book.add(layouts.OBJECTIVES, _asking(shown.objectives, layouts.OBJECTIVES))
    book.add(layouts.MANUAL, _manual(shown))
    return book.to_bytes()


def said_answer(answer: Response) -> str:
    """Say an answer as it stands: where it is, who, when, how much, then its words."""
    facts = [answer.status.label, answer.motif.label if answer.motif else "", answer.owner]
    facts += [_("échéance le {day}").format(day=day_name(answer.due_on))] if answer.due_on else []
    facts += [answer.funding.label if answer.funding else "", "" if answer.amount is None else euros(answer.amount)]
    return "\n".join(part for part in (", ".join(fact for fact in facts if fact), answer.text) if part)


def _asking(rows: Sequence[Asking], layout: Layout) -> Rows:
    for row in rows:
        to_fill = [*(None for column in layout.columns if column.editable), row.state]
        for answer in row.answers or (None,):
            # Spreadsheets save CSV in cp1252, which has no narrow space.
            now = said_answer(answer).replace(NARROW, "\u00a0") if answer else None
            yield row.subject, row.title, row.voices, row.ideas, answer.id if answer else None, now, *to_fill


def _manual(shown: Answerable) -> Rows:
    stood = _("Réponses, telles qu'elles étaient le {day} à {clock}. Document de travail, à ne pas diffuser tel quel.")
    yield shown.city, stood.format(day=day_name(shown.at), clock=clock(shown.at))
    yield from ((_(name), _(meaning) if meaning else None) for name, meaning in layouts.GUIDE)
