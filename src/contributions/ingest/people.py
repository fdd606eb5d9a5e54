"""What a source says of who spoke, brought to the few values that reports use: age band, gender, residence."""

from __future__ import annotations

import re

from contributions.domain import AGE_BANDS, OTHER_BAND
from contributions.ingest.places import plain_words

_ELDEST = max(last for _first, last in AGE_BANDS.values())
_WOMEN = frozenset({"f", "femme", "femmes", "fille", "feminin", "feminine", "female", "w", "woman", "madame", "mme", "dame"})
_MEN = frozenset({"h", "m", "homme", "hommes", "garcon", "masculin", "masculine", "male", "man", "monsieur", "mr"})
_OTHER = frozenset({"autre", "autres", "nb", "x", "other", "binaire", "diverse"})
_AGE_IN_WORDS = re.compile(r"\b(\d{1,3})\s*ans\b")
_RANGE = re.compile(r"(\d{1,3})\s*(?:ans)?\s*(?:-|–|—|à|a|et|/|_)\s*(\d{1,3})")
_UNDER = re.compile(r"^-|^<|moins de|under", re.IGNORECASE)
_OVER = re.compile(r"^>|^\+|plus de|over", re.IGNORECASE)
_UP_TO = re.compile(r"(?:et|ou) (?:moins|-)|jusqu", re.IGNORECASE)
_FROM = re.compile(r"(?:et|ou|and) (?:plus|\+|over|older)|\+\s*(?:ans)?$|à partir", re.IGNORECASE)


def age_band(written: str) -> str:
    """Give the band of an age, or of a range that lies within one; nothing of another writing.

    >>> age_band("34"), age_band("34.0 ans"), age_band("75 et plus"), age_band("18-24 ans"), age_band("250")
    ('30-44', '30-44', '75+', '15-29', '')
    >>> age_band("25-34 ans"), age_band("moins de 18 ans"), age_band("60 ans et plus"), age_band("moins de 15 ans")
    ('autre tranche', 'autre tranche', 'autre tranche', '0-14')
    """
    text = written.strip()
    numbers = [int(number) for number in re.findall(r"\d{1,3}", re.sub(r"\.0\b", "", text))]
    if not numbers:
        return ""
    between = _RANGE.search(text)
    if between:
        return _band_of(int(between[1]), int(between[2]))
    if _FROM.search(text) or _OVER.search(text):
        return _band_of(numbers[0] + (not _FROM.search(text)), _ELDEST)
    if _UP_TO.search(text) or _UNDER.search(text):
        return _band_of(0, numbers[0] - (not _UP_TO.search(text)))
    return _band(numbers[0])


def gender(written: str) -> str:
    """Give F, H or autre; empty where it is not said, or where women and men are.

    >>> gender("Femme"), gender("M."), gender("non binaire"), gender("ne se prononce pas"), gender("hommes et femmes")
    ('F', 'H', 'autre', '', '')
    """
    words = frozenset(plain_words(written))
    return "autre" if words & _OTHER else _woman_or_man(words)


def profile(written: str) -> tuple[str, str]:
    """Read age band and gender out of a few words about a person.

    >>> profile("femme, 60 ans"), profile("un autre habitant")
    (('60-74', 'F'), ('', ''))
    """
    age = _AGE_IN_WORDS.search(written)
    words = frozenset(plain_words(written))
    sex = "autre" if "binaire" in words else _woman_or_man(words)
    return (_band(int(age.group(1))) if age else ""), sex


def _woman_or_man(words: frozenset[str]) -> str:
    woman, man = bool(words & _WOMEN), bool(words & _MEN)
    return "" if woman is man else "F" if woman else "H"


def residence(written: str) -> str:
    """Give QPV, veille or hors QPV; empty where it is not said.

    >>> residence("Hors QPV"), residence("oui"), residence("quartier de veille")
    ('hors QPV', 'QPV', 'veille')
    """
    words = plain_words(written)
    if "veille" in words:
        return "veille"
    if "hors" in words or words in {("non",), ("no",), ("false",), ("0",)}:
        return "hors QPV"
    return "QPV" if "qpv" in words or words in {("oui",), ("yes",), ("true",), ("1",)} else ""


def _band_of(youngest: int, oldest: int) -> str:
    first, last = _band(youngest), _band(oldest)
    return "" if not first or not last else first if first == last else OTHER_BAND


def _band(age: int) -> str:
    return next((band for band, (low, high) in AGE_BANDS.items() if low <= age <= high), "")
