"""Who is named: cues of spoken French, first names and spaCy together; names of public places are left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from contributions.privacy import vocabulary as v
from contributions.privacy.company import beside, listed, repeated, signed, spoken_of
from contributions.privacy.cues import HOME, cued_names, neighbours, run_on
from contributions.privacy.patterns import Span
from contributions.privacy.places import find_places, fold, is_toponym
from contributions.privacy.words import Word, cut_words, is_shouted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOT_PEOPLE = frozenset({"LOC", "ORG", "MISC"})
_DIGIT = re.compile(r"\d")
_TITLES = frozenset(
    (
        *v.TITLES.split("|"),
        *v.KIN.split("|"),
        *v.FUNCTIONS.split("|"),
        *v.CLOSE.split("|"),
        "certain",
        "certaine",
        "grand",
        "grande",
    )
)
_SAINT = re.compile(r"\b(?:sainte?|ste?|san|santa|sao)[- ]$")
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "notre"})
_SHARED = re.compile(r"\b(?:les|des|aux) $")
_TO_DO = re.compile(r"\b(?:faut|fait|pour|de|et|doit|devrait|faudrait|va|sans) $", re.IGNORECASE)
_DOES = re.compile(rf"^(?: |, )(?:{v.DOES})\b(?! l(?:a|e|es|'|’)\b)")
_IS_SOMEBODY = re.compile(
    r"^ \(\d{1,3} ans|^, (?:la,? |lui |elle )?(?:\d{1,3} ans\b|qui\b|celui\b|celle\b|c['’]est (?:lui|elle)\b"
    rf"|(?:il|elle|lui|elle) (?:{v.DOES})\b|(?:ma|mon|sa|son|ta|ton|notre|votre|leur|la|le|l'|une?|(?:les|mes|nos) deux) ?"
    rf"(?:[\w-]+ )?(?:{v.KIN}|{v.SOMEBODY})s?\b|(?:{v.KIN}) (?:de|d['’]|du|des|a|au|en) ?)"
)
_UNLIKE_SOMEBODY = re.compile(rf"\b(?:{v.UNLIKE_SOMEBODY}) $")
_ENDINGS = ("er", "ir", "re", "tion", "ment")
"""Of words that open a sentence and are no name: « Sourire est salvateur »."""
_SIGLE = 4
"""Capitals of the longest acronym that a family name is mistaken for: « SOW », « HAN »."""
_WHO_DOES = re.compile(rf" qui (?:{v.WHO_DOES})\b")
_IT_IS = re.compile(r"\b(?:c|c['’ ]?est|y a que) $")
_CUT = re.compile(r"\s*\n\s*| [-–—:/|] |, ")
_AND = re.compile(r" (?:et|ou) ")


def find_names(text: str, entities: Iterable[tuple[int, int, str]], *, keep: re.Pattern[str] | None) -> Iterator[Span]:
    """Yield the people named in a text; `entities` are spaCy's (start, end, label), `keep` the public names of the city."""
    plain = fold(text)
    words = cut_words(text, plain)
    shouting = is_shouted(words)
    public = list(find_places(text, keep=keep))
    free = [word for word in words if not any(start < word.end and word.start < end for start, end in public)]
    entities = list(entities)
    others = [(start, end) for start, end, label in entities if label in _NOT_PEOPLE]
    named = [(start, end) for start, end, label in entities if label == "PER" and not _DIGIT.search(text, start, end)]
    found = [
        *cued_names(text, plain, words, public, shouting=shouting),
        *_first_names(text, plain, free, shouting=shouting),
        *_family_names(text, plain, free, shouting=shouting),
        *neighbours(plain, free),
    ]
    if not shouting:
        unsaid = [word for word in free if not any(start <= word.start < end for start, end in others)]
        found += [*listed(plain, free), *signed(plain, free), *spoken_of(plain, unsaid)]
        found += beside(plain, unsaid, found)
    found += _from_spacy(named, free, text, shouting=shouting)
    found += repeated(free, found)
    for start, end in found:
        yield Span(start, end, "personne")


def may_name(text: str) -> bool:
    """Tell whether spaCy can say of a text what the rules do not: it takes a word with a capital that is no common word.

    >>> may_name("Il faudrait un banc"), may_name("Un banc pour Ylva"), may_name("UN BANC POUR YLVA")
    (False, True, False)
    """
    words = cut_words(text, fold(text))
    return any(word.capital and word.plain not in v.NOT_NAMES for word in words) and not is_shouted(words)


def _first_names(text: str, plain: str, words: list[Word], *, shouting: bool) -> Iterator[tuple[int, int]]:
    """Give the first names, with the family name before or after them."""
    for n, word in enumerate(words):
        if word.plain not in v.FIRST_NAMES or not _is_person(words, n, text, plain, shouting=shouting):
            continue
        end = run_on(words, n, plain, shouting=shouting)
        if not is_toponym(plain[word.start : end]):
            yield (word if shouting else _with_family_before(words, n)).start, end


