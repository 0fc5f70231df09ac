"""Rows of the tables as Python's values, and documents with their mentions, as formats of documents need them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..contracts.frames import TEXTS, frames_of

if TYPE_CHECKING:
    import pandas as pd

PORTION = 10_000
"""Rows that are taken from a table at a time, for the sake of memory."""

Row = Mapping[str, Any]
"""The cells of a row by column; None where one is empty."""


def values(table: "pd.DataFrame", name: str) -> list[Any]:
    """Return the cells of a column as Python's values, None for those that are empty."""
    column = table[name].astype(object)
    return column.where(column.notna() & (column != ""), None).tolist()


def rows(table: "pd.DataFrame") -> Iterator[Row]:
    """Yield the rows of a table."""
    names = list(table.columns)
    for start in range(0, len(table), PORTION):
        portion = table[start : start + PORTION]
        for cells in zip(*(values(portion, name) for name in names), strict=True):
            yield dict(zip(names, cells, strict=True))


@dataclass(frozen=True)
class MarkedDocument:
    """A document with its mentions.

    Attributes:
        facts: its row of documents.csv.
        text: its text, in which offsets count.
        mentions: its rows of mentions.csv, in the order of the text.
    """

    facts: Row
    text: str
    mentions: tuple[Row, ...]

    @property
    def doc_id(self) -> str:
        """Its id."""
        return str(self.facts["doc_id"])


def marked_documents(tables: "Mapping[str, pd.DataFrame]") -> Iterator[MarkedDocument]:
    """Yield the documents, in the order of their table, each with its text and its mentions.

    The three tables that they are made of have the same documents in each partition.
    """
    for parts in zip(*(frames_of(tables, name) for name in ("documents", TEXTS, "mentions")), strict=True):
        yield from _marked(*parts)


def _marked(documents: "pd.DataFrame", texts: "pd.DataFrame", mentions: "pd.DataFrame") -> Iterator[MarkedDocument]:
    text_of = dict(zip(texts["doc_id"], texts["text"], strict=True))
    order = {doc_id: place for place, doc_id in enumerate(documents["doc_id"])}
    in_order = mentions.iloc[mentions["doc_id"].map(order).argsort(kind="stable")]
    groups = groupby(rows(in_order), itemgetter("doc_id"))
    doc_id, own = next(groups, ("", iter(())))
    for facts in rows(documents):
        if facts["doc_id"] != doc_id:
            yield MarkedDocument(facts, text_of.get(facts["doc_id"], ""), ())
            continue
        yield MarkedDocument(facts, text_of.get(doc_id, ""), tuple(sorted(own, key=_place)))
        doc_id, own = next(groups, ("", iter(())))


def _place(mention: Row) -> tuple[int, int]:
    return mention["start"], mention["end"]


def without_empty(row: Row) -> dict[str, Any]:
    """Return a row without its empty cells.

    >>> without_empty({"name": "حلب", "country": None})
    {'name': 'حلب'}
    """
    return {name: value for name, value in row.items() if value is not None}
