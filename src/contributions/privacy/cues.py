"""Names that something announces: a title, a kinship, « je m'appelle », a form, a neighbour's floor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from contributions.privacy import vocabulary as v
from contributions.privacy.places import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contributions.privacy.words import Word

PARTICLES = frozenset(v.PARTICLES.split("|"))
_FOREIGN_PARTICLES = frozenset(v.FOREIGN_PARTICLES.split("|"))
TITLE_WORDS = frozenset(v.TITLES.split("|"))
_WORDS_TWICE = frozenset(v.WORDS_TWICE.split("|"))
KIN_WORDS = frozenset([*v.KIN.split("|"), *v.FUNCTIONS.split("|")])


class _Cue(NamedTuple):
    pattern: re.Pattern[str]
    trusted: bool = False
    """A word without a capital may be the name."""
    known: bool = False
    """Only a known first name is a name."""
    office: bool = False
    """A public figure may hold it, and is kept."""
    whole: bool = False
    """The family name follows the first name, whatever the case."""


_CUES = (
    _Cue(re.compile(rf"\b(?:{v.TITLES})\b\.?(?:\s+(?:et|ou)\s+(?:{v.TITLES})\b\.?)?\s+(?=[a-z])"), trusted=True),
    _Cue(
        re.compile(
            r"^\W*(?:nom(?: de famille| de l['’]?\s?\w+)?|prenom|nom (?:et )?prenom|prenom (?:et )?nom|contact|signature)"
            r"\s*:\s*(?=[a-z])",
            re.MULTILINE,
        ),
        trusted=True,
    ),
    _Cue(re.compile(rf"^\W*(?:{v.SAID_BY})\s*:\s*(?=[a-z])|\b(?:{v.WORDS_OF})\s+(?=[a-z])", re.MULTILINE)),
    _Cue(re.compile(rf"\b(?:{v.KIN}|{v.FAMILY}),?\s+(?=[a-z])")),
    _Cue(re.compile(rf"\b(?:{v.FUNCTIONS})\s+(?=[a-z])"), office=True),
    _Cue(re.compile(rf"\b(?:{v.RELATIVES}) (?:de |d['’]|a )(?=[a-z])"), office=True),
    _Cue(re.compile(rf"\b(?:{v.CLOSE})\s+(?=[a-z])")),
    _Cue(re.compile(rf"\b(?:{v.NAMED})\s*:?\s+(?=[a-z])"), trusted=True, whole=True),
    _Cue(re.compile(rf"\b(?:{v.MYSELF})\s*:?\s+(?=[a-z])"), whole=True),
    _Cue(re.compile(rf"\b(?:{v.CALLED})\s+(?=[a-z])"), known=True, whole=True),
)
_CAPITAL_TITLES = frozenset({"m", "me", "pr", "mm", "pasteur", "maitre"})
HOME = re.compile(rf"^,? (?:{fold(v.HOME)})\s?(?:{v.AFTER_HOME})")
_AGED = re.compile(r"^ \(\d{1,3} ans\)|^, \d{1,3} ans ?[:,]")
_AND_KIN = re.compile(rf" et (?:moi\b|(?:sa|son|ses|ma|mon|mes|leurs?) (?:{v.RELATIVES})s?\b)")
_AFTER_LOWERED = re.compile(r" ?[,.;:!?)\n]| ?$| (?:et|je|j)\b")
_ELIDED = re.compile(r"(?<!\w)[dmn]['’]$")
_ONLY_INITIALS = re.compile(
    r"(?<![\w.])[A-ZÀ-Ý]\.(?:-[A-ZÀ-Ý]\.)? [A-ZÀ-Ý]\.(?=[\s,;:!?)]|$)"
    r"|(?<![\w.])[A-ZÀ-Ý]\.(?:[A-ZÀ-Ý]\.?)?(?=,? \(?\d{1,3} ans\b| d[ue] (?:\d|rez|hall|b[âa]t|la tour))"
)
"""« K. B. », « A.-M. K. », « T.D., 34 ans »."""
_SIGNED_INITIALS = re.compile(r"\b(?:signee?|signature|initiales|nom)\s*:?\s*([a-z]\. ?[a-z]\.)")
_INITIAL = re.compile(r"(?<![\w.-])(?!M\. )[A-ZÀ-Ý]\.(?:-[A-ZÀ-Ý]\.)? ?(?=[A-ZÀ-Ý][^\W\d_])")
_BLOCK = re.compile(rf"\b(?:{v.BLOCKS}) $")
_WORD_ENDINGS = ("ment", "ez", "eur", "euse", "er", "ir")
_LONG = 4
_SIGLE = 5
"""Letters of the longest acronym that a kinship may precede: « chez les GAFAM »."""
_TWICE = re.compile(r"^([a-z]{2,4})\1$")
_INITIALS = re.compile(r"(?<!\w)[A-ZÀ-Ý]\.[ -]?[A-ZÀ-Ý]\. ?(?=[A-ZÀ-Ý][^\W\d_])")


def cued_names(
    text: str, plain: str, words: list[Word], public: Sequence[tuple[int, int]], *, shouting: bool
) -> Iterator[tuple[int, int]]:
    """Give the names that follow a title, a kinship, « je m'appelle », or initials."""
    at = _starts(words, plain)
    for cue in _CUES:
        for match in cue.pattern.finditer(plain):
            n = at.get(match.end())
            if n is None or _is_ordinary_word(match, text) or (words[n].start > match.end() and not cue.trusted):
                continue
            if _is_public(match.end() if cue.office else match.start(), words[n].end, public):
                continue
            end = _name_from(words, n, plain, cue, shouting=shouting) or _initial(words, n, plain, match, shouting=shouting)
            if end is not None:
                yield match.end(), end
    for match in _INITIALS.finditer(text):
        n = at.get(match.end())
        if n is not None and words[n].plain not in v.NOT_NAMES:
            yield match.start(), run_on(words, n, plain, shouting=shouting)
    for match in _INITIAL.finditer(text):
        n = at.get(match.end())
        if n is not None and is_known(words[n]) and not _BLOCK.search(plain, 0, match.start()):
            yield match.start(), run_on(words, n, plain, shouting=shouting)
    yield from (match.span() for match in _ONLY_INITIALS.finditer(text))
    yield from (match.span(1) for match in _SIGNED_INITIALS.finditer(plain))


