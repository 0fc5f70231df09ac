"""Let trained models label raw documents softly: a smaller network learns from their doubts, too (Hinton et al. 2015).

usage: python -m training.distil MODEL_FOLDER RAW_FOLDER OUT [--words N] [--also MODEL_FOLDER] [--apart GOLD.jsonl ...]

RAW_FOLDER holds *.jsonl.xz with id, source or kind, and text a document. OUT.jsonl gets a sentence's document and words a line,
OUT.npy the probabilities of all words, [words, COLUMNS]: of the labels of each exported head, then of the proclitic
decisions. They are the mean of what the model says in windows of SIZES; for ANERcorp's head, whose labels the field
taught the model to forget, of the model `--also`, too. What the export adds to the labels of names that the lexicon of
training knows is taken off again, for the export of the smaller network adds it once more. Documents that share SHARED words
in a row with a file `--apart` are left out, so that what is measured on those files stays unseen.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.arabic import words as word_spans
from pipeline.arabic.sentences import sentences_of
from pipeline.taggers.decode import Array, log_softmax
from pipeline.taggers.labels import HEADS
from pipeline.taggers.lexicon import Lexicon
from pipeline.taggers.onnx import OnnxTagger, WordLogits
from pipeline.taggers.pieces import Window, spaced
from training.data import COLUMNS, SOFT_HEADS
from training.export import favours
from training.grow import known
from training.selftrain import WORDS, articles

SIZES = (160,)
"""Pieces of the windows whose predictions are averaged."""

SHARED = 7
"""Words in a row that show that two documents share text."""

_WORD = re.compile(r"\w+")


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of SHARED words of a text.

    >>> len(runs("1 2 3 4 5 6 7 8")), runs("1 2 3")
    (2, set())
    """
    found = _WORD.findall(text)
    return {tuple(found[i : i + SHARED]) for i in range(len(found) - SHARED + 1)}


def apart(drawn: Iterable[tuple[str, str]], gold: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield the (source, text) pairs that share no SHARED words in a row with a sentence of the gold files."""
    lines = (line for path in gold for line in path.read_text("utf-8").splitlines())
    kept_apart = set().union(*(runs(json.loads(line)["text"]) for line in lines))
    for source, text in drawn:
        if kept_apart.isdisjoint(runs(text)):
            yield source, text


class AllHeads(OnnxTagger):
    """A model that says at once what each of SOFT_HEADS sees: `labels` of its logits holds their columns side by side."""

    def _run(self, window: Window, features: Sequence[Sequence[int]]) -> WordLogits:
        """Run one window; return the numbers at the words' first pieces."""
        *heads, cuts = self._outputs(window, features, [*SOFT_HEADS, "proclitics"])
        return WordLogits(np.concatenate(heads, axis=1), cuts)


class Teacher:
    """Some models, and windows of some sizes, whose predictions are averaged."""

    def __init__(self, model: Path, also: Path | None, hinted: Lexicon) -> None:
        """Take the model, the other one that has a say on ANERcorp's labels, and the lexicon of training."""
        self._own = [AllHeads(model, pieces=size) for size in SIZES]
        self._also = [OnnxTagger(also, "anercorp")] if also else []
        self._hinted = hinted

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[Array]:
        """Return the probabilities of the words of each sentence of one document, [words, COLUMNS] each."""
        document = [0] * len(sentences)
        own = [tagger.logits(sentences, document) for tagger in self._own]
        also = [tagger.logits(sentences, document) for tagger in self._also]
        table, result = favours(), []
        for number, words in enumerate(sentences):
            favoured = table[self._hinted.features(words)]
            says = [_parts(one[number], favoured) for one in own]
            news, anercorp, cuts = (list(parts) for parts in zip(*says, strict=True))
            anercorp += [softmax(one[number].labels) for one in also]
            result.append(np.concatenate([np.mean(part, axis=0) for part in (news, anercorp, cuts)], axis=1))
        return result


def _parts(logits: WordLogits, favoured: Array) -> tuple[Array, Array, Array]:
    """Return the probabilities of each head and of the proclitic decisions, without what the export favours."""
    news, anercorp = np.split(logits.labels, [len(HEADS["news"])], axis=1)
    return softmax(news - favoured), softmax(anercorp), softmax(logits.proclitics)


def softmax(logits: Array) -> Array:
    """Return probabilities over the last axis."""
    result: Array = np.exp(log_softmax(logits))
    return result


def label(teacher: Teacher, drawn: Iterable[tuple[str, str]], out: Path) -> None:
    """Label (source, text) pairs; files of an earlier run are replaced."""
    out.parent.mkdir(parents=True, exist_ok=True)
    rows: list[Array] = [np.zeros((0, COLUMNS), np.float32)]
    with out.with_suffix(".jsonl").open("w", encoding="utf-8") as lines:
        for number, (source, text) in enumerate(drawn):
            document = f"{source}/{number}"
            texts = [sentence.text for sentence in sentences_of(document, text, "")]
            sentences = [words for one in texts if (words := spaced(one, word_spans.spans(one)))]
            for words, probabilities in zip(sentences, teacher(sentences), strict=True):
                lines.write(json.dumps({"doc": document, "words": words}, ensure_ascii=False) + "\n")
                rows.append(probabilities)
    np.save(out.with_suffix(".npy"), np.concatenate(rows).astype(np.float16))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("raw", type=Path)
    parser.add_argument("out", type=Path, help="without suffix")
    parser.add_argument("--words", type=int, default=WORDS, help="of all documents together")
    parser.add_argument("--also", type=Path, help="another model folder, for ANERcorp's head")
    parser.add_argument("--apart", type=Path, nargs="+", default=[], help="gold files that share no text with it")
    arguments = parser.parse_args()
    teacher = Teacher(arguments.model, arguments.also, Lexicon.of(known()))
    label(teacher, apart(articles(arguments.raw, arguments.words), arguments.apart), arguments.out)


if __name__ == "__main__":
    main()
