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
    return replay(store.decisions(), store.themes(run), homes_of(placements))


def homes_of(placements: pd.DataFrame) -> dict[str, str]:
    """Give the theme of each idea as `PLACEMENTS` have it, empty where it has none."""
    return dict(zip(placements["idea"].tolist(), placements["theme"].tolist(), strict=True))


def shown(placements: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Give `PLACEMENTS` as they stand."""
    themes = placements["idea"].map(standing.placed)
    reasons = placements["reason"].mask(themes.eq("") & placements["reason"].eq(""), TAKEN_OUT).mask(themes.ne(""), "")
    return PLACEMENTS.check(placements.assign(theme=themes, reason=reasons))


def is_open(proposal: Proposal, decisions: Sequence[Decision], stands: Standing) -> bool:
    """Say whether nobody rejected a proposal, and nobody did it, or made it void.

    What emerges is done when its ideas are together in a theme that people made; what concerns themes stands while they are open,
    none is pinned, and most of its ideas are in the first.
    """
    if any(each.subject == proposal.id for each in standing(decisions) if each.kind is DecisionKind.REJECT):
        return False
    if proposal.themes:
        free = {theme.id for theme in stands.themes if theme.id in stands.open and not theme.pinned}
        inside = sum(stands.placed.get(idea) == proposal.themes[0] for idea in proposal.ideas)
        return free.issuperset(proposal.themes) and 2 * inside > len(proposal.ideas)
    made = {theme.id for theme in stands.themes} & {each.target for each in standing(decisions) if each.kind in BORN_OF_PEOPLE}
    homes = {stands.placed.get(idea, "") for idea in proposal.ideas}
    return not (proposal.ideas and len(homes) == 1 and homes <= made)
