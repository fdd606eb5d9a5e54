"""Answers to a survey, once its tool is known: one row a respondent, one contribution per open question answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import people
from contributions.ingest.columns import Layout, find_roles, named_column
from contributions.ingest.personal import asks_for_self
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.questions import NO_ANSWER, Left, Questions, answers, in_all, left_out, open_questions
from contributions.ingest.reading import Reading, Said, to_frame
from contributions.ingest.tabular import about_row
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings, Columns

    Row = tuple[int, tuple[str, ...]]

OTHER_SHEET = N_("feuille sans réponses à l'enquête")
_WORDS_OF_A_SENTENCE = 5
_NEVER_ASKED = frozenset({"id", "question"})
_NEARLY_ALL = 0.95
_NOT_OF_SELF = frozenset({"depuis", "temps", "duree", "combien", "quand", "anciennete", "enfant", "enfants", "fils", "fille"})
"""Words of a question whose answers may look like an age or a gender, and are not those of the person."""
_OF_HOME = frozenset({"habitez", "habites", "vivez", "vis", "residez", "resides", "logez", "domicile"})


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of answers, its columns by their place.

    `asked` is what each column asks; `roles` what the tool itself says of the answer (`id`, `said_on`); `others` the free texts
    beside a list, of which the sentences alone are read; `groups` the question of which a column is one line or one choice;
    `context` other columns that may say who answered, never what they think; `lists` questions that the tool itself ticks.
    """

    headings: Sequence[str]
    rows: Sequence[Row]
    asked: Mapping[int, str]
    roles: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    context: Mapping[int, str] = field(default_factory=dict)
    lists: Sequence[str] = ()
    part: str = ""


def read_forms(
    source: SourceFile,
    forms: Sequence[Form],
    *,
    name: str,
    tool: str,
    settings: CollectionSettings,
    quartiers: Sequence[Quartier],
) -> Reading:
    """Read the sheets of one file as `tool` exports them; a sheet that is none of `forms` is listed with its reason.

    Raises:
        SourceError: a column that the settings name is not there.
    """
    read = [_read_form(form, settings.columns, quartiers) for form in forms]
    said = [saying for _questions, sayings in read for saying in sayings]
    parts = {form.part for form in forms}
    said += [Said(t.rows[0][0], part=t.name, reason=OTHER_SHEET) for t in source.tables if t.rows and t.name not in parts]
    questions = in_all(questions for questions, _sayings in read).described()
    why = _("export {tool}, {questions}").format(tool=tool, questions=questions)
    return Reading(name, why, to_frame(said, file=source.name, settings=settings, quartiers=quartiers))


