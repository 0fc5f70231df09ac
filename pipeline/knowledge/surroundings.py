"""Surroundings: what a sentence or a document names beside a place, which tells it from others of its name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..contracts.schema import Point
from .entry import Entry
from .lists import standing_for_governorates


@dataclass(frozen=True)
class Surroundings:
    """What a text names beside a place.

    Attributes:
        points: where the places are that it names for sure.
        governorates: the p-codes of the governorates that it names, or a region of.
    """

    points: Collection[Point] = ()
    governorates: Collection[str] = ()


NOWHERE = Surroundings()
"""Nothing is named beside it."""


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
