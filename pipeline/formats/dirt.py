r"""Text of files that are not clean: lines in several encodings, stray bytes, NULs, and text saved again after a wrong reading.

What is clean comes out as `encodings.decode` gives it. Everything that was repaired is told, for a repair is a guess.

>>> clean("زار الرئيس حلب".encode() + b"\0").text
'زار الرئيس حلب'
>>> mixed = "زار الرئيس مدينة حلب\n".encode() + "والتقى وجهاء المدينة والريف".encode("windows-1256")
>>> clean(mixed).text, clean(mixed).repairs
('زار الرئيس مدينة حلب\nوالتقى وجهاء المدينة والريف', ('lines in windows-1256: 1 of 2, the others in utf-8',))
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..contracts.problems import Problem, UnreadableError
from ..contracts.records import Source
from .encodings import BYTE_ORDER_MARKS, SAVE_AS_UTF8, decode
from .letters import STRANGEST, cost, strangeness
from .mojibake import repair

MOST_NULS = 0.01
"""Share of NULs above which bytes are no text."""

MOST_LOST = 0.02
"""Share of bytes without a meaning above which a reading is no reading."""

SWITCH = 8.0
"""Bits by which another encoding must read a line better than the one of most lines before it is believed."""

_NOT_BELIEVED = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "ascii")
_USUAL = ("utf-8", "windows-1256", "iso-8859-6")
_UNDEFINED = 10.0
"""Bits that a byte without a meaning costs, more than a letter that Arabic news hardly ever has."""

_MAC_ONLY = frozenset([0xA0, *range(0xA1, 0xA4), *range(0xA5, 0xAC), *range(0xAE, 0xBB), 0xBC, 0xBD, 0xBE])
"""Bytes that MacArabic has and ISO-8859-6 has not: signs written from right to left. The letters stand at the same places."""

_MEANINGLESS = re.compile("[\ufffd\x80-\x9f]")

_FEWEST_MAC = 3
"""Bytes of those that a text needs to be MacArabic; fewer are strays."""


@dataclass(frozen=True)
class Clean:
    """The text of a file's bytes.

    Attributes:
        text: the text, line ends as they were.
        encoding: the encoding of it, or of most of its lines.
        repairs: what was done to it, in words; empty where it was clean.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()

    def told(self, source: Source, row: str = "") -> Iterator[Problem]:
        """Yield the problem that tells of the repairs of a source, or of a row of it; none where there were none."""
        if self.repairs:
            yield Problem(source.name, row, f"repaired: {'; '.join(self.repairs)}", "Compare it with the original")


def clean(raw: bytes, declared: str = "") -> Clean:
    """Return the text of a file's bytes, with what had to be repaired.

    Args:
        raw: the bytes.
        declared: the encoding that a page or a message names. Names of Western ones are not believed: they are what
            programs write without looking; the others are where the bytes are whole in them.

    Raises:
        UnreadableError: the bytes are no text, or not Arabic in any encoding that is known.
    """
    if as_declared := _as_declared(raw, declared):
        return as_declared
    raw, notes = _without_nuls(raw)
    decoded = _decoded(raw)
    text, more = repair(decoded.text)
    return Clean(text, decoded.encoding, (*notes, *decoded.repairs, *more))


def _as_declared(raw: bytes, declared: str) -> Clean | None:
    """Return the text of bytes in the encoding that they are said to be in, None where that is not to be relied on."""
    try:
        encoding = codecs.lookup(declared).name
        text = raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    if raw.isascii() or raw.startswith(tuple(BYTE_ORDER_MARKS)) or encoding in _NOT_BELIEVED:
        return None
    return Clean(text, declared.lower()) if strangeness(text) <= STRANGEST else None


