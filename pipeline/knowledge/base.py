"""The knowledge base: people, places and organisations that the news names most, with the names they go by.

>>> knowledge = Knowledge()
>>> knowledge.find("ORG", "حزب_الله").name_en
'Hezbollah'
>>> knowledge.find("LOC", "ادلب").name_en
'Idlib'
>>> knowledge.find("PER", "فلان الفلاني") is None
True
"""

import csv
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import nan
from pathlib import Path

from ..arabic.data import read_table
from ..arabic.designators import core_names
from ..arabic.folding import fold, fold_all, fold_words, person_parts, without_son_of
from ..arabic.sound import foreign
from ..contracts.problems import Problem
from ..english.romanise import romanise
from .entry import CITY, NOWHERE, SMALL, Entry, Surroundings
from .gazetteer import Gazetteer
from .institutions import Institution, institution_of, parse
from .places import Place
from .spellings import SpellingIndex, parts_of
from .user import UserTables, read_tables

LabelledKey = tuple[str, str]
"""A label and the key of a name."""

_BEARERS_OF_A_GIVEN_NAME = 1
_FATHER_OF = "ابو"
_PLACE = "loc/"
_COUNTRY, _BODY = "country", "ORG"
_ENOUGH = 5
"""How many times as often as a country, at most, another may be named for the one to be spoken of."""

_REMEMBERED = 1 << 18
"""Names whose parts are kept, for they come again in document after document."""


@dataclass(frozen=True)
class _Bearers:
    """What a name may mean in the table.

    Attributes:
        key: the key that they are found under: the name's own, or that of a core name.
        entries: those who go by it, in the table's order.
        in_context: whether it means them only in a document that speaks of their country.
        countries: the countries that speak for them instead of their own (ISO codes), if any.
    """

    key: str
    entries: Sequence[Entry]
    in_context: bool
    countries: Sequence[str] = ()

    @property
    def foremost(self) -> Entry | None:
        """The entry that is meant without more being said: the only one, or the only one whose main name it is."""
        if len(self.entries) == 1:
            return self.entries[0]
        mains = [entry for entry in self.entries if fold(entry.name) == self.key]
        return mains[0] if len(mains) == 1 else None

    def among(self, nations: Mapping[str, int]) -> Entry | None:
        """Return the entry that is meant in a document which names countries so often, or None when that is not sure."""
        if not self.countries:
            named = _of_nation(self.entries, nations)
            return named if named and (named.label != _BODY or _speaks_of(nations, named.country)) else None
        spoken_of = max(nations, key=lambda nation: nations[nation], default="")
        return self.foremost if spoken_of in self.countries else None


