"""From the files a city receives to contributions: read, name, recognise what was already said."""

from contributions.ingest.detect import READERS, Reader, read_source
from contributions.ingest.identity import duplicates, identify
from contributions.ingest.reading import Reading

__all__ = ["READERS", "Reader", "Reading", "duplicates", "identify", "read_source"]
