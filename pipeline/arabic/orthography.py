"""Orthography: one ordered list of named steps from a source text to the text that the tagger reads.

Every step keeps the way back: `Aligned.offsets[i]` is the place in the source that character i came from, so a span of
the normalised text names a span of the untouched source, with its vowel signs.

>>> text = normalise("في إِدْلِـــب")
>>> text.text
'في إدلب'
>>> text.source_span(3, 7)
(3, 13)
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from camel_tools.utils.charmap import CharMapper
from camel_tools.utils.normalize import normalize_unicode


@dataclass(frozen=True)
class Aligned:
    """A text on its way through the steps, with the map back to its source.

    Attributes:
        source: the untouched text.
        text: the text after the steps applied so far.
        offsets: for each character of `text`, the code point of `source` at which the letter it came from stands.
    """

    source: str
    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> "Aligned":
        """Start from a source text: every character maps to itself."""
        return cls(source, source, tuple(range(len(source))))

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the [start, end) of `source` that [start, end) of `text` came from, trailing vowel signs included."""
        last = self.offsets[end - 1] + 1
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return self.offsets[start], last


@dataclass(frozen=True)
class Step:
    """One orthographic step: what it touches and what it writes there.

    Attributes:
        name: the name used in docs and tests.
        why: the reason, for people.
        touches: a pattern of the characters that the step may change.
        write: the function from a touched stretch to its replacement; equal lengths map letter by letter, letters that
            are left of a longer stretch to where they stood, others to the first letter of the stretch.
    """

    name: str
    why: str
    touches: re.Pattern[str]
    write: Callable[[str], str]

    def apply(self, aligned: Aligned) -> Aligned:
        """Return the text with the step applied, or the same object when there was nothing to do."""
        text, offsets = aligned.text, aligned.offsets
        parts: list[str] = []
        places: list[int] = []
        done = 0
        for match in self.touches.finditer(text):
            start, end = match.span()
            new = self.write(match.group())
            parts += text[done:start], new
            places += offsets[done:start]
            places += [offsets[start + place] for place in places_of(new, match.group())]
            done = end
        if not done:
            return aligned
        return Aligned(aligned.source, "".join(parts) + text[done:], (*places, *offsets[done:]))


def places_of(new: str, old: str) -> Sequence[int]:
    """Return for each character of a stretch's replacement the place in the stretch that it came from.

    >>> places_of("حماس", "حـ.ماس"), places_of("ﷲ", "الله"), places_of("لا", "ﻻ")
    ([0, 3, 4, 5], [0], [0, 0])
    """
    if len(new) == len(old):
        return range(len(old))
    places: list[int] = []
    for sign in new:
        place = old.find(sign, places[-1] + 1 if places else 0)
        if place < 0:
            return [0] * len(new)
        places.append(place)
    return places


@cache
def _letters() -> CharMapper:
    """Read letters.json: foreign keyboards' letters to the Arabic ones."""
    return CharMapper.mapper_from_json(Path(__file__).with_name("letters.json"))


def delete(_: str) -> str:
    """Write nothing in the place of a stretch."""
    return ""


def _compatibility_characters() -> str:
    """Return a regular expression class of the characters that NFKC rewrites (Basic Multilingual Plane).

    Whole phrases in one character (ﷺ) stay: two names inside one character would have one place in the source.
    """
    ranges: list[list[int]] = []
    for code in (*range(0xA0, 0xAC00), *range(0xE000, 0x10000)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain == chr(code) or " " in plain.strip():
            continue
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_CONTROLS = (
    "\u00ad\u034f\u061c\u180e\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
)

STEPS: tuple[Step, ...] = (
    Step(
        "controls",
        "zero-width and direction controls are invisible and cut names in two for a machine",
        re.compile(f"[{_CONTROLS}]+"),
        delete,
    ),
    Step(
        "compatibility",
        "presentation forms, ligatures and letters with a combining hamza become the plain letters (Unicode NFKC)",
        re.compile(f"[{_compatibility_characters()}][{_MARKS}]*|[اويى\u0654\u0655][\u0653-\u0655]+"),
        normalize_unicode,
    ),
    Step(
        "letters",
        "letters of Persian and Urdu keyboards become the Arabic letters they stand for (letters.json)",
        re.compile("[یېکڪہھەۀۃٱ]"),
        lambda text: str(_letters()(text)),
    ),
    Step(
        "marks",
        "vowel signs and Quranic marks: the same name is written with and without them",
        re.compile(f"[{_MARKS}]+"),
        delete,
    ),
    Step(
        "tatweel",
        "the stretching stroke is typography, not spelling",
        re.compile("ـ+"),
        delete,
    ),
    Step(
        "lines",
        "every kind of line break is a line feed, for it ends a sentence; the carriage return before one is a space",
        re.compile("\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029]"),
        lambda _: "\n",
    ),
    Step(
        "spaces",
        "tabs, odd spaces and the zero-width space, which parts words where none is seen, are spaces",
        re.compile(r"[^\S\n ]|\u200b"),
        lambda text: " " * len(text),
    ),
)


def normalise(source: str, steps: Sequence[Step] = STEPS) -> Aligned:
    """Apply steps in order and return the text with its map to `source`. Arabic-Indic digits, hamzas, ى and ة stay."""
    aligned = Aligned.of(source)
    for step in steps:
        aligned = step.apply(aligned)
    return aligned
