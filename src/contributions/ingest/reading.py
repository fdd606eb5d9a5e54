"""What every reader gives: sayings, then a frame of them with the reason it was read so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING

from contributions.domain import Quartier
from contributions.frames import LINKS, READINGS
from contributions.ingest.places import name_quartier
from contributions.ingest.points import locate, read_point
from contributions.language import N_, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from contributions.settings import CollectionSettings

EMPTY_TEXT = N_("texte vide")
NO_WORD = N_("texte sans mot")
TRASHED = N_("contribution retirée par la modération")


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution as the source gives it; `reason` is why it cannot be used, or empty. Columns as in `frames.READINGS`.

    `point` is coordinates as `points.read_point` reads them. They may be those of a home: they tell the quartier while the
    file is read, and are in no frame, no database and no report.
    """

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
    point: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source once read: by which reader, why that one (in French), its rows (`READINGS`), the links it holds (`LINKS`)."""

    reader: str
    why: str
    rows: pd.DataFrame
    links: pd.DataFrame = field(default_factory=LINKS.empty)
    whole: bool = True
    """False where the source only holds what changed since another."""


def unusable(text: str) -> str:
    """Say why a text cannot be a contribution; empty where it can.

    >>> unusable(""), unusable("..."), unusable("Un banc")
    ('texte vide', 'texte sans mot', '')
    """
    if not text:
        return EMPTY_TEXT
    return "" if any(character.isalpha() for character in text) else NO_WORD


def to_frame(sayings: Iterable[Said], *, file: str, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> pd.DataFrame:
    """Make the frame: what the source does not say comes from the settings, quartiers take the city's names.

    What is written in the file wins over coordinates, and coordinates over the settings.
    """
    return to_reading("", "", sayings, file=file, settings=settings, quartiers=quartiers).rows


def to_reading(
    reader: str,
    why: str,
    sayings: Iterable[Said],
    *,
    file: str,
    settings: CollectionSettings,
    quartiers: Sequence[Quartier],
) -> Reading:
    """Make a reading and its frame as `to_frame` does; `why` adds what the coordinates told."""
    import pandas as pd

    names = [each.name for each in fields(Said)]
    frame = pd.DataFrame(list(map(attrgetter(*names), sayings)), columns=names)
    if frame.empty:
        return Reading(reader, why, READINGS.empty())
    frame, told = _with_points(frame, quartiers)
    for column, given in _given(settings).items():
        frame[column] = frame[column].where(frame[column] != "", given)
    frame["reason"] = [reason or unusable(text) for reason, text in zip(frame["reason"], frame["text"], strict=True)]
    known = {written: name_quartier(written, quartiers) for written in frame["quartier"].unique()}
    frame["qpv_code"] = frame["quartier"].map({written: code for written, (_, code) in known.items()})
    frame["quartier"] = frame["quartier"].map({written: name for written, (name, _) in known.items()})
    return Reading(reader, "".join((why, *told)), READINGS.check(frame.assign(file=file)))


def _with_points(frame: pd.DataFrame, quartiers: Sequence[Quartier]) -> tuple[pd.DataFrame, list[str]]:
    """Fill from the coordinates the quartiers that nobody wrote, and say what they told; a place is no coordinates."""
    places = ["" if read_point(place) else place for place in frame["place"]]
    points = [
        point or (place if not kept else "") for point, place, kept in zip(frame["point"], frame["place"], places, strict=True)
    ]
    found = locate(points, quartiers)
    codes = [quartier.code if (quartier := found.get(point)) else "" for point in points]
    unread = sum(bool(point) and point not in found for point in points)
    drawn = any(quartier.contour for quartier in quartiers)
    told = _told(frame["quartier"], codes, unread=unread, quartiers=quartiers) if drawn else []
    filled = [written or code for written, code in zip(frame["quartier"], codes, strict=True)]
    return frame.assign(place=places, quartier=filled), told


def _told(written: Iterable[str], codes: Sequence[str], *, unread: int, quartiers: Sequence[Quartier]) -> list[str]:
    """Say how many rows the coordinates served, contradicted, or left without an answer."""
    pairs = Counter((name, code) for name, code in zip(written, codes, strict=True) if code)
    filled = sum(count for (name, _code), count in pairs.items() if not name)
    other = sum(count for (name, code), count in pairs.items() if name and name_quartier(name, quartiers)[1] != code)
    said = (
        (filled, ngettext("{n} quartier trouvé par les coordonnées", "{n} quartiers trouvés par les coordonnées", filled)),
        (
            other,
            ngettext(
                "{n} quartier gardé comme il est écrit, les coordonnées en désignent un autre",
                "{n} quartiers gardés comme ils sont écrits, les coordonnées en désignent d'autres",
                other,
            ),
        ),
        (
            unread,
            ngettext(
                "{n} ligne aux coordonnées illisibles ou hors de France",
                "{n} lignes aux coordonnées illisibles ou hors de France",
                unread,
            ),
        ),
    )
    return [" ; " + sentence.format(n=count) for count, sentence in said if count]


def _given(settings: CollectionSettings) -> dict[str, str]:
    given = {
        "said_on": settings.said_on.isoformat() if settings.said_on else "",
        "session": settings.session,
        "place": settings.place,
        "quartier": settings.quartier,
    }
    return {column: value for column, value in given.items() if value}
