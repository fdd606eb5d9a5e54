"""The files of a reading: walked, archives opened, each with what is known of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from contributions.domain import Source
from contributions.errors import SourceError, UsageError
from contributions.ingest import is_archive, unpack
from contributions.language import _
from contributions.settings import CollectionSettings, Settings, read_sidecar

_NOT_SOURCES = {".toml", ".md5", ".sha256"}


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Walk files and folders in the order of names; side-cars are read with their source.

    Raises:
        UsageError: a path is not there.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(_("« {path} » n'existe pas : vérifiez le chemin.").format(path=path))
        found |= {each for each in path.rglob("*") if each.is_file()} if path.is_dir() else {path}
    hidden = {path for path in found if path.name.startswith((".", "~$")) or path.suffix.lower() in _NOT_SOURCES}
    hidden |= {path for path in found if "__MACOSX" in path.parts}
    return sorted(found - hidden, key=lambda path: (path.name, str(path)))


def open_archives(files: Iterable[Path], scratch: Path) -> tuple[list[Path], list[Source]]:
    """Give the files, those of an archive (unpacked under `scratch`) in its place; and the archives that stay closed."""
    opened: list[Path] = []
    closed: list[Source] = []
    for number, path in enumerate(files):
        folder = scratch / str(number)
        try:
            if is_archive(path):
                unpack(path, folder)
                opened += _members(path, folder)
            else:
                opened.append(path)
        except SourceError as error:
            problem = _("{file} : {problem}.").format(file=path.name, problem=error)
            closed.append(Source(path.name, sha256_of(path), problem=problem))
    return opened, closed


def _members(archive: Path, folder: Path) -> list[Path]:
    """Give the files of an archive once unpacked; what its side-car says is said of each that has none of its own."""
    members = files_of([folder]) if folder.exists() else []
    sidecar = archive.with_suffix(".toml")
    for own in {member.with_suffix(".toml") for member in members if sidecar.is_file()}:
        if not own.exists():
            shutil.copyfile(sidecar, own)
    return members


def settings_for(path: Path, settings: Settings, collection: str, reader: str) -> CollectionSettings:
    """Give what is known of a file: its side-car, else the collection of contributions.toml that it fits."""
    chosen = read_sidecar(path) or settings.collection_for(path.name) or CollectionSettings()
    named = next((each for each in settings.collections if collection and each.name == collection), chosen)
    return named.model_copy(update={"name": collection or named.name, "reader": reader or named.reader})


def sha256_of(path: Path) -> str:
    """Name a file by its content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
