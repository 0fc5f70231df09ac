"""Stage 4, mentions to entities: who is meant, across spellings, short forms and documents.

Two halves. `link` looks at one document at a time and says for each mention under which fuller name of the document its
bearer is known: الأسد is بشار الأسد. `identify` looks at the distinct names of all documents and says which entity each is:
the knowledge base's, or one made of the name itself. `resolve` is both.

    python -m pipeline.resolve build/mentions.parquet build/entities.parquet
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from pipeline import schema
from pipeline.apposition import aliases
from pipeline.arabic.folding import fold
from pipeline.coreference import Form, form_of, identities
from pipeline.corrections import NONE, Corrections, key_in, read_names
from pipeline.files import Problem, problem_frame, read_frame, report, write_frame
from pipeline.knowledge.base import Entry, knowledge, own_problems
from pipeline.knowledge.english import English, in_english
from pipeline.knowledge.ids import id_of_name
from pipeline.knowledge.variants import key_of, respelt
from pipeline.names import settle

LINK_FIELDS = ["mention_id", "label", "name", "identity"]
"""What `link` says of a mention: whose it is, as a known entity's id or the key of the fullest name in the document."""

KNOWN, ROMANISED, GLOSSED, LATIN = "kb", "romanised", "gloss", "latin"


def link(mentions: pd.DataFrame) -> pd.DataFrame:
    """Say for each mention of whole documents, in the order of their text, whom it means (LINK_FIELDS), in the same order."""
    key = ["doc_id", "label", "name"]
    names = mentions.groupby(key, as_index=False, sort=False).size()
    documents: dict[str, dict[Form, int]] = defaultdict(dict)
    for doc_id, label, name, count in names.itertuples(index=False):
        documents[doc_id][form_of(label, name)] = count
    given = aliases(mentions)
    meant = [
        identity
        for doc_id, forms in documents.items()
        for identity in identities(forms, doc_id, {form_of(*one): form_of(*other) for one, other in given[doc_id]})
    ]
    names["identity"] = pd.Series(meant, index=names.index, dtype="str")
    return mentions.merge(names, how="left", on=key)[LINK_FIELDS]


def _by_frequency(names: Mapping[str, int]) -> list[str]:
    """Return names, the most frequent first; of equals the longer, then in alphabetical order."""
    return sorted(names, key=lambda name: (-names[name], -len(name), name))


@dataclass(frozen=True)
class Bearer:
    """Who bears a set of names.

    Attributes:
        label: PER, LOC or ORG.
        identity: a known entity's id or the key of a name, followed by a document where it is of one only, as `link` says.
        names: the names found, with the number of mentions of each.
    """

    label: str
    identity: str
    names: Mapping[str, int]

    @cached_property
    def entry(self) -> Entry | None:
        """What the knowledge base knows of it."""
        return knowledge().entry(self.identity)

    @property
    def spellings(self) -> dict[str, int]:
        """The names that are the whole name, not a short form of it."""
        key = key_in(self.identity)
        return {name: count for name, count in self.names.items() if key in (key_of(name), fold(name))} or dict(
            self.names
        )

    @cached_property
    def name(self) -> str:
        """The name to show: the knowledge base's, else the most frequent spelling."""
        return self.entry.name if self.entry else _by_frequency(self.spellings)[0]

    @cached_property
    def stem(self) -> str:
        """The spelling that the id is made of: the same for all spellings, so that more documents do not change it.

        Only a name that stood without a space so far, بن سلماندندش, gets another when it first stands with one.
        """
        return max({respelt(self.label, name) for name in self.spellings}, key=lambda name: (name.count(" "), name))

    @property
    def aliases(self) -> str:
        """The other names found, the most frequent first."""
        return "|".join(name for name in _by_frequency(self.names) if name != self.name)


def _bearers(names: pd.DataFrame) -> list[Bearer]:
    """Gather distinct names (label, identity, name, mentions) by who bears them."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for label, identity, name, mentions in names.itertuples(index=False):
        found[label, identity][name] = mentions
    return [Bearer(label, identity, counts) for (label, identity), counts in found.items()]


class _Facts(NamedTuple):
    """What an entity's row says beside its names found; the fields are those of schema.ENTITY_FIELDS."""

    entity_id: str
    name_en: str
    name_en_source: str
    wikidata: str = ""
    geonames: str = ""
    country: str = ""
    latitude: float = nan
    longitude: float = nan
    description: str = ""


