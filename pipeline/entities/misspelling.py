"""Misspellings: strangers of one document whose names differ by a slip of the pen, أنريه and أندريه سيرديكوف.

Only foreign names are put together so, and only where all parts but one are the same, one of these is long enough to be no
other's by chance, and nobody who is known is called by one of the two spellings: سامر and سمير are brothers, not a slip.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from rapidfuzz.distance import OSA

from ..arabic.sound import consonants, foreign

_SHORTEST = 4
"""Letters of a part that may have a slip."""

_EVIDENCE = 4
"""Consonants of a part that is written the same."""

_CROWD = 100
"""Names of one document that share all parts but one, beyond which the part that differs tells people apart, not slips."""

Parts = tuple[str, ...]


def _slip(one: Parts, other: Parts) -> tuple[str, str] | None:
    """Return the two spellings of the one part in which two names of as many parts differ by a slip, or None.

    >>> _slip(("دينس", "كوسبيرت"), ("دنيس", "كوسبيرت")), _slip(("جون", "كوسبيرت"), ("جوان", "كوسبيرت"))
    (('دينس', 'دنيس'), None)
    """
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return None
    first, second = differing[0]
    long_enough = all(foreign(part) and len(part) >= _SHORTEST for part in (first, second))
    return (first, second) if long_enough and OSA.distance(first, second) == 1 else None


def _evident(same: Parts) -> bool:
    """Return whether parts that two names share are no others' by chance."""
    return any(part.startswith("~") or (foreign(part) and consonants(part) >= _EVIDENCE) for part in same)


def misspellings(names: Mapping[Parts, int], known: Callable[[str], bool]) -> dict[Parts, Parts]:
    """Return names of strangers that are other names of their document misspelt, each with the right one.

    The right one is the more frequent; of equals the one whose part somebody known bears, else the earlier.

    Args:
        names: the parts of each name (Knowledge.parts) in the order of their first mention, with the number of mentions.
        known: whether a part is of the name of somebody who is known (Knowledge.names_someone).

    >>> names = {("انريه", "سيرديكوف"): 1, ("اندريه", "سيرديكوف"): 3}
    >>> misspellings(names, lambda part: part == "اندريه")
    {('انريه', 'سيرديكوف'): ('اندريه', 'سيرديكوف')}
    """
    found: dict[Parts, Parts] = {}
    for one, other in _pairs(names):
        slip = _slip(one, other)
        if slip is None or all(map(known, slip)) or one in found or other in found:
            continue
        ranks = {name: (names[name], known(part)) for name, part in zip((one, other), slip, strict=True)}
        wrong, right = (one, other) if ranks[other] > ranks[one] else (other, one)
        found[wrong] = right
    return found


def _pairs(names: Iterable[Parts]) -> list[tuple[Parts, Parts]]:
    """Return the pairs of names that share all parts but one, in order; none of a part that a crowd shares."""
    sharing: dict[tuple[int, Parts], list[Parts]] = defaultdict(list)
    for name in names:
        for place in range(len(name) if len(name) > 1 else 0):
            rest = name[:place] + name[place + 1 :]
            if _evident(rest):
                sharing[place, rest].append(name)
    return [pair for alike in sharing.values() if len(alike) <= _CROWD for pair in combinations(alike, 2)]
