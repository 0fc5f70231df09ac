"""What `kayan show` prints of an entity, from the tables that were made: who it is, with whom, where, and in which words.

Names are set apart by Unicode isolates, so that terminals that know of right and left keep the order of a line.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from . import links
from .csv import read_table
from .rows import Row, rows, without_empty
from .terminal import COLOURS, isolated

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.text import Text

SHOWN = 10
"""Companions and contexts that are shown."""

_TABLES = ("entities", "mentions", "cooccurrences")
_ENGLISH = {
    "romanised": "spelt by rule, check it",
    "gloss": "translated, check it",
    "none": "a word of the name is in no table",
}
"""What is said of an English name, by its source."""


def read_tables(folder: Path) -> "dict[str, pd.DataFrame]":
    """Read the CSV tables that a profile needs. Raises OSError where one is not there."""
    return {name: read_table(folder / f"{name}.csv") for name in _TABLES}


def matching(entities: "pd.DataFrame", wanted: str) -> list[Row]:
    """Return the entities (rows of entities.csv) that are meant: by id, else by exactly a name, else by a part of one.

    Names are compared folded: ادلب is إدلب, IDLIB is Idlib.
    """
    from ..arabic.folding import fold

    known = list(rows(entities))
    by_id = [row for row in known if row["entity_id"] == wanted]
    key = fold(wanted)
    if by_id or not key:
        return by_id
    keys = [{fold(name) for name in _names(row)} for row in known]
    exact = [row for row, names in zip(known, keys, strict=True) if key in names]
    return exact or [row for row, names in zip(known, keys, strict=True) if any(key in name for name in names)]


def _names(entity: Row) -> list[str]:
    cells = without_empty(entity)
    return [cells.get("name", ""), cells.get("name_en", ""), *cells.get("aliases", "").split("|")]


def print_several(found: list[Row], console: "Console") -> None:
    """Print a line for each of several entities that may be meant: its id, its names, its number of mentions."""
    for row in found:
        console.print(
            f"{row['entity_id']}  {_both_names(row)}  {row['mentions']}", style=COLOURS[row["label"]], markup=False
        )


def _both_names(row: Row) -> str:
    return f"{row['name_en'] or ''} {isolated(row['name'])}".strip()


def print_profile(tables: "Mapping[str, pd.DataFrame]", entity: Row, console: "Console") -> None:
    """Print an entity's profile."""
    from rich.text import Text

    console.print(Text(_both_names(entity), f"bold {COLOURS[entity['label']]}"), soft_wrap=True)
    for name, cell in _facts(entity):
        console.print(Text(f"  {name}  ", "dim").append(cell, "default"), soft_wrap=True)
    for title, lines in (
        ("named together with", _companions(tables["cooccurrences"], entity["entity_id"])),
        ("in the documents", _contexts(tables["mentions"], entity)),
    ):
        if lines:
            console.print(title, style="bold")
        for line in lines:
            console.print(line, soft_wrap=True)


def _facts(entity: Row) -> list[tuple[str, str]]:
    """Return what is known of an entity, by what it is."""
    latitude, longitude = (
        entity[name] if entity[name] is not None else float("nan") for name in ("latitude", "longitude")
    )
    dates = " – ".join(dict.fromkeys(filter(None, (entity["first_date"], entity["last_date"]))))
    facts = {
        "id": entity["entity_id"],
        "what": entity["description"],
        "English": _ENGLISH.get(entity["name_en_source"]),
        "also": "، ".join(isolated(alias) for alias in (entity["aliases"] or "").split("|") if alias),
        "mentions": f"{entity['mentions']} in {entity['documents']} documents",
        "dates": dates,
        "Wikidata": links.wikidata(entity["wikidata"] or ""),
        "GeoNames": links.geonames(entity["geonames"] or ""),
        "map": links.on_map(latitude, longitude),
    }
    return [(name, cell) for name, cell in facts.items() if cell]


def _companions(pairs: "pd.DataFrame", entity_id: str) -> "list[Text]":
    """Return the entities that share most sentences with one, with their numbers of sentences."""
    from rich.text import Text

    own = pairs[(pairs["entity_a"] == entity_id) | (pairs["entity_b"] == entity_id)].head(SHOWN)
    lines = []
    for row in rows(own):
        end = "b" if row["entity_a"] == entity_id else "a"
        name = f"{row[f'name_en_{end}'] or ''} {isolated(row[f'name_{end}'] or '')}"
        lines.append(Text(f"  {row['sentences']:>5}  ", "dim").append(name.strip(), "default"))
    return lines


def _contexts(mentions: "pd.DataFrame", entity: Row) -> "list[Text]":
    """Return the words around the first mentions of an entity, its name in colour, each with its document."""
    from rich.text import Text

    lines = []
    for row in rows(mentions[mentions["entity_id"] == entity["entity_id"]].head(SHOWN)):
        words = Text(isolated(row["context"] or ""))
        words.highlight_words([row["surface"]], f"bold {COLOURS[entity['label']]}")
        lines.append(Text("  ").append_text(words).append(f"  {row['mention_id']}", "dim"))
    return lines
