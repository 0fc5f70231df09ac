"""What was read of each file, kept in SQLite beside the documents: a file that is as it was is not read again.

It also holds the texts while their ids are not yet known, so that a folder of any size is read in the memory of one document.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

import pandas as pd

from ..contracts import schema
from ..contracts.problems import Problem
from ..contracts.records import Document

_TABLES = """
CREATE TABLE IF NOT EXISTS stamp (stamp TEXT);
CREATE TABLE IF NOT EXISTS files (name BLOB PRIMARY KEY, state TEXT);
CREATE TABLE IF NOT EXISTS results (
    number INTEGER PRIMARY KEY, name BLOB, doc_id TEXT, file TEXT, length INTEGER, sha256 TEXT, digest TEXT, content BLOB);
CREATE INDEX IF NOT EXISTS by_name ON results (name);
"""

_PATIENCE = 60.0
"""Seconds that are waited for another run to end its reading."""

_CELLS = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in (Document, Problem)}

_AT_ONCE = 500
"""Rows that are asked for in one question."""


@dataclass(frozen=True)
class Kept:
    """A document that is kept.

    Attributes:
        number: where it is.
        doc_id: its id, which may still have to be made unique.
        file: the file, as given.
        length: characters of its text.
        sha256: of the document's bytes.
        digest: of all that is known of it.
    """

    number: int
    doc_id: str
    file: str
    length: int
    sha256: str
    digest: str


class Readings(AbstractContextManager["Readings"]):
    """The documents and problems of files, as they were read last."""

    def __init__(self, path: Path | None, stamp: str = "") -> None:
        """Open them; without a path they are kept while this lives. All is forgotten when the stamp is another.

        A file that is no database, or a damaged one, is begun anew.
        """
        self._database = _opened(path)
        if self._database.execute("SELECT stamp FROM stamp").fetchall() != [(stamp,)]:
            self._database.executescript("DELETE FROM stamp; DELETE FROM files; DELETE FROM results;")
            self._database.execute("INSERT INTO stamp VALUES (?)", (stamp,))
        self._states: dict[bytes, str] = dict(self._database.execute("SELECT name, state FROM files"))

    def __exit__(self, *_: object) -> None:
        """Keep what was read."""
        self._database.commit()
        self._database.close()

    def of(self, name: bytes, state: str, read: Callable[[], Iterable[Document | Problem]]) -> Iterator[Kept | Problem]:
        """Yield what a file holds; it is read if its state is another than it was, or empty, which is never the same."""
        if not self.has(name, state):
            self.keep(name, state, read())
        query = "SELECT number, doc_id, file, length, sha256, digest, iif(length < 0, content, NULL) FROM results"
        for *cells, content in self._database.execute(f"{query} WHERE name = ? ORDER BY number", (name,)):
            yield Problem(*json.loads(content)) if content else Kept(*cells)

    def has(self, name: bytes, state: str) -> bool:
        """Return whether a file was read when its state was this."""
        return bool(state) and self._states.get(name) == state

    def keep(self, name: bytes, state: str, results: Iterable[Document | Problem]) -> None:
        """Keep what a file of this state holds."""
        self._forget(name)
        for result in results:
            self._keep(name, result)
        self._database.execute("INSERT INTO files VALUES (?, ?)", (name, state))
        self._states[name] = state

    def _keep(self, name: bytes, result: Document | Problem) -> None:
        content = json.dumps(_CELLS[type(result)](result))
        digest = _digest(content)
        cells = ("", result.file, -1, "")
        if isinstance(result, Document):
            cells = (result.doc_id, result.file, len(result.text), result.sha256)
        self._database.execute(
            "INSERT INTO results VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", (name, *cells, digest, content)
        )

    def _forget(self, name: bytes) -> None:
        self._database.execute("DELETE FROM results WHERE name = ?", (name,))
        self._database.execute("DELETE FROM files WHERE name = ?", (name,))
        self._states.pop(name, None)

    def forget_others(self, names: Iterable[bytes]) -> None:
        """Forget all files but these."""
        for name in self._states.keys() - set(names):
            self._forget(name)

    def frame(self, kept: Sequence[Kept]) -> pd.DataFrame:
        """Return documents (schema.DOCUMENT_FIELDS), in the order given.

        Raises:
            sqlite3.DatabaseError: one is not what was kept.
        """
        found: dict[int, str] = {}
        for start in range(0, len(kept), _AT_ONCE):
            numbers = [one.number for one in kept[start : start + _AT_ONCE]]
            query = f"SELECT number, content FROM results WHERE number IN ({','.join('?' * len(numbers))})"
            found.update(self._database.execute(query, numbers))
        if any(_digest(found[one.number]) != one.digest for one in kept):
            raise sqlite3.DatabaseError("a document is not what was kept")
        rows = [(one.doc_id, *json.loads(found[one.number])[1:]) for one in kept]
        return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS, dtype="str")


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _opened(path: Path | None) -> sqlite3.Connection:
    """Return the database at a path, begun anew where it is none, or one in memory."""
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _with_tables(path)
    except sqlite3.DatabaseError:
        if path is None:
            raise
        path.unlink(missing_ok=True)
        return _with_tables(path)


def _with_tables(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(path or ":memory:", timeout=_PATIENCE)
    try:
        # What is lost when the machine stops is read again: no need to wait for the disk.
        database.executescript(f"PRAGMA synchronous = OFF; {_TABLES}")
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
