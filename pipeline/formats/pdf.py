"""PDF files with a text layer: the running text of their pages; a scan is told, for its letters would have to be recognised."""

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Record, Source
from .dates import parse_date
from .glyphs import SAME_LINE, Glyph, Line, lines
from .headlines import headline

OCR = "Recognise its text first (docs/formats.md tells how), or get the original"

PARAGRAPH_GAP = 1.35
"""Distance of two lines, in usual distances, above which a paragraph begins."""

SAME_PLACE = 0.15
"""Distance, in ems, of two characters that are one; the narrowest letters, two lams, are twice as far apart."""

FEWEST_PAGES = 3
"""Pages on which a line stands at the same height when it is a running head."""

_OF_THE_READER = 1.0
"""The size that pdfium gives to spaces of its own, which it puts where it sees gaps."""

_SENTENCE_END = re.compile(r"[.؟!:…][\"”»)]?$")


def read_pdf(source: Source) -> Iterator[Record | Problem]:
    """Yield the text of a PDF file; pages without any are a problem."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(source.read())
        pages = [list(lines(_glyphs(page))) for page in document]
        properties = document.get_metadata_dict()
    except PdfiumError as error:
        locked = "assword" in str(error)
        what, remedy = (
            ("locked with a password", "Save it without one") if locked else ("not a whole PDF file", "Get it again")
        )
        raise UnreadableError(what, remedy) from error
    blank = [str(number) for number, page in enumerate(pages, 1) if not page]
    if len(blank) == len(pages):
        raise UnreadableError("a scan: its pages are pictures without text", OCR)
    if blank:
        yield Problem(source.name, "", f"pages without text, scanned or blank: {', '.join(blank)}", OCR)
    text = "\n".join(paragraphs(_without_heads(pages))) + "\n"
    date = _date(properties.get("CreationDate", ""))
    yield Record(text, headline(text), date, date_source="properties" if date else "")


def _date(written: str) -> str:
    """Return the day of a date as PDF writes it.

    >>> _date("D:20160115102233+02'00'")
    '2016-01-15'
    """
    match = re.match(r"D:(\d{8})", written)
    return parse_date(match[1]) if match else ""


def _glyphs(page: Any) -> Iterator[Glyph]:
    """Yield what is drawn on a page for each character, once where programs name it twice."""
    seen: dict[tuple[str, int], list[Glyph]] = {}
    for _, group in groupby(_characters(page), key=lambda one: (one.left, one.baseline)):
        cluster = list(group)
        yield from _placed([one for one in cluster if not _is_repeated(one, seen)])
        for one in cluster:
            seen.setdefault((one.char, round(one.baseline / one.em)), []).append(one)


def _is_repeated(glyph: Glyph, seen: dict[tuple[str, int], list[Glyph]]) -> bool:
    """Tell whether the same character begins at the same place as one before: a letter and its vowel sign name each other."""
    row = round(glyph.baseline / glyph.em)
    before = (other for near in (row - 1, row, row + 1) for other in seen.get((glyph.char, near), ()))
    return any(
        abs(glyph.left - other.left) < SAME_PLACE * glyph.em
        and abs(glyph.baseline - other.baseline) < SAME_LINE * glyph.em
        for other in before
    )


def _placed(cluster: Sequence[Glyph]) -> Iterator[Glyph]:
    """Yield the characters of one drawn sign; letters with a vowel sign have their place around its middle.

    Of such letters only the slices of the vowel sign's ink are told, and where the first begins.
    """
    letters = [one for one in cluster if unicodedata.category(one.char) != "Mn"]
    if len(letters) in (0, len(cluster)):
        yield from (replace(one, left=min(one.left, one.drawn)) for one in cluster)
        return
    start, ink, end = cluster[0].left, min(one.drawn for one in cluster), max(one.right for one in cluster)
    width = max(end, ink + end - start) - start
    scale = width / (end - ink) if end > ink else 1.0
    leftmost, rightmost = min(letters, key=lambda one: one.drawn), max(letters, key=lambda one: one.drawn)
    for one in cluster:
        left = start if one is leftmost else start + (one.drawn - ink) * scale
        right = start + (width if one is rightmost else (one.right - ink) * scale)
        yield replace(one, left=left, right=right)


def _characters(page: Any) -> Iterator[Glyph]:
    """Yield the characters of a page, from where their font sets them, without spaces.

    Strokes that lengthen words to the line's width come as control characters, and join what stands beside them.
    """
    from pypdfium2 import raw

    text = page.get_textpage()
    number, parted = 0, False
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        number += unicodedata.category(char) not in ("Mn", "Cc")
        if char.isspace():
            parted, number = raw.FPDFText_GetFontSize(text, index) != _OF_THE_READER, number + (char in "\r\n\t")
        elif char >= " " and char not in "\ufffe\u00ad":
            left, _, right, _ = text.get_charbox(index, loose=True)
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            yield Glyph(char, x.value, right, y.value, _em(raw, text, index), left, number, parted)
            parted = False


def _em(raw: Any, text: Any, index: int) -> float:
    """Return the size of a character's font on the page: its nominal size, as its matrix scales it."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return float(raw.FPDFText_GetFontSize(text, index)) * scale


