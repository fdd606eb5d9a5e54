"""Read files and keep nothing: what an ingest would make of each, before it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from contributions.errors import SourceError
from contributions.ingest import SheetSeen, file_name, propose_sidecar, read_source, see_sheets
from contributions.settings import FILE_NAME, CollectionSettings, Settings, Workspace, open_workspace
from contributions.steps.masking import mask_each, mask_quoted, mask_rows
from contributions.steps.session import Progress, quiet
from contributions.steps.sources import files_of, may_have_sidecar, open_archives, settings_for

ROWS = 3
SHOWN = ("part", "position", "said_on", "quartier", "session", "question", "text", "reason")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would give: its reader and why, its rows, those unusable by reason, and the first ones, masked.

    `sheets` tells what the columns would be taken as, where no reader of a platform took the file; `sidecar` is the TOML to
    save beside it as `sidecar_name`, where the text was guessed or not found.
    """

    file: str
    reader: str = ""
    why: str = ""
    rows: int = 0
    unusable: Mapping[str, int] = field(default_factory=dict)
    first: tuple[Mapping[str, str], ...] = ()
    problem: str = ""
    sheets: tuple[SheetSeen, ...] = ()
    sidecar_name: str = ""
    sidecar: str = ""


def open_or_usual(folder: Path) -> Workspace:
    """Open the workspace of a folder, or one with the usual settings where the folder has none.

    Raises:
        SettingsError: there is no such folder, or its settings are not usable.
    """
    if folder.is_dir() and not (folder / FILE_NAME).exists():
        return Workspace(folder, Settings(), environment={})
    return open_workspace(folder)


def preview(
    workspace: Workspace, paths: Sequence[Path], *, collection: str = "", reader: str = "", on_progress: Progress = quiet
) -> list[Preview]:
    """Read each file, and the files of each archive; one that cannot be read has its problem."""
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files, closed = open_archives(files_of(paths), Path(scratch), workspace)
        seen = [Preview(source.name, problem=source.problem) for source in closed]
        for number, path in enumerate(files, start=1):
            seen.append(_preview(path, workspace, collection, reader))
            on_progress(number, len(files))
    return seen


def _preview(path: Path, workspace: Workspace, collection: str, reader: str) -> Preview:
    settings = settings_for(path, workspace, collection, reader)
    try:
        reading = read_source(path, settings=settings, quartiers=workspace.quartiers)
    except SourceError as error:
        return _with_columns(Preview(file_name(path), problem=mask_quoted(str(error), workspace)), path, settings, workspace)
    usable = reading.rows["reason"] == ""
    first, _found = mask_rows(reading.rows[usable].head(ROWS), workspace)
    seen = Preview(
        file_name(path),
        reading.reader,
        mask_quoted(reading.why, workspace),
        len(reading.rows),
        dict(Counter(reading.rows.loc[~usable, "reason"])),
        tuple({name: str(row[name]) for name in SHOWN} for row in first.to_dict("records")),
    )
    return _with_columns(seen, path, settings, workspace)


def _with_columns(seen: Preview, path: Path, settings: CollectionSettings, city: Workspace) -> Preview:
    """Add what the columns are taken as, masked, and the side-car that would settle it.

    There is no side-car where the name of a column names somebody: it is no name, but what a resident said.
    """
    sheets = see_sheets(path, settings)
    names = mask_each((name for sheet in sheets for name in (sheet.name, *sheet.columns)), city)
    clear = all(masked.text == name for name, masked in names.items())
    sidecar = propose_sidecar(path, sheets, settings) if clear and may_have_sidecar(path, city) else ""
    shown = tuple(sheet.renamed({name: masked.text for name, masked in names.items()}) for sheet in sheets)
    return replace(seen, sheets=shown, sidecar_name=f"{path.stem}.toml" if sidecar else "", sidecar=sidecar)
