"""The names people give to quartiers, brought back to those of the city."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from contributions.domain import QPV_CODE, Quartier

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALL_WORDS = frozenset({"l", "le", "la", "les", "d", "de", "du", "des", "au", "aux", "quartier", "quartiers", "qpv"})
_ACCENT = re.compile(r"[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+")
_QPV_IN_TEXT = re.compile(r"\bQN[0-9A-Z]{3}[0-9]{2}[NMI]\b")


@lru_cache(maxsize=65536)
def plain_words(text: str) -> tuple[str, ...]:
    """Split into lower-case words without accents.

    >>> plain_words("L'École du Haut-Clos")
    ('l', 'ecole', 'du', 'haut', 'clos')
    """
    flat = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return tuple(_WORD.findall(_ACCENT.sub("", flat).lower()))


def name_quartier(written: str, quartiers: Sequence[Quartier]) -> tuple[str, str]:
    """Give the city's name of a quartier and its QPV code; a name the city does not know is left as written.

    >>> city = [Quartier("Le Haut-Clos", "QN09902M")]
    >>> name_quartier("haut clos", city), name_quartier("Centre", city)
    (('Le Haut-Clos', 'QN09902M'), ('Centre', ''))
    """
    if not written:
        return "", ""
    wanted = _key(written)
    for quartier in quartiers:
        if written == quartier.code or any(wanted and wanted == _key(name) for name in _names(quartier)):
            return quartier.name, quartier.code
    found = find_quartier(written, quartiers)
    if found:
        return found.name, found.code
    return written, written if QPV_CODE.match(written) else ""


def find_quartier(text: str, quartiers: Sequence[Quartier]) -> Quartier | None:
    """Find the quartier that a text names, or its QPV code; None where it names two, of which neither name holds the other.

    >>> find_quartier("Atelier du 12 mars, quartier des Tilleuls", [Quartier("Les Tilleuls")]).name
    'Les Tilleuls'
    >>> find_quartier("Les Tilleuls et la Gare", [Quartier("Les Tilleuls"), Quartier("La Gare")])
    >>> find_quartier("hors du quartier des Tilleuls", [Quartier("Les Tilleuls")])
    """
    for code in _QPV_IN_TEXT.findall(text):
        for quartier in quartiers:
            if quartier.code == code:
                return quartier
    words = " ".join(_key(text))
    named = [(key, quartier) for quartier in quartiers for name in _names(quartier) if _holds(words, key := _key(name))]
    if not named:
        return None
    longest, found = max(named, key=lambda pair: len(pair[0]))
    others = (key for key, quartier in named if quartier is not found)
    return found if all(_holds(" ".join(longest), key) for key in others) else None


def _names(quartier: Quartier) -> tuple[str, ...]:
    return (quartier.name, *quartier.aliases)


def _key(name: str) -> tuple[str, ...]:
    return tuple(word for word in plain_words(name) if word not in _SMALL_WORDS)


def _holds(words: str, name: tuple[str, ...]) -> bool:
    said = " ".join(name)
    return bool(name) and f" {said} " in f" {words} " and f" hors {said} " not in f" {words} "
