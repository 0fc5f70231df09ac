"""Text that was saved again after a wrong reading: ط¯ظ…ط´ظ‚, Ø¯Ù…Ø´Ù‚ or ÏãÔÞ for دمشق.

A line is read again only where it is no Arabic as it stands and clear Arabic afterwards.

>>> repair("زار الرئيس ط¯ظ…ط´ظ‚ أمس"), repair("ÒÇÑ ÇáÑÆíÓ ÏãÔÞ")[0]
(('زار الرئيس ط¯ظ…ط´ظ‚ أمس', ()), 'زار الرئيس دمشق')
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial

from .letters import cost, strangeness

CLEAR = 3.9
"""Strangeness up to which a repaired line is Arabic; sentences of news have up to 3.7."""

SUSPECT = 3.4
"""Strangeness above which a line is looked at; ISO-8859-6 read as windows-1256 has more in 99 of 100 sentences."""

GAIN = 12.0
"""Bits by which a line must become likelier."""

FEWEST = 4
"""Arabic letters that must come out of a line."""

_HIGH_LATIN = re.compile("[\x80-\xa8\xae-\xba\xbc-\u024f\u02c6\u02dc\u2018-\u201e\u2020-\u2026\u2030\u20ac\u2122]")
_ARABIC = re.compile("[\u0621-\u064a]")
_LINE_START = re.compile(r"(?<=[\r\n])(?=[^\r\n])")
_TORN = re.compile("[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]")


@dataclass(frozen=True)
class Misreading:
    """Bytes of one encoding that were read in another."""

    written: str
    read: str

    def __str__(self) -> str:
        """Return it as people say it."""
        return f"{self.written} that had been read as {self.read.removeprefix('sloppy-')}"


_MISREADINGS = (
    Misreading("utf-8", "sloppy-windows-1252"),
    Misreading("utf-8", "latin-1"),
    Misreading("utf-8", "windows-1256"),
    Misreading("windows-1256", "sloppy-windows-1252"),
    Misreading("iso-8859-6", "sloppy-windows-1252"),
    Misreading("iso-8859-6", "windows-1256"),
)


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with its misread lines read again, and what was done, in words."""
    lines = _LINE_START.split(text)
    if not any(map(_is_suspect, lines)):
        return text, ()
    usual = _misreading(text, None)
    found = [_misreading(line, usual) if usual or _is_suspect(line) else None for line in lines]
    counts = Counter(misreading for misreading in found if misreading)
    told = tuple(f"lines in {misreading}: {n} of {len(lines)}" for misreading, n in counts.most_common())
    return "".join(_read_again(line, one) if one else line for line, one in zip(lines, found, strict=True)), told


def _is_suspect(line: str) -> bool:
    """Tell whether a line may be misread: signs of another alphabet, or letters that Arabic seldom has."""
    return not line.isascii() and (bool(_HIGH_LATIN.search(line)) or strangeness(line) > SUSPECT)


def _misreading(text: str, usual: Misreading | None) -> Misreading | None:
    """Return the misreading that explains a text, None where it is right as it stands.

    Args:
        text: a line, or a whole text.
        usual: the misreading of most of the document; a line too short to tell is taken for the same.
    """
    before = cost(text)
    costs = {one: cost(again) for one in _MISREADINGS if (again := _read_again(text, one)) and _is_clear(again)}
    if not costs:
        return None
    best = min(costs, key=partial(_rank, costs))
    if usual in costs and costs[usual] < before:
        return usual
    return best if before - costs[best] >= GAIN else None


def _rank(costs: dict[Misreading, float], misreading: Misreading) -> tuple[float, int]:
    return costs[misreading], _MISREADINGS.index(misreading)


def _read_again(text: str, misreading: Misreading) -> str:
    """Return a text as it was before a misreading, empty where it cannot have been."""
    import ftfy.bad_codecs  # noqa: F401  registers sloppy-windows-1252, which keeps the bytes without a meaning

    try:
        return text.encode(misreading.read).decode(misreading.written)
    except UnicodeError:
        return ""


def _is_clear(text: str) -> bool:
    """Tell whether a text is Arabic and not letters of two alphabets in one word."""
    letters = len(_ARABIC.findall(text))
    return letters >= FEWEST and strangeness(text) <= CLEAR and len(_TORN.findall(text)) <= letters / 10
