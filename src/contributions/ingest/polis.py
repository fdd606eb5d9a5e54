"""Polis exports: the statements of comments.csv; the other files of an export hold no speech of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.reading import Reading, Said, to_frame
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "polis"
MODERATED = N_("écartée par la modération")
SEED = N_("phrase de départ écrite par les organisateurs")
_COMMENTS = frozenset({"comment-id", "comment-body"})
_REFUSED = (
    (N_("votes"), frozenset({"comment-id", "voter-id", "vote"})),
    (N_("votes par participant"), frozenset({"participant", "group-id", "n-votes"})),
    (N_("votes par groupe"), frozenset({"comment-id", "total-votes", "total-agrees"})),
    (N_("identifiants des participants"), frozenset({"participant", "xid"})),
    (N_("historique de fréquentation"), frozenset({"n-votes", "n-comments", "n-visitors"})),
)
_SUMMARY = frozenset({"topic", "url", "voters-in-conv"})
_TIMESTAMP = re.compile(r"[0-9]{9,13}")
_LATEST_IN_SECONDS = 10**11
"""The year 5138 in seconds, March 1973 in milliseconds: no export is from either."""


def sniff(source: SourceFile) -> str | None:
    """Recognise a file by the names of its columns, or, for the summary, by those of its lines."""
    table = source.table
    if table is None:
        return None
    if _is_comments(table):
        return "export Polis, commentaires"
    refused = _refused(table)
    return f"export Polis, {refused}" if refused else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the statements; those that are not a resident's, or that nobody was shown, have their reason.

    A seed statement (`is-seed`) is what the organisers wrote to start the conversation: however many residents agree
    with it, none said it. A statement about the person (`is-meta`) is a resident's own word unless it is also a seed.
    Exports without these columns do not say who wrote the seeds: all their statements are read.

    Raises:
        SourceError: the file holds votes or figures; the sentence says which.
    """
    table = source.table
    if table is None or not _is_comments(table):
        refused = _refused(table) if table else ""
        if not refused:
            raise SourceError(_("ce n'est pas un export Polis de commentaires (comments.csv)"))
        problem = _("export Polis, {entity} : ce ne sont pas des paroles d'habitants ; elles sont dans comments.csv")
        raise SourceError(problem.format(entity=_(refused)))
    labels = table.rows[0][1]
    sayings = [_said(number, dict(zip(labels, cells, strict=False))) for number, cells in table.rows[1:]]
    frame = to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers)
    return Reading(NAME, _("export Polis, commentaires"), frame)


def _said(number: int, record: Mapping[str, str]) -> Said:
    return Said(
        number,
        text=record.get("comment-body", ""),
        native_id=f"comment/{record['comment-id']}" if record.get("comment-id") else "",
        said_on=day(record.get("timestamp", "")),
        reason=_reason(record),
    )


def _reason(record: Mapping[str, str]) -> str:
    if record.get("moderated") == "-1":
        return MODERATED
    return SEED if record.get("is-seed", "").lower() == "true" else ""


def day(timestamp: str) -> str:
    """Give the day (UTC) of a timestamp: in milliseconds in the open data, in seconds on the page of a report.

    >>> day("1726860676783"), day("1726860676"), day("hier")
    ('2024-09-20', '2024-09-20', '')
    """
    if not _TIMESTAMP.fullmatch(timestamp):
        return ""
    number = int(timestamp)
    seconds = number if number < _LATEST_IN_SECONDS else number // 1000
    return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()


def _is_comments(table: Table) -> bool:
    return frozenset(table.rows[0][1]) >= _COMMENTS


def _refused(table: Table) -> str:
    """Name the other file of an export that this table is; empty where it is none."""
    labels = frozenset(table.rows[0][1])
    if frozenset(cells[0] for _number, cells in table.rows) >= _SUMMARY:
        return N_("résumé de la conversation")
    return next((label for label, columns in _REFUSED if columns <= labels), "")
