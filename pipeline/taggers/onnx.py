"""The embedded tagger: a small BERT encoder with int8 weights, run by onnxruntime on the CPU.

It reads several sentences of a document at once, as many as fit a window, so that a surname is known by the full name
before it. Every window is run by itself, without padding: the numbers for a document never depend on other documents, on
the batch or on how many processors there are, so a document tagged alone and in a corpus gets the same mentions.
Processors are kept busy by running several windows at a time.
"""

import json
import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import cpu_count

from ..arabic import proclitics
from ..arabic import words as word_spans
from ..arabic.proclitics import restore_article
from ..contracts.stagefiles import digest_of
from .decode import WordSpan, decode, log_softmax
from .labels import HEADS, PROCLITICS, Proclitic
from .lexicon import Lexicon, lexicon_of
from .manifest import MANIFEST, damaged
from .pieces import MAX_PIECES, Part, Window, encode, load_tokenizer, pack, spaced
from .protocol import TaggedSpan, TaggerMissing

Array = npt.NDArray[np.float32]

EMBEDDED = Path(__file__).parents[1] / "models"
FILES = ("model.onnx", "tokenizer.json", "model.json", "lexicon.tsv")
AGAIN = (
    "get the project again (the model is part of it), or make one with `make train`; "
    f"if you changed a file on purpose: sha256sum {' '.join(FILES)} > {MANIFEST}"
)
INPUTS = {"input_ids", "lexicon", "words"}
"""Of the graph: pieces and features of the lexicon [1, pieces], places of the words' first pieces [words]."""

LEAST_SCORE = 0.5
"""Names that are less likely right than wrong are left out: on dev that wins 2.5 points of precision for 1.7 of recall."""

KNOWN_NAME = 8.0
"""What the logit of a proclitic decision gains when it alone leaves a name of the lexicon."""

WINDOWS = {"anercorp": 256}
"""Pieces of the longest window of a head, where it is not MAX_PIECES: on the last tenth of ANERcorp's train 0.9 better."""

CHUNK = 512
"""Sentences of one document that are tagged at a time: bounds the memory, whatever the corpus."""

REMEMBERED = 1 << 15
"""Words of which the pieces are remembered: most words of a text were in those before it."""

GROUP = 32
"""Sentences, of several documents or one, of which the next are made ready while the processors run these."""


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


