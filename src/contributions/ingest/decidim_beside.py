"""What the other files of the same Decidim export say: names of taxonomies, and what a comment is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.decidim_entities import entity_of
from contributions.ingest.decidim_records import localised, native_id, pages, quartier_of, records_of
from contributions.ingest.files import open_source
from contributions.ingest.tables import decode, read_delimited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from contributions.domain import Quartier

_FIRST_LINE = 65_536
_OPEN_DATA = "-open-data-"
_WORDS = {
    "taxonomy": ("taxonom",),
    "proposal": ("proposal", "proposition"),
    "debate": ("debate", "debat", "débat"),
    "meeting": ("meeting", "rencontre"),
    "post": ("post", "billet"),
    "result": ("result", "résultat"),
    "project": ("project", "projet"),
}
"""What the name of a file holds of its kind; only workbooks and JSON are told by it, a CSV by its first line."""
_OPENED = frozenset({".json", ".xlsx", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Parent:
    """What is commented: its title, and the quartier it is about."""

    title: str = ""
    quartier: str = ""


def taxonomies(path: Path) -> dict[str, str]:
    """Give the names of the taxonomies by their ids, where their file stands beside."""
    return {record.get("id", ""): localised(record, "name") for _, record in _beside(path, {"taxonomy"})}


def parents(path: Path, kinds: Collection[str], quartiers: Sequence[Quartier]) -> dict[tuple[str, str], Parent]:
    """Give what may be commented, of these kinds, by host and platform's name; under an empty host, by its name alone."""
    found: dict[tuple[str, str], Parent] = {}
    names = taxonomies(path) if kinds else {}
    for kind, record in _beside(path, kinds):
        parent = Parent(localised(record, "title"), quartier_of(record, names, quartiers))
        for host, named in [*pages(record.get("url", "")), ("", native_id(record, kind))]:
            found.setdefault((host, named), parent)
    return found


def _beside(path: Path, kinds: Collection[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give the rows of the files of some kinds, of the same platform, in the folder of a file."""
    for other in sorted(path.parent.iterdir()) if kinds else ():
        if other == path or not other.is_file() or _platform(other) != _platform(path) or not _may_be(other, kinds):
            continue
        try:
            table = open_source(other).table
        except SourceError:
            continue
        entity = entity_of(table.rows[0][1]) if table else None
        if table and entity and entity.name in kinds:
            yield from ((entity.name, record) for _, record in records_of(table))


def _platform(path: Path) -> str:
    """Give the host that the name of an open data file begins with: its ids are those of no other platform."""
    host, sign, _ = path.name.partition(_OPEN_DATA)
    return host if sign else ""


def _may_be(path: Path, kinds: Collection[str]) -> bool:
    """Say whether a file is worth opening."""
    suffix, name = path.suffix.lower(), path.name.lower()
    if suffix in _OPENED:
        return any(word in name for kind in kinds for word in _WORDS.get(kind, ()))
    if suffix != ".csv":
        return False
    with path.open("rb") as file:
        lines = decode(file.read(_FIRST_LINE)).lstrip().splitlines()
    try:
        rows = read_delimited(lines[0]).rows if lines else ()
    except SourceError:
        return False
    entity = entity_of(rows[0][1]) if rows else None
    return entity is not None and entity.name in kinds
