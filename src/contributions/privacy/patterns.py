"""What can be recognised by its shape: Presidio's recognisers, and the French ones it lacks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from contributions.privacy.vocabulary import SPOKEN_DIGITS, STREETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Span(NamedTuple):
    """A stretch of text that names or locates somebody."""

    start: int
    end: int
    kind: str


_WORD = r"[\wÀ-ÿ'’-]*\w"
_STREET = re.sub(r"(?<=all|ont|cit)e|(?<=r)e(?=sid)", "[ée]", STREETS)
_OF = r"(?:de la|de l['’]|des|du|de|d['’]|la|le|les|l['’]|aux?)"
_MONTH = "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
_CAPITAL = rf"(?-i:[A-ZÀ-Ý][\wÀ-ÿ'’-]*|\d{{1,2}}(?= (?:{_MONTH})))"
_NO_NAME = rf"(?!(?:{_OF}|parking|stationnement|jeux|cr[èe]che|et|est|ou|a|à)\b)"
_STREET_NAME = (
    rf"(?:{_STREET})\b\.?,? (?:(?:{_OF}\s?)?{_CAPITAL}(?:[ -](?:{_OF} ?)?{_CAPITAL}|(?<=\d) [a-zéû]+(?: \d{{4}})?)*"
    rf"|{_OF}\s?{_NO_NAME}{_WORD}(?: neuf| vieux)?|{_NO_NAME}(?!\w*é(?:e|s|es)?\b){_WORD})"
)
_TOWN = rf"(?:,? (?:à )?\d{{5}}(?: {_CAPITAL}(?:[ -](?:{_OF} ?)?{_CAPITAL})*)?)?"
_DOOR = r"(?:appartement|appart|appt|apt|porte|logement|lot|bo[iî]te aux lettres)(?: n°| num[ée]ro)? ?\d+[a-z]?\b"
_BUILDING = r"(?:b[âa]timent|b[âa]t\.?|tour|hall|entr[ée]e|escalier|esc\.?|bloc|immeuble) (?-i:[A-Z]{1,2}\d{0,2}|\d{1,3})\b"
_FLOOR = r"(?:au )?\d{1,2} ?(?:e|er|[èe]me|i[èe]me) ?[ée]tage"
_UNIT = rf"(?:{_DOOR}|{_BUILDING}|{_FLOOR})"
_LIVE = (
    r"(?:\bj?habit(?:e|ent|ons|ant|ante|ants)|je vis|on vit|je loge|je r[ée]side|r[ée]sidant|domicili[ée]e?s?|"
    r"adresse(?: est| c['’]est)?|j['’]ai emm[ée]nag[ée]|demeurant)"
)
_ADVERB, _THE = "(?:bien|toujours|maintenant|juste|seule?)", "(?:la |le |l['’])?"
_NUMBER = (
    r"(?<![\w.,/:°-])(?<!\d |h )(?<!(?:ligne|ligne|bus|tram|zone) )(?<!à (?=[35789]0 |1[13]0 ))"
    r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?(?: ?(?:et|-|/) ?\d{1,4})?"
)

_SHAPES: dict[str, tuple[str, ...]] = {
    "téléphone": (
        r"(?<![\d\w])(?:\(?(?:\+|00) ?\d{2,3}\)? ?(?:\(0\) ?)?[1-9]|0[1-9])(?:[ .\-/_]{0,2}\d{2}){4}(?!\d)",
        r"(?<!\d)0[1-9](?:[ .\-]?\d){8}(?!\d)",
        rf"\bz[ée]ro (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf)(?:[ ,-]+(?:{SPOKEN_DIGITS})){{4,16}}\b",
    ),
    "courriel": (
        (
            r"(?<![\w@])[\w.+-]+ ?(?:[(\[](?:at|arobase)[)\]]| at | arobase | @ )\s?\w[\w-]*"
            r"(?:(?: ?\. ?| point |[(\[]dot[)\]])\w{2,}){1,2}\b"
        ),
        r"\b\w+(?: ?(?:point|tiret|tiret du \w+|underscore) ?\w+){0,3} (?:arobase?|at) \w+(?: (?:tiret )?\w+)? point \w{2,4}\b",
    ),
    "IBAN": (r"\bFR\d{2}(?:[ .-]?[A-Z0-9]){23}\b",),
    "NIR": (
        (
            r"(?<!\d)[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])"
            r"(?:[ .-]?\d{3}){2}(?:[ .\-/]?(?:cl[ée] ?)?\d{2})?(?!\d)"
        ),
    ),
    "plaque": (
        r"(?<![\w-])(?-i:[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2})(?![\w-])",
        r"(?<![\w-])[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])",
        r"\b(?:plaque|immatricul[ée]+s?|immat\.?)(?: est| :)? \K[a-z]{2}[ -]?\d{3}[ -]?[a-z]{2}\b",
        r"(?<![\w-])(?-i:\d{3,4} [A-HJ-NP-Z]{2,3} (?:\d{2}|2[AB]))(?![\w-])",
        r"(?:(?<=plaque )|(?<=immatriculée )|(?<=immatriculé )|(?<=immat ))\d{1,4} ?[A-Z]{2,3} ?(?:\d{2,3}|2[AB])\b",
    ),
    "pseudonyme": (
        r"(?<![\w@./-])@[\wÀ-ÿ](?:[\w.À-ÿ-]*[\wÀ-ÿ])?",
        r"(?<=\b(?:pseudo|insta|snap|discord|tiktok|instagram|snapchat|twitter) )(?:c['’]est|est|:|=) ?\K[\w.-]*[\w]",
        r"\b(?:facebook|fb|insta|snap|tiktok|twitter),? (?:je suis|moi c['’]est) \K\w+[._][\w.]*\w",
        r"(?<![\w.@])\w+[._][\w.]*\w(?= sur (?:tiktok|insta|snap|facebook|twitter|discord|youtube|twitch))",
    ),
    "adresse": (
        rf"{_NUMBER},? (?:{_STREET_NAME})(?:,? (?:au )?{_UNIT})*{_TOWN}",
        (
            rf"{_LIVE}[ :,]+(?:{_ADVERB} )?(?:au|à|a|dans|sur|en)? ?{_THE}\K(?:\d{{1,4}},? ?(?:bis|ter)?,? ?)?"
            rf"(?:{_STREET_NAME})(?:,? (?:au )?{_UNIT})*{_TOWN}"
        ),
        rf"{_LIVE}[ :,]+(?:{_ADVERB} )?(?:au|à|dans)? ?{_THE}\K{_UNIT}(?:,? (?:au )?{_UNIT})+",
        rf"(?:{_BUILDING},? )?(?:{_FLOOR},? )?{_DOOR}(?:,? (?:au )?{_UNIT})*",
    ),
}
"""Shapes are tried whatever the case; `\\K` drops what leads to the value. Order is the order of preference."""

KINDS = ("personne", "téléphone", "courriel", "adresse", "NIR", "IBAN", "plaque", "pseudonyme", "dossier", "naissance")
_PREFERENCE = ("NIR", "IBAN", "courriel", "téléphone", "adresse", "plaque", "pseudonyme", "dossier", "naissance", "personne")
_DIGIT = re.compile(r"\d")
_HINTS = {
    "téléphone": re.compile(r"\d|z[ée]ro ", re.IGNORECASE),
    "courriel": re.compile(r"@|arobas|\bat\b", re.IGNORECASE),
    "pseudonyme": re.compile(r"@|pseudo|insta|snap|discord|tiktok|twitter|facebook|\bfb\b|youtube|twitch", re.IGNORECASE),
    "adresse": re.compile(r"\d|habit|adresse|domicil|r[ée]sid|demeur|emm[ée]nag|\bvi[st]\b|\bloge\b", re.IGNORECASE),
    "plaque": re.compile(r"\d"),
    "NIR": re.compile(r"\d{2}"),
    "IBAN": re.compile(r"\d{2}"),
}
"""Without one of these, a text cannot hold the kind: most texts hold nothing, and looking is slow."""
_NIR_CUE = re.compile(r"s[ée]cu\b|s[ée]curit[ée] sociale|\bNIR\b|immatriculation|assur[ée]e?\b|carte vitale", re.IGNORECASE)


def nir_key_is_right(number: str) -> bool:
    """Check the two-digit key of a numéro de sécurité sociale (97 minus the number modulo 97; Corsica 2A = 19, 2B = 18).

    >>> nir_key_is_right("2 55 08 14 168 025 38"), nir_key_is_right("2 55 08 14 168 025 39")
    (True, False)
    """
    digits = re.sub(r"cl[ée]|[^0-9ABab]", "", number).upper().replace("2A", "19").replace("2B", "18")
    return len(digits) == 15 and digits.isdigit() and 97 - int(digits[:13]) % 97 == int(digits[13:])  # noqa: PLR2004 - 13 + 2 digits


def find_shapes(text: str) -> Iterator[Span]:
    """Yield what is recognised by its shape; spans may overlap."""
    for kind, hint, recogniser in _recognisers():
        if not hint.search(text):
            continue
        for found in recogniser.analyze(text, [kind]):
            if kind != "NIR" or _is_nir(text, found.start, found.end):
                yield Span(found.start, found.end, kind)


def resolve(spans: list[Span]) -> list[Span]:
    """Keep spans that do not overlap: the surest kind, then the longest, then the first; give them in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (_PREFERENCE.index(s.kind), s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)


