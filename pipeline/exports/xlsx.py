"""The workbook: all tables in one file that opens in Excel and LibreOffice, with links to the web and from entities to mentions.

Rows are written as they come (XlsxWriter's constant memory). Every cell is a text, a number or a date, never a formula. Mentions
stand by entity, so that the number of mentions of an entity leads to them. Excel has 1,048,576 rows: what is beyond stands in
the CSV tables only, and the first sheet says so.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts import schema
from ..contracts.atomic import Writer
from ..contracts.schema import Column, Table
from .rows import rows, values
from .xlsx_cells import Cells, formats, text

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575
"""Rows of a sheet below its header."""

LINKED = 13_000
"""Rows of a sheet that have links: Excel holds 65,530 links a sheet, and the row of a place has five."""

WIDEST = 60
"""Characters that a column is wide at most."""

MEASURED = 500
"""Rows by which the width of a column is measured."""

TOP = 10
"""Names of each kind on the first sheet."""

_FIRST = ("action", "name", "name_en", "name_a", "name_en_a", "name_b", "name_en_b")
_MADE = datetime.datetime(2000, 1, 1)  # the same bytes whenever the workbook is made
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class _Sheet:
    """One sheet: its name, the table in it, the colour of its tab, whether it reads from right to left."""

    name: str
    table: Table
    colour: str
    right_to_left: bool = True


_COLUMNS = Table(
    "columns",
    "one column of a table",
    tuple(Column(name, "string", "") for name in ("table", "column", "type", "meaning")),
)
_SHEETS = (
    _Sheet("People", schema.PEOPLE, "#1D5F8A"),
    _Sheet("Places", schema.PLACES, "#2B6B3F"),
    _Sheet("Organisations", schema.ORGANISATIONS, "#7A3E8E"),
    _Sheet("Mentions", schema.MENTIONS, "#8A8578"),
    _Sheet("Documents", schema.DOCUMENTS, "#8A8578"),
    _Sheet("Co-occurrence", schema.COOCCURRENCES, "#8A8578"),
    _Sheet("Review", schema.REVIEW, "#A6541B"),
    _Sheet("Problems", schema.PROBLEMS, "#A6541B", right_to_left=False),
    _Sheet("Columns", _COLUMNS, "#C9C4B8", right_to_left=False),
)


def xlsx_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return entities.xlsx with what writes it."""
    return {"entities.xlsx": partial(write_workbook, tables)}


def write_workbook(tables: "Mapping[str, pd.DataFrame]", path: Path, most: int = ROWS) -> None:
    """Write the workbook; its sheets hold this many rows below their headers."""
    import xlsxwriter

    frames = _frames(tables)
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": "Kayan: people, places and organisations", "created": _MADE})
        looks = formats(book)
        _summary(book, looks, frames, most)
        first_mentions = _first_rows(frames["mentions"][:most])
        for sheet in _SHEETS:
            page = book.add_worksheet(sheet.name)
            _fill(page, sheet, frames[sheet.table.name][:most], looks, Cells(page, looks, first_mentions))


def _frames(tables: "Mapping[str, pd.DataFrame]") -> "dict[str, pd.DataFrame]":
    """Return the tables of all sheets; mentions by entity, in the order of the entities."""
    import pandas as pd

    order = {entity_id: place for place, entity_id in enumerate(tables["entities"]["entity_id"])}
    mentions = tables["mentions"]
    by_entity = mentions.iloc[mentions["entity_id"].map(order).argsort(kind="stable")].reset_index(drop=True)
    meanings = [(table.name, c.name, c.type, c.meaning) for table in schema.TABLES for c in table.columns]
    columns = pd.DataFrame(meanings, columns=_COLUMNS.names)
    return {**tables, "mentions": by_entity, "columns": columns}


def _first_rows(mentions: "pd.DataFrame") -> dict[str, tuple[int, int]]:
    """Return the first and last row of the sheet, counted from 1, that hold the mentions of each entity."""
    rows: dict[str, tuple[int, int]] = {}
    for row, entity_id in enumerate(mentions["entity_id"], 2):
        rows[entity_id] = (rows.get(entity_id, (row, row))[0], row)
    return rows


