"""Plain text: the whole file is one document, its first line the headline where it stands alone; WhatsApp's exports are days."""

from collections.abc import Iterator
from dataclasses import replace

from ..contracts.problems import Problem
from ..contracts.records import Record, Source
from . import whatsapp
from .dirt import clean
from .headlines import headline


def read_text(source: Source) -> Iterator[Record | Problem]:
    """Yield the one document of a plain text file, or the days of an exported chat; and what was repaired."""
    found = clean(source.read())
    yield from found.told(source)
    days = list(whatsapp.days(found.text))
    if days:
        yield from (replace(day, encoding=found.encoding) for day in days)
    else:
        yield Record(found.text, title=headline(found.text), encoding=found.encoding)
