"""Borders: which governorate of Syria a point lies in, for places that no shipped table has.

>>> pcode_at(35.93, 36.63), pcode_at(33.51, 36.29), pcode_at(33.89, 35.50)
('SY07', 'SY01', '')
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import cos, radians

from ..arabic.data import read_table

OUTLINES = "governorate_outlines.tsv"

NEAR = 0.02
"""Degrees (2 km) from an outline within which a place outside of all is still of that governorate."""

Ring = Sequence[tuple[float, float]]
"""Longitude and latitude of the corners of an outline, the first again at its end."""


def inside(point: tuple[float, float], ring: Ring) -> bool:
    """Return whether a point (longitude, latitude) lies in a ring: whether a ray from it crosses an odd number of edges."""
    x, y = point
    crossed = (
        (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return sum(crossed) % 2 == 1


def distance(point: tuple[float, float], ring: Ring) -> float:
    """Return how far a point is from a ring, in degrees of latitude."""
    wide = cos(radians(point[1]))
    corners = [complex((x - point[0]) * wide, y - point[1]) for x, y in ring]
    return min(_from_origin(*edge) for edge in pairwise(corners))


def _from_origin(one: complex, other: complex) -> float:
    """Return how far the origin is from an edge between two points of the plane."""
    along = other - one
    share = -(one.real * along.real + one.imag * along.imag) / (abs(along) ** 2 or 1)
    return abs(one + min(1.0, max(0.0, share)) * along)


def pcode_of(point: tuple[float, float], outlines: Sequence[tuple[str, Ring]]) -> str:
    """Return the p-code of the governorate that a point (longitude, latitude) lies in, or empty where it is far from all."""
    found = next((pcode for pcode, ring in outlines if inside(point, ring)), "")
    if found:
        return found
    nearest, pcode = min((distance(point, ring), pcode) for pcode, ring in outlines)
    return pcode if nearest <= NEAR else ""


@cache
def _outlines() -> list[tuple[str, Ring]]:
    rows = ((pcode, list(map(float, corners.split()))) for pcode, corners in read_table(OUTLINES, __package__))
    return [(pcode, list(zip(corners[::2], corners[1::2], strict=True))) for pcode, corners in rows]


def pcode_at(latitude: float, longitude: float) -> str:
    """Return the p-code of the governorate of Syria that a point lies in, or empty."""
    return pcode_of((longitude, latitude), _outlines())
