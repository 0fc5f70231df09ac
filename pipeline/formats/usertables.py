r"""User tables: what people keep in a spreadsheet and save, as CSV however theirs writes it, or as a workbook.

Cells of CSV are parted by commas, semicolons or tabs, whichever the first row has most of; of a workbook the first sheet is
read. The first row names the columns, in any order. Rows count from 1, the first, as the spreadsheet shows them.

>>> parse_user_table("Name;action\nتلغرام;forbid\n", "names.csv", "correct", ("action", "name"), ("name",)).rows
[(2, {'name': 'تلغرام', 'action': 'forbid'})]
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contracts.problems import Problem, UnreadableError
from ..exports.cells import restore
from .encodings import decode

SAVE_AGAIN = "Save it again in the spreadsheet as CSV UTF-8"
WORKBOOKS = (".xlsx", ".ods", ".xls")
"""The endings of workbooks that are read."""

_SEPARATORS = ",;\t"
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""What workbooks begin with: .xlsx and .ods, .xls."""

Row = tuple[int, list[str]]
"""The number of a row, and its cells."""

StrayQuote = tuple[int, str, str]
"""The number of the row from which on nothing can be read, what is wrong, what to do."""


@dataclass(frozen=True)
class UserTable:
    """The rows of a table that can be read.

    Attributes:
        rows: the number of each row and its cells by column, with single spaces; columns at its end may be missing.
        problems: what cannot be used of the header, and the rows that cannot be read.
        usable: whether any of it can be read, and all columns are there that are needed.
    """

    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]
    usable: bool = True


def read_user_table(
    path: Path, stage: str, columns: Collection[str], needed: Collection[str], tolerated: Collection[str] = ()
) -> UserTable:
    """Return the rows of a table that are not blank; none, with a problem, where the file cannot be used.

    Args:
        path: CSV in UTF-8, UTF-16 or windows-1256, or a workbook by its ending.
        stage: what stands in the problems' `stage` column.
        columns: the columns that are used, in small letters.
        needed: those of them that must be there.
        tolerated: other columns that may be there and are not used; any further one is a problem.
    """
    try:
        rows, stray = _rows_of(path)
    except OSError as error:
        fault = (f"cannot be read: {error.strerror}", "Check its path and the right to read it")
        return UserTable([], [Problem(str(path), "", *fault, stage)], usable=False)
    except UnreadableError as error:
        return UserTable([], [Problem(str(path), "", error.what, error.remedy, stage)], usable=False)
    return _table(rows, stray, str(path), stage, columns, needed, tolerated)


def parse_user_table(
    text: str,
    file: str,
    stage: str,
    columns: Collection[str],
    needed: Collection[str],
    tolerated: Collection[str] = (),
) -> UserTable:
    """Return the rows of a table given as CSV; `file` is its name, for people, the rest as for `read_user_table`."""
    return _table(*_rows_of_csv(text), file, stage, columns, needed, tolerated)


def _table(
    lines: Sequence[Row],
    stray: StrayQuote | None,
    file: str,
    stage: str,
    columns: Collection[str],
    needed: Collection[str],
    tolerated: Collection[str],
) -> UserTable:
    """Return rows by the columns that the first of them names."""
    first, header = lines[0] if lines else (1, [])
    header = [name.lower() for name in header]
    problems = [Problem(file, str(stray[0]), *stray[1:], stage)] if stray else []
    told = _header_problems(header, columns, needed, tolerated)
    problems += [Problem(file, str(first), *fault, stage) for fault in told]
    if not set(needed) <= set(header):
        return UserTable([], problems, usable=False)
    rows: list[tuple[int, dict[str, str]]] = []
    for number, cells in lines[1:]:
        if any(cells[len(header) :]):
            fault = ("more cells than the first row names", "Put cells that hold the separator in quotes")
            problems.append(Problem(file, str(number), *fault, stage))
        else:
            rows.append((number, dict(zip(header, cells, strict=False))))
    return UserTable(rows, problems)


def _rows_of(path: Path) -> tuple[list[Row], StrayQuote | None]:
    """Return the rows of a file that are not blank. Raises OSError and UnreadableError."""
    raw = path.read_bytes()
    if path.suffix.lower() in WORKBOOKS:
        return _rows_of_workbook(raw), None
    if raw.startswith((_ZIP, _COMPOUND)):
        what = "it is a workbook of Excel or LibreOffice under another name"
        raise UnreadableError(what, f"{SAVE_AGAIN}, or call it {path.stem}.xlsx as it is")
    return _rows_of_csv(_decoded(raw))


def _decoded(raw: bytes) -> str:
    """Return the text of a CSV file. Raises UnreadableError.

    Of the one-byte encodings Arabic spreadsheets write windows-1256; a list of a few names is too short for its letters to
    tell that from ISO-8859-6, and names misread would be taken for others without a word.
    """
    text, encoding = decode(raw)
    return raw.decode("windows-1256") if encoding == "iso-8859-6" else text


def _rows_of_workbook(raw: bytes) -> list[Row]:
    """Return the rows of the first sheet of a workbook that are not blank. Raises UnreadableError."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise UnreadableError(f"it is no workbook that can be read ({error})", SAVE_AGAIN) from error
    return list(_filled([_written(value) for value in row] for row in rows))


def _written(value: Any) -> str:
    """Return the value of a cell as people write it: whole numbers without a point."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value)


def _rows_of_csv(text: str) -> tuple[list[Row], StrayQuote | None]:
    """Return the rows of a CSV text that are not blank; a stray quote ends them."""
    first_line = next(iter(text.lstrip().splitlines()), "")
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    raw: list[list[str]] = []
    try:
        raw.extend(reader)
    except csv.Error as error:
        what = f"{error}; this row and those after it are not used"
        return list(_filled(raw)), (len(raw) + 1, what, f"Look for a stray quote. {SAVE_AGAIN}")
    return list(_filled(raw)), None


def _filled(rows: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Yield the rows that are not blank with their numbers, cells with single spaces and as before they were defused."""
    for number, raw in enumerate(rows, 1):
        cells = [" ".join(restore(cell).split()) for cell in raw]
        if any(cells):
            yield number, cells


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
