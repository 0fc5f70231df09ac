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
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import nan

from pipeline.arabic.data import read_table
from pipeline.arabic.designators import plainer
from pipeline.arabic.folding import fold, fold_all, person_parts
from pipeline.files import Problem
from pipeline.knowledge.bodies import Body, body_of, countries, parse
from pipeline.knowledge.gazetteer import Place, Point, gazetteer, own_places
from pipeline.knowledge.own import own_names, subtypes

Named = tuple[str, str]
"""A label and the key of a name."""

_BEARERS_OF_A_GIVEN_NAME = 1
_PLACE = "loc/"
_WIDE = ("country", "region", "sea", "river")
"""Subtypes of places whose coordinates are a point in something large: they say little of what is near."""


@dataclass(frozen=True)
class Entry:
    """One entity of the knowledge base: a row of curated.csv or of the user's own tables, a place or a body of any country.

    Attributes:
        entity_id: readable and stable, such as per/bashar-al-assad.
        label: PER, LOC or ORG.
        subtype: what kind of person, place or body it is (subtypes.tsv), or empty.
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
        kind = subtypes().get((self.label, self.subtype), "")
        country = countries().get(self.country, "")
        return ", ".join(filter(None, (kind, country if country != self.name_en else "")))

    @property
    def point(self) -> Point | None:
        """Where it is, or None where that is unknown or too large to be a point."""
        known = self.latitude == self.latitude and self.subtype not in _WIDE
        return (self.latitude, self.longitude) if known else None


@dataclass(frozen=True)
class _Bearers:
    """What a name may mean in the table.

    Attributes:
        key: the key that they are found under: the name's own, or that of a plainer name.
        entries: those who go by it, in the table's order.
        in_context: whether it means them only in a document that speaks of their country.
    """

    key: str
    entries: Sequence[Entry]
    in_context: bool

    @property
    def foremost(self) -> Entry | None:
        """The entry that is meant without more being said: the only one, or the only one whose main name it is."""
        if len(self.entries) == 1:
            return self.entries[0]
        mains = [entry for entry in self.entries if fold(entry.name) == self.key]
        return mains[0] if len(mains) == 1 else None


class KnowledgeBase:
    """Entries, found by any spelling of any of their names."""

    def __init__(
        self, entries: Iterable[Entry], generic: Iterable[tuple[str, str]] = (), own: Iterable[Entry] = ()
    ) -> None:
        """Index entries by the keys of their names.

        Args:
            entries: what is known.
            generic: labels and names that are in use for one entry in its own country only (generic.tsv).
            own: what the user knows better: it takes the place of entries of the same id, and its names mean nothing else.
        """
        theirs = {entry.entity_id: entry for entry in own}
        ours = {entry.entity_id: entry for entry in entries if entry.entity_id not in theirs}
        self.entries = ours | theirs
        self._own = _index(theirs.values())
        self._all = _index(ours.values()) | self._own
        self._generic = {(label, fold(name)) for label, name in generic}
        self._geonames = {entry.geonames: entry for entry in self.entries.values() if entry.geonames}
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
        entry = self.entries.get(entity_id)
        if entry:
            return entry
        body = body_of(entity_id)
        if body:
            return _entry_of_body(body)
        place = gazetteer().entry(entity_id) if entity_id.startswith(_PLACE) else None
        return _entry_of_place(place) if place else None

    def candidates(self, label: str, key: str) -> list[Entry]:
        """Return every entry that a key may mean, in the table's order."""
        return self._all.get((label, key), [])

    def _by_key(self, label: str, key: str) -> Entry | None:
        """Return the entry that a key means by itself."""
        return _Bearers(key, self.candidates(label, key), in_context=False).foremost

    def _parsed(self, label: str, name: str) -> Body | None:
        """Return the body of any country that a name is made of, or None."""
        return parse(name, self._countries) if label == "ORG" else None

    def _bearers(self, label: str, name: str) -> _Bearers:
        """Return what a name may mean in the table; one that is not there is no body's, but may be without some words."""
        key = fold(name)
        found = self.candidates(label, key)
        if found or self._parsed(label, name):
            generic = (label, key) in self._generic or self._is_given_name(label, name)
            return _Bearers(key, found, generic and (label, key) not in self._own)
        return self._plainer(label, name)

    def _plainer(self, label: str, name: str) -> _Bearers:
        """Return what a name may mean without the words around it that fit the entry; a nationality says the country."""
        for plain in plainer(label, name):
            found = [e for e in self.candidates(label, plain.key) if plain.fits(e.subtype, e.country)]
            if found:
                return _Bearers(plain.key, found, (label, plain.key) in self._generic and not plain.country)
        return _Bearers(fold(name), (), in_context=False)

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
        body = self._parsed(label, name)
        return self.body(body) if body else self._plainer(label, name).foremost

    def certain(self, label: str, name: str) -> bool:
        """Return whether a name means the same wherever it stands: what `find` and `find_among` say cannot differ.

        >>> knowledge().certain("ORG", "الحكومة السورية"), knowledge().certain("ORG", "وزارة الصحة")
        (True, False)
        >>> knowledge().certain("PER", "محمود عباس"), knowledge().certain("PER", "عباس")
        (True, False)
        """
        bearers = self._bearers(label, name)
        if bearers.entries:
            return len(bearers.entries) == 1 and not bearers.in_context
        body = self._parsed(label, name)
        return not body or bool(body.country)

    def find_among(self, label: str, name: str, nations: Mapping[str, int]) -> Entry | None:
        """Return the entry that a name means in a document that speaks of some countries, or None.

        Of several bearers of the name, the one whose country the document speaks of most; a ministry without a nation is
        that of the country which more than half of it is about; a known man called by his first name, and a body called by a
        generic name such as حزب العمل, must be from a country of the document.

        Args:
            label: PER, LOC or ORG.
            name: the name.
            nations: how often the document names anything of each country (ISO code).

        >>> knowledge().find_among("ORG", "وزارة الصحة", {"SA": 3, "FR": 1}).entity_id
        'org/sa/ministry-of-health'
        >>> knowledge().find_among("PER", "عباس", {"SY": 9, "LB": 2}) is None
        True
        >>> knowledge().find_among("LOC", "مدينة طرابلس", {"LB": 2}).entity_id
        'loc/lb/tripoli-lebanon'
        """
        bearers = self._bearers(label, name)
        if bearers.entries:
            named = _of_nation(bearers.entries, nations)
            return named if named or bearers.in_context else self.find(label, name)
        body = self._parsed(label, name)
        if body and not body.country:
            national = Body(body.kind, _main_nation(nations))
            return self.body(national if national.names else body)
        return self.find(label, name)

    def find_place(self, name: str, nations: Mapping[str, int], around: Collection[Point]) -> Entry | None:
        """Return the place of the gazetteer that a name which is not in the table means in a document, or None.

        Args:
            name: the name.
            nations: how often the document names anything of each country (ISO code).
            around: where the places are that the document names for sure.

        >>> knowledge().find_place("دير قانون", {"SY": 2}, [(33.6, 36.1)]).name_en
        'Dayr Qanun'
        """
        place = gazetteer().place(name, nations, around)
        return (self._geonames.get(place.id) or _entry_of_place(place)) if place else None

    def _is_given_name(self, label: str, name: str) -> bool:
        """Return whether a person's name is one part that several others have as their first."""
        parts = person_parts(name)
        return label == "PER" and len(parts) == 1 and self._given[parts[0]] > _BEARERS_OF_A_GIVEN_NAME


