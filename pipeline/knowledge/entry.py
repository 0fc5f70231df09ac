"""Entries: what is known of one entity, from whichever table it comes; and what a text names beside a place."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..contracts.schema import Point

POINT, TOWN, REGION, COUNTRY = "point", "town", "region", "country"
PRECISIONS = (POINT, TOWN, REGION, COUNTRY)
"""What coordinates are of, the most precise first: the place itself; its town, or the place to some kilometres; the middle of a
region, or the place to some tens of kilometres; the middle of a country or of more."""

QUARTER, CITY = "quarter", "city"
MINOR = frozenset({QUARTER, "village", "camp"})
SMALL = MINOR | {"town"}
"""Subtypes of places that have namesakes elsewhere, which no table lists."""
SETTLEMENTS = SMALL | {CITY}

_OF_SUBTYPE = {"country": COUNTRY, "region": REGION, "sea": REGION, "river": REGION, QUARTER: TOWN}


_TEXTS = ("subtype", "name_en", "country", "wikidata", "geonames")
_WHERE = ("latitude", "longitude", "stated_precision", "pcode")


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
        stated_precision: one of PRECISIONS where the table says it, or empty.
        pcode: the p-code of its governorate (governorates.tsv), or empty.
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
    stated_precision: str = ""
    pcode: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the main one first."""
        return (self.name, *self.aliases)

    def completed(self, other: "Entry") -> "Entry":
        """Return this entry with what it leaves empty from another: its names as aliases, English, facts, coordinates."""
        texts = {name: getattr(self, name) or getattr(other, name) for name in _TEXTS}
        aliases = self.aliases or tuple(name for name in other.names if name != self.name)
        placed = self if self.latitude == self.latitude else other
        where = {name: getattr(placed, name) for name in _WHERE}
        return replace(self, aliases=aliases, **texts, **where)

    @property
    def precision(self) -> str:
        """What its coordinates are of (PRECISIONS): what the table says, else what its subtype makes them; empty without any."""
        known = self.latitude == self.latitude
        return (self.stated_precision or _OF_SUBTYPE.get(self.subtype, POINT)) if known else ""

    @property
    def point(self) -> Point | None:
        """Where it is, or None where that is unknown or too large to be a point: it says little of what is near."""
        return (self.latitude, self.longitude) if self.precision in (POINT, TOWN) else None


@dataclass(frozen=True)
class Surroundings:
    """What a sentence or a document names beside a place, which tells it from others of its name.

    Attributes:
        points: where the places are that it names for sure.
        governorates: the p-codes of the governorates that it names.
    """

    points: Collection[Point] = ()
    governorates: Collection[str] = ()


NOWHERE = Surroundings()
"""Nothing is named beside it."""


class Whereabouts(NamedTuple):
    """Where a text says that a place is.

    Attributes:
        name: the place.
        within: the name of the place that it is in or near, or empty.
        country: ISO code of the country whose it is said to be, or empty.
        loosely: whether no word says what that is, but where it is at most: الرياض في لبنان, كركوك شمالي بغداد.
    """

    name: str
    within: str = ""
    country: str = ""
    loosely: bool = False
