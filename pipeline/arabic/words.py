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

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")


def spans(text: str) -> list[Span]:
    """Return the [start, end) of each word of a normalised text, in code points, in order."""
    return [match.span() for match in _WORD.finditer(text)]
