"""Read files and keep nothing: what an ingest would make of each, before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from contributions.errors import SourceError
from contributions.ingest import read_source
from contributions.settings import Workspace
from contributions.steps.intake import mask_quoted, mask_rows
from contributions.steps.session import Progress, quiet
from contributions.steps.sources import files_of, open_archives, settings_for

ROWS = 3
SHOWN = ("part", "position", "said_on", "quartier", "session", "question", "text", "reason")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give: its reader and why, its rows, those unusable by reason, and the first ones, masked."""

    file: str
    reader: str = ""
    why: str = ""
    rows: int = 0
    unusable: Mapping[str, int] = field(default_factory=dict)
    first: tuple[Mapping[str, str], ...] = ()
    problem: str = ""


def preview(
    workspace: Workspace, paths: Sequence[Path], *, collection: str = "", reader: str = "", on_progress: Progress = quiet
) -> list[Preview]:
    """Read each file, and the files of each archive; one that cannot be read has its problem."""
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files, closed = open_archives(files_of(paths), Path(scratch))
        seen = [Preview(source.name, problem=source.problem) for source in closed]
        for number, path in enumerate(files, start=1):
            seen.append(_preview(path, workspace, collection, reader))
            on_progress(number, len(files))
    return seen


def _preview(path: Path, workspace: Workspace, collection: str, reader: str) -> Preview:
    settings = settings_for(path, workspace.settings, collection, reader)
    try:
        reading = read_source(path, settings=settings, quartiers=workspace.settings.quartiers)
    except SourceError as error:
        return Preview(path.name, problem=mask_quoted(str(error), workspace.settings))
    usable = reading.rows["reason"] == ""
    first, _found = mask_rows(reading.rows[usable].head(ROWS), workspace.settings)
    return Preview(
        path.name,
        reading.reader,
        mask_quoted(reading.why, workspace.settings),
        len(reading.rows),
        dict(Counter(reading.rows.loc[~usable, "reason"])),
        tuple({name: str(row[name]) for name in SHOWN} for row in first.to_dict("records")),
    )
