"""The user's knowledge: tables of entities and of places in a folder beside the documents.

The folder is what KAYAN_KNOWLEDGE names, else knowledge/ where the command runs. NAME.csv is a table of entities in the columns
of curated.csv, which win over ours; NAME.places.csv is a table of places in the columns of the gazetteer. Both are plain
tables that a spreadsheet can open and correct, so their rows are checked whenever they are read.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..arabic.folding import fold
from ..contracts.problems import Problem
from ..contracts.schema import LABELS
from ..english.romanise import romanise
from ..formats.usertables import read_user_table
from . import places
from .entry import PRECISIONS
from .ids import digest_of, id_of_name
from .lists import countries, governorates, lies_in, subtypes

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
PLACE = ("lat", "lon", "precision")
_FORMS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("precision", PRECISIONS.__contains__, "point, town, region or country"),
    ("pcode", lambda text: text in governorates(), "one of a governorate of Syria, such as SY07"),
    ("wikidata", re.compile(r"Q[1-9]\d*").fullmatch, "an id such as Q41183"),
    ("geonames", re.compile(r"[1-9]\d*").fullmatch, "an id such as 170063"),
)
"""Cells that are one of a list, or of a form, and what people may write."""

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
    """Yield what is wrong with who a row means, each with its remedy: the row cannot be used."""
    label = row["type"]
    if label not in LABELS:
        yield f"type is {label or 'empty'}", "Write PER, LOC or ORG"
    if not fold(row["name_ar"]):
        yield f"name_ar is {row['name_ar'] or 'empty'}", "Write the name in Arabic letters"
    if row["kb_id"] and label in LABELS and not _is_id(row["kb_id"], label):
        yield f"kb_id is {row['kb_id']}", f"Leave it empty, or write one such as {label.lower()}/my-name"


def _doubts(row: Row) -> Iterator[tuple[Sequence[str], str, str]]:
    """Yield the cells of a row that cannot be used, what is wrong with them, and the remedy: the row is used without them."""
    label = row["type"]
    if row["subtype"] and label in LABELS and (label, row["subtype"]) not in subtypes():
        known = ", ".join(subtype for of, subtype in subtypes() if of == label)
        yield ["subtype"], f"subtype {row['subtype']} is none of {label}", f"Leave it empty, or write one of {known}"
    if row["country"] and row["country"] not in countries():
        remedy = "Write the two letters of ISO 3166-1, such as SY, or leave it empty"
        yield ["country"], f"country is {row['country']}", remedy
    if row["lat"] or row["lon"]:
        yield from (([*PLACE], *doubt) for doubt in _doubts_of_point(row))
    for name, form, such_as in _FORMS:
        if row[name] and not form(row[name]):
            yield [name], f"{name} is {row[name]}", f"Write {such_as}, or leave it empty"


def _doubts_of_point(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with where a row puts a place, with its remedy: one thing at most."""
    said = f"lat and lon are {row['lat']} and {row['lon']}"
    if not (_coordinate(row["lat"], 90) and _coordinate(row["lon"], 180)):
        yield said, "Write degrees such as 36.2 and 37.16, or leave both empty"
        return
    latitude, longitude, country = float(row["lat"]), float(row["lon"]), row["country"]
    if lies_in(latitude, longitude, country):
        return
    where = countries().get(country, country)
    if lies_in(longitude, latitude, country):
        yield (
            f"{said}, outside of {where}, but inside when swapped",
            "Swap them: lat is degrees north, lon degrees east",
        )
    else:
        yield (
            f"{said}, outside of {where}",
            "Correct them, or the country; leave the country empty where both are right",
        )


def read_entities(path: Path) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a table of entities that can be used (FIELDS), and what is wrong with the others.

    A row needs its type and its name; what else is wrong in it is left out, and told.
    """
    table = read_user_table(path, STAGE, FIELDS, NEEDED)
    rows: dict[str, Row] = {}
    problems = list(table.problems)
    for number, cells in table.rows:
        row = _row(cells)
        faults = list(_faults(row))
        for names, what, remedy in list(_doubts(row)):
            row |= dict.fromkeys(names, "")
            problems.append(Problem(str(path), str(number), f"{what}; used without it", remedy, STAGE))
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
    """Return a row with an English spelling and an id where it has no id; the id is made of the name and the country.

    A row with an id may stand for an entry of ours, whose English it inherits (base.Knowledge).
    """
    if row["kb_id"]:
        return row
    english = row["name_en"] or romanise(row["name_ar"])
    kb_id = id_of_name(row["type"], english, digest_of(fold(row["name_ar"]) + row["country"]))
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
