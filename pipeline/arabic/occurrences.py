"""Occurrences: where given names are written in a text, whatever their spelling, with proclitics before them or without.

>>> text = "شكر وأبي بكر للأمم المتحدة في كفرتخاريم"
>>> finder = NameFinder(["أبو بكر", "الأمم المتحدة", "كفر تخاريم"])
>>> [(text[found.start : found.end], found.name) for found in finder.find(text)]
[('أبي بكر', 'أبي بكر'), ('لأمم المتحدة', 'الأمم المتحدة'), ('كفرتخاريم', 'كفرتخاريم')]
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import words
from .folding import fold
from .proclitics import readings
from .words import Span

_ROOM = 3
"""Letters by which a text may be longer than the key of a name in it: two of proclitics, one that folding drops (ابن, بن)."""

_SIGN = re.compile(r"[^\w\s]")
_QUOTES_AND_DASHES = ("Pi", "Pf", "Pd")
_PLAIN_QUOTES = frozenset("\"'`„")


@dataclass(frozen=True)
class Occurrence:
    """One place where a name is written.

    Attributes:
        start: first character of the name in the text, after any proclitics.
        end: the character after its last.
        key: the folded key of the name (pipeline.arabic.folding.fold).
        name: the text from start to end, with the ال that a ل before it swallowed written back.
    """

    start: int
    end: int
    key: str
    name: str


class NameFinder:
    """Finds names in normalised texts as whole words: in any spelling that folds to the same key, proclitics before them.

    Quotes and dashes may stand between a name's words; another sign only if the name has it too (ا.ف.ب).
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names to find; those without a letter or digit are nowhere."""
        self._signs = {key: signs(name) for name in names if (key := fold(name))}
        self._ends = {key[at:] for key in self._signs for at in range(len(key))}
        self._longest = max(map(len, self._signs), default=0)

    def find(self, text: str) -> list[Occurrence]:
        """Return where the names stand in a normalised text, without overlap, in order; longer ones are chosen first."""
        spans = words.spans(text) if self._signs else []
        found = [one for last in range(len(spans)) for one in self._ending(text, spans, last)]
        taken = bytearray(len(text))
        chosen: list[Occurrence] = []
        for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = bytes([1]) * (one.end - one.start)
                chosen.append(one)
        return sorted(chosen, key=lambda one: one.start)

    def _ending(self, text: str, spans: Sequence[Span], last: int) -> Iterator[Occurrence]:
        """Yield the names that end with the word of this number."""
        begin, end = spans[last]
        if text[end : end + 1].isalnum():
            return
        yield from self._reaching(text, begin, end)
        if fold(text[begin:end]) not in self._ends:
            return
        for first in range(last - 1, -1, -1):
            start, _ = spans[first]
            if len(fold(text[start:end])) > self._longest + _ROOM:
                return
            yield from self._reaching(text, start, end)

    def _reaching(self, text: str, start: int, end: int) -> Iterator[Occurrence]:
        """Yield the names that [start, end) is, with proclitics or without; it begins and ends with whole words."""
        if not text[start].isalnum() or text[start - 1 : start].isalnum():
            return
        for cut, name in readings(text[start:end]):
            key = fold(name)
            if key in self._signs and signs(name) <= self._signs[key]:
                yield Occurrence(start + cut, end, key, name)


def signs(name: str) -> frozenset[str]:
    """Return the signs of a name that tell it from others: no letters, digits, spaces, quotes and dashes.

    >>> sorted(signs("«ا.ف.ب»")), sorted(signs("ناغورني-كاراباخ"))
    (['.'], [])
    """
    return frozenset(sign for sign in _SIGN.findall(name) if not _joins(sign))


def _joins(sign: str) -> bool:
    """Return whether a sign is a quote or a dash, which may stand inside any name."""
    return sign in _PLAIN_QUOTES or unicodedata.category(sign) in _QUOTES_AND_DASHES
