"""Tables of any origin: workbooks, CSV, lists in JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import people, vocabulary
from contributions.ingest.columns import Layout, find_layout, label_key
from contributions.ingest.dates import date_of, day_first, month_first, only_year
from contributions.ingest.header import Headed, find_header
from contributions.ingest.margins import faceless
from contributions.ingest.places import find_quartier, plain_words
from contributions.ingest.points import written_point
from contributions.ingest.questions import asks, quoted
from contributions.ingest.reading import EMPTY_TEXT, Reading, Said, to_reading
from contributions.language import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings, Columns

NAME = "tabular"
TOTAL = N_("ligne de total")
HIDDEN = N_("feuille masquée, non lue")
_GROUPED = ("question", "session", "place", "said_on", "quartier")


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet once read; without a layout, `sayings` is the single line that says why."""

    headed: Headed
    layout: Layout | None
    sayings: tuple[Said, ...]
    problem: str = ""
    name: str = ""
    hidden: bool = False


def sniff(source: SourceFile) -> str | None:
    """Take any table."""
    return "tableau" if source.is_table else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read every sheet; one without text, or that somebody hid, is listed with its reason, as long as another has some.

    Raises:
        SourceError: no sheet has a column of text.
    """
    tables = [table for table in source.tables if table.rows]
    if not tables:
        raise SourceError(_("tableau vide : aucune ligne à lire"))
    year = settings.said_on.year if settings.said_on else only_year([source.name])
    sheets = read_sheets(tables, columns=settings.columns, year=year)
    if not any(sheet.layout for sheet in sheets):
        if _only_headers(sheets):
            why = _("tableau sans une ligne remplie sous son en-tête")
            return to_reading(NAME, why, [], file=source.name, settings=settings, quartiers=quartiers)
        raise SourceError(_unreadable(source, tables, sheets))
    why = " ; ".join(_described(table, sheet, several=len(tables) > 1) for table, sheet in zip(tables, sheets, strict=True))
    sayings = [said for sheet in sheets for said in _in_quartier(sheet, quartiers)]
    why = _("tableau, {layout}").format(layout=why)
    return to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)


def _only_headers(sheets: Sequence[SheetReading]) -> bool:
    """Say whether there are names of columns (several: one alone may be anything), and not one filled row under them."""
    named = any(sum(map(bool, sheet.headed.labels)) > 1 for sheet in sheets)
    return named and not any(any(cells) for sheet in sheets for _, cells in sheet.headed.rows)


def read_sheets(tables: Sequence[Table], *, columns: Columns, year: int | None = None) -> list[SheetReading]:
    """Read tables; where one that is shown has text, those that are hidden (lists of choices, drafts) are only listed."""
    sheets = [read_table(table, columns=columns, year=year) for table in tables]
    if not any(sheet.layout and not table.hidden for table, sheet in zip(tables, sheets, strict=True)):
        return sheets
    return [_left_aside(sheet, table) if table.hidden else sheet for table, sheet in zip(tables, sheets, strict=True)]


def _left_aside(sheet: SheetReading, table: Table) -> SheetReading:
    line = Said(table.rows[0][0], part=table.name, reason=HIDDEN)
    return replace(sheet, layout=None, sayings=(line,), hidden=True)


def read_table(table: Table, *, columns: Columns, year: int | None = None) -> SheetReading:
    """Read one table; what cannot be read has its reason. `year` is that of days written without it, unless the table says it."""
    headed = find_header(table)
    try:
        layout = find_layout(headed.labels, [cells for _, cells in headed.rows], columns)
        problem = "" if layout else _("pas de colonne de texte parmi {names}").format(names=quoted(headed.labels))
    except SourceError as error:
        layout, problem = None, str(error)
    if layout is None:
        line = headed.line or table.rows[0][0]
        reason = _("feuille non lue : {problem}").format(problem=problem)
        return SheetReading(headed, None, (Said(line, part=table.name, reason=reason),), problem, table.name)
    days = _days(headed, layout)
    year = only_year([headed.preamble, table.name]) or only_year(days) or year
    rows = _ungrouped(_with_days_first(headed, layout) if month_first(days) else headed, layout)
    sayings = [said for number, cells in rows for said in _row_sayings(number, cells, layout, part=table.name, year=year)]
    return SheetReading(headed, layout, tuple(sayings), name=table.name)


def _days(headed: Headed, layout: Layout) -> list[str]:
    place = layout.roles.get("said_on")
    return [cells[place] for _, cells in headed.rows if place is not None and place < len(cells)]


def _with_days_first(headed: Headed, layout: Layout) -> Headed:
    """Turn round the dates of a column that has the month first in some of them: it has it in all."""
    place = layout.roles["said_on"]
    rows = (
        (number, (*cells[:place], *map(day_first, cells[place : place + 1]), *cells[place + 1 :]))
        for number, cells in headed.rows
    )
    return replace(headed, rows=tuple(rows))


def _ungrouped(headed: Headed, layout: Layout) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the rows to read: repeated headers left out, a value written once above its group carried down to each row.

    A column is carried down only where no row holds both it and a text: then it can only be the title of a group. A title
    with nothing under it is given too; a note under titles (« Nombre de réponses : 12 ») takes the place of none.
    """
    held: dict[int, str] = {}
    lone: tuple[int, tuple[str, ...]] | None = None
    groups = _group_columns(headed, layout)
    for number, short in _without_notes(groups, headed, layout):
        cells = [*short, *[""] * (len(headed.labels) - len(short))]
        for place, label in enumerate(headed.labels):
            if cells[place] == label and place in {*layout.texts, *layout.roles.values()}:
                cells[place] = ""
        opened = [place for place in groups if cells[place]]
        held |= {place: cells[place] for place in opened}
        texts = any(cells[text] for text in layout.texts)
        if opened and not texts:
            if lone and any(lone[1][place] for place in opened):
                yield lone
            lone = number, tuple(cells)
            continue
        if any(cells):
            lone = None
        for place in groups:
            cells[place] = cells[place] or held.get(place, "")
        if any(cells):
            yield number, tuple(cells)
    if lone:
        yield lone


