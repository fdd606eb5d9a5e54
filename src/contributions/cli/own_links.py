"""« contributions evaluate matches » on labelled files, or on the links that people made on the city's own platform."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from contributions.errors import UsageError
from contributions.language import _

if TYPE_CHECKING:
    from contributions.evaluate import Trials


def measure_matches(queries: Path | None, targets: Path | None, folder: Path | None, *, trials: Trials) -> dict[str, Any]:
    """Measure on two files; without any, on the links of the workspace (the current folder where none is named).

    Raises:
        UsageError: one file of the two is missing, or the workspace has no link.
    """
    from contributions.evaluate import evaluate_matches
    from contributions.settings import Settings, open_workspace

    if queries and targets:
        return evaluate_matches(queries, targets, open_workspace(folder).settings if folder else Settings(), trials)
    if queries:
        problem = _("Il manque le fichier OBJECTIFS : donnez les deux, ou aucun pour prendre les liens de l'espace de travail.")
        raise UsageError(problem)
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files = Path(scratch) / "idees.jsonl", Path(scratch) / "resultats.jsonl"
        for file, rows in zip(files, _own_rows(folder or Path()), strict=True):
            file.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
        return evaluate_matches(*files, open_workspace(folder or Path()).settings, trials)


def _own_rows(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from contributions.consult import own_links
    from contributions.settings import open_workspace
    from contributions.store import open_store

    store = open_store(open_workspace(folder).database_url)
    try:
        return own_links(store)
    finally:
        store.close()
