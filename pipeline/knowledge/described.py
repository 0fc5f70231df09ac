"""Descriptions of known entities in a few English words."""

from .entry import Entry
from .lists import countries, governorates, subtypes


def description_of(entry: Entry) -> str:
    """Return what an entity is, in a few English words: its subtype, its governorate and its country, where its name says not."""
    subtype = subtypes().get((entry.label, entry.subtype), "")
    _, governorate = governorates().get(entry.pcode, ("", ""))
    country = countries().get(entry.country, "")
    where = (governorate if governorate not in entry.name_en else "", country if country != entry.name_en else "")
    return ", ".join(filter(None, (subtype, *where)))