def _group_columns(headed: Headed, layout: Layout) -> list[int]:
    places = [layout.roles[role] for role in _GROUPED if role in layout.roles]
    return [place for place in places if _never_beside_text(place, headed, layout)]


def _never_beside_text(place: int, headed: Headed, layout: Layout) -> bool:
    seen = False
    for _number, cells in headed.rows:
        if place < len(cells) and cells[place]:
            seen = True
            if any(text < len(cells) and cells[text] not in {"", headed.labels[text]} for text in layout.texts):
                return False
    return seen


def _without_notes(groups: Sequence[int], headed: Headed, layout: Layout) -> Iterator[tuple[int, tuple[str, ...]]]:
    notes = {place: _notes(place, headed, layout) for place in groups}
    for number, cells in headed.rows:
        noted = any(_note(cell) in notes.get(place, ()) for place, cell in enumerate(cells))
        if not noted or _has_text(cells, layout):
            yield number, cells


def _has_text(cells: Sequence[str], layout: Layout) -> bool:
    return any(text < len(cells) and cells[text] for text in layout.texts)


def _notes(place: int, headed: Headed, layout: Layout) -> frozenset[str]:
    """Find what returns several times in a column of titles, and only right under a title."""
    under: Counter[str] = Counter()
    first = set()
    follows = False
    for _number, cells in headed.rows:
        if _has_text(cells, layout):
            follows = False
        elif place < len(cells) and cells[place]:
            note = _note(cells[place])
            under[note] += follows
            first |= set() if follows else {note}
            follows = True
    return frozenset(note for note, times in under.items() if times > 1) - first


def _note(cell: str) -> str:
    """Give what returns of a note: its words before the colon, figures apart."""
    return faceless(cell.split(":", maxsplit=1)[0]).strip()


def _row_sayings(number: int, cells: Sequence[str], layout: Layout, *, part: str, year: int | None) -> list[Said]:
    if _is_total(cells):
        return [Said(number, part=part, reason=TOTAL)]
    about = _stop_of(part) | about_row(cells, layout, year)
    said = [(text, cells[text]) for text in layout.texts if cells[text]]
    if layout.title is not None:
        joined = join_title(cells[layout.title], cells[layout.texts[0]])
        said = [(layout.texts[0], joined)] if joined else []
    if not said:
        return [Said(number, part=part, reason=EMPTY_TEXT, **about)]
    given = about.pop("question", "")
    return [Said(number, text, part, question=_question(place, layout) or given, **about) for place, text in said]


