r"""Stage 5, stage files to the tables that people open: joined, counted, sorted, and safe in a spreadsheet.

usage: python -m pipeline.tabulate build/documents.parquet build/sentences.parquet build/mentions.parquet \
                                   build/entities.parquet output

The problems that stages left beside the documents (build/*.problems.parquet) become problems.csv.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline import files, schema
from pipeline.arabic import words
from pipeline.files import Problem
from pipeline.schema import Column, Table

CELL = 32_766
"""Characters that a cell may have: Excel's 32,767, less the apostrophe of a defused one."""

_TABLES = {table.name: table for table in schema.TABLES}
_DTYPES = {"string": "str", "date": "str", "integer": "Int64", "number": "float64"}
_DECIMALS = {"score": 3, "latitude": 5, "longitude": 5}
_ONE_LINE = {"title", "context"}
_SOURCE_TEXT = {"surface"}

# Spreadsheets show them as boxes or refuse the file; tab, line feed and carriage return are no harm in a quoted cell.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_BREAKS = re.compile("\\s*[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\\s*")

# What a spreadsheet may run as a formula, after apostrophes too: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def tabulate(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    entities: pd.DataFrame,
    problems: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables (schema.TABLES) by name, made of the stages' frames (schema.*_FIELDS) and the problems so far.

    Raises:
        ValueError: a mention has no document or not exactly one entity, or an entity has an unknown mention or none.
    """
    columns = [column for column in schema.MENTIONS.columns if column.name in schema.MENTION_FIELDS]
    named = _with_entities(_typed(mentions, columns), entities)
    _refuse(named.loc[~named["doc_id"].isin(documents["doc_id"]), "doc_id"], "mentions of unknown documents")
    whole, shortened = _shorten_aliases(_with_facts(entities, named, documents))
    frames = {
        schema.DOCUMENTS: _with_counts(documents, sentences, named).sort_values("doc_id"),
        schema.MENTIONS: named.sort_values(["doc_id", "start", "end"]),
        schema.ENTITIES: whole,
        schema.PEOPLE: whole[whole["label"] == "PER"],
        schema.PLACES: whole[whole["label"] == "LOC"],
        schema.ORGANISATIONS: whole[whole["label"] == "ORG"],
        schema.COOCCURRENCES: cooccurrences(named, len(sentences)),
        schema.PROBLEMS: pd.concat([problems, files.problem_frame(shortened)]).sort_values(schema.PROBLEMS.names),
    }
    return {table.name: _clean(_typed(frames[table], table.columns), table) for table in schema.TABLES}


def _texts(table: Table) -> list[str]:
    """Return the names of a table's text columns."""
    return [column.name for column in table.columns if _DTYPES[column.type] == "str"]


