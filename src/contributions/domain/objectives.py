"""What the city engaged to do, and how sure the machine is that an idea is about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contributions.domain.labelled import Labelled
from contributions.language import N_


class Zone(Labelled):
    """How sure a match is: what people said of it, or how sure the machine is."""

    ACCEPTED = "accepted", N_("validé")
    CERTIFIED = "certified", N_("validé automatiquement")
    PROPOSED = "proposed", N_("proposé")
    REVIEW = "review", N_("à relire")
    NONE = "none", N_("aucun objectif")
    REJECTED = "rejected", N_("refusé")


@dataclass(frozen=True, slots=True)
class Objective:
    """One line of a referential; `parent` is the code of the line above it, or empty at the top."""

    referential: str
    code: str
    title: str
    description: str = ""
    parent: str = ""
    owner: str = ""
    words: tuple[str, ...] = ()
    """Words residents use for it (mots des habitants)."""
    transversal: bool = False
    quartiers: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    """First and last day on which it holds; a referential that was revised keeps its old objectives, with their last day."""

    @property
    def id(self) -> str:
        """Give the name under which matches point to it: `contrat/2.1`."""
        return f"{self.referential}/{self.code}"

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day.

        >>> Objective("contrat", "1", "Propreté", valid_until=date(2027, 6, 30)).holds_on(date(2027, 7, 1))
        False
        """
        return (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True, slots=True)
class Referential:
    """A contract, a list of recommendations, a convention's objectives: a tree of any depth."""

    id: str
    title: str
    kind: str
    objectives: tuple[Objective, ...]
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def leaves(self) -> tuple[Objective, ...]:
        """Give the objectives that nothing hangs under: those that an idea is matched to."""
        parents = {objective.parent for objective in self.objectives}
        return tuple(objective for objective in self.objectives if objective.code not in parents)
