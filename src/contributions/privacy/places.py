"""Names of public places, which are not people's: « collège Rosa-Parks », « la place Simone Veil »."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from contributions.privacy import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _WithoutAccents(dict[int, str]):
    """A translation table that fills itself: what `str.translate` asked for once is not computed again."""

    def __missing__(self, code: int) -> str:
        self[code] = unicodedata.normalize("NFD", chr(code))[0]
        return self[code]


class _Folded(_WithoutAccents):
    def __missing__(self, code: int) -> str:
        lowered = super().__missing__(code).lower()
        self[code] = lowered if len(lowered) == 1 else chr(code)
        return self[code]


_BARE, _FOLDED = _WithoutAccents(), _Folded()


def fold(text: str) -> str:
    """Drop case and accents, keeping one character for one, so that positions hold.

    >>> fold("École Aimé-Césaire")
    'ecole aime-cesaire'
    """
    return text.translate(_FOLDED)


def keep_pattern(names: Sequence[str]) -> re.Pattern[str] | None:
    """Make one pattern of the public names of a city, whatever the case, the accents and the hyphens.

    >>> bool(keep_pattern(["Les Acacias"]).search(fold("aux LES ACACIAS")))
    True
    """
    plain = sorted({fold(name).strip() for name in names} - {""}, key=lambda name: (-len(name), name))
    if not plain:
        return None
    spaced = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in plain)
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b")


_OF = r"(?:de la |de l['’]|des |du |de |d['’]|la |le |les |l['’])"
_LINK = r"(?:de la|de l['’]|des|du|de|d['’]|et|la|le|les|en|sur|sous)"
_CAPITAL = r"[A-Z][\w'’]*"
_CUT_SHORT = r"(?<=\b\w\w)\.|(?<=\b\w\w\w)(?<!rue|bus|lac|ile|bar|loi|mjc|mpt|zac)\."
"""« av. Foch », « res. Zola »; a sentence that ends with « salle. » says nothing of the next one."""
_TITLED = r"(?:(?:Mmes?|MM?\.|Mr\.?|Mlles?)|(?<=de )(?:Madame|Mademoiselle|Monsieur))\s+[A-Z]"
"""« la salle de Mme Diop », « le bus de M. Vasseur » are somebody's; « rue Madame Curie » is a street."""
_PLACE = re.compile(
    rf"(?i:\b(?P<head>{v.PLACES})(?:s?|{_CUT_SHORT})\s+(?:(?:{v.PLACE_ADJECTIVES})\s+)*{_OF}?)"
    rf"(?:(?i:{v.HONOURS})\.?\s+(?=[A-Z]))?"
    rf"(?!{_TITLED})(?P<name>{_CAPITAL}(?:[ -](?:{_LINK}[ -])?{_CAPITAL}){{0,4}}|[a-z][\w'’]*(?:[ -][a-z][\w'’]*)?)"
)
_OWNED = re.compile(rf"(?:{v.OWNED_PLACES})s? d(?:e |['’])", re.IGNORECASE)


def _by_first_letter(names: Sequence[str]) -> str:
    """Write alternatives so that a word that starts no name is left at its first letter."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name[0], []).append(re.sub("[ ']", "[ '’-]", name[1:]))
    return "|".join(f"{letter}(?:{'|'.join(sorted(rest, key=len, reverse=True))})" for letter, rest in groups.items())


_FAMOUS = re.compile(rf"\b(?:{_by_first_letter(v.FAMOUS)})\b")


def find_places(text: str, *, keep: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Yield where public places and public figures are named; a place that is somebody's is not (« l'école d'Enzo »)."""
    plain, bare = fold(text), text.translate(_BARE)
    for match in _PLACE.finditer(bare):
        if not (_OWNED.match(match.group()) and match["name"].lower() in v.FIRST_NAMES):
            yield match.span()
    for pattern in (_FAMOUS, keep):
        if pattern:
            yield from (match.span() for match in pattern.finditer(plain))


def is_toponym(plain: str) -> bool:
    """Tell « Rosa-Parks » (a hyphen between first and family name is for streets and schools) from « Jean-Pierre »."""
    parts = plain.split("-")
    if len(parts) < 2 or " " in plain:  # noqa: PLR2004
        return False
    nickname = parts[0] in v.FIRST_NAMES and len(parts) == 2 and parts[1] in v.SHORT_SECONDS  # noqa: PLR2004
    return not (nickname or all(part in v.FIRST_NAMES for part in parts))
