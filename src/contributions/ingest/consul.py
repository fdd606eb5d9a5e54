"""Consul Democracy: budget investments (its CSV and JSON); proposals, debates and comments taken from its GraphQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.dates import iso_date
from contributions.ingest.decidim import WITHDRAWN
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.reading import Reading, Said, to_frame
from contributions.ingest.tabular import join_title
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "consul"
_LABELS = {
    "investment": "projets de budget participatif",
    "proposal": "propositions",
    "debate": "débats",
    "comment": "commentaires",
}
_VOTES = N_("votes")
_TAGS = N_("étiquettes")
_NOTHING = "-"
_ALIASES = {
    "titre": "title",
    "portee de l operation": "heading",
    "scope of operation": "heading",
    "rubrique": "heading",
    "perimetre": "geozone",
    "geozone name": "geozone",
}
_VOTED = frozenset({"cached votes up", "cached votes total", "cached votes down"})
_VALUATED = frozenset({"feasibility", "val fin", "show to valuators", "faisabilite", "ev ter", "montrer aux evaluateurs"})
_SIGNS = (
    (_VOTES, ({"votable id"}, {"votable type"})),
    (_TAGS, ({"name"}, {"taggings count"})),
    ("comment", ({"body"}, {"commentable id", "commentable type"}, {"ancestry", *_VOTED})),
    ("investment", ({"title"}, {"valuator", "evaluateur"}, _VALUATED)),
    ("proposal", ({"title"}, {"summary"}, {"geozone", "comments count", *_VOTED})),
    ("debate", ({"title"}, {"description"}, _VOTED)),
)
"""What a table holds, and its columns: at least one of each set, in English or in French."""
_JSON_OF_INVESTMENTS = ("id", "title", "description")


def sniff(source: SourceFile) -> str | None:
    """Recognise an export by the names of its columns."""
    table = _table(source)
    entity = _entity(source, table) if table else ""
    return f"export Consul, {_LABELS.get(entity, entity)}" if entity else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read investments, proposals, debates or comments; an investment that was not selected is speech like another.

    Raises:
        SourceError: the export is of votes or tags, or is not Consul's.
    """
    table = _table(source)
    entity = _entity(source, table) if table else ""
    if table is None or not entity:
        raise SourceError(_("ce n'est pas un export Consul de projets, de propositions, de débats ou de commentaires"))
    if entity not in _LABELS:
        problem = _("export Consul, {entity} : ce ne sont pas des paroles d'habitants")
        raise SourceError(problem.format(entity=_(entity)))
    labels = table.rows[0][1]
    sayings = [_said(number, _record(labels, cells), entity, quartiers) for number, cells in table.rows[1:]]
    frame = to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers)
    return Reading(NAME, f"export Consul, {_LABELS[entity]}", frame)


def _said(number: int, record: Mapping[str, str], entity: str, quartiers: Sequence[Quartier]) -> Said:
    body = join_title(record.get("summary", ""), record.get("description", ""))
    heading = record.get("heading", "")
    named = find_quartier(heading, quartiers) if heading else None
    return Said(
        number,
        text=record.get("body", "") if entity == "comment" else join_title(record.get("title", ""), body),
        native_id=f"{entity}/{record['id']}" if record.get("id") else "",
        said_on=iso_date(record.get("created at", "")) or iso_date(record.get("public created at", "")),
        # a heading of the budget is a quartier only where the city knows it: others are « Toute la ville », « Écoles »
        place="" if named else heading,
        quartier=named.name if named else record.get("geozone", ""),
        reason=WITHDRAWN if record.get("retired at") else "",
    )


def _entity(source: SourceFile, table: Table) -> str:
    """Name what a table holds, or give an empty text where it is not Consul's."""
    keys = frozenset(_key(label) for label in table.rows[0][1])
    if _is_json_of_investments(source, table):
        return "investment"
    return next((entity for entity, signs in _SIGNS if all(keys & sign for sign in signs)), "")


def _is_json_of_investments(source: SourceFile, table: Table) -> bool:
    """Recognise a list of objects that have these three keys and no other, numbered as a database does."""
    labels = table.rows[0][1]
    return source.kind == "json" and labels == _JSON_OF_INVESTMENTS and all(cells[0].isdigit() for _row, cells in table.rows[1:])


def _record(labels: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    record: dict[str, str] = {}
    for label, cell in zip(labels, cells, strict=False):
        value = "" if cell == _NOTHING else cell
        if value or _key(label) not in record:
            record[_key(label)] = value
    return record


def _key(label: str) -> str:
    words = " ".join(plain_words(label))
    return _ALIASES.get(words, words)


def _table(source: SourceFile) -> Table | None:
    return next((table for table in source.tables if table.rows), None) if source.is_table else None