class Knowledge:
    """Entries, found by any spelling of any of their names."""

    def __init__(self, folder: Path | None = None, tables: UserTables | None = None) -> None:
        """Read what is shipped, and the user's own tables in a folder; `problems` says what of these cannot be used.

        Args:
            folder: the user's folder (pipeline.knowledge.user), which need not exist; without it only what is shipped is known.
            tables: what was read there before, for a process that cannot see the folder.
        """
        self.folder = folder
        self.tables = tables or read_tables(folder)
        written = {entry.entity_id: entry for entry in map(_entry, self.tables.entities)}
        shipped = {entry.entity_id: entry for entry in _shipped()}
        user = {entity_id: self._whole(entry, shipped.get(entity_id)) for entity_id, entry in written.items()}
        self.entries = shipped | user
        self._user = _index((entry, written[entity_id].names) for entity_id, entry in user.items())
        self._all = _index((entry, entry.names) for entry in self.entries.values()) | self._user
        self._generic = {
            (label, fold(name)): tuple(countries)
            for label, name, _, *countries in read_table("generic.tsv", __package__)
        }
        self._geonames = {entry.geonames: entry for entry in self.entries.values() if entry.geonames}
        self._given = Counter(
            parts[0]
            for entry in self.entries.values()
            if entry.label == "PER" and len(parts := person_parts(entry.name)) > 1
        )
        self._countries = {
            fold(name): entry.country
            for entry in self.entries.values()
            if entry.subtype == _COUNTRY
            for name in entry.names
        }
        self.parts = lru_cache(maxsize=_REMEMBERED)(self._parts)

    def __reduce__(self) -> "tuple[Callable[[bytes], Knowledge], tuple[bytes]]":
        """Travel to another process as what was read of the user's, where one serves all that arrive."""
        return _arrived, (pickle.dumps((self.folder, self.tables)),)

    @property
    def problems(self) -> list[Problem]:
        """What cannot be used of the user's own tables."""
        return list(self.tables.problems)

    def _whole(self, row: Entry, ours: Entry | None) -> Entry:
        """Return a user's entry with what it leaves empty from the entry of ours whose id it has, if any."""
        same = ours or self._composed(row.entity_id)
        whole = row.completed(same) if same else row
        return whole if whole.name_en else replace(whole, name_en=romanise(row.name))

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self.tables.places)

    @cached_property
    def _spellings(self) -> SpellingIndex:
        return SpellingIndex(self.entries.values())

    def entry(self, entity_id: str) -> Entry | None:
        """Return the entry that an id names, or None."""
        return self.entries.get(entity_id) or self._composed(entity_id)

    def _composed(self, entity_id: str) -> Entry | None:
        """Return the entry of an institution or of a place of the gazetteer that an id names, or None."""
        institution = institution_of(entity_id)
        if institution:
            return _entry_of_institution(institution)
        place = self._gazetteer.entry(entity_id) if entity_id.startswith(_PLACE) else None
        return _entry_of_place(place) if place else None

    def candidates(self, label: str, key: str) -> list[Entry]:
        """Return every entry that a key may mean, in the table's order."""
        return self._all.get((label, key), [])

    def _by_key(self, label: str, key: str) -> Entry | None:
        """Return the entry that a key means by itself."""
        return _Bearers(key, self.candidates(label, key), in_context=False).foremost

    def _parsed(self, label: str, name: str) -> Institution | None:
        """Return the institution of any country that a name is made of, or None."""
        return parse(name, self._countries) if label == "ORG" else None

    def _bearers(self, label: str, name: str) -> _Bearers:
        """Return what a name may mean in the table; one that is not there is no institution's, but may be without some words."""
        key = fold(name)
        found = self.candidates(label, key)
        if found or self._parsed(label, name):
            generic = (label, key) in self._generic or (label == "PER" and self._is_of_many(name, found))
            in_context = generic and (label, key) not in self._user
            return _Bearers(key, found, in_context, self._generic.get((label, key), ()) if in_context else ())
        return self._core_bearers(label, name)

    def _core_bearers(self, label: str, name: str) -> _Bearers:
        """Return what a name may mean without the words around it that fit the entry; a nationality says the country."""
        for core in core_names(label, name):
            found = [e for e in self.candidates(label, core.key) if core.fits(e.subtype, e.country)]
            if found:
                return _Bearers(core.key, found, (label, core.key) in self._generic and not core.country)
        return _Bearers(fold(name), (), in_context=False)

    def institution(self, institution: Institution) -> Entry:
        """Return the entry of an institution that every country has: the table's where it has one under any of its names."""
        found = (self._by_key("ORG", fold(name)) for name in institution.names)
        return next(filter(None, found), None) or _entry_of_institution(institution)

    def find(self, label: str, name: str) -> Entry | None:
        """Return the entry that a name means by itself, or None when none or more than one does.

        A name that is not in the table is tried without the words around it that fit the entry.

        >>> Knowledge().find("ORG", "وكالة الأناضول التركية للأنباء").name_en
        'Anadolu Agency'
        """
        entry = self._by_key(label, fold(name))
        if entry:
            return entry
        institution = self._parsed(label, name)
        return self.institution(institution) if institution else self._core_bearers(label, name).foremost

    def certain(self, label: str, name: str) -> bool:
        """Return whether a name means the same wherever it stands: what `find` and `find_among` say cannot differ.

        >>> Knowledge().certain("ORG", "الحكومة السورية"), Knowledge().certain("ORG", "وزارة الصحة")
        (True, False)
        >>> Knowledge().certain("PER", "محمود عباس"), Knowledge().certain("PER", "عباس")
        (True, False)
        """
        bearers = self._bearers(label, name)
        if bearers.entries:
            return len(bearers.entries) == 1 and not bearers.in_context
        institution = self._parsed(label, name)
        return not institution or bool(institution.country)

    def find_among(self, label: str, name: str, nations: Mapping[str, int]) -> Entry | None:
        """Return the entry that a name means in a document that speaks of some countries, or None.

        Of several bearers of the name, the one whose country the document speaks of most; a ministry without a nation is
        that of the country which more than half of it is about; a known man called by his first name, and an organisation
        called by a generic name such as حزب العمل, must be from a country of the document.

        Args:
            label: PER, LOC or ORG.
            name: the name.
            nations: how often the document names anything of each country (ISO code).

        >>> Knowledge().find_among("ORG", "وزارة الصحة", {"SA": 3, "FR": 1}).entity_id
        'org/sa/ministry-of-health'
        >>> Knowledge().find_among("PER", "عباس", {"SY": 9, "LB": 2}) is None
        True
        >>> Knowledge().find_among("LOC", "مدينة طرابلس", {"LB": 2}).entity_id
        'loc/lb/tripoli-lebanon'
        >>> [Knowledge().find_among("ORG", "المجلس الوطني لحقوق الإنسان", {one: 2}).entity_id for one in ("MA", "DZ")]
        ['org/national-human-rights-council', 'org/dz/state-human-rights-council']
        """
        bearers = self._bearers(label, name)
        if bearers.entries:
            named = bearers.among(nations)
            return named or (self._national(label, name, nations) if bearers.in_context else self.find(label, name))
        institution = self._parsed(label, name)
        if institution and not institution.country:
            return self._national(label, name, nations) or self.institution(institution)
        return self.find(label, name)

    def _national(self, label: str, name: str, nations: Mapping[str, int]) -> Entry | None:
        """Return the institution of the country that a document is about, or None: its name may be another country's."""
        institution = self._parsed(label, name)
        national = Institution(institution.type, _main_nation(nations)) if institution else None
        return self.institution(national) if national and national.country and national.names else None

    def find_place(
        self, name: str, nations: Mapping[str, int], document: Surroundings, sentence: Surroundings = NOWHERE
    ) -> Entry | None:
        """Return the place of the gazetteer that a name which is not in the table means in a document, or None.

        Args:
            name: the name.
            nations: how often the document names anything of each country (ISO code).
            document: what the document names beside it.
            sentence: what the sentences name that it stands in.

        >>> Knowledge().find_place("دير قانون", {"SY": 2}, Surroundings([(33.6, 36.1)])).name_en
        'Deir Qanun'
        """
        place = self._gazetteer.place(name, nations, document, sentence)
        return (self._geonames.get(place.id) or _entry_of_place(place)) if place else None

    def is_small(self, place: Entry) -> bool:
        """Return whether a place is a village, a town or a city of few people, which may have namesakes that no table lists.

        >>> knowledge = Knowledge()
        >>> [knowledge.is_small(knowledge.find("LOC", name)) for name in ("دابق", "نزوى", "حلب", "سوريا")]
        [True, True, False, False]
        """
        return place.subtype in SMALL or (place.subtype == CITY and self._gazetteer.is_town(place.geonames))

    def is_of_several_places(self, name: str) -> bool:
        """Return whether several places of the gazetteer go by a name, so that it may mean another in every document.

        >>> Knowledge().is_of_several_places("الحميدية"), Knowledge().is_of_several_places("دورتموند")
        (True, False)
        """
        return len(self._gazetteer.named(name)) > 1

    def is_of_any_country(self, body: Entry) -> bool:
        """Return whether a body is an institution of which a text did not say whose it is: another in every document.

        >>> knowledge = Knowledge()
        >>> [knowledge.is_of_any_country(knowledge.find("ORG", name)) for name in ("وزارة الداخلية", "الداخلية الليبية", "حماس")]
        [True, False, False]
        """
        return not body.country and institution_of(body.entity_id) is not None

    def country(self, code: str) -> Entry | None:
        """Return the entry of a country by its ISO code, or None."""
        return self._country_entries.get(code)

    @cached_property
    def _country_entries(self) -> dict[str, Entry]:
        return {entry.country: entry for entry in self.entries.values() if entry.subtype == _COUNTRY}

    def find_spelling(self, label: str, name: str) -> Entry | None:
        """Return the one entity that a foreign name means which is known in another spelling (pipeline.knowledge.spellings).

        A name that is known in this very spelling is none: what it means was said, or could not be told.

        >>> Knowledge().find_spelling("PER", "سيرغي لافاروف").name_en
        'Sergey Lavrov'
        >>> Knowledge().find_spelling("PER", "محمد سلمان") is None
        True
        """
        return None if self.candidates(label, fold(name)) else self._spellings.find(label, name)

    def names_someone(self, part: str) -> bool:
        """Return whether a part of a name, as `parts` gives it, is part of the name of anyone who is known.

        >>> Knowledge().names_someone("اندريه"), Knowledge().names_someone("انريه")
        (True, False)
        """
        return self._spellings.known(part)

    def _parts(self, label: str, name: str) -> tuple[str, ...]:
        """Return what may be left out of a name one by one, foreign names by their sound (pipeline.knowledge.spellings).

        >>> Knowledge().parts("PER", "أبو محمد الجولاني"), Knowledge().parts("ORG", "الجبهة الوطنية للتحرير")
        (('ابومحمد', 'جولاني'), ('جبهه', 'وطنيه', 'للتحرير'))
        """
        return tuple(map(self._spellings.canonical, parts_of(label, name)))

    def key_of(self, name: str) -> str:
        """Return what tells a name that nothing is known of from others: its folded words, each in one spelling.

        The بن between the names of a man, his father and his family is written or not.

        >>> knowledge = Knowledge()
        >>> knowledge.key_of("باستيان شفانشتايغر") == knowledge.key_of("باستيان شفاينشتايجر")
        True
        >>> knowledge.key_of("برهان رحمون"), knowledge.key_of("بدر بن سليم دندش") == knowledge.key_of("بدر سليم دندش")
        ('برهانرحمون', True)
        """
        return "".join(map(self._spellings.canonical, without_son_of(fold_words(name))))

    def respelt(self, label: str, name: str) -> str:
        """Return a name in one spelling for all that have its key, unless they differ in spaces that are no compound's.

        >>> Knowledge().respelt("PER", "عبدالله الأحمد") == Knowledge().respelt("PER", "عبد اللّه الاحمد")
        True
        """
        return self._spellings.respelt(label, name)

    def _is_of_many(self, name: str, bearers: Sequence[Entry]) -> bool:
        """Return whether a person's lone name says little: a first name of several, a kunya, a surname of several countries.

        A kunya that is a surname, such as أبو الغيط of أحمد أبو الغيط, is none here.
        """
        parts = person_parts(name)
        if len(parts) != 1:
            return False
        part = parts[0]
        in_names = any(part in (own := person_parts(bearer.name)) and len(own) > 1 for bearer in bearers)
        by_name = part.startswith(_FATHER_OF) and not in_names
        return by_name or self._given[part] > _BEARERS_OF_A_GIVEN_NAME or len(self._homes.get(part, ())) > 1

    @cached_property
    def _homes(self) -> dict[str, set[str]]:
        """The countries of the known people who have an Arab surname, by the surname."""
        homes: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            if entry.label == "PER" and entry.country:
                *others, surname = person_parts(entry.name) or ("",)
                if others and not foreign(surname):
                    homes[surname].add(entry.country)
        return dict(homes)


