"""Word pieces: the one place where words become the numbers that the encoder reads, in training and in use alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

CLS, PAD, SEP, UNK = 0, 1, 2, 3
MAX_PIECES = 256


@dataclass(frozen=True)
class Encoded:
    """One sentence as pieces.

    Attributes:
        ids: piece numbers without the opening and closing specials.
        first: for each word, the index in `ids` of its first piece.
    """

    ids: tuple[int, ...]
    first: tuple[int, ...]

    def windows(self, size: int = MAX_PIECES - 2, overlap: int = 32) -> list[tuple[int, int]]:
        """Return [start, end) word ranges of at most `size` pieces, neighbours sharing about `overlap` pieces.

        A word longer than `size` pieces makes a window of its own, which `pieces_of` cuts: its first piece decides its label.
        """
        bounds = (*self.first, len(self.ids))
        words = len(self.first)
        ranges: list[tuple[int, int]] = []
        start = 0
        while start < words:
            end = start + 1
            while end < words and bounds[end + 1] - bounds[start] <= size:
                end += 1
            ranges.append((start, end))
            if end == words:
                break
            back = end
            while back > start + 1 and bounds[end] - bounds[back - 1] <= overlap:
                back -= 1
            start = back
        return ranges

    def pieces_of(self, start: int, end: int, size: int = MAX_PIECES - 2) -> tuple[list[int], list[int]]:
        """Return piece numbers of the words [start, end), specials around them, and the place of each word's first piece."""
        bounds = (*self.first, len(self.ids))
        offset = bounds[start]
        ids = [CLS, *self.ids[offset : bounds[end]][:size], SEP]
        return ids, [1 + self.first[word] - offset for word in range(start, end)]


def load_tokenizer(path: Path) -> Tokenizer:
    """Read tokenizer.json; words are cut one by one, so neighbours never change each other's pieces."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode(tokenizer: Tokenizer, sentences: Sequence[Sequence[str]]) -> list[Encoded]:
    """Cut sentences of words into pieces. A word that follows a space is given with that space before it: [" قال", " :", "نعم"]."""
    encoded = tokenizer.encode_batch(
        [list(words) for words in sentences], is_pretokenized=True, add_special_tokens=False
    )
    results = []
    for words, encoding in zip(sentences, encoded, strict=True):
        ids: list[int] = []
        first: list[int] = []
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            while len(first) <= word:
                first.append(len(ids))
                if len(first) <= word:
                    ids.append(UNK)
            ids.append(piece)
        while len(first) < len(words):
            first.append(len(ids))
            ids.append(UNK)
        results.append(Encoded(tuple(ids), tuple(first)))
    return results
