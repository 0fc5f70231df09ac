"""FollowTheMoney: entities.ftm.json, JSON lines for OpenAleph and OpenSanctions' tools (https://followthemoney.tech).

People are Person, organisations Organization, places Address, documents PlainText; a Mention joins a document to an entity.
Ids are digests of those of the tables, so that the same entity has the same id in every run.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..contracts.atomic import Writer
from . import links
from .jsonl import write_lines
from .rows import MarkedDocument, Row, marked_documents, rows

if TYPE_CHECKING:
    import pandas as pd

# FollowTheMoney knows languages by three letters (ISO 639-3).
_LANGUAGES = {
    "ar": "ara",
    "ckb": "ckb",
    "en": "eng",
    "fa": "fas",
    "fr": "fra",
    "he": "heb",
    "ku": "kur",
    "ru": "rus",
    "tr": "tur",
}
_COUNTRY = re.compile("[A-Z]{2}")

ADDRESS, NAME, STRING, TEXT = 250, 384, 1024, 65_000
"""Characters that FollowTheMoney takes in an address, a name, another string, and a value of text."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

_SCHEMATA = {"PER": "Person", "ORG": "Organization", "LOC": "Address"}

Properties = dict[str, list[str | None]]
"""The values of each property; those that are missing are left out."""


def ftm_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return entities.ftm.json with what writes it."""

    def write(path: Path) -> None:
        write_lines(_objects(tables), path)

    return {"entities.ftm.json": write}


def _objects(tables: "Mapping[str, pd.DataFrame]") -> Iterator[dict[str, Any]]:
    for entity in rows(tables["entities"]):
        yield _object(_SCHEMATA[entity["label"]], ("entity", entity["entity_id"]), _entity(entity))
    for document in marked_documents(tables):
        yield _object("PlainText", ("document", document.doc_id), _document(document))
        for entity_id, mentions in _by_entity(document).items():
            key = ("mention", document.doc_id, entity_id)
            yield _object("Mention", key, _mention(document.doc_id, entity_id, mentions))


def _object(schema: str, key: tuple[str, ...], properties: Properties) -> dict[str, Any]:
    filled = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": id_of(*key), "schema": schema, "properties": {name: some for name, some in filled.items() if some}}


def id_of(*key: str) -> str:
    """Return the id of something: a digest of what it is and of its id in the tables.

    >>> id_of("entity", "loc/sy/idlib")[:12]
    'kayan-0eef3b'
    """
    return f"kayan-{hashlib.sha1(chr(0).join(key).encode('utf-8', 'replace'), usedforsecurity=False).hexdigest()}"


def _cut(text: str | None, longest: int) -> str:
    return (text or "")[:longest]


def _entity(entity: Row) -> Properties:
    country = entity["country"] if _COUNTRY.fullmatch(entity["country"] or "") else ""
    written = [entity["name_en"], entity["name"], *(entity["aliases"] or "").split("|")]
    names: list[str | None] = [_cut(name, NAME) for name in written]
    item = entity["wikidata"] if links.wikidata(entity["wikidata"] or "") else None
    common: Properties = {
        "summary": [_cut(entity["description"], STRING)],
        "wikidataId": [item],
        "country": [country.lower()],
    }
    if entity["label"] == "LOC":
        place = [None if entity[one] is None else str(entity[one]) for one in ("latitude", "longitude")]
        return common | {
            "full": [_cut(names[0], ADDRESS)],
            "name": names,
            "latitude": place[:1],
            "longitude": place[1:],
        }
    return common | {"name": names[:2], "alias": names[2:]}


def _document(document: MarkedDocument) -> Properties:
    facts = document.facts
    return {
        "title": [_cut(facts["title"], STRING)],
        "fileName": [_cut(facts["file"], STRING)],
        "date": [facts["date"] if _DATE.fullmatch(facts["date"] or "") else None],
        "publisher": [_cut(facts["source"], STRING)],
        "sourceUrl": [links.web(facts["url"] or "")],
        "language": [_LANGUAGES.get(facts["language"] or "")],
        "bodyText": [document.text[start : start + TEXT] for start in range(0, len(document.text), TEXT)],
    }


def _by_entity(document: MarkedDocument) -> dict[str, list[Row]]:
    mentions: dict[str, list[Row]] = {}
    for mention in document.mentions:
        mentions.setdefault(mention["entity_id"], []).append(mention)
    return mentions


def _mention(doc_id: str, entity_id: str, mentions: list[Row]) -> Properties:
    names = list(dict.fromkeys(_cut(mention["name"], NAME) for mention in mentions))
    return {
        "document": [id_of("document", doc_id)],
        "resolved": [id_of("entity", entity_id)],
        "name": list(names),
        "detectedSchema": [_SCHEMATA[mentions[0]["label"]]],
    }
