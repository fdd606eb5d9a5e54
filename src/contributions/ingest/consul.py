"""Consul Democracy: budget investments (its CSV and JSON); proposals, debates and comments taken from its GraphQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.dates import iso_date
from contributions.ingest.decidim import WITHDRAWN
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.reading import Reading, Said, to_frame
from contributions.ingest.tables import Table, flatten, records_table
from contributions.ingest.tabular import join_title
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.settings import CollectionSettings

NAME = "consul"
_LABELS = {
    "investment": N_("projets de budget"),
    "proposal": N_("propositions"),
    "debate": N_("débats"),
    "comment": N_("commentaires"),
}
OTHER_TABLE = N_("tableau sans contributions Consul")
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
    entities = [entity for _table, entity in _held(source) if entity]
    return _described(entities) if entities else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read investments, proposals, debates and comments; an investment that was not selected is speech like another.

    Raises:
        SourceError: the export is of votes or tags, or is not Consul's.
    """
    held = _held(source)
    entities = [entity for _table, entity in held if entity in _LABELS]
    if not entities:
        refused = next((entity for _table, entity in held if entity), "")
        problem = _("export Consul, {entity} : ce ne sont pas des paroles d'habitants").format(entity=_(refused))
        unknown = _("ce n'est pas un export Consul de projets, de propositions, de débats ou de commentaires")
        raise SourceError(problem if refused else unknown)
    sayings = [said for table, entity in held for said in _sayings(table, entity, quartiers)]
    frame = to_frame(sayings, file=source.name, settings=settings, quartiers=quartiers)
    return Reading(NAME, _described(entities), frame)


def _described(entities: Sequence[str]) -> str:
    return _("export Consul, {entities}").format(entities=", ".join(_(_LABELS.get(entity, entity)) for entity in entities))


def _sayings(table: Table, entity: str, quartiers: Sequence[Quartier]) -> list[Said]:
    labels = table.rows[0][1]
    if entity not in _LABELS:
        return [Said(number, part=table.name, reason=OTHER_TABLE) for number, _cells in table.rows[1:]]
    records = ((number, _record(labels, cells)) for number, cells in table.rows[1:])
    return [_said(number, record, entity, part=table.name, quartiers=quartiers) for number, record in records]


def _said(number: int, record: Mapping[str, str], entity: str, *, part: str, quartiers: Sequence[Quartier]) -> Said:
    body = join_title(record.get("summary", ""), record.get("description", ""))
    heading = record.get("heading", "")
    named = find_quartier(heading, quartiers) if heading else None
    return Said(
        number,
        text=record.get("body", "") if entity == "comment" else join_title(record.get("title", ""), body),
        part=part,
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


def _held(source: SourceFile) -> list[tuple[Table, str]]:
    """Give the tables that hold something, each with what it is; an answer of GraphQL has one for each list it was asked."""
    tables = list(source.tables) if source.is_table else []
    if source.kind == "json" and '"edges"' in source.text:
        tables = _asked(json.loads(source.text)) or tables
    return [(table, _entity(source, table)) for table in tables if table.rows]


def _asked(answer: object) -> list[Table]:
    """Read an answer as it was saved: `{"data": {"proposals": {"edges": [{"node": {"title": …}}]}}}`."""
    data = answer.get("data") if isinstance(answer, dict) else {}
    tables: list[Table] = []
    for name, asked in (data if isinstance(data, dict) else {}).items():
        edges = asked.get("edges") if isinstance(asked, dict) else None
        nodes = [edge["node"] for edge in edges or () if isinstance(edge, dict) and isinstance(edge.get("node"), dict)]
        if nodes:
            tables.append(Table(name, records_table([flatten(node) for node in nodes]).rows))
    return tables
