"""Words, as the tagger sees them: runs of letters, runs of digits, and every other sign by itself.

>>> [text for text in map(slice_of("قال #حزب_الله (M4)."), spans("قال #حزب_الله (M4)."))]
['قال', '#', 'حزب', '_', 'الله', '(', 'M', '4', ')', '.']
"""

import re
from collections.abc import Callable

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def spans(text: str) -> list[Span]:
    """Return the [start, end) of each word of a normalised text, in code points, in order."""
    return [match.span() for match in _WORD.finditer(text)]


def slice_of(text: str) -> Callable[[Span], str]:
    """Return the function that cuts a span out of `text`."""
    return lambda span: text[span[0] : span[1]]
