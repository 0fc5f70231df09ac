"""Partitions: runs of whole documents, worked on one at a time."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

SENTENCES = 2048
"""Sentences of a partition, or a little more: documents are not cut."""


def ranges(doc_ids: Sequence[str], size: int = SENTENCES) -> Iterator[tuple[int, int]]:
    """Yield [start, end) ranges of whole documents, each of at least `size` rows but for the last.

    >>> list(ranges(["a"] * 3000 + ["b"] * 10 + ["c"] * 3000 + ["d"]))
    [(0, 3000), (3000, 6010), (6010, 6011)]
    """
    start = 0
    for end in range(1, len(doc_ids) + 1):
        last = end == len(doc_ids)
        if last or (end - start >= size and doc_ids[end] != doc_ids[end - 1]):
            yield start, end
            start = end


def partitions(sentences: "pd.DataFrame") -> "list[pd.DataFrame]":
    """Return sentences in partitions; the rows of a document stand together."""
    return [sentences.iloc[start:end] for start, end in ranges(sentences["doc_id"].tolist())]


def in_order(mentions: "pd.DataFrame", sentences: "pd.DataFrame") -> "pd.DataFrame":
    """Return mentions in the order of the documents of `sentences` and of their text."""
    order = {doc_id: i for i, doc_id in enumerate(sentences["doc_id"].unique())}
    places = mentions.assign(_order=mentions["doc_id"].map(order)).sort_values(["_order", "start"], kind="stable")
    return places[list(mentions.columns)].reset_index(drop=True)


def progress(items: Sequence[T], what: str) -> Iterable[T]:
    """Iterate with a progress bar on standard error when that is a terminal and there is more than one item."""
    from rich.console import Console
    from rich.progress import track

    return track(items, what, console=Console(stderr=True), disable=len(items) < 2 or not sys.stderr.isatty())
