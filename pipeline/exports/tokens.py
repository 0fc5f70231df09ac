"""Tokens of documents for CoNLL and spaCy: words and signs of the source, cut where a mention begins or ends.

So وأردوغان gives و and أردوغان where أردوغان is a mention: a label is never on half a token.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from .rows import MarkedDocument, Row

# A word keeps its vowel signs and tatweels, for it is the source's.
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0610-\u061a\u064b-\u065f\u0670])*|\d+|[^\w\s]|_")

Span = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """One token of a document.

    Attributes:
        start: its first code point in the text.
        end: the code point after its last.
        mention: the mention that it is part of, if any.
        first: whether it is the first token of the mention.
    """

    start: int
    end: int
    mention: Row | None
    first: bool

    @property
    def tag(self) -> str:
        """Its IOB2 label: B-PER, I-PER, …, or O."""
        return "O" if self.mention is None else f"{'B' if self.first else 'I'}-{self.mention['label']}"


def sentences(document: MarkedDocument) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence of a document that has any."""
    from ..arabic.orthography import normalise
    from ..arabic.sentences import split

    whole = normalise(document.text)
    ends = [whole.source_span(start, end)[1] for start, end in split(whole.text)]
    found = list(tokens(document))
    at = 0
    for end in [*ends, len(document.text)]:
        upto = at
        while upto < len(found) and (found[upto].start < end or _goes_on(found[upto])):
            upto += 1
        if upto > at:
            yield found[at:upto]
        at = upto


def _goes_on(token: Token) -> bool:
    """Tell whether a token is inside a mention that has begun: a mention is of one sentence."""
    return token.mention is not None and not token.first


def tokens(document: MarkedDocument) -> Iterator[Token]:
    """Yield the tokens of a document in order."""
    mentions = list(apart(document.mentions))
    cuts = {place for mention in mentions for place in (mention["start"], mention["end"])}
    at = 0
    last: Row | None = None
    for start, end in _pieces(document.text, cuts):
        while at < len(mentions) and mentions[at]["end"] <= start:
            at += 1
        inside = mentions[at] if at < len(mentions) and mentions[at]["start"] <= start else None
        yield Token(start, end, inside, inside is not None and inside is not last)
        last = inside


def apart(mentions: Iterable[Row]) -> Iterator[Row]:
    """Yield mentions in order, without those that begin inside another."""
    end = 0
    for mention in mentions:
        if mention["start"] >= end:
            yield mention
            end = mention["end"]


def _pieces(text: str, cuts: set[int]) -> Iterator[Span]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        inside = [place for place in range(start + 1, end) if place in cuts]
        yield from pairwise([start, *inside, end])
