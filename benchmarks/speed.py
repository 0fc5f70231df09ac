"""Words per second of the embedded tagger, and of camel-tools' recogniser on the same sentences in the same run.

usage: python -m benchmarks.speed [FILE.txt …] [--words N] [--rounds N] [--also FOLDER] [--one-core]

Without files the documents in seeds/ are repeated. Where camel-tools' own model is not installed, a network of its
architecture and size (BERT-base, 64,000 pieces, as its AraBERT) with random weights stands in for it: the time is the
same, the mentions mean nothing. The taggers take turns; the middle round of each counts. All use all processors; with
--one-core one, and what counts is the processor's time, which others on the machine disturb less than the clock's. FOLDER is
another model for the embedded tagger, of the same version of the graph, measured in the same rounds.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import torch
from transformers import BertConfig, BertForTokenClassification

from pipeline.arabic import words
from pipeline.arabic.sentences import sentences_of
from pipeline.formats.encodings import decode
from pipeline.taggers.camel import CamelTagger, installed_model
from pipeline.taggers.onnx import OnnxTagger
from pipeline.taggers.protocol import Tagger

ARABERT_PIECES = 64_000
PEER_SHARE = 10
"""The peer tags one word in ten, for it takes long."""


def sentences_from(paths: list[Path], count: int) -> list[str]:
    """Return sentences of the files, over and over, until they have `count` words."""
    texts = [sentence.text for path in paths for sentence in sentences_of("", decode(path.read_bytes())[0], "")]
    result: list[str] = []
    total = 0
    for text in cycle(texts):
        result.append(text)
        total += len(words.spans(text))
        if total >= count:
            return result
    raise SystemExit("the files hold no sentence")


def seeds() -> list[Path]:
    """Return the documents that come with the project."""
    return sorted(Path("seeds").glob("*.txt"))


def stand_in(folder: Path, sentences: list[str]) -> Path:
    """Write a BERT-base token classifier with random weights, whose vocabulary holds every word of the sentences."""
    known = {text[start:end] for text in sentences for start, end in words.spans(text)}
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(known)]
    vocabulary += [f"[unused{i}]" for i in range(ARABERT_PIECES - len(vocabulary))]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    labels = ["O", *(f"{p}-{label}" for label in ("PERS", "LOC", "ORG", "MISC") for p in "BI")]
    BertForTokenClassification(
        BertConfig(
            vocab_size=ARABERT_PIECES, id2label=dict(enumerate(labels)), label2id={n: i for i, n in enumerate(labels)}
        )
    ).save_pretrained(folder)
    return folder


def rates(
    taggers: dict[str, tuple[Tagger, list[str]]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> Iterator[tuple[str, float]]:
    """Yield each tagger's name and its words per second of `clock`, the median of rounds taken in turn after a warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in taggers}
    for tagger, sentences in taggers.values():
        tagger.tag(sentences[:8])
    for _ in range(rounds):
        for name, (tagger, sentences) in taggers.items():
            began = clock()
            tagger.tag(sentences)
            seconds[name].append(clock() - began)
    for name, (_, sentences) in taggers.items():
        total = sum(len(words.spans(text)) for text in sentences)
        yield name, total / statistics.median(seconds[name])


def speed(sentences: list[str], rounds: int, also: Path | None = None, *, one_core: bool = False) -> dict[str, float]:
    """Return the words per second of each tagger on the same sentences."""
    threads = 1 if one_core else None
    if threads:
        torch.set_num_threads(threads)
    taggers: dict[str, tuple[Tagger, list[str]]] = {"embedded tagger": (OnnxTagger(threads=threads), sentences)}
    if also:
        taggers["another model"] = (OnnxTagger(also, threads=threads), sentences)
    with tempfile.TemporaryDirectory() as folder:
        peer = CamelTagger(OnnxTagger(threads=threads), installed_model() or stand_in(Path(folder), sentences))
        taggers["camel-tools NER"] = (peer, sentences[: max(8, len(sentences) // PEER_SHARE)])
        return dict(rates(taggers, rounds, time.process_time if one_core else time.perf_counter))


def main() -> None:
    """Read the command line and print the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--words", type=int, default=10_000, help="words for the embedded tagger (default: 10,000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--also", type=Path, help="another model folder for the embedded tagger")
    parser.add_argument("--one-core", action="store_true", help="one thread, and the processor's time")
    arguments = parser.parse_args()
    sentences = sentences_from(arguments.files or seeds(), arguments.words)
    measured = speed(sentences, arguments.rounds, arguments.also, one_core=arguments.one_core)
    for name, rate in measured.items():
        of_camel = f"{rate / measured['camel-tools NER']:8.1f} times camel-tools"
        print(f"{name:16} {rate:8.0f} words/s {of_camel if name != 'camel-tools NER' else ''}")
    if not installed_model():
        print("camel-tools' architecture, with random weights")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory      {memory:8.0f} MB, all taggers loaded (Linux)")


if __name__ == "__main__":
    main()
