"""What stands of the themes of a run once people's decisions are replayed over it: what every reader is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contributions.decisions import BORN_OF_PEOPLE, Standing, replay, standing
from contributions.domain import DecisionKind
from contributions.frames import PLACEMENTS
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from contributions.domain import Decision, Proposal
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


def is_open(proposal: Proposal, decisions: Sequence[Decision], stands: Standing) -> bool:
    """Say whether nobody rejected a proposal, and its ideas are not together in a theme that people made."""
    if any(each.subject == proposal.id for each in standing(decisions) if each.kind is DecisionKind.REJECT):
        return False
    made = {theme.id for theme in stands.themes} & {each.target for each in standing(decisions) if each.kind in BORN_OF_PEOPLE}
    homes = {stands.placed.get(idea, "") for idea in proposal.ideas}
    return not (proposal.ideas and len(homes) == 1 and homes <= made)
