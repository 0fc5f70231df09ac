"""SQLite: kayan.sqlite with all tables, the texts, and a full-text index that finds every spelling; datasette shows it as it is.

The index `search` has, beside each word as it is written, its folded form (one spelling for alefs, ى and ة, no vowel signs) and
that without what may be proclitics. So وأردوغان is found as أردوغان, اردوغان and وأردوغان:

    SELECT doc_id, snippet(search, 1, '[', ']', '…', 12) FROM search WHERE search MATCH 'اردوغان'
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.schema import Table
from .rows import MarkedDocument, marked_documents, rows

if TYPE_CHECKING:
    import pandas as pd

_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}
_KEYS = {"documents": "doc_id", "mentions": "mention_id", "entities": "entity_id"}
_REFERENCES = {
    "mentions": {"doc_id": "documents", "entity_id": "entities"},
    "cooccurrences": {"entity_a": "entities", "entity_b": "entities"},
}
# Views of entities: a table's rows once, however many ways there are to look at them.
_VIEWS = {schema.PEOPLE: "PER", schema.PLACES: "LOC", schema.ORGANISATIONS: "ORG"}
_INDEXED = {"mentions": ("doc_id", "entity_id"), "cooccurrences": ("entity_a", "entity_b")}
_WORD = re.compile(r"[^\W_]+")

SHORTEST = 3
"""Letters that are left of a word without its proclitic: fewer are no name."""


def sqlite_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return kayan.sqlite with what writes it."""
    return {"kayan.sqlite": lambda path: _write(tables, path)}


def _write(tables: "Mapping[str, pd.DataFrame]", path: Path) -> None:
    database = sqlite3.connect(path)
    try:
        with database:
            for table in schema.TABLES:
                if table not in _VIEWS:
                    _fill(database, table, rows(tables[table.name]))
            for table, label in _VIEWS.items():
                columns = ", ".join(table.names)
                database.execute(f"CREATE VIEW {table.name} AS SELECT {columns} FROM entities WHERE label = '{label}'")
            _add_texts(database, marked_documents(tables))
    finally:
        database.close()


def _fill(database: sqlite3.Connection, table: Table, records: Iterable[Mapping[str, Any]]) -> None:
    references = _REFERENCES.get(table.name, {})
    columns = ", ".join(
        f"{column.name} {_TYPES[column.type]}"
        + (" PRIMARY KEY" if _KEYS.get(table.name) == column.name else "")
        + (f" REFERENCES {references[column.name]}" if column.name in references else "")
        for column in table.columns
    )
    database.execute(f"CREATE TABLE {table.name} ({columns})")
    values = ([_storable(record[name]) for name in table.names] for record in records)
    database.executemany(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.names))})", values)
    for column in _INDEXED.get(table.name, ()):
        database.execute(f"CREATE INDEX {table.name}_{column} ON {table.name} ({column})")


def _storable(value: Any) -> Any:
    """Return a value that SQLite can hold: no lone halves of surrogate pairs."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _add_texts(database: sqlite3.Connection, documents: Iterable[MarkedDocument]) -> None:
    database.execute("CREATE TABLE texts (doc_id TEXT PRIMARY KEY REFERENCES documents, text TEXT)")
    database.execute("CREATE VIRTUAL TABLE search USING fts5 (doc_id UNINDEXED, text, forms, tokenize = 'unicode61')")
    for document in documents:
        doc_id, text = _storable(document.doc_id), _storable(document.text)
        database.execute("INSERT INTO texts VALUES (?, ?)", (doc_id, text))
        database.execute("INSERT INTO search VALUES (?, ?, ?)", (doc_id, text, " ".join(_forms(document))))


def _forms(document: MarkedDocument) -> Iterator[str]:
    """Yield the forms under which the words of a document, and the names of its mentions, are found besides as they are."""
    names = " ".join(mention["name"] for mention in document.mentions)
    for word in dict.fromkeys(_WORD.findall(f"{document.text} {names}")):
        yield from forms(word)


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[str, ...]:
    """Return the folded form of a word, and those without what may be its proclitics.

    >>> forms("وأردوغان")
    ('واردوغان', 'اردوغان')
    """
    from ..arabic import proclitics
    from ..arabic.folding import fold

    key = fold(word)
    shorter = sorted(key[len(one) :] for one in proclitics.possible() if key.startswith(one))
    return (key, *(form for form in shorter if len(form) >= SHORTEST))
