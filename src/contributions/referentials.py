"""Read a list of objectives: TOML, a table (CSV, XLSX, ODS) or JSONL."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contributions.domain import Objective, Referential
from contributions.errors import ReferentialError
from contributions.explain import toml_problem
from contributions.language import _
from contributions.settings import ReferentialSettings

_COLUMNS = {
    "code": ("code", "id", "numero", "n°", "no"),
    "title": ("title", "title/fr", "titre", "objectif", "intitule", "text", "texte", "libelle"),
    "description": ("description", "description/fr", "desc", "contenu", "detail"),
    "parent": ("parent", "parent/id", "axe", "orientation"),
    "owner": ("owner", "pilote", "responsable"),
    "words": ("words", "mots", "mots des habitants"),
    "transversal": ("transversal",),
    "quartiers": ("quartiers", "qpv"),
    "valid_from": ("valid_from", "valable du", "depuis"),
    "valid_until": ("valid_until", "valable au", "jusqu'au"),
}
"""Field -> the column names it goes by, without accents or capitals."""


def read_referential(path: Path, settings: ReferentialSettings) -> Referential:
    """Read one referential; the settings' id, title and kind win over the file's.

    Raises:
        ReferentialError: no such file, not readable, no objective in it, a code twice, or a parent that is not there.
    """
    if not path.is_file():
        problem = _("Référentiel introuvable : « {path} ». Corrigez « path » dans contributions.toml.")
        raise ReferentialError(problem.format(path=path))
    head: Mapping[str, Any] = {}
    if path.suffix.lower() == ".toml":
        head = _toml(path)
        rows = head.get("objective", [])
        _check_rows(rows, path.name)
    else:
        rows = _jsonl(path) if path.suffix.lower() in {".jsonl", ".ndjson"} else _table(path)
    name = settings.id or str(head.get("id") or path.stem)
    objectives = tuple(_objective(name, row, path.name, number) for number, row in enumerate(rows, 1))
    _check(objectives, path.name)
    return Referential(
        id=name,
        title=settings.title or str(head.get("title") or path.stem),
        kind=settings.kind or str(head.get("kind") or "référentiel"),
        objectives=objectives,
        source=str(head.get("source", "")),
        valid_from=head.get("valid_from"),
        valid_until=head.get("valid_until"),
    )


def _objective(referential: str, row: Mapping[str, Any], file: str, number: int) -> Objective:
    if not row.get("title"):
        problem = _("{file}, objectif n° {number} : pas de titre (champs vus : {fields}).")
        raise ReferentialError(problem.format(file=file, number=number, fields=", ".join(row) or _("aucun")))
    return Objective(
        referential=referential,
        code=str(row.get("code") or number),
        title=str(row["title"]).strip(),
        description=str(row.get("description") or "").strip(),
        parent=str(row.get("parent") or ""),
        owner=str(row.get("owner") or ""),
        words=_several(row.get("words")),
        transversal=str(row.get("transversal") or "").lower() in {"true", "1", "oui", "x", "vrai"},
        quartiers=_several(row.get("quartiers")),
        valid_from=_day(row.get("valid_from"), file, number),
        valid_until=_day(row.get("valid_until"), file, number),
    )


def _day(value: object, file: str, number: int) -> date | None:
    """Read a day as TOML gives it, or as a cell holds it: « 2027-06-30 », with a time or without."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if not value:
        return None
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError as error:
        problem = _("{file}, objectif n° {number} : jour « {seen} » illisible ; écrivez-le comme 2027-06-30.")
        raise ReferentialError(problem.format(file=file, number=number, seen=value)) from error


def _check(objectives: tuple[Objective, ...], file: str) -> None:
    codes = [objective.code for objective in objectives]
    if not codes:
        problem = _("{file} : aucun objectif lu. Attendu : des tables [[objective]], ou un tableau avec code et titre.")
        raise ReferentialError(problem.format(file=file))
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ReferentialError(_("{file} : code d'objectif en double : {codes}.").format(file=file, codes=", ".join(twice)))
    lost = sorted({objective.parent for objective in objectives} - {"", *codes})
    if lost:
        problem = _("{file} : « parent » sans objectif de ce code : {codes}.")
        raise ReferentialError(problem.format(file=file, codes=", ".join(lost)))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReferentialError(toml_problem(path.name, error)) from error


def _jsonl(path: Path) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        problem = _("{file} n'est pas un fichier JSONL lisible : un objet JSON par ligne, en UTF-8.")
        raise ReferentialError(problem.format(file=path.name)) from error
    _check_rows(rows, path.name)
    return [_fields(row) for row in rows]


def _check_rows(rows: object, file: str) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problem = _("{file} : chaque objectif est un groupe de champs (code, title...), vu autre chose.")
        raise ReferentialError(problem.format(file=file))


def _table(path: Path) -> list[dict[str, Any]]:
    """Read a table; its axes may stand in a column of titles, and become objectives of their own."""
    import pandas as pd

    try:
        if path.suffix.lower() in {".xlsx", ".ods", ".xls"}:
            table = pd.read_excel(path, engine="calamine", dtype=str)
        else:
            table = pd.read_csv(path, sep=None, engine="python", dtype=str, encoding="utf-8-sig")
    except Exception as error:  # each format of each library has its own
        problem = _("Référentiel {file} illisible ({error}) : donnez un CSV ou un XLSX.")
        raise ReferentialError(problem.format(file=path.name, error=type(error).__name__)) from error
    return _with_axes([_fields(row) for row in table.fillna("").to_dict("records")])


def _with_axes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    codes = {str(row.get("code", "")) for row in rows}
    axes = dict.fromkeys(row["parent"] for row in rows if row.get("parent") and row["parent"] not in codes)
    return [{"code": axis, "title": axis} for axis in axes] + rows


def _fields(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Name the columns as `Objective` does."""
    seen = {_plain(str(column)): value for column, value in row.items()}
    return {field: seen[name] for field, names in _COLUMNS.items() for name in names[::-1] if name in seen}


def _several(value: object) -> tuple[str, ...]:
    parts: Iterable[object] = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
    return tuple(text for part in parts if (text := str(part).strip()))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(c for c in bare if unicodedata.category(c) != "Mn")
