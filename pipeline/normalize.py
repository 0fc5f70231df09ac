"""Stage 2, documents to sentences: camel-tools' orthography with a map back to the source, then sentence ends.

usage: python -m pipeline.normalize build/documents.parquet build/sentences.parquet
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import pandas as pd

from pipeline import files, schema
from pipeline.arabic.orthography import Aligned, normalise
from pipeline.arabic.sentences import split


@dataclass(frozen=True)
class Sentence:
    """One row of the sentences frame; the fields are schema.SENTENCE_FIELDS in order.

    Attributes:
        doc_id: the document.
        sentence: number in the document, from 1.
        start: first code point in the document's text.
        end: the code point after the last.
        source: the document's text between them.
        text: the same, normalised.
        offsets: for each character of `text` its place in `source`; empty where nothing was changed.
        stamp: the document's stamp.

    """

    doc_id: str
    sentence: int
    start: int
    end: int
    source: str
    text: str
    offsets: tuple[int, ...]
    stamp: str

    def aligned(self) -> Aligned:
        """Return the normalised text with its map to `source`."""
        return Aligned(self.source, self.text, tuple(self.offsets) or tuple(range(len(self.text))))

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the document's text that [start, end) of the normalised text came from."""
        first, last = self.aligned().source_span(start, end)
        return self.start + first, self.start + last


def sentences_of(doc_id: str, text: str, stamp: str) -> Iterator[Sentence]:
    """Yield the sentences of one document."""
    whole = normalise(text)
    for number, (first, last) in enumerate(split(whole.text), 1):
        start, end = whole.source_span(first, last)
        part, source = whole.text[first:last], text[start:end]
        offsets = () if part == source else tuple(place - start for place in whole.offsets[first:last])
        yield Sentence(doc_id, number, start, end, source, part, offsets, stamp)


def normalize(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences (schema.SENTENCE_FIELDS) of documents (schema.DOCUMENT_FIELDS), in the order of the text."""
    rows = documents[["doc_id", "text", "stamp"]].itertuples(index=False, name=None)
    return frame(sentence for row in rows for sentence in sentences_of(*row))


def frame(sentences: Iterator[Sentence]) -> pd.DataFrame:
    """Return sentences as a frame."""
    return pd.DataFrame([astuple(sentence) for sentence in sentences], columns=schema.SENTENCE_FIELDS)


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.normalize", description=__doc__.split("\n")[0])
    parser.add_argument("documents", type=Path, help="documents.parquet, as pipeline.read writes it")
    parser.add_argument("sentences", type=Path, help="the file to write")
    arguments = parser.parse_args(argv)
    files.write_frame(normalize(files.read_frame(arguments.documents)), arguments.sentences)
    return files.OK


if __name__ == "__main__":
    sys.exit(main())
