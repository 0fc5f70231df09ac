"""Encodings of Arabic text files: proven where they prove themselves, else told by the letters that come out."""

import codecs
import re

from ..contracts.problems import UnreadableError
from .letters import STRANGEST, strangeness

SAVE_AS_UTF8 = "Open it in an editor that shows it right and save it as UTF-8"

BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ONE_BYTE_ENCODINGS = ("windows-1256", "iso-8859-6")
_CONTROL = re.compile("[\x80-\x9f]")


def decode(raw: bytes) -> tuple[str, str]:
    r"""Return the text of a file's bytes and the name of its encoding; line ends stay, a byte order mark is no text.

    UTF-8 is proven by itself, UTF-16 by its byte order mark, windows-1256 and ISO-8859-6 by the letters that come out.

    Raises:
        UnreadableError: the bytes are not whole in any of them.

    >>> decode("دمشق\r\n".encode("utf-8-sig")), decode("زار الرئيس حلب".encode("iso-8859-6"))
    (('دمشق\r\n', 'utf-8-sig'), ('زار الرئيس حلب', 'iso-8859-6'))
    """
    encoding = next((name for mark, name in BYTE_ORDER_MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError as error:
        older = _decode_one_byte(raw) if encoding == "utf-8" else None
        if older is None:
            problem = f"byte {error.start} breaks {encoding}, and the whole is not windows-1256 or ISO-8859-6 either"
            raise UnreadableError(problem, SAVE_AS_UTF8) from error
        return older


def _decode_one_byte(raw: bytes) -> tuple[str, str] | None:
    """Return the least strange reading in a one-byte encoding and its name, or None when none is Arabic."""
    readings = [
        (strangeness(text), name, text) for name in _ONE_BYTE_ENCODINGS if (text := _strict(raw, name)) is not None
    ]
    least, name, text = min(readings, key=lambda reading: reading[0])
    return (text, name) if least <= STRANGEST else None


def _strict(raw: bytes, encoding: str) -> str | None:
    """Decode, or return None when a byte has no meaning in the encoding or is one of its unused control characters."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text
