"""Where erased texts may still be: the files that were received, and every file of the workspace that the program writes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from contributions.domain import Fate
from contributions.ingest import file_name, is_archive
from contributions.privacy.remains import Finder
from contributions.steps.sources import sha256_of
from contributions.store.erasing import files_of, words_kept

if TYPE_CHECKING:
    from pathlib import Path

    from contributions.settings import Workspace
    from contributions.store import Store

PENDING = "erasing.json"
"""In `var/`: what is being erased, kept until nothing of it is found, so that a killed erasure can be finished."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file of `sources/` that holds what is erased, and how many other contributions of the store come from it."""

    file: str
    others: int
    deleted: bool = False


def originals(workspace: Workspace, store: Store, erased: Collection[str], finder: Finder) -> list[Original]:
    """Find the files of `sources/` that hold it: by name, by content, and by the words in them; a PDF hides its words."""
    known = store.contributions()
    files = set(known.loc[known["id"].isin(set(erased)), "file"]) - {""}
    living = known[~known["id"].isin(set(erased)) & known["fate"].ne(Fate.ERASED.value)]["file"].value_counts()
    digests = {source.sha256 for source in store.sources() if source.name in files} - {""}
    found = []
    for path in _walk(workspace.sources):
        names = {file_name(path), *_members(path)}
        if names & files or sha256_of(path) in digests or finder.found_in_bytes(_content(path)):
            others = sum(int(living.get(name, 0)) for name in names)
            found.append(Original(path.relative_to(workspace.folder).as_posix(), others))
    return found


def remains(workspace: Workspace, store: Store, finder: Finder, on_file: Callable[[], None]) -> list[str]:
    """Name the files of `out/` and `var/`, and the tables, in which something erased is still found."""
    found = []
    for path in dict.fromkeys([*_walk(workspace.out), *_walk(workspace.var), *files_of(store)]):
        if path.name != PENDING and finder.found_in_bytes(_content(path)):
            found.append(_named(path, workspace))
        on_file()
    tables = {table for table, text in words_kept(store) if finder.found_in(text)}
    return [*found, *sorted(tables)]


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _members(path: Path) -> set[str]:
    """Give the names of the files of an archive; a document that is a zip inside has none."""
    if not is_archive(path):
        return set()
    with zipfile.ZipFile(path) as archive:
        return {file_name(PurePosixPath(name)) for name in archive.namelist()}


def _named(path: Path, workspace: Workspace) -> str:
    inside = path.is_relative_to(workspace.folder)
    return path.relative_to(workspace.folder).as_posix() if inside else str(path)


def _content(path: Path) -> bytes:
    """Read a file; one that went meanwhile, as the database's own may, holds nothing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
