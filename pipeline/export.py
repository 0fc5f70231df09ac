"""Stage 8, tables to output/: what people open, in the formats that are asked for; every file or none.

usage: python -m pipeline.export build/tables build/documents.parquet output [--format csv] [--names names.csv]

The names file in use, and the lists of before in output/reviewed.tsv, tell the review list what not to suggest again.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from .contracts import atomic, schema, script
from .contracts.frames import TEXTS, frames_of, rows_of
from .contracts.problems import OK, USAGE, Problem, problem_frame
from .contracts.stagefiles import DamagedError
from .contracts.tables import StoredTables, Tables
from .exports import DEFAULT, EXPORTS, NEEDS
from .exports.review import read_reviewed, review_table
from .formats.usertables import read_user_table

MOST = 500_000
"""Mentions, or pairs, up to which the workbook, the report and the review list are made of all."""

_SHOWN = ("xlsx", "html", "review")
"""Formats for people, who open them whole."""


def export(
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
    formats: Sequence[str] = ("csv",),
    names: Path | None = None,
) -> None:
    """Write tables into a folder in some formats of EXPORTS, all files or none; it is made.

    Args:
        tables: schema.TABLES by name, and `texts`, which most formats but CSV need.
        folder: where the files come.
        formats: names of EXPORTS.
        names: the names file in use, so that its suggestions do not come back.

    Raises:
        OSError: one could not be written or replaced; those of before are all in their places.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = reviewed(readable(tables), folder, names) if set(formats) & set(_SHOWN) else tables
    writers: dict[Path, atomic.Writer] = {}
    for name in formats:
        made = EXPORTS[name](shown if name in _SHOWN else tables)
        writers |= {folder / file: write for file, write in made.items()}
    atomic.write_all(writers)


def readable(tables: Mapping[str, pd.DataFrame], most: int = MOST) -> Mapping[str, pd.DataFrame]:
    """Return tables of which a person can open a workbook and a page: those as they are, or a part of a large corpus.

    With more than `most` mentions, the mentions and texts are those of the documents that have most, the pairs are the most
    frequent, and a problem says so.
    """
    if max(rows_of(tables, "mentions"), rows_of(tables, "cooccurrences")) <= most:
        return tables
    documents = tables["documents"].sort_values(["mentions", "doc_id"], ascending=[False, True])
    chosen = set(documents.loc[documents["mentions"].cumsum() <= most, "doc_id"])
    parts = {name: _of_documents(frames_of(tables, name), chosen) for name in ("mentions", TEXTS)}
    pairs = pd.concat(_first(frames_of(tables, "cooccurrences"), most), ignore_index=True)
    what = f"workbook, report and review list hold {len(parts['mentions'])} mentions of {len(chosen)} documents"
    told = problem_frame([Problem("output", "", what, "Find all in mentions.csv and cooccurrences.csv", "export")])
    problems = pd.concat([tables["problems"], told], ignore_index=True)
    return Tables(tables, {**parts, "cooccurrences": pairs, "problems": problems})


def _of_documents(frames: Iterable[pd.DataFrame], chosen: set[str]) -> pd.DataFrame:
    return pd.concat([frame[frame["doc_id"].isin(chosen)] for frame in frames], ignore_index=True)


def _first(frames: Iterable[pd.DataFrame], most: int) -> Iterator[pd.DataFrame]:
    """Yield frames up to a number of rows."""
    for frame in frames:
        yield frame[:most]
        most -= len(frame)
        if most <= 0:
            return


def reviewed(tables: Mapping[str, pd.DataFrame], folder: Path, names: Path | None) -> Tables:
    """Return tables with the review list, and with what a reader has done with the lists of before in this folder."""
    before = {"reviewed": read_reviewed(folder / "reviewed.tsv")}
    if names:
        columns = schema.REVIEW.names
        rows = read_user_table(names, "export", columns, columns[:2], schema.MENTIONS.names).rows
        cells = [{name: row.get(name, "") for name in columns} for _, row in rows]
        before["names"] = pd.DataFrame(cells, columns=columns, dtype="str")
    return Tables(tables, {**before, "review": review_table(Tables(tables, before))})


def summary(tables: Mapping[str, pd.DataFrame], folder: Path) -> str:
    """Return the line that a run ends with: what there is, and where.

    >>> summary({name: pd.DataFrame() for name in ("documents", "mentions", "entities", "problems")}, Path("output"))
    'output: 0 documents, 0 mentions, 0 entities'
    """
    counts = ", ".join(f"{rows_of(tables, name)} {name}" for name in ("documents", "mentions", "entities"))
    problems = rows_of(tables, "problems")
    return f"{folder}: {counts}" + (f", {problems} problems (problems.csv)" if problems else "")


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__, "tables", "documents", "output")
    script.add_formats(parser, EXPORTS, DEFAULT, NEEDS)
    script.add_names(parser)
    arguments = parser.parse_args(argv)
    try:
        tables = StoredTables(arguments.tables, arguments.documents)
        export(tables, arguments.output, arguments.format, arguments.names)
    except DamagedError as error:
        return script.damaged("export", error.path)
    except OSError as error:
        print(f"export: {error}. Is {arguments.output} a folder, and are its tables closed?", file=sys.stderr)
        return USAGE
    print(summary(tables, arguments.output), file=sys.stderr)
    return OK


if __name__ == "__main__":
    sys.exit(main())
