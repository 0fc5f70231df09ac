"""Whereabouts: what a text says right beside a place's name of where it is: الطيانة بمحافظة جيجل, بلدة بني وليد المغربية.

Namesakes are told apart by it, and it speaks against the only one that is known: الطيانة of Jijel is not the Syrian village.
Two names of a list, حلب وإدلب, say nothing of each other.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pandas as pd

from ..arabic.data import read_table
from ..arabic.designators import nationalities
from ..arabic.folding import fold_words
from ..knowledge.entry import Whereabouts

_LABEL = "LOC"
_WIDEST = 30
"""Characters between the two names, at most."""

_SETTLEMENT = "(?:مدينة|بلدة|قرية|منطقة|محافظة|ولاية|ضاحية|حي|بلدتي|قريتي|مدينتي)"
"""What a nationality behind a place's name agrees with; it says whose a base is, not where: قاعدة حميميم الروسية."""

_WORD = r"\s+(\w+)"
_PLACE_BEFORE = (
    rf"(?:^|\s)(?:في|قرب|محيط|أطراف|قرى|بلدات|مناطق|ناحية|ناحيتي|المركز الترابي|مخيم|{_SETTLEMENT}|[وب])\s*$"
)
"""What stands before a place, not before those who are named after it: نازحي عفرين في الحسكة, دعم الرياض في لبنان."""

_TIGHTLY, _LOOSELY = "tightly", "loosely"
_AREA, _UNIT, _DIRECTION = "area", "unit", "direction"
_LOOSE = r"\s*\(|\s+(?:في\s+|بـ?)"
_TIGHT = r"\s+(?:في\s+|بـ?)?(?:{words})\s+(?:(?:{words})\s+)*(?:في\s+|بـ?|لـ?)?"


@cache
def _between(*kinds: str) -> re.Pattern[str]:
    """Return what stands between a place and what it lies in, with words of some kinds for that."""
    rows = read_table("located_by.tsv", __package__)
    words = "|".join(word.replace(" ", r"\s+") for word, kind in rows if kind in kinds)
    return re.compile(_TIGHT.format(words=words))


def _lies_in(one: str, other: str, context: str) -> str:
    """Return how a context says that a place lies in another, of which only the first word need be there, or empty.

    >>> _lies_in("بني وليد", "تاونات", "ضواحي بني وليد بتاونات"), _lies_in("بني وليد", "تاونات", "في بني وليد بتاونات")
    ('', 'loosely')
    >>> _lies_in("الطيانة", "جيجل", "في منطقة الطيانة بمحافظة جيجل شمال"), _lies_in("سراقب", "إدلب", "في سراقب (إدلب)")
    ('tightly', 'loosely')
    >>> [_lies_in("حلب", "إدلب", text) for text in ("في حلب وإدلب", "في حلب، إدلب", "من حلب إلى إدلب", "نازحو حلب في إدلب")]
    ['', '', '', '']
    """
    last, first = one.rsplit(maxsplit=1)[-1], other.split(maxsplit=1)[0]
    for end, gap in _gaps(context, last, first):
        located = re.search(_PLACE_BEFORE, context[:end].removesuffix(one))
        if _between(_AREA).fullmatch(gap):
            return _TIGHTLY if located else _LOOSELY
        if located and (re.fullmatch(_LOOSE, gap) or _between(_AREA, _UNIT, _DIRECTION).fullmatch(gap)):
            return _LOOSELY
    return ""


def _gaps(context: str, one: str, other: str) -> Iterator[tuple[int, str]]:
    """Yield where a word ends in a context, and what is between it and the next other word, _WIDEST characters of a line at most.

    >>> list(_gaps("حلب ثم إدلب من حلب وإدلب", "حلب", "إدلب"))
    [(3, ' ثم '), (18, ' و')]
    """
    start = context.find(one)
    while start >= 0:
        end = start + len(one)
        begins = context.find(other, end + 1, end + _WIDEST + len(other))
        near = begins >= 0 and "\n" not in context[end:begins]
        if near:
            yield end, context[end:begins]
        start = context.find(one, begins + len(other) if near else start + 1)


def _nationality(name: str, context: str) -> str:
    """Return the country whose adjective follows the name of a settlement, or empty.

    >>> _nationality("بني وليد", "في بلدة بني وليد المغربية"), _nationality("حميميم", "قاعدة حميميم الروسية")
    ('MA', '')
    """
    for before in re.finditer(rf"{_SETTLEMENT}\s+", context):
        after = before.end() + len(name)
        found = re.match(_WORD, context[after:]) if context.startswith(name, before.end()) else None
        if found:
            return nationalities().get(fold_words(found[1]), "")
    return ""


def whereabouts(mentions: pd.DataFrame) -> Mapping[str, Sequence[Whereabouts]]:
    """Return for each document what it says of where its places are; a document that says nothing may be asked for too.

    Args:
        mentions: schema.MENTION_FIELDS, in the order of the text.
    """
    places = mentions[mentions["label"] == _LABEL]
    found: dict[str, dict[Whereabouts, None]] = defaultdict(dict)
    columns = ["doc_id", "name", "surface", "context", "start", "end"]
    rows = list(places[columns].itertuples(index=False, name=None))
    for doc_id, name, surface, context, _, _ in rows:
        country = _nationality(surface, context)
        if country:
            found[doc_id][Whereabouts(name, country=country)] = None
    for (doc_id, name, surface, context, _, end), (after, within, beside, _, start, _) in itertools.pairwise(rows):
        near = doc_id == after and 0 < start - end <= _WIDEST and name != within
        how = _lies_in(surface, beside, context) if near else ""
        if how:
            found[doc_id][Whereabouts(name, within, loosely=how == _LOOSELY)] = None
    return {doc_id: list(said) for doc_id, said in found.items()}
