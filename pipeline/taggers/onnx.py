"""The embedded tagger: a small BERT encoder with int8 weights, run by onnxruntime on the CPU.

Every window of words is run by itself, without padding: the numbers for a sentence never depend on its neighbours, on the
batch or on how many processors there are, so a document tagged alone and in a corpus gets the same mentions. Processors
are kept busy by running several windows at a time.
"""

import hashlib
import json
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.arabic import proclitics
from pipeline.arabic import words as word_spans
from pipeline.taggers import Found, TaggerMissing
from pipeline.taggers.decode import WordSpan, decode, log_softmax
from pipeline.taggers.labels import HEADS, PROCLITICS, Proclitic
from pipeline.taggers.pieces import encode, load_tokenizer, spaced

Array = npt.NDArray[np.float32]

EMBEDDED = Path(__file__).parents[1] / "models"
FILES = ("model.onnx", "tokenizer.json", "model.json")
AGAIN = "get the project again (the model is part of it), or make one with `make train`"
LEAST_SCORE = 0.5
"""Names that are less likely right than wrong are left out: on dev that wins 2.5 points of precision for 1.7 of recall."""

CHUNK = 512  # sentences encoded at a time: bounds the memory, whatever the corpus


@dataclass(frozen=True)
class Calibration:
    """Platt scaling (Platt 1999) of raw span probabilities: score = sigmoid(slope · logit(p) + intercept)."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, probability: float) -> float:
        """Return the calibrated score of a raw probability."""
        kept = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-self.slope * math.log(kept / (1 - kept)) - self.intercept))


@dataclass(frozen=True)
class WordLogits:
    """What the model says of one sentence: labels [words, labels] and proclitics [words, PROCLITICS], not normalised."""

    labels: Array
    proclitics: Array


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class OnnxTagger:
    """Tags with a model folder (model.onnx, tokenizer.json, model.json); see pipeline.taggers.Tagger.

    `head` picks the labelling convention: news (the project's own) or anercorp. `threads` is the number of windows run
    at a time, by default one a processor; names with less than `least_score` are left out. Raises TaggerMissing when a
    file of the folder is missing or damaged.
    """

    name = "onnx"

    def __init__(
        self, folder: Path = EMBEDDED, head: str = "news", threads: int | None = None, least_score: float = LEAST_SCORE
    ) -> None:
        missing = [file for file in FILES if not (folder / file).is_file()]
        if missing:
            raise TaggerMissing(f"{folder}: {', '.join(missing)} missing: {AGAIN}")
        self.folder = folder
        self.head = head
        self.least_score = least_score
        self.threads = threads or processors()
        try:
            self.calibration = Calibration(**json.loads((folder / "model.json").read_text("utf-8"))["calibration"])
        except (ValueError, KeyError, TypeError) as error:
            raise TaggerMissing(f"{folder / 'model.json'} is damaged ({error!r}): {AGAIN}") from error

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the model's files."""
        digest = hashlib.sha256()
        for file in FILES:
            digest.update((self.folder / file).read_bytes())
        return f"{self.name}-{self.head}-{digest.hexdigest()[:16]}"

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = str(self.folder / "model.onnx")
        try:
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf as error:
            raise TaggerMissing(f"{path} is damaged: {AGAIN}") from error

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(self.folder / "tokenizer.json")

    def tag(self, sentences: Sequence[str]) -> list[list[Found]]:
        """Return the names of each normalised sentence (see pipeline.taggers.Tagger)."""
        found: list[list[Found]] = []
        for at in range(0, len(sentences), CHUNK):
            chunk = sentences[at : at + CHUNK]
            spans = [word_spans.spans(text) for text in chunk]
            logits = self.logits([spaced(text, places) for text, places in zip(chunk, spans, strict=True)])
            found += [self._found(*parts) for parts in zip(chunk, spans, logits, strict=True)]
        return found

    def tag_words(self, sentences: Sequence[Sequence[str]]) -> list[list[WordSpan]]:
        """Return the names of sentences of normalised words; proclitics stay in, as in token-labelled corpora."""
        logits = self.logits([[f" {word}" for word in words] for words in sentences])
        return [decode(one.labels, HEADS[self.head]) for one in logits]

    def logits(self, sentences: Sequence[Sequence[str]]) -> list[WordLogits]:
        """Return the model's numbers for sentences of words, as pipeline.taggers.pieces.spaced returns them."""
        encoded = encode(self._tokenizer, sentences)
        ranges = [sentence.windows() for sentence in encoded]
        windows = [e.pieces_of(*r) for e, sentence in zip(encoded, ranges, strict=True) for r in sentence]
        with ThreadPoolExecutor(self.threads) as pool:
            results = iter(list(pool.map(lambda window: self._run(*window), windows)))
        return [_stitch(sentence, [next(results) for _ in sentence]) for sentence in ranges]

    def _run(self, ids: list[int], places: list[int]) -> WordLogits:
        """Run one window; return the numbers at the words' first pieces."""
        labels, letters = self._session.run([self.head, "proclitics"], {"input_ids": np.array([ids], np.int64)})
        return WordLogits(labels[0, places], letters[0, places])

    def _found(self, text: str, spans: list[tuple[int, int]], logits: WordLogits) -> list[Found]:
        """Turn one sentence's numbers into names."""
        names = (self._name(text, spans, span, logits) for span in decode(logits.labels, HEADS[self.head]))
        return [name for name in names if name.score >= self.least_score]

    def _name(self, text: str, spans: list[tuple[int, int]], span: WordSpan, logits: WordLogits) -> Found:
        """Cut the proclitics off one span of words and score it."""
        start, end = spans[span.first][0], spans[span.last][1]
        proclitic, certainty = choose_proclitic(text[slice(*spans[span.first])], logits.proclitics[span.first])
        score = self.calibration(span.probability * certainty)
        return Found(start + proclitic.letters, end, span.label, score, proclitic.article)

    def proclitics(self, sentences: Sequence[Sequence[str]]) -> list[list[Proclitic]]:
        """Decide for each word of each sentence what its proclitics would be if a name began in it."""
        return [
            [choose_proclitic(word.strip(), row)[0] for word, row in zip(words, logits.proclitics, strict=True)]
            for words, logits in zip(sentences, self.logits(sentences), strict=True)
        ]


def _stitch(ranges: list[tuple[int, int]], parts: list[WordLogits]) -> WordLogits:
    """Join overlapping windows: where two share words, each keeps the half that lies farther from its own edge."""
    kept_labels, kept_proclitics = [], []
    for i, ((start, end), part) in enumerate(zip(ranges, parts, strict=True)):
        first = (start + ranges[i - 1][1]) // 2 if i else start
        last = (ranges[i + 1][0] + end) // 2 if i + 1 < len(ranges) else end
        kept_labels.append(part.labels[first - start : last - start])
        kept_proclitics.append(part.proclitics[first - start : last - start])
    if not parts:
        empty = np.zeros((0, 0), np.float32)
        return WordLogits(empty, empty)
    return WordLogits(np.concatenate(kept_labels), np.concatenate(kept_proclitics))


def choose_proclitic(word: str, logits: Array) -> tuple[Proclitic, float]:
    """Return the likeliest decision that the letters of `word` allow, and its probability among those allowed."""
    allowed = [i for i, proclitic in enumerate(PROCLITICS) if _allows(word, proclitic)]
    scores = log_softmax(logits[allowed])
    best = int(scores.argmax())
    return PROCLITICS[allowed[best]], math.exp(float(scores[best]))


def _allows(word: str, proclitic: Proclitic) -> bool:
    """Tell whether `word` can open with these proclitics and still hold two letters of a name."""
    head, rest = word[: proclitic.letters], word[proclitic.letters :]
    if not head:
        return not proclitic.article
    possible = head in proclitics.possible() and len(rest) > 1
    return possible and (not proclitic.article or (head.endswith("ل") and rest.startswith("ل")))
