r"""Texts as XML and office files can hold them: without characters that XML 1.0 forbids.

Bidirectional controls stay: they are part of the source, and cells, elements and isolates end what they do.
"""

import re

# https://www.w3.org/TR/xml/#charsets; lone halves of surrogate pairs are no characters at all.
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return a text without the characters that XML forbids.

    >>> clean("حلب\x00\x1b و\tدمشق")
    'حلب و\tدمشق'
    """
    return _FORBIDDEN.sub("", text)
