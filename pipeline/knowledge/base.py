"""The knowledge base: people, places and organisations that the news names most, with the names they go by.

>>> base = knowledge()
>>> base.find("ORG", "حزب_الله").name_en
'Hezbollah'
>>> base.find("LOC", "ادلب").description
'city, Syria'
>>> base.find("PER", "فلان الفلاني") is None
True
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan

from pipeline.arabic.designators import plainer
from pipeline.arabic.folding import fold

Named = tuple[str, str]
"""A label and the key of a name."""


@dataclass(frozen=True)
class Entry:
    """One entity of the knowledge base: a row of curated.csv.

    Attributes:
        entity_id: readable and stable, such as per/bashar-al-assad.
        label: PER, LOC or ORG.
        subtype: what kind of person, place or body it is (subtypes.tsv).
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
    def description(self) -> str:
        """What it is, in a few English words."""
        kind = _subtypes()[self.label, self.subtype]
        country = countries().get(self.country, "")
        return kind if country in ("", self.name_en) else f"{kind}, {country}"


class KnowledgeBase:
    """Entries, found by any spelling of any of their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index entries by the keys of their names; a main name comes before another entry's alias."""
        self.entries = {entry.entity_id: entry for entry in entries}
        self._mains: dict[Named, list[Entry]] = {}
        self._all: dict[Named, list[Entry]] = {}
        for entry in self.entries.values():
            self._mains.setdefault((entry.label, fold(entry.name)), []).append(entry)
            for key in dict.fromkeys(map(fold, entry.names)):
                self._all.setdefault((entry.label, key), []).append(entry)

    def candidates(self, label: str, key: str) -> list[Entry]:
        """Return every entry that a key may mean, in the table's order."""
        return self._all.get((label, key), [])

    def _by_key(self, label: str, key: str) -> Entry | None:
        """Return the entry that a key means by itself: the only one, or the only one whose main name it is."""
        for found in (self.candidates(label, key), self._mains.get((label, key), [])):
            if len(found) == 1:
                return found[0]
        return None

    def find(self, label: str, name: str) -> Entry | None:
        """Return the entry that a name means by itself, or None when none or more than one does.

        A name that is not in the table is tried without the words around it that fit the entry.

        >>> knowledge().find("ORG", "وكالة الأناضول التركية للأنباء").name_en
        'Anadolu Agency'
        """
        entry = self._by_key(label, fold(name))
        if entry:
            return entry
        for plain in plainer(label, name):
            entry = self._by_key(label, plain.key)
            if entry and plain.fits(entry.subtype, entry.country):
                return entry
        return None


def _number(text: str) -> float:
    return float(text) if text else nan


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        row["kb_id"],
        row["type"],
        row["subtype"],
        row["name_ar"],
        tuple(filter(None, row["aliases_ar"].split("|"))),
        row["name_en"],
        row["country"],
        _number(row["lat"]),
        _number(row["lon"]),
        row["wikidata"],
        row["geonames"],
    )


def read_table(name: str) -> list[list[str]]:
    """Return the rows of a commented table of this package."""
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def countries() -> dict[str, str]:
    """Return the English name of each ISO 3166-1 alpha-2 code.

    >>> countries()["SY"]
    'Syria'
    """
    return dict(read_table("countries.tsv"))


@cache
def _subtypes() -> dict[tuple[str, str], str]:
    return {(label, subtype): words for label, subtype, words in read_table("subtypes.tsv")}


@cache
def knowledge() -> KnowledgeBase:
    """Return the knowledge base, read once."""
    lines = files(__package__).joinpath("curated.csv").read_text("utf-8").splitlines()
    return KnowledgeBase(map(_entry, csv.DictReader(lines)))
