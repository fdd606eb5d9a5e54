"""What a file is, told by its content: its kind, its text, its tables; or one sentence that says why it cannot be read."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from contributions.errors import SourceError
from contributions.ingest.archives import BROKEN_ZIP
from contributions.ingest.tables import Table, decode, is_delimited, read_delimited, read_json, read_workbook
from contributions.language import N_, _

if TYPE_CHECKING:
    from pathlib import Path, PurePath

FORMATS = "CSV, TSV, XLSX, XLS, ODS, JSON, GeoJSON, DOCX, ODT, RTF, PDF, HTML, TXT, MD"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = frozenset({"xlsx", "xls", "ods"})
_PACKED = {".docx": "DOCX", ".odt": "ODT", ".xlsx": "XLSX", ".ods": "ODS"}
_DELIMITED = frozenset({".csv", ".tsv", ".tab"})
_MAYBE_DELIMITED = frozenset({".txt", ".xls", ""})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_PROSE = frozenset({".txt", ".md", ".text", ".markdown"})
_IMAGE = N_("image ; recopiez ou océrisez son texte")
_ARCHIVE = N_("archive compressée ; décompressez-la et déposez les fichiers qu'elle contient")
_DAMAGED = N_("fichier {format} abîmé ; rouvrez l'original et enregistrez-le à nouveau")
_REFUSED = {
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"\x1f\x8b": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
}
_OTHERS = {
    **dict.fromkeys((".ppt", ".pptx", ".ppsx", ".odp", ".key"), N_("présentation ; exportez-la en PDF")),
    ".numbers": N_("classeur Numbers ; exportez-le en XLSX ou en CSV"),
    ".pages": N_("document Pages ; exportez-le en DOCX ou en PDF"),
    **dict.fromkeys((".eml", ".msg"), N_("message électronique ; copiez son texte dans un document DOCX ou TXT")),
}
"""What a person is told of a file that no reader takes, by the end of its name."""
_OPENING = re.compile(rb"(?:\s|<\?xml[^>]{0,200}\?>|<!--.{0,500}?-->)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_LARGEST = 1 << 30
_LARGEST_TEXT = 200 << 20
"""Most bytes of a document once unpacked, and of the text in it: a bomb is not opened."""


@dataclass(frozen=True)
class SourceFile:
    """A file, its bytes, and its kind: delimited, json, prose, xlsx, xls, ods, docx, odt, rtf, html or pdf."""

    path: Path
    content: bytes
    kind: str

    @property
    def name(self) -> str:
        """Give the file's name."""
        return file_name(self.path)

    @property
    def is_table(self) -> bool:
        """Tell whether it is read as tables."""
        return self.kind in _WORKBOOKS or self.kind in {"delimited", "json"}

    @property
    def table(self) -> Table | None:
        """Give the first sheet that holds something; None where it is no table, or an empty one."""
        return next((table for table in self.tables if table.rows), None) if self.is_table else None

    @cached_property
    def text(self) -> str:
        """Decode it."""
        return decode(self.content)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Open its sheets.

        Raises:
            SourceError: it is damaged.
        """
        if self.kind in _WORKBOOKS:
            return read_workbook(self.content)
        return (read_json(self.text) if self.kind == "json" else read_delimited(self.text),)


def file_name(path: PurePath) -> str:
    """Give the name of a file as everybody else writes it: macOS and its archives write « é » as two characters."""
    return unicodedata.normalize("NFC", path.name)


def open_source(path: Path) -> SourceFile:
    """Open a file and tell its kind by its content first, its name second.

    Raises:
        SourceError: it is empty, encrypted, damaged, or of a format that is not read.
    """
    if path.is_dir():
        raise SourceError(_("lien vers un dossier, qui n'est pas suivi ; donnez le dossier lui-même"))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(_("fichier introuvable ou interdit de lecture ; vérifiez son chemin et ses droits")) from error
    if not content.strip(b"\r\n\t \x00\xef\xbb\xbf"):
        if content and path.suffix.lower() in _DELIMITED:  # what a platform writes of a collection that is empty
            return SourceFile(path, b"", "delimited")
        raise SourceError(_("fichier vide"))
    return SourceFile(path, content, _kind(path, content))


def _kind(path: Path, content: bytes) -> str:
    for magic, problem in _REFUSED.items():
        if content.startswith(magic):
            raise SourceError(_(problem))
    if content.startswith(b"PK"):
        return _packed_kind(path, content)
    if content.startswith(_OLE):
        return _ole_kind(path, content)
    if content[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    suffix = path.suffix.lower()
    if suffix in _PACKED:
        raise damaged(_PACKED[suffix])
    if suffix in _HTML or _is_html(content):
        return "html"
    return _text_kind(path, content)


def _unknown(path: Path, usual: str) -> SourceError:
    suffix = path.suffix.lower()
    return SourceError(_(_OTHERS[suffix]) if suffix in _OTHERS else usual)


def _packed_kind(path: Path, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive)
            names = frozenset(archive.namelist())
            declared = archive.read("mimetype") if "mimetype" in names else b""
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except BROKEN_ZIP as error:
        wanted = _PACKED.get(path.suffix.lower(), _("compressé"))
        raise damaged(wanted) from error
    if b"encryption-data" in manifest:
        raise SourceError(_("document protégé par un mot de passe ; enregistrez-en une copie sans mot de passe"))
    for member, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsx")):
        if member in names:
            return kind
    for declaration, kind in ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods")):
        if declaration in declared:
            return kind
    if path.suffix.lower() in _PACKED:
        raise damaged(_PACKED[path.suffix.lower()])
    raise _unknown(path, _("archive ou format inconnu ; décompressez-la, ou enregistrez le document en DOCX, ODT, XLSX ou CSV"))


def _check_size(archive: zipfile.ZipFile) -> None:
    texts = sum(member.file_size for member in archive.infolist() if member.filename in {"word/document.xml", "content.xml"})
    if texts > _LARGEST_TEXT or sum(member.file_size for member in archive.infolist()) > _LARGEST:
        raise SourceError(_("document démesuré une fois décompressé : il n'est pas ouvert"))


def damaged(name: str) -> SourceError:
    """Make the error of a document that its library cannot open."""
    return SourceError(_(_DAMAGED).format(format=name))


def _is_html(content: bytes) -> bool:
    return bool(_OPENING.match(content[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")))


def _ole_kind(path: Path, content: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise SourceError(_("document protégé par un mot de passe ; enregistrez-en une copie sans mot de passe"))
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("WordDocument"):
        raise SourceError(_("ancien format Word (.doc) ; enregistrez-le en DOCX ou en ODT"))
    raise _unknown(path, _("ancien format binaire inconnu ; enregistrez le document en DOCX, ODT, XLSX ou CSV"))


def _text_kind(path: Path, content: bytes) -> str:
    suffix, start = path.suffix.lower(), content[:4096]
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unknown(path, _("format inconnu ; formats lus : {formats}").format(formats=FORMATS))
    if suffix in {".json", ".geojson"}:
        return "json"
    if suffix in _DELIMITED:
        return "json" if _is_json(content) else "delimited"
    if suffix in _MAYBE_DELIMITED and is_delimited(decode(content)):
        return "delimited"
    if suffix in _PROSE:
        return "prose"
    if suffix == ".toml":
        raise SourceError(_("fichier de réglages, lu avec la source du même nom : rien à ingérer"))
    problem = _("format inconnu ({suffix}) ; formats lus : {formats}")
    raise _unknown(path, problem.format(suffix=suffix or _("sans extension"), formats=FORMATS))


def _is_json(content: bytes) -> bool:
    import json

    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return False
    try:
        json.loads(decode(content))
    except ValueError:
        return False
    return True
