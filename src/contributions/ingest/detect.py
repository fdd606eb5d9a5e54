"""Which reader takes a file. A new reader is one module here and one name in `READERS`."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Protocol

from contributions.errors import ContributionsError, SourceError
from contributions.ingest import (
    cap_collectif,
    consul,
    decidim,
    decidim_api,
    framaforms,
    geojson,
    go_vocal,
    google_forms,
    grand_debat,
    kobo,
    lime_survey,
    microsoft_forms,
    minutes,
    polis,
    sphinx,
    tabular,
    typeform,
)
from contributions.ingest.files import SourceFile, file_name, open_source
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from contributions.domain import Quartier
    from contributions.ingest.reading import Reading
    from contributions.settings import CollectionSettings

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """What a reader offers: a module, or the object that a module names."""

    @property
    def NAME(self) -> str:  # noqa: N802 - the constant of a module
        """Give the name that « reader = » calls it by."""

    def sniff(self, source: SourceFile) -> str | None:
        """Say in French why this file is for it, or give None."""

    def read(self, source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
        """Read the file; an unusable row has its reason, an unreadable file raises SourceError without its name."""


PLATFORMS: tuple[Reader, ...] = (polis, consul, go_vocal, decidim, cap_collectif, grand_debat)
SURVEYS: tuple[Reader, ...] = (
    lime_survey.TOOL,
    kobo,
    typeform.TOOL,
    framaforms.TOOL,
    google_forms.TOOL,
    microsoft_forms.TOOL,
    sphinx.TOOL,
)
READERS: tuple[Reader, ...] = (decidim_api, geojson, *PLATFORMS, *SURVEYS, minutes, tabular)
"""In the order they are asked: the most particular first."""


def read_source(path: Path, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read a file with the first reader that recognises it, or the one that `settings.reader` names.

    Raises:
        SourceError: it cannot be read; one sentence that begins with the file's name.
    """
    try:
        reading = _read(open_source(path), settings, quartiers)
    except SourceError as error:
        raise SourceError(_("{file} : {problem}.").format(file=file_name(path), problem=error)) from error
    except ContributionsError:
        raise
    except Exception as error:  # a library met something that neither it nor we foresaw: the other files must still be read
        # Where it happened, without the message: it may quote a cell.
        _log.debug("%s: %s, %s", path.name, type(error).__name__, traceback.format_tb(error.__traceback__)[-1].strip())
        problem = _(
            "{file} : lecture impossible ({error}) ; le fichier est sans doute abîmé, rouvrez-le et enregistrez-le à nouveau."
        )
        raise SourceError(problem.format(file=file_name(path), error=type(error).__name__)) from error
    _log.info("%s : %s, %d lignes", path.name, reading.reader, len(reading.rows))
    return reading


def _read(source: SourceFile, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    if settings.reader:
        named = {reader.NAME: reader for reader in READERS}
        if settings.reader not in named:
            problem = _("lecteur « {reader} » inconnu ; lecteurs possibles : {known}")
            raise SourceError(problem.format(reader=settings.reader, known=", ".join(sorted(named))))
        return named[settings.reader].read(source, settings=settings, quartiers=quartiers)
    for reader in READERS:
        if reader.sniff(source):
            return reader.read(source, settings=settings, quartiers=quartiers)
    raise SourceError(_("aucun lecteur ne reconnaît ce fichier"))
