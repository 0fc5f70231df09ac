"""Which letters of an English name stand for which letter of the Arabic one: غ r of غرين is g, ي is ee.

Each Arabic letter stands for 0 to 4 English letters, the chance of which is counted over all pairs by expectation maximisation
(Jiampojamarn et al. 2007, many-to-many alignments); the best alignment of a pair is then Viterbi's.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.arabic.data import read_table

LONGEST = 4
"""English letters that one Arabic letter stands for, at most: ش is sche."""

_LENGTHS = (0.08, 0.5, 0.25, 0.06, 0.02)
_ROUNDS = 5
_RAREST = 1e-5
_VOWELS = frozenset("aeiouy")

Chances = dict[tuple[str, str], float]
"""The chance of English letters for an Arabic letter."""

Unit = str
"""An Arabic letter and the English ones that stand for it: شsh."""

_Chance = Callable[[str, str], float]


def _at_first() -> _Chance:
    """Return the chance of English letters before anything is counted: that of the letters' usual sounds."""
    rows = {row[0]: row[1:] for row in read_table("letters_of_names.tsv", __package__)}

    def chance(letter: str, part: str) -> float:
        usual, vowel = rows.get(letter, ["", ""])
        if not part:
            return 0.3 if vowel else 0.06
        consonants = [one for one in part if one not in _VOWELS]
        strange = sum(one not in usual and one != "h" for one in consonants)
        if vowel:
            strange += len(consonants) > 1
        return _LENGTHS[len(part)] * (0.2 if vowel else 1) * (1 if part[0] in usual else 0.02) * 0.05**strange

    return chance


def _steps(arabic: str, english: str, chance: _Chance) -> list[list[list[float]]]:
    """Return the chance of each number of English letters, at each place of both names: [letter][place][number]."""
    size = len(english)
    return [
        [[chance(letter, english[at : at + n]) for n in range(min(LONGEST, size - at) + 1)] for at in range(size + 1)]
        for letter in arabic
    ]


def _expect(arabic: str, english: str, chance: _Chance, counts: Counter[tuple[str, str]]) -> None:
    """Add what a pair says of each letter, by its share in all alignments of the pair."""
    steps, size = _steps(arabic, english, chance), len(english)
    after = [[0.0] * size + [1.0]]
    for step in reversed(steps):
        after.insert(0, [sum(p * after[0][at + n] for n, p in enumerate(step[at])) for at in range(size + 1)])
    if not after[0][0]:
        return
    before = [1.0] + [0.0] * size
    for letter, step, rest in zip(arabic, steps, after[1:], strict=True):
        reached = [0.0] * (size + 1)
        for at in filter(before.__getitem__, range(size + 1)):
            for n, p in enumerate(step[at]):
                reached[at + n] += before[at] * p
                if p and rest[at + n]:
                    counts[letter, english[at : at + n]] += before[at] * p * rest[at + n] / after[0][0]
        before = reached


def count_chances(pairs: Sequence[tuple[str, str]]) -> Chances:
    """Return the chances of English letters for each Arabic letter, of pairs of an Arabic and an English word."""
    chance = _at_first()
    chances: Chances = {}
    for _ in range(_ROUNDS):
        counts: Counter[tuple[str, str]] = Counter()
        for arabic, english in pairs:
            _expect(arabic, english, chance, counts)
        totals: Counter[str] = Counter()
        for (letter, _part), count in counts.items():
            totals[letter] += count
        shares = {key: count / totals[key[0]] for key, count in counts.items()}
        chances = {key: share for key, share in shares.items() if share > _RAREST}
        chance = lambda letter, part, known=chances: known.get((letter, part), 0.0)  # noqa: E731
    return chances


def align(arabic: str, english: str, chances: Chances) -> tuple[float, tuple[Unit, ...]] | None:
    """Return the best alignment of a pair and its mean log-chance a letter, or None where there is none.

    >>> usual = {("غ", "g"): 0.9, ("ر", "r"): 0.9, ("ي", "ee"): 0.1, ("ي", "e"): 0.4, ("ن", "n"): 0.8}
    >>> align("غرين", "green", usual)[1]
    ('غg', 'رr', 'يee', 'نn')
    """
    best: dict[int, tuple[float, tuple[Unit, ...]]] = {0: (0.0, ())}
    for letter in arabic:
        reached: dict[int, tuple[float, tuple[Unit, ...]]] = {}
        for at, (score, units) in best.items():
            for end in range(at, min(len(english), at + LONGEST) + 1):
                chance = chances.get((letter, english[at:end]))
                if chance:
                    found = score + math.log(chance)
                    if end not in reached or found > reached[end][0]:
                        reached[end] = (found, (*units, letter + english[at:end]))
        best = reached
    whole = best.get(len(english))
    return (whole[0] / len(arabic), whole[1]) if whole else None
