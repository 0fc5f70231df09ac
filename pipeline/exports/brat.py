"""brat's standoff format: brat.zip, to be unpacked into brat's data folder: a text and its annotations for each document.

https://brat.nlplab.org/standoff.html. Offsets are code points. Each mention has a note with its entity, and a reference to
Wikidata where that is known. Names in the archive are made safe: a document's id is the first line of its notes.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..contracts.atomic import Writer
from .rows import MarkedDocument, Row, marked_documents, values

if TYPE_CHECKING:
    import pandas as pd

CONFIGURATION = "[entities]\nPER\nLOC\nORG\n\n[relations]\n\n[events]\n\n[attributes]\n"

_UNSAFE = re.compile(r"[^\w.-]+")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def brat_files(tables: "Mapping[str, pd.DataFrame]") -> dict[str, Writer]:
    """Return brat.zip with what writes it."""
    entities = tables["entities"]
    items = dict(zip(entities["entity_id"], values(entities, "wikidata"), strict=True))

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "annotation.conf", CONFIGURATION)
            for number, document in enumerate(marked_documents(tables), 1):
                name = f"{number:06}_{safe_name(document.doc_id)}"
                _add(archive, f"{name}.txt", document.text)
                _add(archive, f"{name}.ann", "".join(_annotations(document, items)))

    return {"brat.zip": write}


def safe_name(doc_id: str) -> str:
    """Return an id as a file name that every system takes.

    >>> safe_name("../news#7"), safe_name("خبر")
    ('_news_7', 'خبر')
    """
    return _UNSAFE.sub("_", doc_id).lstrip(".")[:60]


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, _EPOCH)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, text.encode("utf-8", "replace"))


def _annotations(document: MarkedDocument, items: Mapping[str, str | None]) -> Iterator[str]:
    for number, mention in enumerate(document.mentions, 1):
        yield f"T{number}\t{mention['label']} {_fragments(mention)}\t{_line(mention['surface'])}\n"
        yield f"#{number}\tAnnotatorNotes T{number}\t{_line(mention['entity_id'])} {_line(mention['name_en'] or '')}\n"
        item = items.get(mention["entity_id"])
        if item:
            yield f"N{number}\tReference T{number} Wikidata:{_line(item)}\t{_line(mention['name'])}\n"


def _fragments(mention: Row) -> str:
    """Return a mention's span; brat wants a fragment for each line of it."""
    lines = re.finditer(r"[^\n\r]+", mention["surface"])
    start = mention["start"]
    return ";".join(f"{start + line.start()} {start + line.end()}" for line in lines)


def _line(text: str) -> str:
    """Return a text in one line, as long as it was: each break is a space."""
    return re.sub(r"[\n\r\t]", " ", text)
