"""The whole pipeline in one process: the same stage functions that `make` runs file by file."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from .contracts.problems import Problem, problem_frame
from .contracts.records import Entity, ExtractedMention, Reading
from .correct import correct
from .entities.corrections import NONE, Corrections
from .identify import Identified, distinct, identify
from .knowledge.base import Knowledge
from .link import link
from .normalize import normalize
from .read import NO_WISHES, read
from .tabulate import crowded, entity_of, tabulate
from .tag import tag, tag_with_progress
from .taggers.protocol import Tagger


class NoDocumentError(Exception):
    """There is no document to make tables of; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("no document was found")
        self.problems = problems


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


def run(
    inputs: Iterable[Path],
    tagger: Tagger,
    knowledge: Knowledge,
    corrections: Corrections = NONE,
    reading: Reading = NO_WISHES,
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return the tables (schema.TABLES) of the documents in `inputs`, files or folders, as a names file corrects them.

    `texts` (doc_id, text) is returned with them, for formats that show the documents.
    What could not be used of the documents, the names file or the user's knowledge is returned too, and a table.

    Raises:
        NoDocumentError: there is none.
    """
    documents, problems = read(inputs, reading)
    if documents.empty:
        raise NoDocumentError(problems)
    sentences = normalize(documents)
    mentions = correct(sentences, tag_with_progress(sentences, tagger), corrections)
    links, (entities, identities, unknown) = resolve(mentions, knowledge, corrections)
    problems = [*problems, *corrections.problems, *knowledge.problems, *unknown]
    frames = (documents, sentences, mentions, links, identities, entities)
    tables = tabulate(*frames, problem_frame(problems))
    problems += crowded(tables["mentions"])
    return {**tables, "texts": documents[["doc_id", "text"]]}, problems
