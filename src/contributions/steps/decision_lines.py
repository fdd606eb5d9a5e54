"""Read back the sheets that people filled in: workbook or CSV, whatever was sorted, added or taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest import file_name
from contributions.ingest.files import open_source
from contributions.ingest.tables import cell_at
from contributions.language import LANGUAGES, N_, _, speak
from contributions.prepare.words import normalise
from contributions.report.decision_layouts import IDEAS, PROPOSALS, STATE, THEMES
from contributions.report.review_layouts import MATCHES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from contributions.ingest.tables import Table
    from contributions.report.sheets import Layout

_HEADS_WITHIN = 20
"""Rows among which the heads are looked for: people write titles above them."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a workbook that goes out and comes back is made of: its sheets, and what is said of a file that has none of them."""

    sheets: tuple[Layout, ...]
    problem: str


DECISIONS = Form(
    (THEMES, IDEAS, PROPOSALS, MATCHES),
    N_("{file} : pas de feuille de décisions (aucune colonne {ids}). « contributions decide sheet » en écrit une."),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: what its first column says that it is about, and its cells by the French head of their column."""

    layout: Layout
    sheet: str
    row: int
    subject: str
    cells: Mapping[str, str]

    @property
    def filled(self) -> tuple[str, ...]:
        """Give the heads of the columns in which somebody wrote."""
        return tuple(column.head for column in self.layout.columns if column.editable and self.cells.get(column.head))

    @property
    def state(self) -> str:
        """Give what the line says that it shows (for decisions, the run and the last decision), or nothing."""
        return self.cells.get(STATE, "")


def read_lines(path: Path, form: Form = DECISIONS) -> list[Line]:
    """Read every row of every sheet of a form.

    Raises:
        SourceError: the file cannot be read, or none of its sheets is one of the form; one sentence that begins with its name.
    """
    try:
        source = open_source(path)
        tables = source.tables if source.is_table else ()
    except SourceError as error:
        raise SourceError(_("{file} : {problem}.").format(file=file_name(path), problem=error)) from error
    headed = [(table, *found) for table in tables if (found := _find_heads(table, form))]
    if not headed:
        ids = ", ".join(_("« {name} »").format(name=layout.columns[0].said) for layout in form.sheets)
        raise SourceError(_(form.problem).format(file=file_name(path), ids=ids))
    return [line for table, layout, at in headed for line in _lines(table, layout, at)]


def same_words(text: str, *words: str) -> bool:
    """Tell whether a cell says one of our words, in any language, whatever its case and accents.

    >>> same_words("ÉCARTER ", "écarter"), same_words("Yes", "oui"), same_words("peut-être", "oui")
    (True, True, False)
    """
    return normalise(text) in {normalise(said) for word in words for said in _said(word)}


def _said(word: str) -> Iterator[str]:
    for language in LANGUAGES:
        with speak(language):
            yield _(word)


def _find_heads(table: Table, form: Form) -> tuple[Layout, int] | None:
    for at, (_row, cells) in enumerate(table.rows[:_HEADS_WITHIN]):
        for layout in form.sheets:
            if any(same_words(cell, layout.columns[0].head) for cell in cells):
                return layout, at
    return None


def _lines(table: Table, layout: Layout, at: int) -> Iterable[Line]:
    places = _places(layout, table.rows[at][1])
    for row, cells in table.rows[at + 1 :]:
        held = {head: cell_at(cells, place) for head, place in places.items()}
        line = Line(layout, table.name, row, held[layout.columns[0].head], held)
        if line.subject or line.filled:
            yield line


def _places(layout: Layout, heads: Sequence[str]) -> dict[str, int]:
    """Give where each column is now; the first of two that have the same head."""
    found: dict[str, int] = {}
    for column in layout.columns:
        place = next((place for place, head in enumerate(heads) if same_words(head, column.head)), None)
        if place is not None:
            found[column.head] = place
    return found
