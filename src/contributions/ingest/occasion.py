"""Where and when minutes were taken: read in their title, the lines under it, their headings and the stops of a tour."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.ingest import vocabulary
from contributions.ingest.blocks import ASIDE, ENTRY, HEADING, ITEM, PARAGRAPH, Block, is_note
from contributions.ingest.dates import DATE, iso_date
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.reading import Said
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier

FRONT_MATTER = N_("présentation du document, avant le premier titre")
_LINE = re.compile(r"^([^:]{2,40}?)\s*:\s+(\S.*)$", re.DOTALL)
_HOURS = re.compile(r"\b\d{1,2}\s*(?:h|heures?)\b", re.IGNORECASE)
_HOUR = re.compile(r"\b\d{1,2}\s*(?:h|heures?)(?:\s*\d{2})?\b", re.IGNORECASE)
_STOP = re.compile(r"^(\S+)\s*(?:n°\s*)?(\d*)\s*:\s*(\S.*)$")
_PLACE = re.compile(
    r"(?:(?:^|[,(–—|-])\s*|\b(?:au|aux|à la|à l['’]|dans la|dans le|dans l['’])\s*)"
    rf"(?P<place>(?:{'|'.join(vocabulary.PLACES)})\b[^,;:–—()|\n]*)",
    re.IGNORECASE,
)
_DATELINE = frozenset({
    "le", "la", "du", "de", "a", "au", "l", "les", "des", "dans", "entre", "et", "h", "date", "jour", "journee", "matin", "apres",
    "midi", "soir", "soiree", "reunion", "seance", "fait", "quartier", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
    "samedi", "dimanche",
})  # fmt: skip
_TELLING = frozenset({"notes", "objet", "ordre du jour", "public", "format", "diffusion"})
"""Lines that may hold a sentence: listed where they do. The others name people or say what is kept (place, date)."""
_FEWEST_WORDS_TOLD = 6
_LONGEST_DATELINE = 120


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when what follows was said."""

    said_on: str = ""
    place: str = ""
    quartier: str = ""
    session: str = ""


def read_front(blocks: Sequence[Block], quartiers: Sequence[Quartier]) -> tuple[Setting, list[Said], Sequence[Block]]:
    """Read the title and the lines « Lieu : … » under it; what else stands before the first heading is listed, not lost."""
    setting = Setting()
    sayings: list[Said] = []
    first = next((block for block in blocks if block.kind != ASIDE), None)
    title = first if first is not None and _is_title_of(first, blocks) else None
    headed = any(block is not title and (block.kind in {HEADING, ENTRY} or find_stop(block.text)) for block in blocks)
    for place, block in enumerate(blocks):
        metadata = _metadata(block)
        if block.kind == ASIDE:
            sayings.append(Said(block.position, block.text, block.part, reason=block.reason))
        elif title is not None and (block is title or _is_subtitle(block, title) or _is_dateline(block, quartiers)):
            setting = _described(setting, block.text, quartiers)
        elif metadata is not None:
            setting = _noted(setting, metadata, quartiers)
            if any(name in _TELLING and len(plain_words(value)) >= _FEWEST_WORDS_TOLD for name, value in metadata):
                sayings.append(Said(block.position, block.text, block.part, reason=FRONT_MATTER))
        elif title is not None and headed and block.kind == PARAGRAPH and not find_stop(block.text):
            sayings.append(Said(block.position, block.text, block.part, reason=FRONT_MATTER))
        else:
            return setting, sayings, blocks[place:]
    return setting, sayings, ()


def under_heading(setting: Setting, text: str, quartiers: Sequence[Quartier]) -> Setting:
    """Set the session; a heading that is dated, or that is a quartier's name, says the rest as well."""
    said_on = iso_date(text)
    found = find_quartier(text, quartiers)
    if said_on:
        place = _PLACE.search(DATE.sub("|", text))
        return Setting(
            said_on,
            _place(place.group("place")) if place else setting.place,
            found.name if found else setting.quartier,
            text,
        )
    if found and _is_name_of(text, found):
        return replace(setting, session=text, quartier=found.name)
    return replace(setting, session=text)


def find_stop(text: str) -> re.Match[str] | None:
    """Find the line that opens a stop of a tour (« Halte 2 : place du Marché »)."""
    found = _STOP.match(text)
    return found if found and plain_words(found.group(1))[:1] and plain_words(found.group(1))[0] in vocabulary.STOPS else None


