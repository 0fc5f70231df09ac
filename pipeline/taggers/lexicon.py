"""The tagger's lexicon: names that it has heard of. A match is one more input of the network, which decides what it is worth.

A list alone would find a name in every السفيرة (ambassador, or a town) and miss all strangers; as a hint beside the words
it helps where the context leaves open what a word is (a gazetteer feature; Rijhwani et al. 2020 call theirs soft).

Beside whole names it knows words that are parts of people's names (given names, family names), rare or frequent ones: nobody
lists the victims of a bombing, but أحمد and الخطيب are parts of names wherever they stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..arabic.folding import fold
from ..arabic.proclitics import readings
from ..arabic.words import QUOTES
from .labels import NEWS_TYPES

NONE, WHOLE, BEGINS, INSIDE = range(4)
STATES = 4
NAME_FEATURES: int = STATES ** len(NEWS_TYPES)
"""Number of values for names: for each type, whether a word is no part, the whole, the beginning or the inside of a match."""

PARTS = ("", "RARE", "PART")
"""What a word can be as a part of people's names: none, one that few people have, or many."""
FEATURES: int = NAME_FEATURES * len(PARTS)
"""Number of feature values: that for names, and what the word is as a part of people's names."""

LONGEST = 8
"""Words of the longest match."""

_HEAD = 6
"""Letters by which most words are seen to open no match."""

LEAST_LETTERS = 3
"""Letters of the shortest match: a shorter name is more often another word, or cut off by mistaken proclitics."""


