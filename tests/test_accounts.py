"""Accounts: opened, changed, closed; who is let in, who is not, and what is written of it."""

import io
from datetime import UTC, datetime, timedelta
from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
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
    confirm,
    leave,
    open_account,
    sign_in,
)
from contributions.steps.passwords import _common, check_password
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
    assert "ne vont pas ensemble" in entered(store, password=OTHER)
    assert entered(store, name="Malik") == entered(store, password=OTHER)
    assert [(each.account, each.outcome) for each in sign_ins(store, 9)] == [
        ("Nadia", Outcome.REFUSED),
        ("", Outcome.REFUSED),
        ("Nadia", Outcome.REFUSED),
    ]


def test_too_many_tries_hold_an_account_off_even_with_the_right_password_then_time_lets_it_in(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    for number in range(TRIES):
        entered(store, password=OTHER, address=f"10.0.0.{number}")
    assert "ne vont pas ensemble" in entered(store, address="10.0.1.1")
    assert sign_ins(store, 1)[0].outcome is Outcome.HELD
    assert entered(store, now=NOW + WINDOW + timedelta(seconds=1)) == "Nadia"


def test_an_address_that_tries_many_names_is_held_off_and_others_are_not(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    for number in range(TRIES_OF_ADDRESS):
        entered(store, name=f"inconnu {number}", address="10.9.9.9")
    assert "Trop d'essais" in entered(store, address="10.9.9.9")
    assert entered(store, address="10.0.0.1") == "Nadia"


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "motdepasse123",
        "azertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "nadianadianadia1",
        "123456789012",
        "123456123456",
        "azerty123456",
        "soleil123456",
        "administrateur",
        "Bienvenue2026",
        "Marseille1987!",
        "abcdefghijkl",
        "poiuytrezaaa",
        "P@ssw0rd2026",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(store, password):
    with pytest.raises(UsageError, match="trop facile"):
        open_account(store, "Nadia", AccountRole.ANALYST, password, NOW)
    assert accounts(store) == []


@given(st.sampled_from(sorted(_common())), st.integers(1900, 2099), st.sampled_from("!?.*"), st.booleans())
def test_a_word_that_everybody_takes_with_a_year_and_a_sign_is_refused(word, year, sign, shouted):
    password = f"{word}{year}{sign}"
    with pytest.raises(UsageError, match="trop facile"):
        check_password("Nadia", password.upper() if shouted else password)


@pytest.mark.parametrize("password", [SECRET, OTHER, "une phrase à moi", "tramway du soir de 6 h", "kX9-vLq2_mTz7"])
def test_a_sentence_or_a_drawn_password_is_taken(password):
    check_password("Nadia", password)


def test_a_password_without_end_is_refused_and_is_not_worked_on(store):
    with pytest.raises(UsageError, match="trop long"):
        check_password("Nadia", "une phrase à moi " * 20)
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    assert "ne vont pas ensemble" in entered(store, password=SECRET + "x" * 10**6)


def test_whether_a_name_has_an_account_is_told_neither_by_words_nor_by_the_work_done(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    said, worked = {}, {}
    for name in ("Nadia", "Malik"):
        said[name], worked[name] = [], []
        for number in range(TRIES + 2):
            before = process_time()
            said[name].append(entered(store, name, OTHER, address=f"10.0.0.{number}"))
            worked[name].append(process_time() - before)
    assert said["Nadia"] == said["Malik"]
    each = [sorted(spent)[len(spent) // 2] for spent in (worked["Nadia"][:TRIES], worked["Nadia"][TRIES:], worked["Malik"])]
    assert min(each) > max(each) / 3


def test_one_enters_whatever_the_case_and_the_accents_of_the_name_and_signs_as_it_was_opened(store):
    open_account(store, "Zoé\u200b Le  Gall", AccountRole.ANALYST, SECRET, NOW)
    for name in ("zoe le gall", "ZOÉ LE GALL", "Zoe\u0301 Le Gall", " Zoé Le Gall\x00"):
        assert entered(store, name) == "Zoé Le Gall"


def test_an_accent_that_is_typed_in_two_ways_is_one_password(store):
    open_account(store, "Nadia", AccountRole.ANALYST, OTHER, NOW)
    assert entered(store, password=normalize("NFD", OTHER)) == "Nadia"


def test_a_session_left_open_does_not_give_the_password_away(store):
    made = open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    for _ in range(TRIES):
        with pytest.raises(UsageError, match="Rien n'est changé"):
            confirm(store, made, OTHER, "10.0.0.1", NOW)
    with pytest.raises(UsageError, match="Rien n'est changé"):
        confirm(store, made, SECRET, "10.0.0.1", NOW)
    confirm(store, made, SECRET, "10.0.0.1", NOW + WINDOW + timedelta(seconds=1))


def test_an_address_that_is_too_long_is_cut(store):
    open_account(store, "Nadia", AccountRole.ANALYST, SECRET, NOW)
    assert entered(store, address="f" * 300) == "Nadia"
    assert sign_ins(store, 1)[0].address == "f" * 64


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
    untold = said("password", "Nadia")
    assert (untold.code, "--password-stdin" in untold.err) == (2, True)
    held = stored(folder, lambda store: [(each.name, each.role, each.closed_at is None) for each in accounts(store)])
    assert held == [("Malik", AccountRole.GUARANTOR, False), ("Nadia", AccountRole.ANALYST, True)]
