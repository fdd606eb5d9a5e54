"""The nouns of the project that come by the hundred; those that come by the hundred thousand are in `frames`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from contributions.language import N_, _

QPV_CODE = re.compile(r"^QN[0-9A-Z]{3}[0-9]{2}[NMI]$")
"""Code of a quartier prioritaire, 2024 list: N new, M modified, I as before."""


class Channel(StrEnum):
    """How a collection was held; the value is the word people read and write (canal)."""

    WORKSHOP = N_("atelier")
    WALK = N_("diagnostic en marchant")
    MOBILE_PARLIAMENT = N_("parlement mobile")
    CONVENTION = N_("convention citoyenne")
    CITIZEN_COUNCIL = N_("conseil citoyen")
    PLATFORM = N_("plateforme en ligne")
    SURVEY = N_("questionnaire")
    DESK = N_("permanence")
    DOORSTEP = N_("porte-à-porte")
    UNKNOWN = N_("non renseigné")


class Engagement(StrEnum):
    """How far the public authority commits itself (niveau d'engagement)."""

    INFORMATION = N_("information")
    DIAGNOSIS = N_("diagnostic")
    CONSULTATION = N_("concertation")
    CO_CONSTRUCTION = N_("co-construction")
    CO_DECISION = N_("codécision")
    UNKNOWN = N_("non renseigné")


class _Labelled(StrEnum):
    """A value that programs write, beside the French word people read."""

    _french: str

    def __new__(cls, value: str, french: str = "") -> Self:  # a member is looked up by its value alone
        member = str.__new__(cls, value)
        member._value_, member._french = value, french
        return member

    @property
    def label(self) -> str:
        """Give the words people read, in their language."""
        return _(self._french)


class Fate(_Labelled):
    """What became of a contribution that was read: exactly one."""

    KEPT = "kept", N_("conservées")
    DUPLICATE = "duplicate", N_("doublons")
    QUARANTINED = "quarantined", N_("en quarantaine")
    REJECTED = "rejected", N_("rejetées")
    REPLACED = "replaced", N_("remplacées")
    WITHDRAWN = "withdrawn", N_("retirées")
    ERASED = "erased", N_("effacées")


CURRENT = (Fate.KEPT, Fate.DUPLICATE, Fate.QUARANTINED, Fate.REJECTED)
"""What a contribution may be that its source still holds as it was read."""


class Nature(StrEnum):
    """What kind of saying an idea is."""

    OBSERVATION = N_("constat")
    NEED = N_("besoin")
    PROPOSAL = N_("proposition")
    QUESTION = N_("question")
    TESTIMONY = N_("témoignage")


class ThemeStatus(_Labelled):
    """Where a theme stands in its life."""

    EMERGING = "emerging", N_("émergent")
    ACTIVE = "active", N_("actif")
    MERGED = "merged", N_("fusionné")
    RETIRED = "retired", N_("retiré")


class Side(_Labelled):
    """The side that an idea takes on a thing it names."""

    FOR = "for", N_("favorable")
    AGAINST = "against", N_("réservé")


class Role(_Labelled):
    """Why an idea is quoted for its theme."""

    CENTRAL = "central", N_("au cœur")
    DIFFERENT = "different", N_("autre angle")
    MINORITY = "minority", N_("voix minoritaire")
    FOR = "for", N_("favorable")
    AGAINST = "against", N_("réservé")


class Zone(_Labelled):
    """How sure the machine is of a match."""

    PROPOSED = "proposed", N_("proposé")
    REVIEW = "review", N_("à relire")
    NONE = "none", N_("aucun objectif")


@dataclass(frozen=True, slots=True)
class Quartier:
    """A quartier of the city; `code` is its QPV code, or empty outside the QPV; `contour` is WKB in degrees, or empty."""

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    contour: bytes = b""


@dataclass(frozen=True, slots=True)
class Collection:
    """A time and a way in which residents were heard (collecte)."""

    name: str
    title: str = ""
    channel: Channel = Channel.UNKNOWN
    engagement: Engagement = Engagement.UNKNOWN
    place: str = ""
    organiser: str = ""
    keep_until: date | None = None
    consent: bool = False
    """True where the collection's participants agreed to the publication of verbatims."""


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

    @property
    def id(self) -> str:
        """Give the name under which matches point to it: `contrat/2.1`."""
        return f"{self.referential}/{self.code}"


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


class ProposalKind(_Labelled):
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


class DecisionKind(_Labelled):
    """What a person decided."""

    RELEASE = "release", N_("levée de quarantaine")
    HOLD = "hold", N_("mise en quarantaine")
    RENAME = "rename", N_("nouveau titre")
    MERGE = "merge", N_("fusion")
    SPLIT = "split", N_("scission")
    CREATE = "create", N_("nouveau thème")
    MOVE = "move", N_("déplacement")
    PIN = "pin", N_("épinglage")
    RETIRE = "retire", N_("retrait")
    REOPEN = "reopen", N_("réouverture")
    REVIEW = "review", N_("relecture")
    REJECT = "reject", N_("proposition écartée")
    UNDO = "undo", N_("annulation")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided, when, on what and why; never edited: another decision undoes it."""

    id: str
    at: datetime
    by: str
    kind: DecisionKind
    subject: str
    """Id of the contribution, of the theme (of the first idea, for a move), or of the decision that this one undoes."""
    reason: str
    target: str = ""
    """Id of the theme that is merged into, moved to, or made."""
    ideas: tuple[str, ...] = ()
    """Ids of the ideas that are moved, or that make the theme."""
    title: str = ""


class Trouble(_Labelled):
    """Why a decision has no longer the effect that it was meant to have."""

    UNKNOWN_THEME = "unknown theme", N_("le thème {theme} n'existe plus")
    EMPTY_THEME = "empty theme", N_("le thème {theme} n'a plus d'idée")
    MOVED_THEN_MERGED = "moved then merged", N_("les idées déplacées dans {theme} sont dans {other}, où il a été fusionné")
    MOVED_THEN_RETIRED = "moved then retired", N_("les idées déplacées dans {theme} sont sans thème : il a été retiré")
    REOPENED_WHEN_MERGED = "reopened when merged", N_("le thème {theme} reste fusionné dans {other} : annulez la fusion")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that a person should look at again."""

    decision: str
    trouble: Trouble
    theme: str
    other: str = ""


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
