"""Coordinates as people and platforms write them, and the quartier they are in.

A precise place may be a resident's home: coordinates serve while a file is read, and are never kept.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from contributions.contours import is_in_france

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contributions.domain import Quartier


class Point(NamedTuple):
    """A place in degrees (WGS 84)."""

    latitude: float
    longitude: float


_NUMBER = r"[-+−]?\d{1,3}(?:[.,]\d+)?°?"
_WKT = re.compile(rf"^(?:SRID=\d+;)?\s*POINT\s*Z?M?\s*\(\s*({_NUMBER})[\s,]+({_NUMBER})(?:\s+\S+){{0,2}}\s*\)$", re.IGNORECASE)
_DECIMAL = r"[-+−]?\d{1,3}[.,]\d+°?"
_PAIR = re.compile(
    rf"^[\[(]?\s*(?:lat\w*\s*[:=]?\s*)?({_DECIMAL})\s*(?:[;,/|]\s+|[;/|]|,(?=[-+−\d]+\.)|\s)\s*(?:lo?ng?\w*\s*[:=]?\s*)?({_DECIMAL})"
    r"(?:\s+-?[\d.]+){0,2}\s*[\])]?$",
    re.IGNORECASE,
)
"""Latitude first; « , » separates where a space or a decimal point tells it from a decimal comma. Kobo adds two figures."""
_LONGEST = 200


@lru_cache(maxsize=65536)
def read_point(text: str) -> Point | None:
    """Read a pair of coordinates, WKT or GeoJSON; a swapped pair is turned round, what is not in France is none.

    >>> read_point("48,0731 ; -0,7702") == read_point("POINT(-0.7702 48.0731)") == read_point("-0.7702, 48.0731")
    True
    >>> read_point("12 rue des Lilas"), read_point("06 12 34 56 78"), read_point("0, 0")
    (None, None, None)
    """
    text = text.strip()
    if len(text) > _LONGEST or not any(map(str.isdecimal, text)):
        return None
    if text.startswith("{"):
        return _of_geojson(text)
    wkt = _WKT.match(text)
    if wkt:
        return _in_france(_number(wkt[2]), _number(wkt[1]))
    pair = _PAIR.match(text)
    return _in_france(_number(pair[1]), _number(pair[2])) if pair else None


def written_point(latitude: str, longitude: str) -> str:
    """Join two cells as `read_point` reads them; empty where either is.

    >>> written_point("48,0731", "-0,7702"), written_point("48.07", "")
    ('POINT(-0,7702 48,0731)', '')
    """
    return f"POINT({longitude} {latitude})" if latitude and longitude else ""


def geometry_point(geometry: object) -> str:
    """Write the first position of a GeoJSON geometry as `read_point` reads it.

    >>> geometry_point({"type": "LineString", "coordinates": [[-0.77, 48.07], [-0.78, 48.08]]})
    'POINT(-0.77 48.07)'
    """
    position: Any = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(position, list) and position and isinstance(position[0], list):
        position = position[0]
    if not isinstance(position, list) or len(position) < 2 or not all(isinstance(each, int | float) for each in position):  # noqa: PLR2004
        return ""
    return f"POINT({position[0]} {position[1]})"


def hold_points(values: Sequence[str]) -> bool:
    """Say whether the cells of a column are coordinates, most of them."""
    return sum(read_point(value) is not None for value in values) * 2 > len(values)


def locate(written: Iterable[str], quartiers: Sequence[Quartier]) -> dict[str, Quartier | None]:
    """Give the quartier in whose contour each point is, or None; what cannot be read as a point is left out."""
    read = {text: point for text in dict.fromkeys(written) if (point := read_point(text))}
    drawn = [quartier for quartier in quartiers if quartier.contour]
    if not read or not drawn:
        return dict.fromkeys(read)
    import shapely

    tree = shapely.STRtree(shapely.from_wkb([quartier.contour for quartier in drawn]))
    places = shapely.points([(point.longitude, point.latitude) for point in read.values()])
    inside = sorted(zip(*tree.query(places, predicate="intersects").tolist(), strict=True), reverse=True)
    first = {place: drawn[contour] for place, contour in inside}
    return {text: first.get(place) for place, text in enumerate(read)}


def _of_geojson(text: str) -> Point | None:
    try:
        written = geometry_point(json.loads(text))
    except ValueError:
        return None
    return read_point(written) if written else None


def _in_france(latitude: float, longitude: float) -> Point | None:
    if is_in_france(latitude, longitude):
        return Point(latitude, longitude)
    return Point(longitude, latitude) if is_in_france(longitude, latitude) else None


def _number(written: str) -> float:
    return float(written.replace(",", ".").replace("−", "-").rstrip("°"))
