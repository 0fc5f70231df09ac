"""Which column of a table holds what: named by the user, else by its usual name (columns.tsv), else the text by its content.

>>> find(["المعرف", "العنوان", "النص"], [["1", "قصف", "قتل أربعون عنصرا في قصف على إدلب"]], {})
{'text': 2, 'title': 1, 'id': 0}
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ..contracts.problems import UnreadableError
from .dates import fold, parse_date, table

LONGEST_NAME = 60
"""Characters of a column's name; a longer cell is a text."""

SHORTEST_TEXT = 15
"""Arabic letters that the cells of a text column have on average, where its name does not tell."""

_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")


def is_header(row: Sequence[str]) -> bool:
    """Tell whether the first row of a table names its columns: one has a usual name, or all are short words.

    >>> is_header(["النص", "ملاحظات"]), is_header(["2016-01-15", "قتل أربعون عنصرا في قصف على ريف إدلب"])
    (True, False)
    """
    cells = [cell.strip() for cell in row if cell.strip()]
    if any(len(cell) > LONGEST_NAME for cell in cells):
        return False
    if any(_key(cell) in _usual() for cell in cells):
        return True
    return not any(cell.isdigit() or parse_date(cell) or len(cell.split()) > 3 for cell in cells)


def find(header: Sequence[str], sample: Sequence[Sequence[str]], named: Mapping[str, str]) -> dict[str, int]:
    """Return the number of the column of each field of a document that a table has; text is always there.

    Args:
        header: the names of the columns.
        sample: some of the rows.
        named: names that the user gives, by field.

    Raises:
        UnreadableError: a named column is not there, or none holds Arabic text.
    """
    found = {field: _named(header, field, name) for field, name in named.items()}
    for name, field in _usual().items():
        numbers = [number for number, column in enumerate(header) if _key(column) == name]
        if numbers and field not in found and (field != "text" or _letters(sample, numbers[0])):
            found[field] = numbers[0]
    if "text" not in found:
        found["text"] = _by_content(header, sample)
    return {
        field: found[field] for field in ("text", "title", "date", "source", "url", "id", "language") if field in found
    }


def _key(name: str) -> str:
    """Return a column's name in the spelling of columns.tsv."""
    return " ".join(re.sub(r"[_\-\s]+", " ", fold(name)).split())


@cache
def _usual() -> dict[str, str]:
    """Return the field of each usual name."""
    return {row[0]: row[1] for row in table("columns.tsv")}


def _named(header: Sequence[str], field: str, name: str) -> int:
    """Return the number of the column that the user names, by its name or its number from 1."""
    keys = [_key(column) for column in header]
    if _key(name) in keys:
        return keys.index(_key(name))
    if name.isdigit() and 1 <= int(name) <= len(header):
        return int(name) - 1
    remedy = f"Name one of its columns as {field}_column: {', '.join(column for column in header if column)}"
    raise UnreadableError(f"no column {name}", remedy)


def _letters(sample: Sequence[Sequence[str]], number: int) -> int:
    """Return how many Arabic letters a column of a sample has."""
    return sum(len(_ARABIC.findall(row[number])) for row in sample if number < len(row))


def _by_content(header: Sequence[str], sample: Sequence[Sequence[str]]) -> int:
    """Return the number of the column with most Arabic letters."""
    letters = [_letters(sample, number) for number in range(len(header))]
    most = max(letters, default=0)
    if most < SHORTEST_TEXT * max(1, len(sample)):
        columns = ", ".join(column for column in header if column)
        raise UnreadableError(
            "no column holds Arabic texts", f"Name the text_column in kayan.toml; there are: {columns}"
        )
    return letters.index(most)
