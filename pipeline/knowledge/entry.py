"""Entries: what is known of one entity, from whichever table it comes."""

from dataclasses import dataclass

from ..contracts.schema import Point

_WIDE = ("country", "region", "sea", "river")
"""Subtypes of places whose coordinates are a point in something large: they say little of what is near."""


@dataclass(frozen=True)
class Entry:
    """One known entity: a row of curated.csv or of the user's tables, a place of the gazetteer, an institution of any country.

    Attributes:
        entity_id: readable and stable, such as per/bashar-al-assad.
        label: PER, LOC or ORG.
        subtype: what it is more exactly (subtypes.tsv), or empty.
        name: its main name in Arabic.
        aliases: its other names.
        name_en: the usual English name.
        country: ISO 3166-1 alpha-2 code, or empty.
        latitude: degrees north, NaN when unknown.
        longitude: degrees east, NaN when unknown.
        wikidata: Wikidata id where proven, or empty.
        geonames: GeoNames id where proven, or empty.
    """

    entity_id: str
    label: str
    subtype: str
    name: str
    aliases: tuple[str, ...]
    name_en: str
    country: str
    latitude: float
    longitude: float
    wikidata: str
    geonames: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the main one first."""
        return (self.name, *self.aliases)

    @property
    def point(self) -> Point | None:
        """Where it is, or None where that is unknown or too large to be a point."""
        known = self.latitude == self.latitude and self.subtype not in _WIDE
        return (self.latitude, self.longitude) if known else None
