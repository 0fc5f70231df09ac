"""Surroundings: what the known places of a sentence or a document say of one whose name several bear."""

from collections.abc import Iterable

from .entry import Entry, Surroundings
from .lists import standing_for_governorates


def surroundings(places: Iterable[Entry]) -> Surroundings:
    """Return what known places that a text names say of others."""
    known = list(places)
    named = {one.pcode for one in known if one.subtype == "region" or one.entity_id in standing_for_governorates()}
    return Surroundings([point for one in known if (point := one.point)], named - {""})


def together(parts: Iterable[Surroundings]) -> Surroundings:
    """Return what several sentences name beside a place."""
    known = list(parts)
    if len(known) == 1:
        return known[0]
    points = dict.fromkeys(point for one in known for point in one.points)
    return Surroundings(list(points), {pcode for one in known for pcode in one.governorates})
