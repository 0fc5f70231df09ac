r"""Stage 7, stage files to tables: joined, counted, sorted.

usage: python -m pipeline.tabulate build/documents.parquet build/sentences.parquet build/corrected.parquet \
                                   build/links.parquet build/identities.parquet build/entities.parquet build/tables

The problems that stages left beside their files (build/*.problems.parquet) become the table of problems.
"""

import math
import re
import sys
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from .arabic import words
from .arabic.folding import fold
from .contracts import schema, script
from .contracts.problems import Problem, problem_frame
from .contracts.schema import DTYPES, Column, Table
from .contracts.stagefiles import read_frame
from .entities.descriptions import descriptions
from .entities.role_names import role_in_english
from .entities.roles import roles
from .entities.titles import ROLES as KINDS

MOST_TOGETHER = 100
"""Entities of one sentence that make pairs, the first ones: a list of thousands would make millions that say nothing."""

_DECIMALS = {"score": 3, "latitude": 5, "longitude": 5}
_ONE_LINE = {"title", "context"}
_SOURCE_TEXT = {"surface"}

# Spreadsheets show them as boxes or refuse the file; tab, line feed and carriage return are no harm in a quoted cell.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_BREAKS = re.compile("\\s*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\\s*")


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
    columns = [column for column in schema.MENTIONS.columns if column.name in schema.MENTION_FIELDS]
    meant = _with_entities(_typed(mentions, columns), links, identities, entities).sort_values(
        ["doc_id", "start", "end"]
    )
    _refuse(meant.loc[~meant["doc_id"].isin(documents["doc_id"]), "doc_id"], "mentions of unknown documents")
    held = _held(sentences, meant, entities, documents)
    whole = _with_roles(_with_facts(entities, meant, documents), held)
    whole = whole.assign(described_as=whole["entity_id"].map(_described(sentences, meant)))
    frames = {
        schema.DOCUMENTS: _with_counts(documents, sentences, meant).sort_values("doc_id"),
        schema.MENTIONS: meant,
        schema.ENTITIES: whole,
        schema.PEOPLE: whole[whole["label"] == "PER"],
        schema.PLACES: whole[whole["label"] == "LOC"],
        schema.ORGANISATIONS: whole[whole["label"] == "ORG"],
        schema.ROLES: held,
        schema.COOCCURRENCES: _with_names(cooccurrences(meant, len(sentences)), entities),
        schema.PROBLEMS: pd.concat([problems, problem_frame(crowded(meant))]).sort_values(schema.PROBLEMS.names),
    }
    return {table.name: _clean(_typed(frames[table], table.columns), table) for table in schema.TABLES}


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


def _with_entities(
    mentions: pd.DataFrame, links: pd.DataFrame, identities: pd.DataFrame, entities: pd.DataFrame
) -> pd.DataFrame:
    """Return the mentions with their entity_id and its English name: every one has exactly one."""
    linked = links["mention_id"]
    _refuse(linked[linked.duplicated()], "mentions with several entities")
    _refuse(linked[~linked.isin(mentions["mention_id"])], "links of unknown mentions")
    english = entities.set_index("entity_id")["name_en"]
    found = mentions["mention_id"].map(entity_of(links, identities))
    meant = mentions.assign(entity_id=found, name_en=found.map(english))
    _refuse(meant.loc[meant["name_en"].isna(), "mention_id"], "mentions without an entity")
    _refuse(entities.loc[~entities["entity_id"].isin(found), "entity_id"], "entities without a mention")
    return meant


def entity_of(links: pd.DataFrame, identities: pd.DataFrame) -> dict[str, str]:
    """Return the entity_id of each mention_id of links (schema.LINK_FIELDS), as identities (schema.RESOLUTION_FIELDS) tell."""
    key = [*schema.IDENTITY_FIELDS, "name"]
    both = links.merge(identities, how="left", on=key, validate="many_to_one")
    return dict(zip(both["mention_id"], both["entity_id"], strict=True))