def _without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return pages without the lines that most of them have at the same height: running heads, page numbers."""
    places = Counter(place for page in pages for place in {_place(line) for line in page})
    heads = {place for place, times in places.items() if times >= max(FEWEST_PAGES, len(pages) / 2)}
    return [[line for line in page if _place(line) not in heads] for page in pages]


def _place(line: Line) -> tuple[str, int]:
    """Return what is the same in a running head of every page: its text but for numbers, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.baseline)


def paragraphs(pages: Iterable[Sequence[Line]]) -> Iterator[str]:
    """Yield the paragraphs of pages, their lines joined by spaces; one may go on in the next column or on the next page."""
    text, before = "", None
    for page in pages:
        usual = _usual_distance(page)
        edges = _edges(page, usual)
        for line, (left, right) in zip(page, edges, strict=True):
            if before and not _begins(before, line, usual):
                text += f" {line.text}"
            else:
                yield from filter(None, [text])
                text = line.text
            before = (line, left, right)
    yield from filter(None, [text])


def _usual_distance(page: Sequence[Line]) -> float:
    """Return the usual distance of the lines of a page, in ems: the most frequent, of several the smallest."""
    steps = Counter(round((above.baseline - below.baseline) / below.em, 1) for above, below in pairwise(page))
    down = {step: times for step, times in steps.items() if step > 0}
    return max(down, key=lambda step: (down[step], -step)) if down else 0.0


def _edges(page: Sequence[Line], usual: float) -> list[tuple[float, float]]:
    """Return, for each line, the left and right edge of the block of lines that it stands in."""
    blocks: list[list[Line]] = []
    for line in page:
        if blocks and _is_next(blocks[-1][-1], line, usual):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [(min(one.left for one in block), max(one.right for one in block)) for block in blocks for _ in block]


def _is_next(before: Line, line: Line, usual: float) -> bool:
    """Tell whether a line stands right below another, in letters of the same size."""
    step = before.baseline - line.baseline
    overlap = min(before.right, line.right) - max(before.left, line.left)
    return 0 < step <= PARAGRAPH_GAP * usual * line.em and overlap > 0 and abs(before.em - line.em) <= 0.1 * line.em


def _begins(before: tuple[Line, float, float], line: Line, usual: float) -> bool:
    """Tell whether a line begins a paragraph: after a gap, after a table, or where its first word had room in the line above."""
    above, left, right = before
    if above.cells or line.cells or abs(above.em - line.em) > 0.1 * line.em:
        return True
    room = right - left - (above.right - above.left)
    if room > line.first + 0.3 * line.em:
        return True
    moved = not _is_next(above, line, usual)
    return moved and (
        0 < above.baseline - line.baseline < 4 * usual * line.em or bool(_SENTENCE_END.search(above.text))
    )
