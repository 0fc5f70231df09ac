"""Write the governorate of each Syrian place into places_sy.csv and curated.csv: its p-code, by point in polygon.

    python -m scripts.build_governorates syria_admin1.geojson

The outlines are OCHA's common operational dataset of Syria's administrative boundaries (COD-AB, v02 of 2020-12-17, CC BY-IGO),
simplified to some 600 m, so that a place just outside of all is taken to be of the nearest. Nothing is computed when Kayan runs.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from pipeline.knowledge.gazetteer import SYRIA

CURATED = SYRIA.with_name("curated.csv")
COUNTRY = "SY"
COLUMN = "pcode"

NEAR = 0.02
"""Degrees (2 km) from an outline within which a place outside of all is still of that governorate."""

ACROSS = frozenset(
    f"loc/sy/{slug}"
    for slug in (
        *("syria", "syrian-desert", "jazira-region", "useful-syria", "m4-highway"),
        *("hauran", "mount-hermon", "eastern-qalamoun", "khabur"),
    )
)
"""Entries that lie in several governorates."""

Ring = Sequence[tuple[float, float]]
"""Longitude and latitude of the corners of an outline, the first again at its end."""


def rings(outlines: Mapping[str, Any]) -> Iterator[tuple[str, Ring]]:
    """Yield the outer rings of a GeoJSON collection of polygons, each with its p-code."""
    for feature in outlines["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        yield from ((feature["properties"]["pcode"], polygon[0]) for polygon in polygons)


def inside(point: tuple[float, float], ring: Ring) -> bool:
    """Return whether a point (longitude, latitude) lies in a ring: whether a ray from it crosses an odd number of edges."""
    x, y = point
    crossed = (
        (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return sum(crossed) % 2 == 1


def distance(point: tuple[float, float], ring: Ring) -> float:
    """Return how far a point is from a ring, in degrees of latitude."""
    wide = cos(radians(point[1]))
    corners = [complex((x - point[0]) * wide, y - point[1]) for x, y in ring]
    return min(_from_origin(*edge) for edge in pairwise(corners))


def _from_origin(one: complex, other: complex) -> float:
    """Return how far the origin is from an edge between two points of the plane."""
    along = other - one
    share = -(one.real * along.real + one.imag * along.imag) / (abs(along) ** 2 or 1)
    return abs(one + min(1.0, max(0.0, share)) * along)


def pcode_of(point: tuple[float, float], outlines: Sequence[tuple[str, Ring]]) -> str:
    """Return the p-code of the governorate that a point (longitude, latitude) lies in, or empty where it is far from all."""
    found = next((pcode for pcode, ring in outlines if inside(point, ring)), "")
    if found:
        return found
    nearest, pcode = min((distance(point, ring), pcode) for pcode, ring in outlines)
    return pcode if nearest <= NEAR else ""


def with_governorates(rows: Iterable[dict[str, str]], place: Callable[[dict[str, str]], str]) -> list[dict[str, str]]:
    """Return rows of a table with the p-code that `place` gives for those of Syria that have coordinates."""
    return [row | {COLUMN: place(row) if row["country"] == COUNTRY and row["lat"] else ""} for row in rows]


def main() -> None:
    """Rewrite the two tables."""
    outlines = list(rings(json.loads(Path(sys.argv[1]).read_text("utf-8"))))

    def place(row: dict[str, str]) -> str:
        across = row.get("kb_id") in ACROSS or row.get("precision") == "country"
        return "" if across else pcode_of((float(row["lon"]), float(row["lat"])), outlines)

    for table in (SYRIA, CURATED):
        with table.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            fields = list(reader.fieldnames or ())
            rows = with_governorates(reader, place)
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