def _known(entry: Entry) -> _Facts:
    """Return the facts of an entity that the knowledge base knows."""
    return _Facts(
        entity_id=entry.entity_id,
        name_en=entry.name_en,
        name_en_source=KNOWN,
        wikidata=entry.wikidata,
        geonames=entry.geonames,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
        description=entry.description,
    )


def _new(bearer: Bearer, english: Mapping[tuple[str, str], English]) -> _Facts:
    """Return the facts of an entity that is known by its name alone."""
    name_en = english[bearer.label, bearer.name]
    made = GLOSSED if name_en.glossed else ROMANISED
    return _Facts(
        entity_id=id_of_name(bearer.label, bearer.identity, english[bearer.label, bearer.stem].text),
        name_en=name_en.text,
        name_en_source=LATIN if name_en.text == bearer.name else made,
    )


def identify(names: pd.DataFrame) -> pd.DataFrame:
    """Say which entity each identity is, from the distinct names of all documents.

    Args:
        names: one row per distinct label, identity and name, with the number of `mentions`.

    Returns:
        one row per entity: ENTITY_FIELDS without mention_ids, and `identity`; sorted by entity_id.
    """
    bearers = _bearers(names)
    strangers = [bearer for bearer in bearers if not bearer.entry]
    spellings = sorted({(bearer.label, name) for bearer in strangers for name in (bearer.name, bearer.stem)})
    english = dict(zip(spellings, in_english(spellings), strict=True))
    facts = (_known(bearer.entry) if bearer.entry else _new(bearer, english) for bearer in bearers)
    rows = [
        (bearer.identity, bearer.label, bearer.name, bearer.aliases, *known)
        for bearer, known in zip(bearers, facts, strict=True)
    ]
    entities = pd.DataFrame(rows, columns=["identity", "label", "name", "aliases", *_Facts._fields])
    columns = ["identity", *(name for name in schema.ENTITY_FIELDS if name != "mention_ids")]
    entities = entities[columns].astype({"latitude": "float", "longitude": "float"})
    return entities.sort_values("entity_id", ignore_index=True)


def resolve(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the entities that mentions (schema.MENTION_FIELDS) mean, sorted by entity_id (schema.ENTITY_FIELDS).

    Every mention id stands in `mention_ids` of exactly one entity, in the order of documents and places in them. The
    order of the rows of `mentions` makes no difference.
    """
    return resolve_corrected(mentions, NONE)[0]


def resolve_corrected(mentions: pd.DataFrame, corrections: Corrections) -> tuple[pd.DataFrame, list[Problem]]:
    """Return what `resolve` does, with names merged and split, and a problem for each entity that there is not."""
    order = ["doc_id", "start", "end", "label"]
    links, problems = settle(link(mentions.sort_values(order, ignore_index=True)), corrections)
    counts = links.groupby(["label", "identity", "name"], as_index=False).size().rename(columns={"size": "mentions"})
    ids = links.groupby(["label", "identity"])["mention_id"].agg(list).rename("mention_ids").reset_index()
    entities = identify(counts).merge(ids, on=["label", "identity"])
    return entities[schema.ENTITY_FIELDS], problems


def main(argv: list[str] | None = None) -> int:
    """Resolve the mentions of a stage file."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.resolve", description="mentions to entities")
    parser.add_argument("mentions", type=Path, help="build/corrected.parquet")
    parser.add_argument("entities", type=Path, help="build/entities.parquet, written; its problems go beside it")
    parser.add_argument(
        "--names", type=Path, metavar="FILE", help="names file; its own problems are pipeline.names' to tell"
    )
    arguments = parser.parse_args(argv)
    corrections = read_names(arguments.names)[0] if arguments.names else NONE
    entities, problems = resolve_corrected(read_frame(arguments.mentions), corrections)
    problems += own_problems()
    write_frame(problem_frame(problems), arguments.entities.with_suffix(".problems.parquet"))
    write_frame(entities, arguments.entities)
    return report(problems)


if __name__ == "__main__":
    raise SystemExit(main())
