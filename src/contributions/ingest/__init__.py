"""From the files a city receives to contributions: read, name, recognise what was already said."""

from contributions.ingest.archives import is_archive, unpack
from contributions.ingest.detect import READERS, Reader, read_source
from contributions.ingest.fates import Given, Settled, settle
from contributions.ingest.identity import duplicates, identify
from contributions.ingest.reading import Reading

__all__ = [
    "READERS",
    "Given",
    "Reader",
    "Reading",
    "Settled",
    "duplicates",
    "identify",
    "is_archive",
    "read_source",
    "settle",
    "unpack",
]