def _starts(words: Sequence[Word], plain: str) -> dict[int, int]:
    """Number the words by where they start, with what is elided before them: « n'guessan », « d'almeida »."""
    starts = {word.start: n for n, word in enumerate(words)}
    return starts | {word.start - 2: n for n, word in enumerate(words) if _ELIDED.search(plain, 0, word.start)}


def _is_public(start: int, end: int, public: Sequence[tuple[int, int]]) -> bool:
    """Tell « l'abbé Pierre », « rue du docteur Roux » from a neighbour with a title."""
    return any(first <= start and end <= last for first, last in public)


def neighbours(plain: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Give « Karim du 4e », « Gülsüm (34 ans) », « Zouzou »: whatever the name."""
    for word in words:
        rest = plain[word.end : word.end + 30]
        if is_known(word) and (_AGED.match(rest) or HOME.match(rest)):
            yield word.start, word.end
        if not word.capital or word.plain in v.NOT_NAMES or word.upper:
            continue
        if len(word.plain) > 1 and _AND_KIN.match(plain, word.end):
            yield word.start, word.end
        twice = _TWICE.match(word.plain) and word.plain not in KIN_WORDS and word.plain not in _WORDS_TWICE
        if twice or _AGED.match(rest) or (not word.opens and HOME.match(rest)):
            yield word.start, word.end


def run_on(words: Sequence[Word], n: int, plain: str, *, shouting: bool) -> int:
    """Run a name on over its particles, its capitals, its hyphens and a last initial: « Jean-Pierre El Amrani », « Karim B. »."""
    end = words[n].end
    while n + 1 < len(words) and _goes_on(words, n, plain, shouting=shouting):
        n, end = n + 1, words[n + 1].end
    return end + 1 if not words[n].upper and end - words[n].start == 1 and plain[end : end + 1] == "." else end


def _goes_on(words: Sequence[Word], n: int, plain: str, *, shouting: bool) -> bool:
    here, following = words[n], words[n + 1]
    gap = plain[here.end : following.start]
    if gap != " ":
        return gap in {"-", "'", "’"}
    initial = following.capital and len(following.plain) == 1 and plain.startswith(".", following.end)
    breton = here.plain == "le" and here.capital and following.plain == "du" and following.capital
    if initial or breton:
        return True
    if _is_particle(words, n + 1):
        return not shouting and (following.capital or following.plain not in v.LINKS)
    if following.capital and following.plain not in v.NOT_NAMES:
        return not shouting or following.plain in v.FIRST_NAMES
    return not here.capital and (is_lowered_particle(words, n + 1) or needs_no_capital(following))


def is_known(word: Word) -> bool:
    """Tell whether a list of names holds the word."""
    return word.plain in v.FIRST_NAMES or word.plain in v.FAMILY_NAMES


def needs_no_capital(word: Word) -> bool:
    """Tell a name that is no word of French: « nadia benslimane »."""
    return word.plain in v.FAMILY_NAMES or (word.plain in v.FIRST_NAMES and word.plain not in v.WORDS_TOO)


def _is_particle(words: Sequence[Word], n: int) -> bool:
    if words[n].plain not in PARTICLES or n + 1 == len(words):
        return False
    return words[n + 1].capital and words[n + 1].plain not in v.NOT_NAMES


def is_lowered_particle(words: Sequence[Word], n: int) -> bool:
    """Tell the particle of « mme el ouafi », « mr le goff » from an article: a name must follow it."""
    if words[n].plain not in PARTICLES or n + 1 == len(words) or words[n].end + 1 != words[n + 1].start:
        return False
    following = words[n + 1].plain
    foreign = words[n].plain in _FOREIGN_PARTICLES and len(following) > 2 and following not in v.NOT_NAMES  # noqa: PLR2004
    return foreign or following in v.FAMILY_NAMES


def _is_ordinary_word(match: re.Match[str], text: str) -> bool:
    """Tell « me », « pr », « m » in a sentence from the titles « Me », « Pr », « M. »."""
    cue = match.group().split()[0].strip(".")
    seen = text[match.start() : match.start() + len(cue)]
    return cue in _CAPITAL_TITLES and (seen[0].islower() or (len(seen) > 1 and seen.isupper()))


def _name_from(words: list[Word], n: int, plain: str, cue: _Cue, *, shouting: bool) -> int | None:
    """Give where the name that starts at word n ends, or nothing when it is no name."""
    first = _after_particles(words, n, trusted=cue.trusted)
    if cue.trusted and len(words[n].plain) == 1 and plain.startswith(". ", words[n].end) and first == n and n + 1 < len(words):
        first += 1
    word = words[first]
    known = is_known(word)
    bare = first < n + 2 or not words[first - 1].capital
    if (word.plain in v.NOT_NAMES and bare) or word.plain in KIN_WORDS | TITLE_WORDS or _is_lone_letter(word, plain):
        return None
    sigle = word.upper and len(word.plain) <= _SIGLE and not cue.trusted
    capital = word.capital and (not shouting or cue.trusted) and not cue.known and not sigle
    if not (known or capital or (cue.trusted and _lowered_surname(word))):
        return None
    end = run_on(words, first, plain, shouting=shouting)
    return _with_surname(words, end, plain, shouting=shouting) if cue.whole and known else end


def _after_particles(words: list[Word], n: int, *, trusted: bool) -> int:
    """Give where the name itself starts: after « de la », « Le », « El »."""
    noble = trusted and words[n].plain == "de" and n + 2 < len(words) and words[n + 1].plain == "la" and words[n + 2].capital
    if noble and not words[n + 2].upper:
        return n + 2
    if trusted and not words[n].capital and is_lowered_particle(words, n):
        return n + 1
    while (
        n + 1 < len(words)
        and words[n].plain in PARTICLES
        and words[n + 1].capital
        and (words[n].capital or (trusted and words[n].plain in {"de", "d", "el", "ben"}))
    ):
        n += 1
    return n


def _is_lone_letter(word: Word, plain: str) -> bool:
    return len(word.plain) == 1 and not plain[word.end :].startswith(".")


def _initial(words: list[Word], n: int, plain: str, match: re.Match[str], *, shouting: bool) -> int | None:
    """Give where an initial after a title ends: « Mme B. », « Monsieur K »."""
    word = words[n]
    title = match.group().split()[0].strip(".")
    if shouting or not word.capital or len(word.plain) != 1 or title not in v.TITLES.split("|"):
        return None
    dotted = plain.startswith(".", word.end)
    if not dotted and (len(title) == 1 or plain[word.end : word.end + 1] not in {" ", ",", ""}):
        return None
    last = n + 1 == len(words) or words[n + 1].capital
    return word.end + (dotted and not last)


def _lowered_surname(word: Word) -> bool:
    if word.plain in v.SHORT_FAMILY_NAMES:
        return True
    return len(word.plain) > 3 and word.plain not in v.NOT_NAMES and not word.plain.endswith(_WORD_ENDINGS)  # noqa: PLR2004


def _with_surname(words: list[Word], end: int, plain: str, *, shouting: bool) -> int:
    """Take the word after « je m'appelle Nadia » too, when it can only be the family name."""
    following = next((word for word in words if word.start == end + 1 and plain[end] == " "), None)
    if following is None or following.plain in v.NOT_NAMES or following.plain in KIN_WORDS:
        return end
    alone = shouting or _AFTER_LOWERED.match(plain, following.end)
    return following.end if alone and len(following.plain) > 2 else end  # noqa: PLR2004
