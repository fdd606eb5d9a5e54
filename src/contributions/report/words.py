"""Write figures, dates and residents' words as their readers expect them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from contributions.domain import Stability, Zone
from contributions.language import FRENCH, N_, _, ngettext, region, spoken

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NARROW = "\u202f"
STAGES = {
    "ingest": N_("lecture"),
    "privacy": N_("masquage"),
    "prepare": N_("découpage en idées"),
    "embed": N_("vecteurs"),
    "themes": N_("thèmes"),
    "match": N_("rapprochement"),
    "trace": N_("trace"),
    "report": N_("rapport"),
}
FACTS = {
    "read": N_("lues"),
    "new": N_("nouvelles"),
    "kept": N_("conservées"),
    "duplicate": N_("doublons"),
    "quarantined": N_("en quarantaine"),
    "rejected": N_("rejetées"),
    "erased": N_("effacées"),
    "masked": N_("masquées"),
    "ideas": N_("idées"),
    "texts": N_("textes"),
    "themes": N_("thèmes"),
    "placed": N_("rangées"),
    "unplaced": N_("sans thème"),
    "matches": N_("rapprochements"),
    "files": N_("fichiers"),
    "known": N_("déjà lues"),
    "replaced": N_("remplacées"),
    "withdrawn": N_("retirées"),
    "campaigns": N_("campagnes"),
    "short_answers": N_("réponses courtes fréquentes"),
    "gone": N_("ne comptent plus"),
    "proposals": N_("propositions"),
    "reviewed": N_("relues"),
    "matched": N_("près d'un objectif"),
    "without_objective": N_("sans objectif"),
}
OF_PEOPLE = {Zone.ACCEPTED: N_("validé par une personne"), Zone.REJECTED: N_("refusé par une personne")}
"""What a person said of a match, where the machine would give a probability."""


def number(value: float) -> str:
    """Write a whole number, its thousands apart.

    >>> number(18690).replace(NARROW, "_")
    '18_690'
    """
    from babel.numbers import format_decimal

    return format_decimal(round(value), locale=region())


def counted(value: int, one: str, many: str) -> str:
    """Write a number and its noun.

    >>> [counted(n, "idée", "idées").split() for n in (0, 1, 2)]
    [['0', 'idée'], ['1', 'idée'], ['2', 'idées']]
    """
    return f"{number(value)}\u00a0{ngettext(one, many, value)}"


def percent(share: float, *, digits: int = 0) -> str:
    """Write a share in 0..1; what is above zero is never written zero.

    >>> percent(0.042, digits=1).replace(NARROW, " "), percent(0.0001).replace(NARROW, " ")
    ('4,2 %', '< 1 %')
    """
    least = 10.0**-digits
    written = _("{figure}\u202f%").format(figure=_decimal(max(share * 100, least) if share > 0 else 0.0, digits))
    return _("<\u202f{share}").format(share=written) if 0 < share * 100 < least else written


def how_sure(zone: Zone, probability: float) -> str:
    """Say how sure a match is: in figures where it comes from the machine, in words where a person decided.

    >>> how_sure(Zone.ACCEPTED, 1.0), how_sure(Zone.REVIEW, 0.41).replace(NARROW, " ")
    ('validé par une personne', 'à relire, 41 %')
    """
    return _(OF_PEOPLE[zone]) if zone in OF_PEOPLE else f"{zone.label}, {percent(probability)}"


def stability(share: float | None) -> str:
    """Say how stable a theme is.

    >>> stability(0.864).replace(NARROW, " "), stability(None)
    ('stable (86 %)', 'pas encore mesurée')
    """
    label = Stability.of(share).label
    return label if share is None else _("{label} ({share})").format(label=label, share=percent(share))


def euros(amount: Decimal) -> str:
    """Write an amount in euros, its cents where it has some.

    >>> euros(Decimal("12000.00")).split(), euros(Decimal("0.50")).split()
    (['12', '000', '€'], ['0,50', '€'])
    """
    from babel.numbers import format_decimal

    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    return _("{figure}\u00a0€").format(figure=format_decimal(amount, pattern, locale=region()))


def seconds(value: float) -> str:
    """Write a duration in seconds.

    >>> seconds(2.14).replace(NARROW, " ")
    '2,1 s'
    """
    return f"{_decimal(value, 1)}{NARROW}s"


def month_name(month: str, *, short: bool = False) -> str:
    """Name a month written `2026-03`; anything else is said as it is.

    >>> month_name("2026-03"), month_name("2026-08", short=True), month_name("non renseigné")
    ('mars 2026', 'août 26', 'non renseigné')
    """
    from babel.dates import format_date

    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if match is None:
        return _(month)
    return format_date(date(int(match[1]), int(match[2]), 1), "MMM yy" if short else "MMMM y", locale=region())


def day_name(day: date) -> str:
    """Write a day in full.

    >>> day_name(date(2026, 3, 1))
    '1er mars 2026'
    """
    from babel.dates import format_date

    written = format_date(day, "d MMMM y", locale=region())
    # Babel's French has no « 1er ».
    return written.replace("1 ", "1er ", 1) if spoken() == FRENCH and day.day == 1 else written


def clock(moment: datetime) -> str:
    """Write an hour and its minutes.

    >>> clock(datetime(2026, 3, 1, 8, 30)).split()
    ['08', 'h', '30']
    """
    return _("{hour}\u00a0h\u00a0{minute}").format(hour=f"{moment:%H}", minute=f"{moment:%M}")


def clean(text: str) -> str:
    r"""Drop the characters that neither a page nor a workbook may hold.

    >>> clean("a" + chr(0) + "b")
    'ab'
    """
    return _UNPRINTABLE.sub("", text)


def cut(text: str, *, length: int) -> str:
    """Shorten to a length, at a word where there is one; the cut is shown as « […] ».

    >>> cut("le bus ne passe plus", length=12)
    'le bus ne […]'
    """
    if len(text) <= length:
        return text
    start = text[:length]
    return (start.rsplit(" ", 1)[0] if " " in start[length // 2 :] else start).rstrip() + " […]"


def _decimal(value: float, digits: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(round(value, digits), "0" + (f".{'0' * digits}" if digits else ""), locale=region())