class OnnxTagger:
    """Tags with a model folder (model.onnx, tokenizer.json, model.json); see pipeline.taggers.Tagger.

    `head` picks the labelling convention: news (the project's own) or anercorp. `threads` is the number of windows run
    at a time, by default one a processor; names with less than `least_score` are left out; `pieces` is the size of the
    windows, by default the head's best. Raises TaggerMissing when a file of the folder is missing, damaged or of another version.
    """

    name = "onnx"

    def __init__(
        self,
        folder: Path = EMBEDDED,
        head: str = "news",
        threads: int | None = None,
        least_score: float = LEAST_SCORE,
        pieces: int | None = None,
    ) -> None:
        verify(folder)
        self.folder = folder
        self.head = head
        self.least_score = least_score
        self.pieces = pieces or WINDOWS.get(head, MAX_PIECES)
        self.threads = threads or cpu_count()
        self._pieces: dict[str, Sequence[int]] = {}
        try:
            self.calibration = Calibration(**json.loads((folder / "model.json").read_text("utf-8"))["calibration"])
        except (ValueError, KeyError, TypeError) as error:
            raise TaggerMissing(f"{folder / 'model.json'} is damaged ({error!r}): {AGAIN}") from error

    def __reduce__(self) -> "tuple[Callable[..., OnnxTagger], tuple[Path | None, str, float, int]]":
        """Travel to another process as the folder's name, where one tagger with one thread serves all that arrive."""
        return _arrived, (None if self.folder == EMBEDDED else self.folder, self.head, self.least_score, self.pieces)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the model's files."""
        return f"{self.name}-{self.head}-{digest_of(self.folder / MANIFEST)[:16]}"

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The graph is made of fused operators; what onnxruntime would fuse besides (SkipLayerNormalization) takes longer.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        path = str(self.folder / "model.onnx")
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        if {one.name for one in session.get_inputs()} != INPUTS:
            raise TaggerMissing(f"{path} is of another version of the project: {AGAIN}")
        return session

    @cached_property
    def _tokenizer(self) -> Any:
        return load_tokenizer(self.folder / "tokenizer.json")

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon_of(self.folder)

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:
        """Return the names of each normalised sentence (see pipeline.taggers.Tagger)."""
        with ThreadPoolExecutor(self.threads) as pool:
            begun = (
                self._tagging(pool, sentences[start:end], documents[start:end] if documents else None)
                for start, end in chunks(documents or range(len(sentences)))
            )
            return [found for finish, _ in pairwise(chain(begun, [None])) if finish for found in finish()]

    def _tagging(
        self, pool: Executor, sentences: Sequence[str], documents: Sequence[Hashable] | None
    ) -> Callable[[], list[list[TaggedSpan]]]:
        """Begin to tag sentences in a pool; return what waits for their names."""
        spans = [word_spans.spans(text) for text in sentences]
        words = [spaced(text, places) for text, places in zip(sentences, spans, strict=True)]
        logits = self._running(pool, words, documents)
        return lambda: [self._found(*parts) for parts in zip(sentences, spans, logits(), strict=True)]

    def tag_words(
        self, sentences: Sequence[Sequence[str]], documents: Sequence[Hashable] | None = None
    ) -> list[list[WordSpan]]:
        """Return the names of sentences of normalised words; proclitics stay in, as in token-labelled corpora."""
        logits = self.logits([[f" {word}" for word in words] for words in sentences], documents)
        return [decode(one.labels, HEADS[self.head]) for one in logits]

    def logits(
        self, sentences: Sequence[Sequence[str]], documents: Sequence[Hashable] | None = None
    ) -> list[WordLogits]:
        """Return the model's numbers for sentences of words, as pipeline.taggers.pieces.spaced returns them.

        `documents` says which document each sentence is of; without it every sentence is read by itself.
        """
        with ThreadPoolExecutor(self.threads) as pool:
            return self._running(pool, sentences, documents)()

    def _running(
        self, pool: Executor, sentences: Sequence[Sequence[str]], documents: Sequence[Hashable] | None
    ) -> Callable[[], list[WordLogits]]:
        """Begin to run the windows of sentences of words in a pool; return what waits for the numbers."""
        if len(self._pieces) > REMEMBERED:
            self._pieces = {}
        encoded = enumerate(encode(self._tokenizer, sentences, self._pieces))
        groups = groupby(encoded, key=lambda pair: documents[pair[0]] if documents else pair[0])
        windows = [window for _, group in groups for window in pack(group, self.pieces)]
        features = [self._lexicon.features(words) for words in sentences]
        results = pool.map(lambda window: self._run(window, features), windows)
        return lambda: _by_sentence(len(sentences), windows, list(results))

    def _run(self, window: Window, features: Sequence[Sequence[int]]) -> WordLogits:
        """Run one window; return the numbers at the words' first pieces."""
        return WordLogits(*self._outputs(window, features, [self.head, "proclitics"]))

    def _outputs(self, window: Window, features: Sequence[Sequence[int]], names: list[str]) -> list[Array]:
        """Run one window; return outputs of the graph at the words' first pieces, [words, classes] each."""
        hints = np.zeros((1, len(window.ids)), np.int64)
        hints[0, window.places] = [feature for part in window.parts for feature in features[part.sentence][part.words]]
        words = np.array(window.places, np.int64)
        inputs = {"input_ids": np.array([window.ids], np.int64), "lexicon": hints, "words": words}
        return [output[0] for output in self._session.run(names, inputs)]

    def _found(self, text: str, spans: list[tuple[int, int]], logits: WordLogits) -> list[TaggedSpan]:
        """Turn one sentence's numbers into names."""
        names = (self._name(text, spans, span, logits) for span in decode(logits.labels, HEADS[self.head]))
        return [name for name in names if name.score >= self.least_score]

    def _name(self, text: str, spans: list[tuple[int, int]], span: WordSpan, logits: WordLogits) -> TaggedSpan:
        """Cut the proclitics off one span of words and score it."""
        start, end = spans[span.first][0], spans[span.last][1]
        known = [i for i, proclitic in enumerate(PROCLITICS) if self._knows(text[start:end], proclitic, span.label)]
        word = text[slice(*spans[span.first])]
        proclitic, certainty = choose_proclitic(word, logits.proclitics[span.first], known)
        score = self.calibration(span.probability * certainty)
        return TaggedSpan(start + proclitic.letters, end, span.label, score, proclitic.article)

    def _knows(self, written: str, proclitic: Proclitic, label: str) -> bool:
        """Return whether what is left without a proclitic is a name of the lexicon."""
        rest = written[proclitic.letters :]
        name = restore_article(rest) if proclitic.article and rest else rest
        return proclitic.article == (name != rest) and self._lexicon.has(name, label)

    def proclitics(self, sentences: Sequence[Sequence[str]]) -> list[list[Proclitic]]:
        """Decide for each word of each sentence what its proclitics would be if a name began in it."""
        return [
            [choose_proclitic(word.strip(), row)[0] for word, row in zip(words, logits.proclitics, strict=True)]
            for words, logits in zip(sentences, self.logits(sentences), strict=True)
        ]


