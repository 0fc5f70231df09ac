"""Lines of a printed page from its glyphs: where they stand tells their order, for programs write them in orders of their own.

Glyphs are taken from right to left, numbers and Latin words in them from left to right: the Unicode bidirectional algorithm
backwards, as far as running text needs it. Programs name mirrored brackets after their looks, and the letters of a ligature
from either end; both are set right here.

>>> word = [Glyph(char, 10 * n, 10 * n + 10, 0, 12) for n, char in enumerate("قشمد")]
>>> number = [Glyph(char, 10 * n, 10 * n + 10, 0, 12) for n, char in enumerate("2016", -6)]
>>> text_of([*word, *number])
'دمشق 2016'
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

SPACE = 0.17
"""Distance between two glyphs, in ems, that is a space: those of fonts are a quarter, gaps inside a word up to a tenth."""

SAME_LINE = 0.4
"""Distance of baselines, in ems, up to which glyphs stand on one line."""

WIDE = 1.5
"""Distance, in ems, that parts the cells of a table."""

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_INSIDE_NUMBERS = ".,:/٫٬،"
_LAM, _ALEFS = "ل", "اأإآٱ"


@dataclass(frozen=True)
class Glyph:
    """What is drawn for one character, in points from the left and the lower edge of the page.

    Attributes:
        char: the character; several of one ligature have the same place.
        left: its left edge.
        right: its right edge.
        baseline: the height of the line it stands on.
        em: the size of its font.
    """

    char: str
    left: float
    right: float
    baseline: float
    em: float

    @property
    def middle(self) -> float:
        """The place that its order is told by."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands; `first` is the width of its first word, `cells` whether wide gaps part it."""

    text: str
    left: float
    right: float
    baseline: float
    em: float
    first: float
    cells: bool


