"""Archives: a zip is walked like a folder, within bounds that no honest export reaches."""

from __future__ import annotations

import itertools
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.language import _

if TYPE_CHECKING:
    from typing import IO

MEMBERS = 5_000
BYTES = 2 << 30
"""Most files, and most bytes once unpacked, of an archive: the largest open data of a platform has neither a tenth of it."""
_CHUNK = 1 << 20
_CLIMBS = re.compile(r"/+|\.{1,2}|[A-Za-z]:")
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
"""What makes a zip a DOCX, an XLSX, an ODT or an ODS: a document, not an archive."""
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError)
"""What zipfile raises of an archive that is damaged, cut, locked, or packed in a way that it does not know."""
_OF_APPLE = frozenset({".numbers", ".pages", ".key"})


def is_archive(path: Path) -> bool:
    """Tell a zip of files from a document that is a zip inside, and from anything else."""
    try:
        with zipfile.ZipFile(path) as archive:
            return path.suffix.lower() not in _OF_APPLE and not _OFFICE.intersection(archive.namelist())
    except BROKEN_ZIP:
        return False


def unpack(path: Path, folder: Path, *, members: int = MEMBERS, most: int = BYTES) -> None:
    """Write the files of an archive under a folder, whatever path each one claims; nothing is written outside it.

    Raises:
        SourceError: it is encrypted, damaged, or larger than an export can be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) > members:
                raise SourceError(_("archive de {count} fichiers : trop pour un export").format(count=len(files)))
            if any(info.flag_bits & 1 for info in files):
                raise SourceError(_("archive protégée par un mot de passe ; décompressez-la et déposez ses fichiers"))
            left = most
            for info in files:
                with archive.open(info) as member:
                    left -= _copy(member, _inside(folder, info.filename), left)
    except BROKEN_ZIP as error:
        raise SourceError(_("archive abîmée ; téléchargez-la à nouveau")) from error


def _inside(folder: Path, name: str) -> Path:
    """Give where a member goes: `../../etc/passwd` stays under the folder, and no member takes the place of another."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if not _CLIMBS.fullmatch(part)]
    wanted = folder.joinpath(*parts) if parts else folder / "sans nom"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    others = (wanted.with_stem(f"{wanted.stem}-{number}") for number in itertools.count(2))
    return next(target for target in itertools.chain([wanted], others) if not target.exists())


def _copy(member: IO[bytes], target: Path, most: int) -> int:
    """Copy what is really there, not what the archive announces; return how many bytes."""
    written = 0
    with target.open("wb") as file:
        while chunk := member.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise SourceError(_("archive démesurée une fois décompressée : elle n'est pas ouverte"))
            file.write(chunk)
    return written