@lru_cache(maxsize=2)
def _arrived(folder: Path | None, head: str, least_score: float, pieces: int) -> OnnxTagger:
    return OnnxTagger(folder or EMBEDDED, head, threads=1, least_score=least_score, pieces=pieces)


def verify(folder: Path) -> None:
    """Raise TaggerMissing when a file of a model folder is missing or is not what was signed."""
    missing = [file for file in (*FILES, MANIFEST) if not (folder / file).is_file()]
    if missing:
        raise TaggerMissing(f"{folder}: {', '.join(missing)} missing: {AGAIN}")
    bad = [str(folder / file) for file in damaged(folder, FILES)]
    if bad:
        raise TaggerMissing(f"{', '.join(bad)} {'is' if len(bad) == 1 else 'are'} damaged: {AGAIN}")


def chunks(documents: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield [start, end) ranges of GROUP sentences at most, or of one document; of CHUNK, the only place where one is cut.

    >>> list(chunks([0] * 10 + [1] * 20 + [2] * 10 + [3] * 600))
    [(0, 30), (30, 40), (40, 552), (552, 640)]
    """
    start = end = 0
    for _, group in groupby(documents):
        size = len(list(group))
        if end > start and end + size - start > GROUP:
            yield start, end
            start = end
        end += size
        while end - start > CHUNK:
            yield start, start + CHUNK
            start += CHUNK
    if end > start:
        yield start, end


def _by_sentence(sentences: int, windows: Sequence[Window], results: Sequence[WordLogits]) -> list[WordLogits]:
    """Return the numbers of each sentence, put together from the windows that hold parts of it."""
    found: list[list[tuple[Part, WordLogits]]] = [[] for _ in range(sentences)]
    for window, result in zip(windows, results, strict=True):
        at = 0
        for part in window.parts:
            words = slice(at, at + part.end - part.start)
            found[part.sentence].append((part, WordLogits(result.labels[words], result.proclitics[words])))
            at = words.stop
    return [_stitch(parts) for parts in found]


def _stitch(parts: Sequence[tuple[Part, WordLogits]]) -> WordLogits:
    """Join overlapping parts: where two share words, each keeps the half that lies farther from its own edge."""
    kept_labels, kept_proclitics = [], []
    for i, (part, logits) in enumerate(parts):
        first = (part.start + parts[i - 1][0].end) // 2 if i else part.start
        last = (parts[i + 1][0].start + part.end) // 2 if i + 1 < len(parts) else part.end
        kept_labels.append(logits.labels[first - part.start : last - part.start])
        kept_proclitics.append(logits.proclitics[first - part.start : last - part.start])
    if not parts:
        empty = np.zeros((0, 0), np.float32)
        return WordLogits(empty, empty)
    return WordLogits(np.concatenate(kept_labels), np.concatenate(kept_proclitics))


def choose_proclitic(word: str, logits: Array, known: Sequence[int] = ()) -> tuple[Proclitic, float]:
    """Return the likeliest decision that the letters of `word` allow, and its probability among those allowed.

    Of the decisions in `known` (places in PROCLITICS), which leave a known name, a single one is favoured: the network has
    seen too few words with two proclitics to tell وبالرقة from a name that begins with بال.
    """
    allowed = [i for i, proclitic in enumerate(PROCLITICS) if _allows(word, proclitic)]
    favoured = [i for i in allowed if i in known]
    bonus = [KNOWN_NAME if favoured == [i] else 0.0 for i in allowed]
    scores = log_softmax(logits[allowed] + np.array(bonus, np.float32))
    best = int(scores.argmax())
    return PROCLITICS[allowed[best]], math.exp(float(scores[best]))


def _allows(word: str, proclitic: Proclitic) -> bool:
    """Tell whether `word` can open with these proclitics and still hold two letters of a name."""
    head, rest = word[: proclitic.letters], word[proclitic.letters :]
    if not head:
        return not proclitic.article
    possible = head in proclitics.possible() and len(rest) > 1
    return possible and (not proclitic.article or (head.endswith("ل") and rest.startswith("ل")))
