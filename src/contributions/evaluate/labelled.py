"""Read texts with the answers that people gave them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contributions.errors import UsageError
from contributions.language import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS = ("said_on", "month", "file")
"""Fields in which a day is looked for, unless one is named."""
_DAY = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?!\d)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the answers that a person gave: a theme, or the ids of objectives (none: no objective).

    `said_on` is a day or a month, `2026-03-12` or `2026-03`; empty where neither is known.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    said_on: str = ""


def read_labelled(file: Path, fields: tuple[str, ...], *, day: str = "") -> list[Labelled]:
    """Read labelled texts from JSONL, or from a CSV with `;`; the answers stand in the first of `fields` that is there.

    `day` names the field that says when, among `DAYS` where it is empty.

    Raises:
        UsageError: it is not readable, or a row lacks `text`, an answer or the field that was named.
    """
    rows = _rows(file)
    field = next((name for name in fields if rows and name in rows[0]), None)
    if field is None or "text" not in rows[0]:
        seen = ", ".join(rows[0]) if rows else _("rien")
        problem = _("{file} : il faut « text » et l'un de {fields} ; vu : {seen}.")
        raise UsageError(problem.format(file=file.name, fields=", ".join(fields), seen=seen))
    if day and not any(day in row for row in rows):
        problem = _("{file} : pas de champ « {field} » où lire un jour ; vu : {seen}.")
        raise UsageError(problem.format(file=file.name, field=day, seen=", ".join(rows[0])))
    for number, row in enumerate(rows, 1):
        if row.get("text") is None or field not in row:
            problem = _("{file}, ligne {line} : il manque « text » ou « {field} ».")
            raise UsageError(problem.format(file=file.name, line=number, field=field))
    days = (day,) if day else DAYS
    return [
        Labelled(str(row.get("id", number)), str(row["text"]), _answers(row[field], field), _said_on(row, days))
        for number, row in enumerate(rows)
    ]


def distinct(rows: Sequence[Labelled]) -> tuple[list[str], NDArray[np.int64]]:
    """Give one writing of each text, in canonical order, and the place in it of each row: the order of rows changes nothing."""
    from contributions.prepare import normalise

    writings: dict[str, str] = {}
    for row in rows:
        known = normalise(row.text)
        writings[known] = min(row.text, writings.get(known, row.text))
    said = sorted(writings, key=lambda known: hashlib.sha256(writings[known].encode()).digest())
    places = {known: place for place, known in enumerate(said)}
    return [writings[known] for known in said], np.array([places[normalise(row.text)] for row in rows], dtype=np.int64)


def day_in(said: str) -> str:
    """Give the last ISO day or month in what a field says, or nothing.

    >>> day_in("atelier-2026-04-09.docx"), day_in("parlement-mobile-2026-03.txt"), day_in("propositions.csv")
    ('2026-04-09', '2026-03', '')
    """
    return str((_DAY.findall(said) or [""])[-1])


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        content = file.read_text(encoding="utf-8-sig")
        if file.suffix.lower() == ".csv":
            return list(csv.DictReader(content.splitlines(keepends=True), delimiter=";"))
        return [dict(json.loads(line)) for line in content.splitlines() if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        problem = _("{file} n'est pas un fichier de textes étiquetés lisible ({error}).")
        raise UsageError(problem.format(file=file, error=type(error).__name__)) from error


def _answers(value: object, field: str) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return tuple(str(value or "").split()) if field == "objectives" else (str(value),)


def _said_on(row: dict[str, Any], fields: tuple[str, ...]) -> str:
    return next((day for day in (day_in(str(row.get(field) or "")) for field in fields) if day), "")
