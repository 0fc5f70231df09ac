r"""Web pages: the article without what stands around it (trafilatura), with the date, paper and address that the page tells.

>>> page("<title>خبر</title><article><p>قصفت الطائرات بلدة كفرنبل في ريف إدلب صباح اليوم، وقتل ثلاثة مدنيين.</article>").text
'خبر\nقصفت الطائرات بلدة كفرنبل في ريف إدلب صباح اليوم، وقتل ثلاثة مدنيين.\n'
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..contracts.problems import UnreadableError
from ..contracts.records import Record
from .dates import parse_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page tells its encoding."""

_BLOCKS = "p|div|li|tr|td|th|h1|h2|h3|h4|h5|h6|br|blockquote|section|article|table|dt|dd|figcaption"
_NOT_READ = "script|style|noscript|template|head|nav|footer|aside|form|button|select|iframe|svg"

_TITLES = ("//meta[@property='og:title']/@content", "//h1", "//title")
_SITES = (
    "//meta[@property='og:site_name']/@content",
    "//meta[@name='application-name']/@content",
    "//meta[@name='publisher']/@content",
)
_URLS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publishdate' or @name='publish-date']/@content",
    "//meta[starts-with(translate(@name, 'DCTERMS', 'dcterms'), 'dc') and contains(@name, 'date')]/@content",
    "//meta[@property='og:published_time' or @property='og:article:published_time']/@content",
    "//time[@pubdate]/@datetime",
    "(//article//time | //header//time | //main//time)[1]/@datetime",
)


def declared(raw: bytes) -> str:
    """Return the encoding that a page names.

    >>> declared(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">')
    'windows-1256'
    """
    found = _CHARSET.search(raw[:_HEAD])
    return found[1].decode() if found else ""


def page(html: str, encoding: str = "") -> Record:
    """Return the article of a page: its title, then its text.

    Raises:
        UnreadableError: there is no text in it.
    """
    tree = parse(html)
    linked = _linked_data(tree)
    title, body = _first(tree, _TITLES), article(html)
    if not body.strip():
        raise UnreadableError(
            "a page without a text", "Save the page when it is loaded, or copy its text into a .txt file"
        )
    date = next(filter(None, map(parse_date, [_text(linked.get("datePublished")), *_all(tree, _DATES)])), "")
    text = body if body.startswith(title) else f"{title}\n{body}"
    return Record(
        text if text.endswith("\n") else f"{text}\n",
        title=title,
        date=date,
        source=_first(tree, _SITES) or _publisher(linked),
        url=next((url for url in _all(tree, _URLS) if url.startswith("http")), ""),
        encoding=encoding,
        date_source="metadata" if date else "",
    )


def parse(html: str) -> "HtmlElement":
    """Return the tree of a page. Raises UnreadableError where there is nothing in it."""
    from lxml.etree import ParserError
    from lxml.html import document_fromstring

    try:
        return document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    except ParserError as error:
        raise UnreadableError("a page without a text", "Save the page when it is loaded") from error


def article(html: str) -> str:
    """Return the article of a page, or all text that is seen where none is found."""
    from trafilatura import extract

    tree = parse(html)
    found = extract(tree, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False)
    return found or visible(parse(html))


def visible(tree: "HtmlElement") -> str:
    """Return all text of a page that is seen, a block a line."""
    for element in list(tree.iter(*_NOT_READ.split("|"))):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS.split("|")):
        element.tail = f"\n{element.tail or ''}"
        element.text = f"\n{element.text or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(filter(None, lines))


def _all(tree: "HtmlElement", paths: tuple[str, ...]) -> Iterator[str]:
    """Yield the texts of what lies at the paths, without spaces around them."""
    for path in paths:
        for found in tree.xpath(path):
            text = found if isinstance(found, str) else found.text_content()
            yield " ".join(text.split())


def _first(tree: "HtmlElement", paths: tuple[str, ...]) -> str:
    return next(filter(None, _all(tree, paths)), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _linked_data(tree: "HtmlElement") -> dict[str, Any]:
    """Return the first description of an article in a page's JSON-LD, empty where there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            content = json.loads(script)
        except json.JSONDecodeError:
            continue
        for one in _objects(content):
            if "datePublished" in one:
                return one
    return {}


def _objects(content: Any) -> Iterator[dict[str, Any]]:
    """Yield an object of JSON-LD, or those of its list or graph."""
    for one in content if isinstance(content, list) else [content]:
        if isinstance(one, dict):
            yield one
            yield from _objects(one.get("@graph", []))


def _publisher(linked: dict[str, Any]) -> str:
    """Return the name of the paper that JSON-LD tells."""
    publisher = linked.get("publisher")
    return _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)
