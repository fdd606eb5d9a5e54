"""Who asks, and what their role lets them do: one table for every room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.responses import RedirectResponse, Response

from contributions.decisions import OF_MATCHES, OF_THEMES
from contributions.domain import AccountRole
from contributions.errors import UsageError
from contributions.language import _
from contributions.store.accounts import account_named, accounts

if TYPE_CHECKING:
    from starlette.requests import Request

    from contributions.domain import Account, DecisionKind
    from contributions.store import Store

PART = 600
"""Seconds by which a session is put off: not a cookie for every page."""
READ, THEMES, MATCHES, ANSWERS = "read", "themes", "matches", "answers"
QUARANTINE, READ_QUARANTINE, PEOPLE = "quarantine", "read-quarantine", "people"
MAY: Mapping[AccountRole, frozenset[str]] = {
    AccountRole.ANALYST: frozenset({READ, THEMES, MATCHES, ANSWERS, QUARANTINE, READ_QUARANTINE, PEOPLE}),
    AccountRole.FACILITATOR: frozenset({READ, THEMES, MATCHES, QUARANTINE, READ_QUARANTINE}),
    AccountRole.PLANNER: frozenset({READ, MATCHES, ANSWERS}),
    AccountRole.GUARANTOR: frozenset({READ, READ_QUARANTINE}),
}
"""AccountRole -> what it lets people do."""


class SignInError(UsageError):
    """Say that a room is for those who have an account."""


class RoleError(UsageError):
    """Say that a role does not let somebody do this."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks; `account` is None where the room has none, and whoever sits at this machine is alone in it."""

    name: str
    may: frozenset[str]
    account: Account | None = None


def visitor_of(request: Request, store: Store) -> Visitor:
    """Say who asks.

    Raises:
        SignInError: there are accounts, and nobody signed in, or the session ended since.
    """
    if not accounts(store):  # closed ones count: a room that had accounts is never open to all
        return Visitor(str(request.session.get("by", "")), MAY[AccountRole.ANALYST])
    found = account_named(store, str(request.session.get("account", "")))
    if found is None or found[0].closed_at is not None or found[0].stamp != request.session.get("stamp"):
        raise SignInError(_("Entrez votre nom et votre mot de passe."))
    if (part := int(time()) // PART) != request.session.get("seen"):
        request.session["seen"] = part  # what is written again in a session puts its end off
    return Visitor(found[0].name, MAY[found[0].role], found[0])


def act_of(kind: DecisionKind) -> str:
    """Say what one must be let do to take, or to undo, a decision."""
    return THEMES if kind in OF_THEMES else MATCHES if kind in OF_MATCHES else QUARANTINE


def check_may(visitor: Visitor, act: str) -> None:
    """Refuse what a role does not let somebody do.

    Raises:
        RoleError: it does not.
    """
    if act not in visitor.may:
        role = visitor.account.role.label if visitor.account else ""
        raise RoleError(_("Votre rôle ({role}) ne permet pas cela. Un analyste peut le changer.").format(role=role))


def let_in(request: Request, store: Store, may: str) -> None:
    """Say on the request who asks, where their role lets them.

    Raises:
        SignInError: nobody signed in.
        RoleError: their role does not let them.
    """
    request.state.visitor = visitor_of(request, store)
    check_may(request.state.visitor, may)


def enter(request: Request, account: Account) -> None:
    """Begin a session anew: nothing of the one before is kept, the token of forms least of all."""
    language = request.session.get("lang")
    request.session.clear()
    request.session.update({"account": account.name, "stamp": account.stamp})
    if language:
        request.session["lang"] = language


def to_the_door(request: Request) -> Response:
    """Send to the door, and back here afterwards; who sent a form is told that it was not read."""
    asked = request.url if request.method == "GET" else urlsplit(request.headers.get("referer", ""))
    if request.method != "GET":
        request.session["notice"] = _("Votre session est finie : rien n'est écrit. Entrez, puis recommencez.")
    then = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return RedirectResponse(door_to(then or "/"), status_code=303)


def door_to(then: str) -> str:
    """Give the address of the door from which one goes on to a page."""
    return f"/connexion?suite={quote(then)}"