def _index(entries: Iterable[Entry]) -> dict[Named, list[Entry]]:
    """Return entries by the labels and keys of their names, in order."""
    named = [(entry, name) for entry in entries for name in entry.names]
    index: dict[Named, list[Entry]] = {}
    for (entry, _), key in zip(named, fold_all([name for _, name in named]), strict=True):
        bearers = index.setdefault((entry.label, key), [])
        if not bearers or bearers[-1] is not entry:
            bearers.append(entry)
    return index


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


def _entry_of_place(place: Place) -> Entry:
    """Return the entry of a place of the gazetteer."""
    return Entry(
        place.entity_id,
        "LOC",
        place.kind,
        place.name,
        (),
        place.name_en,
        place.country,
        *place.point,
        place.wikidata,
        place.geonames,
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
def knowledge() -> KnowledgeBase:
    """Return the knowledge base, read once; `own_problems` says what of the user's own is left out."""
    lines = files(__package__).joinpath("curated.csv").read_text("utf-8").splitlines()
    generic = [(label, name) for label, name, _ in read_table("generic.tsv", __package__)]
    return KnowledgeBase(map(_entry, csv.DictReader(lines)), generic, map(_entry, own_names()[0]))


def own_problems() -> list[Problem]:
    """Return what cannot be used of the user's own tables of names and places."""
    return [*own_names()[1], *own_places()[1]]