def at_stop(stop: re.Match[str], setting: Setting, quartiers: Sequence[Quartier]) -> Setting:
    """Read « Halte : place du Marché-Neuf, Le Haut-Clos, 18 mars 2026 »."""
    parts = [part.strip() for part in stop.group(3).rstrip(" .").split(",")]
    dated = [part for part in parts if iso_date(part)]
    named = [part for part in parts if part not in dated and find_quartier(part, quartiers)]
    quartier = find_quartier(named[-1], quartiers) if named else None
    is_only_a_quartier = bool(named) and len(parts) > len(dated) + 1
    place = ", ".join(
        part for part in parts if part not in dated and not (is_only_a_quartier and part == named[-1]) and not _HOURS.search(part)
    )
    number = f" {stop.group(2)}" if stop.group(2) else ""
    return Setting(
        said_on=iso_date(dated[0]) if dated else setting.said_on,
        place=place,
        quartier=quartier.name if quartier else setting.quartier,
        session=f"{stop.group(1)}{number} : {place}",
    )


def _is_title_of(block: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether the first block is the title of the whole, and not the first of several headings alike."""
    words = plain_words(block.text)
    named = bool(vocabulary.DOCUMENTS.intersection(words[:3]))
    if block.kind == HEADING:
        alike = any(other is not block and other.kind == HEADING and other.level == block.level for other in blocks)
        return (named or (block.level <= 1 and not alike)) and not find_stop(block.text)
    written = block.kind == PARAGRAPH and len(words) <= 25 and not block.text.endswith(("!", "?"))  # noqa: PLR2004
    return written and named and (bool(iso_date(block.text)) or not block.text.endswith("."))


def _is_subtitle(block: Block, title: Block) -> bool:
    """Tell the second line of a title: it says a date or a kind of document."""
    if block.kind != HEADING or title.kind != HEADING or block.level > title.level or find_stop(block.text):
        return False
    return bool(iso_date(block.text) or vocabulary.DOCUMENTS.intersection(plain_words(block.text)[:3]))


def _is_dateline(block: Block, quartiers: Sequence[Quartier]) -> bool:
    """Tell a line that is nothing but a date, hours, a place and a quartier."""
    text = block.text
    if block.kind != PARAGRAPH or len(text) > _LONGEST_DATELINE or not iso_date(text):
        return False
    rest = _PLACE.sub(" ", _HOUR.sub(" ", DATE.sub("|", text)))
    found = find_quartier(text, quartiers)
    names = set(plain_words(" ".join((found.name, *found.aliases)))) if found else set()
    return not set(plain_words(rest)) - _DATELINE - names


def _described(setting: Setting, text: str, quartiers: Sequence[Quartier]) -> Setting:
    found = find_quartier(text, quartiers)
    place = _PLACE.search(DATE.sub("|", text))
    return replace(
        setting,
        said_on=setting.said_on or iso_date(text),
        quartier=setting.quartier or (found.name if found else ""),
        place=setting.place or (_place(place.group("place")) if place else ""),
    )


def _metadata(block: Block) -> list[tuple[str, str]] | None:
    """Give the name and value of each line « Lieu : salle des fêtes » of a block, or None where a line is no such line."""
    if block.kind not in {PARAGRAPH, ITEM}:
        return None
    pairs = []
    for line in block.text.split("\n"):
        found = _LINE.match(line)
        if found is None or not is_note(line):
            return None
        pairs.append((" ".join(plain_words(found.group(1))), found.group(2)))
    return pairs


def _noted(setting: Setting, pairs: Sequence[tuple[str, str]], quartiers: Sequence[Quartier]) -> Setting:
    for name, value in pairs:
        if name.startswith("lieu"):
            setting = replace(setting, place=_place(value))
        if name.startswith("quartier") and not setting.quartier:
            found = find_quartier(value, quartiers)
            setting = replace(setting, quartier=found.name if found else value)
        found = find_quartier(value, quartiers)
        quartier = setting.quartier or (found.name if found else "")
        setting = replace(setting, said_on=setting.said_on or iso_date(value), quartier=quartier)
    return setting


def _place(value: str) -> str:
    """Take the hours away from a place.

    >>> _place("gymnase Coubertin, salle du haut, 18 h 30 à 20 h 30")
    'gymnase Coubertin, salle du haut'
    """
    return ", ".join(part for part in value.strip(" .|").split(", ") if not _HOURS.search(part) and not iso_date(part))


def _is_name_of(text: str, quartier: Quartier) -> bool:
    small = {"quartier", "secteur", "le", "la", "les", "de", "du", "des", "l", "d", "cite", "qpv"}
    words = set(plain_words(text)) - small
    return any(words == set(plain_words(name)) - small for name in (quartier.name, *quartier.aliases))
