"""The records that travel between formats, stages and those who call `extract`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, BinaryIO

from . import schema
from .problems import Problem, UnreadableError

if TYPE_CHECKING:
    import pandas as pd

MAX_SIZE = 500 * 1024 * 1024
"""Bytes of one source that are read at most, unless told otherwise (`--max-size`)."""


@dataclass(frozen=True)
class Reading:
    """How sources are to be read, where the user tells it (`kayan.toml`, docs/formats.md).

    Attributes:
        max_size: bytes of one source, unpacked, that are read at most.
        columns: what people call the column of a table for each field of Record that they name, and for `id`.
        depth: how many files it lies inside of.
    """

    max_size: int = MAX_SIZE
    columns: tuple[tuple[str, str], ...] = ()
    depth: int = 0


@dataclass(frozen=True)
class Source:
    """Where bytes come from: a file, a row of a table, or a member of an archive.

    Attributes:
        name: what people call it: the path as given, members and rows after `#`.
        open: opens it for reading from its beginning, as often as it is called; raises OSError where that fails.
        reading: how it is to be read.
    """

    name: str
    open: Callable[[], BinaryIO]
    reading: Reading = Reading()

    def read(self) -> bytes:
        """Return all its bytes.

        Raises:
            OSError: it cannot be read.
            UnreadableError: it is larger than `reading.max_size`, or never ends.
        """
        with self.open() as file:
            content = file.read(self.reading.max_size + 1)
        if len(content) > self.reading.max_size:
            raise too_large(self.reading.max_size)
        return content


def too_large(limit: int) -> UnreadableError:
    """Return the error of a source that is larger than it may be.

    >>> too_large(500 * 1024 * 1024).what
    'larger than 500 MB'
    """
    remedy = "Cut it into smaller files, or allow more with --max-size"
    return UnreadableError(f"larger than {limit / 1024 / 1024:.4g} MB", remedy)


@dataclass(frozen=True)
class Record:
    """One document, as a format finds it in a source.

    Attributes:
        text: the whole text, title included where it stands in the text; offsets of mentions count in it.
        title: the headline, or empty.
        date: YYYY-MM-DD, YYYY-MM or YYYY, or empty.
        source: the publisher, or empty.
        url: its address, or empty.
        language: ISO 639 code where the format tells it, else empty.
        encoding: the encoding that the text was read in, or empty where the format has only one.
        row: number or id of the row in formats of many documents, else empty.
        date_source: where the date comes from, a value of schema.DATE_SOURCES, or empty where there is no date.
    """

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    encoding: str = ""
    row: str = ""
    date_source: str = ""


Format = Callable[[Source], Iterator[Record | Problem]]
"""Reads a source: its documents, and what could not be used of it; may raise UnreadableError and OSError."""


@dataclass(frozen=True)
class Document:
    """One row of the documents frame; the fields are schema.DOCUMENT_FIELDS in order."""

    doc_id: str
    file: str
    title: str
    date: str
    date_source: str
    source: str
    url: str
    language: str
    encoding: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Mention:
    """One row of the mentions frame; the fields are schema.MENTION_FIELDS in order."""

    mention_id: str
    doc_id: str
    sentence: int
    start: int
    end: int
    label: str
    surface: str
    name: str
    score: float
    tagger: str
    context: str


def frame_of_mentions(mentions: Iterable[Mention]) -> "pd.DataFrame":
    """Return mentions as a frame (schema.MENTION_FIELDS)."""
    import pandas as pd

    return pd.DataFrame(map(attrgetter(*schema.MENTION_FIELDS), mentions), columns=schema.MENTION_FIELDS)


@dataclass(frozen=True)
class Entity:
    """Who or what a mention means; the fields are columns of entities.csv, None where nothing is known."""

    entity_id: str
    label: str
    name: str
    name_en: str
    name_en_source: str
    wikidata: str | None
    geonames: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    governorate: str | None
    governorate_en: str | None
    governorate_pcode: str | None
    description: str | None


@dataclass(frozen=True)
class ExtractedMention:
    """One mention in a text: text[start:end] == surface, in code points; the fields are columns of mentions.csv."""

    start: int
    end: int
    label: str
    surface: str
    name: str
    score: float | None
    entity: Entity