def _stop_of(sheet: str) -> dict[str, str]:
    """Give the halte that a sheet is named after (« Halte 2, square »), if it is."""
    return {"session": sheet} if plain_words(sheet)[:1] and plain_words(sheet)[0] in vocabulary.STOPS else {}


def _is_total(cells: Sequence[str]) -> bool:
    """Tell a row whose first words are « Total », and nothing else but figures, from one that says something."""
    words = [word for cell in cells for word in plain_words(cell) if not word.isdecimal()]
    return " ".join(words) in vocabulary.TOTALS


def _question(place: int, layout: Layout) -> str:
    """Give the name of the column where it tells what was asked: one of several, or a question."""
    label = layout.labels[place]
    return label if len(layout.texts) > 1 or asks(label) else ""


def join_title(title: str, body: str) -> str:
    r"""Join a title and a body by a blank line, unless the body begins with the title.

    >>> join_title("Un banc", "À l'ombre."), join_title("Un banc", "Un banc à l'ombre.")
    ("Un banc\n\nÀ l'ombre.", "Un banc à l'ombre.")
    """
    start = title.rstrip(" .…").casefold()
    if not title or (start and body.casefold().startswith(start)):
        return body or title
    return f"{title}\n\n{body}" if body else title


def about_row(cells: Sequence[str], layout: Layout, year: int | None = None) -> dict[str, str]:
    """Give the fields of `Said` that the row fills, by name; `year` is that of a day written without it."""
    given = {role: cells[place] for role, place in layout.roles.items() if cells[place]}
    age, sex = people.profile(given.get("profile", ""))
    about = {
        "native_id": given.get("id", ""),
        "question": given.get("question", ""),
        "said_on": date_of(given.get("said_on", ""), year),
        "session": _session(given.get("session", ""), layout),
        "place": given.get("place", ""),
        "quartier": given.get("quartier", ""),
        "age_band": people.age_band(given.get("age", "")) or age,
        "gender": people.gender(given.get("gender", "")) or sex,
        "residence": people.residence(given.get("residence", "")),
        "point": written_point(given.get("latitude", ""), given.get("longitude", "")) or given.get("point", ""),
    }
    return {name: value for name, value in about.items() if value}


def _session(value: str, layout: Layout) -> str:
    return f"{label_key(layout.labels[layout.roles['session']])} {value}" if value.isdigit() else value


def _in_quartier(sheet: SheetReading, quartiers: Sequence[Quartier]) -> Sequence[Said]:
    """Take from the title over the table, or from the sheet's name, the quartier that no row says."""
    found = find_quartier(sheet.headed.preamble, quartiers) or find_quartier(sheet.name, quartiers)
    if found is None or any(said.quartier for said in sheet.sayings):
        return sheet.sayings
    return [replace(said, quartier=found.name) for said in sheet.sayings]


def _described(table: Table, sheet: SheetReading, *, several: bool) -> str:
    without = _("masquée, non lue") if sheet.hidden else _("non lue, sans colonne de texte")
    found = sheet.layout.described() if sheet.layout else without
    if sheet.layout and sheet.headed.line > 1:
        found = _("{layout} (en-tête ligne {line})").format(layout=found, line=sheet.headed.line)
    return _("feuille « {sheet} » : {layout}").format(sheet=table.name, layout=found) if several else found


def _unreadable(source: SourceFile, tables: Sequence[Table], sheets: Sequence[SheetReading]) -> str:
    seen = [
        _("feuille « {sheet} », {problem}").format(sheet=table.name, problem=sheet.problem)
        if table.name and len(tables) > 1
        else sheet.problem
        for table, sheet in zip(tables, sheets, strict=True)
    ]
    advice = _('{problem} : nommez-la dans {name}.toml, par exemple columns.text = ["NOM DE LA COLONNE"]')
    return advice.format(problem=" ; ".join(seen), name=source.path.stem)
