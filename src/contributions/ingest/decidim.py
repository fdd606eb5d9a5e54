"""Decidim exports: proposals (2019, 0.20 to 0.28, 2025), comments and debates, in CSV, Excel or JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.dates import iso_date
from contributions.ingest.files import SourceFile, open_source
from contributions.ingest.places import find_quartier
from contributions.ingest.points import written_point
from contributions.ingest.reading import Reading, Said, to_frame, to_reading
from contributions.ingest.tabular import join_title
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from contributions.domain import Quartier
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "decidim"
WITHDRAWN = N_("proposition retirée par son auteur")
_NOT_SPEECH = N_(
    'ce ne sont pas des paroles d\'habitants ; pour les lire quand même, écrivez reader = "tabular" dans {stem}.toml'
)
_PERSONAL = N_("ce sont des données personnelles, elles ne sont pas lues")
_READ_ALONG = N_("elles sont lues avec les propositions du même dossier, rien n'est perdu")
_README = re.compile(r"\A# Open Data files for ")


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of Decidim export: how it is recognised by its columns, and why it is not read, if so."""

    name: str
    label: str
    columns: frozenset[str]
    refused: str = ""


def _refused(name: str, label: str, columns: str, why: str = _NOT_SPEECH) -> Entity:
    return Entity(name, label, frozenset(columns.split()), why)


ENTITIES = (
    Entity("comment", N_("commentaires"), frozenset({"id", "body", "commentable_id", "commentable_type"})),
    _refused("taxonomy", N_("taxonomies"), "id name parent_id is_root", _READ_ALONG),
    _refused("moderation", N_("modérations"), "id reported_url reportable_type"),
    _refused("user", N_("comptes"), "id nickname direct_messages_enabled", _PERSONAL),
    _refused("group", N_("groupes"), "id nickname members_count", _PERSONAL),
    _refused("metric", N_("mesures"), "day metric_type cumulative"),
    _refused("meeting", N_("rencontres"), "id title description start_time end_time attendees"),
    Entity("debate", N_("débats"), frozenset({"id", "title", "description", "instructions", "component"})),
    _refused("project", N_("projets de budget participatif"), "id title description budget_amount"),
    _refused("result", N_("résultats (réponses de la collectivité)"), "id title description progress proposal_urls"),
    Entity("proposal", N_("propositions"), frozenset({"id", "title", "body", "component", "meeting_urls"})),
    _refused("post", N_("billets de blog"), "id title body component endorsements_count"),
    _refused("page", N_("pages"), "id title body component participatory_space url"),
    _refused("space", N_("espaces participatifs"), "id title slug reference url"),
)  # fmt: skip
"""In the order they are tried; `component` stands for `component/id`."""


def sniff(source: SourceFile) -> str | None:
    """Recognise an export by the names of its columns."""
    if source.kind == "prose":
        return "notice d'un export Decidim" if _README.match(source.text) else None
    entity = _entity(source) if source.is_table else None
    return f"export Decidim, {entity.label}" if entity else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read proposals, comments or debates.

    Raises:
        SourceError: the export is of another entity; the sentence says which.
    """
    if source.kind == "prose":
        raise SourceError(_("notice d'un export Decidim : aucune contribution"))
    entity = _entity(source) if source.is_table else None
    if entity is None:
        raise SourceError(_("ce n'est pas un export Decidim de propositions, de commentaires ou de débats"))
    if entity.refused == _READ_ALONG:
        why = _("export Decidim, {entity} : {why}").format(entity=_(entity.label), why=_(_READ_ALONG))
        return Reading(NAME, why, to_frame([], file=source.name, settings=settings, quartiers=quartiers))
    if entity.refused:
        why = _(entity.refused).format(stem=source.path.stem)
        raise SourceError(_("export Decidim, {entity} : {why}").format(entity=_(entity.label), why=why))
    table = next(table for table in source.tables if table.rows)
    labels = table.rows[0][1]
    taxonomies = _taxonomies(source.path) if entity.name == "proposal" else {}
    records = ((number, _record(labels, cells)) for number, cells in table.rows[1:])
    sayings = [_said(number, record, entity, taxonomies, quartiers) for number, record in records]
    why = _("export Decidim{generation}, {entity}").format(generation=_generation(labels), entity=_(entity.label))
    return to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)


def _said(
    number: int, record: Mapping[str, str], entity: Entity, taxonomies: Mapping[str, str], quartiers: Sequence[Quartier]
) -> Said:
    body = localised(record, "description" if entity.name == "debate" else "body")
    withdrawn = record.get("withdrawn", "").lower() in {"true", "oui", "1"} or record.get("state") == "withdrawn"
    return Said(
        number,
        text=body if entity.name == "comment" else join_title(localised(record, "title"), body),
        native_id=f"{entity.name}/{record['id']}" if record.get("id") else "",
        said_on=iso_date(record.get("published_at", "")) or iso_date(record.get("created_at", "")),
        place=localised(record, "address"),
        quartier=_quartier(record, taxonomies, quartiers),
        point=written_point(record.get("latitude", ""), record.get("longitude", "")),
        reason=WITHDRAWN if withdrawn else "",
    )


def localised(record: Mapping[str, str], base: str) -> str:
    """Give a field in French, else in the language it was written in, else as a machine translated it.

    >>> localised({"title/en": "A bench", "title/machine_translations/fr": "Un banc"}, "title")
    'A bench'
    """
    keys = [key for key in record if key == base or key.startswith(f"{base}/")]
    ranked = sorted(keys, key=lambda key: ("machine_translations" in key, not key.endswith("/fr"), key != base))
    return next((record[key] for key in ranked if record[key]), "")


def _quartier(record: Mapping[str, str], taxonomies: Mapping[str, str], quartiers: Sequence[Quartier]) -> str:
    ids = re.findall(r"\d+", record.get("taxonomies/ids", ""))
    inline = [localised(record, f"taxonomies/{identifier}") for identifier in ids]
    names = [*(taxonomies.get(identifier, "") for identifier in ids), *inline]
    names += [localised(record, "scope/name"), localised(record, "category/name")]
    found = (find_quartier(name, quartiers) for name in names if name)
    return next((quartier.name for quartier in found if quartier), "")


def _taxonomies(path: Path) -> dict[str, str]:
    beside = path.with_name(path.name.replace("proposals", "taxonomies"))
    if beside == path or not beside.is_file():
        return {}
    try:
        table = open_source(beside).tables[0]
    except SourceError:
        return {}
    records = [_record(table.rows[0][1], cells) for _, cells in table.rows[1:]]
    return {record.get("id", ""): localised(record, "name") for record in records}


def _record(labels: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    record: dict[str, str] = {}
    for label, cell in zip(labels, cells, strict=False):
        if cell or label not in record:
            record[label] = cell
    return record


def _entity(source: SourceFile) -> Entity | None:
    tables: Sequence[Table] = [table for table in source.tables if table.rows]
    if not tables:
        return None
    bases = frozenset(label.split("/")[0] for label in tables[0].rows[0][1])
    return next((entity for entity in ENTITIES if entity.columns <= bases), None)


def _generation(labels: Sequence[str]) -> str:
    if "taxonomies/ids" in labels:
        return " 2025"
    return " 2019" if "title" in labels and "body" in labels else ""
