"""Points of a walk in GeoJSON: one feature a stop, its properties as columns."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contributions.errors import SourceError
from contributions.ingest.cells import clean
from contributions.ingest.places import find_quartier
from contributions.ingest.points import geometry_point
from contributions.ingest.reading import Reading, to_reading
from contributions.ingest.tables import flatten, records_table
from contributions.ingest.tabular import read_table
from contributions.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contributions.domain import Quartier
    from contributions.ingest.files import SourceFile
    from contributions.ingest.tables import Table
    from contributions.settings import CollectionSettings

NAME = "geojson"


def sniff(source: SourceFile) -> str | None:
    """Take a JSON file that declares itself a FeatureCollection."""
    return "points GeoJSON" if source.kind == "json" and '"FeatureCollection"' in source.text[:2000] else None


def read(source: SourceFile, *, settings: CollectionSettings, quartiers: Sequence[Quartier]) -> Reading:
    """Read the properties; the position is the feature's number; the layer's name, else its place, may give the quartier.

    Raises:
        SourceError: the JSON is damaged, or no property holds text.
    """
    content = _parsed(source.text)
    features = _features(content)
    sheet = read_table(_table(features), columns=settings.columns)
    if sheet.layout is None and _are_contours(sheet.headed.labels):
        raise SourceError(_("contours de quartiers, sans contributions : nommez ce fichier dans « contours », section [city]"))
    if sheet.layout is None:
        advice = _("{problem} : nommez-la dans {name}.toml avec columns.text")
        raise SourceError(advice.format(problem=sheet.problem, name=source.path.stem))
    layer = find_quartier(clean(content.get("name")), quartiers)
    points = dict(enumerate((geometry_point(feature.get("geometry")) for feature in features), start=1))
    sayings = [
        replace(said, quartier=said.quartier or (layer.name if layer else ""), point=points.get(said.position) or said.point)
        for said in sheet.sayings
    ]
    why = _("points GeoJSON, {layout}").format(layout=sheet.layout.described())
    return to_reading(NAME, why, sayings, file=source.name, settings=settings, quartiers=quartiers)


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise SourceError(_("GeoJSON illisible ; exportez-le à nouveau")) from error
    return content if isinstance(content, dict) else {}


def features_table(text: str) -> Table:
    """Give the properties of the features as a table; the first feature is row 1.

    Raises:
        SourceError: the JSON is damaged, or the features have no properties.
    """
    return _table(_features(_parsed(text)))


def _features(content: dict[str, Any]) -> list[dict[str, Any]]:
    found = content.get("features")
    return [feature for feature in found if isinstance(feature, dict)] if isinstance(found, list) else []


def _table(features: Sequence[dict[str, Any]]) -> Table:
    records = [_properties(feature) for feature in features]
    if not any(records):
        raise SourceError(_("GeoJSON sans propriétés : rien à lire"))
    return records_table(records)


def _are_contours(labels: Sequence[str]) -> bool:
    return any(label.lower().startswith("code_qp") for label in labels)


def _properties(feature: dict[str, Any]) -> dict[str, object]:
    properties = feature.get("properties")
    return flatten(properties) if isinstance(properties, dict) else {}
