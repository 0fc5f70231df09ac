"""Sentences of Arabic news: where one ends, and where a full stop or a line only looks like an end.

A line break always ends a sentence; so do . ؟ ! ؛ with the quotes and brackets that close after them. A colon and an
ellipsis do not: in Arabic news both link (قال بوتين: …, سوريا.. مقتل خمسة). Never cut are ا.ف.ب, «د. محمد», 3.5,
addresses of the web, the numbers of a list in one line. A pasted tweet ends at its picture link and at its signature.

>>> text = "قال د. محمد العلي لوكالة ا.ف.ب إن النمو بلغ 3.5 في المئة. «متى؟» لا أحد يعلم"
>>> [text[a:b] for a, b in split(text)]
['قال د. محمد العلي لوكالة ا.ف.ب إن النمو بلغ 3.5 في المئة.', '«متى؟»', 'لا أحد يعلم']
>>> len(split("الشهداء: 1. أحمد الخطيب١٢ .2. محمود العلي ١٥.3. رنا حسن"))
1
"""

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from . import words
from .broken import normalise_text
from .data import read_table
from .orthography import Aligned

Span = tuple[int, int]

MAX_WORDS = 70
"""Longer sentences are cut at a comma: the labelled sentences that the model learned from are no longer."""

_CLOSERS = "\"'”’»›)\\]"
_END = re.compile(rf"[.؟?!؛;۔]+[{_CLOSERS}]*")
_STRONG = frozenset("؟?!؛;۔")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<!\S)[^\s@]{1,64}@[^\s@]{1,255}\.\w+"
    r"|(?<![\w-])(?:[\w-]{1,63}\.){1,8}(?:com|net|org|info|tv|gov|edu|co)\b(?:/\S*)?"
)
_TWEET_END = re.compile(
    r"(?:pic\.twitter\.com|t\.co)/\w++(?!\s*(?:https?://|pic\.))|\(@\w+\)\s+(?:[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} \w+ \d{4})"
)
MAX_SIGNS = 3 * MAX_WORDS
"""Longer ones in the tagger's words (pipeline.arabic.words) are cut too, for where no spaces stand (حلب،دمشق،حمص), all is one
word between spaces. No sentence of ordinary news that keeps to MAX_WORDS comes near."""

_COMMA = re.compile(r"[،,؛;](?=\s)|\s[-–—](?=\s)")
_TIGHT_COMMA = re.compile(r"[،,؛;]|\s|(?<=\w)(?=#)")
_LIST_NUMBER = re.compile(r"(?<!\d)(?P<number>\d{1,3})(?P<point>\.)(?=\s*[^\W\d_])")
_LIST_ITEM = re.compile(r"\s(?=\d{1,3}\s?[.)_–-]\s?[^\W\d_])")
_WORD = re.compile(r"\S+")
_LAST_WORD = re.compile(r"[^\s\"'“«(\[]*$")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{3,}")


@dataclass(frozen=True)
class Sentence:
    """One row of the sentences frame; the fields are schema.SENTENCE_FIELDS in order.

    Attributes:
        doc_id: the document.
        sentence: number in the document, from 1.
        start: first code point in the document's text.
        end: the code point after the last.
        source: the document's text between them.
        text: the same, normalised.
        offsets: for each character of `text` its place in `source`; empty where nothing was changed.
        stamp: what tells the document's text from others.

    """

    doc_id: str
    sentence: int
    start: int
    end: int
    source: str
    text: str
    offsets: tuple[int, ...]
    stamp: str

    @cached_property
    def aligned(self) -> Aligned:
        """The normalised text with its map to `source`."""
        return Aligned(self.source, self.text, tuple(self.offsets) or tuple(range(len(self.text))))

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the document's text that [start, end) of the normalised text came from."""
        first, last = self.aligned.source_span(start, end)
        return self.start + first, self.start + last


def sentences_of(doc_id: str, text: str, stamp: str) -> Iterator[Sentence]:
    """Yield the sentences of one document."""
    whole = normalise_text(text)
    for number, (first, last) in enumerate(split(whole.text), 1):
        start, end = whole.source_span(first, last)
        part, source = whole.text[first:last], text[start:end]
        offsets = () if part == source else tuple(place - start for place in whole.offsets[first:last])
        yield Sentence(doc_id, number, start, end, source, part, offsets, stamp)


