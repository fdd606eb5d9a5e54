"""Themes: what they are, what they say, what they might become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contributions.domain.labelled import Labelled
from contributions.language import N_

STABILITY_MEANS = N_(
    "Stabilité : ce qu'on retrouve d'un thème, en moyenne, quand on refait les thèmes sans un dixième des voix, au hasard. "
    "Stable : à partir de 75 %. Contours flous, à partir de 60 % : le sujet est là, ce qui en fait partie est moins sûr. "
    "Fragile, en dessous : à relire avant de le présenter."
)
STABLE_FROM, BLURRED_FROM = 0.75, 0.6
"""Stability from which a theme is stable; from which it is there, but what belongs to it is doubtful; under, it may be chance."""


class ThemeStatus(Labelled):
    """Where a theme stands in its life."""

    EMERGING = "emerging", N_("émergent")
    ACTIVE = "active", N_("actif")
    MERGED = "merged", N_("fusionné")
    RETIRED = "retired", N_("retiré")


class Stability(Labelled):
    """How much of a theme is found again when a tenth of the voices is left out; Hennig (2007) gives the bounds."""

    STABLE = "stable", N_("stable")
    BLURRED = "blurred", N_("contours flous")
    FRAGILE = "fragile", N_("fragile")
    UNKNOWN = "unknown", N_("pas encore mesurée")

    @classmethod
    def of(cls, share: float | None) -> Stability:
        """Say in a word how stable a theme is, from its share in whole percents: what is read beside.

        >>> Stability.of(0.8).label, Stability.of(0.596).label, Stability.of(None).label
        ('stable', 'contours flous', 'pas encore mesurée')
        """
        if share is None:
            return cls.UNKNOWN
        return cls.STABLE if round(share, 2) >= STABLE_FROM else cls.BLURRED if round(share, 2) >= BLURRED_FROM else cls.FRAGILE


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of ideas that people may review; its `id` never changes."""

    id: str
    title: str
    keywords: tuple[str, ...] = ()
    status: ThemeStatus = ThemeStatus.ACTIVE
    parent: str = ""
    title_origin: str = "machine"
    quotations: tuple[str, ...] = ()
    """Ids of the ideas that spoke for it when a run last wrote it; `Summary` says which do where its ideas stand now."""
    born_in: str = ""
    """Id of the run that found it, or of the decision that made it."""
    merged_into: str = ""
    pinned: bool = False
    """Never merged, split or retired but by a person."""
    reviewed_at: datetime | None = None
    stability: float | None = None
    """Share of it, in 0..1, that was found again when a tenth of the voices was left out; never what chooses themes."""
    measured_at: datetime | None = None
    """Start of the run that measured its stability."""

    @property
    def is_family(self) -> bool:
        """Say whether it gathers themes (famille), whose `parent` it is, and holds no idea itself."""
        return self.id.startswith("F")


class Side(Labelled):
    """The side that an idea takes on a thing it names."""

    FOR = "for", N_("favorable")
    AGAINST = "against", N_("réservé")


class Role(Labelled):
    """Why an idea is quoted for its theme."""

    CENTRAL = "central", N_("au cœur")
    DIFFERENT = "different", N_("autre angle")
    MINORITY = "minority", N_("voix minoritaire")
    FOR = "for", N_("favorable")
    AGAINST = "against", N_("réservé")


@dataclass(frozen=True, slots=True)
class Stance:
    """The side an idea takes on a thing (avis); `about` compares them (« camera »), `word` is as it was written (« Caméras »)."""

    side: Side
    about: str
    word: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """An idea that speaks for its theme, and why it was chosen (citation)."""

    idea: str
    role: Role


@dataclass(frozen=True, slots=True)
class Divide:
    """A thing that some voices of a theme are for and others against (avis partagés); `about` is the word they use."""

    about: str
    favourable: int
    opposed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a theme says, in quotations only, and what opinions differ on (synthèse d'un thème)."""

    quotations: tuple[Quotation, ...] = ()
    divide: Divide | None = None


class ProposalKind(Labelled):
    """What the machine would change of themes, and leaves to people."""

    EMERGING = "emerging", N_("thème émergent")
    RECONCILE = "reconcile", N_("réconciliation conseillée")
    SPLIT = "split", N_("scission possible")
    MERGE = "merge", N_("fusion possible")
    DRIFT = "drift", N_("dérive possible")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of themes that a person may accept or reject, with its evidence (proposition d'évolution)."""

    id: str
    kind: ProposalKind
    title: str = ""
    keywords: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    """Ids of the themes concerned: the one to split, or the one to merge, then the one that stays."""
