"""A data package: datapackage.json tells programs the columns, types and keys of the CSV tables (https://datapackage.org)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.schema import Column, Table

if TYPE_CHECKING:
    import pandas as pd

# A date may be a month or a year alone, which the type `date` does not allow.
_TYPES = {"string": "string", "date": "string", "integer": "integer", "number": "number"}
_KEYS = {"documents": "doc_id", "mentions": "mention_id", "entities": "entity_id"}
_KEYS |= {"people": "entity_id", "places": "entity_id", "organisations": "entity_id"}
_REFERENCES = {
    "mentions": (("doc_id", "documents", "doc_id"), ("entity_id", "entities", "entity_id")),
    "cooccurrences": (("entity_a", "entities", "entity_id"), ("entity_b", "entities", "entity_id")),
}


def datapackage_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return datapackage.json with what writes it; it goes with the format csv."""
    del tables  # the same whatever is in them
    text = json.dumps(descriptor(), ensure_ascii=False, indent=2)
    return {"datapackage.json": lambda path: _write(text, path)}


def _write(text: str, path: Path) -> None:
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def descriptor() -> dict[str, Any]:
    """Return the description of the tables, as JSON has it."""
    return {
        "profile": "tabular-data-package",
        "name": "kayan",
        "title": "People, places and organisations in Arabic documents",
        "resources": [_resource(table) for table in schema.TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.name in _KEYS:
        described["primaryKey"] = [_KEYS[table.name]]
    if table.name in _REFERENCES:
        described["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": other, "fields": [theirs]}}
            for own, other, theirs in _REFERENCES[table.name]
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": f"A row is {table.row}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
        "schema": described,
    }


def _field(column: Column) -> dict[str, Any]:
    return {"name": column.name, "type": _TYPES[column.type], "description": column.meaning}
