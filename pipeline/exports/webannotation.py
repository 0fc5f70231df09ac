"""Web annotations: annotations.jsonld, a W3C annotation page with an annotation for each mention.

https://www.w3.org/TR/annotation-model/. A mention is found again by its position (code points) and by its words and those around
it. Its target is the document's address, or a name made of its id where it has none.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..contracts.atomic import Writer
from . import links
from .rows import MarkedDocument, Row, marked_documents, values

if TYPE_CHECKING:
    import pandas as pd

AROUND = 32
"""Characters before and after a mention that help to find it."""

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def webannotation_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return annotations.jsonld with what writes it."""

    def write(path: Path) -> None:
        head = f'{{"@context": "{CONTEXT}", "id": "urn:kayan:annotations", "type": "AnnotationPage", "items": ['
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(head)
            for number, annotation in enumerate(_annotations(tables)):
                file.write(",\n" if number else "\n")
                file.write(json.dumps(annotation, ensure_ascii=False, allow_nan=False))
            file.write("\n]}\n")

    return {"annotations.jsonld": write}


def _annotations(tables: "Mapping[str, pd.DataFrame]") -> Iterator[dict[str, Any]]:
    entities = tables["entities"]
    items = dict(zip(entities["entity_id"], values(entities, "wikidata"), strict=True))
    for document in marked_documents(tables):
        for mention in document.mentions:
            yield _annotation(document, mention, items.get(mention["entity_id"]))


def _annotation(document: MarkedDocument, mention: Row, item: str | None) -> dict[str, Any]:
    known = links.wikidata(item or "")
    identified = {
        "type": "SpecificResource",
        "purpose": "identifying",
        "source": known or _urn("entity", mention["entity_id"]),
    }
    return {
        "id": _urn("mention", mention["mention_id"]),
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            identified,
            {"type": "TextualBody", "purpose": "tagging", "value": mention["label"]},
            {"type": "TextualBody", "purpose": "describing", "language": "en", "value": mention["name_en"] or ""},
        ],
        "target": {
            "source": links.web(document.facts["url"] or "") or _urn("document", document.doc_id),
            "selector": [_position(mention), _quotation(document.text, mention)],
        },
    }


def _urn(kind: str, name: str) -> str:
    """Return a name for something that has no address.

    >>> _urn("entity", "loc/sy/idlib")
    'urn:kayan:entity:loc/sy/idlib'
    """
    return f"urn:kayan:{kind}:{quote(name, safe='/:', errors='replace')}"


def _position(mention: Row) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": mention["start"], "end": mention["end"]}


def _quotation(text: str, mention: Row) -> dict[str, Any]:
    start, end = mention["start"], mention["end"]
    around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **around}
