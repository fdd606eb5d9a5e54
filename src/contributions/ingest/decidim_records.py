"""One row of a Decidim export: its fields in the reader's language, its place in the city, its name on the platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.ingest.places import find_quartier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from contributions.domain import Quartier
    from contributions.ingest.decidim_entities import Entity
    from contributions.ingest.tables import Table

_TRUE = frozenset({"true", "oui", "1"})
_FALSE = frozenset({"false", "non", "0"})
_PAGE = re.compile(r"https?://([^/\s,]+)(?:/[^\s,]*)?/(proposal|debate|meeting|post|result|project)s/(\d+)(?=$|[/?#,\s])")
_MENTION = re.compile(r"gid://[^/\s]+/Decidim::User\w*/\d+")
_HASHTAG = re.compile(r"gid://[^/\s]+/Decidim::Hashtag/\d+/_?")


@dataclass(frozen=True, slots=True)
class Export:
    """A file of an export: its kind, and its rows by number, each a field of its own."""

    path: Path
    entity: Entity
    records: tuple[tuple[int, Mapping[str, str]], ...]
    quartiers: Sequence[Quartier]


def records_of(table: Table) -> tuple[tuple[int, dict[str, str]], ...]:
    """Name the cells of each row; of two columns of one name, the first that is filled counts."""
    labels = table.rows[0][1]
    return tuple((number, _record(labels, cells)) for number, cells in table.rows[1:])


def localised(record: Mapping[str, str], base: str) -> str:
    """Give a field in French, else in the language it was written in, else as a machine translated it.

    >>> localised({"title/en": "A bench", "title/machine_translations/fr": "Un banc"}, "title")
    'A bench'
    """
    keys = [key for key in record if key == base or key.startswith(f"{base}/")]
    ranked = sorted(keys, key=lambda key: ("machine_translations" in key, not key.endswith("/fr"), key != base))
    return next((record[key] for key in ranked if record[key]), "")


def readable(text: str) -> str:
    """Take out what the platform writes in place of a mention or of a hashtag.

    >>> readable("Merci gid://ville/Decidim::User/41, vive gid://ville/Decidim::Hashtag/3/velo")
    'Merci [personne], vive #velo'
    """
    return _HASHTAG.sub("#", _MENTION.sub("[personne]", text)) if "gid://" in text else text


def native_id(record: Mapping[str, str], entity: str) -> str:
    """Name a row as the platform does: `proposal/7`."""
    identifier = record.get("id") or record.get("reference", "")
    return f"{entity}/{identifier}" if identifier else ""


def pages(urls: str) -> list[tuple[str, str]]:
    """Give the host and the platform's name of each page in a list of addresses.

    >>> pages("https://ville.example/processes/a/f/7/proposals/3, https://ville.example/processes/a/f/7/proposals/12?x=1")
    [('ville.example', 'proposal/3'), ('ville.example', 'proposal/12')]
    """
    return [(host, f"{entity}/{identifier}") for host, entity, identifier in _PAGE.findall(urls)]


def is_true(record: Mapping[str, str], field: str) -> bool:
    """Say whether a field says yes."""
    return record.get(field, "").lower() in _TRUE


def is_false(record: Mapping[str, str], field: str) -> bool:
    """Say whether a field says no, and not nothing."""
    return record.get(field, "").lower() in _FALSE


def quartier_of(record: Mapping[str, str], taxonomies: Mapping[str, str], quartiers: Sequence[Quartier]) -> str:
    """Give the quartier that a row's taxonomies, scope or category names; empty where none does."""
    ids = re.findall(r"\d+", record.get("taxonomies/ids", "") or record.get("taxonomies/id", ""))
    inline = [localised(record, f"taxonomies/{identifier}") for identifier in ids]
    names = [*(taxonomies.get(identifier, "") for identifier in ids), *inline]
    names += [localised(record, "scope/name"), localised(record, "category/name")]
    found = (find_quartier(name, quartiers) for name in names if name)
    return next((quartier.name for quartier in found if quartier), "")


def _record(labels: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    record: dict[str, str] = {}
    for label, cell in zip(labels, cells, strict=False):
        if cell or label not in record:
            record[label] = cell
    return record
