"""Who enters the review room, what their role lets them do, and how each sign-in went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contributions.domain.labelled import Labelled
from contributions.language import N_


class AccountRole(Labelled):
    """What an account lets somebody do in the review room."""

    ANALYST = "analyst", N_("analyste")
    FACILITATOR = "facilitator", N_("animateur·rice")
    PLANNER = "planner", N_("chef·fe de projet")
    GUARANTOR = "guarantor", N_("garant·e")


class Outcome(Labelled):
    """How a sign-in went."""

    ENTERED = "entered", N_("entrée")
    REFUSED = "refused", N_("refusée")
    HELD = "held", N_("bloquée, trop d'essais")
    LEFT = "left", N_("sortie")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may enter, under the name that signs their decisions.

    `stamp` grows when the role or the password changes, and when they leave: the sessions that were open before then end.
    """

    name: str
    role: AccountRole
    opened_at: datetime
    closed_at: datetime | None = None
    stamp: int = 1


@dataclass(frozen=True, slots=True)
class SignIn:
    """One try to enter, or a way out; `account` is empty where no account has the name that was given."""

    at: datetime
    account: str
    address: str
    outcome: Outcome
