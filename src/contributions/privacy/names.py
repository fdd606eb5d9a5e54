"""Who is named: cues of spoken French, first names and spaCy together; names of public places are left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from contributions.privacy import vocabulary as v
from contributions.privacy.patterns import Span
from contributions.privacy.places import find_places, fold, is_toponym

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]{2})[^\W\d_]+)?")
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "el",
        "al",
        "ben",
        "bel",
        "ait",
        "ould",
        "abou",
        "bou",
        "van",
        "von",
        "da",
        "dos",
        "di",
        "mac",
        "saint",
    ]
)
_ELISION = re.compile(r"^(?:[ldmtsnjcLDMTSNJC]|qu|Qu)['’]")
_DIGIT = re.compile(r"\d")
_CAPS = re.compile(r"[A-ZÀ-Ý]")


class Word(NamedTuple):
    """A word of the text: where it is, and how it reads without case or accents."""

    start: int
    end: int
    plain: str
    capital: bool
    upper: bool
    opens: bool
    """True at the start of a sentence, where a capital says nothing."""


def find_names(text: str, entities: Iterable[tuple[int, int, str]], *, keep: re.Pattern[str] | None) -> Iterator[Span]:
    """Yield the people named in a text; `entities` are spaCy's (start, end, label), `keep` the public names of the city."""
    plain = fold(text)
    words = _words(text, plain)
    shouting = sum(word.upper for word in words) > len(words) / 2
    public = list(find_places(text, keep=keep))
    free = [word for word in words if not any(start < word.end and word.start < end for start, end in public)]
    named = [(start, end) for start, end, label in entities if label == "PER" and not _DIGIT.search(text, start, end)]
    for start, end in (
        *_cued(text, plain, words, shouting=shouting),
        *_first_names(text, free, shouting=shouting),
        *_neighbours(plain, free),
        *_from_spacy(named, free, shouting=shouting),
    ):
        yield Span(start, end, "personne")


_TITLES = frozenset((*v.TITLES.split("|"), *v.KIN.split("|"), *v.CLOSE.split("|"), "certain", "certaine", "grand", "grande"))
_SAINT = re.compile(r"\b(?:sainte?|ste?)[- ]$")
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "notre"})
_TITLE = re.compile(rf"\b(?:{v.TITLES})\b\.?(?:\s+(?:et|ou)\s+(?:{v.TITLES})\b\.?)?\s+(?=[a-z])")
_KIN = re.compile(rf"\b(?:{v.KIN}|{v.FAMILY}),?\s+(?=[a-z])")
_CLOSE = re.compile(rf"\b(?:{v.CLOSE})\s+(?=[a-z])")
_SELF = re.compile(r"\b(?:je m['’]appelle|je me nomme|mon (?:pre)?nom (?:est|c['’]est)|signe|moi c['’]est|ici)\s*:?\s+(?=[a-z])")
_FORM = re.compile(
    r"^\W*(?:nom(?: de famille)?|prenom|nom (?:et )?prenom|prenom (?:et )?nom|contact|signature)\s*:\s*(?=[a-z])", re.MULTILINE
)
_CAPITAL_TITLES = frozenset({"m", "me", "pr", "mm", "pasteur", "maitre"})
_HOME = re.compile(rf"^,? (?:{fold(v.HOME)})\s?(?:{v.AFTER_HOME})")


def _words(text: str, plain: str) -> list[Word]:
    words: list[Word] = []
    for match in _TOKEN.finditer(text):
        elided = _ELISION.match(match.group())
        start, end = match.start() + (elided.end() if elided else 0), match.end()
        token = text[start:end]
        before = text[:start].rstrip(" «\"“(*-–—•’'\t")
        opens = not before or before[-1] in ".!?…\n:;" or (bool(elided) and not text[: match.start()].strip())
        words.append(Word(start, end, plain[start:end], bool(_CAPS.match(token)), len(token) > 1 and token.isupper(), opens))
    return words


def _cued(text: str, plain: str, words: list[Word], *, shouting: bool) -> Iterator[tuple[int, int]]:
    """Give the names that follow a title, a kinship, or « je m'appelle »."""
    at = {word.start: n for n, word in enumerate(words)}
    for cue, trusted in ((_TITLE, True), (_FORM, True), (_KIN, False), (_CLOSE, False), (_SELF, False)):
        for match in cue.finditer(plain):
            n = at.get(match.end())
            if n is None or _is_ordinary_word(match, text):
                continue
            end = _name_from(words, n, plain, trusted=trusted, shouting=shouting)
            if end is not None:
                yield words[n].start, end


def _is_ordinary_word(match: re.Match[str], text: str) -> bool:
    """Tell « me », « pr », « m » in a sentence from the titles « Me », « Pr », « M. »."""
    cue = match.group().split()[0].strip(".")
    seen = text[match.start() : match.start() + len(cue)]
    return cue in _CAPITAL_TITLES and (seen[0].islower() or (len(seen) > 1 and seen.isupper()))


