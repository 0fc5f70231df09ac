"""Label raw articles with a trained model, for self-training: what the model is sure of becomes more text to learn from.

usage: python -m training.selftrain MODEL ARTICLES OUT [--words N]

MODEL is a folder made by training.export and calibrated, ARTICLES holds *.jsonl.xz files (source and text an article; posts
and reports have their kind for a source), OUT gets raw-news.jsonl and raw-anercorp.conll in the formats of the gold sets.
Every source gives as many articles, in turn: one goes to the head `news`, the next to `anercorp`. Sentences with a mention
that the model doubts are left out, and most of those without any.
"""

import argparse
import hashlib
import itertools
import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from pipeline.arabic import words as word_spans
from pipeline.arabic.sentences import sentences_of
from pipeline.taggers.labels import OUTSIDE
from pipeline.taggers.mentions import clean, find
from pipeline.taggers.onnx import OnnxTagger
from pipeline.taggers.protocol import TaggedSpan

WORDS = 500_000
DOUBTFUL = 0.1
"""A mention with less probability is none; with more, but less than SURE, it is doubted."""
SURE = {"news": 0.8, "anercorp": 0.6}
EMPTY_KEPT = 4
"""One in so many sentences without a mention is kept."""


def articles(folder: Path, words: int) -> Iterator[tuple[str, str]]:
    """Yield (source, text) of articles with about so many words in all, one of each source in turn, in a fixed random order.

    Raises FileNotFoundError when the folder holds none.
    """
    by_source: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                order = hashlib.sha256(str(record["id"]).encode()).hexdigest()
                source = record["source"] if "source" in record else record["kind"]
                by_source.setdefault(source, []).append((order, record["text"]))
    if not by_source:
        raise FileNotFoundError(f"{folder} holds no articles: expected *.jsonl.xz with id, source and text an article")
    queues = [[(source, text) for _, text in sorted(texts)] for source, texts in sorted(by_source.items())]
    for drawn in itertools.chain.from_iterable(itertools.zip_longest(*queues)):
        if drawn is None:
            continue
        if words <= 0:
            return
        words -= len(drawn[1].split())
        yield drawn


def is_kept(scores: Sequence[float], head: str, number: int) -> bool:
    """Return whether the `number`th sentence, with mentions of these scores, is learned from.

    >>> is_kept([0.95, 0.9], "news", 1), is_kept([0.95, 0.5], "news", 1), is_kept([], "news", 1), is_kept([], "news", 4)
    (True, False, False, True)
    """
    return min(scores) >= SURE[head] if scores else number % EMPTY_KEPT == 0


def write_news(tagger: OnnxTagger, document: str, texts: Sequence[str], out: TextIO) -> None:
    """Write the sentences of one article with the project's own mentions, as JSONL."""
    for number, (text, found) in enumerate(zip(texts, find(texts, tagger, [0] * len(texts)), strict=True)):
        if not is_kept([name.score for name in found], "news", number):
            continue
        entities = [entity(text, name) for name in found]
        record = {"id": f"{document}-{number}", "doc": document, "text": text, "entities": entities}
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def entity(text: str, name: TaggedSpan) -> dict[str, str | int]:
    """Return a name as the gold files have it."""
    clean_name = clean(text[name.start : name.end], name.article)
    return {"start": name.start, "end": name.end, "label": name.label, "name": clean_name}


def write_anercorp(tagger: OnnxTagger, texts: Sequence[str], out: TextIO) -> None:
    """Write the sentences of one article with ANERcorp's labels, as CoNLL."""
    words = [[text[a:b] for a, b in word_spans.spans(text)] for text in texts]
    for number, (tokens, found) in enumerate(zip(words, tagger.tag_words(words, [0] * len(words)), strict=True)):
        names = [name for name in found if name.probability >= DOUBTFUL]
        if not is_kept([name.probability for name in names], "anercorp", number):
            continue
        labels = [OUTSIDE] * len(tokens)
        for name in names:
            labels[name.first] = f"B-{name.label}"
            labels[name.first + 1 : name.last + 1] = [f"I-{name.label}"] * (name.last - name.first)
        out.writelines(f"{token}\t{label}\n" for token, label in zip(tokens, labels, strict=True))
        out.write("\n")


def label(model: Path, drawn: Iterable[tuple[str, str]], out: Path) -> None:
    """Label (source, text) pairs, in turn for one head and the other; files of an earlier run are replaced."""
    out.mkdir(parents=True, exist_ok=True)
    news = OnnxTagger(model, "news", least_score=DOUBTFUL)
    anercorp = OnnxTagger(model, "anercorp")
    with (
        (out / "raw-news.jsonl").open("w", encoding="utf-8") as jsonl,
        (out / "raw-anercorp.conll").open("w", encoding="utf-8") as conll,
    ):
        for number, (source, text) in enumerate(drawn):
            document = f"{source}/{number}"
            texts = [sentence.text for sentence in sentences_of(document, text, "")]
            if number % 2:
                write_anercorp(anercorp, texts, conll)
            else:
                write_news(news, document, texts, jsonl)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=WORDS, help="of all articles together")
    arguments = parser.parse_args()
    label(arguments.model, articles(arguments.articles, arguments.words), arguments.out)


if __name__ == "__main__":
    main()
