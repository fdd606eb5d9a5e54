"""Open and close accounts, change what they may do, and let people in: every try is written, and too many are held off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from contributions.comparing import plain
from contributions.domain import Account, AccountRole, Outcome, SignIn
from contributions.errors import UsageError
from contributions.language import _
from contributions.store.accounts import account_named, accounts, add_sign_in, refusals, save_account

if TYPE_CHECKING:
    from datetime import datetime

    from argon2 import PasswordHasher

    from contributions.store import Store

SHORTEST = 12
DIFFERENT = 5
"""Fewest different characters of a password."""
WINDOW = timedelta(minutes=15)
TRIES, TRIES_OF_ADDRESS = 5, 20
"""Refusals within the window after which an account, or an address, is held off; an office shares one address."""
_COMMON = ("motdepasse", "password", "azertyuiop", "qwertyuiop", "1234567890", "contributions", "bonjour", "iloveyou", "jetaime")
"""What too many passwords are made of: of one that has such a run, only the rest counts."""


def open_account(store: Store, name: str, role: AccountRole, password: str, now: datetime) -> Account:
    """Open an account; one that was closed is opened again.

    Raises:
        UsageError: the name is empty or taken, or the password is too easy to guess.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80:  # noqa: PLR2004 (as the column is)
        raise UsageError(_("Donnez un nom, de 80 caractères au plus : il signera les décisions."))
    taken = next((each for each in accounts(store) if plain(each.name) == plain(name)), None)
    if taken and (taken.closed_at is None or taken.name != name):
        problem = _("« {name} » a déjà un compte. « contributions accounts list » les donne.")
        raise UsageError(problem.format(name=taken.name))
    made = Account(name, role, now, stamp=taken.stamp + 1 if taken else 1)
    save_account(store, made, _hashed(name, password))
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
    save_account(store, changed, _hashed(account.name, password))
    return changed


def sign_in(store: Store, name: str, password: str, address: str, now: datetime) -> Account:
    """Let somebody in; a name that nobody has takes as long as a wrong password, and is told in the same words.

    Raises:
        UsageError: the name and the password do not go together, or there were too many tries.
    """
    name = " ".join(name.split())
    found = account_named(store, name)
    known = found[0].name if found else ""
    if _held(store, known, address, now):
        add_sign_in(store, SignIn(now, known, address, Outcome.HELD))
        problem = _("Trop d'essais : attendez {minutes} minutes, ou demandez un autre mot de passe à un analyste.")
        raise UsageError(problem.format(minutes=WINDOW.seconds // 60))
    right = is_password(password, found[1] if found else _decoy())
    if found is None or not right or found[0].closed_at is not None:
        add_sign_in(store, SignIn(now, known, address, Outcome.REFUSED))
        raise UsageError(_("Ce nom et ce mot de passe ne vont pas ensemble."))
    account, kept = found
    if _hasher().check_needs_rehash(kept):
        save_account(store, account, _hasher().hash(password))
    add_sign_in(store, SignIn(now, known, address, Outcome.ENTERED))
    return account


def leave(store: Store, account: Account, address: str, now: datetime) -> None:
    """End the sessions of an account."""
    open_now, password = _open_one(store, account.name)
    save_account(store, replace(open_now, stamp=open_now.stamp + 1), password)
    add_sign_in(store, SignIn(now, account.name, address, Outcome.LEFT))


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one of which a hash was kept."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(kept, password)
    except VerificationError:
        return False


def _held(store: Store, account: str, address: str, now: datetime) -> bool:
    since = now - WINDOW
    theirs = refusals(store, since, account=account) if account else 0
    return theirs >= TRIES or refusals(store, since, address=address) >= TRIES_OF_ADDRESS


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


def _hashed(name: str, password: str) -> str:
    rest = plain(password)
    for run in (*_COMMON, *plain(name).split()):
        rest = rest.replace(run, "")
    if len(password) < SHORTEST or len(set(rest)) < DIFFERENT:
        problem = _(
            "Mot de passe trop facile à deviner : il faut au moins {least} caractères, et autre chose que le nom, une suite du "
            "clavier ou un mot que tout le monde prend. Une phrase convient."
        )
        raise UsageError(problem.format(least=SHORTEST))
    return _hasher().hash(password)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _decoy() -> str:
    """Give a hash to compare with where nobody has the name, so that an answer takes as long."""
    return _hasher().hash("personne n'a ce nom")
