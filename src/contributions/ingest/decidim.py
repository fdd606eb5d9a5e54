"""Decidim exports, in CSV, Excel or JSON: proposals, debates, comments, meetings, questionnaires; results, for their links."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from contributions.errors import SourceError
from contributions.ingest import decidim_surveys as surveys
from contributions.ingest.dates import iso_date
from contributions.ingest.decidim_beside import taxonomies
from contributions.ingest.decidim_comments import comments
from contributions.ingest.decidim_entities import NOT_SPEECH, PERSONAL, READ_ALONG, entity_of
from contributions.ingest.decidim_links import linked, links
from contributions.ingest.decidim_records import (
    Export,
    is_false,
    is_true,
    localised,
    native_id,
    quartier_of,
    readable,
    records_of,
)
from contributions.ingest.points import written_point
from contributions.ingest.reading import Reading, Said, to_reading
from contributions.ingest.tabular import join_title
from contributions.language import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "decidim"
WITHDRAWN = N_("proposition retirée par son auteur")
ANNOUNCED = N_("annonce d'une rencontre sans compte rendu : ce n'est pas une parole d'habitant")
UNPUBLISHED = N_("compte rendu de rencontre qui n'est pas publié")
OPENED = N_("question posée par la collectivité pour ouvrir un débat : les commentaires y répondent")
_NOTICE = re.compile(r"\A# Open Data files for ")
_ADVICE = N_('{why} ; pour les lire quand même, écrivez reader = "tabular" dans {stem}.toml')


def sniff(source: SourceFile) -> str | None:
    """Recognise an export by the names of its columns."""
    if source.kind == "prose":
        return "notice d'un export Decidim" if _NOTICE.match(source.text) else None
    if not source.is_table:
        return None
    if not source.content.strip():
        return "export vide"
    table = source.table
    if table is None:
        return None
    if surveys.is_wide(table.rows[0][1]):
        return "export Decidim, réponses à un questionnaire"
    entity = entity_of(table.rows[0][1])
    return f"export Decidim, {entity.label}" if entity else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read what residents wrote or said; what is not their words is listed with its reason, accounts are not read.

    Raises:
        SourceError: it is no Decidim export.
    """
    sayings: Sequence[Said] = ()
    found = None
    table = source.table
    if not sniff(source):
        raise SourceError(_("ce n'est pas un export Decidim"))
    if table is None:
        why = _("export vide : la plateforme n'avait rien à exporter")
        why = _("notice d'un export Decidim : aucune contribution") if source.kind == "prose" else why
    elif surveys.is_wide(table.rows[0][1]):
        sayings, note = surveys.wide(table, settings.columns.text)
        why = _("export Decidim{generation}, {entity}").format(generation="", entity=_("réponses à un questionnaire"))
        why = _("{export} : {note}").format(export=why, note=note)
    else:
        export = _export(source, table, quartiers)
        sayings, note = _said(export, settings)
        found = links(export)
        why = _why(export, table.rows[0][1], [note, _linked(export, linked(found))])
    reading = to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)
    return reading if found is None else replace(reading, links=found)


def _export(source: SourceFile, table: Table, quartiers: Sequence[Quartier]) -> Export:
    entity = entity_of(table.rows[0][1])
    if entity is None:
        raise SourceError(_("ce n'est pas un export Decidim"))
    return Export(source.path, entity, records_of(table), quartiers)


def _said(export: Export, settings: CollectionSettings) -> tuple[Sequence[Said], str]:
    """Give what an export says, and what to say of how it is read."""
    entity = export.entity
    if entity.aside in {PERSONAL, READ_ALONG}:
        return (), _(entity.aside)
    if entity.aside:
        return [_aside(number, record, entity.name) for number, record in export.records], _advice(export)
    if entity.name == "comment":
        return _comments(export)
    if entity.name == "answer":
        return surveys.long(export, settings.columns.text)
    if entity.name == "meeting":
        return _meetings(export)
    names = taxonomies(export.path)
    return [_written(number, record, export, names) for number, record in export.records], ""


