"""Surroundings: what the known places of a sentence or a document say of one whose name several bear."""

from collections.abc import Collection, Iterable

from ..contracts.schema import Point
from .distance import kilometres
from .entry import COUNTRY, POINT, REGION, SETTLEMENTS, TOWN, Entry, Surroundings
from .lists import lies_in, standing_for_governorates

MOST = 200
"""Points that speak for others, the first ones: a text that names more is a list, and would take time by their square."""

_WIDEST = {POINT: 150.0, TOWN: 150.0, REGION: 700.0}
"""Kilometres from what a place lies in or near, at most, by what that one's coordinates are of."""

_IN_GOVERNORATE, _BESIDE_GOVERNORATE = 300.0, 60.0
"""Kilometres from what stands for a governorate within which a place of it, and one of another, may be told by its name."""

_CLAIMS = {"PS": ("IL",)}
"""Countries by whose names texts call what lies in others as well: historic Palestine."""

_FAR = 150.0
"""Kilometres beyond which a place is far."""


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


def contradicts(place: Entry, area: Entry) -> bool:
    """Return whether a known place cannot lie in or near an area that the text puts it in.

    Borders are known as boxes of degrees, so that what is disputed may lie in either country.
    """
    sure = place.precision in (POINT, TOWN) and bool(area.country) and area.latitude == area.latitude
    if not sure or place.entity_id == area.entity_id:
        return False
    inside = any(
        lies_in(place.latitude, place.longitude, country) for country in (area.country, *_CLAIMS.get(area.country, ()))
    )
    if area.precision == COUNTRY or (place.country != area.country and not inside):
        return not inside
    if place.country == area.country and place.subtype not in SETTLEMENTS:
        return False
    away = kilometres((place.latitude, place.longitude), (area.latitude, area.longitude))
    return away > (_within_governorate(place, area) or _WIDEST[area.precision])


def _within_governorate(place: Entry, area: Entry) -> float:
    """Return how far from an area that stands for a governorate a place may be, less where it lies in another; 0 for others."""
    if area.entity_id not in standing_for_governorates():
        return 0
    return _IN_GOVERNORATE if place.pcode in ("", area.pcode) else _BESIDE_GOVERNORATE


def far_from(place: Entry, others: Collection[Entry]) -> bool:
    """Return whether a place is far from all of some others, whose coordinates are all known."""
    there = [(one.latitude, one.longitude) for one in others]
    here = place.point
    return here is not None and bool(there) and all(kilometres(here, one) > _FAR for one in there)