def split(text: str) -> list[Span]:
    """Return the [start, end) of each sentence of a normalised text, in order, without white space around it.

    Stretches without a letter or digit belong to no sentence.
    """
    return [span for line in _lines(text) for piece in _pieces(text, *line) for span in _short(text, *piece)]


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        yield match.span()


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut one line at the ends of its sentences."""
    addresses = [match.span() for match in ADDRESS.finditer(text, start, end)]
    listed = _list_points(text, start, end)
    marks = (match for match in _END.finditer(text, start, end) if match.start() not in listed)
    ends = {match.end() for match in marks if _ends(text, match, end, addresses)}
    ends.update(match.end() for match in _TWEET_END.finditer(text, start, end))
    for last in (*sorted(ends), end):
        yield start, last
        start = last


def _list_points(text: str, start: int, end: int) -> set[int]:
    """Return where the points after the numbers of a list stand: 1. and the 2. after it, and so on, in one line."""
    points: list[int] = []
    for match in _LIST_NUMBER.finditer(text, start, end):
        if int(match["number"]) == len(points) + 1:
            points.append(match.start("point"))
    return set(points) if len(points) > 1 else set()


def _ends(text: str, match: re.Match[str], line_end: int, addresses: list[Span]) -> bool:
    """Tell whether the punctuation at `match` ends a sentence."""
    at, after = match.span()
    if _inside(at, addresses, after):
        return False
    spaced = after == line_end or text[after].isspace()
    if any(sign in _STRONG for sign in match.group()):
        return spaced or after - at > 1 or text[after].isalpha()
    if match.group().count(".") > 1:
        return False
    if spaced:
        return not _abbreviates(text, at)
    return _glued(text, at, after)


def _inside(at: int, addresses: list[Span], after: int) -> bool:
    """Tell whether [at, after) stands in a web address and the address goes on after it."""
    i = bisect.bisect_right(addresses, (at, at + 1_000_000)) - 1
    return i >= 0 and addresses[i][0] <= at and after < addresses[i][1]


def _abbreviates(text: str, at: int) -> bool:
    """Tell whether the full stop at `at` belongs to a short form: a single letter, a list number, a known one."""
    line = text.rfind("\n", 0, at) + 1
    match = _LAST_WORD.search(text, max(line, at - 30), at)
    word = match.group() if match else ""
    if word.isdigit():
        return match is not None and match.start() == line
    parts = word.split(".")
    return word in _known() or (bool(word) and all(len(part) == 1 and part.isalpha() for part in parts))


def _glued(text: str, at: int, after: int) -> bool:
    """Tell whether a full stop without a space after it stands between two whole Arabic words (الخميس.وقال)."""
    before = _LAST_WORD.search(text, max(0, at - 30), at)
    return bool(before and _ARABIC_WORD.fullmatch(before.group()) and _ARABIC_WORD.match(text, after))


@cache
def _known() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("abbreviations.tsv"))


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a sentence that is too long at commas or before numbers of a list, else between words; trim the parts."""
    ends = [match.end() for match in _WORD.finditer(text, start, end)]
    for first, last in _cut(text, (start, end), ends, MAX_WORDS, (_COMMA, _LIST_ITEM)):
        inside = [first + after for _, after in words.spans(text[first:last])] if last - first > MAX_SIGNS else []
        for part in _cut(text, (first, last), inside, MAX_SIGNS, (_TIGHT_COMMA,)):
            yield from _trimmed(text, *part)


def _cut(text: str, span: Span, ends: list[int], most: int, breaks: Sequence[re.Pattern[str]]) -> Iterator[Span]:
    """Cut a span of words that end at `ends` into parts of at most `most`, at the last of the breaks or after a word."""
    start, end = span
    done = 0
    while len(ends) - done > most:
        earliest, latest = ends[done + most // 4], ends[done + most - 1]
        found = itertools.chain.from_iterable(one.finditer(text, earliest, latest + 1) for one in breaks)
        cut = max((match.end() for match in found), default=latest)
        yield start, cut
        start = cut
        done = bisect.bisect_right(ends, cut)
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the span without white space around it, if it holds a letter or a digit."""
    part = text[start:end]
    if any(sign.isalnum() for sign in part):
        lead = len(part) - len(part.lstrip())
        yield start + lead, start + len(part.rstrip())
