"""Prepare what the page and the workbook say of answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from contributions.domain import Funding, Refusal, ResponseStatus
from contributions.language import _
from contributions.report.rows import Row, rows_of
from contributions.report.words import clean, cut, day_name, euros
from contributions.trace import answers_by_status, answers_given, answers_listed, reply_delays
from contributions.trace.answers import BEFORE, DATED, IDEA, OBJECTIVE, UNDATED, WAYS

if TYPE_CHECKING:
    from contributions.report.views import Quotes
    from contributions.trace import Picture

TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer, as people read it."""

    row: Row
    title: str
    heard: bool
    """True where the title is said by residents: an idea's words, or a theme's."""
    private: bool
    origin: str
    status: str
    money: str
    due: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the page says of answers: the answers, where they stand, how they reach what was said, after how long."""

    answers: tuple[Shown, ...]
    by_status: tuple[tuple[str, Row], ...]
    by_way: tuple[tuple[str, Row], ...]
    ideas: int
    voices: int
    answered_ideas: int
    answered_voices: int
    late: int
    dated: int
    before: int
    undated: int
    days: float | None
    """Median days from what was said to its first answer, over the dated ideas."""

    def at(self, subject: str) -> tuple[Shown, ...]:
        """Give the answers that are shown at a theme: its own, and those of the themes merged into it."""
        return tuple(each for each in self.answers if each.row.at == subject)


def section(picture: Picture, quotes: Quotes) -> Section:
    """Prepare the section of a picture; its answers are empty where nothing was answered."""
    ways, stands, delays = answers_given(picture), answers_by_status(picture), reply_delays(picture)
    answers = tuple(_shown(quotes, row) for row in rows_of(answers_listed(picture)))
    reached = ways[ways["way"].ne("none")]
    kinds = {kind: int(delays["kind"].eq(kind).sum()) for kind in (DATED, BEFORE, UNDATED)}
    waited = [int(days) for days in delays.loc[delays["kind"].eq(DATED), "days"]]
    return Section(
        answers,
        tuple((_status(row.status), row) for row in rows_of(stands)),
        tuple((_(WAYS[row.way]), row) for row in rows_of(ways)),
        ideas=int(ways["ideas"].sum()),
        voices=int(ways["voices"].sum()),
        answered_ideas=int(reached["ideas"].sum()),
        answered_voices=int(reached["voices"].sum()),
        late=sum(bool(each.row.late) for each in answers),
        dated=kinds[DATED],
        before=kinds[BEFORE],
        undated=kinds[UNDATED],
        days=median(waited) if waited else None,
    )


def money_of(row: Row) -> str:
    """Say on which line, and how much."""
    funding = Funding(row.funding).label if row.funding else ""
    return " · ".join(part for part in (funding, euros(Decimal(row.amount)) if row.amount else "") if part)


def status_of(row: Row) -> str:
    """Say where an answer stands, and why where it is not retained."""
    label = ResponseStatus(row.status).label
    return _("{status} ({motif})").format(status=label, motif=Refusal(row.motif).label) if row.motif else label


def origin_of(row: Row) -> str:
    """Say what became of what an answer is about, where it is no more as it was."""
    if row.gone:
        return _("n'existe plus")
    return _("fusionné dans {theme}").format(theme=row.at) if row.at != row.subject else ""


def _shown(quotes: Quotes, row: Row) -> Shown:
    said = row.kind == IDEA and not row.gone
    due = day_name(date.fromisoformat(row.due_on)) if row.due_on else ""
    return Shown(
        row,
        clean(cut(row.title, length=TITLE_LENGTH)),
        heard=row.kind != OBJECTIVE,
        private=said and quotes.of(row.subject, length=TITLE_LENGTH).private,
        origin=origin_of(row),
        status=status_of(row),
        money=money_of(row),
        due=due,
    )


def _status(value: str) -> str:
    return _("sans réponse") if value == "none" else ResponseStatus(value).label
