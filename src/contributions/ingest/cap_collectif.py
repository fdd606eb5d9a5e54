"""Cap Collectif exports: proposals, consultations, questionnaires and debates, each row being what its type says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import questions
from contributions.ingest.cap_kinds import REPLY, Kind, hidden, keys, kind_of
from contributions.ingest.cap_opinions import holds_opinions, opinions_table
from contributions.ingest.dates import iso_date
from contributions.ingest.points import written_point
from contributions.ingest.reading import Reading, Said, to_reading
from contributions.ingest.tabular import join_title
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "cap_collectif"
REPEATED = N_("ligne qui répète une proposition déjà lue")
_BODIES = ("title", "summary", "description", "body", "body_text", "content", "explanation")
_PARENTS = frozenset({"proposal", "opinion", "reply"})


def sniff(source: SourceFile) -> str | None:
    """Recognise an export by the names of its columns, or opinions in JSON by their shape."""
    if _in_json(source):
        return "export Cap Collectif, avis en JSON"
    label = _label(_only_table(source))
    return f"export Cap Collectif, {label}" if label else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read proposals, opinions, arguments, comments and answers to open questions; votes and their like keep their reason.

    Raises:
        SourceError: the export holds people or votes only, or is not one of Cap Collectif.
    """
    table = opinions_table(source.text) if _in_json(source) else _only_table(source)
    label = _label(table)
    if table is None or not label:
        raise SourceError(_("ce n'est pas un export Cap Collectif"))
    if label == "participants":
        raise SourceError(_("export Cap Collectif, participants : ce sont des données personnelles, elles ne sont pas lues"))
    if label == "votes":
        raise SourceError(_("export Cap Collectif, votes : ce ne sont pas des paroles d'habitants"))
    names = keys(table.rows[0][1])
    rows = [(number, cells, _record(names, cells)) for number, cells in table.rows[1:]]
    kinds = [_kind_in(label, record) for *_, record in rows]
    asked = {place: label for place, label in enumerate(table.rows[0][1]) if label and not names[place]}
    parents = [cells for (_, cells, _), kind in zip(rows, kinds, strict=True) if kind.name in _PARENTS]
    found = questions.open_questions(asked, parents, chosen=settings.columns.text)
    sayings = _sayings(rows, kinds, found.read)
    why = _("export Cap Collectif, {kind}, {questions}") if asked else _("export Cap Collectif, {kind}")
    why = why.format(kind=_(label), questions=found.described())
    return to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)


Row = tuple[int, tuple[str, ...], dict[str, str]]


def _sayings(rows: Sequence[Row], kinds: Sequence[Kind], found: Mapping[int, str]) -> list[Said]:
    opinions = [record for *_, record in rows if record.keys() >= {"contribution_id", "contribution_title"}]
    titles = {record["contribution_id"]: record["contribution_title"] for record in opinions}
    sayings: list[Said] = []
    known: set[str] = set()
    for (number, cells, record), kind in zip(rows, kinds, strict=True):
        said = _said(number, record, kind, titles)
        if kind.name == "proposal" and said.native_id in known:
            sayings.append(Said(number, reason=REPEATED))
            continue
        known |= {said.native_id} - {""}
        sayings += _with_answers(said, questions.answers(cells, found)) if kind.name in _PARENTS else [said]
    return sayings


def _said(number: int, record: Mapping[str, str], kind: Kind, titles: Mapping[str, str]) -> Said:
    if kind.reason:
        return Said(number, reason=kind.reason)
    reference = kind.get(record, "reference").strip('"')  # written "1-1", so that a spreadsheet makes no date of it
    identity = reference or kind.get(record, "id") or record.get(f"{kind.parent}_id", "")
    said_on = kind.get(record, "published_at", "created_at") or record.get(f"{kind.parent}_created_at", "")
    related = titles.get(kind.get(record, "related_id"), "")
    return Said(
        number,
        text=_text(record, kind),
        native_id=f"{kind.name}/{identity}" if identity else "",
        question=related or next((record[column] for column in kind.about if record.get(column)), ""),
        said_on=iso_date(said_on),
        place=kind.get(record, "formatted_address"),
        quartier=kind.get(record, "district_name"),
        point=written_point(kind.get(record, "address_lat"), kind.get(record, "address_lng")),
        reason=hidden(record, kind),
    )


def _text(record: Mapping[str, str], kind: Kind) -> str:
    text = ""
    for body in reversed(_BODIES):
        text = join_title(kind.get(record, body), text)
    return text


def _with_answers(said: Said, answered: Sequence[tuple[str, str]]) -> list[Said]:
    """Add what the same person answered to the city's own questions."""
    added = [replace(said, question=question, text=text) for question, text in answered]
    if added and not said.text:
        return added
    silent = said.native_id.startswith(f"{REPLY.name}/") and not said.reason
    return [replace(said, reason=questions.NO_ANSWER) if silent else said, *added]


def _kind_in(label: str, record: Mapping[str, str]) -> Kind:
    kind = kind_of(record)
    return REPLY if label == "questionnaire" and kind.name == "opinion" else kind


def _record(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Name the cells that are filled; of two columns of one name, the first."""
    return {name: cell for name, cell in reversed(list(zip(names, cells, strict=False))) if name and cell}


def _in_json(source: SourceFile) -> bool:
    return source.kind == "json" and holds_opinions(source.text)


def _only_table(source: SourceFile) -> Table | None:
    """Give the table of an export, which has one sheet."""
    tables = [table for table in source.tables if table.rows] if source.is_table else []
    return tables[0] if len(tables) == 1 else None


def _label(table: Table | None) -> str:
    """Name what the columns hold; empty where they are not those of Cap Collectif."""
    labels = table.rows[0][1] if table else ()
    names = frozenset(keys(labels))
    if {"proposal_id", "contribution_type"} <= names or {"proposal_id", "export_proposal_id"} <= names | frozenset(labels):
        return N_("propositions")
    if "contribution_argument_content" in names:
        return N_("arguments d'un débat")
    if names & {"contribution_body_text", "contribution_versions_body_text", "contribution_arguments_body"}:
        return N_("consultation")
    if {"contribution_type", "contribution_id", "contribution_published_at"} <= names:
        return N_("questionnaire")
    if names & {"vote_type", "proposal_votes_id", "contribution_votes_id"}:
        return "votes"
    return "participants" if "participant_user_id" in names else ""
