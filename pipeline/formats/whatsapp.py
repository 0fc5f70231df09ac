r"""WhatsApp's exported chats: a day is a document, with those who wrote as its source; photographs and the like are left out.

>>> chat = "[15/01/2016, 10:22:33] سلمى: وصلنا إلى حلب\n[15/01/2016, 10:23:01] أحمد: الحمد لله\nعلى السلامة"
>>> [(day.date, day.source, day.text) for day in days(chat)]
[('2016-01-15', 'سلمى, أحمد', 'وصلنا إلى حلب\nالحمد لله\nعلى السلامة')]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..contracts.records import Record
from .dates import day_first, fold, parse_date

FEWEST = 2
"""Messages that make a text a chat: one line that looks like one may stand anywhere."""

_MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c")
_NUMBER = r"[\d٠-٩۰-۹]"
_STAMP = re.compile(
    rf"\[?(?P<date>{_NUMBER}{{1,4}}[/.\-]{_NUMBER}{{1,2}}[/.\-]{_NUMBER}{{2,4}})[,،]?\s+"
    rf"{_NUMBER}{{1,2}}[:.]{_NUMBER}{{2}}(?:[:.]{_NUMBER}{{2}})?(?:\s?[APap]\.?[Mm]\.?|\s?[صم])?(?:\]\s*|\s+[-–]\s+)"
    r"(?P<rest>.*)"
)
_SENDER = re.compile(r"(?P<sender>[^:]{1,60}):\s+(?P<text>.*)", re.DOTALL)
_NO_TEXT = re.compile(
    r"<[^<>]{1,40}>|.{0,20}(?:omitted|تم استبعاد الوسائط)|تم حذف هذه الرسالة\.?|This message was deleted\.?"
)


@dataclass(frozen=True)
class _Message:
    date: str
    sender: str
    text: str


def days(text: str) -> Iterator[Record]:
    """Yield the days of an exported chat; nothing where a text is none."""
    messages = list(_messages(text)) if _STAMP.match(text[:200].lstrip().translate(_MARKS)) else []
    if len(messages) < FEWEST:
        return
    order = day_first(message.date for message in messages)
    for date, group in groupby(messages, key=lambda message: message.date):
        of_day = list(group)
        senders = ", ".join(dict.fromkeys(message.sender for message in of_day))
        body = "\n".join(message.text for message in of_day)
        day = parse_date(date, True if order is None else order)
        yield Record(body, date=day, source=senders, row=day or date, date_source="metadata" if day else "")


def _messages(text: str) -> Iterator[_Message]:
    """Yield the messages of people that have a text; the lines below a first one belong to it."""
    date, lines = "", list[str]()
    for line in [*text.splitlines(), None]:
        stamp = _STAMP.match(line.translate(_MARKS)) if line is not None else None
        if stamp or line is None:
            yield from _message(date, "\n".join(lines))
            date, lines = (stamp["date"], [stamp["rest"]]) if stamp else ("", [])
        else:
            lines.append(line)


def _message(date: str, content: str) -> Iterator[_Message]:
    """Yield a message unless it is a notice of the program, or has no text."""
    match = _SENDER.match(content)
    if date and match and not _NO_TEXT.fullmatch(match["text"].strip()):
        yield _Message(_full_year(date), match["sender"].strip(), match["text"])


def _full_year(date: str) -> str:
    """Return a date with four digits of its year; WhatsApp is younger than 2000.

    >>> _full_year("15/1/16")
    '15/1/2016'
    """
    return re.sub(r"(?<=[/.\-])(\d\d)$", r"20\1", fold(date))
