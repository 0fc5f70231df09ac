"""Places as maps read them: places.geojson (RFC 7946) and places.kml (Google Earth, QGIS), with all that the tables know of each.

Only places with coordinates are in them. Coordinates are degrees, WGS 84, east before north.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from ..contracts.atomic import Writer
from .clean import clean
from .rows import Row, rows, without_empty

if TYPE_CHECKING:
    import pandas as pd

KML = "http://www.opengis.net/kml/2.2"


def geojson_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return places.geojson with what writes it."""
    collection = {"type": "FeatureCollection", "features": [_feature(row) for row in located(tables)]}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1)
    return {"places.geojson": lambda path: _write(text, path)}


def _write(text: str, path: Path) -> None:
    path.write_text(f"{text}\n", "utf-8", "replace", newline="\n")


def located(tables: "Mapping[str, pd.DataFrame]") -> Iterator[Row]:
    """Yield the places that have coordinates."""
    return (row for row in rows(tables["places"]) if row["latitude"] is not None and row["longitude"] is not None)


def _facts(row: Row) -> dict[str, Any]:
    return {name: cell for name, cell in without_empty(row).items() if name not in ("latitude", "longitude")}


def _feature(row: Row) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    return {"type": "Feature", "id": row["entity_id"], "geometry": point, "properties": _facts(row)}


def kml_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return places.kml with what writes it."""
    ET.register_namespace("", KML)
    root = ET.Element(f"{{{KML}}}kml")
    document = ET.SubElement(root, f"{{{KML}}}Document")
    _add(document, "name", "Kayan: places")
    for row in located(tables):
        _add_place(document, row)
    ET.indent(root, " ")
    text = ET.tostring(root, "unicode")
    return {"places.kml": lambda path: _write(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', path)}


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{KML}}}{tag}", attributes)
    element.text = clean(text) or None
    return element


def _add_place(document: ET.Element, row: Row) -> None:
    place = _add(document, "Placemark")
    _add(place, "name", f"{row['name_en']} {row['name']}" if row["name_en"] else row["name"])
    extended = _add(place, "ExtendedData")
    for name, cell in _facts(row).items():
        _add(_add(extended, "Data", name=name), "value", str(cell))
    _add(_add(place, "Point"), "coordinates", f"{row['longitude']},{row['latitude']}")
