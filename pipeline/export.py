"""Stage 8, tables to output/: what people open, in the formats that are asked for; every file or none.

usage: python -m pipeline.export build/tables build/documents.parquet output [--format csv] [--names names.csv]

The names file in use, and the lists of before in output/reviewed.tsv, tell the review list what not to suggest again.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from .contracts import atomic, schema, script
from .contracts.problems import OK, USAGE
from .contracts.stagefiles import DamagedError, read_frame
from .exports import DEFAULT, EXPORTS, NEEDS
from .exports.review import read_reviewed, review_table
from .formats.usertables import read_user_table


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
    if set(formats) - {"csv"}:
        tables = reviewed(tables, folder, names)
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[Path, atomic.Writer] = {}
    for name in formats:
        writers |= {folder / file: write for file, write in EXPORTS[name](tables).items()}
    atomic.write_all(writers)


def reviewed(tables: Mapping[str, pd.DataFrame], folder: Path, names: Path | None) -> dict[str, pd.DataFrame]:
    """Return tables with the review list, and with what a reader has done with the lists of before in this folder."""
    before = {"reviewed": read_reviewed(folder / "reviewed.tsv")}
    if names:
        columns = schema.REVIEW.names
        rows = read_user_table(names, "export", columns, columns[:2], schema.MENTIONS.names).rows
        cells = [{name: row.get(name, "") for name in columns} for _, row in rows]
        before["names"] = pd.DataFrame(cells, columns=columns, dtype="str")
    known = {**tables, **before}
    return {**known, "review": review_table(known)}


def summary(tables: Mapping[str, pd.DataFrame], folder: Path) -> str:
    """Return the line that a run ends with: what there is, and where.

    >>> summary({name: pd.DataFrame() for name in ("documents", "mentions", "entities", "problems")}, Path("output"))
    'output: 0 documents, 0 mentions, 0 entities'
    """
    counts = ", ".join(f"{len(tables[name])} {name}" for name in ("documents", "mentions", "entities"))
    problems = len(tables["problems"])
    return f"{folder}: {counts}" + (f", {problems} problems (problems.csv)" if problems else "")


def main(argv: list[str] | None = None) -> int:
    """Run the stage on files."""
    parser = script.parser(__doc__, "tables", "documents", "output")
    script.add_formats(parser, EXPORTS, DEFAULT, NEEDS)
    script.add_names(parser)
    arguments = parser.parse_args(argv)
    try:
        tables = {table.name: read_frame(arguments.tables / f"{table.name}.parquet") for table in schema.TABLES}
        tables["texts"] = read_frame(arguments.documents)[["doc_id", "text"]]
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