def _fill(page: "Worksheet", sheet: _Sheet, table: "pd.DataFrame", looks: "Mapping[str, Format]", cells: Cells) -> None:
    """Write a table into its sheet, a row after the other."""
    columns = sorted(sheet.table.columns, key=lambda column: column.name not in _FIRST)
    names = [column.name for column in columns]
    _look(page, sheet, table, names)
    for place, name in enumerate(names):
        page.write_string(0, place, name, looks["head"])
    writers = [cells.of(column) for column in columns]
    for number, row in enumerate(rows(table[names]), 1):
        others = row if number <= LINKED else {}
        for place, (write, value) in enumerate(zip(writers, row.values(), strict=True)):
            if value is not None:
                write(number, place, value, others)


def _look(page: "Worksheet", sheet: _Sheet, table: "pd.DataFrame", names: list[str]) -> None:
    """Set what a sheet looks like: direction, widths, frozen and filtered header, how it is printed."""
    if sheet.right_to_left:
        page.right_to_left()
    page.set_tab_color(sheet.colour)
    page.set_row(0, 24)
    page.freeze_panes(1, sum(name in ("action", "name", "name_en") for name in names))
    page.autofilter(0, 0, len(table), len(names) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, name in enumerate(names):
        page.set_column(place, place, _width(table, name))


def _width(table: "pd.DataFrame", name: str) -> float:
    """Return how wide a column is, in characters: as its longest cell, and as its header with the filter's button."""
    longest = max((len(str(value)) for value in values(table.head(MEASURED), name)), default=0)
    return min(WIDEST, max(len(name) + 5, 1.1 * longest + 2))


def _summary(book: "Workbook", looks: "Mapping[str, Format]", frames: "Mapping[str, pd.DataFrame]", most: int) -> None:
    """Write the first sheet: what there is and how much of it, with links to the sheets, and the names most mentioned."""
    page = book.add_worksheet("Summary")
    page.hide_gridlines(2)
    for place, width in enumerate((30, 76, 12, 60)):
        page.set_column(place, place, width)
    page.set_row(0, 32)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, "كيان Kayan", looks["title"])
    for line, sheet in enumerate(_SHEETS, 2):
        number = len(frames[sheet.table.name])
        page.write_url(line, 0, f"internal:'{sheet.name}'!A1", looks["link_string"], sheet.name)
        page.write_string(line, 1, f"a row is {sheet.table.row}", looks["string"])
        page.write_number(line, 2, number, looks["integer"])
        if number > most:
            note = f"the first {most:,} rows are here, as many as a sheet holds; {sheet.table.name}.csv has all"
            page.write_string(line, 3, note, looks["note"])
    line = len(_SHEETS) + 3
    for sheet in _SHEETS[:3]:
        line = _top(page, line, sheet, frames[sheet.table.name].head(TOP), looks) + 2


def _top(page: "Worksheet", line: int, sheet: _Sheet, entities: "pd.DataFrame", looks: "Mapping[str, Format]") -> int:
    """Write the entities of a sheet that are mentioned most, from a line on, and return the last line."""
    for place, title in enumerate((sheet.name, "name_en", "mentions")):
        page.write_string(line, place, title, looks["head"])
    first = line + 1
    for name, name_en, mentions in entities[["name", "name_en", "mentions"]].itertuples(index=False, name=None):
        line += 1
        page.write_string(line, 0, text(name), looks["arabic"])
        page.write_string(line, 1, text(name_en), looks["string"])
        page.write_number(line, 2, mentions, looks["integer"])
    if line >= first:
        page.conditional_format(first, 2, line, 2, _bars(sheet.colour))
    return line


def _bars(colour: str) -> dict[str, Any]:
    shape = {"bar_solid": True, "data_bar_2010": True, "min_type": "num", "min_value": 0}
    return {"type": "data_bar", "bar_color": colour, **shape}
