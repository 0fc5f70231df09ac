"""Parquet: every table as a file of typed columns, and documents.parquet with the texts, for pandas, DuckDB, Arrow and Spark."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.frames import TEXTS, frames_of
from ..contracts.partitioned import as_table

if TYPE_CHECKING:
    import pandas as pd


def parquet_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return a Parquet file for each table with what writes it, a row group a partition."""
    return {f"{table.name}.parquet": partial(_write, tables, table.name) for table in schema.TABLES}


def _write(tables: "Mapping[str, pd.DataFrame]", name: str, path: Path) -> None:
    import pyarrow.parquet

    frames = _with_texts(tables) if name == "documents" else frames_of(tables, name)
    first = as_table(next(frames))
    with pyarrow.parquet.ParquetWriter(path, first.schema) as writer:
        for table in chain([first], map(as_table, frames)):
            writer.write_table(table)


def _with_texts(tables: "Mapping[str, pd.DataFrame]") -> "Iterator[pd.DataFrame]":
    """Yield the table of documents with their texts; both have the same documents in each partition."""
    for documents, texts in zip(frames_of(tables, "documents"), frames_of(tables, TEXTS), strict=True):
        yield documents.merge(texts, on="doc_id", how="left", validate="one_to_one")
