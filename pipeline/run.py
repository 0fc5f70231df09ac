"""The whole pipeline in one process: the same stage functions that `make` runs file by file."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import files
from pipeline.corrections import NONE, Corrections, read_names
from pipeline.knowledge.base import own_problems
from pipeline.names import correct
from pipeline.normalize import frame, normalize, sentences_of
from pipeline.read import read
from pipeline.resolve import resolve_corrected
from pipeline.tabulate import tabulate
from pipeline.tag import tag, tag_with_progress
from pipeline.taggers import Tagger


@dataclass(frozen=True)
class Entity:
    """Who or what a mention means; the fields are columns of entities.csv, None where nothing is known."""

    entity_id: str
    label: str
    name: str
    name_en: str
    name_en_source: str
    wikidata: str | None
    geonames: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    description: str | None


@dataclass(frozen=True)
class ExtractedMention:
    """One mention in a text: text[start:end] == surface, in code points; the fields are columns of mentions.csv."""

    start: int
    end: int
    label: str
    surface: str
    name: str
    score: float | None
    entity: Entity


def extract(text: str, tagger: Tagger, names: Corrections = NONE) -> list[ExtractedMention]:
    """Return the mentions of one text, in order, with the entities they mean, as a names file corrects them."""
    sentences = frame(sentences_of("text", text, ""))
    mentions = correct(sentences, tag(sentences, tagger), names)
    entities = {
        mention_id: Entity(**{field.name: _known(row[field.name]) for field in fields(Entity)})
        for row in resolve_corrected(mentions, names)[0].to_dict("records")
        for mention_id in row["mention_ids"]
    }
    own = [field.name for field in fields(ExtractedMention) if field.name != "entity"]
    return [
        ExtractedMention(**{name: _known(row[name]) for name in own}, entity=entities[row["mention_id"]])
        for row in mentions.to_dict("records")
    ]


def _known(value: Any) -> Any:
    """Return None for an empty string or a missing number."""
    missing = value == "" or (isinstance(value, float) and math.isnan(value))
    return None if missing else value


def run(inputs: Iterable[Path], tagger: Tagger, names: Path | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables (schema.TABLES) of the documents in `inputs`, files or folders, as a names file corrects them.

    What could not be used of the documents, the names file or the user's own knowledge is the table of problems.
    """
    corrections, wrong = read_names(names) if names else (NONE, [])
    documents, problems = read(inputs)
    sentences = normalize(documents)
    mentions = correct(sentences, tag_with_progress(sentences, tagger), corrections)
    entities, unknown = resolve_corrected(mentions, corrections)
    problems = [*problems, *wrong, *unknown, *own_problems()]
    return tabulate(documents, sentences, mentions, entities, files.problem_frame(problems))
