"""The gazetteer: places of the world that the curated table lacks, found by name and told apart by the document.

A name alone proves little here: جديدة is two dozen villages, بشار a town of Algeria, a village and a man. So a place is
taken only when the document speaks for it, by places near it or by its country, or when it is a big city; of several that
the document speaks for, only one that stands out. Its sentence comes first: it names the governorate (بريف إدلب) or places
near it. Else there is none: no coordinates are better than wrong ones.

>>> gazetteer = Gazetteer()
>>> gazetteer.place("دورتموند", {}).name_en
'Dortmund'
>>> gazetteer.place("جديدة", {"SY": 3}) is None
True
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import inf
from pathlib import Path

from ..arabic.data import read_table
from ..arabic.designators import core_names
from ..arabic.folding import fold, fold_all, fold_words
from ..arabic.sound import consonants, foreign, similarity, sound
from ..contracts.schema import Point
from .distance import kilometres
from .entry import CITY, NOWHERE, QUARTER, Surroundings
from .places import Place, names_in, place_in, read_lines
from .spellings import SIMILAR

SYRIA = Path(__file__).with_name("places_sy.csv")
WORLD = Path(__file__).with_name("places_world.csv.gz")

_NEAR, _FAR = 50.0, 100.0
"""Kilometres within which a document's places speak for another, and beyond which they speak against a small one."""

_IN_CITY = 10.0
"""Kilometres from the middle of a city within which its quarters are."""

_SPOKEN_OF = 0.1
"""The least share of all namings of countries for the document to speak of one."""

_TOWN, _BIG_CITY, _METROPOLIS = 10_000, 100_000, 300_000
"""Inhabitants from which a place needs nothing near it in its own country, from which not even its country in a document that
names none, and from which not even where it names others."""

_STANDS_OUT = 10
"""How many times as prominent as the next a place must be to be meant by a name that both bear."""

_NEARER = 3
"""How many times as near as the next a place must be to be meant by a name that both bear."""

_EVIDENCE = 4
"""Consonants, at least, of a name that is known by its sound."""

_ARTICLE, _FEMININE, _LONG_A = "ال", "ه", "ا"
_LONGEST = 3
"""Words of a name, at most, that are tried with and without ال."""

_SHORTEST = 3
"""Letters of a word, at least, that is tried with and without ال."""


