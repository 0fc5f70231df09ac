"""Stage 3, sentences to mentions: the tagger finds names, their spans are taken back to the untouched source.

usage: python -m pipeline.tag build/sentences.parquet build/mentions.parquet [--tagger onnx|camel|PATH]

A document that was tagged before, with the same text by the same tagger, is not tagged again.
"""

import sys
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from pathlib import Path

import pandas as pd

from .arabic.sentences import Sentence
from .contracts import schema, script
from .contracts.making import Function, Made, make_partitions
from .contracts.partitioned import PartitionedFile
from .contracts.partitions import HERE, Pool, Processes, in_order
from .contracts.prerequisites import code_digest
from .contracts.problems import USAGE, Problem
from .contracts.records import frame_of_mentions
from .contracts.stagefiles import DamagedError
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
    new = tag(sentences[~sentences["doc_id"].isin(unchanged)], tagger)
    both = pd.concat([kept, new], ignore_index=True) if len(kept) else new
    return in_order(both, sentences)


class Before:
    """The mentions of before, by the text of their documents, whatever these are called now."""

    def __init__(self, mentions: Path, fingerprint: str) -> None:
        """Take the stage file of mentions, and the fingerprint of the tagger: what another one found is not known."""
        self.mentions, self.fingerprint = mentions, fingerprint
        self.documents = self.known = 0
        self._partition = lru_cache(maxsize=2)(lambda place: dict(list(self._file.read(place).groupby("doc_id"))))

    @cached_property
    def _places(self) -> dict[str, tuple[int, str]]:
        """The partition and the id of before of each text that was tagged; read when there is something to tag."""
        places: dict[str, tuple[int, str]] = {}
        with suppress(OSError, DamagedError):
            self._file = PartitionedFile(self.mentions)
            for place, told in enumerate(PartitionedFile(tagged_beside(self.mentions)).frames()):
                for doc_id, stamp in zip(told["doc_id"], told["stamp"], strict=True):
                    places[stamp] = place, doc_id
        return places

    def __str__(self) -> str:
        """Return how much was tagged, and how much was known."""
        return f"{self.documents - self.known} documents tagged, {self.known} unchanged"

    def of(self, sentences: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
        """Return the mentions of before of documents of a partition, and which documents these are."""
        documents = sentences[["doc_id", "stamp"]].drop_duplicates()
        stamps = documents["stamp"] + f"-{self.fingerprint}"
        same = {
            doc_id: self._places[stamp]
            for doc_id, stamp in zip(documents["doc_id"], stamps, strict=True)
            if stamp in self._places
        }
        self.documents += len(documents)
        self.known += len(same)
        parts = [self._renamed(doc_id, *there) for doc_id, there in same.items()]
        return pd.concat([frame_of_mentions([]), *parts]) if parts else frame_of_mentions([]), set(same)

    def _renamed(self, doc_id: str, place: int, before: str) -> pd.DataFrame:
        """Return the mentions of a document that may have had another name."""
        documents = self._partition(place)
        found = documents.get(before, frame_of_mentions([]))
        if before == doc_id or found.empty:
            return found
        places = found["mention_id"].str.slice(len(before))
        return found.assign(doc_id=doc_id, mention_id=doc_id + places)


def tagged_beside(mentions: Path) -> Path:
    """Return the file that tells which documents were tagged, and with what."""
    return mentions.with_suffix(".tagged.parquet")


def make(sentences: Path, mentions: Path, tagger: Tagger, pool: Pool = HERE) -> tuple[Made, Before]:
    """Make the stage file of mentions from that of sentences; what was found again is counted in `Before`."""
    # What the mentions of a document depend on beside its text: its sentences are made by the stage before.
    fingerprint = f"{tagger.fingerprint}-{code_digest('normalize', 'tag')}"
    before = Before(mentions, fingerprint)

    def prepare() -> tuple[Function, list[Problem]]:
        return partial(_work, tagger=tagger, fingerprint=fingerprint), []

    outputs = [mentions, tagged_beside(mentions)]
    made = make_partitions("tag", [sentences], outputs, prepare, [tagger.fingerprint], pool, before.of)
    return made, before


def _work(
    sentences: pd.DataFrame, old: pd.DataFrame, unchanged: set[str], tagger: Tagger, fingerprint: str
) -> list[pd.DataFrame]:
    now = sentences[["doc_id", "stamp"]].drop_duplicates(ignore_index=True)
    return [retag(sentences, tagger, old, unchanged), now.assign(stamp=now["stamp"] + f"-{fingerprint}")]


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

    def work() -> Made:
        made, before = make(arguments.sentences, arguments.mentions, tagger, Processes())
        if made.changed:
            print(f"tag: {before}", file=sys.stderr)
        return made

    return script.finish("tag", work)


if __name__ == "__main__":
    sys.exit(main())