def _aside(number: int, record: Mapping[str, str], entity: str) -> Said:
    """Name what is not a resident's words by its title alone."""
    day = iso_date(record.get("published_at", "")) or iso_date(record.get("created_at", ""))
    return Said(number, localised(record, "title"), native_id=native_id(record, entity), said_on=day, reason=NOT_SPEECH)


def _advice(export: Export) -> str:
    """Say why it is set aside, and how to read it all the same where it is prose."""
    prose = "body" in export.entity.columns
    return _(_ADVICE).format(why=_(NOT_SPEECH), stem=export.path.stem) if prose else _(NOT_SPEECH)


def _comments(export: Export) -> tuple[Sequence[Said], str]:
    said, joined = comments(export)
    note = _("{joined} sur {count} ont à côté d'eux ce qu'ils commentent").format(joined=joined, count=len(said))
    return said, note if said else ""


def _meetings(export: Export) -> tuple[Sequence[Said], str]:
    """Read what was said in meetings; how a meeting was announced is the organiser's."""
    names = taxonomies(export.path)
    said = [_meeting(number, record, export, names) for number, record in export.records]
    heard = sum(not each.reason for each in said)
    note = ngettext(
        "{heard} compte rendu lu sur {count} rencontres ; une annonce de rencontre n'est pas une parole d'habitant",
        "{heard} comptes rendus lus sur {count} rencontres ; une annonce de rencontre n'est pas une parole d'habitant",
        heard,
    )
    return said, note.format(heard=heard, count=len(said))


def _meeting(number: int, record: Mapping[str, str], export: Export, names: Mapping[str, str]) -> Said:
    title, report = localised(record, "title"), localised(record, "closing_report")
    hidden = is_false(record, "closing_visible")
    places = (localised(record, "address"), localised(record, "location"))
    return Said(
        number,
        text=title if hidden or not report else readable(report),
        native_id=native_id(record, "meeting"),
        said_on=iso_date(record.get("start_time", "")),
        session=title,
        place=next((place for place in places if place and "://" not in place), ""),
        quartier=quartier_of(record, names, export.quartiers),
        point=written_point(record.get("latitude", ""), record.get("longitude", "")),
        reason=ANNOUNCED if not report else UNPUBLISHED if hidden else "",
    )


def _written(number: int, record: Mapping[str, str], export: Export, names: Mapping[str, str]) -> Said:
    body = localised(record, "body") or localised(record, "description")
    withdrawn = is_true(record, "withdrawn") or record.get("state") == "withdrawn"
    opened = export.entity.name == "debate" and _by_the_organisation(record)
    days = (iso_date(record.get(field, "")) for field in ("published_at", "created_at", "start_time"))
    return Said(
        number,
        text=readable(join_title(localised(record, "title"), body)),
        native_id=native_id(record, export.entity.name),
        said_on=next(filter(None, days), ""),
        place=localised(record, "address"),
        quartier=quartier_of(record, names, export.quartiers),
        point=written_point(record.get("latitude", ""), record.get("longitude", "")),
        reason=WITHDRAWN if withdrawn else OPENED if opened else "",
    )


def _by_the_organisation(record: Mapping[str, str]) -> bool:
    """Say whether the page of the author is that of the whole platform."""
    page = record.get("author/url", "")
    return bool(page) and urlsplit(page).path in {"", "/"}


def _linked(export: Export, count: int) -> str:
    said = ngettext("{count} lien avec une proposition", "{count} liens avec des propositions", count)
    if export.entity.name == "proposal":
        said = ngettext("{count} réponse de la collectivité", "{count} réponses de la collectivité", count)
    return said.format(count=count) if count else ""


def _why(export: Export, labels: Sequence[str], notes: Sequence[str]) -> str:
    said = _("export Decidim{generation}, {entity}")
    said = said.format(generation=_generation(labels), entity=_(export.entity.label))
    for note in filter(None, notes):
        said = _("{export} : {note}").format(export=said, note=note)
    return said


def _generation(labels: Sequence[str]) -> str:
    if "taxonomies/ids" in labels:
        return " 2025"
    return " 2019" if "title" in labels and "body" in labels else ""
