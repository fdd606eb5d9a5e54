"""Read the files that were received: mask, name, recognise, keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from contributions.domain import Fate, Source
from contributions.errors import SourceError
from contributions.frames import CONTRIBUTIONS
from contributions.ingest import duplicates, identify, read_source
from contributions.privacy import mask
from contributions.privacy.erasure import without_erased
from contributions.settings import Settings
from contributions.steps.session import Session
from contributions.steps.sources import files_of, open_archives, settings_for, sha256_of
from contributions.store.erasing import erasures

if TYPE_CHECKING:
    import pandas as pd

_MASKED = ("text", "session", "place")


def ingest(session: Session, paths: Sequence[Path] = (), *, collection: str = "", reader: str = "") -> dict[str, Any]:
    """Read files (those of `sources/` where none is named) and keep what is new; what cannot be read is said and kept aside.

    Returns:
        Counts of this reading (`read`, `new`, `known`, and one a fate), `masked` by kind, `problems` by file, `inputs`.
    """
    with TemporaryDirectory(prefix="contributions-") as scratch:
        files, closed = open_archives(files_of(paths or [session.workspace.sources]), Path(scratch))
        return _ingest(session, files, closed, collection=collection, reader=reader)


def _ingest(session: Session, files: Sequence[Path], closed: Sequence[Source], *, collection: str, reader: str) -> dict[str, Any]:
    seen = {source.sha256: source for source in session.store.sources() if not source.problem}
    known = session.store.contributions()
    counts: Counter[str] = Counter()
    read: list[pd.DataFrame] = []
    sources = list(closed)
    for number, path in enumerate(files):
        sha256 = sha256_of(path)
        if sha256 in seen:
            already = int((known["file"] == seen[sha256].name).sum())
            counts.update(read=already, known=already)
            _refresh(path, seen[sha256], session, collection, reader)
            sources.append(seen[sha256])
        else:
            source, rows = _read(path, sha256, session, collection, reader)
            sources.append(source)
            read += rows
        session.on_progress(number + 1, len(files))
    new = _new_rows(read, known, counts)
    new, masked = mask_rows(new, session.workspace.settings)
    still = without_erased(new, erasures(session.store))
    counts["known"] += len(new) - len(still)
    _save(session, still, known, sources, counts)
    return {
        **{name: int(counts[name]) for name in ("read", "new", "known", *(fate.value for fate in Fate))},
        "files": len(files) + len(closed),
        "masked": dict(sorted(masked.items())),
        "problems": {source.name: source.problem for source in sources if source.problem},
        "inputs": {source.name: source.sha256 for source in sources},
    }


def _read(path: Path, sha256: str, session: Session, collection: str, reader: str) -> tuple[Source, list[pd.DataFrame]]:
    """Read one file; one that cannot be read gives its source with the problem, and no row."""
    settings = settings_for(path, session.workspace.settings, collection, reader)
    noun = settings.collection(path.stem)
    try:
        reading = read_source(path, settings=settings, quartiers=session.workspace.settings.quartiers)
    except SourceError as error:
        return Source(path.name, sha256, collection=noun.name, problem=str(error)), []
    session.store.save_collection(noun)
    rows = identify(reading.rows, collection=noun.name).assign(collection=noun.name)
    return Source(path.name, sha256, reading.reader, reading.why, noun.name), [rows]


def _refresh(path: Path, source: Source, session: Session, collection: str, reader: str) -> None:
    """Keep what is newly said of a collection (consent, purge date) though its file was read before."""
    settings = settings_for(path, session.workspace.settings, collection, reader)
    session.store.save_collection(replace(settings.collection(path.stem), name=source.collection))


def _new_rows(read: list[pd.DataFrame], known: pd.DataFrame, counts: Counter[str]) -> pd.DataFrame:
    import pandas as pd

    if not read:
        return pd.DataFrame(columns=[*CONTRIBUTIONS.columns])
    rows = pd.concat(read, ignore_index=True).sort_values(["id", "file", "position"], ignore_index=True)
    new = rows[~rows["id"].isin(set(known["id"])) & ~rows["id"].duplicated()].reset_index(drop=True)
    counts.update(read=len(rows), known=len(rows) - len(new))
    return new


def mask_rows(rows: pd.DataFrame, city: Settings) -> tuple[pd.DataFrame, Counter[str]]:
    """Mask what residents and note-takers wrote; equal texts are masked once."""
    keep = [city.city.name, *(name for quartier in city.quartiers for name in (quartier.name, *quartier.aliases))]
    found: Counter[str] = Counter()
    masked = rows.copy()
    for column in _MASKED:
        distinct = sorted(set(rows[column]) - {""})
        results = dict(zip(distinct, mask(distinct, keep=keep), strict=True))
        masked[column] = [results[text].text if text else "" for text in rows[column]]
        found.update(sum((Counter(results[text].counts) for text in rows[column] if text), Counter()))
    return masked, found


def _save(session: Session, new: pd.DataFrame, known: pd.DataFrame, sources: Sequence[Source], counts: Counter[str]) -> None:
    """Give each new contribution its fate, and keep everything at once."""
    with session.store.writing():
        for source in sources:
            session.store.save_source(source)
        if len(new):
            repeats = duplicates(new, known)
            fates = [
                Fate.REJECTED.value if reason else Fate.DUPLICATE.value if repeat else Fate.KEPT.value
                for reason, repeat in zip(new["reason"], repeats, strict=True)
            ]
            session.store.add_contributions(new.assign(fate=fates, duplicate_of=repeats.to_numpy()))
            counts.update(new=len(new), **Counter(fates))
