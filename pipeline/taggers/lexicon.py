"""The tagger's lexicon: names that it has heard of. A match is one more input of the network, which decides what it is worth.

A list alone would find a name in every السفيرة (ambassador, or a town) and miss all strangers; as a hint beside the words
it helps where the context leaves open what a word is (a gazetteer feature; Rijhwani et al. 2020 call theirs soft).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from ..arabic.folding import fold
from ..arabic.proclitics import readings
from ..arabic.words import QUOTES
from .labels import NEWS_TYPES

NONE, WHOLE, BEGINS, INSIDE = range(4)
STATES = 4
FEATURES = STATES ** len(NEWS_TYPES)
"""Number of feature values: for each type, whether a word is no part, the whole, the beginning or the inside of a match."""

LONGEST = 8
"""Words of the longest match."""

LEAST_LETTERS = 3
"""Letters of the shortest match: a shorter name is more often another word, or cut off by mistaken proclitics."""


def states_of(feature: int) -> list[int]:
    """Return the state of each type, in the order of NEWS_TYPES, that a feature stands for.

    >>> states_of(feature_of([NONE, WHOLE, INSIDE])) == [NONE, WHOLE, INSIDE]
    True
    """
    return [feature // STATES**place % STATES for place in range(len(NEWS_TYPES))]


def feature_of(states: Iterable[int]) -> int:
    """Return the feature that stands for the state of each type, in the order of NEWS_TYPES."""
    return sum(state * STATES**place for place, state in enumerate(states))


class Lexicon:
    """Names by their key (pipeline.arabic.folding.fold), each with the types that it can have."""

    def __init__(self, types: Mapping[str, frozenset[str]]) -> None:
        self.types = types

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> "Lexicon":
        """Make a lexicon of (type, name) pairs; names of fewer than LEAST_LETTERS letters are left out."""
        types: dict[str, frozenset[str]] = {}
        for label, name in names:
            key = fold(name)
            if len(key) >= LEAST_LETTERS:
                types[key] = types.get(key, frozenset()) | {label}
        return cls(types)

    @classmethod
    def read(cls, path: Path) -> "Lexicon":
        """Read a file that `write` made."""
        rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
        return cls({key: frozenset(types.split(",")) for key, types in rows})

    def write(self, path: Path) -> None:
        """Write the lexicon: one key and its types a line."""
        lines = [f"{key}\t{','.join(sorted(self.types[key]))}\n" for key in sorted(self.types)]
        path.write_text("".join(lines), "utf-8")

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
        states = [[NONE] * len(NEWS_TYPES) for _ in words]
        places = [i for i, word in enumerate(words) if word.strip() not in QUOTES]
        bare = [words[i].strip() for i in places]
        keys = [fold(word) for word in bare]
        for i, word in enumerate(bare):
            self._mark(states, places[i:], word, keys[i : i + LONGEST])
        return [feature_of(word) for word in states]

    def _mark(self, states: list[list[int]], places: Sequence[int], word: str, keys: Sequence[str]) -> None:
        """Mark the longest match of each type that begins with a word, unless an earlier one covers it.

        Args:
            states: of all words, by type.
            places: of the word and those after it.
            word: the word.
            keys: its key and those of the words after it, as many as a match can have.
        """
        unmarked = {label for i, label in enumerate(NEWS_TYPES) if states[places[0]][i] == NONE}
        for length, types in self._matches(word, keys):
            for label in types & unmarked:
                column = NEWS_TYPES.index(label)
                states[places[0]][column] = WHOLE if length == 1 else BEGINS
                for inside in places[1:length]:
                    states[inside][column] = INSIDE
            unmarked -= types

    def _matches(self, word: str, keys: Sequence[str]) -> list[tuple[int, frozenset[str]]]:
        """Return the number of words and the types of each match that begins with a word, the longest first."""
        found = []
        openings = _openings(word)
        rest = ""
        for length, key in enumerate(keys if openings else (), start=1):
            if not key:
                break
            rest += key if length > 1 else ""
            types = next(filter(None, (self.types.get(opening + rest) for opening in openings)), None)
            if types:
                found.append((length, types))
        return found[::-1]


@lru_cache(maxsize=1 << 16)
def _openings(word: str) -> tuple[str, ...]:
    """Return the keys of what a word can be the writing of: as it is, and without proclitics.

    >>> _openings("للأمم")
    ('للامم', 'لامم', 'الامم', 'اللامم')
    """
    return tuple(key for _, name in readings(word) if (key := fold(name)))
