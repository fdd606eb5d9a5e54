"""Open and close accounts, change what they may do, and let people in: every try is written, and too many are held off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

from contributions.comparing import plain
from contributions.domain import Account, AccountRole, Outcome, SignIn
from contributions.errors import UsageError
from contributions.language import _
from contributions.steps.passwords import check_password, decoy, hashed, is_dated, is_password
from contributions.store.accounts import account_named, accounts, add_sign_in, refusals, save_account

if TYPE_CHECKING:
    from datetime import datetime

    from contributions.store import Store

WINDOW = timedelta(minutes=15)
TRIES, TRIES_OF_ADDRESS = 5, 20
"""Refusals within the window after which an account, or an address, is held off; an office shares one address."""
_ADDRESS = 64
"""Characters of an address, as the column is."""


def open_account(store: Store, name: str, role: AccountRole, password: str, now: datetime) -> Account:
    """Open an account; one that was closed is opened again.

    Raises:
        UsageError: the name is empty or taken, or the password is too easy to guess.
    """
    name = _written(name)
    if not name or len(name) > 80:  # noqa: PLR2004 (as the column is)
        raise UsageError(_("Donnez un nom, de 80 caractères au plus : il signera les décisions."))
    taken = next((each for each in accounts(store) if plain(each.name) == plain(name)), None)
    if taken and (taken.closed_at is None or taken.name != name):
        problem = _("« {name} » a déjà un compte. « contributions accounts list » les donne.")
        raise UsageError(problem.format(name=taken.name))
    made = Account(name, role, now, stamp=taken.stamp + 1 if taken else 1)
    check_password(name, password)
    save_account(store, made, hashed(password))
    return made


def close_account(store: Store, name: str, now: datetime) -> Account:
    """Close an account: its sessions end, what it decided stays.

    Raises:
        UsageError: no open account has this name, or it is the last analyst's.
    """
    account, password = _open_one(store, name)
    _check_not_last(store, account)
    closed = replace(account, closed_at=now, stamp=account.stamp + 1)
    save_account(store, closed, password)
    return closed


def change_role(store: Store, name: str, role: AccountRole) -> Account:
    """Give an account another role; its sessions end.

    Raises:
        UsageError: no open account has this name, or it is the last analyst's.
    """
    account, password = _open_one(store, name)
    if role is not AccountRole.ANALYST:
        _check_not_last(store, account)
    changed = replace(account, role=role, stamp=account.stamp + 1)
    save_account(store, changed, password)
    return changed


def change_password(store: Store, name: str, password: str) -> Account:
    """Give an account another password; its sessions end.

    Raises:
        UsageError: no open account has this name, or the password is too easy to guess.
    """
    account, _old = _open_one(store, name)
    changed = replace(account, stamp=account.stamp + 1)
    check_password(account.name, password)
    save_account(store, changed, hashed(password))
    return changed


def sign_in(store: Store, name: str, password: str, address: str, now: datetime) -> Account:
    """Let somebody in; a name that nobody has, or that is held off, takes as long as a wrong password, in the same words.

    Raises:
        UsageError: the name and the password do not go together, or there were too many tries.
    """
    spare, address = decoy(), address[:_ADDRESS]
    known = next((each.name for each in accounts(store) if plain(each.name) == plain(_written(name))), "")
    _check_address(store, known, address, now)
    found = account_named(store, known)
    right = is_password(password, found[1] if found else spare)
    outcome = Outcome.HELD if _held(store, known, now) else Outcome.ENTERED if right else Outcome.REFUSED
    if outcome is not Outcome.ENTERED or found is None or found[0].closed_at is not None:
        add_sign_in(store, SignIn(now, known, address, Outcome.HELD if outcome is Outcome.HELD else Outcome.REFUSED))
        problem = _(
            "Ce nom et ce mot de passe ne vont pas ensemble, ou il y a eu trop d'essais : après {tries}, "
            "attendez {minutes} minutes."
        )
        raise UsageError(problem.format(tries=TRIES, minutes=WINDOW.seconds // 60))
    account, kept = found
    if is_dated(kept):
        save_account(store, account, hashed(password))
    add_sign_in(store, SignIn(now, known, address, Outcome.ENTERED))
    return account


def confirm(store: Store, account: Account, password: str, address: str, now: datetime) -> None:
    """Check that whoever is in knows the password of the account: a session left open does not give it away.

    Raises:
        UsageError: it is not this one, which counts as a refused sign-in, or there were too many tries.
    """
    address = address[:_ADDRESS]
    _check_address(store, account.name, address, now)
    _open, kept = _open_one(store, account.name)
    if _held(store, account.name, now) or not is_password(password, kept):
        add_sign_in(store, SignIn(now, account.name, address, Outcome.REFUSED))
        raise UsageError(_("Ce n'est pas votre mot de passe d'aujourd'hui, ou il y a eu trop d'essais. Rien n'est changé."))


def leave(store: Store, account: Account, address: str, now: datetime) -> None:
    """End the sessions of an account."""
    open_now, password = _open_one(store, account.name)
    save_account(store, replace(open_now, stamp=open_now.stamp + 1), password)
    add_sign_in(store, SignIn(now, account.name, address, Outcome.LEFT))


def _held(store: Store, account: str, now: datetime) -> bool:
    return bool(account) and refusals(store, now - WINDOW, account=account) >= TRIES


def _check_address(store: Store, account: str, address: str, now: datetime) -> None:
    """Refuse an address that tried too often, whatever the name: nothing is told of whether somebody has it."""
    if refusals(store, now - WINDOW, address=address) >= TRIES_OF_ADDRESS:
        add_sign_in(store, SignIn(now, account, address, Outcome.HELD))
        raise UsageError(_("Trop d'essais : attendez {minutes} minutes.").format(minutes=WINDOW.seconds // 60))


def _written(name: str) -> str:
    """Give a name as it is kept: one way to write an accent, single spaces, nothing that cannot be seen."""
    return "".join(each for each in " ".join(normalize("NFC", name).split()) if each.isprintable())


def _open_one(store: Store, name: str) -> tuple[Account, str]:
    found = account_named(store, name)
    if found is None or found[0].closed_at is not None:
        known = ", ".join(each.name for each in accounts(store) if each.closed_at is None) or _("aucun")
        raise UsageError(_("Pas de compte ouvert « {name} ». Comptes ouverts : {known}.").format(name=name, known=known))
    return found


def _check_not_last(store: Store, account: Account) -> None:
    others = [each for each in accounts(store) if each.closed_at is None and each.role is AccountRole.ANALYST and each != account]
    if account.role is AccountRole.ANALYST and not others:
        problem = _("« {name} » est le dernier compte d'analyste : ouvrez-en un autre avant.")
        raise UsageError(problem.format(name=account.name))
