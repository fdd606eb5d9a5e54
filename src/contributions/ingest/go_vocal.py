"""Go Vocal (CitizenLab) workbooks: one sheet a phase, its form between the ID and the author, then who wrote and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import people
from contributions.ingest.dates import iso_date
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.points import written_point
from contributions.ingest.questions import Questions, in_all, open_questions
from contributions.ingest.reading import EMPTY_TEXT, Reading, Said, to_reading
from contributions.ingest.tables import Table, cell_at
from contributions.ingest.tabular import join_title
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.settings import CollectionSettings

NAME = "go_vocal"
OTHER_SHEET = N_("feuille sans contributions Go Vocal")
_AUTHORS = ("nom de l auteur", "e mail de l auteur", "id de l auteur", "author name", "author email", "author id")
_POINT = {"latitude": ("latitude",), "longitude": ("longitude",)}
_FORM = {"title": ("titre", "title"), "body": ("description",), "place": ("adresse", "localisation", "location"), **_POINT}
_ABOUT = {
    "submitted": ("soumis le", "submitted at"),
    "published": ("publie le", "published at"),
    "gender": ("genre", "gender"),
    "birth": ("annee de naissance", "year of birth"),
    "home": ("localite", "place of residence"),
}
_NO_QUESTION = frozenset({
    "etiquettes", "latitude", "longitude", "images", "pieces jointes", "coparrainants", "proposition de budget", "budget",
    "tags", "attachments", "co sponsors", "proposed budget",
})  # fmt: skip
"""Fields of the platform's own form that nobody writes a sentence in; « coparrainants » are names of people."""
_REPEATED = re.compile(r"__\d+$")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a sheet by their place: role -> place, and the questions of its form as they were asked."""

    roles: dict[str, int]
    questions: Questions


def sniff(source: SourceFile) -> str | None:
    """Recognise a sheet that has an ID, the ID of the author and a date of submission."""
    return "export Go Vocal" if source.is_table and any(map(_is_phase, source.tables)) else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read every sheet: ideas, and answers to open questions or to those that `columns.text` names; never who the author is.

    The rows of a sheet of another kind are listed with their reason.

    Raises:
        SourceError: no sheet is one of Go Vocal's.
    """
    if not sniff(source):
        raise SourceError(_("ce n'est pas un export Go Vocal de contributions ou de réponses"))
    sayings: list[Said] = []
    asked: list[Questions] = []
    for table in source.tables:
        if not _is_phase(table):
            sayings += [Said(number, part=table.name, reason=OTHER_SHEET) for number, _cells in table.rows]
            continue
        layout = _layout(table, settings.columns.text)
        asked.append(layout.questions)
        for number, cells in table.rows[1:]:
            sayings += _row_sayings(number, cells, layout, table.name, quartiers=quartiers)
    found = in_all(asked)
    why = _("export Go Vocal, {questions}").format(questions=found.described()) if found.asked else _("export Go Vocal")
    return to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)


def _is_phase(table: Table) -> bool:
    keys = list(map(_key, table.rows[0][1])) if table.rows else []
    return keys[:1] == ["id"] and any(key in _AUTHORS for key in keys) and any(key in _ABOUT["submitted"] for key in keys)


def _layout(table: Table, chosen: Sequence[str]) -> Layout:
    labels = table.rows[0][1]
    keys = list(map(_key, labels))
    end = min(place for place, key in enumerate(keys) if key in _AUTHORS)
    form, about = range(1, end), range(end, len(keys))
    roles = {role: place for role, names in _FORM.items() for place in reversed(form) if keys[place] in names}
    roles |= {role: place for role, names in _ABOUT.items() for place in reversed(about) if keys[place] in names}
    settled = {place for place in form if place in roles.values() or keys[place] in _NO_QUESTION} | {0}
    asked = {place: labels[place] for place in form if place not in settled or labels[place] in chosen}
    rows = [cells for _number, cells in table.rows[1:]]
    named = [name for name in chosen if name in asked.values()]
    found = open_questions(asked, rows, chosen=named)
    return Layout(roles, Questions({place: _REPEATED.sub("", name) for place, name in found.read.items()}, found.left))


def _row_sayings(number: int, cells: Sequence[str], layout: Layout, part: str, *, quartiers: Sequence[Quartier]) -> list[Said]:
    given = {role: cell_at(cells, place) for role, place in layout.roles.items()}
    said_on = _day(given.get("submitted", "")) or _day(given.get("published", ""))
    quartier = find_quartier(given.get("home", ""), quartiers)
    about = {
        "part": part,
        "native_id": cells[0],
        "said_on": said_on,
        "place": given.get("place", ""),
        "quartier": quartier.name if quartier else "",
        "age_band": _age_band(given.get("birth", ""), said_on),
        "gender": people.gender(given.get("gender", "")),
        "residence": people.residence(given.get("home", "")),
        "point": written_point(given.get("latitude", ""), given.get("longitude", "")),
    }
    texts = [("", join_title(given.get("title", ""), given.get("body", "")))]
    texts += [(question, cell_at(cells, place)) for place, question in layout.questions.read.items()]
    said = [Said(number, text, question=question, **about) for question, text in texts if text]
    return said or [Said(number, reason=EMPTY_TEXT, **about)]


def _age_band(birth: str, said_on: str) -> str:
    age = int(said_on[:4]) - int(birth) if birth.isdecimal() and said_on else -1
    return people.age_band(str(age)) if age >= 0 else ""


def _day(written: str) -> str:
    """Give the ISO day; the platform writes months first where a cell is not a date of the spreadsheet."""
    return iso_date(_MONTH_FIRST.sub(r"\3-\1-\2", written)) or iso_date(written)


def _key(label: str) -> str:
    return " ".join(plain_words(_REPEATED.sub("", label)))
