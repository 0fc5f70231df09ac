"""Evaluation of a tagger on gold files (pipeline.evaluation.gold); the strict metric is the main one: exact start, end and label.

Texts go through the whole way from the source to spans of the source. CoNLL tokens are tagged as given, each sentence
among those before and after it, as in FLERT (Schweter and Akbik 2020); spans are of tokens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..arabic.broken import normalise_text
from ..arabic.sentences import sentences_of
from ..taggers.decode import spans
from ..taggers.mentions import find
from ..taggers.protocol import Tagger
from .gold import GoldError, GoldText, Span, documents_of, read_conll, read_jsonl
from .metrics import (
    Compared,
    Proclitics,
    Score,
    calibration_error,
    confusion,
    error_kinds,
    partial_scores,
    proclitic_decisions,
    scores,
    scores_by,
)

if TYPE_CHECKING:
    from ..taggers.onnx import OnnxTagger


@dataclass(frozen=True)
class Evaluation:
    """What `kayan evaluate` prints; each is described at the function of pipeline.evaluation.metrics that makes it.

    Attributes:
        texts: texts or sentences in the gold file.
        strict: by label, and ALL.
        partial: the same, with half credit.
        sources: strict, by publisher.
        decades: strict, by decade of publication.
        confusion: by gold label, then by label found.
        errors: by kind, the most frequent first.
        proclitics: the proclitic decisions.
        calibration_error: the expected calibration error of the scores.
    """

    texts: int
    strict: dict[str, Score]
    partial: dict[str, Score]
    sources: dict[str, Score]
    decades: dict[str, Score]
    confusion: dict[str, dict[str, int]]
    errors: dict[str, int]
    proclitics: Proclitics
    calibration_error: float


def summary(compared: Sequence[Compared]) -> Evaluation:
    """Return all metrics of compared texts."""
    return Evaluation(
        len(compared),
        scores(compared),
        partial_scores(compared),
        scores_by(compared, lambda text: text.source),
        scores_by(compared, lambda text: text.decade),
        confusion(compared),
        dict(error_kinds(compared).most_common()),
        proclitic_decisions(compared),
        calibration_error(compared),
    )


def evaluate(path: Path, tagger: Tagger) -> list[Compared]:
    """Tag a gold file; .jsonl files are read as JSONL, others as CoNLL. Raises GoldError."""
    compared = list(_compare(path, tagger))
    if not compared:
        raise GoldError(f"{path} holds no sentence")
    return compared


def _compare(path: Path, tagger: Tagger) -> Iterator[Compared]:
    if path.suffix == ".jsonl":
        return compare_texts(read_jsonl(path), tagger)
    from ..taggers.onnx import OnnxTagger

    if not isinstance(tagger, OnnxTagger):
        raise GoldError(f"{path}: token files are for the embedded tagger's heads; give JSONL gold for other taggers")
    return compare_tokens(read_conll(path), tagger)


def compare_texts(gold: Iterable[GoldText], tagger: Tagger) -> Iterator[Compared]:
    """Tag texts, those of one document in each other's context, and compare spans of the source."""
    texts = list(gold)
    sentences = [list(sentences_of(str(i), text.text, "")) for i, text in enumerate(texts)]
    documents = [number for number, own in zip(documents_of(texts), sentences, strict=True) for _ in own]
    tagged = iter(find([sentence.text for own in sentences for sentence in own], tagger, documents))
    for text, own in zip(texts, sentences, strict=True):
        found: dict[Span, float] = {}
        for sentence in own:
            for span in next(tagged):
                start, end = sentence.source_span(span.start, span.end)
                found[start, end, span.label] = span.score
        yield Compared(frozenset(entity.span for entity in text.entities), found, text.text, text.source, text.date)


def compare_tokens(gold: Iterable[tuple[list[str], list[str]]], tagger: "OnnxTagger") -> Iterator[Compared]:
    """Label tokens with the tagger's head and compare spans of tokens [start, end); the file is read as one running text."""
    records = list(gold)
    words = [[normalise_text(token).text for token in tokens] for tokens, _ in records]
    found = tagger.tag_words(words, [0] * len(words))
    for (_, labels), names in zip(records, found, strict=True):
        yield Compared(
            frozenset((first, last + 1, label) for first, last, label in spans(labels)),
            {(name.first, name.last + 1, name.label): name.probability for name in names},
        )
