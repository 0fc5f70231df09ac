"""Tables a partition at a time where they are stored so (pipeline.contracts.tables), else whole."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

TEXTS = "texts"
"""The name of what goes with the tables: doc_id and text of the documents."""


def frames_of(tables: "Mapping[str, pd.DataFrame]", name: str) -> "Iterator[pd.DataFrame]":
    """Yield a table a partition at a time where it is stored so, else whole."""
    stored = getattr(tables, "frames", None)
    return stored(name) if stored else iter([tables[name]])


def rows_of(tables: "Mapping[str, pd.DataFrame]", name: str) -> int:
    """Return how many rows a table has."""
    stored = getattr(tables, "rows", None)
    return stored(name) if stored else len(tables[name])
