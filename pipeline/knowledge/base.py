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
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan

from pipeline.arabic.data import read_table
from pipeline.arabic.designators import plainer
from pipeline.arabic.folding import fold, person_parts
from pipeline.knowledge.bodies import Body, body_of, countries, parse

Named = tuple[str, str]
"""A label and the key of a name."""

_BEARERS_OF_A_GIVEN_NAME = 1


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
        self._given = Counter(
            parts[0]
            for entry in self.entries.values()
            if entry.label == "PER" and len(parts := person_parts(entry.name)) > 1
        )
        self._countries = {
            fold(name): entry.country
            for entry in self.entries.values()
            if entry.subtype == "country"
            for name in entry.names
        }

    def entry(self, entity_id: str) -> Entry | None:
        """Return the entry that an id names, or None."""
        body = body_of(entity_id)
        return self.entries.get(entity_id) or (_entry_of_body(body) if body else None)

    def candidates(self, label: str, key: str) -> list[Entry]:
        """Return every entry that a key may mean, in the table's order."""
        return self._all.get((label, key), [])

    def _by_key(self, label: str, key: str) -> Entry | None:
        """Return the entry that a key means by itself: the only one, or the only one whose main name it is."""
        for found in (self.candidates(label, key), self._mains.get((label, key), [])):
            if len(found) == 1:
                return found[0]
        return None

    def body(self, body: Body) -> Entry:
        """Return the entry of a body that every country has: the table's where it has one under any of its names."""
        found = (self._by_key("ORG", fold(name)) for name in body.names)
        return next(filter(None, found), None) or _entry_of_body(body)

    def find(self, label: str, name: str) -> Entry | None:
        """Return the entry that a name means by itself, or None when none or more than one does.

        A name that is not in the table is tried without the words around it that fit the entry.

        >>> knowledge().find("ORG", "وكالة الأناضول التركية للأنباء").name_en
        'Anadolu Agency'
        """
        entry = self._by_key(label, fold(name))
        if entry:
            return entry
        body = parse(name, self._countries) if label == "ORG" else None
        if body:
            return self.body(body)
        for plain in plainer(label, name):
            entry = self._by_key(label, plain.key)
            if entry and plain.fits(entry.subtype, entry.country):
                return entry
        return None

    def certain(self, label: str, name: str) -> bool:
        """Return whether a name means the same wherever it stands: what `find` and `find_among` say cannot differ.

        >>> knowledge().certain("ORG", "الحكومة السورية"), knowledge().certain("ORG", "وزارة الصحة")
        (True, False)
        >>> knowledge().certain("PER", "محمود عباس"), knowledge().certain("PER", "عباس")
        (True, False)
        """
        found = self.candidates(label, fold(name))
        if found:
            return len(found) == 1 and not self._is_given_name(label, name)
        body = parse(name, self._countries) if label == "ORG" else None
        return not body or bool(body.country)

    def find_among(self, label: str, name: str, nations: Mapping[str, int]) -> Entry | None:
        """Return the entry that a name means in a document that speaks of some countries, or None.

        Of several bearers of the name, the one whose country the document speaks of most; a ministry without a nation is
        that of the country which more than half of it is about; a known man called by his first name must be from a country
        of the document.

        Args:
            label: PER, LOC or ORG.
            name: the name.
            nations: how often the document names anything of each country (ISO code).

        >>> knowledge().find_among("ORG", "وزارة الصحة", {"SA": 3, "FR": 1}).entity_id
        'org/sa/ministry-of-health'
        >>> knowledge().find_among("PER", "عباس", {"SY": 9, "LB": 2}) is None
        True
        """
        found = self.candidates(label, fold(name))
        if len(found) > 1:
            return _of_nation(found, nations) or self.find(label, name)
        if found:
            return found[0] if nations.get(found[0].country) or not self._is_given_name(label, name) else None
        body = parse(name, self._countries) if label == "ORG" else None
        if body and not body.country:
            return self.body(Body(body.kind, _main_nation(nations)))
        return self.find(label, name)

    def _is_given_name(self, label: str, name: str) -> bool:
        """Return whether a person's name is one part that several others have as their first."""
        parts = person_parts(name)
        return label == "PER" and len(parts) == 1 and self._given[parts[0]] > _BEARERS_OF_A_GIVEN_NAME


def _of_nation(entries: Iterable[Entry], nations: Mapping[str, int]) -> Entry | None:
    """Return the entry whose country is named most, or None when that is no one or more than one."""
    weights = [(nations.get(entry.country, 0), entry) for entry in entries]
    most = max(weight for weight, _ in weights)
    best = [entry for weight, entry in weights if weight == most]
    return best[0] if most and len(best) == 1 else None


def _main_nation(nations: Mapping[str, int]) -> str:
    """Return the country with more than half of all namings, or empty.

    >>> _main_nation({"SY": 3, "TR": 2}), _main_nation({"SY": 2, "TR": 2})
    ('SY', '')
    """
    return next((country for country, count in nations.items() if 2 * count > sum(nations.values())), "")


def _entry_of_body(body: Body) -> Entry:
    """Return the entry of a body that is known by its parts only."""
    kind = body.kind
    return Entry(
        body.entity_id,
        "ORG",
        kind.subtype,
        body.name,
        (),
        body.name_en,
        body.country,
        nan,
        nan,
        wikidata="",
        geonames="",
    )


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


@cache
def _subtypes() -> dict[tuple[str, str], str]:
    return {(label, subtype): words for label, subtype, words in read_table("subtypes.tsv", __package__)}


@cache
def knowledge() -> KnowledgeBase:
    """Return the knowledge base, read once."""
    lines = files(__package__).joinpath("curated.csv").read_text("utf-8").splitlines()
    return KnowledgeBase(map(_entry, csv.DictReader(lines)))
