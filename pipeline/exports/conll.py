"""CoNLL: documents.conll, a line a token with its IOB2 label and the entity that is meant, tab-separated.

A blank line ends a sentence; a comment line names the document. Proclitics before a mention are tokens of their own.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts.atomic import Writer
from .rows import MarkedDocument, marked_documents
from .tokens import Token, sentences

if TYPE_CHECKING:
    import pandas as pd


def conll_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return documents.conll with what writes it."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            for document in marked_documents(tables):
                file.writelines(_lines(document))

    return {"documents.conll": write}


def _lines(document: MarkedDocument) -> Iterator[str]:
    yield f"# doc_id = {' '.join(document.doc_id.split())}\n"
    for sentence in sentences(document):
        yield from (_line(document.text, token) for token in sentence)
        yield "\n"


def _line(text: str, token: Token) -> str:
    entity = token.mention["entity_id"] if token.mention else "_"
    return f"{text[token.start : token.end]}\t{token.tag}\t{' '.join(entity.split())}\n"
