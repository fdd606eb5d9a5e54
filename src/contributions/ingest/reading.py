"""What every reader gives: sayings, then a frame of them with the reason it was read so."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from contributions.domain import Quartier
from contributions.frames import LINKS, READINGS
from contributions.ingest.places import name_quartier
from contributions.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from contributions.settings import CollectionSettings

EMPTY_TEXT = N_("texte vide")
NO_WORD = N_("texte sans mot")
TRASHED = N_("contribution retirée par la modération")


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution as the source gives it; `reason` is why it cannot be used, or empty. Columns as in `frames.READINGS`."""

    position: int
    text: str = ""
    part: str = ""
    native_id: str = ""
    question: str = ""
    said_on: str = ""
    session: str = ""
    place: str = ""
    quartier: str = ""
    age_band: str = ""
    gender: str = ""
    residence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source once read: by which reader, why that one (in French), its rows (`READINGS`), the links it holds (`LINKS`)."""

    reader: str
    why: str
    rows: pd.DataFrame
    whole: bool = True
    """False where the source only holds what changed since another."""
    links: pd.DataFrame = field(default_factory=LINKS.empty)


def unusable(text: str) -> str:
    """Say why a text cannot be a contribution; empty where it can.

    >>> unusable(""), unusable("..."), unusable("Un banc")
    ('texte vide', 'texte sans mot', '')
    """
    if not text:
        return EMPTY_TEXT
    return "" if any(character.isalpha() for character in text) else NO_WORD


def to_frame(sayings: Iterable[Said], *, file: str, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> pd.DataFrame:
    """Make the frame: what the source does not say comes from the settings, quartiers take the city's names."""
    import pandas as pd

    names = [each.name for each in fields(Said)]
    frame = pd.DataFrame(list(map(attrgetter(*names), sayings)), columns=names)
    if frame.empty:
        return READINGS.empty()
    for column, given in _given(settings).items():
        frame[column] = frame[column].where(frame[column] != "", given)
    frame["reason"] = [reason or unusable(text) for reason, text in zip(frame["reason"], frame["text"], strict=True)]
    known = {written: name_quartier(written, quartiers) for written in frame["quartier"].unique()}
    frame["qpv_code"] = frame["quartier"].map({written: code for written, (_, code) in known.items()})
    frame["quartier"] = frame["quartier"].map({written: name for written, (name, _) in known.items()})
    return READINGS.check(frame.assign(file=file))


def _given(settings: CollectionSettings) -> dict[str, str]:
    given = {
        "said_on": settings.said_on.isoformat() if settings.said_on else "",
        "session": settings.session,
        "place": settings.place,
        "quartier": settings.quartier,
    }
    return {column: value for column, value in given.items() if value}
