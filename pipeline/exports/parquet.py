"""Parquet: every table as a file of typed columns, and documents.parquet with the texts, for pandas, DuckDB, Arrow and Spark."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts import schema
from ..contracts.atomic import Writer

if TYPE_CHECKING:
    import pandas as pd


def parquet_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return a Parquet file for each table with what writes it."""
    with_texts = tables["documents"].merge(tables["texts"], on="doc_id", how="left", validate="one_to_one")
    frames = {table.name: tables[table.name] for table in schema.TABLES} | {"documents": with_texts}
    return {f"{name}.parquet": partial(_write, frame) for name, frame in frames.items()}


def _write(frame: "pd.DataFrame", path: Path) -> None:
    frame.to_parquet(path, index=False)
