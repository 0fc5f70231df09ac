"""The lists of countries and of subtypes, with their English words."""

from functools import cache

from ..arabic.data import read_table

BESIDE = 0.5
"""Degrees outside of a country's box that are still beside it."""

Governorate = tuple[str, str]
"""The name of a governorate in Arabic and in English."""


@cache
def countries() -> dict[str, str]:
    """Return the English name of each ISO 3166-1 alpha-2 code.

    >>> countries()["SY"]
    'Syria'
    """
    return dict(read_table("countries.tsv", __package__))


@cache
def subtypes() -> dict[tuple[str, str], str]:
    """Return the English words for each label and subtype (subtypes.tsv)."""
    return {(label, subtype): words for label, subtype, words in read_table("subtypes.tsv", __package__)}


@cache
def _boxes() -> dict[str, tuple[float, ...]]:
    return {code: tuple(map(float, degrees)) for code, *degrees in read_table("country_boxes.tsv", __package__)}


def lies_in(latitude: float, longitude: float, country: str) -> bool:
    """Return whether a point lies in a country or beside it, or could: nothing is known of a few small ones.

    >>> lies_in(36.2, 37.16, "SY"), lies_in(37.16, 36.2, "SY"), lies_in(52.5, 13.4, "SY")
    (True, True, False)
    >>> lies_in(35.93, 36.63, "SY"), lies_in(36.5, 40.75, "SY"), lies_in(40.75, 36.5, "SY")
    (True, True, False)
    """
    south, west, north, east = _boxes().get(country, (-90, -180, 90, 180))
    return south - BESIDE <= latitude <= north + BESIDE and west - BESIDE <= longitude <= east + BESIDE


@cache
def governorates() -> dict[str, Governorate]:
    """Return the names of each governorate of Syria by its p-code (OCHA).

    >>> governorates()["SY07"]
    ('إدلب', 'Idlib')
    """
    return {pcode: (name, english) for pcode, name, english, _ in read_table("governorates.tsv", __package__)}


@cache
def standing_for_governorates() -> frozenset[str]:
    """Return the ids of the entries that stand for a governorate in a text: itself, and the city that it is named after."""
    return frozenset(one for *_, ids in read_table("governorates.tsv", __package__) for one in ids.split("|"))