@dataclass(frozen=True, slots=True)
class SurveyTool:
    """A tool whose export is one table: how to recognise it, and what its columns ask. It is a `detect.Reader`."""

    NAME: str
    tool: str
    recognises: Callable[[Table], bool]
    form: Callable[[Table], Form]

    def sniff(self, source: SourceFile) -> str | None:
        """Name the tool whose table it is."""
        return _("export {tool}").format(tool=_(self.tool)) if only_table(source, self.recognises) else None

    def read(self, source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
        """Read the answers to open questions.

        Raises:
            SourceError: it is no table of this tool.
        """
        table = only_table(source, self.recognises)
        if table is None:
            raise SourceError(_("ce n'est pas un export {tool}").format(tool=_(self.tool)))
        form = self.form(table)
        return read_forms(source, [form], name=self.NAME, tool=_(self.tool), settings=settings, quartiers=quartiers)


def only_table(source: SourceFile, recognises: Callable[[Table], bool]) -> Table | None:
    """Give the first table that a tool recognises as its own."""
    return next((table for table in source.tables if table.rows and recognises(table)), None) if source.is_table else None


def keys(cells: Sequence[str]) -> list[str]:
    """Bring headings to words without accents, so that they can be compared.

    >>> keys(["Date de soumission", "_uuid"])
    ['date de soumission', 'uuid']
    """
    return [" ".join(plain_words(cell)) for cell in cells]


def roles_of(names: Sequence[str], **wanted: Sequence[str]) -> dict[str, int]:
    """Give the place of each role: that of the first name there is.

    >>> roles_of(["start", "question", "_uuid", "_id"], id=("_uuid", "_id"), said_on=("end", "start"))
    {'id': 2, 'said_on': 0}
    """
    found = {role: [names.index(name) for name in ranked if name in names] for role, ranked in wanted.items()}
    return {role: places[0] for role, places in found.items() if places}


def column(rows: Iterable[Row], place: int) -> list[str]:
    """Give the filled cells of a column."""
    return [cells[place] for _number, cells in rows if place < len(cells) and cells[place]]


def _read_form(form: Form, columns: Columns, quartiers: Sequence[Quartier]) -> tuple[Questions, list[Said]]:
    labels = [form.asked.get(place) or form.context.get(place) or form.headings[place] for place in range(len(form.headings))]
    named = {_place_of(name, form, labels): name for name in columns.text}
    asked = {**form.asked, **{place: labels[place] for place in named}}
    roles = {role: place for role, place in _roles(form, labels, columns, quartiers).items() if place not in named}
    free = {place: label for place, label in sorted(asked.items()) if place not in roles.values()}
    found = open_questions(free, [cells for _number, cells in form.rows], chosen=[labels[place] for place in named])
    others = {place: label for place, label in form.others.items() if not named and not asks_for_self(label)}
    written = [_is_sentence(cell) for place in others for cell in column(form.rows, place)]
    left = [*_grouped(form, found), *(("", Left.OTHER) for is_sentence in written if not is_sentence)]
    layout = Layout(tuple(labels), tuple(found.read), roles)
    sayings = [said for row in form.rows for said in _row_sayings(row, layout, found.read, others, part=form.part)]
    return Questions(found.read, dict(enumerate(left)), sum(written)), sayings


def _place_of(name: str, form: Form, labels: Sequence[str]) -> int:
    return form.headings.index(name) if name in form.headings else named_column(labels, name)


def _roles(form: Form, labels: Sequence[str], columns: Columns, quartiers: Sequence[Quartier]) -> dict[str, int]:
    """Find who answered: by the names of the columns, else by answers that are all ages, genders or quartiers of the city."""
    known = frozenset({*form.asked, *form.context})
    values = [column(form.rows, place) for place in range(len(labels))]
    settled = {role for role, name in columns.model_dump().items() if name}
    found = {
        role: place
        for role, place in find_roles(labels, values, columns).items()
        if role in settled
        or (place in known and role not in _NEVER_ASKED and not (role == "place" and asks_for_self(labels[place])))
    }
    found |= {role: place for role, place in form.roles.items() if role not in settled}
    words = {place: frozenset(plain_words(labels[place])) for place in sorted(known - set(found.values()))}
    of_self = [place for place in words if not words[place] & _NOT_OF_SELF]
    at_home = [place for place in words if words[place] & _OF_HOME]
    told = {
        "age": [place for place in of_self if _nearly_all(values[place], _is_age)],
        "gender": [place for place in of_self if _nearly_all(values[place], _is_gender)],
        "quartier": [place for place in at_home if _nearly_all(values[place], lambda answer: _is_quartier(answer, quartiers))],
    }
    return {role: places[0] for role, places in told.items() if places} | found


def _is_age(answer: str) -> bool:
    return "ans" in plain_words(answer) and len(plain_words(answer)) <= _WORDS_OF_A_SENTENCE and bool(people.age_band(answer))


def _is_quartier(answer: str, quartiers: Sequence[Quartier]) -> bool:
    return len(plain_words(answer)) <= _WORDS_OF_A_SENTENCE and find_quartier(answer, quartiers) is not None


def _is_gender(answer: str) -> bool:
    return len(plain_words(answer)) == 1 and answer.isalpha() and len(answer) > 1 and bool(people.gender(answer))


def _nearly_all(values: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(holds, values)) >= _NEARLY_ALL * len(values)


def _grouped(form: Form, found: Questions) -> list[tuple[str, Left]]:
    """Say once why the lines or the choices of one question are left."""
    left = [(name, Left.LIST) for name in form.lists]
    left += [each for place, each in found.left.items() if place not in form.groups]
    groups: dict[str, list[int]] = {}
    for place in found.left:
        if place in form.groups:
            groups.setdefault(form.groups[place], []).append(place)
    for name, places in groups.items():
        whys = {found.left[place][1] for place in places}
        values = [cell for place in places for cell in column(form.rows, place)]
        left.append((name, whys.pop() if len(whys) == 1 else left_out(name, values) or Left.LIST))
    return left


def _row_sayings(row: Row, layout: Layout, read: Mapping[int, str], others: Mapping[int, str], *, part: str) -> list[Said]:
    number, short = row
    cells = (*short, *[""] * (len(layout.labels) - len(short)))
    base = Said(number, part=part, **about_row(cells, layout))
    told = {place: label for place, label in others.items() if _is_sentence(cells[place])}
    said = [
        replace(base, question=question, text=text) for question, text in answers(cells, dict(sorted({**read, **told}.items())))
    ]
    return said or [replace(base, reason=NO_ANSWER)]


def _is_sentence(answer: str) -> bool:
    return len(plain_words(answer)) >= _WORDS_OF_A_SENTENCE
