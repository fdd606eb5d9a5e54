"""A run in progress: its workspace, its store, its manifest, and the models it uses."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import contributions
from contributions.domain import Run
from contributions.embed import SHIPPED, as_embedded, content_hash, load_embedder
from contributions.errors import UsageError
from contributions.language import _
from contributions.settings import Workspace, bundled, settings_hash
from contributions.store import Store
from contributions.store.vectors import VectorShards

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from contributions.embed import Embedder

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Give the vectors of texts, (n_texts, n_dims)."""
Progress = Callable[[int, int], None]
"""Told how many units of a step are done, of how many."""
WHOLE = 100
"""Units of a step that counts several kinds of work on one bar."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
EMBED_CHUNK = 2_048
"""Texts encoded between two writes: a killed run loses no more than that."""


def quiet(_done: int, _total: int) -> None:
    """Say nothing of progress."""


@dataclass(slots=True)
class Session:
    """What a step is given; `facts` of the steps already done stand in `run.stages`."""

    workspace: Workspace
    store: Store
    run: Run
    on_progress: Progress = quiet

    @property
    def until(self) -> str:
        """Give the last day of the run's month, or nothing when it takes all."""
        if not self.run.month:
            return ""
        year, month = (int(part) for part in self.run.month.split("-"))
        return f"{self.run.month}-{calendar.monthrange(year, month)[1]}"

    @property
    def day(self) -> date:
        """Give the day on which objectives have to hold: the last of the run's month, else that of the run."""
        return date.fromisoformat(self.until) if self.until else self.run.started_at.date()

    def rows_of(self, stage: str) -> str:
        """Give the run whose rows this run reads of a stage: its own, else the last before it; empty if there is none."""
        own = self.run.stages.get(stage, {}).get("rows", "")
        return str(own) or self.store.rows_of(stage, before=self.run.id)

    def part(self, begin: int, end: int) -> Callable[[float], None]:
        """Give what moves a bar of `WHOLE` units from one to another, when told the share of this part that is done."""
        return lambda share: self.on_progress(round(begin + share * (end - begin)), WHOLE)

    def done_before(self, stage: str, digest: str) -> Run | None:
        """Give an earlier run that did a stage on the very same inputs."""
        same = [run for run in self.store.runs() if run.stages.get(stage, {}).get("digest") == digest]
        return same[-1] if same else None


def start_run(workspace: Workspace, store: Store, *, month: str = "", now: datetime | None = None) -> Run:
    """Open a run's manifest.

    Raises:
        UsageError: the month is not written `2026-03`.
    """
    if month:
        _check_month(month)
    started = now or datetime.now(UTC)
    run = Run(
        id=f"R{started:%Y%m%dT%H%M%S%f}",
        started_at=started,
        code_version=contributions.__version__,
        settings_hash=settings_hash(workspace.settings),
        month=month,
    )
    store.save_run(run)
    return run


def find_run(store: Store, run_id: str) -> Run:
    """Give a run by its id."""
    return next(run for run in store.runs() if run.id == run_id)


def with_facts(run: Run, stage: str, facts: Mapping[str, Any]) -> Run:
    """Add what a step did to the manifest."""
    return replace(
        run,
        stages={**run.stages, stage: dict(facts)},
        models={**run.models, **facts.get("models", {})},
        inputs={**run.inputs, **facts.get("inputs", {})},
    )


def digest(*parts: object) -> str:
    """Name inputs by their content (16 hexadecimal characters)."""
    said = json.dumps([contributions.__version__, *parts], ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@cache
def embedder(name: str) -> Embedder:
    """Load an embedder once a process."""
    return load_embedder(name, models=bundled("models"))


def models_of(session: Session) -> list[str]:
    """Name the models of a workspace, meaning first."""
    chosen = session.workspace.settings.embed
    return [chosen.model, *([chosen.second] if chosen.second else [])]


def encoders(session: Session) -> tuple[Encode, Encode | None]:
    """Give how words and objectives are embedded: with the first model, and with the second where there is one."""
    names = models_of(session)
    return embedder(names[0]).encode, embedder(names[1]).encode if len(names) > 1 else None


def encode_shipped(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give the vectors of texts by the shipped embedder, whatever a city chose for its themes; none is kept."""
    return embedder(SHIPPED).encode([as_embedded(text) for text in texts])


@dataclass(slots=True)
class Vectors:
    """The vectors of texts by one embedder: each is computed once per (content, model), then read from the shards."""

    workspace: Workspace
    name: str

    def shards(self) -> VectorShards:
        """Open the shards of this model."""
        return VectorShards(self.workspace.vectors, embedder(self.name).name)

    def embed(self, ready: Mapping[str, str], on_progress: Progress = quiet, *, done: int = 0, total: int = 0) -> int:
        """Compute the vectors that are missing of texts by their hash, as `hashed` gives them; return how many."""
        return self._embedded_in(self.shards(), ready, on_progress, done=done, total=total)

    def take(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors of texts, (n_texts, n_dims), computing those that are missing."""
        shards, written = self.shards(), [as_embedded(text) for text in texts]
        keys = [content_hash(text) for text in written]
        self._embedded_in(shards, dict(zip(keys, written, strict=True)), quiet)
        return shards.take(keys)

    def kept(self, texts: Sequence[str]) -> tuple[list[bool], NDArray[np.float32]]:
        """Say which texts have a vector, and give these vectors, (n_kept, n_dims), computing none."""
        shards, keys = self.shards(), [content_hash(as_embedded(text)) for text in texts]
        absent = set(shards.missing(keys))
        return [key not in absent for key in keys], shards.take([key for key in keys if key not in absent])

    def _embedded_in(
        self, shards: VectorShards, ready: Mapping[str, str], on_progress: Progress, *, done: int = 0, total: int = 0
    ) -> int:
        missing = shards.missing(sorted(ready))
        for start in range(0, len(missing), EMBED_CHUNK):
            chunk = missing[start : start + EMBED_CHUNK]
            before = done + len(ready) - len(missing) + start
            counted = _Counter(before, total or len(ready), on_progress)
            shards.add(chunk, embedder(self.name).encode([ready[key] for key in chunk], on_batch=counted.add))
        on_progress(done + len(ready), total or len(ready))
        return len(missing)


def hashed(texts: Sequence[str]) -> dict[str, str]:
    """Give texts as they are embedded, each once, by the hash under which its vectors are kept."""
    return {content_hash(text): text for text in map(as_embedded, texts)}


@dataclass(slots=True)
class _Counter:
    done: int
    total: int
    on_progress: Progress

    def add(self, more: int) -> None:
        self.done += more
        self.on_progress(self.done, self.total)


def _check_month(month: str) -> None:
    """Refuse what does not compare with ISO days: « 2026-3 » as much as « mars »."""
    if not _MONTH.fullmatch(month):
        raise UsageError(_("Mois « {month} » illisible : écrivez-le comme 2026-03.").format(month=month))
