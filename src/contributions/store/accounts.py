"""Accounts, the hashes of their passwords, and sign-ins: kept a year, then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from contributions.domain import Account, AccountRole, Outcome, SignIn
from contributions.store import tables

if TYPE_CHECKING:
    from contributions.store.queries import Store

KEPT = timedelta(days=365)
"""How long a sign-in is kept: the CNIL advises six months to a year for such journals."""


def accounts(store: Store) -> list[Account]:
    """List every account, closed ones too, by name."""
    table = tables.accounts
    return [_account_of(row) for row in store._rows(sa.select(table).order_by(table.c.name))]


def account_named(store: Store, name: str) -> tuple[Account, str] | None:
    """Give an account and the hash of its password."""
    rows = store._rows(sa.select(tables.accounts).where(tables.accounts.c.name == name))
    return (_account_of(rows[0]), str(rows[0].password)) if rows else None


def save_account(store: Store, account: Account, password: str) -> None:
    """Write an account, with the hash of its password; the one of this name takes the new values."""
    row = {
        "name": account.name,
        "role": account.role.value,
        "password": password,
        "opened_at": account.opened_at.isoformat(),
        "closed_at": account.closed_at.isoformat() if account.closed_at else "",
        "stamp": account.stamp,
    }
    store._put(tables.accounts, [row])


def add_sign_in(store: Store, made: SignIn) -> None:
    """Write a sign-in, and forget those that are too old."""
    table = tables.sign_ins
    row = {"at": made.at.isoformat(), "account": made.account, "address": made.address, "outcome": made.outcome.value}
    with store._transaction() as connection:
        connection.execute(sa.delete(table).where(table.c.at < (made.at - KEPT).isoformat()))
        connection.execute(sa.insert(table), [row])


def sign_ins(store: Store, last: int) -> list[SignIn]:
    """List the last sign-ins, the last first."""
    table = tables.sign_ins
    query = sa.select(table).order_by(table.c.number.desc()).limit(last)
    return [SignIn(datetime.fromisoformat(row.at), row.account, row.address, Outcome(row.outcome)) for row in store._rows(query)]


def refusals(store: Store, since: datetime, *, account: str = "", address: str = "") -> int:
    """Count the sign-ins that were refused to an account, since it last entered, or to an address."""
    table = tables.sign_ins
    found = table.c.account == account if account else table.c.address == address
    query = sa.select(table.c.outcome).where(found, table.c.at >= since.isoformat()).order_by(table.c.number.desc())
    outcomes = [row.outcome for row in store._rows(query)]
    if account and Outcome.ENTERED in outcomes:
        outcomes = outcomes[: outcomes.index(Outcome.ENTERED)]
    return outcomes.count(Outcome.REFUSED)


def _account_of(row: sa.Row[tuple[object, ...]]) -> Account:
    closed = datetime.fromisoformat(row.closed_at) if row.closed_at else None
    return Account(row.name, AccountRole(row.role), datetime.fromisoformat(row.opened_at), closed, row.stamp)
