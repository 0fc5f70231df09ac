"""The tables as stage files: a table is read when it is asked for, the long ones a partition at a time where that will do."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from . import schema
from .frames import TEXTS, frames_of, rows_of
from .partitioned import PartitionedFile

if TYPE_CHECKING:
    import pandas as pd


class StoredTables(Mapping[str, "pd.DataFrame"]):
    """The tables (schema.TABLES) by name, and `texts`, each read anew when it is asked for.

    Raises DamagedError for a file that is not what was written, and OSError where there is none.
    """

    def __init__(self, folder: Path, documents: Path) -> None:
        """Open nothing yet; the tables are in a folder, the texts in the stage file of documents."""
        self._files = {table.name: folder / f"{table.name}.parquet" for table in schema.TABLES} | {TEXTS: documents}

    def __getitem__(self, name: str) -> "pd.DataFrame":
        """Return a whole table."""
        frame = PartitionedFile(self._files[name]).frame()
        return frame[["doc_id", "text"]] if name == TEXTS else frame

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._files)

    def frames(self, name: str) -> "Iterator[pd.DataFrame]":
        """Yield a table a partition at a time."""
        frames = PartitionedFile(self._files[name]).frames()
        return (frame[["doc_id", "text"]] for frame in frames) if name == TEXTS else frames

    def rows(self, name: str) -> int:
        """Return how many rows a table has."""
        return sum(partition.rows for partition in PartitionedFile(self._files[name]).partitions)


class Tables(Mapping[str, "pd.DataFrame"]):
    """Tables with others that come before them or beside them, which are held in memory."""

    def __init__(self, tables: "Mapping[str, pd.DataFrame]", others: "Mapping[str, pd.DataFrame]") -> None:
        self.tables, self.others = tables, others

    def __getitem__(self, name: str) -> "pd.DataFrame":
        """Return a whole table."""
        return self.others[name] if name in self.others else self.tables[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter({**dict.fromkeys(self.tables), **dict.fromkeys(self.others)})

    def __len__(self) -> int:
        """Return how many there are."""
        return len(list(iter(self)))

    def frames(self, name: str) -> "Iterator[pd.DataFrame]":
        """Yield a table a partition at a time where it is stored so, else whole."""
        return frames_of(self.others if name in self.others else self.tables, name)

    def rows(self, name: str) -> int:
        """Return how many rows a table has."""
        return rows_of(self.others if name in self.others else self.tables, name)
