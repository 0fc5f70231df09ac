"""Write the governorate of each Syrian place into places_sy.csv and curated.csv (its p-code, by point in polygon), and outlines.

    python -m scripts.build_governorates syria_admin1.geojson

The outlines are OCHA's common operational dataset of Syria's administrative boundaries (COD-AB, v02 of 2020-12-17, CC BY-IGO),
simplified to some 600 m, so that a place just outside of all is taken to be of the nearest. Nothing is computed when Kayan runs;
places that a user imports are looked up in governorate_outlines.tsv once.
"""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.knowledge.borders import OUTLINES, Ring, pcode_of
from pipeline.knowledge.gazetteer import SYRIA

CURATED = SYRIA.with_name("curated.csv")
COUNTRY = "SY"
COLUMN = "pcode"

ACROSS = frozenset(
    f"loc/sy/{slug}"
    for slug in (
        *("syria", "syrian-desert", "jazira-region", "useful-syria", "m4-highway"),
        *("hauran", "mount-hermon", "eastern-qalamoun", "khabur"),
    )
)
"""Entries that lie in several governorates."""


def rings(outlines: Mapping[str, Any]) -> Iterator[tuple[str, Ring]]:
    """Yield the outer rings of a GeoJSON collection of polygons, each with its p-code."""
    for feature in outlines["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        yield from ((feature["properties"]["pcode"], polygon[0]) for polygon in polygons)


def with_governorates(rows: Iterable[dict[str, str]], place: Callable[[dict[str, str]], str]) -> list[dict[str, str]]:
    """Return rows of a table with the p-code that `place` gives for those of Syria that have coordinates."""
    return [row | {COLUMN: place(row) if row["country"] == COUNTRY and row["lat"] else ""} for row in rows]


NOTE = """\
# The outlines of Syria's governorates, simplified to some 600 m: OCHA's common operational dataset of administrative boundaries
# (COD-AB), v02 of 2020-12-17, CC BY-IGO. Made by scripts/build_governorates.py.
# pcode	longitude and latitude of each corner
"""


def main() -> None:
    """Rewrite the two tables and the outlines."""
    outlines = list(rings(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
    corners = ((pcode, " ".join(f"{x:g} {y:g}" for x, y in ring)) for pcode, ring in outlines)
    SYRIA.with_name(OUTLINES).write_text(NOTE + "".join(f"{pcode}\t{ring}\n" for pcode, ring in corners), "utf-8")

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
