"""Make country_boxes.tsv: between which degrees each country lies, to question coordinates of the user's that lie elsewhere.

    python -m scripts.build_boxes

The outlines are those that the report shows (world-atlas, made from Natural Earth, public domain). An outline belongs to the
country whose English name it has, or whose places lie in it; these belong to the country where they lie outside.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from pipeline.knowledge.borders import Ring, inside
from pipeline.knowledge.gazetteer import SYRIA, WORLD
from pipeline.knowledge.lists import countries
from pipeline.knowledge.places import place_in, read_lines

OUTLINES = Path(__file__).parents[1] / "pipeline/exports/report/vendor/countries-50m.json"
TABLE = SYRIA.with_name("country_boxes.tsv")
HEAD = """\
# Between which degrees each country lies: south, west, north, east, with its islands and what it has overseas. Made by
# `python -m scripts.build_boxes` from the outlines of Natural Earth (public domain) and the places of the gazetteer, for some
# regions are disputed; of a country that is not here nothing is asked.
# code	south	west	north	east
"""


def outlines(world: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Yield the name and the outer rings (longitude, latitude) of each country of a TopoJSON file of world-atlas."""
    (x0, y0), (dx, dy) = world["transform"]["translate"], world["transform"]["scale"]
    steps = (accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]]) for arc in world["arcs"])
    arcs = [[(x0 + x * dx, y0 + y * dy) for x, y in arc] for arc in steps]
    for country in world["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        rings = [
            list(chain.from_iterable(arcs[at] if at >= 0 else arcs[~at][::-1] for at in one[0])) for one in polygons
        ]
        yield country["properties"]["name"], rings


def places() -> dict[str, list[tuple[float, float]]]:
    """Return where places of the gazetteer are (longitude, latitude), by the code of their country; of Syria's a few."""
    found: dict[str, list[tuple[float, float]]] = {}
    for place in map(place_in, chain(read_lines(SYRIA)[::50], read_lines(WORLD))):
        latitude, longitude = place.point
        found.setdefault(place.country, []).append((longitude, latitude))
    return found


def code_of(name: str, rings: list[Ring], known: dict[str, list[tuple[float, float]]]) -> str:
    """Return the code of the country that an outline is of, or empty."""
    named = {english: code for code, english in countries().items()}
    if name in named:
        return named[name]
    lying = Counter(
        {
            code: sum(any(inside(point, ring) for ring in rings) for point in points) / len(points)
            for code, points in known.items()
        }
    )
    (code, share), *_ = lying.most_common(1)
    return code if share > 0.5 else ""


def main() -> None:
    """Write the table beside the module that reads it."""
    known = places()
    rows = {}
    for name, rings in outlines(json.loads(OUTLINES.read_text("utf-8"))):
        code = code_of(name, rings, known)
        if code:
            x, y = zip(*chain.from_iterable([*rings, known.get(code, ())]), strict=True)
            rows[code] = "\t".join([code, *(f"{degrees:.1f}" for degrees in (min(y), min(x), max(y), max(x)))])
    TABLE.write_text(HEAD + "\n".join(rows[code] for code in sorted(rows)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
