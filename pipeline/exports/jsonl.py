"""JSON lines: documents.jsonl (a line a document: its facts, its text, its mentions) and entities.jsonl (a line an entity).

`text[start:end]` of a mention is its surface, in code points. Empty cells are left out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts.atomic import Writer
from .rows import MarkedDocument, marked_documents, rows, without_empty

if TYPE_CHECKING:
    import pandas as pd


def jsonl_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return documents.jsonl and entities.jsonl with what writes them."""
    return {
        "documents.jsonl": lambda path: write_lines(map(_document, marked_documents(tables)), path),
        "entities.jsonl": lambda path: write_lines(_entities(tables), path),
    }


def _document(document: MarkedDocument) -> dict[str, Any]:
    mentions = [
        {name: cell for name, cell in without_empty(row).items() if name != "doc_id"} for row in document.mentions
    ]
    facts = without_empty(document.facts)
    return {**facts, "text": document.text, "mentions": mentions}


def _entities(tables: "Mapping[str, pd.DataFrame]") -> Iterator[dict[str, Any]]:
    for row in rows(tables["entities"]):
        aliases = row["aliases"].split("|") if row["aliases"] else []
        yield {**without_empty(row), "aliases": aliases}


def write_lines(objects: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write objects as JSON, one a line, in UTF-8; lone halves of surrogate pairs become question marks."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for one in objects:
            file.write(json.dumps(one, ensure_ascii=False, allow_nan=False) + "\n")