def _index(entries: Iterable[tuple[Entry, Sequence[str]]]) -> dict[LabelledKey, list[Entry]]:
    """Return entries by their labels and the keys of names, in order."""
    named = [(entry, name) for entry, names in entries for name in names]
    index: dict[LabelledKey, list[Entry]] = {}
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


def _speaks_of(nations: Mapping[str, int], country: str) -> bool:
    """Return whether a document that names countries so often speaks of one enough for a body of it to need no name of its own.

    >>> _speaks_of({"SY": 9, "LB": 1}, "LB"), _speaks_of({"SY": 9, "LB": 2}, "LB")
    (False, True)
    """
    return _ENOUGH * nations.get(country, 0) >= max(nations.values(), default=0)


def _main_nation(nations: Mapping[str, int]) -> str:
    """Return the country with more than half of all namings, or empty.

    >>> _main_nation({"SY": 3, "TR": 2}), _main_nation({"SY": 2, "TR": 2})
    ('SY', '')
    """
    return next((country for country, count in nations.items() if 2 * count > sum(nations.values())), "")


def _entry_of_institution(institution: Institution) -> Entry:
    """Return the entry of an institution that is known by its parts only."""
    return Entry(
        institution.entity_id,
        "ORG",
        institution.type.subtype,
        institution.name,
        (),
        institution.name_en,
        institution.country,
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
        place.subtype,
        place.name,
        (),
        place.usual_en,
        place.country,
        *place.point,
        place.wikidata,
        place.geonames,
        pcode=place.pcode,
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
        row["precision"],
        row["pcode"],
    )


@lru_cache(maxsize=2)
def _arrived(packed: bytes) -> Knowledge:
    return Knowledge(*pickle.loads(packed))


@cache
def _shipped() -> tuple[Entry, ...]:
    """Return the entries of the curated table."""
    lines = files(__package__).joinpath("curated.csv").read_text("utf-8").splitlines()
    return tuple(map(_entry, csv.DictReader(lines)))
