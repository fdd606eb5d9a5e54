"""The door of the review room: signing in and out, one's own password, and the accounts and sign-ins for analysts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contributions.domain import AccountRole
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps import accounts as steps
from contributions.store.accounts import accounts, sign_ins
from contributions.web.access import door_to, enter
from contributions.web.room import now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from contributions.store import Store
    from contributions.web.acts import Form
    from contributions.web.room import Room

LAST = 50
"""Sign-ins that analysts are shown."""


def door(request: Request, _room: Room, _store: Store) -> tuple[str, Mapping[str, Any]]:
    """Ask for a name and a password."""
    return "door.html.j2", {"then": _ours(request.query_params.get("suite", "/"))}


def entered(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Let somebody in, or say at the door why not."""
    then = _ours(form.get("then", "/"))
    try:
        account = steps.sign_in(store, form.get("name", ""), form.get("password", ""), address_of_client(request), now())
    except UsageError as error:
        return str(error), door_to(then)
    enter(request, account)
    return _("Bonjour {name}.").format(name=account.name), then


def left(request: Request, _room: Room, store: Store, _form: Form) -> tuple[str, str]:
    """End the sessions of who leaves."""
    if account := request.state.visitor.account:
        steps.leave(store, account, address_of_client(request), now())
    request.session.clear()
    return _("Vous êtes sorti."), "/connexion"


def own(request: Request, _room: Room, store: Store) -> tuple[str, Mapping[str, Any]]:
    """Show one's own account; to analysts, all accounts and the last sign-ins."""
    account = request.state.visitor.account
    every = account is not None and account.role is AccountRole.ANALYST
    return "account.html.j2", {
        "account": account,
        "accounts": accounts(store) if every else (),
        "sign_ins": sign_ins(store, LAST) if every else (),
        "roles": list(AccountRole),
    }


def password_changed(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Change one's own password; this session goes on, the others end.

    Raises:
        UsageError: the password of today is not this one, there were too many tries, or the new one is written twice differently.
    """
    account = request.state.visitor.account
    if account is None:
        raise UsageError(_("Cette page n'existe pas."))
    steps.confirm(store, account, form.get("password", ""), address_of_client(request), now())
    if form.get("new", "") != form.get("again", ""):
        raise UsageError(_("Le nouveau mot de passe est écrit de deux façons. Rien n'est changé."))
    enter(request, steps.change_password(store, account.name, form.get("new", "")))
    return _("Mot de passe changé ; vos autres sessions sont fermées."), "/compte"


def account_changed(request: Request, _room: Room, store: Store, form: Form) -> tuple[str, str]:
    """Open, change or close the account of somebody.

    Raises:
        UsageError: it cannot be.
    """
    name, act = form.get("name", ""), request.path_params["act"]
    if act == "ouvrir":
        made = steps.open_account(store, name, _role(form), form.get("password", ""), now())
    elif act == "role":
        made = steps.change_role(store, name, _role(form))
    elif act == "fermer":
        made = steps.close_account(store, name, now())
    else:
        raise UsageError(_("Cette page n'existe pas."))
    return _("Compte de {name} : c'est fait.").format(name=made.name), "/compte"


def _role(form: Form) -> AccountRole:
    asked = form.get("role", "")
    if asked not in {role.value for role in AccountRole}:
        raise UsageError(_("Choisissez un rôle : {roles}.").format(roles=", ".join(role.label for role in AccountRole)))
    return AccountRole(asked)


def address_of_client(request: Request) -> str:
    """Give the address that somebody asks from."""
    return request.client.host if request.client else ""


def _ours(address: str) -> str:
    """Keep an address only where it is one of ours."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
