"""Tell by rules which texts a person must read first: what is sensitive about somebody, and distress, said plainly.

Read after masking. Public demands stay, even with the same words (« un centre de santé », « lutter contre le racisme »): what
counts is what is said of the speaker, of a relative or a neighbour, of somebody named. A person decides; this only asks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from contributions.language import N_
from contributions.privacy.places import fold
from contributions.privacy.sensitive_frames import PARTS, Rule
from contributions.privacy.sensitive_harm import HARM
from contributions.privacy.sensitive_rules import PRIVATE
from contributions.privacy.sensitive_words import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


RULES = (*PRIVATE, *HARM)


class Sensitive(StrEnum):
    """Why a text waits for a person; the value is the word people read and write."""

    HEALTH = N_("santé")
    RELIGION = N_("religion")
    OPINION = N_("opinion")
    ORIGIN = N_("origine")
    SEXUAL_LIFE = N_("vie sexuelle")
    UNION = N_("appartenance syndicale")
    OFFENCE = N_("infraction")
    ACCUSATION = N_("accusation")
    DISTRESS = N_("détresse")


def sensitive(texts: Iterable[str]) -> list[tuple[Sensitive, ...]]:
    """Give for each masked text why it must be read by a person first, in the order of `Sensitive`; empty where it need not.

    >>> sensitive(["Chui diabétique", "Un centre de santé", "M. [personne] est un dealer"])
    [(<Sensitive.HEALTH: 'santé'>,), (), (<Sensitive.ACCUSATION: 'accusation'>,)]
    """
    return [_kinds(text) for text in texts]


def found_by(rule: Rule, text: str) -> bool:
    """Tell whether one rule finds something in a text: for those who write rules."""
    return bool(_compiled(rule).search(plain(text)))


_WORD = re.compile(r"[a-z0-9§]+|,|[.!?;:\n]+")
_MASKED = re.compile(r"\[(?!personne\])[^\]]*\]")
_HINT = 5
"""Letters by which a word calls its rules, or all of a shorter one: few texts call any."""
_SHORT = 4
"""Letters under which a word is exact."""


def plain(text: str) -> str:
    """Write a text as the rules read it: words without capitals or accents, one space apart, « . » between sentences.

    >>> plain("Chui là, M. [personne] !")
    'je suis la , m . § .'
    """
    folded = fold(_MASKED.sub(" ", text)).replace("[personne]", " § ").replace("œ", "oe").replace("æ", "ae")
    words = (word if word[0] not in ".!?;:\n" else "." for word in _WORD.findall(folded))
    return " ".join(SPOKEN.get(word, word) for word in words)


def _kinds(text: str) -> tuple[Sensitive, ...]:
    read, calls = plain(text), _called()
    hints = {word[:length] for word in read.split() for length in (_HINT, _HINT - 1, _HINT - 2)}
    called = {number for hint in hints & calls.keys() for number in calls[hint]}
    found: set[str] = set()
    for number in sorted(called):
        rule = RULES[number]
        if rule.kind not in found and _compiled(rule).search(read):
            found.add(rule.kind)
    return tuple(kind for kind in Sensitive if kind in found)


@cache
def _called() -> Mapping[str, frozenset[int]]:
    """Give the rules that the beginning of a word calls."""
    calls: defaultdict[str, set[int]] = defaultdict(set)
    for number, rule in enumerate(RULES):
        for written in _cut(rule.words):
            for hint in _hints(written):
                calls[hint].add(number)
    return {hint: frozenset(numbers) for hint, numbers in calls.items()}


@cache
def _compiled(rule: Rule) -> re.Pattern[str]:
    words = "|".join(map(_ended, _cut(rule.words)))
    parts = {**PARTS, "words": rf"(?:[ld])?(?:{words})\b"}
    frame = re.sub(r"<(\w+)>", lambda match: f"(?:{parts[match[1]]})", rule.frame)
    return re.compile(rf"(?<!\w)(?:{frame})")


def _cut(words: str) -> list[str]:
    """Cut a list at its bars, but not at those inside brackets."""
    pieces, depth, at = [], 0, 0
    for here, character in enumerate(words):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            pieces.append(words[at:here])
            at = here + 1
    return [*pieces, words[at:]]


def _ended(written: str) -> str:
    """Write one word of a list as a pattern: its feminine and its plural, any ending after a star.

    >>> _ended("musulman"), _ended("gay")
    ('musulman(?:ne|le|e)?s?', 'gay')
    """
    if written.endswith(" ."):
        return written.removesuffix(" .")
    anyhow = re.sub(r"(?<=\w)\*", r"\\w*", written)
    if written.endswith("*"):
        return anyhow
    last = re.split(r"[^\w]", written)[-1]
    return anyhow if len(last) < _SHORT else rf"{anyhow}(?:ne|le|e)?s?"


_GROUP = re.compile(r"\((\?[:!])([^()]*)\)(\?|\{[^}]*\}\??)?")


def _hints(written: str) -> set[str]:
    """Give the beginnings of words of which a text holds one at least, alone and after « l » or « d » written together.

    >>> sorted(_hints("(?:mal|bien) suivi")), sorted(_hints("asthme"))
    (['suivi'], ['asthm', 'dasth', 'lasth'])
    """
    group = _GROUP.search(written)
    if group:
        spared = group[1] == "?!" or group[3]
        variants = [""] if spared else group[2].split("|")
        return {hint for each in variants for hint in _hints(written[: group.start()] + each + written[group.end() :])}
    known = re.findall(r"[a-z0-9§]+", re.sub(r"\\w[+*]?|\w\?", " ", written))
    if not known:
        raise ValueError(f"« {written} » has no word that must be there")
    hint = max(known, key=len)[:_HINT]
    return {hint, f"l{hint}"[:_HINT], f"d{hint}"[:_HINT]} if hint[0] in "aeiouyh" else {hint}