def _typed(frame: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Return exactly these columns in their types, missing texts as "", numbers rounded, rows numbered anew."""
    dtypes = {column.name: _DTYPES[column.type] for column in columns}
    missing = {name: "" for name, dtype in dtypes.items() if dtype == "str"}
    return frame[list(dtypes)].astype(dtypes).fillna(missing).round(_DECIMALS).reset_index(drop=True)


def _clean(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Take line breaks out of texts of one line and control characters out of all texts but the source's own."""
    lines = {name: frame[name].str.replace(_LINE_BREAKS, " ", regex=True) for name in _ONE_LINE & set(table.names)}
    frame = frame.assign(**lines)
    texts = set(_texts(table)) - _SOURCE_TEXT
    return frame.assign(**{name: frame[name].str.replace(_CONTROLS, "", regex=True) for name in texts})


def _refuse(ids: "pd.Series[str]", what: str) -> None:
    """Raise when there are ids that should not be."""
    if len(ids):
        raise ValueError(f"{len(ids)} {what}, such as {ids.iloc[0]}")


def _with_entities(mentions: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions with their entity_id: every one has exactly one."""
    pairs = entities[["entity_id", "mention_ids"]].explode("mention_ids").dropna().astype("str")
    _refuse(pairs.loc[pairs["mention_ids"].duplicated(), "mention_ids"], "mentions with several entities")
    known = pairs["mention_ids"].isin(mentions["mention_id"])
    _refuse(pairs.loc[~known, "mention_ids"], "unknown mentions of entities")
    named = mentions.assign(entity_id=mentions["mention_id"].map(pairs.set_index("mention_ids")["entity_id"]))
    _refuse(named.loc[named["entity_id"].isna(), "mention_id"], "mentions without an entity")
    _refuse(entities.loc[~entities["entity_id"].isin(named["entity_id"]), "entity_id"], "entities without a mention")
    return named


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


def _shorten_aliases(entities: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the entities with aliases that a cell holds, and a problem for each that lost some."""
    long = entities[entities["aliases"].str.len() > CELL]
    problems = [
        Problem(
            "entities.csv",
            "tabulate",
            f"{entity_id} has more aliases than a spreadsheet cell holds; the rarest are left out",
            "Find them all in mentions.csv, column name",
        )
        for entity_id in long["entity_id"]
    ]
    return entities.assign(aliases=entities["aliases"].map(first_aliases)), problems


def first_aliases(aliases: str, size: int = CELL) -> str:
    """Return as many of the aliases, separated by |, as fit into a cell.

    >>> first_aliases("الأسد|بشار", 10), first_aliases("الأسد|بشار", 9), first_aliases("الأسد|بشار", 5)
    ('الأسد|بشار', 'الأسد', 'الأسد')
    """
    return aliases if len(aliases) <= size else aliases[: size + 1].rpartition("|")[0]


def cooccurrences(mentions: pd.DataFrame, sentences: int) -> pd.DataFrame:
    """Return the pairs of entities that a sentence names (schema.COOCCURRENCES), the most frequent first.

    `mentions` has doc_id, sentence and entity_id; `sentences` is the number of all sentences, with names or without.
    """
    named = mentions[["doc_id", "sentence", "entity_id"]].drop_duplicates()
    entity, ids = pd.factorize(named["entity_id"], sort=True)
    sentence = named.groupby(["doc_id", "sentence"]).ngroup().to_numpy()
    document, _ = pd.factorize(named["doc_id"])
    coded = pd.DataFrame({"sentence": sentence, "document": document, "a": entity, "b": entity})
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


def defuse(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: an apostrophe is set before what may start a formula.

    So that `restore` can tell, one more is set before what has apostrophes and then may start one.

    >>> defuse("=1+1"), defuse("'=1+1"), defuse("'تموز"), defuse("دمشق")
    ("'=1+1", "''=1+1", "'تموز", 'دمشق')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restore(cell: str) -> str:
    """Return the text that `defuse` made a cell of.

    >>> [restore(defuse(text)) for text in ("=1+1", "'=1+1", "'تموز")]
    ['=1+1', "'=1+1", "'تموز"]
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each table to folder/name.csv, whole or not at all; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        partial = path.with_name(path.name + ".partial")
        texts = {text: table[text].map(defuse) for text in _texts(_TABLES[name])}
        table.assign(**texts).to_csv(partial, index=False, encoding="utf-8-sig", lineterminator="\r\n")
        partial.replace(path)


def read_table(path: Path) -> pd.DataFrame:
    """Read one table that `write_tables` wrote, equal to what it was: the schema's types, missing texts as ""."""
    table = _TABLES[path.stem]
    cells = pd.read_csv(
        path,
        encoding="utf-8-sig",
        dtype={column.name: _DTYPES[column.type] for column in table.columns},
        keep_default_na=False,
        na_values={column.name: [""] for column in table.columns if column.name not in _texts(table)},
    )
    return cells.assign(**{text: cells[text].map(restore) for text in _texts(table)})


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.tabulate", description=__doc__.split("\n")[0])
    for stage in ("documents", "sentences", "mentions", "entities"):
        parser.add_argument(stage, type=Path, help=f"{stage}.parquet in build/")
    parser.add_argument("output", type=Path, help="the folder to write the tables into")
    arguments = parser.parse_args(argv)
    met = [files.read_frame(path) for path in sorted(arguments.documents.parent.glob("*.problems.parquet"))]
    tables = tabulate(
        files.read_frame(arguments.documents),
        files.read_frame(arguments.sentences),
        files.read_frame(arguments.mentions),
        files.read_frame(arguments.entities),
        pd.concat([files.problem_frame([]), *met]),
    )
    write_tables(tables, arguments.output)
    return files.report(files.problems_in(tables["problems"]))


if __name__ == "__main__":
    sys.exit(main())
