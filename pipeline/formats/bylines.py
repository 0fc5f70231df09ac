r"""When a text says that it was published: in a line of its own near its beginning, or where its first paragraph begins.

A date inside a sentence is when something happened, not when it was written down, and is left alone; so is one in a headline.

>>> date_of_text("قصف على إدلب\nعنب بلدي - 15 كانون الثاني 2016\nقتل أربعون عنصرا في قصف روسي.")
'2016-01-15'
>>> date_of_text("قصف على إدلب\nفي 15 كانون الثاني 2016 قتل أربعون عنصرا.")
''
"""

import re
from dataclasses import replace
from functools import cache

from ..contracts.records import Record
from .dates import FoundDate, agreed, alternatives, date_of_name, find_dates, fold, table

HEAD = 6
"""Lines with text at the beginning of a document where a byline may stand."""

LONGEST_BYLINE = 100
"""Characters; a longer line is a paragraph."""

MOST_OTHER_WORDS = 6
"""Words of a line besides its date: author, paper and place."""

MOST_PLACE_WORDS = 4
"""Words before a date at the start of a paragraph: place and agency."""

_TIME = re.compile(
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?|(?<!\d)\d{1,2}(?=\s*(?:صباحا|مساء|am|pm|ص|م)(?!\w))|[+-]\d{1,2}(?=\W|$)"
)
_SEPARATOR_BEFORE = re.compile(r"[|\-–—:•·،,/(\[]\s*$")
_SEPARATOR_AFTER = re.compile(r"\s*[|\-–—:•·()\[\]]")
_TWEET = re.compile(r"[—–-][^\n—–]{1,80}\(@\w{1,15}\)\s*(?P<date>[^\n]{6,18})")


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(row[0] for row in table("datewords.tsv") if row[1] == kind)


@cache
def _fillers() -> re.Pattern[str]:
    """Return the pattern of the words that say nothing of their own beside a date."""
    words = [row[0] for row in table("datewords.tsv") if row[1] != "no-dateline"]
    return re.compile(rf"(?<!\w)(?:{alternatives([*words, *(row[0] for row in table('weekdays.tsv'))])})(?!\w)")


@cache
def _ends_with(kind: str) -> re.Pattern[str]:
    """Return the pattern of a text that ends with a word of a kind, and signs, a weekday or a time after it."""
    weekday = alternatives(row[0] for row in table("weekdays.tsv"))
    return re.compile(rf"(?<!\w)(?:{alternatives(_words(kind))})\s*[:|\-–]?\s*(?:(?:يوم\s+)?(?:{weekday})\W{{0,3}})?$")


def dated(record: Record, name: str) -> Record:
    """Return a record with its date: of its own, else of its text, of the file's name where it is all of it, of properties.

    Properties tell when a file was made, which is often later than what it holds.
    """
    if record.date and record.date_source != "properties":
        return record
    if date := date_of_text(record.text):
        return replace(record, date=date, date_source="text")
    date = "" if record.row else date_of_name(name)
    return replace(record, date=date, date_source="name") if date else record


def date_of_text(text: str) -> str:
    """Return the publication date that a text tells, empty where it tells none or several.

    The latest of tweets that it quotes with name, handle and date counts where no byline does: it was written no earlier.
    """
    lines = [fold(line).strip() for line in text[:5000].splitlines() if line.strip()][:HEAD]
    told = [found for number, line in enumerate(lines) for found in _of_line(line, number == 0 and len(lines) > 1)]
    return agreed(told) or ("" if told else _latest_tweet(text))


def _of_line(line: str, headline: bool) -> list[FoundDate]:
    """Return the dates of a line that are the publication's: alone in a byline, at a dateline's place, or labelled."""
    dates = list(find_dates(line))
    if not dates:
        return []
    published = [found for found in dates if not _ends_with("update").search(line[: found.start])] or dates
    for other in set(dates) - set(published):
        line = line[: other.start] + " " * (other.end - other.start) + line[other.end :]
    if len(line) <= LONGEST_BYLINE and _is_byline(line, published, headline):
        return published
    if _is_dateline(line, dates[0]):
        return [dates[0]]
    return [found for found in published if _is_labelled(line, found)]


def _is_labelled(line: str, found: FoundDate) -> bool:
    """Tell whether a label opens the line, or what stands behind a separator, and nothing of a sentence follows the date."""
    before, after = line[: found.start], line[found.end :]
    label = _ends_with("label").search(before)
    if not label or (_count(after) and not _SEPARATOR_AFTER.match(after)):
        return False
    opening = before[: label.start()].rstrip()
    return not opening or bool(_SEPARATOR_BEFORE.search(opening))


def _count(text: str) -> int:
    """Return the number of words that a text has besides times, labels and the like."""
    return len(re.findall(r"[^\W\d_]+|\d+", _fillers().sub(" ", _TIME.sub(" ", text))))


def _is_byline(line: str, dates: list[FoundDate], headline: bool) -> bool:
    """Tell whether a line holds a date and little more, parted from it; in a headline's place, nothing more."""
    first, last = dates[0], dates[-1]
    before, after = line[: first.start], line[last.end :]
    others = _count(before) + _count(after)
    if others == 0:
        return True
    if headline or others > MOST_OTHER_WORDS or line.endswith((".", "؟", "!")):
        return False
    return _parted(before, _SEPARATOR_BEFORE) and (not _count(after) or bool(_SEPARATOR_AFTER.match(after)))


def _parted(before: str, separator: re.Pattern[str]) -> bool:
    """Tell whether what stands before a date is parted from it, labels and weekdays aside."""
    rest = before
    while (shorter := _fillers().sub("", rest[-20:])) != rest[-20:]:
        rest = rest[:-20] + shorter
    return not _count(rest) or bool(separator.search(rest.rstrip()))


def _is_dateline(line: str, found: FoundDate) -> bool:
    """Tell whether a line begins with a place, perhaps an agency, and the date, and goes on behind a dash or a bracket."""
    before, after = line[: found.start], line[found.end :]
    words = re.findall(r"[^\W\d_]+", before)
    if not 0 < len(words) <= MOST_PLACE_WORDS or set(words) & set(_words("no-dateline")):
        return False
    return bool(_SEPARATOR_BEFORE.search(before.rstrip()) or before.count("(")) and bool(
        re.match(r"\s*(?:[،,]?\s*\([^)]{1,30}\)\s*[-–—:]?|\)?\s*[-–—:/|])", after)
    )


def _latest_tweet(text: str) -> str:
    """Return the latest date of the tweets that a text quotes as `— name (@handle) February 29, 2020`."""
    dates = (next(find_dates(fold(match["date"])), None) for match in _TWEET.finditer(text))
    return max((found.date for found in dates if found and found.start == 0), default="")
