"""What the columns of a table would be taken as, and the side-car that says so where the reader had to guess."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean
from typing import TYPE_CHECKING

from contributions.domain import Channel
from contributions.ingest import geojson, tabular
from contributions.ingest.detect import READERS
from contributions.ingest.files import SourceFile, open_source
from contributions.ingest.points import hold_points
from contributions.ingest.questions import is_text, quoted
from contributions.ingest.tabular import SheetReading, read_sheets
from contributions.language import _
from contributions.settings import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

TEXT = "text"
_SAMPLE = 400
_KEPT_APART = {"files", "columns", "name", "channel"}


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """The columns of a table, and what each would be taken as: role -> columns; several may be text, one any other role.

    `guessed` tells that no name of a column says text: `likely` is then the column to propose, or empty.
    """

    name: str
    line: int
    columns: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guessed: bool = False
    likely: str = ""

    @property
    def left(self) -> tuple[str, ...]:
        """Give the columns that nothing takes."""
        taken = {name for names in self.roles.values() for name in names}
        return tuple(name for name in self.columns if name not in taken)

    def renamed(self, names: Mapping[str, str]) -> SheetSeen:
        """Give the same with other names: the sheet's, and the columns'."""
        roles = {role: tuple(names.get(each, each) for each in taken) for role, taken in self.roles.items()}
        return replace(
            self,
            name=names.get(self.name, self.name),
            columns=tuple(names.get(each, each) for each in self.columns),
            roles=roles,
            likely=names.get(self.likely, self.likely),
        )


def see_sheets(path: Path, settings: CollectionSettings) -> tuple[SheetSeen, ...]:
    """Say what each table of a file would be read as, readable or not; nothing for what is no table, or a platform's."""
    try:
        tables = _tables(open_source(path), settings.reader)
    except Exception:  # a file that cannot be opened has its problem already, said by the reader
        return ()
    sheets = read_sheets([table for table in tables if table.rows], columns=settings.columns)
    return tuple(_seen(sheet) for sheet in sheets if not sheet.hidden)


def propose_sidecar(path: Path, sheets: Sequence[SheetSeen], settings: CollectionSettings) -> str:
    """Write the side-car `NAME.toml` of a file whose text was guessed or not found; empty where there is none to propose.

    It says again all that is known of the file, for a side-car stands in the place of a section of contributions.toml. The
    sheets of a workbook share it: it names the columns that are in all those that can be read.
    """
    read = [sheet for sheet in sheets if sheet.roles.get(TEXT)] or [sheet for sheet in sheets if sheet.likely][:1]
    if not any(sheet.guessed for sheet in read):
        return ""
    texts = next((sheet.roles.get(TEXT, ()) or (sheet.likely,) for sheet in read if sheet.guessed), ())
    shared = [name for name in read[0].columns if all(sheet.columns.count(name) == 1 for sheet in read)]
    if not set(texts) <= set(shared):
        return ""
    named = {role: names[0] for role, names in read[0].roles.items() if role in Columns.model_fields and role != TEXT}
    lines = [f"columns.{role} = {_toml(name)}" for role, name in named.items() if name in shared and name not in texts]
    others = [name for name in read[0].columns if name not in {*texts, *named.values()}]
    return "\n".join([*_head(path, settings, others), f"columns.text = {_toml(texts)}", *lines]) + "\n"


def _tables(source: SourceFile, named: str) -> Sequence[Table]:
    reader = named or next((reader.NAME for reader in READERS if reader.sniff(source)), "")
    if reader == geojson.NAME:
        return [geojson.features_table(source.text)]
    return source.tables if reader == tabular.NAME else []


def _seen(sheet: SheetReading) -> SheetSeen:
    labels, layout = sheet.headed.labels, sheet.layout
    if layout is None:
        likely = _likeliest(labels, [cells for _number, cells in sheet.headed.rows])
        return SheetSeen(sheet.name, sheet.headed.line, labels, guessed=True, likely=likely)
    roles = {TEXT: tuple(labels[place] for place in layout.texts)}
    if layout.title is not None:
        roles["title"] = (labels[layout.title],)
    roles |= {role: (labels[place],) for role, place in layout.roles.items()}
    return SheetSeen(
        sheet.name, sheet.headed.line, labels, roles, layout.by_length, labels[layout.texts[0]] if layout.by_length else ""
    )


def _likeliest(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give the column whose cells are the longest words, or an empty text where none holds words."""
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    columns = [[cells[place] for cells in sample if place < len(cells) and cells[place]] for place in range(len(labels))]
    worded = [place for place, cells in enumerate(columns) if labels[place] and is_text(cells) and not hold_points(cells)]
    best = max(worded, key=lambda place: (fmean(map(len, columns[place])), -place), default=None)
    return labels[best] if best is not None else ""


def _head(path: Path, settings: CollectionSettings, others: Sequence[str]) -> list[str]:
    given = settings.model_dump(exclude_defaults=True, exclude=_KEPT_APART)
    channels = ", ".join(f'"{channel.value}"' for channel in Channel if channel is not Channel.UNKNOWN)
    return [
        _comment(
            _("À enregistrer sous le nom « {name} », à côté de « {file} ».").format(name=f"{path.stem}.toml", file=path.name)
        ),
        f"name = {_toml(settings.name or path.stem)}",
        _comment(_("channel, au choix : {channels}").format(channels=channels)),
        f"channel = {_toml(settings.channel.value)}",
        *(f"{key} = {_toml(value)}" for key, value in given.items()),
        _comment(_("text : une colonne ou plusieurs ; celles que rien ne prend : {names}").format(names=quoted(others))),
    ]


def _comment(sentence: str) -> str:
    return "# " + "".join(character if character.isprintable() else " " for character in sentence)


def _toml(value: object) -> str:
    """Write a value as TOML reads it: its texts are those of JSON, but for one character."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
