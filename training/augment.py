"""Augmentation: labelled sentences as they might also have been written, so that the tagger leans on no one spelling.

Names are exchanged for others of their type, letters are written without hamzas and dots, names get quotes and hashtags,
words are hidden. Each change is made with a small probability of its own; the labels stay right.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.arabic.proclitics import letters
from pipeline.taggers.decode import spans
from pipeline.taggers.labels import OUTSIDE, PROCLITICS, Proclitic
from training.data import IGNORED, Example

EXCHANGED = 0.12
BARE_LETTERS = 0.08
QUOTED = 0.02
FIRST_WORD_QUOTED = 0.03
HASHTAG = 0.01

_BARE = str.maketrans("أإآىة", "ااايه")
_ARTICLE = "ال"


@dataclass(frozen=True)
class Word:
    """One word of an example: text with the space before it, label, proclitic decision (training.data.Example)."""

    text: str
    label: str
    proclitic: int = IGNORED


def cut_of(word: Word) -> Proclitic:
    """Return a word's proclitic decision; none where none is known."""
    return PROCLITICS[max(word.proclitic, 0)]


def words_of(example: Example) -> list[Word]:
    """Return an example word by word."""
    return [Word(*word) for word in zip(example.words, example.labels, example.proclitics, strict=True)]


def example_of(words: Iterable[Word], document: str) -> Example:
    """Return the example that words of a document make up."""
    listed = list(words)
    return Example(
        tuple(word.text for word in listed),
        tuple(word.label for word in listed),
        tuple(word.proclitic for word in listed),
        document,
    )


def names_in(examples: Iterable[Example]) -> dict[str, list[tuple[str, ...]]]:
    """Return the names of each type that stand in examples without a proclitic, as words, each once."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for example in examples:
        for first, last, label in spans(example.labels):
            proclitic = example.proclitics[first]
            if proclitic != IGNORED and not PROCLITICS[proclitic].letters:
                found.setdefault(label, {})[example.words[first : last + 1]] = None
    return {label: list(names) for label, names in found.items()}


class Augmenter:
    """Changes examples at random; the same seed and order of examples give the same changes."""

    def __init__(
        self,
        names: dict[str, list[tuple[str, ...]]],
        seed: int,
        exchanged: float = EXCHANGED,
        people: float | None = None,
    ) -> None:
        """Take the names that may stand for others, by type, the seed, the share of names to exchange, and that of people."""
        self._names = names
        self._exchanged = exchanged
        self._people = exchanged if people is None else people
        self._random = random.Random(seed)

    def __call__(self, example: Example) -> Example:
        """Return an example with some of its names changed, and perhaps all its letters bare."""
        words = words_of(example)
        result: list[Word] = []
        at = 0
        for first, last, label in spans(example.labels):
            result += words[at:first] + self._changed(words[first : last + 1], label)
            at = last + 1
        result += words[at:]
        if self._chance(BARE_LETTERS):
            result = [replace(word, text=word.text.translate(_BARE)) for word in result]
        return example_of(result, example.document)

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _changed(self, name: Sequence[Word], label: str) -> list[Word]:
        """Return one name, perhaps another one, perhaps with signs around it; as it is where it may have a proclitic."""
        if name[0].proclitic == IGNORED and name[0].text.strip()[:1] in letters():
            return list(name)
        if self._chance(self._people if label == "PER" else self._exchanged):
            name = exchanged(name, self._random.choice(self._names[label]), label)
        bare = cut_of(name[0]).letters == 0 and name[0].text.startswith(" ")
        if bare and self._chance(QUOTED):
            return quoted(name, len(name))
        if bare and label == "ORG" and len(name) > 1 and self._chance(FIRST_WORD_QUOTED):
            return quoted(name, 1)
        if bare and self._chance(HASHTAG):
            return hashtag(name)
        return list(name)


def exchanged(name: Sequence[Word], other: tuple[str, ...], label: str) -> list[Word]:
    """Return another name in the place of `name`, after the same proclitics; a ل that swallows an alef leaves all as it was.

    >>> old = [Word(" بحلب", "B-LOC", 1)]
    >>> [word.text for word in exchanged(old, (" دير", " الزور"), "LOC")]
    [' بدير', ' الزور']
    """
    first = name[0].text
    space = " " if first.startswith(" ") else ""
    proclitic = cut_of(name[0])
    head = first.strip()[: proclitic.letters]
    opening = other[0].strip()
    if proclitic.article or (head.endswith("ل") and opening.startswith(_ARTICLE)):
        return list(name)
    rest = [Word(text, f"I-{label}") for text in other[1:]]
    return [Word(space + head + opening, f"B-{label}", name[0].proclitic), *rest]


def quoted(name: Sequence[Word], size: int) -> list[Word]:
    """Return a name with quotes around its first `size` words; a closing quote inside the name is part of it.

    >>> name = [Word(" جيش", "B-ORG", 0), Word(" الاحتلال", "I-ORG")]
    >>> [(word.text, word.label) for word in quoted(name, 1)]
    [(' "', 'O'), ('جيش', 'B-ORG'), ('"', 'I-ORG'), (' الاحتلال', 'I-ORG')]
    """
    opened = replace(name[0], text=name[0].text.strip())
    closing = Word('"', f"I-{name[0].label[2:]}" if size < len(name) else OUTSIDE)
    return [Word(' "', OUTSIDE), opened, *name[1:size], closing, *name[size:]]


def hashtag(name: Sequence[Word]) -> list[Word]:
    """Return a name as a hashtag; its underscores are spaces to the words.

    >>> [word.text for word in hashtag([Word(" حزب", "B-ORG", 0), Word(" الله", "I-ORG")])]
    [' #', 'حزب', ' الله']
    """
    return [Word(" #", OUTSIDE), replace(name[0], text=name[0].text.strip()), *name[1:]]
