"""What every measure asks of the machine: the embedders of a run, and the memory that it took."""

from __future__ import annotations

import resource
import sys
from typing import TYPE_CHECKING

from contributions.settings import Settings, bundled

if TYPE_CHECKING:
    from contributions.embed import Embedder


def embedders(settings: Settings) -> list[Embedder]:
    """Load the embedders that a run would use, meaning first."""
    from contributions.embed import load_embedder

    names = [settings.embed.model, *([settings.embed.second] if settings.embed.second else [])]
    return [load_embedder(name, models=bundled("models")) for name in names]


def peak_mb() -> int:
    """Give the peak of this process's memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))
