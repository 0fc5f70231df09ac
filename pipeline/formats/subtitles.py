r"""Subtitles (.srt, .vtt): what is said, in running text, without times, numbers and marks.

>>> running("1\n00:00:01,000 --> 00:00:03,000\n<i>وصلت القافلة</i>\n\n2\n00:00:03,500 --> 00:00:05,000\nإلى حلب.\n")
'وصلت القافلة إلى حلب.\n'
"""

import re
from collections.abc import Iterator

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Record, Source
from .dirt import clean

_TIMES = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")
_MARKS = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_SENTENCE_END = re.compile(r"[.!?؟…:][\"”»)]?$")


def read_subtitles(source: Source) -> Iterator[Record | Problem]:
    """Yield the one document of a file of subtitles."""
    found = clean(source.read())
    if "-->" not in found.text:
        raise UnreadableError("no subtitles: no line has times", "Give it the ending of what it is, .txt for a text")
    yield from found.told(source)
    yield Record(running(found.text), encoding=found.encoding)


def running(subtitles: str) -> str:
    """Return what is said: a line for each run of subtitles that ends with the end of a sentence."""
    text = ""
    for line in _said(subtitles):
        text += f"{line}\n" if _SENTENCE_END.search(line) else f"{line} "
    return text.rstrip(" ")


def _said(subtitles: str) -> Iterator[str]:
    """Yield the lines of subtitles; one that stays while the next comes is said once."""
    before = ""
    for block in re.split(r"\n\s*\n", subtitles.replace("\r\n", "\n")):
        lines = block.split("\n")
        times = next((number for number, line in enumerate(lines) if _TIMES.match(line)), None)
        for line in [] if times is None else lines[times + 1 :]:
            said = " ".join(_MARKS.sub("", line).split())
            if said and said != before:
                yield said
            before = said or before
