"""Say why a text waits for a person: what the rules find in it, and what the model estimates besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from contributions.language import N_, _
from contributions.privacy.sensitive import Sensitive, sensitive
from contributions.privacy.sensitive_model import Encode, estimate, read_model
from contributions.settings import bundled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ESTIMATED = N_("{kind} (selon le modèle)")
"""What is kept of a kind that no rule found."""
_AFTER = ESTIMATED.removeprefix("{kind}")


class Waits(NamedTuple):
    """The kinds that the rules find in a text, and those that only the model estimates."""

    found: tuple[Sensitive, ...]
    estimated: tuple[Sensitive, ...]


def read_first(texts: Sequence[str], *, encode: Encode) -> list[Waits]:
    """Give for each masked text why a person must read it first; `encode` is the shipped embedder's."""
    estimates = estimate(texts, model=read_model(bundled("models") / "sensitive"), encode=encode)
    return [
        Waits(found, tuple(kind for kind in guessed if kind not in found))
        for found, guessed in zip(sensitive(texts), estimates, strict=True)
    ]


def why_waiting(texts: Sequence[str], *, encode: Encode) -> list[str]:
    """Give the same in words that are kept, or nothing: « santé, détresse (selon le modèle) »."""
    return [", ".join(_kept(waits)) for waits in read_first(texts, encode=encode)]


def said(reason: str) -> str:
    """Say in the reader's language why a contribution waits.

    >>> said("santé, détresse (selon le modèle)")
    'santé, détresse (selon le modèle)'
    """
    return ", ".join(_said(kind) for kind in reason.split(", "))


def _said(kind: str) -> str:
    known = kind.removesuffix(_AFTER)
    return _(kind) if known == kind else _(ESTIMATED).format(kind=_(known))


def _kept(waits: Waits) -> Iterable[str]:
    return (*waits.found, *(ESTIMATED.format(kind=kind) for kind in waits.estimated))
