"""Metrics of the spans that a tagger found in texts against those that it should have found."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan, nan

from ..arabic.proclitics import letters
from .gold import Span

ALL = "ALL"
"""The row of all labels together."""

NONE = "none"
"""What is found where nothing is, and what is where nothing is found."""

LONGEST_PROCLITIC = 2

_IN_WORD = re.compile(r"[^\W\d_]|[\u0610-\u061a\u064b-\u065f\u0670]")  # letters, tatweel, vowel signs
_DECADE = re.compile(r"\d{3}(?=\d(?:\D|$))")


@dataclass(frozen=True)
class Compared:
    """One sentence or document: what should have been found, and what was found.

    Attributes:
        gold: the spans that should have been found.
        found: the spans that were found, with their scores (NaN where the tagger gives none).
        text: the text that the spans are of; empty when they are of tokens.
        source: the publisher, where known.
        date: the date of publication, where known; begins with the year.
    """

    gold: frozenset[Span]
    found: Mapping[Span, float]
    text: str = ""
    source: str = ""
    date: str = ""

    @property
    def decade(self) -> str:
        """The decade of publication, empty where the year is not known.

        >>> Compared(frozenset(), {}, date="2009-11-06").decade
        '2000s'
        """
        match = _DECADE.match(self.date)
        return f"{match.group()}0s" if match else ""


@dataclass(frozen=True)
class Ratio:
    """So many right ones of so many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The ratio, NaN of nothing."""
        return self.right / self.of if self.of else nan


@dataclass(frozen=True)
class Score:
    """Counts of right, found and gold spans, and the metrics made of them (0 where undefined)."""

    right: float
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the found spans that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold spans that were found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True)
class Proclitics:
    """The proclitic decisions of the mentions found, `proclitic_decisions`: right ones of all.

    Attributes:
        clitic: where the word's first letters are proclitics.
        name: where they are the name's own.
    """

    clitic: Ratio
    name: Ratio

    @property
    def all(self) -> Ratio:
        """Both together."""
        return Ratio(self.clitic.right + self.name.right, self.clitic.of + self.name.of)


def scores(compared: Iterable[Compared]) -> dict[str, Score]:
    """Return the strict score of each label and, as the last, of all together (micro-average, `ALL`).

    >>> text = Compared(frozenset({(0, 4, "PER"), (5, 9, "LOC")}), {(0, 4, "PER"): 0.9})
    >>> scores([text])["ALL"].recall
    0.5
    """
    texts = list(compared)
    return _by_label(texts, Counter(label for text in texts for _, _, label in text.gold & text.found.keys()))


def partial_scores(compared: Iterable[Compared]) -> dict[str, Score]:
    """Return the scores when a span found in part, with its label, counts one half; by label and of all together.

    Partial answers count so in MUC-5 (Chinchor & Sundheim 1993) and SemEval-2013 task 9; there without, here with the
    right label. A span found goes to one gold span at most.

    >>> text = Compared(frozenset({(0, 9, "PER"), (20, 25, "LOC")}), {(0, 4, "PER"): 0.9, (20, 26, "ORG"): 0.9})
    >>> partial_scores([text])["ALL"]
    Score(right=0.5, found=2, gold=2)
    """
    texts = list(compared)
    whole = Counter(label for text in texts for _, _, label in text.gold & text.found.keys())
    halves = Counter(label for text in texts for label in _found_in_part(text))
    return _by_label(texts, {label: whole[label] + halves[label] / 2 for label in whole | halves})


def _found_in_part(text: Compared) -> Iterator[str]:
    """Yield the label of each gold span of which a part was found, with its label."""
    left = sorted(text.found.keys() - text.gold)
    for span in sorted(text.gold - text.found.keys()):
        part = next((other for other in left if other[2] == span[2] and _touch(span, other)), None)
        if part:
            left.remove(part)
            yield span[2]


def _by_label(compared: Iterable[Compared], right: Mapping[str, float]) -> dict[str, Score]:
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for text in compared:
        found.update(label for _, _, label in text.found)
        gold.update(label for _, _, label in text.gold)
    result = {
        label: Score(right.get(label, 0), found[label], gold[label]) for label in sorted(found.keys() | gold.keys())
    }
    result[ALL] = Score(sum(right.values()), found.total(), gold.total())
    return result


def scores_by(compared: Iterable[Compared], group: Callable[[Compared], str]) -> dict[str, Score]:
    """Return the strict score of all labels together by group of texts, in alphabetical order; no group is the empty name."""
    groups: dict[str, list[Compared]] = defaultdict(list)
    for text in compared:
        groups[group(text)].append(text)
    return {name: scores(groups[name])[ALL] for name in sorted(groups) if name}


def confusion(compared: Iterable[Compared]) -> dict[str, dict[str, int]]:
    """Count the gold spans of each label by the label that they were found with, wholly or in part, or `none`.

    Of several spans found the one that shares most letters counts; the row `none` counts the found that touch no gold span.

    >>> text = Compared(frozenset({(0, 9, "PER"), (20, 25, "LOC")}), {(0, 4, "ORG"): 0.9})
    >>> confusion([text])
    {'LOC': {'none': 1}, 'PER': {'ORG': 1}}
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for text in compared:
        pairs.update((span[2], _label_found(span, text.found)) for span in text.gold)
        pairs.update((NONE, span[2]) for span in text.found if not any(_touch(span, other) for other in text.gold))
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for (gold, found), count in sorted(pairs.items()):
        rows[gold][found] = count
    return dict(rows)


