"""The user's own knowledge: tables of names and of places in a folder beside the documents.

The folder is what KAYAN_KNOWLEDGE names, else knowledge/ where the command runs. NAME.csv is a table of names in the columns
of curated.csv, which win over ours; NAME.places.csv is a table of places in the columns of the gazetteer. Both are plain
tables that a spreadsheet can open and correct, so their rows are checked whenever they are read.
"""

import csv
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.encodings import UnreadableError, decode
from pipeline.files import Problem
from pipeline.knowledge.bodies import countries
from pipeline.knowledge.ids import id_of_name
from pipeline.knowledge.romanise import romanise
from pipeline.schema import LABELS
from pipeline.sheets import Sheet, parse_sheet

Row = dict[str, str]

FIELDS = [
    "kb_id",
    "type",
    "subtype",
    "name_ar",
    "aliases_ar",
    "name_en",
    "country",
    "lat",
    "lon",
    "wikidata",
    "geonames",
    "source",
    "note",
]
"""The columns of a table of names, as in curated.csv."""

NEEDED = ("type", "name_ar")
PLACES = ".places.csv"

_ID = re.compile(r"(?:per|loc|org)(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_WIKIDATA = re.compile(r"(?:Q[1-9]\d*)?")
_GEONAMES = re.compile(r"(?:[1-9]\d*)?")
STAGE = "knowledge"


def folder() -> Path:
    """Return the folder of the user's own knowledge, which need not exist."""
    return Path(os.environ.get("KAYAN_KNOWLEDGE") or "knowledge")


def place_files(where: Path) -> list[Path]:
    """Return the tables of places in a folder."""
    return [path for path in _tables(where) if path.name.endswith(PLACES)]


def name_files(where: Path) -> list[Path]:
    """Return the tables of names in a folder."""
    return [path for path in _tables(where) if not path.name.endswith(PLACES)]


def _tables(where: Path) -> list[Path]:
    return sorted(path for path in where.glob("*.csv") if not path.name.startswith("."))


@cache
def subtypes() -> dict[tuple[str, str], str]:
    """Return the words for each label and subtype (subtypes.tsv)."""
    return {(label, subtype): words for label, subtype, words in read_table("subtypes.tsv", __package__)}


def _coordinate(text: str, limit: int) -> bool:
    try:
        return -limit <= float(text) <= limit
    except ValueError:
        return False


def _is_id(text: str, label: str) -> bool:
    return bool(_ID.fullmatch(text)) and text.startswith(f"{label.lower()}/")


def _faults(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row, each with its remedy."""
    label = row["type"]
    if label not in LABELS:
        yield f"type is {label or 'empty'}", "Write PER, LOC or ORG"
    if not fold(row["name_ar"]):
        yield f"name_ar is {row['name_ar'] or 'empty'}", "Write the name in Arabic letters"
    if row["subtype"] and label in LABELS and (label, row["subtype"]) not in subtypes():
        kinds = ", ".join(subtype for known, subtype in subtypes() if known == label)
        yield f"subtype {row['subtype']} is no kind of {label}", f"Leave it empty, or write one of {kinds}"
    if row["country"] and row["country"] not in countries():
        yield f"country is {row['country']}", "Write the two letters of ISO 3166-1, such as SY, or leave it empty"
    both = _coordinate(row["lat"], 90) and _coordinate(row["lon"], 180)
    if (row["lat"] or row["lon"]) and not both:
        yield (
            f"lat and lon are {row['lat']} and {row['lon']}",
            "Write degrees such as 36.2 and 37.16, or leave both empty",
        )
    if not _WIKIDATA.fullmatch(row["wikidata"]):
        yield f"wikidata is {row['wikidata']}", "Write an id such as Q41183, or leave it empty"
    if not _GEONAMES.fullmatch(row["geonames"]):
        yield f"geonames is {row['geonames']}", "Write an id such as 170063, or leave it empty"
    if row["kb_id"] and label in LABELS and not _is_id(row["kb_id"], label):
        yield f"kb_id is {row['kb_id']}", f"Leave it empty, or write one such as {label.lower()}/my-name"


def read_sheet(path: Path, columns: Collection[str], needed: Collection[str]) -> Sheet:
    """Return a table of the user's (pipeline.sheets) in any of the encodings of pipeline.encodings."""
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        remedy = "Check its path and the right to read it"
        return Sheet([], [Problem(str(path), STAGE, f"cannot be read: {error.strerror}", remedy)])
    except UnreadableError as error:
        return Sheet([], [Problem(str(path), STAGE, error.problem, error.remedy)])
    return parse_sheet(text, str(path), STAGE, columns, needed)


def read_names(path: Path) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a table of names that can be used (FIELDS), and what is wrong with the others."""
    sheet = read_sheet(path, FIELDS, NEEDED)
    rows: dict[str, Row] = {}
    problems = list(sheet.problems)
    for number, cells in sheet.rows:
        row = _row(cells)
        faults = list(_faults(row))
        if not faults:
            row = _completed(row)
            faults = [_TWICE] if row["kb_id"] in rows else []
        problems += [Problem(f"{path}, row {number}", STAGE, *fault) for fault in faults]
        if not faults:
            rows[row["kb_id"]] = row
    return list(rows.values()), problems


_TWICE = (
    "the same kb_id, or the same name and country, stands in an earlier row",
    "Take one of them out, or give each a kb_id of its own",
)


def _row(cells: Mapping[str, str]) -> Row:
    row = {field: cells.get(field, "") for field in FIELDS}
    return row | {field: row[field].upper() for field in ("type", "country")}


def _completed(row: Row) -> Row:
    """Return a row with an English spelling and an id where it has none; the id is made of the name and the country."""
    english = row["name_en"] or romanise(row["name_ar"])
    kb_id = row["kb_id"] or id_of_name(row["type"], fold(row["name_ar"]) + row["country"], english)
    return row | {"name_en": english, "kb_id": kb_id}


def write_table(path: Path, fields: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table whole or not at all, with the mark by which spreadsheets know UTF-8; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows(rows)
    partial.replace(path)


@cache
def own_names() -> tuple[list[Row], list[Problem]]:
    """Return the rows of all the user's tables of names, read once, and what is wrong with the others."""
    read = [read_names(path) for path in name_files(folder())]
    return [row for rows, _ in read for row in rows], [problem for _, problems in read for problem in problems]
