"""Words, as the tagger sees them: runs of letters, runs of digits, and every other sign by itself.

Underscores are spaces that hashtags cannot hold, so they stand between words like white space.

>>> text = "قال #حزب_الله (M4)."
>>> [text[start:end] for start, end in spans(text)]
['قال', '#', 'حزب', 'الله', '(', 'M', '4', ')', '.']
"""

import re

QUOTES = frozenset("\"'“”„«»‹›‘’`")
"""Signs that may stand around a name or a part of it."""

Span = tuple[int, int]

MAX_RUN = 16
"""Signs that are words where more stand in a row: a line of a thousand dots, or of signs set over one another, says no more."""

_WORD = re.compile(rf"[^\W\d_]+|\d+|(?<![^\w\s]{{{MAX_RUN}}})[^\w\s]")


def spans(text: str) -> list[Span]:
    """Return the [start, end) of each word of a normalised text, in code points, in order."""
    return [match.span() for match in _WORD.finditer(text)]