def _label_found(span: Span, found: Iterable[Span]) -> str:
    near = [other for other in found if _touch(span, other)]
    return max(near, key=lambda other: min(span[1], other[1]) - max(span[0], other[0]))[2] if near else NONE


def proclitic_decisions(compared: Iterable[Compared]) -> Proclitics:
    """Return how often it was seen rightly whether a word's first letter (و ف ب ل ك س) is a proclitic or the name's own.

    Of gold spans that begin in a written word with such a letter and were found up to their clitic: same label, same end,
    beginnings at most two code points apart. Right is the exact beginning.

    >>> proclitic_decisions([Compared(frozenset({(1, 6, "PER"), (7, 12, "LOC")}),
    ...                             {(0, 6, "PER"): 0.9, (7, 12, "LOC"): 0.9}, "وبوتين لبنان")])
    Proclitics(clitic=Ratio(right=0, of=1), name=Ratio(right=1, of=1))
    """
    counts: Counter[tuple[bool, bool]] = Counter()
    for text in compared:
        for span in text.gold:
            word = _word_start(text.text, span[0])
            if text.text[word : word + 1] in letters() and any(_same_up_to_clitic(span, other) for other in text.found):
                counts[word < span[0], span in text.found] += 1
    clitic, name = (Ratio(counts[cut, True], counts[cut, True] + counts[cut, False]) for cut in (True, False))
    return Proclitics(clitic, name)


def _word_start(text: str, place: int) -> int:
    """Return where the written word begins that holds `place`: its first letter, not a sign before it."""
    while place and _IN_WORD.match(text[place - 1 : place]):
        place -= 1
    return place


def error_kinds(compared: Iterable[Compared]) -> Counter[str]:
    """Count the errors by kind.

    Of gold spans that were not found: `label` (found with another label), `clitic` (only the first letters differ),
    `boundary` (found in part), `missed`; of found spans: `spurious` (they touch no gold span).

    >>> text = Compared(frozenset({(1, 5, "PER"), (9, 12, "LOC")}), {(0, 5, "PER"): 0.9, (20, 22, "ORG"): 0.8})
    >>> sorted(error_kinds([text]).items())
    [('clitic', 1), ('missed', 1), ('spurious', 1)]
    """
    kinds: Counter[str] = Counter()
    for text in compared:
        wrong = text.found.keys() - text.gold
        kinds.update(_kind(span, wrong) for span in text.gold - text.found.keys())
        kinds["spurious"] += sum(not any(_touch(span, other) for other in text.gold) for span in wrong)
    return +kinds


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _same_up_to_clitic(one: Span, other: Span) -> bool:
    return one[1:] == other[1:] and abs(one[0] - other[0]) <= LONGEST_PROCLITIC


def _kind(span: Span, wrong: Iterable[Span]) -> str:
    near = [other for other in wrong if _touch(span, other)]
    if any(other[:2] == span[:2] for other in near):
        return "label"
    if any(_same_up_to_clitic(span, other) for other in near):
        return "clitic"
    return "boundary" if near else "missed"


def calibration_error(compared: Iterable[Compared], bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between score and share of right spans over equal bins.

    Spans without score are left out; NaN when none has one.
    """
    scored = [(score, span in text.gold) for text in compared for span, score in text.found.items() if not isnan(score)]
    gaps = [0.0] * bins
    for score, right in scored:
        gaps[min(int(score * bins), bins - 1)] += score - right
    return sum(map(abs, gaps)) / len(scored) if scored else nan
