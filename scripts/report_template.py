"""Renew what others made and the report is built with: d3, topojson-client, world outlines, Syria's governorates.

usage: make report-template, which installs the packages from npm and then runs
       python -m scripts.report_template build/report-template/node_modules syria_admin1.geojson pipeline/exports/report/vendor
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

FILES = {
    "d3.min.js": "d3/dist/d3.min.js",
    "topojson-client.min.js": "topojson-client/dist/topojson-client.min.js",
    "countries-50m.json": "world-atlas/countries-50m.json",
}
SOURCES = {
    "d3": "d3, https://github.com/d3/d3",
    "topojson-client": "topojson-client, https://github.com/topojson/topojson-client",
    "world-atlas": "world-atlas, https://github.com/topojson/world-atlas, made from Natural Earth (public domain)",
}
GOVERNORATES = (
    "Syria's governorates: OCHA, common operational dataset of administrative boundaries, version 02 of 2020-12-17,\n"
    "simplified; CC BY-IGO, https://creativecommons.org/licenses/by/3.0/igo/"
)
DECIMALS = 3
"""A thousandth of a degree is about 100 m; the outlines are simplified to 600 m."""

Ring = list[tuple[float, float]]


def is_clockwise(ring: Ring) -> bool:
    """Tell whether a ring runs clockwise on the map, as d3 wants outer rings: the other side of it would be filled else.

    >>> is_clockwise([(0, 0), (0, 1), (1, 1), (0, 0)])
    True
    """
    return sum((x1 - x0) * (y1 + y0) for (x0, y0), (x1, y1) in pairwise(ring)) > 0


def wound(rings: list[Ring]) -> list[Ring]:
    """Return the rings of a polygon in the directions that d3 wants: the outer one clockwise, holes the other way."""
    return [ring if is_clockwise(ring) == (place == 0) else ring[::-1] for place, ring in enumerate(rings)]


def governorate(feature: dict[str, Any]) -> dict[str, Any]:
    """Return an outline with its names and its centre, and nothing else."""
    shape, facts = feature["geometry"], feature["properties"]
    several = shape["type"] == "MultiPolygon"
    polygons = shape["coordinates"] if several else [shape["coordinates"]]
    rounded = [[[(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring] for ring in rings] for rings in polygons]
    centre = [round(facts["center_lon"], DECIMALS), round(facts["center_lat"], DECIMALS)]
    properties = {"name_en": facts["name_en"], "name_ar": facts["name_ar"], "centre": centre}
    geometry = {"type": "MultiPolygon", "coordinates": [wound(rings) for rings in rounded]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def main(packages: Path, outlines: Path, folder: Path) -> None:
    """Write the files of the folder anew."""
    for name, source in FILES.items():
        (folder / name).write_bytes((packages / source).read_bytes())
    features = [governorate(feature) for feature in json.loads(outlines.read_text("utf-8"))["features"]]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "governorates.json").write_text(
        json.dumps(collection, ensure_ascii=False, separators=(",", ":")), "utf-8"
    )
    licences = [f"{name}\n\n{(packages / package / 'LICENSE').read_text('utf-8')}" for package, name in SOURCES.items()]
    (folder / "LICENSES.txt").write_text("\n\n".join([*licences, f"{GOVERNORATES}\n"]), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