def lines(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """Yield the lines of a page, in the order that its program wrote them in."""
    group: list[Glyph] = []
    for glyph in glyphs:
        if group and not _is_mark(glyph) and abs(glyph.baseline - group[0].baseline) > SAME_LINE * glyph.em:
            yield _line(group)
            group = []
        group.append(glyph)
    if group:
        yield _line(group)


def _line(group: list[Glyph]) -> Line:
    """Return the line of glyphs that stand on one."""
    text = text_of(group)
    ordered = sorted(group, key=lambda glyph: glyph.middle)
    gaps = [second.left - first.right for first, second in pairwise(ordered)]
    left, right = min(glyph.left for glyph in group), max(glyph.right for glyph in group)
    em = max(glyph.em for glyph in group)
    first = (right - left) * len(text.split(maxsplit=1)[0]) / len(text) if text.strip() else 0.0
    return Line(text, left, right, group[0].baseline, em, first, max(gaps, default=0) > WIDE * em)


def text_of(group: Sequence[Glyph]) -> str:
    """Return the text of the glyphs of one line, in the order that it is read in."""
    bases = [glyph for glyph in group if not _is_mark(glyph)]
    marks = _attached([glyph for glyph in group if _is_mark(glyph)], bases)
    arabic = sum(_direction(glyph) == "R" for glyph in bases)
    backwards = arabic >= sum(_direction(glyph) == "L" for glyph in bases)
    ordered = _ligatures(sorted(bases, key=lambda glyph: -glyph.middle))
    runs = list(_runs(ordered))
    if not backwards:
        runs.reverse()
    pieces = [one for foreign, run in runs for one in _logical(run, foreign, backwards)]
    return "".join(_spaced(pieces, marks))


def _is_mark(glyph: Glyph) -> bool:
    return unicodedata.category(glyph.char[0]) == "Mn"


def _direction(glyph: Glyph) -> str:
    """Return R for letters written from right to left, L for other letters, N for digits, nothing for signs."""
    bidi = unicodedata.bidirectional(glyph.char[0])
    return {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N"}.get(bidi, "")


def _attached(marks: Sequence[Glyph], bases: Sequence[Glyph]) -> dict[int, str]:
    """Return the vowel signs over each letter, by the letter's identity: the nearest whose place holds the sign."""
    found: dict[int, list[str]] = {}
    for mark in marks:
        if bases:
            nearest = min(bases, key=lambda base: (_distance(mark, base), abs(mark.middle - base.middle)))
            found.setdefault(id(nearest), []).append(mark.char)
    return {base: "".join(sorted(signs, key=unicodedata.combining)) for base, signs in found.items()}


def _distance(mark: Glyph, base: Glyph) -> float:
    return max(base.left - mark.middle, mark.middle - base.right, 0.0)


def _ligatures(ordered: list[Glyph]) -> list[Glyph]:
    """Return glyphs with the lam of each ligature before its alef: both have one place, so that their order tells nothing."""
    result = list(ordered)
    for number, (first, second) in enumerate(pairwise(ordered)):
        if first.char in _ALEFS and second.char == _LAM and (first.left, first.right) == (second.left, second.right):
            result[number], result[number + 1] = second, first
    return result


def _runs(ordered: Sequence[Glyph]) -> Iterator[tuple[bool, list[Glyph]]]:
    """Yield glyphs, from right to left, in runs; true for those that are read from left to right."""
    start = 0
    while start < len(ordered):
        end = start + 1
        if foreign := _direction(ordered[start]) in ("L", "N"):
            end = _end_of_foreign(ordered, start)
        else:
            while end < len(ordered) and _direction(ordered[end]) not in ("L", "N"):
                end += 1
        yield foreign, list(ordered[start:end])
        start = end


def _end_of_foreign(ordered: Sequence[Glyph], start: int) -> int:
    """Return where a run from left to right ends: signs between Latin letters belong to it, and points between digits."""
    end = start + 1
    while end < len(ordered) and _direction(ordered[end]) != "R":
        ahead = end
        while ahead < len(ordered) and _direction(ordered[ahead]) == "":
            ahead += 1
        if ahead == len(ordered) or not _belongs(ordered, end, ahead):
            break
        end = ahead + 1
    return end


def _belongs(ordered: Sequence[Glyph], end: int, ahead: int) -> bool:
    """Tell whether a letter or digit ahead continues a run from left to right, with the signs between."""
    before, after = _direction(ordered[end - 1]), _direction(ordered[ahead])
    if after == "R":
        return False
    if "L" in (before, after):
        return True
    close = not _is_gap(ordered[ahead], ordered[end - 1]) if ahead == end else ahead == end + 1
    return close and all(glyph.char in _INSIDE_NUMBERS for glyph in ordered[end:ahead])


def _logical(run: list[Glyph], foreign: bool, backwards: bool) -> list[Glyph]:
    """Return a run in the order that it is read in; brackets in Arabic are named after their looks."""
    if foreign:
        return run[::-1]
    if not backwards and not any(_direction(glyph) == "R" for glyph in run):
        return run[::-1]
    return [_mirrored(glyph) for glyph in run] if backwards else run


def _mirrored(glyph: Glyph) -> Glyph:
    """Return a bracket as its mirrored one, and any other glyph itself."""
    char = glyph.char.translate(_MIRRORED)
    return glyph if char == glyph.char else replace(glyph, char=char)


def _spaced(ordered: Sequence[Glyph], marks: dict[int, str]) -> Iterator[str]:
    """Yield the characters of glyphs in reading order, presentation forms folded, with spaces where there are gaps."""
    for number, glyph in enumerate(ordered):
        if number and _is_gap(ordered[number - 1], glyph):
            yield " "
        yield unicodedata.normalize("NFKC", glyph.char) if "\ufb50" <= glyph.char <= "\ufefc" else glyph.char
        yield marks.get(id(glyph), "")


def _is_gap(one: Glyph, other: Glyph) -> bool:
    """Tell whether there is a space between two glyphs, whichever stands left."""
    gap = max(one.left, other.left) - min(one.right, other.right)
    return gap > SPACE * max(one.em, other.em)
