"""What residents said: where, how, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contributions.domain.labelled import Labelled
from contributions.language import N_

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


class Fate(Labelled):
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
