"""Where the names of the columns are: under preamble rows, over one row or two, or nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from contributions.ingest.columns import name_weight
from contributions.ingest.tables import Table, cell_at

if TYPE_CHECKING:
    from collections.abc import Sequence
_WITHIN = 30
_LONGEST_NAME = 300
_WORDS_OF_A_SENTENCE = 12
_VALUE = re.compile(r"^[-+]?[\s.,:/%€-]*\d[\d\s.,:/%€-]*$|^https?://|^[-=_ ]{2,}$|:\s*\S*\d")

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Headed:
    """A table once its header is found: names of the columns, number of the header's row (0: none), rows under it.

    `preamble` is what stands above the header, on one line.
    """

    labels: tuple[str, ...]
    line: int
    rows: tuple[Row, ...]
    preamble: str = ""


def find_header(table: Table) -> Headed:
    """Find the names of the columns; a column without a name is called by its letter (« colonne C »)."""
    rows = table.rows
    if not rows:
        return Headed((), 0, ())
    width = max(len(cells) for _, cells in rows)
    at = _header_at(rows)
    if at is None:
        return Headed(tuple(_letter(place) for place in range(width)), 0, rows)
    labels, under = _labels(rows, at, width)
    preamble = " ; ".join(cell for _, cells in rows[:at] for cell in dict.fromkeys(cells) if cell)
    return Headed(labels, rows[at][0], rows[at + 1 + under :], preamble)


def _header_at(rows: Sequence[Row]) -> int | None:
    usual = median(_filled(cells) for _, cells in rows[:400])
    unnamed = int(_filled(rows[0][1]) > 1 and not rows[0][1][0])  # often the numbers of the rows
    if _looks_like_names(rows[0][1], tolerance=0.25) and _filled(rows[0][1]) + unnamed >= max(min(2, usual), 0.8 * usual):
        return None if _is_a_sentence(rows[0][1]) or _is_said_again(rows) else 0
    weights = [_weight(cells, usual) for _, cells in rows[:_WITHIN]]
    best = max(range(len(weights)), key=lambda place: (weights[place], -place))
    if weights[best] > 0:
        return best
    full = (place for place, (_, cells) in enumerate(rows[:_WITHIN]) if _filled(cells) >= usual and _looks_like_names(cells))
    return next(full, None)


def _weight(cells: Sequence[str], usual: float) -> float:
    if not _looks_like_names(cells):
        return 0.0
    names = sum(name_weight(cell) for cell in cells if cell)
    return names + min(1.0, _filled(cells) / max(usual, 1)) if names else 0.0


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell)


def _looks_like_names(cells: Sequence[str], *, tolerance: float = 0.0) -> bool:
    """Tell whether cells may be names; a first row may hold some that look like values (« Qu'en 2030 : 3 mots »)."""
    written = [cell for cell in cells if cell]
    values = sum(1 for cell in written if len(cell) > _LONGEST_NAME or (len(cell) > 1 and _VALUE.search(cell)))
    return values <= tolerance * len(written)


def _is_a_sentence(cells: Sequence[str]) -> bool:
    if any(name_weight(cell) for cell in cells):
        return False
    return any(len(cell.split()) > _WORDS_OF_A_SENTENCE and not cell.rstrip().endswith("?") for cell in cells)


def _is_said_again(rows: Sequence[Row]) -> bool:
    """Tell a first answer from names: what it says is said again in the same column (« Les Tilleuls »), by another row."""
    first = rows[0][1]
    if any(name_weight(cell) for cell in first):
        return False
    return any(
        cell and cell == cell_at(cells, place) for _, cells in rows[1:] if cells != first for place, cell in enumerate(first)
    )


def _labels(rows: Sequence[Row], at: int, width: int) -> tuple[tuple[str, ...], int]:
    """Complete the blank names with the row above, then with a row of names right below; say how many rows were below."""
    labels = [cell_at(rows[at][1], place) for place in range(width)]
    above = rows[at - 1][1] if at and rows[at][0] - rows[at - 1][0] == 1 and _filled(rows[at - 1][1]) > 1 else ()
    below = rows[at + 1][1] if at + 1 < len(rows) and rows[at + 1][0] - rows[at][0] == 1 else ()
    alone = _second_row_of_names(labels, below)
    for place in range(width):
        second = cell_at(below, place)
        if not labels[place] and name_weight(second) + alone:
            labels[place] = second
        elif not labels[place] and _looks_like_names((cell_at(above, place),)):
            labels[place] = cell_at(above, place)
        elif alone and second and second != labels[place]:
            labels[place] = second if second in {"+", "-"} or name_weight(second) > name_weight(labels[place]) else labels[place]
    return tuple(label.strip() or _letter(place) for place, label in enumerate(labels)), int(alone)


def _second_row_of_names(labels: Sequence[str], below: Sequence[str]) -> bool:
    written = [(labels[place], cell) for place, cell in enumerate(below) if cell and place < len(labels)]
    return len(written) > 1 and all(label == cell or name_weight(cell, questions=False) for label, cell in written)


def _letter(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return f"colonne {name}"
