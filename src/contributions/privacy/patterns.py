"""What can be recognised by its shape: Presidio's recognisers, and the French ones it lacks."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from contributions.privacy.places import fold
from contributions.privacy.vocabulary import (
    FILE_CUES,
    FILE_FILLERS,
    NETWORKS,
    SERVICES,
    SPOKEN_DIGITS,
    STREET_STOPS,
    STREETS,
    TOP_LEVELS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Span(NamedTuple):
    """A stretch of text that names or locates somebody."""

    start: int
    end: int
    kind: str


_WORD = r"[\wÀ-ÿ'’-]*\w"
_STREET = r"r(?=\.? [A-ZÀ-Ý\d]|\. )|" + re.sub(r"(?<=all|ont|cit)e|(?<=r)e(?=sid)", "[ée]", STREETS)
_OF = r"(?:de la|de l['’]|des|du|de|d['’]|la|le|les|l['’]|aux?)"
_MONTH = "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
_STOPS = rf"(?!(?:{STREET_STOPS})\b)"
_CAPITAL = rf"(?-i:[A-ZÀ-Ý][\wÀ-ÿ'’-]*|\d{{1,2}}(?= (?i:{_MONTH})))"
_NO_NAME = rf"(?!(?:{_OF}|parking|stationnement|jeux|cr[èe]che|et|est|ou|a|à)\b)"
_STREET_NAME = (
    rf"(?:{_STREET})\b\.?,? (?:(?:{_OF}\s?)?{_CAPITAL}"
    rf"(?:(?<=\d) (?:{_MONTH})(?: \d{{4}})?|[ -]{_STOPS}(?:{_OF} ?)?{_STOPS}{_CAPITAL})*"
    rf"|{_OF}\s?{_NO_NAME}{_WORD}(?: neuf| vieux)?|{_NO_NAME}(?!\w*é(?:e|s|es)?\b){_WORD})"
)
_TOWN = rf"(?:,? (?:à )?\d{{5}}(?: {_CAPITAL}(?:[ -](?:{_OF} ?)?{_CAPITAL})*)?)?"
_NUM = r"(?: n°| num[ée]ro| :)? ?"
_DOOR = (
    rf"(?:(?:appartement|appart|appt|apt|porte|logement|log|lot|bo[iî]te(?: aux lettres)?|bal|studio|interphone){_NUM}"
    rf"\d+[a-z]?\b(?! ?(?:m2|m²|m[èe]tres?|euros?|€|°|degr[ée]s?|%|pi[èe]ces?)(?!\w))"
    rf"|chambre{_NUM}\d{{2,4}}\b|(?:appartement|appart|appt|apt|logement) (?-i:[A-Z]{{1,2}}-?\d{{0,4}})\b)"
)
_SIDE = r"(?:porte|appartement|appt) (?:de |à |en |du )?(?:gauche|droite|face|milieu)\b"
_BLOCK = "b[âa]timent|b[âa]t\\.?|tour|hall|entr[ée]e|escalier|esc\\.?|cage|bloc|immeuble|imm\\.?"
_BUILDING = (
    rf"(?:(?:{_BLOCK}){_NUM}(?-i:[A-Z]{{1,2}}\d{{0,2}}|\d{{1,3}})\b"
    rf"|(?:tour|r[ée]sidence|immeuble|bloc|b[âa]timent) (?:(?:{_OF}) ?)?{_CAPITAL}(?: {_STOPS}{_CAPITAL})?)"
)
_FLOOR = (
    r"(?:au )?(?:(?:premier|deuxi[èe]me|troisi[èe]me|quatri[èe]me|cinqui[èe]me|sixi[èe]me|\d{1,2}(?:er|e|[èe]me))"
    r" (?:gauche|droite|face)"
    r"|(?:\d{1,2} ?(?:er|e|[èe]me|i[èe]me) ?[ée]t(?:age|\.)?|rez-de-chauss[ée]e|rdc)(?: (?:gauche|droite|face))?)\b"
)
_UNIT = rf"(?:{_DOOR}|{_SIDE}|{_BUILDING}|{_FLOOR})"
_UNITS = rf"(?:,? (?:et )?(?:au |à la |à l['’])?{_UNIT})"
_LIVE = (
    r"(?:habit(?:e|ent|ons|ais|ait|ant|ante|ants)|\bvi(?:s|t|vent|vons)\b|\blog(?:e|ent|eons)\b|\br[ée]sid(?:e|ent|ons|ant)\b|"
    r"domicili[ée]e?s?|adresse(?: est| c['’]est)?|emm[ée]nag[ée]e?s?|\bdemeur(?:e|ent|ons|ant)\b|chez (?:moi|nous))"
)
_ADVERB, _THE = "(?:bien|toujours|maintenant|juste|seule?|actuellement|tous|tout|avec|ensemble)", "(?:la |le |l['’])?"
_AFTERWARDS = r"(?:,? (?:au |n° ?|num[ée]ro )(?:n° ?|num[ée]ro )?\d{1,4}(?: ?(?:bis|ter))?\b)?"
_NUMBER = (
    r"(?<![\w.,/:°-])(?<!\d |h )(?<!(?:ligne|ligne|bus|tram|zone) )(?<!à (?=[35789]0 |1[13]0 ))"
    r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?(?: ?(?:et|-|/) ?\d{1,4})?"
)

_DOT = r"(?: ?\. ?| point | dot | ?[(\[](?:dot|point)[)\]] ?)"
_DATE = rf"\d{{1,2}}(?:er)?(?:[ /.-]\d{{1,2}}[ /.-]| (?:{_MONTH}) )(?:19|20)?\d{{2}}\b"
_REFERENCE = r"(?-i:[A-Z]{1,4}[ /-]?)?\d[\dA-Z]*(?:[ ./-]{0,2}(?:\d[\dA-Z]*|(?-i:[A-Z]{1,4})(?=[ ./-]\d)|(?-i:[A-Z])\b))*"

_SHAPES: dict[str, tuple[str, ...]] = {
    "téléphone": (
        r"(?<![\d\w])(?:\(?(?:\+|00) ?\d{2,3}\)?[ .-]?(?:\(0\)[ .-]?)?[1-9]|0[1-9])(?:[ .\-/_]{0,2}\d{2}){4}(?!\d)",
        r"(?<!\d)0[ .\-]?[1-9](?:[ .\-]?\d){8}(?!\d)",
        rf"\bz[ée]ro (?:un|deux|trois|quatre|cinq|six|sept|huit|neuf)(?:[ ,;:/.-]+(?:{SPOKEN_DIGITS})){{4,16}}\b",
        rf"(?<!\d)0[1-9](?=[\d ,.-]*[a-z])(?:[ ,;.-]+(?:\d{{2}}|{SPOKEN_DIGITS})){{4,12}}(?!\w)",
    ),
    "courriel": (
        (
            r"(?<![\w@])[\w.+-]+(?: ?[(\[](?:at|arobase|a)[)\]] ?| (?:at|arobase?|chez) | ?@ ?)\w[\w-]*"
            rf"(?:{_DOT}\w+(?!\w))*?{_DOT}(?:{TOP_LEVELS})\b"
        ),
        (
            r"\b\w+(?: ?(?:point|tiret(?: du (?:bas|haut|6|8|six|huit))?|underscore|plus) ?\w+){0,4} (?:arobase?|at|chez) "
            rf"\w+(?: (?:tiret )?\w+)?(?: (?:point|dot))? (?:{TOP_LEVELS})\b"
        ),
    ),
    "IBAN": (r"\bFR\d{2}(?:[ .-]?[A-Z0-9]){23}\b",),
    "NIR": (
        (
            r"(?<!\d)[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])"
            r"(?:[ .-]?\d{3}){2}(?:[ .\-/]{0,3}(?:cl[ée] ?)?\d{2})?(?!\d)"
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
        rf"\b(?:{NETWORKS})(?: c['’]est| est)? ?[:=]? ?\K\w[\w.-]*[._\d][\w.-]*\w",
        rf"\b(?:{NETWORKS}) ?[:=] ?\K(?:\w{{3,}}(?= ?(?:[,;.)\n]|$))|(?-i:[A-ZÀ-Ý][\w.-]*(?: [A-ZÀ-Ý][\w.-]*){{1,3}}))",
        rf"\b(?:{NETWORKS}),? (?:je suis|moi c['’]est) \K\w+[._][\w.]*\w",
        r"(?<![\w@])[\w.]{2,32}#\d{4}\b",
        r"(?<![\w.@])\w+[._][\w.]*\w(?= sur (?:tiktok|insta|snap|facebook|twitter|discord|youtube|twitch))",
    ),
    "adresse": (
        rf"{_NUMBER},? (?:{_STREET_NAME}){_UNITS}*{_TOWN}",
        (
            r"\b(?:au|du|le|n°|num[ée]ro) ?(?:n° ?|num[ée]ro )?\K\d{1,4}(?: ?(?:bis|ter))? (?:de la |de l['’]|du |de )"
            rf"(?:{_STREET_NAME}){_UNITS}*{_TOWN}"
        ),
        (
            rf"{_LIVE}[ :,]+(?:{_ADVERB} )?(?:au|à|a|dans|sur|en)? ?{_THE}\K(?:\d{{1,4}},? ?(?:bis|ter)?,? ?)?"
            rf"(?:{_STREET_NAME}){_AFTERWARDS}{_UNITS}*{_TOWN}"
        ),
        rf"{_LIVE}[ :,]+(?:{_ADVERB} )?(?:au|à|dans)? ?{_THE}\K{_UNIT}{_UNITS}+",
        rf"(?:{_BUILDING},? )*(?:{_FLOOR},? )?{_DOOR}{_UNITS}*",
    ),
    "dossier": (
        rf"\b(?:{FILE_CUES})(?:{FILE_FILLERS})*[ :=]*\K(?=(?-i:[A-Z]{{1,4}}[ /-]?)?(?:\d[^\d\n]{{0,5}}){{4}}\d){_REFERENCE}",
    ),
    "naissance": (
        rf"\b(?:date de naissance(?: d[eu] [^:\n]{{1,25}})?|anniversaire|ddn)(?: est| :| le)* ?:? ?\K{_DATE}",
        rf"(?<!\b(?:est|sont) )\bn[ée]e?s? ?(?:\(e\) )?le \K{_DATE}",
        rf"\b(?:suis|es|(?:il|elle|ils|elles|(?:mon|ma|mes|son|sa) [\w-]+) (?:est|sont)) n[ée]e?s? le \K{_DATE}",
    ),
}
"""Shapes are tried whatever the case; `\\K` drops what leads to the value. Order is the order of preference."""

KINDS = ("personne", "téléphone", "courriel", "adresse", "NIR", "IBAN", "plaque", "pseudonyme", "dossier", "naissance")
_PREFERENCE = ("NIR", "IBAN", "courriel", "dossier", "téléphone", "naissance", "adresse", "plaque", "pseudonyme", "personne")
_NINE_DIGITS = re.compile(r"\d(?:[^\d\n]{0,5}\d){8}")
_HINTS = {
    "téléphone": re.compile(r"\d(?:[^\d\n]{0,5}\d){8}|z[ée]ro |\b0[1-9][ ,.-]", re.IGNORECASE),
    "courriel": re.compile(r"@|arobas|\bat\b|[(\[]a[)\]]|\bchez \w+ point ", re.IGNORECASE),
    "pseudonyme": re.compile(rf"[@#]|\b(?:{NETWORKS})\b|youtube|twitch", re.IGNORECASE),
    "adresse": re.compile(
        r"\d|habit|adresse|domicil|r[ée]sid|demeur|emm[ée]nag|\bvi[stv]|\blog|chez [mn]o|porte|app", re.IGNORECASE
    ),
    "plaque": re.compile(r"\d{2}[ -]?[a-z]{2}|[a-z]{2}[ -]?\d{3}|\d [a-z]{2}", re.IGNORECASE),
    "dossier": re.compile(r"\d(?:[^\d\n]{0,5}\d){4}"),
    "naissance": re.compile(r"n[ée]e?s? ?(?:\(e\) )?le |naissance|anniversaire|ddn", re.IGNORECASE),
    "NIR": re.compile(r"\d(?:[^\d\n]{0,3}[\dAB]){12}", re.IGNORECASE),
    "IBAN": re.compile(r"[a-z]{2}\d{2}", re.IGNORECASE),
}
"""Without one of these, a text cannot hold the kind: most texts hold nothing, and looking is slow."""
_NIR_CUE = re.compile(
    r"s[ée]cu\b|\bn° ?ss\b|\bSS\b|s[ée]curit[ée] sociale|\bNIR\b|immatriculation|assur[ée]e?\b|carte vitale", re.IGNORECASE
)
_AT_SERVICE = re.compile(
    rf"(?:\b(?:la|le|l['’]|les|du|au|a la|a l['’])\s?|^)(?:{SERVICES})(?: de [\w-]+)?"
    r"(?:,? (?:est|sont|se trouve|se situe|situee?|(?:vous |nous )?(?:accueille|recoit|attend))(?: maintenant)?)?"
    r"(?:,| au| du| :| \()? ?$"
)


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
            span = Span(found.start, found.end, kind)
            if not (kind == "NIR" and not _is_nir(text, span)) and not (kind == "adresse" and _is_of_a_service(text, span)):
                yield span


def resolve(spans: list[Span]) -> list[Span]:
    """Keep spans that do not overlap: the surest kind, then the longest, then the first; give them in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (_PREFERENCE.index(s.kind), s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)


def _is_nir(text: str, span: Span) -> bool:
    start, end = span.start, span.end
    return nir_key_is_right(text[start:end]) or _NIR_CUE.search(text, max(0, start - 50), start) is not None


def _is_of_a_service(text: str, span: Span) -> bool:
    """Tell « la CAF est au 12 rue... » from somebody's address: the service stands right before it."""
    return _AT_SERVICE.search(fold(text[max(0, span.start - 60) : span.start])) is not None


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
        (
            "téléphone",
            _NINE_DIGITS,
            PhoneRecognizer(supported_language="fr", supported_entity="téléphone", supported_regions=("FR",)),
        ),
        ("IBAN", _HINTS["IBAN"], IbanRecognizer(supported_language="fr", supported_entity="IBAN")),
    )
    return (*shared, *((kind, _HINTS[kind], by_shape(kind, _patterns(kind, Pattern))) for kind in _SHAPES))


def _patterns(kind: str, make: Callable[..., Any]) -> list[Any]:
    return [make(name=f"{kind} {n}", regex=shape, score=0.9) for n, shape in enumerate(_SHAPES[kind], start=1)]
