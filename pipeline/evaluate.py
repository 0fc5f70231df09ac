"""Evaluation of a tagger on gold files (pipeline.gold); the strict measure is the main one: exact start, end and label.

Texts go through the whole way from the source to spans of the source. CoNLL tokens are tagged as given, each sentence
among those before and after it, as in FLERT (Schweter and Akbik 2020); spans are of tokens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.arabic.orthography import normalise
from pipeline.gold import GoldError, GoldText, Span, documents_of, read_conll, read_jsonl
from pipeline.measures import (
    Judged,
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
from pipeline.normalize import sentences_of
from pipeline.tag import find
from pipeline.taggers import Tagger
from pipeline.taggers.decode import spans

if TYPE_CHECKING:
    from pipeline.taggers.onnx import OnnxTagger


@dataclass(frozen=True)
class Evaluation:
    """What `kayan evaluate` prints; each is described at the function of pipeline.measures that makes it.

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


def summary(judged: Sequence[Judged]) -> Evaluation:
    """Return all measures of judged texts."""
    return Evaluation(
        len(judged),
        scores(judged),
        partial_scores(judged),
        scores_by(judged, lambda one: one.source),
        scores_by(judged, lambda one: one.decade),
        confusion(judged),
        dict(error_kinds(judged).most_common()),
        proclitic_decisions(judged),
        calibration_error(judged),
    )


def evaluate(path: Path, tagger: Tagger) -> list[Judged]:
    """Tag a gold file; .jsonl files are read as JSONL, others as CoNLL. Raises GoldError."""
    judged = list(_judge(path, tagger))
    if not judged:
        raise GoldError(f"{path} holds no sentence")
    return judged


def _judge(path: Path, tagger: Tagger) -> Iterator[Judged]:
    if path.suffix == ".jsonl":
        return judge_texts(read_jsonl(path), tagger)
    from pipeline.taggers.onnx import OnnxTagger

    if not isinstance(tagger, OnnxTagger):
        raise GoldError(f"{path}: token files are for the embedded tagger's heads; give JSONL gold for other taggers")
    return judge_tokens(read_conll(path), tagger)


def judge_texts(gold: Iterable[GoldText], tagger: Tagger) -> Iterator[Judged]:
    """Tag texts, those of one document in each other's context, and compare spans of the source."""
    texts = list(gold)
    sentences = [list(sentences_of(str(i), one.text, "")) for i, one in enumerate(texts)]
    documents = [number for number, own in zip(documents_of(texts), sentences, strict=True) for _ in own]
    names = iter(find([sentence.text for own in sentences for sentence in own], tagger, documents))
    for one, own in zip(texts, sentences, strict=True):
        found: dict[Span, float] = {}
        for sentence in own:
            for name in next(names):
                start, end = sentence.source_span(name.start, name.end)
                found[start, end, name.label] = name.score
        yield Judged(frozenset(entity.span for entity in one.entities), found, one.text, one.source, one.date)


def judge_tokens(gold: Iterable[tuple[list[str], list[str]]], tagger: "OnnxTagger") -> Iterator[Judged]:
    """Label tokens with the tagger's head and compare spans of tokens [start, end); the file is read as one running text."""
    records = list(gold)
    words = [[normalise(token).text for token in tokens] for tokens, _ in records]
    found = tagger.tag_words(words, [0] * len(words))
    for (_, labels), names in zip(records, found, strict=True):
        yield Judged(
            frozenset((first, last + 1, label) for first, last, label in spans(labels)),
            {(name.first, name.last + 1, name.label): name.probability for name in names},
        )