def _without_nuls(raw: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return bytes without NULs, those of UTF-16 excepted; UTF-16 without its mark gets one."""
    if raw.startswith(tuple(mark for mark, name in BYTE_ORDER_MARKS.items() if name == "utf-16")):
        return raw, ()
    if order := _byte_order(raw):
        return raw.decode(order).encode("utf-16"), (f"UTF-16 without its mark, read as {order}",)
    stripped = raw.strip(b"\0")
    strays = stripped.count(0)
    if strays > max(1, MOST_NULS * len(stripped)):
        raise UnreadableError(f"not a text: {strays} of its {len(stripped)} bytes are NUL", SAVE_AS_UTF8)
    return stripped.replace(b"\0", b""), (f"NUL characters left out: {strays}",) if strays else ()


def _byte_order(raw: bytes) -> str:
    """Return the byte order of Arabic UTF-16 without its mark, whose letters have 6 as their high byte; else nothing."""
    for order, high in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        letters, ascii_ = high.count(6), high.count(0)
        if len(raw) % 2 == 0 and letters > 3 and letters + ascii_ > 0.95 * len(high) and letters > 0.2 * len(high):
            return order
    return ""


def _decoded(raw: bytes) -> Clean:
    """Decode as a whole where that proves itself, else line by line."""
    mark = raw.startswith(tuple(BYTE_ORDER_MARKS))
    if mark or _is_utf8(raw):
        return Clean(*decode(raw))
    lines = raw.splitlines(keepends=True)
    older = [line for line in lines if not _is_utf8(line)]
    main = _main_encoding(b"".join(older))
    names = [_line_encoding(line, main) for line in lines]
    texts = [_lenient(line, name or main)[0] for line, name in zip(lines, names, strict=True)]
    text = "".join(texts)
    if strangeness(text) > STRANGEST or text.count("\ufffd") > MOST_LOST * len(text):
        return Clean(*decode(raw))
    return _described(text, lines, names)


def _described(text: str, lines: list[bytes], names: list[str]) -> Clean:
    """Return a text that was decoded line by line with what there is to tell of it."""
    counts = Counter(filter(None, names))
    most = max(counts, key=lambda name: (counts[name], name == "utf-8"))
    others = [f"{name}: {counts[name]}" for name in sorted(counts) if name != most]
    notes = [f"lines in {', '.join(others)} of {len(lines)}, the others in {most}"] if others else []
    strays = sum(_lenient(line, name)[1] for line, name in zip(lines, names, strict=True) if name)
    if strays:
        notes.append(f"bytes without a meaning in {most}: {strays}")
    return Clean(text, most, tuple(notes))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _main_encoding(raw: bytes) -> str:
    """Return the encoding that reads the lines that are not UTF-8 best, all together."""
    mac = sum(byte in _MAC_ONLY for byte in raw)
    candidates = (*_USUAL, "mac-arabic") if mac >= _FEWEST_MAC and mac > 0.02 * len(raw) else _USUAL
    return min(candidates, key=partial(_line_cost, raw))


def _line_encoding(line: bytes, main: str) -> str:
    """Return the encoding of a line; nothing for one in ASCII, which fits all."""
    if line.isascii():
        return ""
    if _is_utf8(line):
        return "utf-8"
    costs = {name: _line_cost(line, name) for name in {*_USUAL, main}}
    best = min(costs, key=lambda name: (costs[name], name))
    return best if costs[best] + SWITCH < costs[main] else main


def _line_cost(line: bytes, encoding: str) -> float:
    """Return how many bits the reading of a line in an encoding costs; the least is the likeliest."""
    text, strays = _lenient(line, encoding)
    return cost(text) + _UNDEFINED * strays + text.count("\xa0")


def _lenient(line: bytes, encoding: str) -> tuple[str, int]:
    """Decode a line, and count the bytes without a meaning: signs of windows-1256 are taken for such, others become U+FFFD."""
    text = line.decode(encoding, "replace")
    if encoding == "utf-8":
        return text, text.count("\ufffd")
    strays = len(_MEANINGLESS.findall(text))
    if not strays:
        return text, 0
    return "".join(_sign(b) if _MEANINGLESS.match(c) else c for c, b in zip(text, line, strict=True)), strays


def _sign(byte: int) -> str:
    """Return the sign that a stray byte is in windows-1256, or U+FFFD where it is a letter there."""
    sign = bytes([byte]).decode("windows-1256")
    return sign if unicodedata.category(sign)[0] in "PZ" else "\ufffd"
