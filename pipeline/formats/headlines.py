"""The headline of a text: its first line where that stands alone."""

import re
from collections.abc import Sequence

LONGEST_HEADLINE = 150
"""Characters; a longer first line is a paragraph."""

_ARABIC_WORD = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc]{2,}")
_UNFINISHED = (".", ":", "،", "؛", ",", ";")
_CLOSING = " \t\"'”’»)]"


def headline(text: str) -> str:
    r"""Return the first line when it is short and stands alone, else an empty string.

    It stands alone when a line break was set where none was needed: a blank line or the same line again follows, or the
    next word would have fitted. So a hard-wrapped paragraph is no headline.

    >>> headline("قصف على إدلب\nقتل أربعون عنصرا في قصف روسي على ريف إدلب.")
    'قصف على إدلب'
    >>> headline("قتل أربعون عنصرا في قصف روسي.\nوقال مصدر عسكري إن القصف استهدف معسكرا للتدريب.")
    ''
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 2 or len(lines[0]) > LONGEST_HEADLINE or lines[0].rstrip(_CLOSING).endswith(_UNFINISHED):
        return ""
    first, second = lines[:2]
    if len(_ARABIC_WORD.findall(first)) < 2:
        return ""
    return "" if second not in ("", first) and _is_wrapped(lines) else first


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether the first line of three and more may have ended only because the next word had no room."""
    next_word = lines[1].split(maxsplit=1)[0]
    return len(lines) > 2 and len(f"{lines[0]} {next_word}") > max(map(len, lines))
