"""Stage 8, tables to output/: what people open, in the formats that are asked for; every file or none.

usage: python -m pipeline.export build/tables output [--format csv]
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from .contracts import atomic, schema, script
from .contracts.problems import OK, USAGE
from .contracts.stagefiles import DamagedError, read_frame
from .exports import EXPORTS


def export(tables: Mapping[str, pd.DataFrame], folder: Path, formats: Sequence[str] = tuple(EXPORTS)) -> None:
    """Write tables (schema.TABLES, by name) into a folder in some formats of EXPORTS, all files or none; it is made.

    Raises:
        OSError: one could not be written or replaced; those of before are all in their places.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[Path, atomic.Writer] = {}
    for name in formats:
        writers |= {folder / file: write for file, write in EXPORTS[name](tables).items()}
    atomic.write_all(writers)


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
    parser = script.parser(__doc__, "tables", "output")
    script.add_formats(parser, EXPORTS)
    arguments = parser.parse_args(argv)
    try:
        tables = {table.name: read_frame(arguments.tables / f"{table.name}.parquet") for table in schema.TABLES}
        export(tables, arguments.output, arguments.format)
    except DamagedError as error:
        return script.damaged("export", error.path)
    except OSError as error:
        print(f"export: {error}. Is {arguments.output} a folder, and are its tables closed?", file=sys.stderr)
        return USAGE
    print(summary(tables, arguments.output), file=sys.stderr)
    return OK


if __name__ == "__main__":
    sys.exit(main())
