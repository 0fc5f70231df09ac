"""Decoding: from the model's numbers to legal label sequences and spans with scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from .labels import OUTSIDE

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class WordSpan:
    """Words [first, last] that carry one name, its label, and the raw probability of exactly this span."""

    first: int
    last: int
    label: str
    probability: float


def log_softmax(logits: Array) -> Array:
    """Return log-probabilities over the last axis."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def legal(before: str, after: str) -> bool:
    """Tell whether label `after` may follow label `before` in IOB2: I-X only after B-X or I-X.

    >>> legal("B-PER", "I-PER"), legal("O", "I-PER"), legal("B-LOC", "I-PER")
    (True, False, False)
    """
    return not after.startswith("I-") or before[2:] == after[2:]


@cache
def _penalties(labels: tuple[str, ...]) -> Array:
    """Return [before, after] additive scores: 0 where legal, minus infinity where not."""
    return np.array([[0.0 if legal(a, b) else -np.inf for b in labels] for a in labels], np.float32)


def viterbi(scores: Array, labels: tuple[str, ...]) -> list[int]:
    """Return the legal label sequence with the highest sum of scores [words, labels] (Viterbi 1967).

    The sequence of the best labels word by word is returned at once where it is legal, for then it is the best.
    """
    best = scores.argmax(axis=1)
    penalties = _penalties(labels)
    opening = penalties[labels.index(OUTSIDE)]
    if not np.isinf(opening[best[0]]) and not np.isinf(penalties[best[:-1], best[1:]]).any():
        return [int(i) for i in best]
    total = scores[0] + opening
    back = np.zeros(scores.shape, np.intp)
    for word in range(1, len(scores)):
        through = total[:, None] + penalties
        back[word] = through.argmax(axis=0)
        total = through.max(axis=0) + scores[word]
    path = [int(total.argmax())]
    for word in range(len(scores) - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return path[::-1]


def spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, last word, type) of each name of IOB2 labels; an I- that continues nothing opens a name.

    >>> list(spans(["B-PER", "I-PER", "O", "B-PER", "B-PER", "I-LOC"]))
    [(0, 1, 'PER'), (3, 3, 'PER'), (4, 4, 'PER'), (5, 5, 'LOC')]
    """
    first = -1
    for word, label in enumerate([*labels, OUTSIDE]):
        goes_on = first >= 0 and label == f"I-{labels[first][2:]}"
        if first >= 0 and not goes_on:
            yield first, word - 1, labels[first][2:]
            first = -1
        if label != OUTSIDE and not goes_on:
            first = word


def decode(logits: Array, labels: tuple[str, ...]) -> list[WordSpan]:
    """Return the names in logits [words, labels], each with the probability that exactly its words carry it.

    The probability is that of its first word opening it, of its other words going on, and of the next word not going on,
    taken as independent; calibrate it before you call it a score.
    """
    if not len(logits):
        return []
    scores = log_softmax(logits)
    path = viterbi(scores, labels)
    found = []
    for first, last, label in spans([labels[number] for number in path]):
        total = sum(float(scores[word, path[word]]) for word in range(first, last + 1))
        if last + 1 < len(path):
            goes_on = float(np.exp(scores[last + 1, labels.index(f"I-{label}")]))
            total += float(np.log1p(-min(goes_on, 1 - 1e-6)))
        found.append(WordSpan(first, last, label, float(np.exp(total))))
    return found
