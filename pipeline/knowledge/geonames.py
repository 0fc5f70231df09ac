"""GeoNames' data as rows of a table of places: which of its names are Arabic, how its English is written, what a place is.

The formats are those of https://download.geonames.org/export/dump/readme.txt: a country's dump (SY.zip, SY.txt) has 19
columns between tabs, its alternate names (alternatenames/SY.zip) 8 to 10.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from ..arabic.data import read_table
from ..arabic.folding import fold
from .places import TRANSLITERATED

COLUMNS = 19
"""The columns of a country's dump."""

ALTERNATE_COLUMNS = range(8, 11)
"""How many columns a table of alternate names may have; the periods in use came later."""

_ARABIC = re.compile("[ء-غف-ي]+(?: [ء-غف-ي]+)*")
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
_SIGNS = re.compile("[\u0300-\u036f`'\u2018\u2019\u02bb\u02bc\u02be\u02bf]")
_ARTICLE = re.compile(r"\b(A|a)(?:l|r|s|sh|d|dh|n|t|th|z)[ -](?=[A-Z])")
_CITY, _TOWN = 100_000, 10_000

Row = list[str]


def plain_english(name: str, country: str) -> str:
    """Return a name as newspapers write it: transliterations without their signs, the article as Al- whatever follows it.

    >>> plain_english("Ash Shaykh ‘Īsá", "SY"), plain_english("Ḩatītat at Turkumān", "SY"), plain_english("Malmö", "SE")
    ('Al-Shaykh Isa', 'Hatitat al-Turkuman', 'Malmö')
    """
    if country not in TRANSLITERATED:
        return name
    plain = _SIGNS.sub("", unicodedata.normalize("NFD", name))
    return _ARTICLE.sub(r"\1l-", plain)


def arabic_names(names: Iterable[str]) -> list[str]:
    """Return the names in Arabic letters, one of each key; those in the letters of Persian, Urdu and Uyghur are left out.

    >>> arabic_names(["Halab", "حلب", "حَلَب", "هەلەب", "القاهرة، إلينوي"])
    ['حلب']
    """
    found: dict[str, str] = {}
    for name in names:
        bare = _VOWELS.sub("", name).strip()
        if _ARABIC.fullmatch(bare) and len(bare) > 1:
            found.setdefault(fold(bare), bare)
    return list(found.values())


def settlement(population: int) -> str:
    """Return the subtype of a settlement by its inhabitants.

    >>> settlement(2_000_000), settlement(12_000), settlement(0)
    ('city', 'town', 'village')
    """
    return "city" if population >= _CITY else "town" if population >= _TOWN else "village"


@cache
def _subtypes() -> dict[str, str]:
    return dict(read_table("geonames.tsv", __package__))


def row(
    geonameid: str,
    names: Sequence[str],
    english: str,
    country: str,
    subtype: str,
    latitude: float,
    longitude: float,
    people: int,
) -> Row:
    """Return a row of a table of places (places.FIELDS); `names` are Arabic, the main one first."""
    where = (f"{latitude:.4f}", f"{longitude:.4f}")
    name_en = plain_english(english, country)
    return [geonameid, names[0], "|".join(names[1:]), name_en, country, subtype, *where, str(people or ""), "", ""]


class NotThatFileError(ValueError):
    """A line is not what the file should hold; the message says what it is instead."""


def read_alternates(lines: Iterable[str]) -> dict[str, list[str]]:
    """Return the Arabic names of each GeoNames id in a table of alternate names, preferred ones first, historic ones not.

    Raises:
        NotThatFileError: a line has another number of columns.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) not in ALTERNATE_COLUMNS:
            raise NotThatFileError(f"line {number} has {len(cells)} columns, not the 8 to 10 of alternate names")
        _, geonameid, language, name, preferred, _, _, historic = cells[:8]
        if language == "ar" and not historic:
            names[geonameid].insert(0 if preferred else len(names[geonameid]), name)
    return names


def read_dump(lines: Iterable[str], alternates: Mapping[str, Sequence[str]]) -> tuple[list[Row], list[str]]:
    """Return a row of a table of places for each place of a dump that has an Arabic name, and what is wrong with other lines.

    Args:
        lines: the dump.
        alternates: Arabic names by GeoNames id; they stand before those of the dump's own column.
    """
    rows: list[Row] = []
    faults: list[str] = []
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != COLUMNS:
            faults.append(f"line {number} has {len(cells)} columns, not {COLUMNS}")
            continue
        try:
            place = _place(cells, alternates)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            continue
        if place:
            rows.append(place)
    return rows, faults


def _place(cells: Sequence[str], alternates: Mapping[str, Sequence[str]]) -> Row | None:
    """Return the row of one line of a dump, or None when it has no Arabic name or is nothing that is taken."""
    geonameid, name, _, others, latitude, longitude, _, code, country = cells[:9]
    people = int(cells[14] or 0)
    names = arabic_names([*alternates.get(geonameid, ()), *others.split(",")])
    subtype = _subtypes().get(code, "")
    if not names or not subtype:
        return None
    subtype = settlement(people) if subtype == "settlement" else subtype
    return row(geonameid, names, name, country, subtype, float(latitude), float(longitude), people)