class Gazetteer:
    """Places, found by any spelling of any of their names; lines are taken apart only when they are asked for."""

    def __init__(self, user: Iterable[str] = ()) -> None:
        """Index the shipped places, Syria's and then the world's, behind the user's; of one id the first line counts.

        Args:
            user: lines of the user's places (FIELDS).
        """
        self._lines: dict[str, str] = {}
        for table in (user, read_lines(SYRIA), read_lines(WORLD)):
            for line in table:
                self._lines.setdefault(line.partition(",")[0], line)
        names: list[str] = []
        ids: list[str] = []
        for id_, line in self._lines.items():
            own = names_in(line)
            names += own
            ids += [id_] * len(own)
        # The ids of one key stand in one string, between spaces: ten thousands of lists take as long to make as all the rest.
        self._ids: dict[str, str] = {}
        for key, id_ in zip(fold_all(names), ids, strict=True):
            self._ids[key] = f"{self._ids[key]} {id_}" if key in self._ids else id_
        self._common, self._nouns = _words("common_names.tsv"), _words("common_nouns.tsv")

    def entry(self, entity_id: str) -> Place | None:
        """Return the place that an entity id names, or None."""
        id_ = entity_id.rpartition("-")[2]
        line = self._lines.get(id_) or self._lines.get(id_.upper())
        place = place_in(line) if line else None
        return place if place and place.entity_id == entity_id else None

    def is_town(self, geonameid: str) -> bool:
        """Return whether a place of GeoNames is known to have fewer inhabitants than a big city."""
        line = self._lines.get(geonameid)
        return line is not None and 0 < place_in(line).population < _BIG_CITY

    def named(self, name: str) -> list[Place]:
        """Return the places that go by a name, or by the name without a word such as قرية, once each."""
        keys = [fold(name), *(core.key for core in core_names("LOC", name) if core.subtypes is None)]
        ids = next((found for key in keys if (found := self._ids.get(key))), "")
        return [place_in(self._lines[id_]) for id_ in dict.fromkeys(ids.split())]

    def spelt_alike(self, name: str) -> list[Place]:
        """Return the places of a name that differs in ال or in its last ا: القرقور and قرقور, كفرلاتا and كفرلاتة."""
        ids = dict.fromkeys(id_ for key in _alike(name) for id_ in self._ids.get(key, "").split())
        return [place_in(self._lines[id_]) for id_ in ids]

    def sounding_alike(self, name: str) -> list[Place]:
        """Return the big cities of a foreign name that is spelt otherwise: أسكيشهير and أسكي شهر."""
        key = fold(name)
        if not foreign(key) or consonants(key) < _EVIDENCE:
            return []
        ids = [id_ for other, id_ in self._by_sound.get(sound(key), ()) if similarity(key, other) >= SIMILAR]
        return [place_in(self._lines[id_]) for id_ in dict.fromkeys(ids)]

    @cached_property
    def _by_sound(self) -> dict[str, list[tuple[str, str]]]:
        """The keys and ids of big cities with foreign names, by sound."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for id_, line in self._lines.items():
            if f",{CITY}," in line:
                for key in filter(foreign, fold_all(names_in(line))):
                    found[sound(key)].append((key, id_))
        return dict(found)

    def place(
        self,
        name: str,
        nations: Mapping[str, int],
        document: Surroundings = NOWHERE,
        sentence: Surroundings = NOWHERE,
    ) -> Place | None:
        """Return the place that a name means in a document, or None when that is none or not sure.

        Args:
            name: the name.
            nations: how often the document names anything of each country (ISO code).
            document: what the document names beside it.
            sentence: what the sentences name that it stands in.
        """
        places = self.named(name)
        at_home = [place for place in _spoken_of(places, nations) if _in_city(place, sentence, document)]
        if fold(name) in self._common:
            big = [place for place in at_home if place.population >= _BIG_CITY]
            return _foremost(big) or _told([place for place in at_home if place.subtype == QUARTER], sentence)
        if not places:
            alike = _spoken_of(self.spelt_alike(name), nations)
            near = _told(alike, sentence) or _nearby(_within(alike, sentence, document), document.points)
            return near or _foremost(_spoken_of(self.sounding_alike(name), nations))
        if not at_home:
            return _least(_foremost(places), _METROPOLIS if nations else _BIG_CITY)
        told = _told(at_home, sentence)
        if told or fold(name) in self._nouns:
            return told
        here = _within(at_home, sentence, document)
        main = max(nations, key=lambda nation: nations[nation])
        return _nearby(here, document.points) or _at_home(here, main, document.points)


def _words(table: str) -> frozenset[str]:
    """Return the folded words of a list."""
    return frozenset(fold_all([word for (word,) in read_table(table, __package__)]))


def _alike(name: str) -> Iterator[str]:
    """Yield the keys of a name with and without ال before each word, and with its last ا or ة written otherwise."""
    words = fold_words(name)[:_LONGEST]
    if words != fold_words(name):
        return
    last = words[-1][-1:] if words else ""
    ends = {_LONG_A: (_LONG_A, _FEMININE), _FEMININE: (_FEMININE, _LONG_A)}.get(last, (last,))
    for forms in product(*map(_with_and_without_article, words)):
        yield from ("".join(forms)[: -1 if last else None] + end for end in ends)


def _with_and_without_article(word: str) -> tuple[str, ...]:
    bare = word.removeprefix(_ARTICLE)
    return (bare, _ARTICLE + bare) if len(bare) >= _SHORTEST else (word,)


def _spoken_of(places: Iterable[Place], nations: Mapping[str, int]) -> list[Place]:
    """Return the places of the countries that a document speaks of."""
    least = _SPOKEN_OF * sum(nations.values())
    spoken_of = {nation for nation, count in nations.items() if count >= least}
    return [place for place in places if place.country in spoken_of]


def _within(places: Sequence[Place], sentence: Surroundings, document: Surroundings) -> Sequence[Place]:
    """Return the places that the governorates named allow.

    Where the sentence names some, a place is in one of them, or in a country of which none is known; where only the document
    does, those in one of them come first.
    """
    if sentence.governorates:
        return [place for place in places if place.pcode in ("", *sentence.governorates)]
    return [place for place in places if place.pcode in document.governorates] or places


def _in_city(place: Place, sentence: Surroundings, document: Surroundings) -> bool:
    """Return whether a place is no quarter, or one of a city that the sentence names, or the document where it names none."""
    return place.subtype != QUARTER or _distance(place, sentence.points or document.points) <= _IN_CITY


def _told(places: Sequence[Place], sentence: Surroundings) -> Place | None:
    """Return the one place that its sentence tells: near what it names, or the only one of a governorate that it names."""
    named = [place for place in places if place.pcode in sentence.governorates]
    return _nearby(named or places, sentence.points) or _foremost(named)


def _distance(place: Place, around: Collection[Point]) -> float:
    return min((kilometres(place.point, point) for point in around), default=inf)


def _nearby(places: Iterable[Place], around: Collection[Point]) -> Place | None:
    """Return the one place near a document's places: much nearer, or much more prominent, than others that are near."""
    distances = {place: _distance(place, around) for place in places} if around else {}
    near = sorted((place for place, distance in distances.items() if distance <= _NEAR), key=distances.__getitem__)
    if len(near) > 1 and _NEARER * distances[near[0]] <= distances[near[1]]:
        return near[0]
    return _foremost(near)


def _at_home(places: Sequence[Place], main: str, around: Collection[Point]) -> Place | None:
    """Return the one place of the main country, or else of all: a town, or in the main country what is not too far."""
    place = _foremost([place for place in places if place.country == main] or places)
    if place and place.country == main and _distance(place, around) <= _FAR:
        return place
    return _least(place, _TOWN)


def _least(place: Place | None, inhabitants: int) -> Place | None:
    """Return a place that has so many inhabitants, or None."""
    return place if place and place.prominence >= inhabitants else None


def _foremost(places: Iterable[Place]) -> Place | None:
    """Return the only place, or the one that stands out, or None."""
    ranked = sorted(places, key=lambda place: -place.prominence)
    if len(ranked) > 1 and ranked[0].prominence < _STANDS_OUT * ranked[1].prominence:
        return None
    return ranked[0] if ranked else None
