r"""Stage 7, stage files to tables: joined, counted, sorted.

usage: python -m pipeline.tabulate build/documents.parquet build/sentences.parquet build/corrected.parquet \
                                   build/links.parquet build/identities.parquet build/entities.parquet build/tables

Each partition is counted by itself (build/counted), then the counts are added up. The problems that stages left beside their
files (build/*.problems.parquet) become the table of problems.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .arabic import words
from .arabic.folding import fold
from .contracts import schema, script
from .contracts.making import Made, content_digest, fill, is_made, problems_beside, unchanged, written
from .contracts.partitioned import Content, PartitionedFile, Piece, Shelf, as_table, key_of
from .contracts.partitions import HERE, Pool, Processes
from .contracts.prerequisites import code_digest
from .contracts.problems import COLUMNS, problem_frame, problems_of
from .contracts.schema import DTYPES, Column, Table
from .contracts.stagefiles import read_frame
from .entities.descriptions import descriptions
from .entities.role_names import role_in_english
from .entities.roles import roles
from .entities.titles import ROLES as KINDS
from .entities.together import Together, crowded, pairs, sentences_of

_DECIMALS = {"score": 3, "latitude": 5, "longitude": 5}
_ONE_LINE = {"title", "context"}
_SOURCE_TEXT = {"surface"}
_TABLES = {table.name: table for table in schema.TABLES}

# Spreadsheets show them as boxes or refuse the file; tab, line feed and carriage return are no harm in a quoted cell.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_BREAKS = re.compile("\\s*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\\s*")


_FACTS = ["entity_id", "mentions", "sentences", "documents", "first_date", "first_doc", "last_date"]


class Counted(NamedTuple):
    """What is counted in a partition.

    Attributes:
        mentions: its rows of the table of mentions, as they are written.
        documents: its rows of the table of documents, as they are written.
        roles: what it says of people, a row each time.
        described: what it calls each organisation, with the number of times.
        pairs: which entities it names together (together.PAIR_FIELDS).
        facts: of each entity that it names (_FACTS).
        crowded: a problem for each sentence with too many entities.
    """

    mentions: pd.DataFrame
    documents: pd.DataFrame
    roles: pd.DataFrame
    described: pd.DataFrame
    pairs: pd.DataFrame
    facts: pd.DataFrame
    crowded: pd.DataFrame


def count(documents: pd.DataFrame, sentences: pd.DataFrame, meant: pd.DataFrame) -> Counted:
    """Return what is to be counted in a partition.

    Args:
        documents: schema.DOCUMENT_FIELDS.
        sentences: schema.SENTENCE_FIELDS.
        meant: schema.MENTION_FIELDS with the entity_id, name_en and country of each (Meanings.of).

    Raises:
        ValueError: a mention is of no document.
    """
    _refuse(meant.loc[~meant["doc_id"].isin(documents["doc_id"]), "doc_id"], "mentions of unknown documents")
    counted = _with_counts(documents, sentences, meant).sort_values("doc_id")
    return Counted(
        _written(meant, schema.MENTIONS),
        _written(counted, schema.DOCUMENTS),
        _roles(sentences, meant, documents),
        _described(sentences, meant),
        pairs(meant),
        _facts(meant, documents),
        problem_frame(crowded(meant)),
    )


def tabulate(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    links: pd.DataFrame,
    identities: pd.DataFrame,
    entities: pd.DataFrame,
    problems: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables (schema.TABLES) by name, made of the stages' frames (schema.*_FIELDS) and the problems so far.

    Raises:
        ValueError: a mention has no document, no entity or several, a link no mention, or an entity no mention.
    """
    counted = count(documents, sentences, Meanings(identities, entities).of(mentions, links))
    together = Together(entities)
    together.add(counted.pairs)
    tables = added_up(counted.facts, counted.roles, counted.described, entities)
    tables["cooccurrences"] = pd.concat(together.frames(_alone(counted.facts), len(sentences)), ignore_index=True)
    tables["problems"] = pd.concat([problems, counted.crowded]).sort_values(COLUMNS)
    tables = {name: _written(table, _TABLES[name]) for name, table in tables.items()}
    tables |= {"documents": counted.documents, "mentions": counted.mentions}
    return {table.name: tables[table.name] for table in schema.TABLES}


