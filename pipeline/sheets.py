r"""Sheets: tables that people keep in a spreadsheet and save as CSV, however theirs writes it.

Cells are parted by commas, semicolons or tabs, whichever the first row has most of. The first row names the columns, in any
order. Rows count from 1, the first, as the spreadsheet shows them.

>>> sheet = parse_sheet("Name;action\nتلغرام;forbid\n", "names.csv", "names", columns=("action", "name"), needed=("name",))
>>> sheet.rows
[(2, {'name': 'تلغرام', 'action': 'forbid'})]
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.files import Problem
from pipeline.tabulate import restore

SAVE_AGAIN = "Save it again in the spreadsheet as CSV UTF-8"

_SEPARATORS = ",;\t"
_Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet that can be read.

    Attributes:
        rows: the number of each row and its cells by column, with single spaces; columns at its end may be missing.
        problems: what cannot be used of the header, and the rows that cannot be read.
    """

    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]


def parse_sheet(
    text: str,
    file: str,
    stage: str,
    columns: Collection[str],
    needed: Collection[str],
    tolerated: Collection[str] = (),
) -> Sheet:
    """Return the rows of a sheet that are not blank; none when a column is missing that is needed.

    Args:
        text: the sheet as CSV.
        file: its name, for people.
        stage: what stands in the problems' `stage` column.
        columns: the columns that are used, in small letters.
        needed: those of them that must be there.
        tolerated: other columns that may be there and are not used; any further one is a problem.
    """
    lines, problems = _readable(text, file, stage)
    first, header = lines[0] if lines else (1, [])
    header = [name.lower() for name in header]
    told = _header_problems(header, columns, needed, tolerated)
    problems += [Problem(f"{file}, row {first}", stage, *one) for one in told]
    if not set(needed) <= set(header):
        return Sheet([], problems)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in lines[1:]:
        if any(cells[len(header) :]):
            problem = ("more cells than the first row names", "Put cells that hold the separator in quotes")
            problems.append(Problem(f"{file}, row {number}", stage, *problem))
        else:
            rows.append((number, dict(zip(header, cells, strict=False))))
    return Sheet(rows, problems)


def _readable(text: str, file: str, stage: str) -> tuple[list[_Row], list[Problem]]:
    """Return the rows that are not blank, with their numbers; a stray quote ends them and is a problem."""
    first_line = next(iter(text.lstrip().splitlines()), "")
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[_Row] = []
    number = 0
    try:
        for number, raw in enumerate(reader, 1):
            cells = [" ".join(restore(cell).split()) for cell in raw]
            if any(cells):
                rows.append((number, cells))
    except csv.Error as error:
        problem = f"{error}; this row and those after it are not used"
        return rows, [Problem(f"{file}, row {number + 1}", stage, problem, f"Look for a stray quote. {SAVE_AGAIN}")]
    return rows, []


def _header_problems(
    header: Sequence[str], columns: Collection[str], needed: Collection[str], tolerated: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield a problem and its remedy for each column that is missing, twice there, or unknown."""
    remedy = f"The first row names the columns: {', '.join(columns)}"
    for name in needed:
        if name not in header:
            yield f"no column {name}; the file is not used", f"{remedy} ({', '.join(needed)} are needed)"
    for name, times in Counter(header).items():
        if times > 1 and name in columns:
            yield f"{times} columns are called {name}; the last is used", remedy
        if name and name not in columns and name not in tolerated:
            yield f"the column {name} is unknown and not used", remedy
