"""How stable each theme is, and what of it is found apart: measured when themes are found, and never what chooses them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from contributions.decisions import replay
from contributions.steps.standing import homes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from contributions.domain import Theme
    from contributions.settings import ThemeSettings
    from contributions.steps.session import Session
    from contributions.themes import Apart, Seen


MEASURED = (45, 98)
"""Where it begins and ends on the bar of the step of themes: half of it, as of the seconds that 4 000 ideas take."""


class Measured(NamedTuple):
    """Themes with their stability, and what of some is found apart from the rest, by theme."""

    themes: list[Theme]
    apart: Mapping[str, Apart]


def measured(session: Session, ideas: pd.DataFrame, seen: Seen, *, themes: Sequence[Theme], placements: pd.DataFrame) -> Measured:
    """Measure themes as they stand, what people decided included; where settings ask for nothing, nothing is known of them."""
    from contributions.themes import Samples

    settings = session.workspace.settings.themes
    if not settings.stability:
        return Measured([replace(each, stability=None, measured_at=None) for each in themes], {})
    placed = replay(session.store.decisions(), themes, homes_of(placements)).placed
    regroup, told = partial(_regrouped, settings), session.part(*MEASURED)
    samples = Samples.of(ideas, seen, regroup=regroup, seed=settings.seed, on_share=told)
    shares, now = samples.stabilities(placed), session.run.started_at
    known = [replace(each, stability=shares.get(each.id), measured_at=now if each.id in shares else None) for each in themes]
    return Measured(known, samples.apart(placed))


def _regrouped(settings: ThemeSettings, sample: Seen) -> NDArray[np.int64]:
    """Group a sample as the whole was, in as many themes at most."""
    from contributions.themes import SAMPLE, group, most_themes

    shown = most_themes(round(len(sample) / SAMPLE), shown=settings.shown, families_from=settings.families_from)
    return group(sample, shown=shown, smallest=settings.smallest, engine=settings.engine, seed=settings.seed)[0]
