"""Contours of invented quartiers, in degrees, as the official file of the QPV gives them."""

import json

TILLEULS, HAUT_CLOS = "QN09901N", "QN09902M"
IN_TILLEULS, IN_HAUT_CLOS, OUTSIDE = (48.075, -0.765), (48.075, -0.745), (48.2, -0.7)
"""Latitude, longitude."""


def square(longitude, latitude, side=0.01):
    """Give the ring of a square by its south-west corner."""
    east, north = longitude + side, latitude + side
    return [[[longitude, latitude], [east, latitude], [east, north], [longitude, north], [longitude, latitude]]]


def feature(code, name, coordinates, kind="Polygon"):
    properties = {"code_qp": code, "lib_qp": name, "insee_com": "99001"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def contours(*features):
    """Write the file; without features, that of the city of the tests."""
    drawn = features or (
        feature(TILLEULS, "Tilleuls", square(-0.77, 48.07)),
        feature(HAUT_CLOS, "Haut Clos", [square(-0.75, 48.07)], "MultiPolygon"),
    )
    return json.dumps({"type": "FeatureCollection", "features": list(drawn)})
