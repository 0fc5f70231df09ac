"""The gazetteer: places of the world that the curated table lacks, found by name and told apart by the document.

A name alone proves little here: جديدة is two dozen villages, بشار a town of Algeria, a village and a man. So a place is
taken only when the document speaks for it, by places near it or by its country, or when it is a big city; of several that
the document speaks for, only one that stands out. Else there is none: no coordinates are better than wrong ones.

>>> gazetteer().place("دورتموند", {}, []).name_en
'Dortmund'
>>> gazetteer().place("جديدة", {"SY": 3}, []) is None
True
"""

import csv
import gzip
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, inf, radians, sin, sqrt
from pathlib import Path

from pipeline.arabic.data import read_table
from pipeline.arabic.designators import plainer
from pipeline.arabic.folding import fold, fold_all
from pipeline.files import Problem
from pipeline.knowledge.ids import slug
from pipeline.knowledge.own import STAGE, folder, place_files, read_sheet

FIELDS = ["id", "name_ar", "aliases_ar", "name_en", "country", "kind", "lat", "lon", "population", "wikidata"]
"""The columns of a table of places; aliases are separated by |."""

_NEEDED = ("id", "name_ar", "name_en", "country", "kind", "lat", "lon")
_ID = re.compile("[A-Za-z0-9]+")

SYRIA = Path(__file__).with_name("places_sy.csv")
WORLD = Path(__file__).with_name("places_world.csv.gz")

_NEAR, _FAR = 50.0, 100.0
"""Kilometres within which a document's places speak for another, and beyond which they speak against a small one."""

_SPOKEN_OF = 0.1
"""The least share of all namings of countries for the document to speak of one."""

_TOWN, _BIG_CITY = 10_000, 100_000
"""Inhabitants from which a place needs nothing near it in its own country, and from which not even its country."""

_STANDS_OUT = 10
"""How many times as prominent as the next a place must be to be meant by a name that both bear."""

_NEARER = 3
"""How many times as near as the next a place must be to be meant by a name that both bear."""

_EARTH = 6371.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True)
class Place:
    """A place: a row of a table of places.

    Attributes:
        id: its GeoNames id, or where GeoNames lacks it the code of another source: C5902 of OCHA, wof85678345.
        name: its Arabic name.
        name_en: its English name.
        country: ISO 3166-1 alpha-2 code.
        kind: the knowledge base's subtype (subtypes.tsv).
        point: where it is.
        population: its inhabitants, 0 when unknown.
        wikidata: Wikidata id, or empty.
    """

    id: str
    name: str
    name_en: str
    country: str
    kind: str
    point: Point
    population: int
    wikidata: str

    @property
    def entity_id(self) -> str:
        """Its id, readable and stable: loc/sy/hatitat-al-jarash-169987."""
        return f"loc/{self.country.lower()}/{slug(self.name_en)}-{self.id.lower()}"

    @property
    def geonames(self) -> str:
        """Its GeoNames id, or empty."""
        return self.id if self.id.isdigit() else ""

    @property
    def prominence(self) -> int:
        """Its inhabitants, or where they are unknown what its kind makes likely."""
        return self.population or _LIKELY.get(self.kind, 1_500)


_LIKELY = {"country": 10_000_000, "sea": 1_000_000, "region": 50_000, "city": 50_000, "river": 20_000, "town": 10_000}


