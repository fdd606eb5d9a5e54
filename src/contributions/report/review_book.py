"""Write the workbook « relectures.xlsx »: the matches that people are asked to review, with a place to say what they think."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.language import _
from contributions.report import review_layouts as layouts
from contributions.report.decision_layouts import STATE
from contributions.report.sheets import Book
from contributions.report.words import clock, day_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from contributions.domain import Objective, Referential
    from contributions.report.sheets import Total, Value

    Rows = Iterator[Sequence[Value | Total]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An idea to review: its theme, its likeliest objectives with their probability, best first, and why it is shown."""

    idea: str
    text: str
    theme: str
    objectives: tuple[tuple[Objective, float], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reviewable:
    """The matches of one referential to review, as they stood at one moment; `state` names its run and its last decision."""

    city: str
    at: datetime
    state: str
    referential: Referential
    doubts: tuple[Doubt, ...]


def label_of(objective: Objective) -> str:
    """Name an objective by its code and its title.

    >>> from contributions.domain import Objective
    >>> label_of(Objective("contrat", "2.1", "Desserte"))
    '2.1 · Desserte'
    """
    return f"{objective.code} · {objective.title}"


def review_book(shown: Reviewable) -> bytes:
    """Give the workbook as bytes; the same state gives the same bytes."""
    book = Book(title=_("Rapprochements à relire, {city}").format(city=shown.city), made_at=shown.at)
    book.add(layouts.MATCHES, _doubts(shown))
    book.add(layouts.MANUAL, _manual(shown))
    offered = (*map(_, layouts.WORDS), *map(label_of, shown.referential.leaves))
    book.add(layouts.CHOICES, ((each,) for each in offered))
    return book.to_bytes()


def _doubts(shown: Reviewable) -> Rows:
    for doubt in shown.doubts:
        (first, chance), *others = doubt.objectives
        beside = "\n".join(f"{label_of(each)} ({share:.0%})" for each, share in others)
        known = (doubt.idea, doubt.text, doubt.theme, f"{first.referential}/{label_of(first)}", chance, beside, doubt.why)
        to_fill = [None for column in layouts.MATCHES.columns if column.editable]
        yield *known, *to_fill, shown.state


def _manual(shown: Reviewable) -> Rows:
    stood = _("Rapprochements, tels qu'ils étaient le {day} à {clock}. Document de travail, à ne pas diffuser tel quel.")
    yield shown.city, stood.format(day=day_name(shown.at), clock=clock(shown.at))
    yield _("Référentiel"), shown.referential.title
    yield from ((_(name), _(meaning) if meaning else None) for name, meaning in layouts.GUIDE)
    yield "", None
    yield _(STATE), shown.state
