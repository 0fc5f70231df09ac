"""Cells of the workbook: texts as texts, numbers as numbers, dates as dates, and links where a table knows more."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..contracts.schema import Column
from . import links
from .clean import clean
from .rows import Row

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CELL = 32_767
"""Characters that a cell of Excel may have."""

FONT = "Arial"
"""On every computer with an office program, and with Arabic letters."""

INK, LINK = "#22313F", "#1D5F8A"

ARABIC = {"name", "aliases", "surface", "context", "title", "name_a", "name_b", "source", "note"}
"""Columns whose texts read from right to left."""

_FULL_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "align": "left", "reading_order": 1, "font_size": 20, "font_color": INK},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": INK},
    "string": {"align": "left", "reading_order": 1},
    "arabic": {"align": "right", "reading_order": 2, "font_size": 12},
    "integer": {"num_format": "#,##0"},
    "score": {"num_format": "0.000"},
    "number": {"num_format": "0.0####"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "note": {"font_color": "#8A3B12", "italic": True},
}
_LINKED = {"font_color": LINK, "underline": 1}

Cell = Callable[[int, int, Any, Row], None]
"""Writes a value into a row and a column (from 0) of a sheet; the values of its row, by column, tell where it leads."""


def formats(book: "Workbook") -> "dict[str, Format]":
    """Return the formats of cells by what stands in them; those of cells that lead somewhere begin with `link_`."""
    plain = {name: {"font_name": FONT, "font_size": 11, "valign": "vcenter", **look} for name, look in _LOOKS.items()}
    both = plain | {f"link_{name}": {**look, **_LINKED} for name, look in plain.items()}
    return {name: book.add_format(look) for name, look in both.items()}


def text(value: str) -> str:
    """Return a text that a cell can hold."""
    return clean(value)[:CELL]


def as_date(value: str) -> datetime.date | None:
    """Return the day that a text is, or None: months and years alone, and days before Excel's time, stay texts.

    >>> as_date("2024-03-05"), as_date("2024-03"), as_date("2024-02-31")
    (datetime.date(2024, 3, 5), None, None)
    """
    if not _FULL_DATE.fullmatch(value):
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None


class Cells:
    """What writes the cells of one sheet.

    Args:
        page: the sheet.
        looks: the formats of cells (`formats`).
        first_mentions: the rows of the sheet of mentions, counted from 1, where those of each entity begin and end.
    """

    def __init__(
        self, page: "Worksheet", looks: "Mapping[str, Format]", first_mentions: Mapping[str, tuple[int, int]]
    ) -> None:
        self._page, self._looks, self._first_mentions = page, looks, first_mentions

    def of(self, column: Column) -> Cell:
        """Return what writes the cells of a column."""
        if column.type == "date":
            return self._date
        if column.type == "string":
            return self._string("arabic" if column.name in ARABIC else "string", _ADDRESSES.get(column.name))
        look = "score" if column.name in ("score", "npmi") else column.type
        if column.name in ("latitude", "longitude"):
            return self._number(look, _on_map)
        return self._number(look, self._to_mentions if column.name == "mentions" else None)

    def _string(self, look: str, address: Callable[[str], str] | None) -> Cell:
        write, plain, linked = self._page.write_string, self._looks[look], self._looks[f"link_{look}"]

        def cell(row: int, place: int, value: Any, others: Row) -> None:
            target = address(value) if address and others else ""
            if target:
                self._page.write_url(row, place, target, linked, text(value))
            else:
                write(row, place, text(value), plain)

        return cell

    def _number(self, look: str, address: Callable[[Row], str] | None) -> Cell:
        write, plain, linked = self._page.write_number, self._looks[look], self._looks[f"link_{look}"]

        def cell(row: int, place: int, value: Any, others: Row) -> None:
            target = address(others) if address and others else ""
            if target:
                self._page.write_url(row, place, target, linked, str(value))
            write(row, place, value, linked if target else plain)

        return cell

    def _date(self, row: int, place: int, value: Any, _: Row) -> None:
        day = as_date(value)
        if day:
            self._page.write_datetime(row, place, day, self._looks["date"])
        else:
            self._page.write_string(row, place, text(value), self._looks["string"])

    def _to_mentions(self, row: Row) -> str:
        rows = self._first_mentions.get(row.get("entity_id", ""))
        return f"internal:'Mentions'!A{rows[0]}:D{rows[1]}" if rows else ""


def _on_map(row: Row) -> str:
    latitude, longitude = row["latitude"], row["longitude"]
    return links.on_map(latitude, longitude) if latitude is not None and longitude is not None else ""


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "wikidata": links.wikidata,
    "geonames": links.geonames,
    "url": links.web,
}
