"""What the city answers to what was said (suites données)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from contributions.domain.labelled import Labelled
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class ResponseStatus(Labelled):
    """Where an answer stands; the first five follow one another."""

    RECEIVED = "received", N_("reçu")
    STUDIED = "studied", N_("à l'étude")
    RETAINED = "retained", N_("retenu")
    COMMITTED = "committed", N_("engagé")
    DONE = "done", N_("réalisé")
    NOT_RETAINED = "not retained", N_("non retenu")
    FORWARDED = "forwarded", N_("transmis")
    OUT_OF_SCOPE = "out of scope", N_("hors champ")


class Refusal(Labelled):
    """Why something is not retained (motif)."""

    OTHERS_DUTY = "duty of others", N_("compétence d'un autre acteur")
    BUDGET = "budget", N_("budget")
    REGULATION = "regulation", N_("réglementaire")
    ALREADY_DONE = "already done", N_("déjà fait")
    AGAINST_DECISION = "against a decision", N_("contraire à une décision")
    NOT_FEASIBLE = "not feasible", N_("non réalisable")
    UNCLEAR = "unclear", N_("précision nécessaire")


class Funding(Labelled):
    """On which line something is paid (financement)."""

    CITY_POLICY = "city policy", N_("crédits politique de la ville")
    TAX_RELIEF = "tax relief", N_("exonération TFPB")
    RESIDENTS_FUND = "residents fund", N_("FPH")
    ORDINARY = "ordinary", N_("droit commun")
    OTHER = "other", N_("autre financement")


PATH = (
    ResponseStatus.RECEIVED,
    ResponseStatus.STUDIED,
    ResponseStatus.RETAINED,
    ResponseStatus.COMMITTED,
    ResponseStatus.DONE,
)
"""The way of what is retained, in its order."""
CLOSED = frozenset({ResponseStatus.DONE, ResponseStatus.NOT_RETAINED, ResponseStatus.OUT_OF_SCOPE})
"""Where nothing more is expected: never late."""


@dataclass(frozen=True, slots=True)
class Response:
    """One dated line of an answer; never edited: the last line is the answer as it stands, those before are its history."""

    id: str
    at: datetime
    by: str
    subject: str
    """Id of what it answers: a theme, an objective (`contrat/2.1`) or an idea; the same in all of its lines."""
    status: ResponseStatus
    line: int = 1
    """Rank of the line in the history of the answer, from 1."""
    text: str = ""
    motif: Refusal | None = None
    owner: str = ""
    """Who carries it out, or to whom it was forwarded (pilote)."""
    due_on: date | None = None
    funding: Funding | None = None
    amount: Decimal | None = None
    """In euros, to the cent."""
    reason: str = ""
    """Why this line was written."""

    def is_late(self, day: date) -> bool:
        """Say whether it was due before a day and still waits.

        >>> answer = Response("S00001", datetime(2026, 3, 1), "Inès", "T003", ResponseStatus.COMMITTED, due_on=date(2026, 9, 30))
        >>> answer.is_late(date(2026, 9, 30)), answer.is_late(date(2026, 10, 1))
        (False, True)
        """
        return self.due_on is not None and self.due_on < day and self.status not in CLOSED


def as_they_stand(lines: Iterable[Response]) -> tuple[Response, ...]:
    """Give the last line of each answer, by id, whatever the order of the lines."""
    last: dict[str, Response] = {}
    for each in sorted(lines, key=lambda each: (each.id, each.line)):
        last[each.id] = each
    return tuple(last.values())
