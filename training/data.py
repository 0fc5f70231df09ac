"""Readers of the labelled data: each sentence becomes words with labels, whatever file it came from."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import evaluate
from pipeline.arabic import words as word_spans
from pipeline.arabic.orthography import normalise
from pipeline.taggers.labels import PROCLITICS, Proclitic
from pipeline.taggers.pieces import spaced

IGNORED = -100


@dataclass(frozen=True)
class Example:
    """One labelled sentence.

    Attributes:
        words: the normalised words, a space before those that follow a space (see pipeline.taggers.pieces.encode).
        labels: one IOB2 label a word.
        proclitics: one index into PROCLITICS a word, IGNORED where no mention begins.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    proclitics: tuple[int, ...]


def read_conll(path: Path) -> Iterator[Example]:
    """Yield the sentences of a CoNLL file, as pipeline.evaluate reads it; every token follows a space."""
    for tokens, labels in evaluate.read_conll(path):
        words = tuple(" " + normalise(token).text for token in tokens)
        yield Example(words, tuple(labels), (IGNORED,) * len(words))


def read_news(path: Path) -> Iterator[Example]:
    """Yield the sentences of a news JSONL file (text; entities with start, end, label, name)."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield from_entities(record["text"], record["entities"])


def from_entities(source: str, entities: Iterable[dict[str, object]]) -> Example:
    """Return one sentence with its entities as words with labels.

    Raises ValueError when an entity does not end where a word ends or its prefix is no known proclitic.
    """
    aligned = normalise(source)
    spans = word_spans.spans(aligned.text)
    labels = ["O"] * len(spans)
    proclitics = [IGNORED] * len(spans)
    for entity in entities:
        start, end = int(str(entity["start"])), int(str(entity["end"]))
        inside = [i for i, (a, b) in enumerate(spans) if aligned.offsets[b - 1] >= start and aligned.offsets[a] < end]
        first, last = spans[inside[0]], spans[inside[-1]]
        if aligned.source_span(*last)[1] != end:
            raise ValueError(f"entity {source[start:end]!r} at {start} does not end with a word")
        letters = sum(1 for i in range(*first) if aligned.offsets[i] < start)
        article = str(entity["name"]).startswith("ال") and not source[start:end].startswith("ال")
        labels[inside[0]] = f"B-{entity['label']}"
        for i in inside[1:]:
            labels[i] = f"I-{entity['label']}"
        proclitics[inside[0]] = PROCLITICS.index(Proclitic(letters, article and letters > 0))
    return Example(tuple(spaced(aligned.text, spans)), tuple(labels), tuple(proclitics))
