"""Word pieces: the one place where words become the numbers that the encoder reads, in training and in use alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from pathlib import Path

from tokenizers import Tokenizer

CLS, PAD, SEP, UNK = 0, 1, 2, 3
MAX_PIECES = 160
"""Pieces of the longest window. Of 64 to 256, chosen on dev: with fewer, context is missing, with more, names are missed."""

OVERLAP = 32


@dataclass(frozen=True)
class Encoded:
    """One sentence as pieces.

    Attributes:
        ids: piece numbers without the opening and closing specials.
        first: for each word, the index in `ids` of its first piece.

    """

    ids: tuple[int, ...]
    first: tuple[int, ...]

    @property
    def bounds(self) -> tuple[int, ...]:
        """For each word, and after the last, the index in `ids` where it begins."""
        return (*self.first, len(self.ids))

    def windows(self, size: int = MAX_PIECES - 2, overlap: int = OVERLAP) -> list[tuple[int, int]]:
        """Return [start, end) word ranges of at most `size` pieces; neighbours share at most `overlap` pieces.

        A word of more than `size` pieces makes a window of its own: its first pieces decide its label.
        """
        bounds, words = self.bounds, len(self.first)
        ranges: list[tuple[int, int]] = []
        start = 0
        while start < words:
            end = start + 1
            while end < words and bounds[end + 1] - bounds[start] <= size:
                end += 1
            ranges.append((start, end))
            if end == words:
                break
            start = self._step_back(start, end, size, overlap)
        return ranges

    def _step_back(self, start: int, end: int, size: int, overlap: int) -> int:
        """Return where the window after [start, end) starts: before `end` if it can still hold the word at `end`."""
        back = end
        while (
            back > start + 1
            and self.bounds[end] - self.bounds[back - 1] <= overlap
            and self.bounds[end + 1] - self.bounds[back - 1] <= size
        ):
            back -= 1
        return back


@dataclass(frozen=True)
class Part:
    """The words [start, end) of one sentence, as a part of a window."""

    sentence: int
    start: int
    end: int

    @property
    def words(self) -> slice:
        """The words as a slice of the sentence's."""
        return slice(self.start, self.end)


@dataclass
class Window:
    """What the encoder reads at once: sentences that follow one another in a document, or a part of a long one.

    Attributes:
        ids: piece numbers: an opening special, then the pieces of each part with a closing special.
        places: for each word of all parts, the index in `ids` of its first piece.
        parts: which words of which sentences these are.

    """

    ids: list[int] = field(default_factory=lambda: [CLS])
    places: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part, encoded: Encoded, size: int) -> None:
        """Put the part of a sentence at the end, its pieces cut so that the window keeps to `size` pieces."""
        at, offset = len(self.ids), encoded.bounds[part.start]
        self.ids += [*encoded.ids[offset : encoded.bounds[part.end]][: size - at - 1], SEP]
        self.places += [at + encoded.first[word] - offset for word in range(part.start, part.end)]
        self.parts.append(part)


def pack(sentences: Iterable[tuple[int, Encoded]], size: int = MAX_PIECES) -> Iterator[Window]:
    """Yield windows of at most `size` pieces that hold the sentences of one document, as many at a time as fit.

    A sentence that does not fit one window is cut into overlapping parts, each in a window of its own.

    Args:
        sentences: the sentences in order, with the numbers by which the parts name them.
        size: pieces of a window, with the specials.
    """
    window = Window()
    for number, encoded in sentences:
        ranges = encoded.windows(size - 2)
        for start, end in ranges:
            length = encoded.bounds[end] - encoded.bounds[start] + 1
            if window.parts and (len(ranges) > 1 or len(window.ids) + length > size):
                yield window
                window = Window()
            window.add(Part(number, start, end), encoded, size)
        if len(ranges) > 1:
            yield window
            window = Window()
    if window.parts:
        yield window


def load_tokenizer(path: Path) -> Tokenizer:
    """Read tokenizer.json; words are cut one by one, so neighbours never change each other's pieces."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def spaced(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the words at `spans`, a space before each that opens the text or follows white space or an underscore.

    >>> spaced("قال: نعم", [(0, 3), (3, 4), (5, 8)])
    [' قال', ':', ' نعم']
    """
    return [(" " if a == 0 or text[a - 1].isspace() or text[a - 1] == "_" else "") + text[a:b] for a, b in spans]


def encode(
    tokenizer: Tokenizer, sentences: Sequence[Sequence[str]], known: dict[str, Sequence[int]] | None = None
) -> list[Encoded]:
    """Cut sentences of words, as `spaced` returns them, into pieces. A word without any piece becomes an unknown one.

    `known` holds the pieces of words that were cut before; those of new ones are put there.
    """
    known = {} if known is None else known
    new = [[word] for word in set(chain.from_iterable(sentences)).difference(known)]
    cut = tokenizer.encode_batch(new, is_pretokenized=True, add_special_tokens=False)
    known.update((word, tuple(own.ids) or (UNK,)) for (word,), own in zip(new, cut, strict=True))
    return [_join([known[word] for word in words]) for words in sentences]


def _join(pieces: Sequence[Sequence[int]]) -> Encoded:
    """Return the pieces of words as those of a sentence."""
    first = accumulate(map(len, pieces[:-1]), initial=0) if pieces else ()
    return Encoded(tuple(chain.from_iterable(pieces)), tuple(first))
