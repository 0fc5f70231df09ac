"""`kayan knowledge`: take the user's names and places into the folder that linking reads, list them, take them out.

A table of names becomes NAME.csv there, a country of GeoNames NAME.places.csv; importing NAME again replaces it.
"""

import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from ..contracts import atomic
from ..contracts.problems import Problem
from . import places, user
from .borders import pcode_at
from .geonames import ALTERNATE_COLUMNS, COLUMNS, NotThatFileError, Row, read_alternates, read_dump

_README = "readme.txt"
_SYRIA, _LOC = "SY", "LOC"
_ZIP = ".zip"
_PLACES_STEM = user.PLACES.removesuffix(".csv")


class ImportFailedError(Exception):
    """A file cannot be taken at all; the message says why and what to do."""


@dataclass(frozen=True)
class Imported:
    """A table in the folder.

    Attributes:
        table: its path.
        rows: how many rows can be used.
        problems: what is wrong with the others.
    """

    table: Path
    rows: int
    problems: list[Problem]

    @property
    def name(self) -> str:
        """What it is called: the name of the file that it was taken from."""
        return _name_of(self.table)

    @property
    def content(self) -> str:
        """What it holds: names or places."""
        return "places" if self.table.name.endswith(user.PLACES) else "names"


def _name_of(table: Path) -> str:
    return table.name.removesuffix(user.PLACES).removesuffix(".csv")


@contextmanager
def _lines(path: Path) -> Iterator[Iterable[str]]:
    """Open a download of GeoNames, zipped or not, as lines.

    Raises:
        ImportFailedError: it is not one.
    """
    try:
        if path.suffix.lower() != _ZIP:
            with path.open(encoding="utf-8-sig", newline="\n") as file:
                yield file
            return
        with ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if name.endswith(".txt") and name.lower() != _README]
            if len(tables) != 1:
                raise ImportFailedError(f"{path} holds {len(tables)} tables, not one. Take the one wanted out of it")
            with archive.open(tables[0]) as raw:
                yield io.TextIOWrapper(raw, "utf-8-sig", newline="\n")
    except (BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise ImportFailedError(f"{path}: {error}. Download it again from https://download.geonames.org") from error


def _first_cells(path: Path) -> list[str]:
    """Return the cells between tabs in the first line of a file; none for text in another encoding."""
    try:
        with _lines(path) as lines:
            return next(iter(lines), "").rstrip("\r\n").split("\t")
    except ImportFailedError:
        if path.suffix.lower() == _ZIP:
            raise
        return []


def import_file(path: Path, into: Path, alternates: Path | None = None) -> Imported:
    """Take a table of names or a country of GeoNames into a folder; what was taken from a file of that name is replaced.

    Args:
        path: CSV in the columns of curated.csv, or GeoNames' dump of a country (SY.txt, SY.zip).
        into: the folder, made when it is not there.
        alternates: GeoNames' alternate names of the country, for a dump.

    Raises:
        ImportFailedError: nothing can be taken from the file, or it cannot be read.
    """
    first = _first_cells(path)
    if len(first) == COLUMNS:
        return _import_places(path, into, alternates)
    if len(first) in ALTERNATE_COLUMNS and first[0].isdigit():
        raise ImportFailedError(
            f"{path} holds alternate names. Import the country's dump and name this file with --alternate-names"
        )
    if alternates or path.suffix.lower() == _ZIP:
        raise ImportFailedError(f"{path} is no dump of GeoNames: it has {len(first)} columns, not {COLUMNS}")
    return _import_names(path, into)


def _import_names(path: Path, into: Path) -> Imported:
    rows, problems = user.read_entities(path)
    cells = [list((row | {"source": row["source"] or path.name, "pcode": _pcode(row)}).values()) for row in rows]
    return _written(into / f"{path.stem.removesuffix(_PLACES_STEM)}.csv", user.FIELDS, cells, problems)


def _import_places(path: Path, into: Path, alternates: Path | None) -> Imported:
    names: dict[str, list[str]] = {}
    if alternates:
        try:
            with _lines(alternates) as lines:
                names = read_alternates(lines)
        except NotThatFileError as error:
            raise ImportFailedError(
                f"{alternates}: {error}. Is it from the folder alternatenames/ of GeoNames?"
            ) from error
    with _lines(path) as lines:
        rows, faults = read_dump(lines, names)
    remedy = "Download it again, or leave it: the other rows were taken"
    problems = [Problem(str(path), "", fault, remedy, user.STAGE) for fault in faults]
    cells = [
        list((row | {"pcode": _pcode(row)}).values())
        for row in (dict(zip(places.FIELDS, row, strict=True)) for row in rows)
    ]
    return _written(into / f"{path.stem}{user.PLACES}", places.FIELDS, cells, problems)


def _pcode(row: Mapping[str, str]) -> str:
    """Return the p-code of the governorate of Syria that a row's place lies in: its own, else by its coordinates."""
    told = row["pcode"] or row["country"] != _SYRIA or not row["lat"] or row.get("type", _LOC) != _LOC
    return row["pcode"] if told else pcode_at(float(row["lat"]), float(row["lon"]))


def _written(table: Path, fields: list[str], rows: list[Row], problems: list[Problem]) -> Imported:
    """Write what was taken; an earlier table is kept where nothing can be."""
    if rows:
        atomic.write(table, lambda path: _write(path, fields, rows))
    return Imported(table, len(rows), problems)


def _write(path: Path, fields: list[str], rows: list[Row]) -> None:
    """Write a table, with the mark by which spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows(rows)


def imported(folder: Path) -> list[Imported]:
    """Return the tables in a folder, by name."""
    entities = [Imported(path, *_counted(user.read_entities(path))) for path in user.entity_files(folder)]
    found = [Imported(path, *_counted(user.read_places(path))) for path in user.place_files(folder)]
    return sorted(entities + found, key=lambda one: (one.name, one.content))


def _counted(read: tuple[Sized, list[Problem]]) -> tuple[int, list[Problem]]:
    rows, problems = read
    return len(rows), problems


def remove(name: str, folder: Path) -> list[Path]:
    """Take the tables of a name out of a folder; return those that were there."""
    tables = [path for path in (*user.entity_files(folder), *user.place_files(folder)) if _name_of(path) == name]
    for table in tables:
        table.unlink()
    return tables
