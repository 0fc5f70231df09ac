"""The lists of countries and of subtypes, with their English words."""

from functools import cache

from ..arabic.data import read_table
from .entry import Entry


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


def description_of(entry: Entry) -> str:
    """Return what an entity is, in a few English words: its subtype and its country."""
    subtype = subtypes().get((entry.label, entry.subtype), "")
    country = countries().get(entry.country, "")
    return ", ".join(filter(None, (subtype, country if country != entry.name_en else "")))
