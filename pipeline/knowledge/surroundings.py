"""Surroundings: what the known places of a sentence or a document say of one whose name several bear."""

from collections.abc import Iterable

from ..contracts.schema import Point
from .entry import Entry, Surroundings
from .lists import standing_for_governorates

MOST = 200
"""Points that speak for others, the first ones: a text that names more is a list, and would take time by their square."""


def surroundings(places: Iterable[Entry]) -> Surroundings:
    """Return what known places that a text names say of others: where they are, and which governorates they stand for."""
    known = list(places)
    named = {one.pcode for one in known if one.entity_id in standing_for_governorates()}
    points = dict.fromkeys(point for one in known if (point := _point(one)))
    return Surroundings(list(points)[:MOST], named - {""})


def _point(place: Entry) -> Point | None:
    """Return where a place is, or the middle of a region inside of a governorate: جبل الزاوية is as small as a district."""
    inside = place.subtype == "region" and place.pcode and place.entity_id not in standing_for_governorates()
    return (place.latitude, place.longitude) if inside else place.point


def together(parts: Iterable[Surroundings]) -> Surroundings:
    """Return what several sentences name beside a place."""
    known = list(parts)
    if len(known) == 1:
        return known[0]
    points = dict.fromkeys(point for one in known for point in one.points)
    return Surroundings(list(points)[:MOST], {pcode for one in known for pcode in one.governorates})