def _name_from(words: list[Word], n: int, plain: str, *, trusted: bool, shouting: bool) -> int | None:
    """Give where the name that starts at word n ends, or nothing when it is no name."""
    first = n
    while (
        first + 1 < len(words)
        and words[first].plain in _PARTICLES
        and words[first + 1].capital
        and _opens_name(words[first], trusted=trusted)
    ):
        first += 1
    if trusted and len(words[n].plain) == 1 and plain.startswith(". ", words[n].end) and first == n and n + 1 < len(words):
        first += 1
    word = words[first]
    known = word.plain in v.FIRST_NAMES
    if (
        (word.plain in v.NOT_NAMES and first < n + 2)
        or word.plain in v.KIN.split("|")
        or (len(word.plain) == 1 and not plain[word.end :].startswith("."))
    ):
        return None
    if not (known or (word.capital and (not shouting or trusted)) or (trusted and _lowered_surname(word))):
        return None
    return _extend(words, first, plain, shouting=shouting)


def _opens_name(particle: Word, *, trusted: bool) -> bool:
    return particle.capital or (trusted and particle.plain in {"de", "d", "el", "ben"})


def _lowered_surname(word: Word) -> bool:
    return len(word.plain) > 3 and word.plain not in v.NOT_NAMES and not word.plain.endswith(("ment", "ez", "eur", "euse", "er"))  # noqa: PLR2004


def _extend(words: list[Word], n: int, plain: str, *, shouting: bool) -> int:
    """Run a name on over its particles, its capitals, its hyphens and a last initial: « Jean-Pierre El Amrani », « Karim B. »."""
    end = words[n].end
    while n + 1 < len(words):
        gap, following = plain[end : words[n + 1].start], words[n + 1]
        hyphen = gap in {"-", "'", "’"}
        particle = (
            following.plain in _PARTICLES
            and n + 2 < len(words)
            and words[n + 2].capital
            and words[n + 2].plain not in v.NOT_NAMES
        )
        named = (
            following.capital and following.plain not in v.NOT_NAMES and not (shouting and following.plain not in v.FIRST_NAMES)
        )
        lowered = not words[n].capital and following.plain in v.FIRST_NAMES and following.plain not in v.WORDS_TOO
        if not (hyphen or (gap == " " and (named or lowered or (particle and not shouting)))):
            break
        if gap == " " and particle and following.plain in {"du", "des", "la", "le", "les", "d"} and not following.capital:
            break
        n, end = n + 1, following.end
    return end + 1 if words[n].upper is False and end - words[n].start == 1 and plain[end : end + 1] == "." else end


def _first_names(text: str, words: list[Word], *, shouting: bool) -> Iterator[tuple[int, int]]:
    """Give the first names, with the family name before or after them."""
    plain = fold(text)
    for n, word in enumerate(words):
        if word.plain not in v.FIRST_NAMES or not _is_person(words, n, plain, shouting=shouting):
            continue
        end = _extend(words, n, plain, shouting=shouting)
        if is_toponym(plain[word.start : end]):
            continue
        before = words[n - 1] if n else None
        family = before and before.upper and not shouting and before.end + 1 == word.start and before.plain not in v.NOT_NAMES
        yield (before.start if before and family else word.start), end


def _is_person(words: list[Word], n: int, plain: str, *, shouting: bool) -> bool:
    word = words[n]
    if _SAINT.search(plain, 0, word.start):
        return False
    if plain[word.end : word.end + 1] == "-" and plain[word.end + 1 : word.end + 2].isalpha():
        return word.capital
    follower = words[n + 1] if n + 1 < len(words) and plain[word.end : words[n + 1].start] == " " else None
    surname = follower is not None and follower.capital and follower.plain not in v.NOT_NAMES and not shouting
    if word.plain in v.TOWNS_TOO:
        return word.capital and surname
    if word.capital and not shouting and (not word.opens or word.plain not in v.WORDS_TOO):
        return True
    if word.plain in v.WORDS_TOO:
        return word.capital and (surname or (follower is not None and bool(_DOES.match(follower.plain)) and not shouting))
    return len(word.plain) >= (4 if not word.capital or shouting else 3)


_DOES = re.compile(r"^(?:a|est|m|nous|dit|habite|fait|avait|etait|va|veut|vient|vit|parle)$")


def _neighbours(plain: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Give « Karim du 4e » and its like, whatever the name."""
    for word in words:
        if word.capital and word.plain not in v.NOT_NAMES and not word.opens and _HOME.match(plain[word.end :]):
            yield word.start, word.end


def _is_order(words: list[Word]) -> bool:
    """Tell « Demander Germain » from « Olivier Germain »."""
    return (
        len(words) > 1 and words[0].opens and words[0].plain.endswith(("er", "ez", "ir")) and words[0].plain not in v.FIRST_NAMES
    )


def _from_spacy(entities: Iterable[tuple[int, int]], words: list[Word], *, shouting: bool) -> Iterator[tuple[int, int]]:
    """Give spaCy's people, less what is no name: common words, acronyms, a lone word that opens a sentence."""
    for start, end in entities:
        inside = [word for word in words if start <= word.start and word.end <= end]
        while inside and (inside[0].plain in v.NOT_NAMES or inside[0].plain in _TITLES or _is_order(inside)):
            inside = inside[1:]
        named = [word for word in inside if word.capital]
        if shouting or not named or any(word.plain in v.NOT_NAMES for word in named) or named[0].plain in _SAINTS:
            continue
        known = any(word.plain in v.FIRST_NAMES for word in named)
        alone = len(named) == 1
        if alone and known and named[0].opens and named[0].plain in v.WORDS_TOO:
            continue
        if alone and not known and (named[0].opens or named[0].upper or len(named[0].plain) < 3):  # noqa: PLR2004
            continue
        yield named[0].start, named[-1].end
