"""Microsoft Forms' workbook of answers: who answered and when, then a column a question; several ticks end with « ; ».

Columns: « ID, Heure de début, Heure de fin, Adresse de messagerie, Nom », sometimes « Heure de la dernière modification » or
« Langue ».
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.survey import Form, keys, only_table, read_forms, roles_of
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.reading import Reading
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "microsoft_forms"
_START = ("heure de debut", "start time")
_END = ("heure de fin", "completion time")
_OWN = frozenset({
    "id", *_START, *_END, "adresse de messagerie", "email", "nom", "name", "heure de la derniere modification",
    "last modified time", "langue", "language", "total points", "quiz feedback",
})  # fmt: skip


def sniff(source: SourceFile) -> str | None:
    """Recognise the identity, the start and the end of each answer, first of the columns."""
    return "export Microsoft Forms" if only_table(source, _is_ours) else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the answers to open questions.

    Raises:
        SourceError: it is no table of Microsoft Forms.
    """
    table = only_table(source, _is_ours)
    if table is None:
        raise SourceError(_("ce n'est pas un export de réponses de Microsoft Forms"))
    headings = table.rows[0][1]
    names = keys(headings)
    asked = {place: heading for place, heading in enumerate(headings) if heading and names[place] not in _OWN}
    form = Form(headings, table.rows[1:], asked, roles_of(names, id=("id",), said_on=(*_END, *_START)), part=table.name)
    return read_forms(source, [form], name=NAME, tool="Microsoft Forms", settings=settings, quartiers=quartiers)


def _is_ours(table: Table) -> bool:
    first = keys(table.rows[0][1])[:3]
    return len(first) > 2 and first[0] == "id" and first[1] in _START and first[2] in _END  # noqa: PLR2004
