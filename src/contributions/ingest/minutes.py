"""Minutes of workshops and meetings, and stops of a mobile parliament: from blocks to sayings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import vocabulary
from contributions.ingest.blocks import ASIDE, HEADING, PARAGRAPH, SCAN, TABLE, Block
from contributions.ingest.columns import label_key
from contributions.ingest.dates import only_year
from contributions.ingest.noise import NOISE, is_noise, set_aside
from contributions.ingest.occasion import Setting, at_stop, find_stop, read_front, under_heading
from contributions.ingest.opendocument import open_odt
from contributions.ingest.pdf import open_pdf
from contributions.ingest.personal import asks_for_self
from contributions.ingest.prose import open_prose
from contributions.ingest.reading import EMPTY_TEXT, Reading, Said, to_frame
from contributions.ingest.registers import gather_entries
from contributions.ingest.rtf import open_rtf
from contributions.ingest.tabular import read_table
from contributions.ingest.webpage import open_html
from contributions.ingest.word import open_docx
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "minutes"
LONE_HEADING = N_("titre sans contribution dessous")
PEOPLE = N_("liste de personnes : ce n'est pas une parole")
SCANNED_PAGE = N_("page sans texte : océrisation nécessaire")
_LABELS = {
    "docx": N_("document DOCX"),
    "odt": N_("document ODT"),
    "rtf": N_("document RTF"),
    "pdf": N_("document PDF"),
    "html": N_("page HTML"),
    "prose": N_("texte"),
}
_TOP = -1


def sniff(source: SourceFile) -> str | None:
    """Take any written document."""
    return _LABELS.get(source.kind)


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read each item, paragraph and row of a table as a contribution, under the heading it stands in.

    Raises:
        SourceError: the document is damaged, encrypted, a scan, or holds nothing.
    """
    if source.kind not in _LABELS:
        raise SourceError(_("ce n'est pas un compte rendu (DOCX, ODT, RTF, PDF, HTML, TXT ou MD)"))
    blocks = _open(source)
    sayings = read_blocks(blocks, settings=settings, quartiers=quartiers)
    if all(said.reason == LONE_HEADING for said in sayings):
        raise SourceError(_("document sans contribution : ni puce, ni paragraphe, ni tableau sous ses titres"))
    sessions = len({said.session for said in sayings if said.session})
    why = _("compte rendu, {kind}, {count} parties") if sessions > 1 else _("compte rendu, {kind}")
    why = why.format(kind=_(_LABELS[source.kind]), count=sessions)
    return Reading(NAME, why, to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers))


def _open(source: SourceFile) -> list[Block]:
    if source.kind == "prose":
        return gather_entries(open_prose(source.text))
    if source.kind == "pdf":
        return gather_entries(open_pdf(source.content))
    openers = {"docx": open_docx, "odt": open_odt, "rtf": open_rtf, "html": open_html}
    return gather_entries(set_aside(openers[source.kind](source.content)))


def read_blocks(blocks: Sequence[Block], *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> list[Said]:
    """Read blocks in order: the front matter sets date, place and quartier, headings set the session.

    Every block but the title and the lines that describe the meeting is in one saying: its text, its session, or with a reason.
    """
    setting, sayings, body = read_front(blocks, quartiers)
    above = [(_TOP, setting)]
    heading: tuple[int, Block] | None = None
    for block in body:
        stop = find_stop(block.text) if block.kind in {HEADING, PARAGRAPH} else None
        if stop or block.kind == HEADING:
            sayings = _with_lone_heading(sayings, heading)
            heading = (len(sayings), block)
        if stop:
            setting = at_stop(stop, setting, quartiers)
        elif block.kind == HEADING:
            above, setting = _opened(block, above, setting, quartiers)
        else:
            sayings += _sayings(block, setting, settings)
    return _with_lone_heading(sayings, heading)


def _opened(
    block: Block, above: Sequence[tuple[int, Setting]], setting: Setting, quartiers: Sequence[Quartier]
) -> tuple[list[tuple[int, Setting]], Setting]:
    """Give what a heading says; what one of a lower rank had said no longer holds under one of a higher rank."""
    kept = [(level, before) for level, before in above if level <= block.level]
    before = above[len(kept)][1] if len(kept) < len(above) else setting
    under = under_heading(before, block.text, quartiers)
    said_more = (under.said_on, under.place, under.quartier) != (before.said_on, before.place, before.quartier)
    return [*kept, (block.level, before)] if said_more else kept, under


def _sayings(block: Block, setting: Setting, settings: CollectionSettings) -> list[Said]:
    if block.kind == SCAN:
        return [Said(block.position, part=block.part, reason=SCANNED_PAGE)]
    if block.kind == ASIDE:
        return [Said(block.position, block.text, block.part, reason=block.reason)]
    if block.kind == TABLE and block.table:
        return [_within(said, setting) for said in _table_sayings(block.table, settings, only_year([setting.said_on]))]
    return [_within(Said(block.position, block.text, block.part), setting)]


def _with_lone_heading(sayings: list[Said], heading: tuple[int, Block] | None) -> list[Said]:
    """List the heading just read if nothing was said under it, so that no line is lost."""
    if heading is None:
        return sayings
    place, block = heading
    if any(said.session for said in sayings[place:]):
        return sayings
    lone = Said(block.position, block.text, block.part, reason=LONE_HEADING)
    return [*sayings[:place], lone, *sayings[place:]]


def _within(said: Said, setting: Setting) -> Said:
    return replace(
        said,
        said_on=said.said_on or setting.said_on,
        session=said.session or setting.session,
        place=said.place or setting.place,
        quartier=said.quartier or setting.quartier,
    )


def _table_sayings(table: Table, settings: CollectionSettings, year: int | None) -> list[Said]:
    """Read the rows of a table by the names of its columns, else the longest cell of each; who was there is nobody's speech."""
    if not table.rows:
        return []
    sheet = read_table(table, columns=settings.columns, year=year)
    if _lists_people(sheet.headed.labels):
        return [Said(number, part=table.name, reason=PEOPLE) for number, _cells in sheet.headed.rows]
    if sheet.layout:
        return list(sheet.sayings)
    longest = [(number, max(cells, key=len)) for number, cells in table.rows]
    return [Said(number, text, table.name, reason=_reason(text)) for number, text in longest]


def _lists_people(labels: Sequence[str]) -> bool:
    """Say whether every column tells who somebody is, their name among them (« Nom, Structure, Signature »)."""
    others = [label_key(label) for label in labels if not asks_for_self(label)]
    return len(others) < len(labels) and vocabulary.ATTENDANCE.union(vocabulary.NUMBERING).issuperset(others)


def _reason(text: str) -> str:
    if not text:
        return EMPTY_TEXT
    return NOISE if is_noise(text) else ""
