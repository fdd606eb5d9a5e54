"""The files of a reading: walked, archives opened, each with what is known of it."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from contributions.domain import Source
from contributions.errors import SourceError, UsageError
from contributions.ingest import file_name, is_archive, unpack
from contributions.language import _
from contributions.settings import FILE_NAME, CollectionSettings, Workspace, read_sidecar

_NOT_SOURCES = frozenset({".toml", ".md5", ".sha256"})
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Walk files and folders in the order of names; side-cars are read with their source.

    Raises:
        UsageError: a path is not there.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(_("« {path} » n'existe pas : vérifiez le chemin.").format(path=path))
        found |= set(_walk(path)) if path.is_dir() else {path}
    sources = (path for path in found if not _is_aside(path.name) and path.suffix.lower() not in _NOT_SOURCES)
    return sorted(sources, key=lambda path: (path.name, str(path)))


def _walk(folder: Path) -> Iterator[Path]:
    """Give the files under a folder but those of hidden folders, and the links that lead to no file, so that they are said."""
    for path in folder.rglob("*"):
        if (path.is_file() or path.is_symlink()) and not any(map(_is_aside, path.relative_to(folder).parts)):
            yield path


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM


def open_archives(files: Iterable[Path], scratch: Path, workspace: Workspace) -> tuple[list[Path], list[Source]]:
    """Give the files, those of an archive (unpacked under `scratch`) in its place; and the archives that stay closed."""
    opened: list[Path] = []
    closed: list[Source] = []
    for number, path in enumerate(files):
        folder = scratch / str(number)
        try:
            if is_archive(path):
                unpack(path, folder)
                opened += _members(path, folder, workspace)
            else:
                opened.append(path)
        except SourceError as error:
            problem = _("{file} : {problem}.").format(file=file_name(path), problem=error)
            closed.append(Source(file_name(path), sha256_of(path), problem=problem))
    return opened, closed


def _members(archive: Path, folder: Path, workspace: Workspace) -> list[Path]:
    """Give the files of an archive once unpacked; what its side-car says is said of each that has none of its own."""
    members = files_of([folder]) if folder.exists() else []
    sidecar = archive.with_suffix(".toml")
    shared = sidecar.is_file() and may_have_sidecar(archive, workspace)
    for own in {member.with_suffix(".toml") for member in members if shared}:
        if not own.exists():
            shutil.copyfile(sidecar, own)
    return members


def settings_for(path: Path, workspace: Workspace, collection: str, reader: str) -> CollectionSettings:
    """Give what is known of a file: its side-car, else the collection of contributions.toml that it fits."""
    settings = workspace.settings
    chosen = _sidecar(path, workspace) or settings.collection_for(file_name(path)) or CollectionSettings()
    named = next((each for each in settings.collections if collection and each.name == collection), chosen)
    return named.model_copy(update={"name": collection or named.name, "reader": reader or named.reader})


def _sidecar(path: Path, workspace: Workspace) -> CollectionSettings | None:
    """Read the side-car of a file, whichever way each of the two names writes its accents."""
    written = dict.fromkeys([path.name, *(unicodedata.normalize(form, path.name) for form in ("NFC", "NFD"))])
    found = (read_sidecar(path.with_name(name)) for name in written if may_have_sidecar(path, workspace))
    return next(filter(None, found), None)


def may_have_sidecar(path: Path, workspace: Workspace) -> bool:
    """Say whether `NAME.toml` is for a side-car: beside « contributions.csv » it may be the settings of the workspace."""
    return path.with_suffix(".toml").absolute() != (workspace.folder / FILE_NAME).absolute()


def sha256_of(path: Path) -> str:
    """Name a file by its content; one that cannot be read has no name, and its reader says why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
