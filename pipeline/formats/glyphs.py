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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise
from statistics import median

SPACE = 0.17
"""Distance between two glyphs, in ems, that is a space: those of fonts are a quarter, gaps inside a word up to a tenth."""

NARROW = 0.05
"""Distance that is a space where the program wrote one."""

SAME_LINE = 0.55
"""Distance of baselines, in ems, up to which glyphs stand on one line; letters with a vowel sign are raised up to a half."""

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
        drawn: where its ink begins.
        number: its place in what the program wrote, spaces counted, vowel signs not.
        parted: whether the program wrote a space before it.
    """

    char: str
    left: float
    right: float
    baseline: float
    em: float
    drawn: float = 0.0
    number: int = 0
    parted: bool = False

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
    page = list(glyphs)
    groups = list(_groups([glyph for glyph in page if not _is_mark(glyph)]))
    for mark in (glyph for glyph in page if _is_mark(glyph)):
        if groups:
            min(groups, key=partial(_distance_of_line, mark)).append(mark)
    directions = Counter(map(_direction, page))
    inverted = _is_inverted(page)
    for group in groups:
        yield _line(group, directions["R"] >= directions["L"], inverted)


def _groups(bases: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the glyphs that stand on one line and follow one another."""
    group: list[Glyph] = []
    for glyph in bases:
        if group and abs(glyph.baseline - group[0].baseline) > SAME_LINE * glyph.em:
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _distance_of_line(mark: Glyph, group: Sequence[Glyph]) -> float:
    """Return how far a vowel sign stands from the nearest letter of a line."""
    return min(_distance(mark, base) for base in group) + abs(mark.baseline - group[0].baseline)


def _line(group: list[Glyph], arabic: bool, inverted: bool) -> Line:
    """Return the line of glyphs that stand on one."""
    text = text_of(group, arabic, inverted)
    ordered = sorted(group, key=lambda glyph: glyph.middle)
    gaps = [second.left - first.right for first, second in pairwise(ordered)]
    left, right = min(glyph.left for glyph in group), max(glyph.right for glyph in group)
    em = median(glyph.em for glyph in group)
    first = (right - left) * len(text.split(maxsplit=1)[0]) / len(text) if text.strip() else 0.0
    return Line(text, left, right, group[0].baseline, em, first, max(gaps, default=0) > WIDE * em)


def text_of(group: Sequence[Glyph], arabic: bool = True, inverted: bool = False) -> str:
    """Return the text of the glyphs of one line, in the order that it is read in.

    Args:
        group: the glyphs.
        arabic: whether most of their page is Arabic.
        inverted: whether the letters of ligatures are named from their end.
    """
    bases = [glyph for glyph in group if not _is_mark(glyph)]
    marks = _attached([glyph for glyph in group if _is_mark(glyph)], bases)
    ordered = list(_with_spaces(list(_ligatures(sorted(bases, key=lambda glyph: -glyph.middle), inverted))))
    backwards = _is_backwards(ordered, arabic)
    runs = list(_runs(ordered))
    if not backwards:
        runs.reverse()
    pieces = [one for foreign, run in runs for one in _logical(run, foreign, backwards)]
    return "".join(f"{_folded(glyph.char)}{marks.get(id(glyph), '')}" for glyph in pieces)


def _with_spaces(ordered: Sequence[Glyph]) -> Iterator[Glyph]:
    """Yield glyphs, from right to left, with the spaces between them."""
    for right, left in pairwise(ordered):
        yield right
        if _is_parted(right, left):
            yield Glyph(" ", left.right, right.left, right.baseline, right.em)
    yield from ordered[-1:]


def _is_parted(right: Glyph, left: Glyph) -> bool:
    """Tell whether there is a space between neighbours, by the gap, and by what the program wrote from one to the other.

    Letters that it wrote without a space are one word, for strokes between them may stretch a line.
    """
    first, second = sorted((right, left), key=lambda glyph: glyph.number)
    apart, gap = second.number - first.number, (right.left - left.right) / max(right.em, left.em)
    if apart == 1 and _direction(first) == _direction(second) == "R":
        return False
    return gap > (NARROW if apart == 2 and second.parted else SPACE)


def _is_backwards(ordered: Sequence[Glyph], arabic: bool) -> bool:
    """Tell whether a line is read from right to left: one without Arabic letters is where the sign that ends it stands left."""
    directions = Counter(map(_direction, ordered))
    if not directions["R"]:
        return arabic and bool(ordered) and ordered[-1].char in ".،,؟!:"
    return arabic or directions["R"] >= directions["L"]


def _folded(char: str) -> str:
    """Return the letters that a presentation form stands for, and any other character itself."""
    return unicodedata.normalize("NFKC", char) if "\ufb50" <= char <= "\ufefc" else char


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


def _ligatures(ordered: Sequence[Glyph], inverted: bool) -> Iterator[Glyph]:
    """Yield glyphs with the letters of each ligature, which have one place, in the order that they are read in."""
    for _, group in groupby(ordered, key=lambda glyph: (glyph.left, glyph.right)):
        letters = list(group)
        if [one.char for one in letters[1:]] == [_LAM] and letters[0].char in _ALEFS:
            yield from letters[::-1]
        elif {_LAM, *_ALEFS}.issuperset(one.char for one in letters) or not inverted:
            yield from letters
        else:
            yield from letters[::-1] if _direction(letters[0]) == "R" else letters


def _is_inverted(page: Sequence[Glyph]) -> bool:
    """Tell whether the letters of ligatures come out in the wrong order: most alefs stand before the lam of the same place.

    Where a page has no such ligature, they come as in the programs that were looked at: the wrong way round.
    """
    pairs = [(one.char, two.char) for one, two in pairwise(page) if (one.left, one.right) == (two.left, two.right)]
    wrong = sum(one in _ALEFS and two == _LAM for one, two in pairs)
    return wrong >= sum(one == _LAM and two in _ALEFS for one, two in pairs)


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
    return ahead - end <= 1 and all(glyph.char in _INSIDE_NUMBERS for glyph in ordered[end:ahead])


def _logical(run: list[Glyph], foreign: bool, backwards: bool) -> list[Glyph]:
    """Return a run in the order that it is read in; brackets in Arabic are named after their looks."""
    if foreign:
        return run[::-1]
    if backwards:
        return [_mirrored(glyph) for glyph in run]
    letters = [number for number, glyph in enumerate(run) if _direction(glyph) == "R"]
    if not letters:
        return run[::-1]
    first, end = letters[0], letters[-1] + 1
    return [*run[end:][::-1], *run[first:end], *run[:first][::-1]]


def _mirrored(glyph: Glyph) -> Glyph:
    """Return a bracket as its mirrored one, and any other glyph itself."""
    char = glyph.char.translate(_MIRRORED)
    return glyph if char == glyph.char else replace(glyph, char=char)
