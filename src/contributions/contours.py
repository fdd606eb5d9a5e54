"""Where the quartiers of the city are: the official contours of the QPV, in GeoJSON, checked when the workspace opens."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contributions.domain import QPV_CODE, Quartier
from contributions.errors import SettingsError
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_CODES = ("code_qp", "codeqp", "code_qpv")
_NAMES = ("lib_qp", "libqp", "nom_qp", "lib_qpv")
_SHAPES = frozenset({"Polygon", "MultiPolygon"})
_LARGEST_DEGREE = 180

Named = tuple[str, str]
"""The name and the QPV code of a feature."""


def with_contours(listed: Sequence[Quartier], path: Path) -> tuple[Quartier, ...]:
    """Give the quartiers with their contours, found by QPV code; where none is listed, every quartier of the file.

    The file is the official one (`code_qp`, `lib_qp`), in degrees, of the city or of the whole country.

    Raises:
        SettingsError: the file, a code or a contour cannot be used; one sentence says which.
    """
    try:
        features = _by_code(_features(path))
        wanted = [quartier for quartier in listed if quartier.code]
        absent = next((quartier for quartier in wanted if quartier.code not in features), None)
        if absent:
            problem = _("pas de contour pour « {name} » ({code}) : vérifiez le code, et que le fichier est celui de 2024")
            raise ValueError(problem.format(name=absent.name, code=absent.code))  # noqa: TRY301 (one place names the file)
        known = listed or [Quartier(found[0][0][0], code) for code, found in features.items()]
        return tuple(replace(each, contour=_contour(features[each.code])) if each.code else each for each in known)
    except ValueError as error:
        problem = _("contributions.toml, « city.contours » : {file} : {problem}.")
        raise SettingsError(problem.format(file=path.name, problem=error)) from error


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise ValueError(_("fichier introuvable ou interdit de lecture ; vérifiez son chemin")) from error
    except ValueError as error:
        raise ValueError(_("GeoJSON illisible ; exportez-le à nouveau")) from error
    found = content.get("features") if isinstance(content, dict) else None
    features = [feature for feature in found if isinstance(feature, dict)] if isinstance(found, list) else []
    if not features:
        raise ValueError(_("aucun contour ; il faut un GeoJSON « FeatureCollection » de polygones"))
    return features


def _by_code(features: Sequence[Mapping[str, Any]]) -> dict[str, list[tuple[Named, Any]]]:
    """Gather the features by code: a quartier may be drawn in several pieces."""
    found: defaultdict[str, list[tuple[Named, Any]]] = defaultdict(list)
    for number, feature in enumerate(features, start=1):
        properties = {key.lower(): value for key, value in (feature.get("properties") or {}).items()}
        code = _first(properties, _CODES)
        if not code:
            raise ValueError(_("contour n° {number} sans code (attendu : code_qp)").format(number=number))
        if not QPV_CODE.match(code):
            problem = _("contour n° {number}, le code « {code} » n'est pas un code de QPV de 2024 (attendu : comme QN09901N)")
            raise ValueError(problem.format(number=number, code=code))
        found[code].append(((_first(properties, _NAMES) or code, code), feature.get("geometry")))
    return found


def _first(properties: Mapping[str, object], names: Sequence[str]) -> str:
    return next((str(properties[name]).strip() for name in names if properties.get(name)), "")


def _contour(pieces: Sequence[tuple[Named, Any]]) -> bytes:
    """Check the pieces of a quartier, and give them as one shape in WKB."""
    import shapely

    shapes = [_shape(geometry, name) for (name, _code), geometry in pieces]
    return bytes(shapely.to_wkb(shapely.union_all(shapes) if len(shapes) > 1 else shapes[0]))


def _shape(geometry: object, name: str) -> Any:
    import shapely
    from shapely.geometry import shape

    broken = _("le contour de « {name} » est abîmé ; réparez-le dans un logiciel de cartes (« réparer les géométries »)")
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        raise ValueError(_("« {name} » n'a pas de polygone").format(name=name))
    try:
        drawn = shape(geometry)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ValueError(broken.format(name=name)) from error
    if drawn.is_empty:
        raise ValueError(_("« {name} » n'a pas de polygone").format(name=name))
    if max(map(abs, drawn.bounds)) > _LARGEST_DEGREE:
        problem = _("« {name} » est en mètres (Lambert-93) et non en degrés ; exportez le fichier en WGS 84 (EPSG:4326)")
        raise ValueError(problem.format(name=name))
    if not drawn.is_valid:
        raise ValueError(broken.format(name=name))
    west, south, east, north = drawn.bounds
    if not is_in_france((south + north) / 2, (west + east) / 2):
        problem = _("« {name} » est hors de France ; la longitude vient d'abord dans un GeoJSON, puis la latitude")
        raise ValueError(problem.format(name=name))
    return drawn


_BOXES = (
    *((41.0, 51.5, -5.5, 10.0), (15.7, 16.6, -61.9, -60.9), (14.3, 15.0, -61.3, -60.7), (2.0, 6.0, -55.0, -51.0)),
    *((-21.5, -20.7, 55.1, 55.9), (-13.1, -12.5, 44.9, 45.4), (17.8, 18.2, -63.2, -62.7), (46.7, 47.2, -56.5, -56.0)),
    *((-28.0, -7.0, -155.0, -134.0), (-23.0, -19.0, 163.0, 169.0), (-14.5, -13.0, -178.5, -176.0)),
)
"""South, north, west, east: the metropole, Guadeloupe, Martinique, Guyane, La Réunion, Mayotte, Saint-Martin and its
neighbour, Saint-Pierre-et-Miquelon, Polynésie, Nouvelle-Calédonie, Wallis-et-Futuna. No box holds the swap of another."""


def is_in_france(latitude: float, longitude: float) -> bool:
    """Say whether a place is in the metropole or overseas, roughly.

    >>> is_in_france(48.07, -0.77), is_in_france(-0.77, 48.07), is_in_france(-20.9, 55.5), is_in_france(0, 0)
    (True, False, True, False)
    """
    return any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in _BOXES)
