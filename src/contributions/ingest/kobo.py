"""KoboToolbox's answers: a sheet of respondents, and one for each group of questions that is repeated.

Columns: `start;end;Question;Question/Choix 1;…;_id;_uuid;_submission_time;_validation_status;_notes;_status;_submitted_by;_tags;
_index`; a question in a group is « Groupe/Question »; a ticked choice is 0 or 1. A repeated sheet ends with `_index,
_parent_table_name,_parent_index,_submission__id,_submission__uuid…`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.survey import Form, column, keys, only_table, read_forms, roles_of
from contributions.ingest.tables import Table, cell_at
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.reading import Reading
    from contributions.ingest.survey import Row
    from contributions.settings import CollectionSettings

NAME = "kobo"
_DATES = ("start", "end", "today", "_submission_time")
_OWN = frozenset({
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "simid", "phonenumber", "username", "email", "audit",
    "formhub/uuid", "meta/instanceID", "background-audio",
})  # fmt: skip
_TICKED = frozenset({"0", "1", "oui", "non", "true", "false"})
_OTHER = ("other", "autre", "autre precisez", "autre a preciser", "precisez", "specify other", "veuillez preciser")


def sniff(source: SourceFile) -> str | None:
    """Recognise the identity and the date that Kobo gives to each submission."""
    return "export KoboToolbox" if only_table(source, _is_main) else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the answers to open questions, those of repeated groups with what their respondent's sheet says.

    Raises:
        SourceError: it is no export of Kobo.
    """
    main = only_table(source, _is_main)
    if main is None:
        raise SourceError(_("ce n'est pas un export {tool}").format(tool="KoboToolbox"))
    forms = [_form(main.name, main.rows[0][1], _answers(main.rows))]
    for table in source.tables:
        if table is not main and table.rows and "_parent_index" in table.rows[0][1]:
            forms.append(_repeated(table, forms))
    return read_forms(source, forms, name=NAME, tool="KoboToolbox", settings=settings, quartiers=quartiers)


def _is_main(table: Table) -> bool:
    return {"_uuid", "_submission_time"} <= set(table.rows[0][1]) and "_parent_index" not in table.rows[0][1]


def _answers(rows: Sequence[Row]) -> list[Row]:
    """Leave the headings, and the row of tags that may follow them (« #question »)."""
    return [(number, cells) for number, cells in rows[1:] if not all(cell.startswith("#") for cell in cells if cell)]


def _form(part: str, headings: Sequence[str], rows: Sequence[Row]) -> Form:
    own = {place for place, heading in enumerate(headings) if heading.startswith("_") or heading in _OWN}
    names = {heading: place for place, heading in enumerate(headings) if place not in own and heading}
    choices = {place: _parent(heading) for heading, place in names.items() if _is_choice(heading, names, rows, place)}
    lists = [_question(name, names) for name in dict.fromkeys(choices.values()) if name in names]
    asked = {
        place: _question(heading, names)
        for heading, place in names.items()
        if place not in choices and heading not in choices.values()
    }
    others = {place: label for place, label in asked.items() if _is_other(label)}
    roles = roles_of(headings, id=("_uuid", "_id"), said_on=_DATES)
    questions = {place: label for place, label in asked.items() if place not in others} | {
        place: headings[place] for place in choices if choices[place] not in names
    }
    groups = {place: _question(name, names) for place, name in choices.items() if name not in names}
    return Form(headings, rows, questions, roles, others, groups, lists=lists, part=part)


def _question(heading: str, names: Iterable[str]) -> str:
    """Take away the group, which several headings begin with; another « / » belongs to the question (« et/ou »)."""
    group = _parent(heading)
    return heading.removeprefix(f"{group}/") if group and sum(name.startswith(f"{group}/") for name in names) > 1 else heading


def _parent(heading: str) -> str:
    return heading.rpartition("/")[0]


def _is_choice(heading: str, names: Mapping[str, int], rows: Sequence[Row], place: int) -> bool:
    """Tell « Question/Choix » from « Groupe/Question »: its question is another column, or it holds only 0 and 1."""
    if "/" not in heading:
        return False
    values = {cell.casefold() for cell in column(rows, place)}
    return _parent(heading) in names or (bool(values) and values <= _TICKED)


def _is_other(label: str) -> bool:
    return label.endswith(("_other", "_autre")) or keys([label])[0] in _OTHER


def _places(headings: Sequence[str], name: str) -> Iterable[int]:
    return [place for place, heading in enumerate(headings) if heading == name]


def _repeated(table: Table, forms: Sequence[Form]) -> Form:
    """Put beside each row of a repeated group the row of its respondent, and give it an identity of its own."""
    headings = table.rows[0][1]
    parent_name, parent_index = ([*_places(headings, name), -1][0] for name in ("_parent_table_name", "_parent_index"))
    index, width = [*_places(headings, "_index"), -1][0], len(headings)
    by_name = {form.part: form for form in forms}
    rows: list[Row] = []
    parent = forms[0]
    for number, cells in _answers(table.rows):
        parent = by_name.get(cell_at(cells, parent_name), forms[0])
        above = _row_of(parent, cell_at(cells, parent_index))
        uuid = cell_at(above, parent.roles["id"]) if "id" in parent.roles else ""
        identity = f"{uuid}/{table.name}/{cell_at(cells, index)}" if uuid else ""
        rows.append((number, (*_filled(cells, width), identity, *_filled(above, len(parent.headings)))))
    form = _form(table.name, [*headings, "", *[""] * len(parent.headings)], rows)
    shifted = {role: width + 1 + place for role, place in parent.roles.items()} | {"id": width}
    context = {width + 1 + place: label for place, label in {**parent.context, **parent.asked}.items()}
    return replace(form, roles=shifted, context=context)


def _row_of(form: Form, wanted: str) -> tuple[str, ...]:
    index = [*_places(form.headings, "_index"), -1][0]
    return next((cells for _number, cells in form.rows if wanted and cell_at(cells, index) == wanted), ())


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))][:width]
