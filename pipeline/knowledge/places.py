"""Places: rows of a table of places, shipped or the user's, and how they are written.

A table holds tens of thousands of places of which a run needs a few, so its lines are taken apart only when asked for.
"""

import csv
import gzip
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..arabic.folding import fold
from ..contracts.schema import Point
from .ids import slug

FIELDS = ["id", "name_ar", "aliases_ar", "name_en", "country", "kind", "lat", "lon", "population", "wikidata", "pcode"]
"""The columns of a table of places; aliases are separated by |, pcode is that of the governorate."""

NEEDED = ("id", "name_ar", "name_en", "country", "kind", "lat", "lon")
"""Those of them that a table must have."""

_ID = re.compile("[A-Za-z0-9]+")

TRANSLITERATED = frozenset([
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA",
    "SA", "SD", "SO", "SY", "TN", "YE",
])  # fmt: skip
"""Countries whose names GeoNames writes in scholarly transliteration."""

_BIG = 100_000
"""Inhabitants of a city whose English name is its own: Jeddah."""

_FEMININE = re.compile(r"(?<=[^\Waeioulh])ah\b|(?<=[^l]l)ah\b")
"""The ending ة; Allah has none."""

_NEW = {"Dayr": "Deir", "Bayt": "Beit"}
_OLD = re.compile(rf"\b(?:{'|'.join(_NEW)})\b")


@dataclass(frozen=True)
class Place:
    """A place: a row of a table of places.

    Attributes:
        id: its GeoNames id, or where GeoNames lacks it the code of another source: C5902 of OCHA, wof85678345.
        name: its Arabic name.
        name_en: its English name.
        country: ISO 3166-1 alpha-2 code.
        subtype: what it is more exactly (subtypes.tsv); the column kind.
        point: where it is.
        population: its inhabitants, 0 when unknown.
        wikidata: Wikidata id, or empty.
        pcode: the p-code of its governorate (governorates.tsv), or empty.
    """

    id: str
    name: str
    name_en: str
    country: str
    subtype: str
    point: Point
    population: int
    wikidata: str
    pcode: str

    @property
    def entity_id(self) -> str:
        """Its id, readable and stable: loc/sy/hatitat-al-jarash-169987."""
        return f"loc/{self.country.lower()}/{slug(self.name_en)}-{self.id.lower()}"

    @property
    def usual_en(self) -> str:
        """Its English name as newspapers write it: the a of ة without h, Deir and Beit.

        >>> names = ("Silat al-Harithiyah", "Dayr Jarir")
        >>> [Place("1", "", name, "PS", "village", (32, 35), 0, "", "").usual_en for name in names]
        ['Silat al-Harithiya', 'Deir Jarir']
        """
        if self.country not in TRANSLITERATED or self.population >= _BIG:
            return self.name_en
        return _FEMININE.sub("a", _OLD.sub(lambda word: _NEW[word[0]], self.name_en))

    @property
    def geonames(self) -> str:
        """Its GeoNames id, or empty."""
        return self.id if self.id.isdigit() else ""

    @property
    def prominence(self) -> int:
        """Its inhabitants, or where they are unknown what its subtype makes likely."""
        return self.population or _LIKELY.get(self.subtype, 1_500)


_LIKELY = {"country": 10_000_000, "sea": 1_000_000, "region": 50_000, "city": 50_000, "river": 20_000, "town": 10_000}


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
    id_, name, _, name_en, country, subtype, lat, lon, population, *ids = next(csv.reader([line]))
    return Place(id_, name, name_en, country, subtype, (float(lat), float(lon)), int(population or 0), *ids)


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
