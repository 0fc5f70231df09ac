"""Word pieces: the one place where words become the numbers that the encoder reads, in training and in use alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

CLS, PAD, SEP, UNK = 0, 1, 2, 3
MAX_PIECES = 256
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

    def pieces_of(self, start: int, end: int, size: int = MAX_PIECES - 2) -> tuple[list[int], list[int]]:
        """Return the pieces of the words [start, end) between the specials, and the place of each word's first piece."""
        offset = self.bounds[start]
        ids = [CLS, *self.ids[offset : self.bounds[end]][:size], SEP]
        return ids, [1 + self.first[word] - offset for word in range(start, end)]


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


def encode(tokenizer: Tokenizer, sentences: Sequence[Sequence[str]]) -> list[Encoded]:
    """Cut sentences of words, as `spaced` returns them, into pieces. A word without any piece becomes an unknown one."""
    encoded = tokenizer.encode_batch(
        [list(words) for words in sentences], is_pretokenized=True, add_special_tokens=False
    )
    return [
        _join(len(words), encoding.ids, encoding.word_ids) for words, encoding in zip(sentences, encoded, strict=True)
    ]


def _join(words: int, pieces: Sequence[int], word_of_piece: Sequence[int | None]) -> Encoded:
    """Return the pieces of `words` words, each with at least one."""
    by_word: list[list[int]] = [[] for _ in range(words)]
    for piece, word in zip(pieces, word_of_piece, strict=True):
        if word is not None:
            by_word[word].append(piece)
    ids: list[int] = []
    first: list[int] = []
    for own in by_word:
        first.append(len(ids))
        ids += own or [UNK]
    return Encoded(tuple(ids), tuple(first))
