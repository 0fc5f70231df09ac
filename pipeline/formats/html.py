"""Files of web pages: .html and .htm, in the encoding that the page names where that fits, else as any file."""

from collections.abc import Iterator

from ..contracts.problems import Problem
from ..contracts.records import Record, Source
from .dirt import clean
from .pages import declared, page


def read_html(source: Source) -> Iterator[Record | Problem]:
    """Yield the article of a page."""
    raw = source.read()
    found = clean(raw, declared(raw))
    yield from found.told(source)
    yield page(found.text, found.encoding)
