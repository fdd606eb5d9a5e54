"""What stands of the themes of a run once people's decisions are replayed over it: what every reader is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.decisions import Standing, replay
from contributions.frames import PLACEMENTS
from contributions.language import N_

if TYPE_CHECKING:
    import pandas as pd

    from contributions.store import Store

TAKEN_OUT = N_("sans thème par décision d'une personne")


def standing_themes(store: Store, run: str = "") -> Standing:
    """Give the themes of a run (the last one by default) and the theme of each idea, once people's decisions stand over them."""
    run = run or store.rows_of("themes")
    return stood(store, run, store.placements(run))


def stood(store: Store, run: str, placements: pd.DataFrame) -> Standing:
    """Give the same of placements that are already loaded."""
    return replay(store.decisions(), store.themes(run), dict(zip(placements["idea"], placements["theme"], strict=True)))


def shown(placements: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Give `PLACEMENTS` as they stand."""
    themes = placements["idea"].map(standing.placed)
    reasons = placements["reason"].mask(themes.eq("") & placements["reason"].eq(""), TAKEN_OUT).mask(themes.ne(""), "")
    return PLACEMENTS.check(placements.assign(theme=themes, reason=reasons))
