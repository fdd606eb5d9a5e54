"""How stable each theme is, measured when themes are found, and never what chooses them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from contributions.decisions import replay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from contributions.domain import Theme
    from contributions.settings import ThemeSettings
    from contributions.steps.session import Session
    from contributions.themes import Seen


MEASURED = (45, 98)
"""Where it begins and ends on the bar of the step of themes: half of it, as of the seconds that 4 000 ideas take."""


def measured(
    session: Session, ideas: pd.DataFrame, seen: Seen, *, themes: Sequence[Theme], placements: pd.DataFrame
) -> list[Theme]:
    """Write in themes how stable each is as it stands, what people decided included; nothing where settings ask for nothing."""
    from contributions.themes import stabilities

    settings = session.workspace.settings.themes
    shares: Mapping[str, float] = {}
    if settings.stability:
        placed = replay(session.store.decisions(), themes, dict(zip(placements["idea"], placements["theme"], strict=True))).placed
        regroup, told = partial(_regrouped, settings), session.part(*MEASURED)
        shares = stabilities(ideas, seen, placed, regroup=regroup, seed=settings.seed, on_share=told)
    now = session.run.started_at
    return [replace(each, stability=shares.get(each.id), measured_at=now if each.id in shares else None) for each in themes]


def _regrouped(settings: ThemeSettings, sample: Seen) -> NDArray[np.int64]:
    """Group a sample as the whole was, in as many themes at most."""
    from contributions.themes import SAMPLE, group, most_themes

    shown = most_themes(round(len(sample) / SAMPLE), shown=settings.shown, families_from=settings.families_from)
    return group(sample, shown=shown, smallest=settings.smallest, engine=settings.engine, seed=settings.seed)[0]
