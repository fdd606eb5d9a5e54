"""Title themes: by the subjects that prevail in them, else by their best words; never two alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from contributions.themes.seen import About

UNNAMED = "Thème sans mots communs"
TITLE_WORDS = 2
PREVAILS = 0.4
"""Share of the ideas of a theme that are first of all about one subject, or two, from which it is titled so."""
SECOND = 0.15
"""Share from which a second subject is named too."""
SAYS = 0.1
"""Share of its ideas that must say a word of a subject: « mes proches » are near « proches aidants », and are no carers."""
MOST_SUBJECTS, SAYS_IN_A_FAMILY = 4, 0.05
"""Subjects that the title of a family names at most; the share that must say each is half that of a theme: it has several."""
BEFORE = "\u00a0"
"""What French puts before a semicolon or a colon: no line begins with these."""


def title_of(words: Sequence[str]) -> str:
    """Make a title of keywords, the best first.

    >>> title_of(["arrêt de bus", "bus", "chauffeur"])
    'Arrêt de bus, chauffeur'
    """
    if not words:
        return UNNAMED
    others = [word for word in words[1:] if not set(plain(word)) & set(plain(words[0]))]
    return capital(", ".join([words[0], *others[: TITLE_WORDS - 1]]))


def subject_title(about: About, members: NDArray[np.bool_]) -> str:
    """Title a theme by the one or two subjects that most of its ideas are about, and some say; empty where none prevails."""
    if not about.titles:
        return ""
    first = Counter(about.shares[members].argmax(axis=1).tolist())
    said = about.said[members].mean(axis=0)
    ranked = [each for each in sorted(first, key=lambda each: (-first[each], each))[:2] if said[each] >= SAYS]
    shares = [first[subject] / members.sum() for subject in ranked]
    titles = [about.titles[subject] for subject in ranked]
    if len(ranked) > 1 and shares[1] >= SECOND and shares[1] >= shares[0] / 2 and sum(shares) >= PREVAILS:
        return f"{titles[0]}{BEFORE}; {_uncapital(titles[1])}"
    return titles[0] if shares and shares[0] >= PREVAILS else ""


def family_title(about: About, members: NDArray[np.bool_], taken: Collection[str]) -> str:
    """Title a family by the two subjects that most of its ideas are about, by more where that is `taken`; empty where all are."""
    if not about.titles:
        return ""
    first = Counter(about.shares[members].argmax(axis=1).tolist())
    said = about.said[members].mean(axis=0)
    ranked = [each for each in sorted(first, key=lambda each: (-first[each], each)) if said[each] >= SAYS_IN_A_FAMILY]
    subjects = [about.titles[each] for each in ranked[:MOST_SUBJECTS]]
    for count in range(2, len(subjects) + 1):
        title = f"{BEFORE}; ".join([subjects[0], *map(_uncapital, subjects[1:count])])
        if not _is_taken(title, taken):
            return title
    return ""


def own_title(title: str, keywords: Sequence[str], taken: Collection[str]) -> str:
    """Give a title, with the first keyword that makes it another than those that are `taken`, if any does."""
    wordy = (f"{title}{BEFORE}: {word}" for word in keywords if not set(plain(word)) & set(plain(title)))
    return next((each for each in (title, *wordy) if not _is_taken(each, taken)), title)


def _is_taken(title: str, taken: Collection[str]) -> bool:
    """Tell whether a title says the same words as another, in any order."""
    return any(set(plain(title)) == set(plain(other)) for other in taken)


def told_apart(titles: Sequence[str], keywords: Sequence[Sequence[str]]) -> list[str]:
    """Add to titles that several themes would share the first keyword of each that none of the others has."""
    return [
        _with_own(title, own, [keywords[other] for other in range(len(titles)) if titles[other] == title and other != row])
        if titles.count(title) > 1
        else title
        for row, (title, own) in enumerate(zip(titles, keywords, strict=True))
    ]


def _with_own(title: str, own: Sequence[str], others: Sequence[Sequence[str]]) -> str:
    said = set(plain(title)).union(*(plain(word) for words in others for word in words))
    word = next((word for word in own if not set(plain(word)) & said), "")
    return f"{title}{BEFORE}: {word}" if word else title


def plain(text: str) -> list[str]:
    """Give the words of three letters or more of a phrase, bare of accents and plurals, to compare phrases by."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    return [word.rstrip("sx") for word in re.findall(r"\w{3,}", bare)]


def capital(text: str) -> str:
    """Put a capital first."""
    return text[:1].upper() + text[1:]


def _uncapital(title: str) -> str:
    """Put a small letter first, where the first word is no name in capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
