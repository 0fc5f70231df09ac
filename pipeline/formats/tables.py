"""Tables and lists of which a row is a document: .csv, .tsv, .xlsx, .ods, .xls, .jsonl, .json, .parquet; large ones stream."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Record, Source, too_large
from . import columns, telegram
from .dates import day_first, parse_date
from .dirt import Clean, clean

SAMPLE = 200
"""Rows that are looked at to find the columns and the order of days and months."""

WHOLE = 16 * 1024 * 1024
"""Bytes up to which a file is read as a whole, so that its encoding can be told line by line; a larger one streams."""

_SEPARATORS = ",;\t|"

Row = tuple[str, list[str]]
"""The number of a row, as people count it, and its cells."""


def read_csv(source: Source) -> Iterator[Record | Problem]:
    """Yield the rows of a file of separated values."""
    lines, found = _lines(source)
    yield from found.told(source)
    head = list(islice(lines, 1))
    separator = max(_SEPARATORS, key=head[0].count) if head else ","
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(chain(head, lines), delimiter=separator)
    rows = ((str(number), row) for number, row in enumerate(reader, 1))
    try:
        yield from _documents(source, rows, found.encoding)
    except csv.Error as error:
        raise UnreadableError(f"line {reader.line_num}: {error}", "Save it again as CSV in UTF-8") from error


def _lines(source: Source) -> tuple[Iterator[str], Clean]:
    """Return the lines of a text file with their ends, and how its beginning was decoded: all of it where it is not large."""
    with source.open() as file:
        head = file.read(WHOLE + 1)
    if len(head) <= WHOLE:
        found = clean(head)
        return iter(io.StringIO(found.text, newline="")), found
    found = clean(head[: head.rfind(b"\n") + 1] or head)
    return _streamed(source, found.encoding), found


def _streamed(source: Source, encoding: str) -> Iterator[str]:
    """Yield the lines of a large file; bytes without a meaning become U+FFFD, which is told of each document."""
    read = 0
    with source.open() as file, io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
        for line in text:
            read += len(line)
            if read > source.reading.max_size:
                raise too_large(source.reading.max_size)
            yield line


def read_sheets(source: Source) -> Iterator[Record | Problem]:
    """Yield the rows of all sheets of a workbook: .xlsx, .ods, .xls."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.read()))
        names = [name for name in workbook.sheet_names if workbook.get_sheet_by_name(name).to_python(nrows=1)]
        for name in names:
            prefix = f"{name}!" if len(names) > 1 else ""
            content = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = ((f"{prefix}{number}", [_cell(cell) for cell in row]) for number, row in enumerate(content, 1))
            yield from _of_sheet(source, rows, name, len(names) > 1)
    except PasswordError as error:
        raise UnreadableError("locked with a password", "Save it without one") from error
    except CalamineError as error:
        raise UnreadableError(f"not a whole workbook: {error}", "Open it in a spreadsheet and save it again") from error


def _of_sheet(source: Source, rows: Iterable[Row], name: str, several: bool) -> Iterator[Record | Problem]:
    """Yield the rows of a sheet; one of several that holds no texts is a problem of its own."""
    try:
        yield from _documents(source, rows)
    except UnreadableError as error:
        if not several:
            raise
        yield Problem(source.name, name, error.what, error.remedy)


def _cell(value: Any) -> str:
    """Return a cell as text: dates as ISO 8601, whole numbers without a point.

    >>> _cell(12.0), _cell(None), _cell(True)
    ('12', '', 'True')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def read_jsonl(source: Source) -> Iterator[Record | Problem]:
    """Yield the lines of a file of JSON objects; one that is none is a problem."""
    lines, found = _lines(source)
    yield from found.told(source)
    problems: list[Problem] = []
    yield from _of_objects(source, _objects(source, lines, problems), found.encoding)
    yield from problems


def _objects(source: Source, lines: Iterable[str], problems: list[Problem]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of lines with their numbers; add a problem for each line that is none."""
    for number, line in enumerate(lines, 1):
        try:
            content = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            problems.append(Problem(source.name, str(number), f"not JSON: {error.msg}", "Write one object a line"))
            continue
        if isinstance(content, dict):
            yield str(number), content


