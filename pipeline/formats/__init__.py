"""What can be read: a format is a module that turns a source into records or problems, and a line in FORMATS.

A format that holds files (an archive) finds the formats of its members here as well.
"""

from pathlib import PurePath

from ..contracts.problems import UnreadableError
from ..contracts.records import Format
from .text import read_text

FORMATS: dict[str, Format] = {".txt": read_text}
"""The formats that are read, by the ending of the name in small letters."""


def format_of(name: str) -> Format:
    """Return the format that a source's name tells.

    Raises:
        UnreadableError: it tells none that is read.
    """
    ending = PurePath(name).suffix
    found = FORMATS.get(ending.lower())
    if not found:
        told = f"the ending {ending}" if ending else "a name without an ending"
        raise UnreadableError(f"{told} tells no format that is read", f"Save it as one of: {' '.join(FORMATS)}")
    return found
