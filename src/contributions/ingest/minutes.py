"""Minutes of workshops and meetings, and stops of a mobile parliament: from blocks to sayings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import vocabulary
from contributions.ingest.blocks import HEADING, ITEM, PARAGRAPH, SCAN, TABLE, Block, is_note, open_docx, open_odt
from contributions.ingest.dates import iso_date
from contributions.ingest.pdf import open_pdf
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.prose import open_prose
from contributions.ingest.reading import EMPTY_TEXT, Reading, Said, to_frame
from contributions.ingest.tabular import read_table
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "minutes"
FRONT_MATTER = N_("présentation du document, avant le premier titre")
SCANNED_PAGE = N_("page sans texte : océrisation nécessaire")
_LABELS = {"docx": N_("document DOCX"), "odt": N_("document ODT"), "pdf": N_("document PDF"), "prose": N_("texte")}
_LINE = re.compile(r"^([^:]{2,40}?)\s*:\s+(\S.*)$", re.DOTALL)
_HOURS = re.compile(r"\b\d{1,2}\s*(?:h|heures?)\b", re.IGNORECASE)
_STOP = re.compile(r"^(\S+)\s*(?:n°\s*)?(\d*)\s*:\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when what follows was said."""

    said_on: str = ""
    place: str = ""
    quartier: str = ""
    session: str = ""


def sniff(source: SourceFile) -> str | None:
    """Take any written document."""
    return _LABELS.get(source.kind)


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read each item, paragraph and row of a table as a contribution, under the heading it stands in.

    Raises:
        SourceError: the document is damaged, encrypted, a scan, or holds nothing.
    """
    if source.kind not in _LABELS:
        raise SourceError(_("ce n'est pas un compte rendu (DOCX, ODT, PDF, TXT ou MD)"))
    blocks = _open(source)
    sayings = read_blocks(blocks, settings=settings, quartiers=quartiers)
    if not sayings:
        raise SourceError(_("document sans contribution : ni puce, ni paragraphe, ni tableau sous ses titres"))
    sessions = len({said.session for said in sayings if said.session})
    why = _("compte rendu, {kind}, {count} parties") if sessions > 1 else _("compte rendu, {kind}")
    why = why.format(kind=_(_LABELS[source.kind]), count=sessions)
    return Reading(NAME, why, to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers))


def _open(source: SourceFile) -> list[Block]:
    if source.kind == "prose":
        return open_prose(source.text)
    return {"docx": open_docx, "odt": open_odt, "pdf": open_pdf}[source.kind](source.content)


def read_blocks(blocks: Sequence[Block], *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> list[Said]:
    """Read blocks in order: the front matter sets date, place and quartier, headings set the session."""
    setting, front, body = _front_matter(blocks, quartiers)
    sayings = list(front)
    for block in body:
        stop = _stop(block.text) if block.kind in {HEADING, PARAGRAPH} else None
        if stop:
            setting = _at_stop(stop, setting, quartiers)
        elif block.kind == HEADING:
            setting = replace(setting, session=block.text)
        elif block.kind == SCAN:
            sayings.append(Said(block.position, part=block.part, reason=SCANNED_PAGE))
        elif block.kind == TABLE and block.table:
            sayings += [_within(said, setting) for said in _table_sayings(block.table, settings)]
        else:
            sayings.append(_within(Said(block.position, block.text, block.part), setting))
    return sayings


def _front_matter(blocks: Sequence[Block], quartiers: Sequence[Quartier]) -> tuple[Setting, list[Said], Sequence[Block]]:
    """Read the title and the lines « Lieu : … » under it; what else stands before the first heading is listed, not lost."""
    setting = Setting()
    sayings: list[Said] = []
    titled = bool(blocks) and _is_title(blocks[0])
    top = blocks[0].level if titled and blocks[0].kind == HEADING else 0
    start = int(titled)
    headed = any(block.kind == HEADING or _stop(block.text) for block in blocks[start:])
    if titled:
        setting = _described(setting, blocks[0].text, quartiers)
    for place in range(start, len(blocks)):
        block = blocks[place]
        subtitle = block.kind == HEADING and block.level <= top and _is_title(block)
        metadata = _metadata(block)
        if not subtitle and metadata is None and not (titled and headed and block.kind == PARAGRAPH and not _stop(block.text)):
            return setting, sayings, blocks[place:]
        if subtitle:
            setting = _described(setting, block.text, quartiers)
        elif metadata is not None:
            setting = _noted(setting, metadata, quartiers)
        else:
            sayings.append(Said(block.position, block.text, block.part, reason=FRONT_MATTER))
    return setting, sayings, ()


def _is_title(block: Block) -> bool:
    words = plain_words(block.text)
    if block.kind == HEADING:
        return bool(block.level <= 1 or vocabulary.DOCUMENTS.intersection(words[:3])) and not _stop(block.text)
    written = block.kind == PARAGRAPH and len(words) <= 25 and not block.text.endswith(("!", "?"))  # noqa: PLR2004
    return (
        written
        and bool(vocabulary.DOCUMENTS.intersection(words[:3]))
        and (bool(iso_date(block.text)) or not block.text.endswith("."))
    )


def _described(setting: Setting, text: str, quartiers: Sequence[Quartier]) -> Setting:
    found = find_quartier(text, quartiers)
    return replace(setting, said_on=setting.said_on or iso_date(text), quartier=setting.quartier or (found.name if found else ""))


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
        setting = _described(setting, value, quartiers)
    return setting


def _place(value: str) -> str:
    """Take the hours away from a place.

    >>> _place("gymnase Coubertin, salle du haut, 18 h 30 à 20 h 30")
    'gymnase Coubertin, salle du haut'
    """
    return ", ".join(part for part in value.rstrip(" .").split(", ") if not _HOURS.search(part) and not iso_date(part))


def _stop(text: str) -> re.Match[str] | None:
    found = _STOP.match(text)
    return found if found and plain_words(found.group(1))[:1] and plain_words(found.group(1))[0] in vocabulary.STOPS else None


def _at_stop(stop: re.Match[str], setting: Setting, quartiers: Sequence[Quartier]) -> Setting:
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


def _within(said: Said, setting: Setting) -> Said:
    return replace(
        said,
        said_on=said.said_on or setting.said_on,
        session=said.session or setting.session,
        place=said.place or setting.place,
        quartier=said.quartier or setting.quartier,
    )


def _table_sayings(table: Table, settings: CollectionSettings) -> list[Said]:
    """Read the rows of a table by the names of its columns, else the longest cell of each."""
    if not table.rows:
        return []
    sheet = read_table(table, columns=settings.columns)
    if sheet.layout:
        return list(sheet.sayings)
    return [
        Said(number, max(cells, key=len), table.name, reason="" if max(cells, key=len) else EMPTY_TEXT)
        for number, cells in table.rows
    ]
