"""spaCy: documents.spacy, a DocBin of the documents with their mentions as entities; needs the extra `spacy`.

The text of a Doc is the document's. Tokens are words and signs, cut where a mention begins or ends; `kb_id_` is the entity.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts.atomic import Writer
from .rows import MarkedDocument, Row, marked_documents
from .tokens import Token, sentences

if TYPE_CHECKING:
    import pandas as pd


def spacy_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return documents.spacy with what writes it. Raises ImportError where spaCy is not installed."""
    import spacy
    from spacy.tokens import DocBin

    vocabulary = spacy.blank("xx").vocab

    def write(path: Path) -> None:
        attributes = ["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SENT_START"]
        store = DocBin(attrs=attributes, store_user_data=True)
        for document in marked_documents(tables):
            store.add(_doc(document, vocabulary))
        path.write_bytes(store.to_bytes())

    return {"documents.spacy": write}


class _Pieces:
    """The text of a document in pieces, as spaCy has it: a space after a piece is part of it, other white space a piece."""

    def __init__(self, text: str) -> None:
        self._text, self._end = text, 0
        self.words: list[str] = []
        self.spaces: list[bool] = []

    def upto(self, start: int) -> None:
        """Take what stands before a place."""
        gap = self._text[self._end : start]
        if gap.startswith(" ") and self.words:
            self.spaces[-1] = True
            gap = gap[1:]
        if gap:
            self.words.append(gap)
            self.spaces.append(False)
        self._end = start

    def token(self, token: Token) -> int:
        """Take a token, and return its number."""
        self.upto(token.start)
        self.words.append(self._text[token.start : token.end])
        self.spaces.append(False)
        self._end = token.end
        return len(self.words) - 1


def _doc(document: MarkedDocument, vocabulary: Any) -> Any:
    from spacy.tokens import Doc

    pieces = _Pieces(document.text)
    starts: set[int] = set()
    spans: dict[str, tuple[int, int, Row]] = {}
    for sentence in sentences(document):
        numbers = [pieces.token(token) for token in sentence]
        starts.add(numbers[0])
        for number, token in zip(numbers, sentence, strict=True):
            if token.mention:
                first = spans.get(token.mention["mention_id"], (number, number, token.mention))[0]
                spans[token.mention["mention_id"]] = (first, number + 1, token.mention)
    pieces.upto(len(document.text))
    begins = [place in starts for place in range(len(pieces.words))]
    doc = Doc(vocabulary, words=pieces.words, spaces=pieces.spaces, sent_starts=begins)
    doc.ents = tuple(_span(doc, *span) for span in spans.values())
    doc.user_data["doc_id"] = document.doc_id
    return doc


def _span(doc: Any, first: int, end: int, mention: Row) -> Any:
    from spacy.tokens import Span

    return Span(doc, first, end, label=mention["label"], kb_id=mention["entity_id"])