def added_up(
    facts: pd.DataFrame, held: pd.DataFrame, described: pd.DataFrame, entities: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of entities and roles, from what was counted in all partitions (Counted).

    Raises:
        ValueError: an entity has no mention.
    """
    roles_table = _roles_table(held, entities)
    whole = _with_roles(_with_facts(entities, facts), roles_table)
    whole = whole.assign(described_as=whole["entity_id"].map(_most_described(described)))
    _refuse(whole.loc[whole["mentions"].isna(), "entity_id"], "entities without a mention")
    return {
        "entities": whole,
        "people": whole[whole["label"] == "PER"],
        "places": whole[whole["label"] == "LOC"],
        "organisations": whole[whole["label"] == "ORG"],
        "roles": roles_table,
    }


def _written(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return a table as it is written."""
    return _clean(_typed(frame, table.columns), table)


def _typed(frame: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Return exactly these columns in their types, missing texts as "", numbers rounded, rows numbered anew."""
    dtypes = {column.name: DTYPES[column.type] for column in columns}
    missing = {name: "" for name, dtype in dtypes.items() if dtype == "str"}
    return frame[list(dtypes)].astype(dtypes).fillna(missing).round(_DECIMALS).reset_index(drop=True)


def _clean(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Take line breaks out of texts of one line and control characters out of all texts but the source's own."""
    lines = {name: frame[name].str.replace(_LINE_BREAKS, " ", regex=True) for name in _ONE_LINE & set(table.names)}
    frame = frame.assign(**lines)
    texts = set(table.texts) - _SOURCE_TEXT
    return frame.assign(**{name: frame[name].str.replace(_CONTROLS, "", regex=True) for name in texts})


def _refuse(ids: "pd.Series[str]", what: str) -> None:
    """Raise when there are ids that should not be."""
    if len(ids):
        raise ValueError(f"{len(ids)} {what}, such as {ids.iloc[0]}")


class Meanings:
    """Which entity each distinct identity and name means."""

    def __init__(self, identities: pd.DataFrame, entities: pd.DataFrame) -> None:
        """Take them as `identify` returns them. Raises ValueError where one means two."""
        twice = identities.duplicated(schema.NAME_FIELDS)
        _refuse(identities.loc[twice, "name"], "identities with several entities")
        keys = _keys(identities)
        self._keys = pd.Index(keys)
        facts = entities.set_index("entity_id")[["name_en", "country"]]
        self._facts = identities[["entity_id"]].join(facts, on="entity_id").reset_index(drop=True)
        self._digests = pd.util.hash_pandas_object(self._facts.assign(key=keys.to_numpy()), index=False).to_numpy()

    def of(self, mentions: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
        """Return mentions (schema.MENTION_FIELDS), sorted, with their entity_id and the entity's name_en and country.

        Raises:
            ValueError: a mention has no entity or several, or a link no mention.
        """
        linked = links["mention_id"]
        _refuse(linked[linked.duplicated()], "mentions with several entities")
        _refuse(linked[~linked.isin(mentions["mention_id"])], "links of unknown mentions")
        places = self._keys.get_indexer(pd.Index(_keys(links))) if len(links) else np.zeros(0, np.int64)
        found = self._facts.take(places[places >= 0]).set_axis(linked[places >= 0])
        columns = [column for column in schema.MENTIONS.columns if column.name in schema.MENTION_FIELDS]
        meant = _typed(mentions, columns).join(found, on="mention_id")
        _refuse(meant.loc[meant["name_en"].isna(), "mention_id"], "mentions without an entity")
        return meant.sort_values(["doc_id", "start", "end"], ignore_index=True)

    def digest(self, named: pd.DataFrame) -> str:
        """Return a digest of what is said of some distinct identities and names (schema.NAME_FIELDS), in any order."""
        places = self._keys.get_indexer(pd.Index(_keys(named))) if len(named) else np.zeros(0, np.int64)
        return sha256(np.sort(self._digests[places[places >= 0]]).tobytes()).hexdigest()[:16]


def _keys(frame: pd.DataFrame) -> "pd.Series[str]":
    """Return identities with their names as one text each."""
    first, *rest = (frame[name].astype("str") for name in schema.NAME_FIELDS)
    return first.str.cat(pd.concat(rest, axis=1), sep="\0")


def entity_of(links: pd.DataFrame, identities: pd.DataFrame) -> dict[str, str]:
    """Return the entity_id of each mention_id of links (schema.LINK_FIELDS), as identities (schema.RESOLUTION_FIELDS) tell."""
    both = links.merge(identities, how="left", on=schema.NAME_FIELDS, validate="many_to_one")
    return dict(zip(both["mention_id"], both["entity_id"], strict=True))


def _with_counts(documents: pd.DataFrame, sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with their numbers of sentences, words and mentions."""
    counted = {
        "sentences": sentences.groupby("doc_id").size(),
        "words": sentences["text"].map(count_words).groupby(sentences["doc_id"]).sum(),
        "mentions": mentions.groupby("doc_id").size(),
    }
    return documents.assign(**{name: documents["doc_id"].map(counts).fillna(0) for name, counts in counted.items()})


def count_words(text: str) -> int:
    """Return the number of words in a normalised text; other signs than letters and digits do not count.

    >>> count_words("قال #حزب_الله، (4 مرات).")
    5
    """
    return sum(text[start].isalnum() for start, _ in words.spans(text))


def _facts(mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what a partition tells of each entity (_FACTS); undated documents count as last."""
    places = mentions[["entity_id", "doc_id"]].drop_duplicates()
    dates = places["doc_id"].map(documents.set_index("doc_id")["date"])
    places = places.assign(date=dates, undated=dates == "").sort_values(["undated", "date", "doc_id"])
    groups = places.groupby("entity_id")
    counts = {"mentions": mentions.groupby("entity_id").size(), "sentences": sentences_of(mentions)}
    facts = groups.agg(
        documents=("doc_id", "size"),
        first_date=("date", "first"),
        first_doc=("doc_id", "first"),
        last_date=("date", "max"),
    )
    return facts.assign(**counts).reset_index()[_FACTS]


def _with_facts(entities: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the entities, most mentioned first, with what all partitions tell of them (_FACTS)."""
    ordered = facts.assign(undated=facts["first_date"] == "").sort_values(["undated", "first_date", "first_doc"])
    sums = {name: (name, "sum") for name in ("mentions", "documents")}
    firsts = {name: (name, "first") for name in ("first_date", "first_doc")}
    told = ordered.groupby("entity_id").agg(**sums, **firsts, last_date=("last_date", "max"))
    whole = entities.join(told, on="entity_id", validate="one_to_one")
    return whole.sort_values(["mentions", "entity_id"], ascending=[False, True])


def _alone(facts: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of sentences that name each entity, by its id."""
    return facts.groupby("entity_id")["sentences"].sum()


def _roles(sentences: pd.DataFrame, mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return what a partition says of people, a row each time."""
    found = roles(sentences, mentions, role_in_english)
    people = mentions.set_index("mention_id")[["doc_id", "entity_id"]]
    held = found.join(people, on="mention_id").assign(key=found["role"].map(fold).astype("str"))
    return held.assign(date=held["doc_id"].map(documents.set_index("doc_id")["date"]))


def _roles_table(found: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Return the roles of people (schema.ROLES), each once, the most frequent of a person first."""
    held = found.assign(date=found["date"].replace("", np.nan))
    ordered = held.sort_values(["date", "doc_id", "start", "end"], na_position="last")
    groups = ordered.groupby(["entity_id", "key", "status"], as_index=False, sort=False)
    first = groups.first().drop(columns=["date", "mention_id", "key"])
    counted = groups.agg(first_date=("date", "min"), last_date=("date", "max"), mentions=("role", "size"))
    whole = first.join(counted[["first_date", "last_date", "mentions"]])
    known = entities.set_index("entity_id")
    names = {name: whole["entity_id"].map(known[name]) for name in ("name", "name_en")}
    whole = whole.assign(**names, telling=whole["kind"].map({kind: place for place, kind in enumerate(KINDS)}))
    order = ["entity_id", "mentions", "telling", "role", "status"]
    return whole.sort_values(order, ascending=[True, False, True, True, True])


def _described(sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return what a partition calls each organisation (entity_id, described_as), with the number of times."""
    found = descriptions(sentences, mentions)
    entity = found["mention_id"].map(mentions.set_index("mention_id")["entity_id"]).rename("entity_id")
    return found.groupby([entity, "described_as"]).size().reset_index(name="times")


def _most_described(described: pd.DataFrame) -> dict[str, str]:
    """Return what the texts call each organisation, by entity_id: the most frequent first, of equals in alphabetical order."""
    counts = described.groupby(["entity_id", "described_as"], as_index=False).agg("sum")
    ordered = counts.sort_values(["times", "described_as"], ascending=[False, True])
    return {str(entity_id): "|".join(said) for entity_id, said in ordered.groupby("entity_id")["described_as"]}


def _with_roles(entities: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Return the entities with the role that each person has most often."""
    most = held.drop_duplicates("entity_id").set_index("entity_id")
    return entities.assign(**{name: entities["entity_id"].map(most[name]) for name in ("role", "role_en")})


class Corpus:
    """The stage files that the tables are made of."""

    def __init__(self, inputs: Sequence[Path]) -> None:
        """Open them: documents, sentences, corrected, links, identities, entities."""
        opened = [PartitionedFile(path) for path in inputs]
        self.documents, self.sentences, self.mentions, self.links, self._identities, self._entities = opened
        self.digests = [file.sha256 for file in opened]

    @cached_property
    def entities(self) -> pd.DataFrame:
        """All entities."""
        return self._entities.frame()

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self._identities.frame(), self.entities)

    def meant(self, number: int) -> pd.DataFrame:
        """Return the mentions of a partition, with what they mean."""
        return self._meanings.of(self.mentions.read(number), self.links.read(number))

    def partition(self, number: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Return what `count` takes of a partition."""
        return self.documents.read(number), self.sentences.read(number), self.meant(number)

    def keys(self, code: str) -> list[str]:
        """Return a digest of all that `count` makes its result of, for each partition."""
        files = self.documents, self.sentences, self.mentions, self.links
        return [
            key_of([code, *(file.partitions[number].digest for file in files), self._meanings.digest(named)])
            for number, named in enumerate(self.links.counts(schema.NAME_FIELDS))
        ]


def make(inputs: Sequence[Path], tables: Path, pool: Pool = HERE) -> Made:
    """Make the files of tables from the stage files (Corpus) and the problems that lie beside them."""
    met = [path for path in map(problems_beside, inputs) if path.exists()]
    corpus = Corpus(inputs)
    outputs = [tables / f"{table.name}.parquet" for table in schema.TABLES]
    code = code_digest("tabulate")
    key = key_of([code, *corpus.digests, *map(content_digest, met)])
    if is_made(outputs, key):
        return unchanged(outputs)
    counted = [inputs[0].parent / f"counted/{name}.parquet" for name in Counted._fields]
    keys, shelf = corpus.keys(code), Shelf(counted)
    fill("tabulate", shelf, keys, count, corpus.partition, pool)
    written(counted, [shelf.tables(keys, place) for place in range(len(counted))], [], key)
    shelf.clear()
    return _make_tables(corpus, [PartitionedFile(path) for path in counted], met, outputs, key)


def _make_tables(
    corpus: Corpus, counted: Sequence[PartitionedFile], met: Sequence[Path], outputs: Sequence[Path], key: str
) -> Made:
    """Add up what was counted, and write the tables."""
    mentions, documents, held, described, together, facts, crowd = counted
    found = Together(corpus.entities)
    for frame in together.frames():
        found.add(frame)
    crowded_sentences, facts_of_all = crowd.frame(), facts.frame()
    problems = pd.concat([*(read_frame(path) for path in met), crowded_sentences], ignore_index=True)
    tables = added_up(facts_of_all, held.frame(), described.frame(), corpus.entities)
    tables["problems"] = problems.sort_values(COLUMNS)
    total = sum(partition.rows for partition in corpus.sentences.partitions)
    contents: dict[str, Content] = {
        "documents": documents.path,
        "mentions": mentions.path,
        "cooccurrences": (
            Piece(f"{number}", as_table(_written(frame, schema.COOCCURRENCES)))
            for number, frame in enumerate(found.frames(_alone(facts_of_all), total))
        ),
        **{name: [Piece("", as_table(_written(table, _TABLES[name])))] for name, table in tables.items()},
    }
    ordered = [contents[table.name] for table in schema.TABLES]
    return written(outputs, ordered, problems_of(crowded_sentences), key)


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    stages = ("documents", "sentences", "corrected", "links", "identities", "entities")
    arguments = script.parser(__doc__, *stages, "tables").parse_args(argv)
    inputs = [getattr(arguments, stage) for stage in stages]
    return script.finish("tabulate", lambda: make(inputs, arguments.tables, Processes()))


if __name__ == "__main__":
    sys.exit(main())