def _with_names(pairs: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Return pairs of entities with the names of both."""
    names = entities.set_index("entity_id")
    sides = {
        f"{column}_{side}": pairs[f"entity_{side}"].map(names[column])
        for side in "ab"
        for column in ("name", "name_en")
    }
    return pairs.assign(**sides)


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


def _with_facts(entities: pd.DataFrame, mentions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the entities, most mentioned first, with counts, dates and first document (undated ones count as last)."""
    places = mentions[["entity_id", "doc_id"]].drop_duplicates()
    dates = places["doc_id"].map(documents.set_index("doc_id")["date"])
    places = places.assign(date=dates, undated=dates == "").sort_values(["undated", "date", "doc_id"])
    groups = places.groupby("entity_id")
    facts = pd.DataFrame(
        {
            "mentions": mentions.groupby("entity_id").size(),
            "documents": groups.size(),
            "first_date": groups["date"].first(),
            "last_date": groups["date"].max(),
            "first_doc": groups["doc_id"].first(),
        }
    )
    whole = entities.join(facts, on="entity_id", validate="one_to_one")
    return whole.sort_values(["mentions", "entity_id"], ascending=[False, True])


def _held(
    sentences: pd.DataFrame, mentions: pd.DataFrame, entities: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Return the roles of people (schema.ROLES), each once, the most frequent of a person first."""
    known = entities.set_index("entity_id")
    found = roles(
        sentences, mentions.assign(country=mentions["entity_id"].map(known["country"]).fillna("")), role_in_english
    )
    people = mentions.set_index("mention_id")[["doc_id", "entity_id"]]
    held = found.join(people, on="mention_id").assign(key=found["role"].map(fold).astype("str"))
    held["date"] = held["doc_id"].map(documents.set_index("doc_id")["date"]).replace("", np.nan)
    ordered = held.sort_values(["date", "doc_id", "start", "end"], na_position="last")
    groups = ordered.groupby(["entity_id", "key", "status"], as_index=False, sort=False)
    first = groups.first().drop(columns=["date", "mention_id", "key"])
    counted = groups.agg(first_date=("date", "min"), last_date=("date", "max"), mentions=("role", "size"))
    whole = first.join(counted[["first_date", "last_date", "mentions"]])
    names = {name: whole["entity_id"].map(known[name]) for name in ("name", "name_en")}
    whole = whole.assign(**names, telling=whole["kind"].map({kind: place for place, kind in enumerate(KINDS)}))
    order = ["entity_id", "mentions", "telling", "role", "status"]
    return whole.sort_values(order, ascending=[True, False, True, True, True])


def _described(sentences: pd.DataFrame, mentions: pd.DataFrame) -> dict[str, str]:
    """Return what the texts call each organisation, by entity_id: the most frequent first, of equals in alphabetical order."""
    found = descriptions(sentences, mentions)
    entity = found["mention_id"].map(mentions.set_index("mention_id")["entity_id"])
    counts = found.groupby([entity, "described_as"]).size().reset_index(name="times")
    ordered = counts.sort_values(["times", "described_as"], ascending=[False, True])
    return {str(one): "|".join(said) for one, said in ordered.groupby("mention_id")["described_as"]}


def _with_roles(entities: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Return the entities with the role that each person has most often."""
    most = held.drop_duplicates("entity_id").set_index("entity_id")
    return entities.assign(**{name: entities["entity_id"].map(most[name]) for name in ("role", "role_en")})


def cooccurrences(mentions: pd.DataFrame, sentences: int) -> pd.DataFrame:
    """Return the pairs of entities that a sentence names (schema.COOCCURRENCES), the most frequent first.

    `mentions` has doc_id, sentence and entity_id, in the order of the text; of a sentence with more than MOST_TOGETHER
    entities only the first make pairs (`crowded` tells of the others). `sentences` is the number of all sentences, with
    names or without.
    """
    named = _named(mentions)
    entity, ids = pd.factorize(named["entity_id"], sort=True)
    sentence = named.groupby(["doc_id", "sentence"]).ngroup().to_numpy()
    document, _ = pd.factorize(named["doc_id"])
    coded = pd.DataFrame({"sentence": sentence, "document": document, "a": entity, "b": entity})
    coded = coded[coded.groupby("sentence").cumcount() < MOST_TOGETHER]
    pairs = coded[["sentence", "document", "a"]].merge(coded[["sentence", "b"]], on="sentence")
    groups = pairs[pairs["a"] < pairs["b"]].groupby(["a", "b"])
    both = groups.agg(sentences=("sentence", "size"), documents=("document", "nunique")).reset_index()
    alone = np.bincount(entity, minlength=len(ids))
    together = both["sentences"].to_numpy()
    return pd.DataFrame(
        {
            "entity_a": ids[both["a"]],
            "entity_b": ids[both["b"]],
            "sentences": together,
            "documents": both["documents"],
            "npmi": npmi(together, alone[both["a"]], alone[both["b"]], sentences),
        }
    ).sort_values("sentences", ascending=False, kind="stable")


def _named(mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the doc_id, sentence and entity_id of mentions, each once."""
    return mentions[["doc_id", "sentence", "entity_id"]].drop_duplicates()


def crowded(mentions: pd.DataFrame) -> list[Problem]:
    """Return a problem for each sentence with more entities than make pairs: where it is, and how many pairs are left out.

    `mentions` are those of the table.
    """
    sizes = _named(mentions).groupby(["doc_id", "sentence"]).size()
    return [
        Problem(
            f"{doc_id}, sentence {sentence}",
            "",
            f"{size} entities in one sentence; {math.comb(size, 2) - math.comb(MOST_TOGETHER, 2)} pairs left out",
            f"Put a list into lines; the first {MOST_TOGETHER} entities make pairs",
            "tabulate",
        )
        for doc_id, sentence, size in sizes[sizes > MOST_TOGETHER].reset_index().itertuples(index=False, name=None)
    ]


def npmi(
    both: npt.NDArray[np.int64], first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], total: int
) -> npt.NDArray[np.float64]:
    """Return the normalised pointwise mutual information (Bouma 2009) of things counted together, each, and in all.

    It is -1 for what never meets, 0 for what meets as often as by chance, 1 for what never parts; four decimals.

    >>> npmi(np.array([2, 1, 4]), np.array([2, 2, 4]), np.array([2, 2, 4]), 4).tolist()
    [1.0, 0.0, 1.0]
    """
    share = both / total
    expected = first / total * (second / total)
    surprise = -np.log(share)
    always = surprise == 0
    values = np.where(always, 1.0, np.log(share / expected) / np.where(always, 1.0, surprise))
    return values.round(4) + 0.0  # no -0.0


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    stages = ("documents", "sentences", "corrected", "links", "identities", "entities")
    arguments = script.parser(__doc__, *stages, "tables").parse_args(argv)
    inputs = [getattr(arguments, stage) for stage in stages]
    met = [script.problems_beside(path) for path in inputs if script.problems_beside(path).exists()]

    def work(*frames: pd.DataFrame) -> tuple[list[pd.DataFrame], list[Problem]]:
        documents, sentences, mentions, links, identities, entities = frames
        problems = pd.concat([problem_frame([]), *(read_frame(path) for path in met)], ignore_index=True)
        tables = tabulate(documents, sentences, mentions, links, identities, entities, problems)
        return list(tables.values()), crowded(tables["mentions"])

    outputs = [arguments.tables / f"{table.name}.parquet" for table in schema.TABLES]
    return script.make("tabulate", inputs, outputs, work, [script.content_digest(path) for path in met])


if __name__ == "__main__":
    sys.exit(main())
