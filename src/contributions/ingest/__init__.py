"""From the files a city receives to contributions: read, name, recognise what was already said."""

from contributions.ingest.archives import is_archive, unpack
from contributions.ingest.detect import READERS, Reader, read_source
from contributions.ingest.fates import Given, Settled, settle
from contributions.ingest.files import file_name
from contributions.ingest.identity import duplicates, identify
from contributions.ingest.reading import Reading
from contributions.ingest.sidecar import SheetSeen, propose_sidecar, see_sheets

__all__ = [
    "READERS",
    "Given",
    "Reader",
    "Reading",
    "Settled",
    "SheetSeen",
    "duplicates",
    "file_name",
    "identify",
    "is_archive",
    "propose_sidecar",
    "read_source",
    "see_sheets",
    "settle",
    "unpack",
]
