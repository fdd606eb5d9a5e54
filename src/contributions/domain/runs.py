"""What was read, done, and erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was given to the ingestion, readable or not."""

    name: str
    sha256: str
    reader: str = ""
    why: str = ""
    """Why this reader was chosen, in French."""
    collection: str = ""
    problem: str = ""
    """Why it could not be read; empty when it was."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was done, with what, by which code (passage)."""

    id: str
    started_at: datetime
    code_version: str
    settings_hash: str
    month: str = ""
    finished_at: datetime | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    """File name -> sha256."""
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Stage -> its digest of inputs, counts and seconds."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """The proof that contributions were erased, without a word of theirs (effacement)."""

    id: str
    begun_at: datetime
    contributions: tuple[str, ...]
    """Ids of those erased: the ones that were named, then those that hold the same words."""
    erased_at: datetime | None = None
    """When nothing of them was found any more; None while the work is not finished."""
    by: str = ""
    reason: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What went with them, by kind: ideas, vectors, placements, matches, quotations..."""
    key: str = ""
    traces: tuple[str, ...] = ()
    """Keyed digests by which a source that brings them back is recognised."""
