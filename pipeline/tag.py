"""Stage 3, sentences to mentions: the tagger finds names, their spans are taken back to the untouched source.

usage: python -m pipeline.tag build/sentences.parquet build/mentions.parquet [--tagger onnx|camel|PATH]

A document that was tagged before, with the same text by the same tagger, is not tagged again.
"""

import sys
from pathlib import Path

import pandas as pd

from .arabic.sentences import Sentence
from .contracts import schema, script
from .contracts.partitions import in_order, partitions, progress
from .contracts.prerequisites import code_digest
from .contracts.problems import USAGE, Problem
from .contracts.records import frame_of_mentions
from .contracts.stagefiles import DamagedError, read_frame
from .taggers import load
from .taggers.mentions import find, mention_of
from .taggers.protocol import Tagger, TaggerMissing


def tag(sentences: pd.DataFrame, tagger: Tagger) -> pd.DataFrame:
    """Return the mentions (schema.MENTION_FIELDS) of sentences (schema.SENTENCE_FIELDS), in the order of the text."""
    rows = [Sentence(*row) for row in sentences[schema.SENTENCE_FIELDS].itertuples(index=False, name=None)]
    found = find([row.text for row in rows], tagger, [row.doc_id for row in rows])
    return frame_of_mentions(
        mention_of(row, span, tagger.name) for row, spans in zip(rows, found, strict=True) for span in spans
    )


def retag(sentences: pd.DataFrame, tagger: Tagger, old: pd.DataFrame, unchanged: set[str]) -> pd.DataFrame:
    """Return the mentions of `sentences`, those of the `unchanged` documents taken from `old`."""
    kept = old[old["doc_id"].isin(unchanged)]
    new = tag_with_progress(sentences[~sentences["doc_id"].isin(unchanged)], tagger)
    both = pd.concat([kept, new], ignore_index=True) if len(kept) else new
    return in_order(both, sentences)


def tag_with_progress(sentences: pd.DataFrame, tagger: Tagger) -> pd.DataFrame:
    """Tag a partition at a time, with a progress bar on a terminal."""
    parts = [tag(part, tagger) for part in progress(partitions(sentences), "tagging")]
    return pd.concat(parts, ignore_index=True) if parts else frame_of_mentions([])


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__, "sentences", "mentions")
    parser.add_argument("--tagger", default="onnx", help="onnx (default), camel, or the path of a model folder")
    arguments = parser.parse_args(argv)
    try:
        tagger = load(arguments.tagger)
    except TaggerMissing as missing:
        print(f"tag: {missing}", file=sys.stderr)
        return USAGE
    # What the mentions of a document depend on beside its text: its sentences are made by the stage before.
    fingerprint = f"{tagger.fingerprint}-{code_digest('normalize', 'tag')}"
    tagged = arguments.mentions.with_suffix(".tagged.parquet")

    def work(sentences: pd.DataFrame) -> tuple[list[pd.DataFrame], list[Problem]]:
        now = sentences[["doc_id", "stamp"]].drop_duplicates(ignore_index=True)
        now = now.assign(stamp=now["stamp"] + f"-{fingerprint}")
        old, unchanged = _before(arguments.mentions, tagged, now)
        print(f"tag: {len(now) - len(unchanged)} documents tagged, {len(unchanged)} unchanged", file=sys.stderr)
        return [retag(sentences, tagger, old, unchanged), now], []

    return script.make("tag", [arguments.sentences], [arguments.mentions, tagged], work, [tagger.fingerprint])


def _before(mentions: Path, tagged: Path, now: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
    """Return the mentions of before, and the documents whose mentions are as they would be found now."""
    try:
        same = read_frame(tagged).merge(now, on=["doc_id", "stamp"])["doc_id"]
        return read_frame(mentions), set(same)
    except (OSError, DamagedError):
        return frame_of_mentions([]), set()


if __name__ == "__main__":
    sys.exit(main())