def _is_nir(text: str, start: int, end: int) -> bool:
    return nir_key_is_right(text[start:end]) or _NIR_CUE.search(text, max(0, start - 50), start) is not None


@cache
def _recognisers() -> tuple[tuple[str, re.Pattern[str], Any], ...]:
    from presidio_analyzer import Pattern, PatternRecognizer
    from presidio_analyzer.predefined_recognizers import EmailRecognizer, IbanRecognizer, PhoneRecognizer

    def by_shape(kind: str, patterns: list[Pattern]) -> PatternRecognizer:
        return PatternRecognizer(kind, supported_language="fr", patterns=patterns, name=f"{kind} (forme)")

    shared = (
        (
            "courriel",
            _HINTS["courriel"],
            by_shape("courriel", EmailRecognizer.PATTERNS),
        ),  # its class would fetch a list of domains
        ("téléphone", _DIGIT, PhoneRecognizer(supported_language="fr", supported_entity="téléphone", supported_regions=("FR",))),
        ("IBAN", _DIGIT, IbanRecognizer(supported_language="fr", supported_entity="IBAN")),
    )
    return (*shared, *((kind, _HINTS[kind], by_shape(kind, _patterns(kind, Pattern))) for kind in _SHAPES))


def _patterns(kind: str, make: Callable[..., Any]) -> list[Any]:
    return [make(name=f"{kind} {n}", regex=shape, score=0.9) for n, shape in enumerate(_SHAPES[kind], start=1)]
