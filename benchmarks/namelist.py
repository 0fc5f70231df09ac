"""A stand-in for the tagger that costs next to nothing, so that all else can be measured."""

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache

from pipeline.arabic import words
from pipeline.taggers.lexicon import embedded
from pipeline.taggers.protocol import TaggedSpan

GIVEN = ("محمد", "أحمد", "علي", "حسن", "خالد", "سامر", "عمر", "يوسف", "مصطفى", "إبراهيم", "محمود", "حسين")
"""Given names, each of which makes a person of itself and the word behind it."""


class NameList:
    """Tags words that are names of the embedded tagger's lexicon, and given names with the word behind them."""

    name = fingerprint = "name-list"

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:  # noqa: ARG002
        """Return the names of each sentence."""
        return [list(_names(text)) for text in sentences]


def _names(text: str) -> Iterator[TaggedSpan]:
    spans = words.spans(text)
    for (start, end), (_, after) in zip(spans, [*spans[1:], (0, 0)], strict=True):
        word = text[start:end]
        if word in GIVEN and after:
            yield TaggedSpan(start, after, "PER", 0.9)
        elif len(word) > 3 and (label := _label(word)):
            yield TaggedSpan(start, end, label, 0.9)


@lru_cache(maxsize=100_000)
def _label(word: str) -> str:
    return next((label for label in ("LOC", "ORG") if embedded().has(word, label)), "")
