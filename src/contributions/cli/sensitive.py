"""`contributions evaluate sensitive`: what must wait for a person, measured on cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from contributions.cli.app import JsonOption, evaluate_app
from contributions.cli.show import print_json, table
from contributions.language import _


@evaluate_app.command("sensitive")
def evaluate_sensitive(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER...", help="Cas YAML annotés : text, kinds.")],
    as_json: JsonOption = False,
) -> None:
    """Compare ce qui attend une relecture (santé, accusations, détresse...) à des cas annotés : rappel et précision."""
    from contributions.evaluate import evaluate_sensitive as measure

    figures = {file.name: measure(file) for file in files}
    if as_json:
        print_json(figures)
        return
    columns = [_("sorte"), _("attendus"), _("trouvés"), _("mis de côté"), _("rappel"), _("précision")]
    for name, rows in figures.items():
        table(name, columns, [_cells(row) for row in rows])


def _cells(row: dict[str, Any]) -> list[Any]:
    kind, shares = row["kind"], (row["recall"], row["precision"])
    counts = [row[key] for key in ("expected", "found", "put_aside")]
    return [_(kind), *counts, *("–" if share is None else f"{share:.2f}" for share in shares)]
