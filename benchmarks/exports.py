"""Speed and memory of the workbook and of the report: of the tables in a folder, repeated for as many mentions as asked.

    python -m benchmarks.exports output [--mentions 100000]

The tables are without the documents' texts: the words around the mentions serve instead, and a real report is larger.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

import pandas as pd

from pipeline.contracts import schema
from pipeline.exports import EXPORTS
from pipeline.exports.csv import read_table
from pipeline.exports.review import review_table


def repeated(tables: dict[str, pd.DataFrame], mentions: int) -> dict[str, pd.DataFrame]:
    """Return tables with their mentions so often that there are at least as many as asked, and what exports need besides."""
    times = -(-mentions // len(tables["mentions"]))
    many = {**tables, "mentions": pd.concat([tables["mentions"]] * times, ignore_index=True)}
    texts = tables["mentions"].groupby("doc_id")["context"].agg("\n".join).rename("text").reset_index()
    return {**many, "texts": texts, "review": review_table(many)}


def peak() -> int:
    """Return the most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Print seconds, megabytes of memory and of the file for each export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--mentions", type=int, default=100_000)
    arguments = parser.parse_args()
    known = {table.name: read_table(arguments.tables / f"{table.name}.csv") for table in schema.TABLES}
    tables = repeated(known, arguments.mentions)
    print(f"{len(tables['mentions'])} mentions, {peak()} MB before")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("xlsx", "html"):
            began = time.perf_counter()
            for file, write in EXPORTS[name](tables).items():
                write(Path(folder) / file)
                size = (Path(folder) / file).stat().st_size / 1e6
                print(f"{file}: {time.perf_counter() - began:.1f} s, {peak()} MB, the file {size:.1f} MB")


if __name__ == "__main__":
    main()
