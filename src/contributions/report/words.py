"""Write figures, dates and residents' words as French readers expect them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NARROW = "\u202f"
STAGES = {
    "ingest": "lecture",
    "privacy": "masquage",
    "prepare": "découpage en idées",
    "embed": "vecteurs",
    "themes": "thèmes",
    "match": "rapprochement",
    "trace": "trace",
    "report": "rapport",
}
FACTS = {
    "read": "lues",
    "new": "nouvelles",
    "kept": "conservées",
    "duplicate": "doublons",
    "quarantined": "en quarantaine",
    "rejected": "rejetées",
    "erased": "effacées",
    "masked": "masquées",
    "ideas": "idées",
    "texts": "textes",
    "themes": "thèmes",
    "placed": "rangées",
    "unplaced": "sans thème",
    "matches": "rapprochements",
    "files": "fichiers",
}


def number(value: float) -> str:
    """Write a whole number with narrow spaces.

    >>> number(18690).replace(NARROW, "_")
    '18_690'
    """
    return f"{round(value):,}".replace(",", NARROW)


def counted(value: int, one: str, many: str = "") -> str:
    """Write a number and its noun, which is plural from two.

    >>> [counted(n, "idée").split() for n in (0, 1, 2)]
    [['0', 'idée'], ['1', 'idée'], ['2', 'idées']]
    """
    return f"{number(value)}\u00a0{one if abs(value) < 2 else many or one + 's'}"  # noqa: PLR2004 (French is plural from two)


def percent(share: float, *, digits: int = 0) -> str:
    """Write a share in 0..1; what is above zero is never written zero.

    >>> percent(0.042, digits=1).replace(NARROW, " "), percent(0.0001).replace(NARROW, " ")
    ('4,2 %', '< 1 %')
    """
    least = 10.0**-digits
    if 0 < share * 100 < least:
        return f"<{NARROW}{least:.{digits}f}".replace(".", ",") + f"{NARROW}%"
    return f"{share * 100:.{digits}f}".replace(".", ",") + f"{NARROW}%"


def seconds(value: float) -> str:
    """Write a duration in seconds.

    >>> seconds(2.14).replace(NARROW, " ")
    '2,1 s'
    """
    return f"{value:.1f}".replace(".", ",") + f"{NARROW}s"


def month_name(month: str, *, short: bool = False) -> str:
    """Name a month written `2026-03`; anything else comes back as it is.

    >>> month_name("2026-03"), month_name("2026-08", short=True), month_name("non renseigné")
    ('mars 2026', 'août 26', 'non renseigné')
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if match is None:
        return month
    year, rank = match[1], int(match[2]) - 1
    return f"{_SHORT[rank]} {year[2:]}" if short else f"{_MONTHS[rank]} {year}"


def day_name(day: date | datetime) -> str:
    """Write a day in full.

    >>> from datetime import date
    >>> day_name(date(2026, 3, 1))
    '1er mars 2026'
    """
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


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
