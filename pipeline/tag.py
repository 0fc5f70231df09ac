"""Stage 3, sentences to mentions: the tagger finds names, their spans are taken back to the untouched source.

usage: python -m pipeline.tag build/sentences.parquet build/mentions.parquet [--tagger onnx|camel|PATH]

Documents that have not changed since the mentions were written, with the same tagger, are not tagged again.
"""

import argparse
import re
import sys
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline import files, schema
from pipeline.arabic.data import read_table
from pipeline.arabic.designators import nationalities
from pipeline.arabic.folding import fold_words
from pipeline.arabic.proclitics import restore_article
from pipeline.arabic.sentences import ADDRESS
from pipeline.arabic.words import QUOTES
from pipeline.normalize import Sentence
from pipeline.taggers import Found, Tagger, TaggerMissing, load

CONTEXT = 40
"""Characters of source shown on either side of a mention."""

PORTION = 2048
"""Sentences tagged between two steps of the progress bar, or a little more: documents are not cut."""

_HANDLE = re.compile(r"@\w+")
_SPACES = re.compile(r"[_\s]+")
_WITHOUT_QUOTES = dict.fromkeys(map(ord, QUOTES))


@dataclass(frozen=True)
class Mention:
    """One row of the mentions frame; the fields are schema.MENTION_FIELDS in order."""

    mention_id: str
    doc_id: str
    sentence: int
    start: int
    end: int
    label: str
    surface: str
    name: str
    score: float
    tagger: str
    context: str


def tag(sentences: pd.DataFrame, tagger: Tagger) -> pd.DataFrame:
    """Return the mentions (schema.MENTION_FIELDS) of sentences (schema.SENTENCE_FIELDS), in the order of the text."""
    rows = [Sentence(*row) for row in sentences[schema.SENTENCE_FIELDS].itertuples(index=False, name=None)]
    found = find([row.text for row in rows], tagger, [row.doc_id for row in rows])
    return frame(mention_of(row, name, tagger.name) for row, names in zip(rows, found, strict=True) for name in names)


def find(texts: Sequence[str], tagger: Tagger, documents: Sequence[Hashable] | None = None) -> list[list[Found]]:
    """Return the names that a tagger finds in each normalised sentence, without what cannot be one.

    `documents` says which document each sentence is of (pipeline.taggers.Tagger). What cannot be a name: nothing but signs,
    a part of a web address or of a @handle, an application (never_names.tsv), a body of which nothing is left but its
    nationality (الإسرائيلي of "جيش" الاحتلال الإسرائيلي; as a surname, المصري is a name).
    """
    return [_plausible(text, names) for text, names in zip(texts, tagger.tag(texts, documents), strict=True)]


def _plausible(text: str, names: list[Found]) -> list[Found]:
    addresses = [match.span() for pattern in (ADDRESS, _HANDLE) for match in pattern.finditer(text)] if names else []
    return [
        name
        for name in names
        if any(sign.isalnum() for sign in text[name.start : name.end])
        and not any(start < name.end and name.start < end for start, end in addresses)
        and clean(text[name.start : name.end]) not in _never_names()
        and not (name.label == "ORG" and fold_words(text[name.start : name.end]) in nationalities())
    ]


@cache
def _never_names() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("never_names.tsv"))


def mention_of(sentence: Sentence, found: Found, tagger: str) -> Mention:
    """Take one name back to the source of its sentence."""
    start, end = sentence.source_span(found.start, found.end)
    first, last = start - sentence.start, end - sentence.start
    surface = sentence.source[first:last]
    assert surface.strip() == surface != ""
    return Mention(
        f"{sentence.doc_id}:{start}-{end}",
        sentence.doc_id,
        sentence.sentence,
        start,
        end,
        found.label,
        surface,
        clean(sentence.text[found.start : found.end], found.article),
        round(found.score, 3),
        tagger,
        context(sentence.source, first, last),
    )


def clean(name: str, article: bool = False) -> str:
    """Return a normalised name without underscores and quotes, with the ال that a ل before it swallowed.

    >>> clean("حزب_الله"), clean('جيش" الاحتلال'), clean("لأمم المتحدة", article=True)
    ('حزب الله', 'جيش الاحتلال', 'الأمم المتحدة')
    """
    plain = _SPACES.sub(" ", name.translate(_WITHOUT_QUOTES)).strip()
    return restore_article(plain) if article else plain


