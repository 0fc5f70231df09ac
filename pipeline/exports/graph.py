"""The network of entities as graph programs read it: entities.gexf (Gephi) and entities.graphml (yEd, Cytoscape, igraph).

A node is an entity, with its facts; an edge joins two that a sentence names, its weight the number of such sentences.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.schema import Column
from .clean import clean
from .rows import Row, rows, without_empty

if TYPE_CHECKING:
    import pandas as pd

GEXF = "http://gexf.net/1.3"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"

# Edges have these besides the two entities and the number of sentences, which is their weight.
_EDGE = ("documents", "npmi")
_GEXF_TYPES = {"string": "string", "date": "string", "integer": "long", "number": "double"}

_NODE_COLUMNS = [column for column in schema.ENTITIES.columns if column.name != "entity_id"]
_EDGE_COLUMNS = [column for column in schema.COOCCURRENCES.columns if column.name in _EDGE]


def gexf_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return entities.gexf with what writes it."""
    return {"entities.gexf": lambda path: _write(_gexf(tables), GEXF, path)}


def graphml_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return entities.graphml with what writes it."""
    return {"entities.graphml": lambda path: _write(_graphml(tables), GRAPHML, path)}


def _write(root: ET.Element, namespace: str, path: Path) -> None:
    root.set("xmlns", namespace)
    ET.indent(root, " ")
    path.write_bytes(ET.tostring(root, "utf-8", xml_declaration=True) + b"\n")


def _cells(row: Row, columns: Sequence[Column]) -> dict[str, str]:
    """Return the cells of a row that are not empty, as texts that XML can hold."""
    filled = without_empty(row)
    return {column.name: clean(str(filled[column.name])) for column in columns if column.name in filled}


def _gexf(tables: "Mapping[str, pd.DataFrame]") -> ET.Element:
    root = ET.Element("gexf", version="1.3")
    graph = ET.SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    for of, columns in (("node", _NODE_COLUMNS), ("edge", _EDGE_COLUMNS)):
        attributes = ET.SubElement(graph, "attributes", {"class": of})
        for column in columns:
            ET.SubElement(attributes, "attribute", id=column.name, title=column.name, type=_GEXF_TYPES[column.type])
    nodes = ET.SubElement(graph, "nodes")
    for row in rows(tables["entities"]):
        name = clean(row["name_en"] or row["name"])
        _gexf_values(ET.SubElement(nodes, "node", id=clean(row["entity_id"]), label=name), _cells(row, _NODE_COLUMNS))
    edges = ET.SubElement(graph, "edges")
    for number, row in enumerate(rows(tables["cooccurrences"])):
        edge = ET.SubElement(edges, "edge", {"id": str(number), **_ends(row), "weight": str(row["sentences"])})
        _gexf_values(edge, _cells(row, _EDGE_COLUMNS))
    return root


def _ends(row: Row) -> dict[str, str]:
    return {"source": clean(row["entity_a"]), "target": clean(row["entity_b"])}


def _gexf_values(element: ET.Element, cells: Mapping[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, cell in cells.items():
        ET.SubElement(values, "attvalue", {"for": name, "value": cell})


def _graphml(tables: "Mapping[str, pd.DataFrame]") -> ET.Element:
    root = ET.Element("graphml")
    keys: list[tuple[str, str, Any]] = [("node", column.name, column.type) for column in _NODE_COLUMNS]
    keys += [("edge", "weight", "integer"), *(("edge", column.name, column.type) for column in _EDGE_COLUMNS)]
    for of, name, type_ in keys:
        facts = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": _GEXF_TYPES[type_]}
        ET.SubElement(root, "key", facts)
    graph = ET.SubElement(root, "graph", edgedefault="undirected")
    for row in rows(tables["entities"]):
        _graphml_values(ET.SubElement(graph, "node", id=clean(row["entity_id"])), "node", _cells(row, _NODE_COLUMNS))
    for row in rows(tables["cooccurrences"]):
        cells = {"weight": str(row["sentences"]), **_cells(row, _EDGE_COLUMNS)}
        _graphml_values(ET.SubElement(graph, "edge", _ends(row)), "edge", cells)
    return root


def _graphml_values(element: ET.Element, of: str, cells: Mapping[str, str]) -> None:
    for name, cell in cells.items():
        ET.SubElement(element, "data", key=f"{of}_{name}").text = cell
