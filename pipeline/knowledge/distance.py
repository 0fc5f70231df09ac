"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt

from ..contracts.schema import Point

_EARTH = 6371.0
"""Its radius in kilometres."""


def kilometres(one: Point, other: Point) -> float:
    """Return the great-circle distance of two points (haversine formula).

    >>> round(kilometres((33.51, 36.29), (36.20, 37.16)))
    309
    """
    (south, west), (north, east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))
