"""The user's knowledge: tables of entities and of places in a folder beside the documents.

The folder is what KAYAN_KNOWLEDGE names, else knowledge/ where the command runs. NAME.csv is a table of entities in the columns
of curated.csv, which win over ours; NAME.places.csv is a table of places in the columns of the gazetteer. Both are plain
tables that a spreadsheet can open and correct, so their rows are checked whenever they are read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..arabic.folding import fold
from ..contracts.problems import Problem
from ..contracts.schema import LABELS
from ..english.romanise import romanise
from ..formats.usertables import read_user_table
from . import places
from .ids import digest_of, id_of_name
from .lists import countries, subtypes

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
    "precision",
    "pcode",
    "wikidata",
    "geonames",
    "source",
    "note",
]
"""The columns of a table of entities, as in curated.csv."""

NEEDED = ("type", "name_ar")
PLACES = ".places.csv"

_ID = re.compile(r"(?:per|loc|org)(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+")
_WIKIDATA = re.compile(r"(?:Q[1-9]\d*)?")
_GEONAMES = re.compile(r"(?:[1-9]\d*)?")
STAGE = "knowledge"


def place_files(where: Path) -> list[Path]:
    """Return the tables of places in a folder."""
    return [path for path in _tables(where) if path.name.endswith(PLACES)]


def entity_files(where: Path) -> list[Path]:
    """Return the tables of entities in a folder."""
    return [path for path in _tables(where) if not path.name.endswith(PLACES)]


def _tables(where: Path) -> list[Path]:
    return sorted(path for path in where.glob("*.csv") if not path.name.startswith("."))


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
        known = ", ".join(subtype for of, subtype in subtypes() if of == label)
        yield f"subtype {row['subtype']} is none of {label}", f"Leave it empty, or write one of {known}"
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


def read_entities(path: Path) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a table of entities that can be used (FIELDS), and what is wrong with the others."""
    table = read_user_table(path, STAGE, FIELDS, NEEDED)
    rows: dict[str, Row] = {}
    problems = list(table.problems)
    for number, cells in table.rows:
        row = _row(cells)
        faults = list(_faults(row))
        if not faults:
            row = _completed(row)
            faults = [_TWICE] if row["kb_id"] in rows else []
        problems += [Problem(str(path), str(number), *fault, STAGE) for fault in faults]
        if not faults:
            rows[row["kb_id"]] = row
    return list(rows.values()), problems


def read_places(path: Path) -> tuple[list[str], list[Problem]]:
    """Return the lines of a table of places that can be used, and what is wrong with the others."""
    table = read_user_table(path, STAGE, places.FIELDS, places.NEEDED)
    lines: list[str] = []
    problems = list(table.problems)
    for number, cells in table.rows:
        try:
            lines.append(places.line_of(cells))
        except ValueError as error:
            remedy = "Correct it, or import the file again"
            problems.append(Problem(str(path), str(number), str(error), remedy, STAGE))
    return lines, problems


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
    kb_id = row["kb_id"] or id_of_name(row["type"], english, digest_of(fold(row["name_ar"]) + row["country"]))
    return row | {"name_en": english, "kb_id": kb_id}


@dataclass(frozen=True)
class UserTables:
    """What the user's tables say.

    Attributes:
        entities: the rows of all tables of entities (FIELDS) that can be used.
        places: the lines of all tables of places that can be used.
        problems: what is wrong with the others.
    """

    entities: Sequence[Row] = ()
    places: Sequence[str] = ()
    problems: Sequence[Problem] = ()


def read_tables(where: Path | None) -> UserTables:
    """Return what the user's tables in a folder say; nothing where there is no folder."""
    if where is None:
        return UserTables()
    entities = [read_entities(path) for path in entity_files(where)]
    found = [read_places(path) for path in place_files(where)]
    return UserTables(
        [row for rows, _ in entities for row in rows],
        [line for lines, _ in found for line in lines],
        [problem for _, problems in [*entities, *found] for problem in problems],
    )