def kilometres(one: Point, other: Point) -> float:
    """Return the great-circle distance of two points (haversine formula).

    >>> round(kilometres((33.51, 36.29), (36.20, 37.16)))
    309
    """
    (south, west), (north, east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


def read_lines(path: Path) -> list[str]:
    """Return the lines of a shipped table of places (FIELDS), plain or compressed, without the first."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return text.splitlines()[1:]


def names_in(line: str) -> list[str]:
    """Return the Arabic names in a line of a table of places; the columns up to them need no quotes."""
    _, name, aliases, _ = line.split(",", 3)
    return [name, *aliases.split("|")] if aliases else [name]


def place_in(line: str) -> Place:
    """Return the place that a line of a table of places holds."""
    id_, name, _, name_en, country, kind, lat, lon, population, wikidata = next(csv.reader([line]))
    return Place(id_, name, name_en, country, kind, (float(lat), float(lon)), int(population or 0), wikidata)


class Gazetteer:
    """Places, found by any spelling of any of their names; lines are taken apart only when they are asked for."""

    def __init__(self, tables: Iterable[Iterable[str]], common: Collection[str] = ()) -> None:
        """Index tables of places.

        Args:
            tables: lines of places (FIELDS); of one id the first line counts.
            common: names of one word that are common words or names of people as well.
        """
        self._lines: dict[str, str] = {}
        for table in tables:
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
        self._common = frozenset(fold_all(list(common)))

    def entry(self, entity_id: str) -> Place | None:
        """Return the place that an entity id names, or None."""
        id_ = entity_id.rpartition("-")[2]
        line = self._lines.get(id_) or self._lines.get(id_.upper())
        place = place_in(line) if line else None
        return place if place and place.entity_id == entity_id else None

    def named(self, name: str) -> list[Place]:
        """Return the places that go by a name, or by the name without a word such as قرية, once each."""
        keys = [fold(name), *(plain.key for plain in plainer("LOC", name) if plain.kinds is None)]
        ids = next((found for key in keys if (found := self._ids.get(key))), "")
        return [place_in(self._lines[id_]) for id_ in dict.fromkeys(ids.split())]

    def place(self, name: str, nations: Mapping[str, int], around: Collection[Point]) -> Place | None:
        """Return the place that a name means in a document, or None when that is none or not sure.

        Args:
            name: the name.
            nations: how often the document names anything of each country (ISO code).
            around: where the places are that the document names for sure.
        """
        total = sum(nations.values())
        spoken_of = {nation for nation, count in nations.items() if count >= _SPOKEN_OF * total}
        places = self.named(name)
        at_home = [place for place in places if place.country in spoken_of]
        if fold(name) in self._common:
            return _foremost([place for place in at_home if place.population >= _BIG_CITY])
        if at_home:
            main = max(nations, key=lambda nation: nations[nation])
            return _nearby(at_home, around) or _at_home(at_home, main, around)
        return _least(_foremost(places), _BIG_CITY)


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


def line_of(cells: Mapping[str, str]) -> str:
    """Return a row of a table of places, by column, as a line that `names_in` and `place_in` read.

    Raises:
        ValueError: it is no place; the message says why.
    """
    row = [cells.get(field, "") for field in FIELDS]
    id_, *names = row[:3]
    if not _ID.fullmatch(id_):
        raise ValueError(f"the id is {id_ or 'empty'}, not letters and digits")
    if not fold(row[1]) or any(sign in name for name in names for sign in ',"'):
        raise ValueError(f"the names are {' and '.join(filter(None, names)) or 'empty'}, not Arabic names parted by |")
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    latitude, longitude = place_in(text.getvalue()).point
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"lat and lon are {latitude} and {longitude}, no place on earth")
    return text.getvalue()


def read_places(path: Path) -> tuple[list[str], list[Problem]]:
    """Return the lines of a user's table of places that can be used, and what is wrong with the others."""
    sheet = read_sheet(path, FIELDS, _NEEDED)
    lines: list[str] = []
    problems = list(sheet.problems)
    for number, cells in sheet.rows:
        try:
            lines.append(line_of(cells))
        except ValueError as error:
            problems.append(Problem(f"{path}, row {number}", STAGE, str(error), "Correct it, or import the file again"))
    return lines, problems


@cache
def own_places() -> tuple[list[str], list[Problem]]:
    """Return the lines of all the user's tables of places, read once, and what is wrong with the others."""
    read = [read_places(path) for path in place_files(folder())]
    return [line for lines, _ in read for line in lines], [problem for _, problems in read for problem in problems]


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once: the user's tables of places, then Syria's, then the world's."""
    common = [word for (word,) in read_table("common_names.tsv", __package__)]
    return Gazetteer([own_places()[0], read_lines(SYRIA), read_lines(WORLD)], common)
