"""CSV tables: UTF-8 with a byte order mark and CRLF, so that spreadsheets show Arabic right; every text in quotes, no formula.

Excel's limits are kept here, not in the tables: a cell holds 32,767 characters, so aliases beyond are left out, and a row of
problems.csv says so.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.frames import frames_of
from ..contracts.problems import Problem, problem_frame
from .cells import defused, restore

if TYPE_CHECKING:
    import pandas as pd

CELL = 32_766
"""Characters that a cell may have: Excel's 32,767, less the apostrophe of a defused one."""

_WHOLE = ("entities", "people", "places", "organisations", "problems")
"""Tables that are written whole; the others may be longer than the memory holds."""

_TABLES = {table.name: table for table in schema.TABLES}


def csv_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return the file name of each table (schema.TABLES) with what writes it."""
    whole = _with_short_aliases({name: tables[name] for name in _WHOLE})
    return {
        f"{name}.csv": partial(write_frames, whole.get(name) or partial(frames_of, tables, name), table)
        for name, table in _TABLES.items()
    }


def write_table(table: "pd.DataFrame", described: schema.Table, path: Path) -> None:
    """Write a table, as the schema describes it, as CSV."""
    write_frames(partial(_alone, table), described, path)


def write_frames(frames: "Callable[[], Iterator[pd.DataFrame]]", described: schema.Table, path: Path) -> None:
    """Write a table, as the schema describes it, as CSV, one frame after the other; there is one at least."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")
        for number, table in enumerate(frames()):
            lines = StringIO(newline="")
            writer = csv.writer(lines, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
            if not number:
                writer.writerow(table.columns)
            cells = [_cells(table[name], name in described.texts) for name in table.columns]
            writer.writerows(zip(*cells, strict=True))
            file.write(lines.getvalue())


def _cells(column: "pd.Series[Any]", is_text: bool) -> list[Any]:
    """Return a column of a table as it is written: texts defused, None where a number is missing."""
    if is_text:
        return defused(column.tolist())
    return column.astype(object).where(column.notna(), None).tolist()


def _with_short_aliases(tables: "Mapping[str, pd.DataFrame]") -> "dict[str, Callable[[], Iterator[pd.DataFrame]]]":
    """Return the tables with aliases that a cell holds, and a problem for each entity that lost some."""
    import pandas as pd

    entities = tables["entities"]
    long = entities[entities["aliases"].str.len() > CELL]
    short = {name: _shortened(table) if "aliases" in table else table for name, table in tables.items()}
    told = problem_frame(_too_long(entity_id) for entity_id in long["entity_id"])
    both = pd.concat([tables["problems"], told]).sort_values(schema.PROBLEMS.names, ignore_index=True)
    return {name: partial(_alone, table) for name, table in {**short, "problems": both}.items()}


def _alone(table: "pd.DataFrame") -> "Iterator[pd.DataFrame]":
    return iter([table])


def _shortened(table: "pd.DataFrame") -> "pd.DataFrame":
    return table.assign(aliases=table["aliases"].map(first_aliases))


def _too_long(entity_id: str) -> Problem:
    problem = f"{entity_id} has more aliases than a spreadsheet cell holds; the rarest are left out"
    return Problem("entities.csv", "", problem, "Find them all in mentions.csv, column name", "export")


def first_aliases(aliases: str, size: int = CELL) -> str:
    """Return as many of the aliases, separated by |, as fit into a cell.

    >>> first_aliases("الأسد|بشار", 10), first_aliases("الأسد|بشار", 9), first_aliases("الأسد|بشار", 5)
    ('الأسد|بشار', 'الأسد', 'الأسد')
    """
    return aliases if len(aliases) <= size else aliases[: size + 1].rpartition("|")[0]


def read_table(path: Path) -> "pd.DataFrame":
    """Read one table that was written here, equal to what it was: the schema's types, missing texts as ""."""
    import pandas as pd

    table = _TABLES[path.stem]
    numbers = [column.name for column in table.columns if column.name not in table.texts]
    cells = pd.read_csv(
        path,
        encoding="utf-8-sig",
        dtype=table.dtypes,
        keep_default_na=False,
        na_values={name: [""] for name in numbers},
    )
    return cells.assign(**{text: cells[text].map(restore) for text in table.texts})