def _family_names(text: str, plain: str, words: list[Word], *, shouting: bool) -> Iterator[tuple[int, int]]:
    """Give the family names that stand alone, or before a first name."""
    for n, word in enumerate(words):
        if word.plain not in v.FAMILY_NAMES or _SAINT.search(plain, 0, word.start) or plain[word.start - 1 : word.start] == "-":
            continue
        long = len(word.plain) > _SIGLE
        if shouting or not word.capital:
            named = long and (shouting or _DOES.match(text[word.end : word.end + 20]) is not None)
        else:
            named = (long or not word.upper) and not _UNLIKE_SOMEBODY.search(plain, 0, word.start)
        if named:
            yield word.start, run_on(words, n, plain, shouting=shouting)


def _with_family_before(words: list[Word], n: int) -> Word:
    """Give the first word of « TCHOUPO NGANDO Clarisse »."""
    first = n
    while first and words[first - 1].upper and words[first - 1].plain not in v.NOT_NAMES and n - first < 3:  # noqa: PLR2004
        if words[first - 1].end + 1 != words[first].start:
            break
        first -= 1
    return words[first]


def _is_person(words: list[Word], n: int, text: str, plain: str, *, shouting: bool) -> bool:
    word = words[n]
    after_hyphen = n and plain[words[n - 1].end : word.start] == "-" and words[n - 1].plain not in v.FIRST_NAMES
    if after_hyphen or _SAINT.search(plain, 0, word.start):
        return False
    if plain[word.end : word.end + 1] == "-" and plain[word.end + 1 : word.end + 2].isalpha():
        return word.capital
    follower = words[n + 1] if n + 1 < len(words) and plain[word.end : words[n + 1].start] == " " else None
    surname = follower is not None and follower.capital and follower.plain not in v.NOT_NAMES and not shouting
    if word.plain in v.TOWNS_TOO or (word.upper and len(word.plain) < _SIGLE and not shouting):
        somebody = surname or (
            bool(_IS_SOMEBODY.match(plain[word.end : word.end + 60])) and not _UNLIKE_SOMEBODY.search(plain, 0, word.start)
        )
        return (word.capital and somebody) or _is_who(word, plain)
    if word.capital and not shouting and (not word.opens or word.plain not in v.WORDS_TOO):
        return True
    if word.plain in v.WORDS_TOO:
        return (word.capital and not shouting and (surname or _behaves(words, n, text, plain))) or _is_who(word, plain)
    return len(word.plain) >= (4 if not word.capital or shouting else 3)


def _is_who(word: Word, plain: str) -> bool:
    """Tell « c'est rose qui tient la caisse » from « c'est rose »."""
    return bool(_WHO_DOES.match(plain, word.end) and _IT_IS.search(plain, 0, word.start))


def _behaves(words: list[Word], n: int, text: str, plain: str) -> bool:
    """Tell whether what follows says that « Rose », « Pierre » is somebody: a verb, an age, a kinship, another first name."""
    end = words[n].end
    if _DOES.match(text[end : end + 20]) or _IS_SOMEBODY.match(plain[end : end + 60]) or HOME.match(plain[end : end + 40]):
        return True
    other = words[n + 2] if n + 2 < len(words) else None
    return other is not None and other.capital and other.plain in v.FIRST_NAMES and bool(_AND.fullmatch(plain, end, other.start))


def _is_order(words: list[Word]) -> bool:
    """Tell « Demander Germain » from « Olivier Germain »."""
    return (
        len(words) > 1 and words[0].opens and words[0].plain.endswith(("er", "ez", "ir")) and words[0].plain not in v.FIRST_NAMES
    )


def _from_spacy(
    entities: Iterable[tuple[int, int]], words: list[Word], text: str, *, shouting: bool
) -> Iterator[tuple[int, int]]:
    """Give spaCy's people, less what is no name: common words, acronyms, a lone word that opens a sentence."""
    for start, end in (piece for entity in entities for piece in _pieces(text, *entity)):
        inside = [word for word in words if start <= word.start and word.end <= end]
        while inside and (inside[0].plain in v.NOT_NAMES or inside[0].plain in _TITLES or _is_order(inside)):
            inside = inside[1:]
        named = [word for word in inside if word.capital]
        if shouting or not named or any(word.plain in v.NOT_NAMES for word in named) or named[0].plain in _SAINTS:
            continue
        if len(named) > 1 or _stands_alone(named[0], text):
            yield named[0].start, named[-1].end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an entity where a name cannot go on: « Sekou Keïta - Âge »."""
    for cut in _CUT.finditer(text, start, end):
        yield start, cut.start()
        start = cut.end()
    yield start, end


def _stands_alone(word: Word, text: str) -> bool:
    """Tell whether one word that spaCy takes for a person can be one."""
    if word.plain in v.FIRST_NAMES:
        return word.plain not in v.TOWNS_TOO and not (word.opens and word.plain in v.WORDS_TOO)
    if word.upper or len(word.plain) < 3 or _SHARED.search(text, 0, word.start) or _TO_DO.search(text, 0, word.start):  # noqa: PLR2004
        return False
    return not word.opens or (not word.plain.endswith(_ENDINGS) and _DOES.match(text[word.end : word.end + 20]) is not None)
