"""Read the files that were received: mask, name, recognise, keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from contributions.decisions import kept_out, released
from contributions.domain import Collection, Fate, Source
from contributions.errors import SourceError
from contributions.ingest import Given, Settled, file_name, identify, read_source, settle
from contributions.privacy import why_waiting
from contributions.privacy.erasure import without_erased
from contributions.settings import CollectionSettings, Workspace
from contributions.steps.masking import MASKED, mask_quoted, mask_rows
from contributions.steps.session import Session, encode_shipped
from contributions.steps.sources import files_of, open_archives, settings_for, sha256_of
from contributions.store.erasing import erasures
from contributions.store.links import save_links

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class _Received:
    """What a reading took in, before any of it is kept; `silent` says why a file that was read holds nothing usable."""

    sources: list[Source]
    collections: list[Collection] = field(default_factory=list)
    files: list[Given] = field(default_factory=list)
    links: list[pd.DataFrame] = field(default_factory=list)
    silent: dict[str, str] = field(default_factory=dict)
    known: int = 0
    """Rows of the files that were read before, byte for byte; files of one name count once."""


def ingest(session: Session, paths: Sequence[Path] = (), *, collection: str = "", reader: str = "") -> dict[str, Any]:
    """Read files (those of `sources/` where none is named) and keep what is new; what cannot be read is said and kept aside.

    Everything is kept at once, or nothing.

    Returns:
        Counts of this reading (`read`, `new`, `known`, and one a fate), `changed` by the fate that known contributions took,
        `masked` by kind, `inputs`; by file, `problems`, and `silent`: why a file that was read holds no usable contribution.
    """
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files, closed = open_archives(files_of(paths or [session.workspace.sources]), Path(scratch), session.workspace)
        received = _receive(session, files, closed, collection=collection, reader=reader)
    known = session.store.contributions()
    masked, found = _masked(received.files, known, session.workspace)
    gone = erasures(session.store)
    given = [replace(file, rows=without_erased(file.rows, gone)) for file in masked]
    decisions, sensitive = session.store.decisions(), partial(why_waiting, encode=encode_shipped)
    settled = settle(given, known, sensitive=sensitive, released=released(decisions), kept_out=kept_out(decisions))
    _save(session, received, settled)
    return _facts(received, settled, found)


def _receive(session: Session, files: Sequence[Path], closed: Sequence[Source], *, collection: str, reader: str) -> _Received:
    seen = {source.sha256: source for source in session.store.sources() if not source.problem}
    stored = Counter(session.store.contributions()["file"])
    lines: dict[str, int] = {}
    received = _Received(list(closed))
    for number, path in enumerate(files):
        sha256 = sha256_of(path)
        settings = settings_for(path, session.workspace, collection, reader)
        earlier = seen.get(sha256)
        if earlier and settings.reader in {"", earlier.reader}:
            received.sources.append(earlier)
            received.known += lines[sha256] if sha256 in lines else stored.pop(earlier.name, 0)
            if settings.name or file_name(path) == earlier.name:
                # What is newly said of a collection (consent, purge date) counts though its file was read before.
                received.collections.append(replace(settings.collection(_stem(path)), name=earlier.collection))
        elif _read(path, sha256, settings, session.workspace, into=received):
            seen[sha256], lines[sha256] = received.sources[-1], len(received.files[-1].rows)
        session.on_progress(number + 1, len(files))
    return received


def _read(path: Path, sha256: str, settings: CollectionSettings, city: Workspace, *, into: _Received) -> bool:
    """Add what one file says, or its problem and no row; tell which."""
    name, noun = file_name(path), settings.collection(_stem(path))
    try:
        reading = read_source(path, settings=settings, quartiers=city.quartiers)
    except SourceError as error:
        into.sources.append(Source(name, sha256, collection=noun.name, problem=mask_quoted(str(error), city)))
        return False
    why = mask_quoted(reading.why, city)
    into.sources.append(Source(name, sha256, reading.reader, why, noun.name))
    into.collections.append(noun)
    rows = identify(reading.rows, collection=noun.name).assign(collection=noun.name)
    into.files.append(Given(rows, reading.whole))
    into.links.append(reading.links.assign(collection=noun.name))
    if rows["reason"].ne("").all():
        into.silent[name] = why
    return True


def _stem(path: Path) -> str:
    return Path(file_name(path)).stem


def _masked(files: Sequence[Given], known: pd.DataFrame, city: Workspace) -> tuple[list[Given], Counter[str]]:
    """Mask what is new, each id once; what is known is already masked, and says the same."""
    import pandas as pd

    if not files:
        return [], Counter()
    rows = pd.concat([file.rows for file in files], ignore_index=True)
    new, found = mask_rows(rows[~rows["id"].isin(set(known["id"]))].drop_duplicates("id"), city)
    said = pd.concat([known, new], ignore_index=True).set_index("id")
    columns = [{column: file.rows["id"].map(said[column]) for column in MASKED} for file in files]
    masked = [file.rows.assign(**said) for file, said in zip(files, columns, strict=True)]
    return [replace(file, rows=rows) for file, rows in zip(files, masked, strict=True)], found


def _save(session: Session, received: _Received, settled: Settled) -> None:
    """Keep everything at once."""
    with session.store.writing():
        for collection in received.collections:
            session.store.save_collection(collection)
        for source in received.sources:
            session.store.save_source(source)
        session.store.add_contributions(settled.new)
        session.store.change_contributions(session.run.id, settled.changes)
        for links in received.links:
            if len(links):
                masked, _found = mask_rows(links, session.workspace, ("title", "description"))
                save_links(session.store, masked)


def _facts(received: _Received, settled: Settled, masked: Counter[str]) -> dict[str, Any]:
    lines = sum(len(file.rows) for file in received.files)
    fates = Counter(settled.new["fate"])
    return {
        "read": received.known + lines,
        "new": len(settled.new),
        "known": received.known + lines - len(settled.new),
        **{fate.value: fates[fate.value] for fate in Fate},
        "files": len(received.sources),
        "changed": dict(sorted(Counter(settled.changes["after"]).items())),
        "masked": dict(sorted(masked.items())),
        "problems": {source.name: source.problem for source in received.sources if source.problem},
        "silent": received.silent,
        "inputs": {source.name: source.sha256 for source in received.sources},
    }