def context(source: str, start: int, end: int) -> str:
    """Return the words around [start, end) of a sentence, in one line, with … where it goes on.

    >>> context("قالت وكالة الأناضول للأنباء إنها حصلت على مراسلات من مقاتلين كثيرين", 5, 19)
    'قالت وكالة الأناضول للأنباء إنها حصلت على مراسلات من…'
    """
    first, last = max(0, start - CONTEXT), min(len(source), end + CONTEXT)
    while 0 < first < start and not source[first - 1].isspace():
        first += 1
    while end < last < len(source) and not source[last].isspace():
        last -= 1
    cut = " ".join(source[first:last].split())
    return ("…" if first else "") + cut + ("…" if last < len(source) else "")


def frame(mentions: Iterable[Mention]) -> pd.DataFrame:
    """Return mentions as a frame."""
    return pd.DataFrame([astuple(mention) for mention in mentions], columns=schema.MENTION_FIELDS)


def retag(sentences: pd.DataFrame, tagger: Tagger, old: pd.DataFrame, unchanged: set[str]) -> pd.DataFrame:
    """Return the mentions of `sentences`, those of the `unchanged` documents taken from `old`."""
    kept = old[old["doc_id"].isin(unchanged)]
    new = tag_with_progress(sentences[~sentences["doc_id"].isin(unchanged)], tagger)
    both = pd.concat([kept, new], ignore_index=True) if len(kept) else new
    return in_order(both, sentences)


def in_order(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return mentions in the order of the documents of `sentences` and of their text."""
    order = {doc_id: i for i, doc_id in enumerate(sentences["doc_id"].unique())}
    places = mentions.assign(_order=mentions["doc_id"].map(order)).sort_values(["_order", "start"], kind="stable")
    return places[schema.MENTION_FIELDS].reset_index(drop=True)


def portions_of(doc_ids: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield [start, end) ranges of whole documents, each of at least PORTION sentences but for the last.

    >>> list(portions_of(["a"] * 3000 + ["b"] * 10 + ["c"] * 3000 + ["d"]))
    [(0, 3000), (3000, 6010), (6010, 6011)]
    """
    start = 0
    for end in range(1, len(doc_ids) + 1):
        last = end == len(doc_ids)
        if last or (end - start >= PORTION and doc_ids[end] != doc_ids[end - 1]):
            yield start, end
            start = end


def tag_with_progress(sentences: pd.DataFrame, tagger: Tagger) -> pd.DataFrame:
    """Tag in portions, with a progress bar on a terminal."""
    portions = list(portions_of(sentences["doc_id"].tolist()))
    parts = [tag(sentences.iloc[start:end], tagger) for start, end in files.progress(portions, "tagging")]
    return pd.concat(parts, ignore_index=True) if parts else frame([])


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.tag", description=__doc__.split("\n")[0])
    parser.add_argument("sentences", type=Path, help="sentences.parquet, as pipeline.normalize writes it")
    parser.add_argument("mentions", type=Path, help="the file to write")
    parser.add_argument("--tagger", default="onnx", help="onnx (default), camel, or the path of a model folder")
    arguments = parser.parse_args(argv)
    try:
        tagger = load(arguments.tagger)
    except TaggerMissing as missing:
        print(f"tag: {missing}", file=sys.stderr)
        return files.USAGE
    sentences = files.read_frame(arguments.sentences)
    stamps = dict(zip(sentences["doc_id"], sentences["stamp"], strict=True))
    state = {"fingerprint": f"{tagger.fingerprint}-{files.code_digest()}", "stamps": stamps}
    old = files.read_state(arguments.mentions)
    unchanged: set[str] = set()
    if old.get("fingerprint") == state["fingerprint"]:
        unchanged = {doc_id for doc_id, stamp in stamps.items() if old["stamps"].get(doc_id) == stamp}
    previous = files.read_frame(arguments.mentions) if unchanged else frame([])
    files.write_frame(retag(sentences, tagger, previous, unchanged), arguments.mentions, state)
    print(f"tag: {len(stamps) - len(unchanged)} documents tagged, {len(unchanged)} unchanged", file=sys.stderr)
    return files.OK


if __name__ == "__main__":
    sys.exit(main())
