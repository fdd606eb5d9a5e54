"""Accounts: opened, changed, closed; who is let in, who is not, and what is written of it."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from small_city import stored

from contributions.domain import AccountRole, Outcome
from contributions.errors import UsageError
from contributions.starter import copy_starter
from contributions.steps.accounts import (
    TRIES,
    TRIES_OF_ADDRESS,
    WINDOW,
    change_password,
    change_role,
    close_account,
    leave,
    open_account,
    sign_in,
)
from contributions.store.accounts import KEPT, account_named, accounts, sign_ins

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECRET = "le tram de 6 h 12"  # noqa: S105 (of a city that is invented)
OTHER = "quatre cafés allongés"


def entered(store, name="Nadia", password=SECRET, address="10.0.0.1", now=NOW):
    try:
        return sign_in(store, name, password, address, now).name
    except UsageError as error:
        return str(error)


def test_an_account_opens_lets_in_and_is_never_kept_in_clear(store):
    open_account(store, " Nadia  B. ", AccountRole.ANALYST, SECRET, NOW)
    assert [each.name for each in accounts(store)] == ["Nadia B."]
    assert entered(store, "Nadia B.") == "Nadia B."
    found = account_named(store, "Nadia B.")
    assert found is not None
    assert found[1].startswith("$argon2id$")
    assert SECRET not in found[1]


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words_and_written(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    assert entered(store, password=OTHER) == entered(store, name="Malik") == "Ce nom et ce mot de passe ne vont pas ensemble."
    assert [(each.account, each.outcome) for each in sign_ins(store, 9)] == [("", Outcome.REFUSED), ("Nadia", Outcome.REFUSED)]


def test_too_many_tries_hold_an_account_off_even_with_the_right_password_then_time_lets_it_in(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    for number in range(TRIES):
        entered(store, password=OTHER, address=f"10.0.0.{number}")
    assert "Trop d'essais" in entered(store, address="10.0.1.1")
    assert sign_ins(store, 1)[0].outcome is Outcome.HELD
    assert entered(store, now=NOW + WINDOW + timedelta(seconds=1)) == "Nadia"


def test_an_address_that_tries_many_names_is_held_off_and_others_are_not(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    for number in range(TRIES_OF_ADDRESS):
        entered(store, name=f"inconnu {number}", address="10.9.9.9")
    assert "Trop d'essais" in entered(store, address="10.9.9.9")
    assert entered(store, address="10.0.0.1") == "Nadia"


@pytest.mark.parametrize(
    "password", ["court", "motdepasse123", "azertyuiop12", "aaaaaaaaaaaaaaaa", "nadianadianadia1", "123456789012"]
)
def test_a_password_that_is_easy_to_guess_is_refused(store, password):
    with pytest.raises(UsageError, match="trop facile"):
        open_account(store, "Nadia", AccountRole.ANALYST, password, NOW)
    assert accounts(store) == []


def test_one_name_has_one_account_whatever_its_accents(store):
    open_account(store, "Zoé", AccountRole.ANALYST, SECRET, NOW)
    with pytest.raises(UsageError, match="a déjà un compte"):
        open_account(store, "zoe", AccountRole.PLANNER, OTHER, NOW)


def test_what_changes_an_account_ends_its_sessions(store):
    made = open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    open_account(store, "Malik", AccountRole.ANALYST, OTHER, NOW)
    stamps = [made.stamp, change_password(store, "Nadia", "une autre phrase longue").stamp]
    stamps.append(change_role(store, "Nadia", AccountRole.GUARANTOR).stamp)
    leave(store, made, "10.0.0.1", NOW)
    stamps.append(account_named(store, "Nadia")[0].stamp)
    stamps.append(close_account(store, "Nadia", NOW).stamp)
    stamps.append(open_account(store, "Nadia", AccountRole.PLANNER, SECRET, NOW).stamp)
    assert stamps == sorted(set(stamps))


def test_a_closed_account_does_not_enter_and_the_last_analyst_stays(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    open_account(store, "Malik", AccountRole.PLANNER, OTHER, NOW)
    close_account(store, "Malik", NOW)
    assert "ne vont pas ensemble" in entered(store, "Malik", OTHER)
    for act in (lambda: close_account(store, "Nadia", NOW), lambda: change_role(store, "Nadia", AccountRole.PLANNER)):
        with pytest.raises(UsageError, match="dernier compte"):
            act()


def test_sign_ins_are_forgotten_after_a_year(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    entered(store)
    entered(store, now=NOW + KEPT + timedelta(days=1))
    assert [each.at.year for each in sign_ins(store, 9)] == [2027]


def test_accounts_are_kept_by_the_command_line_and_the_password_is_read_from_the_input(tmp_path, call, monkeypatch):
    folder = tmp_path / "ville"
    copy_starter(folder)

    def said(*words, password=SECRET):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        return call("accounts", *words, "--workspace", folder)

    first = said("add", "Malik", "--role", "planner", "--password-stdin")
    assert (first.code, "celui d'un analyste" in first.err) == (2, True)
    assert said("add", "Nadia", "--role", "analyst", "--password-stdin").code == 0
    assert said("add", "Malik", "--role", "planner", "--password-stdin", password=OTHER).code == 0
    assert said("role", "Malik", "--role", "guarantor").code == 0
    assert said("password", "Malik", "--password-stdin", password=SECRET).code == 0
    assert "Malik" in said("list").out
    assert said("close", "Malik").code == 0
    assert "fermé le" in said("list").out
    assert said("close", "Personne").code == 2
    held = stored(folder, lambda store: [(each.name, each.role, each.closed_at is None) for each in accounts(store)])
    assert held == [("Malik", AccountRole.GUARANTOR, False), ("Nadia", AccountRole.ANALYST, True)]
