"""Read the files that were received: mask, name, recognise, keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from contributions.decisions import released
from contributions.domain import Fate, Source
from contributions.errors import SourceError
from contributions.ingest import Given, Settled, identify, read_source, settle
from contributions.privacy import mask
from contributions.settings import Settings
from contributions.steps.session import Session
from contributions.steps.sources import files_of, open_archives, settings_for, sha256_of

if TYPE_CHECKING:
    import pandas as pd

_MASKED = ("text", "session", "place")


def ingest(session: Session, paths: Sequence[Path] = (), *, collection: str = "", reader: str = "") -> dict[str, Any]:
    """Read files (those of `sources/` where none is named) and keep what is new; what cannot be read is said and kept aside.

    Returns:
        Counts of this reading (`read`, `new`, `known`, and one a fate), `changed` by the fate that known contributions took,
        `masked` by kind, `inputs`; by file, `problems`, and `silent`: why a file that was read holds no usable contribution.
    """
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files, closed = open_archives(files_of(paths or [session.workspace.sources]), Path(scratch))
        return _ingest(session, files, closed, collection=collection, reader=reader)


def _ingest(session: Session, files: Sequence[Path], closed: Sequence[Source], *, collection: str, reader: str) -> dict[str, Any]:
    seen = {source.sha256: source for source in session.store.sources() if not source.problem}
    known = session.store.contributions()
    counts: Counter[str] = Counter()
    read: list[Given] = []
    sources, silent = list(closed), {}
    for number, path in enumerate(files):
        sha256 = sha256_of(path)
        wanted = settings_for(path, session.workspace.settings, collection, reader).reader
        if sha256 in seen and wanted in {"", seen[sha256].reader}:
            already = int((known["file"] == seen[sha256].name).sum())
            counts.update(read=already, known=already)
            _refresh(path, seen[sha256], session, collection, reader)
            sources.append(seen[sha256])
        else:
            source, rows = _read(path, sha256, session, collection, reader)
            sources.append(source)
            read += rows
            if not source.problem and all(each.rows["reason"].ne("").all() for each in rows):
                silent[source.name] = source.why
        session.on_progress(number + 1, len(files))
    masked, found = _masked(read, known, session.workspace.settings)
    settled = settle(masked, known, sensitive=_waiting, released=released(session.store.decisions()))
    _save(session, settled, sources)
    lines = sum(len(file.rows) for file in read)
    counts.update(read=lines, known=lines - len(settled.new), new=len(settled.new), **Counter(settled.new["fate"]))
    return {
        **{name: int(counts[name]) for name in ("read", "new", "known", *(fate.value for fate in Fate))},
        "files": len(files) + len(closed),
        "changed": dict(sorted(Counter(settled.changes["after"]).items())),
        "masked": dict(sorted(found.items())),
        "problems": {source.name: source.problem for source in sources if source.problem},
        "silent": silent,
        "inputs": {source.name: source.sha256 for source in sources},
    }


def _read(path: Path, sha256: str, session: Session, collection: str, reader: str) -> tuple[Source, list[Given]]:
    """Read one file; one that cannot be read gives its source with the problem, and no row."""
    settings = settings_for(path, session.workspace.settings, collection, reader)
    noun = settings.collection(path.stem)
    try:
        reading = read_source(path, settings=settings, quartiers=session.workspace.settings.quartiers)
    except SourceError as error:
        return Source(path.name, sha256, collection=noun.name, problem=str(error)), []
    session.store.save_collection(noun)
    _keep_links(reading.links.assign(collection=noun.name), session)
    rows = identify(reading.rows, collection=noun.name).assign(collection=noun.name)
    return Source(path.name, sha256, reading.reader, reading.why, noun.name), [Given(rows, reading.whole)]


def _keep_links(links: pd.DataFrame, session: Session) -> None:
    if len(links):
        masked, _found = mask_rows(links, session.workspace.settings, ("title", "description"))
        session.store.save_links(masked)


def _refresh(path: Path, source: Source, session: Session, collection: str, reader: str) -> None:
    """Keep what is newly said of a collection (consent, purge date) though its file was read before."""
    settings = settings_for(path, session.workspace.settings, collection, reader)
    session.store.save_collection(replace(settings.collection(path.stem), name=source.collection))


def _masked(read: Sequence[Given], known: pd.DataFrame, city: Settings) -> tuple[list[Given], Counter[str]]:
    """Mask what is new, each id once; what is known is already masked, and says the same."""
    import pandas as pd

    if not read:
        return [], Counter()
    rows = pd.concat([file.rows for file in read], ignore_index=True)
    new, found = mask_rows(rows[~rows["id"].isin(set(known["id"]))].drop_duplicates("id"), city)
    said = pd.concat([known, new], ignore_index=True).set_index("id")
    return [
        replace(file, rows=file.rows.assign(**{column: file.rows["id"].map(said[column]) for column in _MASKED})) for file in read
    ], found


def mask_rows(rows: pd.DataFrame, city: Settings, columns: Sequence[str] = _MASKED) -> tuple[pd.DataFrame, Counter[str]]:
    """Mask what residents and note-takers wrote; equal texts are masked once."""
    keep = [city.city.name, *(name for quartier in city.quartiers for name in (quartier.name, *quartier.aliases))]
    found: Counter[str] = Counter()
    masked = rows.copy()
    for column in columns:
        distinct = sorted(set(rows[column]) - {""})
        results = dict(zip(distinct, mask(distinct, keep=keep), strict=True))
        masked[column] = [results[text].text if text else "" for text in rows[column]]
        found.update(sum((Counter(results[text].counts) for text in rows[column] if text), Counter()))
    return masked, found


def _waiting(_texts: Sequence[str]) -> list[str]:
    return [""] * len(_texts)


def _save(session: Session, settled: Settled, sources: Sequence[Source]) -> None:
    """Keep everything at once."""
    with session.store.writing():
        for source in sources:
            session.store.save_source(source)
        session.store.add_contributions(settled.new)
        session.store.change_contributions(session.run.id, settled.changes)
