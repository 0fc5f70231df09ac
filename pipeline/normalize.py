"""Stage 2, documents to sentences: camel-tools' orthography with a map back to the source, then sentence ends.

usage: python -m pipeline.normalize build/documents.parquet build/sentences.parquet
"""

import hashlib
import sys
from operator import attrgetter
from pathlib import Path

import pandas as pd

from .arabic.sentences import sentences_of
from .contracts import schema, script
from .contracts.making import Made, make_partitions
from .contracts.partitions import HERE, Pool, Processes

_cells = attrgetter(*schema.SENTENCE_FIELDS)


def normalize(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences (schema.SENTENCE_FIELDS) of documents (schema.DOCUMENT_FIELDS), in the order of the text."""
    rows = documents[["doc_id", "text"]].itertuples(index=False, name=None)
    sentences = [_cells(sentence) for doc_id, text in rows for sentence in sentences_of(doc_id, text, stamp_of(text))]
    return pd.DataFrame(sentences, columns=schema.SENTENCE_FIELDS)


def stamp_of(text: str) -> str:
    """Return what tells a document's text from others: by it a document is known that was seen before."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make(documents: Path, sentences: Path, pool: Pool = HERE) -> Made:
    """Make the stage file of sentences from that of documents."""
    return make_partitions("normalize", [documents], [sentences], lambda: (_work, []), pool=pool)


def _work(documents: pd.DataFrame) -> list[pd.DataFrame]:
    return [normalize(documents)]


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    arguments = script.parser(__doc__, "documents", "sentences").parse_args(argv)
    return script.finish("normalize", lambda: make(arguments.documents, arguments.sentences, Processes()))


if __name__ == "__main__":
    sys.exit(main())
