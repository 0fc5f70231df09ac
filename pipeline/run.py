"""The whole pipeline: the stages that `make` runs file by file, one after the other, on partitions of any number of documents."""

import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from .contracts.partitions import CHARACTERS, HERE, Pool, Processes
from .contracts.problems import Problem, problems_of
from .contracts.records import Entity, ExtractedMention, Reading
from .contracts.stagefiles import DamagedError
from .contracts.tables import StoredTables
from .correct import correct
from .correct import make as make_corrected
from .entities.corrections import NONE, Corrections
from .identify import Identified, distinct, identify
from .identify import make as make_entities
from .knowledge.base import Knowledge
from .link import link
from .link import make as make_links
from .normalize import make as make_sentences
from .normalize import normalize
from .read import NO_WISHES
from .read import make as make_documents
from .tabulate import entity_of
from .tabulate import make as make_tables
from .tag import make as make_mentions
from .tag import tag
from .taggers.protocol import Tagger


def resolve(
    mentions: pd.DataFrame, knowledge: Knowledge, corrections: Corrections = NONE
) -> tuple[pd.DataFrame, Identified]:
    """Return whom mentions (schema.MENTION_FIELDS) mean, and which entities these are: the stages link and identify."""
    links = link(mentions, knowledge)
    return links, identify(distinct(links), knowledge, corrections)


def resolver(knowledge: Knowledge) -> Callable[[pd.DataFrame], tuple[Mapping[str, str], pd.DataFrame]]:
    """Return what says for mentions (schema.MENTION_FIELDS) the entity_id of each mention_id, and the entities."""

    def resolved(mentions: pd.DataFrame) -> tuple[Mapping[str, str], pd.DataFrame]:
        links, found = resolve(mentions, knowledge)
        return entity_of(links, found.identities), found.entities

    return resolved


def extract(text: str, tagger: Tagger, knowledge: Knowledge, corrections: Corrections = NONE) -> list[ExtractedMention]:
    """Return the mentions of one text, in order, with the entities they mean, as a names file corrects them."""
    sentences = normalize(pd.DataFrame({"doc_id": ["text"], "text": [text]}))
    mentions = correct(sentences, tag(sentences, tagger), corrections)
    if mentions.empty:
        return []
    links, (entities, identities, _) = resolve(mentions, knowledge, corrections)
    ids = entity_of(links, identities)
    known = {row["entity_id"]: _record(Entity, row) for row in entities.to_dict("records")}
    rows = mentions.assign(entity=mentions["mention_id"].map(ids).map(known)).to_dict("records")
    return [_record(ExtractedMention, row) for row in rows]


def _record(kind: type, row: dict[Any, Any]) -> Any:
    """Return the record that a row makes, None in it for an empty string or a missing number."""
    return kind(**{field.name: _or_none(row[field.name]) for field in fields(kind)})


def _or_none(value: Any) -> Any:
    missing = value == "" or (isinstance(value, float) and math.isnan(value))
    return None if missing else value


@dataclass(frozen=True)
class Work:
    """What a run is given besides the documents.

    Attributes:
        tagger: what finds names.
        knowledge: what is known.
        corrections: what the names file says.
        reading: how sources are to be read.
        uses: digests of what the user says (script.user_digests), by which results of before are known to be out of date.
        pool: where partitions are worked on.
        size: characters of a partition, about.
    """

    tagger: Tagger
    knowledge: Knowledge
    corrections: Corrections = NONE
    reading: Reading = NO_WISHES
    uses: Sequence[str] = ()
    pool: Pool = HERE
    size: int = CHARACTERS


def make(inputs: Iterable[Path], folder: Path, work: Work) -> StoredTables:
    """Make the stage files of all stages in a folder, and return the tables; what is there already is not made again.

    A damaged stage file is taken away and made again.

    Raises:
        NoDocumentError: there is no document.
    """
    inputs = list(inputs)
    while True:
        try:
            return _make(inputs, folder, work)
        except DamagedError as error:
            error.path.unlink(missing_ok=True)


def _make(inputs: Sequence[Path], folder: Path, work: Work) -> StoredTables:
    """Make the stage files one after the other."""
    names = ("documents", "sentences", "mentions", "corrected", "links", "identities", "entities")
    documents, sentences, mentions, corrected, links, identities, entities = (
        folder / f"{name}.parquet" for name in names
    )
    make_documents(inputs, documents, work.reading, work.size, work.pool if isinstance(work.pool, Processes) else HERE)
    make_sentences(documents, sentences, work.pool)
    tagged, before = make_mentions(sentences, mentions, work.tagger, work.pool)
    if tagged.changed and before.known:
        print(f"tag: {before}", file=sys.stderr)
    make_corrected(sentences, mentions, corrected, work.corrections, work.uses, work.pool)
    make_links(corrected, links, lambda: work.knowledge, work.uses, work.pool)
    make_entities(links, [entities, identities], lambda: work.knowledge, lambda _: work.corrections, work.uses)
    stages = [documents, sentences, corrected, links, identities, entities]
    make_tables(stages, folder / "tables", work.pool)
    return StoredTables(folder / "tables", documents)


def run(
    inputs: Iterable[Path],
    tagger: Tagger,
    knowledge: Knowledge,
    corrections: Corrections = NONE,
    reading: Reading = NO_WISHES,
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return the tables (schema.TABLES) of the documents in `inputs`, files or folders, as a names file corrects them.

    `texts` (doc_id, text) is returned with them, for formats that show the documents. All is held in memory; `make` is for
    more documents than that holds. What could not be used is returned too, and a table.

    Raises:
        NoDocumentError: there is no document.
    """
    with TemporaryDirectory(prefix="kayan-") as folder:
        tables = dict(make(inputs, Path(folder), Work(tagger, knowledge, corrections, reading)))
    return tables, problems_of(tables["problems"])
