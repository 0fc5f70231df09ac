"""Surroundings: what the known places of a sentence or a document say of one whose name several bear."""

from collections.abc import Iterable

from .entry import Entry, Surroundings
from .lists import standing_for_governorates

MOST = 200
"""Points that speak for others, the first ones: a text that names more is a list, and would take time by their square."""


def surroundings(places: Iterable[Entry]) -> Surroundings:
    """Return what known places that a text names say of others."""
    known = list(places)
    named = {one.pcode for one in known if one.subtype == "region" or one.entity_id in standing_for_governorates()}
    points = dict.fromkeys(point for one in known if (point := one.point))
    return Surroundings(list(points)[:MOST], named - {""})


def together(parts: Iterable[Surroundings]) -> Surroundings:
    """Return what several sentences name beside a place."""
    known = list(parts)
    if len(known) == 1:
        return known[0]
    points = dict.fromkeys(point for one in known for point in one.points)
    return Surroundings(list(points)[:MOST], {pcode for one in known for pcode in one.governorates})
