"""Who lives in the city, and the groups by which those who spoke are set beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contributions.language import N_

AGE_BANDS: Mapping[str, tuple[int, int]] = {
    "0-14": (0, 14),
    "15-29": (15, 29),
    "30-44": (30, 44),
    "45-59": (45, 59),
    "60-74": (60, 74),
    "75+": (75, 120),
}
"""Band -> the youngest and the oldest of it, in years."""
OTHER_BAND = N_("autre tranche")
"""What an age is written as where a source gives a band that is astride ours: it is in none, and never shared out."""
GENDERS: Mapping[str, str] = {"F": N_("Femmes"), "H": N_("Hommes"), "autre": N_("Autre genre")}
"""What `CONTRIBUTIONS.gender` may say -> the words people read."""


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people live in a quartier, by its QPV code, or in the whole city where it is empty.

    `age` counts them by `AGE_BANDS`, `gender` by `GENDERS`; either is empty where it is not known.
    """

    quartier: str
    year: int
    source: str
    people: int
    age: Mapping[str, int] = field(default_factory=dict)
    gender: Mapping[str, int] = field(default_factory=dict)
