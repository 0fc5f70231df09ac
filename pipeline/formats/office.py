"""Documents of word processors (.docx, .odt, .rtf) and books (.epub): headings, paragraphs and tables in reading order.

The XML of .docx and .odt is read here, not by a library for it: those that there are leave out boxes, controls or insertions
that are not yet accepted, and each of these holds names.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Record, Source
from .dates import parse_date
from .dirt import clean
from .headlines import headline
from .pages import declared, page

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SAVE_AGAIN = "Open it in the program that it is from and save it again"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SIGNS |= {f"{_T}tab": "\t", f"{_T}line-break": "\n"}
_DOCX_LEFT_OUT = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr"}
_ODT_LEFT_OUT = {f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_T}sequence-decls", f"{_T}note-citation"}


def read_docx(source: Source) -> Iterator[Record]:
    """Yield a document of Word, its notes after its text."""
    with _package(source) as package:
        parts = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
        trees = [tree for part in parts if (tree := _xml(package, part)) is not None]
        properties = _xml(package, "docProps/core.xml")
    paragraphs = [one for tree in trees for one in _paragraphs(tree, {f"{_W}p"}, _DOCX_LEFT_OUT)]
    yield _record(paragraphs, properties, "created")


def read_odt(source: Source) -> Iterator[Record]:
    """Yield a document of LibreOffice or another program that writes OpenDocument."""
    with _package(source) as package:
        tree, properties = _xml(package, "content.xml"), _xml(package, "meta.xml")
    paragraphs = [] if tree is None else list(_paragraphs(tree, {f"{_T}p", f"{_T}h"}, _ODT_LEFT_OUT))
    yield _record(paragraphs, properties, "creation-date")


def _package(source: Source) -> zipfile.ZipFile:
    """Open the archive that a document is."""
    try:
        return zipfile.ZipFile(io.BytesIO(source.read()))
    except zipfile.BadZipFile as error:
        raise UnreadableError("not a whole document", SAVE_AGAIN) from error


def _xml(package: zipfile.ZipFile, name: str) -> "Element | None":
    """Return the tree of a part, None where there is no such part; entities are not resolved, for they may be bombs."""
    from lxml import etree

    try:
        return etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except KeyError:
        return None
    except RuntimeError as error:
        raise UnreadableError("locked with a password", "Save it without one") from error
    except (etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"not a whole document: {name} is damaged", SAVE_AGAIN) from error


def _paragraphs(element: "Element", paragraphs: set[str], left_out: set[str]) -> Iterator[str]:
    """Yield the texts of paragraphs in their order; one inside another, as in a box, comes after it."""
    for child in element:
        if child.tag in left_out:
            continue
        if child.tag in paragraphs:
            inner: list[Element] = []
            yield "".join(_runs(child, paragraphs, left_out, inner)).rstrip(" ")
            for one in inner:
                yield from _paragraphs(one, paragraphs, left_out)
        else:
            yield from _paragraphs(child, paragraphs, left_out)


def _runs(element: "Element", paragraphs: set[str], left_out: set[str], inner: "list[Element]") -> Iterator[str]:
    """Yield the pieces of text of a paragraph; what holds further paragraphs is put aside into `inner`."""
    if element.tag == f"{_W}t" or str(element.tag).startswith(_T):
        yield element.text or ""
    for child in element:
        if child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_T}s":
            yield " " * int(child.get(f"{_T}c", "1"))
        elif any(one.tag in paragraphs for one in child.iterchildren()):
            inner.append(child)
        elif child.tag not in left_out and isinstance(child.tag, str):
            yield from _runs(child, paragraphs, left_out, inner)
        if str(element.tag).startswith(_T):
            yield child.tail or ""


def _record(paragraphs: list[str], properties: "Element | None", created: str) -> Record:
    """Return paragraphs as a document; a paragraph without text is a blank line."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(paragraphs)).strip("\n") + "\n"
    date = parse_date(_property(properties, created))
    title = headline(text) or _property(properties, "title")
    return Record(text, title, date, date_source="properties" if date else "")


def _property(properties: "Element | None", name: str) -> str:
    """Return a property of a document, whatever its namespace; empty where it has none such."""
    found = None if properties is None else properties.find(f".//{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


def read_rtf(source: Source) -> Iterator[Record]:
    """Yield a document in Rich Text Format; bytes of fonts for Arabic are in windows-1256."""
    from striprtf.striprtf import rtf_to_text

    raw = source.read()
    if not raw.startswith(b"{\\rtf"):
        raise UnreadableError("not in Rich Text Format", SAVE_AGAIN)
    content = raw.decode("latin-1")
    page_of_code = re.search(r"\\ansicpg(\d+)", content)
    encoding = f"cp{page_of_code[1]}" if page_of_code else "cp1256"
    text = rtf_to_text(content, encoding=encoding, errors="replace")
    created = re.search(r"\{\\creatim\\yr(\d+)\\mo(\d+)\\dy(\d+)", content)
    date = parse_date("-".join(part.zfill(2) for part in created.groups())) if created else ""
    yield Record(f"{text.strip()}\n", headline(text), date, date_source="properties" if date else "")


def read_epub(source: Source) -> Iterator[Record | Problem]:
    """Yield the chapters of a book, each a document."""
    with _package(source) as package:
        container = _xml(package, "META-INF/container.xml")
        root = container.find(".//{*}rootfile") if container is not None else None
        opf = root.get("full-path", "") if root is not None else ""
        book = _xml(package, opf)
        if book is None:
            raise UnreadableError("a book without contents", SAVE_AGAIN)
        for number, name in enumerate(_chapters(book, opf), 1):
            yield from _chapter(source, package, name, str(number), _property(book, "title"), _property(book, "date"))


def _chapters(book: "Element", opf: str) -> Iterator[str]:
    """Yield the names of a book's chapters in their order."""
    items = {item.get("id"): item.get("href", "") for item in book.iterfind(".//{*}item")}
    for reference in book.iterfind(".//{*}itemref"):
        if href := items.get(reference.get("idref")):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(href)))


def _chapter(
    source: Source, package: zipfile.ZipFile, name: str, number: str, book: str, published: str
) -> Iterator[Record | Problem]:
    """Yield a chapter; one without text, such as a cover, is left out."""
    try:
        raw = package.read(name)
        found = page(clean(raw, declared(raw)).text)
    except KeyError:
        yield Problem(source.name, number, f"the chapter {name} is missing", SAVE_AGAIN)
    except UnreadableError:
        return
    else:
        date = parse_date(published)
        yield Record(found.text, found.title, date, book, row=number, date_source="metadata" if date else "")