def read_json(source: Source) -> Iterator[Record | Problem]:
    """Yield the objects of a list, or the messages of Telegram's export."""
    found = clean(source.read())
    try:
        content = json.loads(found.text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"not JSON: {error}", "Get it again; a file of one object a line ends in .jsonl"
        ) from error
    yield from found.told(source)
    if chats := telegram.chats(content):
        for chat in chats:
            yield from telegram.messages(chat, several=len(chats) > 1)
        return
    listed = content if isinstance(content, list) else _longest_list(content)
    objects = [(str(number), one) for number, one in enumerate(listed, 1) if isinstance(one, dict)]
    yield from _of_objects(source, objects, found.encoding)


def _longest_list(content: Any) -> list[Any]:
    """Return the longest list of objects that an object holds, else the object as a list of one."""
    lists = [value for value in content.values() if isinstance(value, list)] if isinstance(content, dict) else []
    lists = [one for one in lists if one and isinstance(one[0], dict)]
    return max(lists, key=len) if lists else [content]


def _of_objects(
    source: Source, objects: Iterable[tuple[str, Mapping[str, Any]]], encoding: str
) -> Iterator[Record | Problem]:
    """Yield objects as the rows of a table, whose columns are the keys of the first ones, one level deep."""
    numbered = ((number, _flat(one)) for number, one in objects)
    sample = list(islice(numbered, SAMPLE))
    header = list(dict.fromkeys(key for _, one in sample for key in one))
    rows = ((number, [one.get(key, "") for key in header]) for number, one in chain(sample, numbered))
    yield from _documents(source, chain([("", header)], rows), encoding, has_header=True)


def _flat(one: Mapping[str, Any]) -> dict[str, str]:
    """Return an object's values as text, those of objects inside it too."""
    flat: dict[str, str] = {}
    for key, value in one.items():
        if isinstance(value, Mapping):
            flat |= {f"{key}.{inner}": _cell(content) for inner, content in value.items()}
        else:
            flat[key] = " ".join(map(_cell, value)) if isinstance(value, list) else _cell(value)
    return flat


def read_parquet(source: Source) -> Iterator[Record | Problem]:
    """Yield the rows of a Parquet file, some thousands at a time."""
    from pyarrow import ArrowException, parquet

    with source.open() as file:
        try:
            table = parquet.ParquetFile(file)
            header = table.schema_arrow.names
            batches = (batch.to_pylist() for batch in table.iter_batches(4096))
            objects = (row for batch in batches for row in batch)
            rows = ((str(number), [_cell(row[name]) for name in header]) for number, row in enumerate(objects, 1))
            yield from _documents(source, chain([("", header)], rows), has_header=True)
        except (ArrowException, OSError) as error:
            raise UnreadableError(f"not a whole Parquet file: {error}", "Get it from its source again") from error


def _documents(
    source: Source, rows: Iterable[Row], encoding: str = "", has_header: bool = False
) -> Iterator[Record | Problem]:
    """Yield the rows of a table as documents; in the end a problem tells of the rows that have no text."""
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    sample = list(islice(filled, SAMPLE))
    if not sample:
        raise UnreadableError("empty", "Fill it or remove it")
    named = has_header or columns.is_header(sample[0][1])
    header = sample[0][1] if named else [f"column {number}" for number in range(1, len(sample[0][1]) + 1)]
    body = sample[1:] if named else sample
    places = columns.find(header, [cells for _, cells in body], dict(source.reading.columns))
    read = _reader(places, [cells for _, cells in body], encoding)
    empty: list[str] = []
    for number, cells in chain(body, filled):
        record = read(number, cells)
        if record.text.strip():
            yield record
        else:
            empty.append(number)
    if empty:
        told = f"rows without a text, left out: {len(empty)}; the first is {empty[0]}"
        yield Problem(source.name, "", told, f"The text is taken from the column {header[places['text']]}")


def _reader(
    places: Mapping[str, int], sample: Sequence[Sequence[str]], encoding: str
) -> Callable[[str, Sequence[str]], Record]:
    """Return what makes a record of a row's number and cells."""

    def cell(cells: Sequence[str], field: str) -> str:
        number = places.get(field, len(cells))
        return cells[number] if number < len(cells) else ""

    order = day_first(cell(cells, "date") for cells in sample)

    def read(number: str, cells: Sequence[str]) -> Record:
        date = parse_date(cell(cells, "date"), order)
        return Record(
            cell(cells, "text"),
            title=" ".join(cell(cells, "title").split()),
            date=date,
            source=" ".join(cell(cells, "source").split()),
            url=cell(cells, "url").strip(),
            language=cell(cells, "language").strip().lower(),
            encoding=encoding,
            row=cell(cells, "id").strip() or number,
            date_source="metadata" if date else "",
        )

    return read
