"""The lists of countries and of subtypes, with their English words."""

from functools import cache

from ..arabic.data import read_table
from .entry import Entry

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


def description_of(entry: Entry) -> str:
    """Return what an entity is, in a few English words: its subtype, its governorate and its country, where its name says not."""
    subtype = subtypes().get((entry.label, entry.subtype), "")
    _, governorate = governorates().get(entry.pcode, ("", ""))
    country = countries().get(entry.country, "")
    where = (governorate if governorate not in entry.name_en else "", country if country != entry.name_en else "")
    return ", ".join(filter(None, (subtype, *where)))
