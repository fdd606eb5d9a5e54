"""Read what somebody says of an answer: in French or as programs write it, from a command line or a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from contributions.domain import Funding, Refusal, ResponseStatus
from contributions.domain.labelled import Labelled
from contributions.errors import UsageError
from contributions.language import N_, _
from contributions.prepare.words import normalise
from contributions.steps.decision_lines import same_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from contributions.domain import Response

Kind = TypeVar("Kind", bound=Labelled)
NOTHING = N_("aucun")
"""What is written to take out what an answer said."""
_SPACES = re.compile(r"\s+")
_AMOUNT = re.compile(r"[0-9]+([.,][0-9]{1,2})?")
MOST = Decimal(10) ** 12
"""An amount from which a figure is a slip of the hand, in euros."""


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of an answer, in their words; empty where they say nothing, « aucun » where they take out."""

    status: str = ""
    text: str = ""
    motif: str = ""
    owner: str = ""
    due_on: str = ""
    funding: str = ""
    amount: str = ""

    @property
    def filled(self) -> Mapping[str, str]:
        """Give what is said, by the name of its field."""
        said = {field.name: getattr(self, field.name).strip() for field in fields(self)}
        return {name: words for name, words in said.items() if words}


def said(before: Response, given: Given) -> Response:
    """Give an answer with what is newly said of it; a motif goes with the refusal that it explained.

    Raises:
        UsageError: something cannot be read; the sentence says what was seen and how to write it.
    """
    changes = {name: _value(name, words) for name, words in given.filled.items()}
    after = replace(before, **changes)
    if after.motif and "motif" not in changes and after.status is not ResponseStatus.NOT_RETAINED:
        after = replace(after, motif=None)
    return after


def _value(name: str, words: str) -> Any:
    """Read a field, or take it out; an answer always stands somewhere: its status is never taken out."""
    if name != "status" and same_words(words, NOTHING, N_("aucune")):
        return "" if name in ("text", "owner") else None
    return _READ[name](words)


def read_status(words: str) -> ResponseStatus:
    """Read a status.

    Raises:
        UsageError: it is none of ours.
    """
    return _member(words, _("statut"), ResponseStatus)


def _motif(words: str) -> Refusal:
    return _member(words, _("motif"), Refusal)


def _funding(words: str) -> Funding:
    return _member(words, _("financement"), Funding)


def _member(words: str, noun: str, kinds: type[Kind]) -> Kind:
    """Read a value by its French word, its word in the reader's language, or as programs write it."""
    for each in kinds:
        if normalise(words) == normalise(each.value) or same_words(words, each.french):
            return each
    raise UsageError(_unknown(words, noun, kinds))


def _unknown(words: str, noun: str, kinds: type[Labelled]) -> str:
    problem = _("« {seen} » : {noun} inconnu ; écrivez l'un de : {known}.")
    return problem.format(seen=words, noun=noun, known=", ".join(each.label for each in kinds))


def read_day(words: str) -> date:
    """Read a day.

    Raises:
        UsageError: it is no day.
    """
    from contributions.ingest.dates import iso_date
    from contributions.store.rows import date_of

    day = date_of(iso_date(words))
    if day is None:
        raise UsageError(_("Échéance « {seen} » illisible : écrivez-la comme 2026-09-30.").format(seen=words))
    return day


def read_amount(words: str) -> Decimal:
    """Read an amount in euros, to the cent.

    >>> read_amount("12 000,50 €"), read_amount("300")
    (Decimal('12000.50'), Decimal('300.00'))

    Raises:
        UsageError: it is no amount.
    """
    plain = _SPACES.sub("", words.replace("€", "").replace("EUR", ""))
    amount = Decimal(plain.replace(",", ".")) if _AMOUNT.fullmatch(plain) else None
    if amount is None or amount >= MOST:
        raise UsageError(_("Montant « {seen} » illisible : écrivez des euros, comme 12000 ou 12000,50.").format(seen=words))
    return amount.quantize(Decimal("0.01"))


def _text(words: str) -> str:
    return words.strip()


_READ: Mapping[str, Callable[[str], Any]] = {
    "status": read_status,
    "text": _text,
    "motif": _motif,
    "owner": _text,
    "due_on": read_day,
    "funding": _funding,
    "amount": read_amount,
}