def states_of(feature: int) -> list[int]:
    """Return the state of each type, in the order of NEWS_TYPES, that a feature stands for.

    >>> states_of(feature_of([NONE, WHOLE, INSIDE], part=2)) == [NONE, WHOLE, INSIDE]
    True
    """
    return [feature // STATES**place % STATES for place in range(len(NEWS_TYPES))]


def part_of(feature: int) -> int:
    """Return the place in PARTS that a feature stands for.

    >>> part_of(feature_of([NONE, WHOLE, INSIDE], part=2))
    2
    """
    return feature // NAME_FEATURES


def feature_of(states: Iterable[int], part: int = 0) -> int:
    """Return the feature that stands for the state of each type, in the order of NEWS_TYPES, and a place in PARTS."""
    names: int = sum(state * STATES**place for place, state in enumerate(states))
    return names + NAME_FEATURES * part


class Lexicon:
    """Names by their key (pipeline.arabic.folding.fold), each with the types that it can have.

    `parts` holds the words that are parts of people's names, each with its place in PARTS.
    """

    def __init__(self, types: Mapping[str, frozenset[str]], parts: Mapping[str, int] | None = None) -> None:
        self.types = types
        self.parts = parts or {}
        self._heads = {key[:end] for key in types for end in range(1, _HEAD + 1)}
        self._look_up = lru_cache(maxsize=1 << 15)(self._look)

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> "Lexicon":
        """Make a lexicon of (type, name) pairs; names of fewer than LEAST_LETTERS letters are left out.

        A word that is a part of people's names has one of PARTS in place of a type.
        """
        types: dict[str, frozenset[str]] = {}
        for label, name in names:
            key = fold(name)
            if len(key) >= LEAST_LETTERS:
                types[key] = types.get(key, frozenset()) | {label}
        return cls._parted(types)

    @classmethod
    def _parted(cls, kinds: Mapping[str, frozenset[str]]) -> "Lexicon":
        """Make a lexicon of what its file holds: types of names and kinds of parts beside one another."""
        names = {own: own.difference(PARTS) for own in set(kinds.values())}
        parts = {own: max(PARTS.index(kind) for kind in own.intersection(PARTS)) for own in names if names[own] != own}
        return cls(
            {key: names[own] for key, own in kinds.items() if names[own]},
            {key: parts[own] for key, own in kinds.items() if own in parts},
        )

    @classmethod
    def read(cls, path: Path) -> "Lexicon":
        """Read a file that `write` made."""
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        kinds = {told: frozenset(told.split(",")) for told in {told for _, told in rows}}
        return cls._parted({key: kinds[told] for key, told in rows})

    def write(self, path: Path) -> None:
        """Write the lexicon: one key, its types, and what it is as a part of people's names, a line."""
        rows = {key: {*self.types.get(key, ()), *filter(None, [PARTS[self.parts.get(key, 0)]])} for key in self._keys()}
        path.write_text("".join(f"{key}\t{','.join(sorted(kinds))}\n" for key, kinds in rows.items()), "utf-8")

    def _keys(self) -> list[str]:
        return sorted({*self.types, *self.parts})

    def has(self, name: str, label: str) -> bool:
        """Return whether a name can have a type."""
        return label in self.types.get(fold(name), ())

    def features(self, words: Sequence[str]) -> list[int]:
        """Return the feature of each word of a sentence, in [0, FEATURES).

        For each type, the longest matches from left to right count. Quotes inside a match and proclitics before it do
        not hinder it; neither do the spaces that a spelling has or lacks.

        >>> lexicon = Lexicon.of([("LOC", "إدلب"), ("ORG", "حزب الله")])
        >>> lexicon.features(["قال", "حزب", "الله", "وإدلب"])
        [0, 32, 48, 4]
        """
        states: dict[int, list[int]] = defaultdict(lambda: [NONE] * len(NEWS_TYPES))
        bare = [word.strip() for word in words]
        looked_up = [self._look_up(word) for word in bare]
        places = [i for i, word in enumerate(bare) if word not in QUOTES]
        keys = [looked_up[i].key for i in places]
        for start, i in enumerate(places):
            if openings := looked_up[i].openings:
                self._mark(states, places[start : start + LONGEST], openings, keys[start : start + LONGEST])
        return [feature_of(states[i], one.part) if one.part or i in states else 0 for i, one in enumerate(looked_up)]

    def _look(self, word: str) -> "_LookedUp":
        """Look up a word by itself."""
        keys = [key for _, name in readings(word) if (key := fold(name))]
        part = max([self.parts[key] for key in keys if key in self.parts], default=0)
        return _LookedUp(fold(word), self._opening(keys), part)

    def _opening(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys of words that may open a match."""
        return [key for key in keys if key[:_HEAD] in self._heads]

    def _mark(
        self, states: Mapping[int, list[int]], places: Sequence[int], openings: Sequence[str], keys: Sequence[str]
    ) -> None:
        """Mark the longest match of each type that begins with a word, unless an earlier one covers it.

        Args:
            states: of all words, by type.
            places: of the word and those after it, as many as a match can have.
            openings: the keys of what the word can be the writing of.
            keys: its key and those of the words after it.
        """
        matches = self._matches(openings, keys)
        unmarked = {label for i, label in enumerate(NEWS_TYPES) if matches and states[places[0]][i] == NONE}
        for length, types in matches:
            for label in types & unmarked:
                column = NEWS_TYPES.index(label)
                states[places[0]][column] = WHOLE if length == 1 else BEGINS
                for inside in places[1:length]:
                    states[inside][column] = INSIDE
            unmarked -= types

    def _matches(self, openings: Sequence[str], keys: Sequence[str]) -> list[tuple[int, frozenset[str]]]:
        """Return the number of words and the types of each match that begins with a word, the longest first."""
        found = []
        for length, key in enumerate(keys, start=1):
            openings = self._opening(opening + key for opening in openings) if length > 1 else openings
            if not key or not openings:
                break
            types = next(filter(None, map(self.types.get, openings)), None)
            if types:
                found.append((length, types))
        return found[::-1]


class _LookedUp(NamedTuple):
    """What a lexicon knows of a word by itself.

    Attributes:
        key: the word's.
        openings: the keys of what it can be the writing of, with proclitics or without, that may open a match.
        part: its place in PARTS.
    """

    key: str
    openings: list[str]
    part: int


@lru_cache(maxsize=2)
def lexicon_of(folder: Path) -> Lexicon:
    """Return the lexicon of a model's folder, read once."""
    return Lexicon.read(folder / "lexicon.tsv")


def embedded() -> Lexicon:
    """Return the lexicon of the embedded model."""
    return lexicon_of(Path(__file__).parents[1] / "models")
