"""What the report's page knows: entities, documents, ties, the network and the texts, as lists that are short in JSON.

Beyond some size a page is slow: the entities most mentioned and the documents with most mentions are kept, and the page says so.
Offsets of mentions are counted in UTF-16 units, as browsers count.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...arabic.data import read_table
from ...contracts import schema
from .. import links
from .layout import layout

if TYPE_CHECKING:
    import pandas as pd

ENTITIES, DOCUMENTS = 10_000, 1_000
"""How many of them the page holds."""

TIES = 60
"""Ties of the network."""

COMPANIONS = 12
"""Companions of an entity."""

LONGEST = 200
"""Characters of a name, title or description; what is longer ends with an ellipsis."""

ALIASES = 20

_ENTITY = (
    "entity_id", "label", "name", "name_en", "name_en_source", "aliases", "mentions", "documents", "first_date", "last_date",
    "wikidata", "geonames", "country", "latitude", "longitude", "precision",
    "description", "role",
)  # fmt: skip
_DOCUMENT = ("doc_id", "title", "date", "source", "url", "words", "mentions")

Json = Any


def page_data(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Json]:
    """Return what the page knows: `data`, which the first view needs, and `texts`, which a document or an entity needs."""
    entities = tables["entities"].head(ENTITIES)
    documents = _kept_documents(tables["documents"])
    number = {entity_id: place for place, entity_id in enumerate(entities["entity_id"])}
    ties = _ties(tables["cooccurrences"], number)
    texts = tables["texts"].set_index("doc_id")["text"].reindex(documents["doc_id"], fill_value="")
    data = {
        "counts": {table.name: len(tables[table.name]) for table in schema.TABLES},
        "review": len(tables["review"]),
        "letters": [[letter, plain] for letter, plain, _ in read_table("folding.tsv") if len(letter) == 1],
        "entities": _columns(entities, _ENTITY),
        "documents": {**_columns(documents, _DOCUMENT), "opening": [_short(text[:LONGEST].strip()) for text in texts]},
        "ties": _companions(ties),
        "network": _network(ties[:TIES]),
    }
    return {"data": data, "texts": _texts(tables["mentions"], texts, number)}


def _kept_documents(documents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the documents with most mentions, in the order of the table."""
    if len(documents) <= DOCUMENTS:
        return documents
    return documents.loc[documents["mentions"].nlargest(DOCUMENTS, keep="first").index.sort_values()]


def _columns(table: "pd.DataFrame", names: tuple[str, ...]) -> dict[str, list[Json]]:
    """Return columns as lists; missing cells are None."""
    return {name: [_value(name, cell) for cell in table[name]] for name in names if name in table}


def _value(name: str, cell: Any) -> Json:
    if isinstance(cell, str):
        return _text(name, cell)
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN
        return None
    return float(cell) if name in ("latitude", "longitude") else int(cell)


def _text(name: str, cell: str) -> Json:
    if name == "aliases":
        return [_short(alias) for alias in cell.split("|")[:ALIASES]] if cell else []
    return links.web(cell) if name == "url" else cell if name.endswith("_id") else _short(cell)


def _short(text: str) -> str:
    r"""Return a text in one line that is not too long for a page.

    >>> _short("حلب\nوإدلب"), len(_short("حلب " * 100))
    ('حلب وإدلب', 200)
    """
    line = " ".join(text[: 2 * LONGEST].split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _ties(pairs: "pd.DataFrame", number: Mapping[str, int]) -> list[tuple[int, int, int, int]]:
    """Return the pairs of entities that the page holds, strongest first: numbers of both, sentences, documents."""
    columns = (pairs[name].tolist() for name in ("entity_a", "entity_b", "sentences", "documents"))
    rows = zip(*columns, strict=True)
    return [(number[a], number[b], int(s), int(d)) for a, b, s, d in rows if a in number and b in number]


def _companions(ties: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return the ties that are among the strongest of one of the two."""
    kept: Counter[int] = Counter()
    chosen = []
    for tie in ties:
        if min(kept[tie[0]], kept[tie[1]]) < COMPANIONS:
            kept.update(tie[:2])
            chosen.append(tie)
    return chosen


def _network(ties: list[tuple[int, int, int, int]]) -> dict[str, Json]:
    """Return the nodes of the network (number of the entity, x, y) and its ties (places of two nodes, sentences)."""
    members = list(dict.fromkeys(end for tie in ties for end in tie[:2]))
    place = {entity: at for at, entity in enumerate(members)}
    lines = [(place[a], place[b], sentences) for a, b, sentences, _ in ties]
    points = layout(len(members), [(a, b, float(weight)) for a, b, weight in lines]).round(3)
    nodes = [[entity, *point] for entity, point in zip(members, points.tolist(), strict=True)]
    return {"nodes": nodes, "ties": lines}


def _texts(mentions: "pd.DataFrame", texts: "pd.Series[str]", number: Mapping[str, int]) -> list[Json]:
    """Return each document as its text and its mentions: start, end and number of the entity in one list."""
    spans: dict[str, list[tuple[int, int, int]]] = {str(doc_id): [] for doc_id in texts.index}
    columns = (mentions[name].tolist() for name in ("doc_id", "start", "end", "entity_id"))
    for doc_id, start, end, entity_id in zip(*columns, strict=True):
        if doc_id in spans and entity_id in number:
            spans[doc_id].append((int(start), int(end), number[entity_id]))
    return [[text, _in_utf16(text, spans[str(doc_id)])] for doc_id, text in texts.items()]


def _in_utf16(text: str, spans: list[tuple[int, int, int]]) -> list[int]:
    """Return spans with their offsets in UTF-16 units, in one flat list.

    >>> _in_utf16("😀 حلب", [(2, 5, 0)])
    [3, 6, 0]
    """
    wide = [place for place, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []
    return [
        number
        for start, end, entity in sorted(spans)
        for number in (start + bisect_left(wide, start), end + bisect_left(wide, end), entity)
    ]
