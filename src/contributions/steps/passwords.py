"""What a password must be, and the hash that is kept of it."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from contributions.comparing import plain
from contributions.errors import UsageError
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
"""Characters; the forms take no more."""
DIFFERENT = 6
"""Fewest different characters, once what everybody takes is taken away: a year and a sign are five."""
RUN = 3
"""Neighbours of the keyboard, in a row, that are a run."""
_NAME = 3
"""Letters under which a word of the name (« de ») may be in a sentence."""
_ROWS = (
    "0123456789",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_NEXT = {pair for row in _ROWS for line in (row, row[::-1]) for pair in pairwise(line)}
_AS_LETTERS = str.maketrans("@4301!$57", "aaeoiisst")


def check_password(name: str, password: str) -> None:
    """Refuse a password that is easy to guess.

    Raises:
        UsageError: it is short, or endless, or little is left of it without its runs, the name, and what everybody takes.
    """
    seen = plain(_same(password))
    known = {*_common(), *(word for word in plain(name).split() if len(word) >= _NAME)}
    rests = [_rest(each, known) for each in (seen, seen.translate(_AS_LETTERS))]
    if len(password) < SHORTEST or any(len(set(rest) - {" "}) < DIFFERENT for rest in rests):
        problem = _(
            "Mot de passe trop facile à deviner : il faut au moins {least} caractères, et autre chose que le nom, une suite du "
            "clavier ou un mot que tout le monde prend. Une phrase convient."
        )
        raise UsageError(problem.format(least=SHORTEST))
    if len(password) > LONGEST:
        raise UsageError(_("Mot de passe trop long : {most} caractères au plus.").format(most=LONGEST))


def hashed(password: str) -> str:
    """Give the hash of a password, which says with what settings it was made."""
    return _hasher().hash(_same(password))


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one of which a hash was kept; what is too long is none, and is not worked on."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(kept, _same(password[: LONGEST + 1]))
    except VerificationError:
        return False


def is_dated(kept: str) -> bool:
    """Say whether a hash was made with settings that are no longer those of the library."""
    return _hasher().check_needs_rehash(kept)


@cache
def decoy() -> str:
    """Give a hash to compare with where nobody has the name, so that an answer takes as long."""
    return hashed("personne n'a ce nom")


def _same(password: str) -> str:
    """Write an accent as one character: some keyboards send two."""
    return unicodedata.normalize("NFC", password)


def _rest(text: str, known: Iterable[str]) -> str:
    """Take known words, then runs, out of a text in lower case without accents."""
    for word in sorted(known, key=lambda word: (-len(word), word)):
        text = text.replace(word, " ")
    runs = [""]
    for character in text:
        follows = runs[-1] and (character == runs[-1][-1] or (runs[-1][-1], character) in _NEXT)
        runs[-1:] = [runs[-1] + character] if follows else [runs[-1], character]
    return "".join(run for run in runs if len(run) < RUN)


@cache
def _common() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
