"""Spelling foreign names: each Arabic letter with the English letters that it stands for, as names that are known teach it.

>>> spelt("دانييلا"), spelt("غرين")
('daniela', 'green')

The model counts runs of up to five units, an Arabic letter with its English letters (Bisani & Ney 2008, joint-sequence models),
in the lists that scripts/build_names.py reads; a run that was not seen falls back on its shorter end. Scores are whole
numbers, so that every machine spells alike.
"""

import gzip
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

MODEL = "spelling_en.tsv.gz"
START, END = "<", ">"
LONGEST = 5
"""Units of a run, at most."""

_WIDEST = 10
"""Spellings that are followed at once."""

_WORST = 500
"""How much worse than the best a spelling may be that is followed, in hundredths of a nat."""

_ENOUGH = 4
"""Units that a letter must have before runs of one unit are not asked any more."""

History = tuple[str, ...]


class _Runs(NamedTuple):
    """What follows a history.

    Attributes:
        back: the cost of a unit that never followed it.
        units: by Arabic letter, the units that did, each with its cost.
    """

    back: int
    units: Mapping[str, tuple[tuple[str, int], ...]]


_NONE = _Runs(0, {})


@cache
def _lines() -> dict[str, str]:
    """Return the rest of each line of the model, by its history."""
    text = gzip.decompress(files(__package__).joinpath(MODEL).read_bytes()).decode()
    rows = (line.partition("\t") for line in text.splitlines() if not line.startswith("#"))
    return {history: rest for history, _, rest in rows}


@lru_cache(maxsize=1 << 16)
def _runs(history: History) -> _Runs:
    line = _lines().get(" ".join(history))
    if line is None:
        return _NONE
    back, *written = line.split(" ")
    units: dict[str, list[tuple[str, int]]] = {}
    for unit, cost in zip(written[::2], written[1::2], strict=True):
        units.setdefault(unit[0], []).append((unit, int(cost)))
    return _Runs(int(back), {letter: tuple(found) for letter, found in units.items()})


@lru_cache(maxsize=1 << 16)
def _following(history: History, letter: str) -> tuple[tuple[str, int], ...]:
    """Return the units that a letter may be behind a history, each with its cost."""
    costs: dict[str, int] = {}
    more = 0
    while True:
        runs = _runs(history)
        for unit, cost in runs.units.get(letter, ()):
            costs.setdefault(unit, more + cost)
        if not history or (len(history) == 1 and len(costs) >= _ENOUGH):
            return tuple(costs.items())
        more += runs.back
        history = history[1:]


@lru_cache(maxsize=1 << 16)
def spelt(word: str) -> str:
    """Return the English letters, small ones, of a word of Arabic letters; empty where it has a letter that no name has."""
    paths: dict[History, tuple[int, str]] = {(START,): (0, "")}
    for letter in (*word, END):
        reached: dict[History, tuple[int, str]] = {}
        bound = min((cost for cost, _ in paths.values()), default=0) + _WORST
        followed = sorted((path for path in paths.items() if path[1][0] <= bound), key=lambda path: path[1])
        for history, (cost, english) in followed[:_WIDEST]:
            for unit, more in _following(history, letter):
                path = (cost + more, english + unit[1:])
                ahead = (*history, unit)[1 - LONGEST :]
                if ahead not in reached or path < reached[ahead]:
                    reached[ahead] = path
        paths = reached
    return min(paths.values(), default=(0, ""))[1]
