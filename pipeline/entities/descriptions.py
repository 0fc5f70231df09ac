"""Descriptions of bodies: what a text calls an organisation beside its name: تنظيم «…», … المدعومة من تركيا, …، فصيل كردي.

Precision before recall: a word and a name side by side describe each other only where nothing but adjectives and quotation marks
is between them, and where what follows a name agrees with what stands before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from ..arabic.data import read_table
from ..arabic.designators import nationalities
from ..arabic.folding import fold, fold_words, without_article
from ..arabic.orthography import normalise
from ..arabic.proclitics import readings
from .named import sentences_with
from .titles import Unit, nation_at, title_at, units_of

FIELDS = ["mention_id", "described_as"]

_VERBAL, _FEMININE, _ADJECTIVE, _BACKED = "verbal", "f", "adjective", "backed"
_BODIES = ("m", _FEMININE, _VERBAL)
_COMMAS = frozenset("،,؛(-–—")
_HE_IS = frozenset(("وهو", "وهي", "هو", "هي"))
_FROM, _BY, _OF, _THE, _TA = fold("من"), fold("عن"), "ل", "ال", "ه"
_FOR_THE = re.compile(r"\bل ?ال")
_MOST_ADJECTIVES = 3


@cache
def _kinds() -> dict[tuple[str, ...], str]:
    return {fold_words(word): kind for word, kind in read_table("bodies.tsv", __package__)}


def _kind(key: str) -> str:
    """Return the kind of a folded word (bodies.tsv), adjectives in both genders; empty for another."""
    bare = without_article(key)
    kind = _kinds().get((bare,), "")
    return kind or next((of for of in [_kinds().get((bare.removesuffix(_TA),), "")] if of in (_ADJECTIVE, _BACKED)), "")


def descriptions(sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return what texts call organisations (FIELDS), in the order of the sentences.

    Args:
        sentences: schema.SENTENCE_FIELDS of the documents.
        mentions: schema.MENTION_FIELDS.
    """
    rows = [row for sentence in sentences_with("ORG", sentences, mentions) for row in _rows(*sentence)]
    return pd.DataFrame(rows, columns=FIELDS)


def _rows(source: str, start: int, mentions: Sequence[Mapping[Any, Any]]) -> Iterator[tuple[object, str]]:
    """Yield the rows (FIELDS) of one sentence that begins at `start` of its document."""
    spans = [(m["start"] - start, m["end"] - start, m["label"], row) for row, m in enumerate(mentions)]
    units = [unit for unit in units_of(source, spans) if not unit.is_quote]
    for place, unit in enumerate(units):
        if unit.label == "ORG" and not unit.lead:
            for words in descriptions_at(units, place):
                yield mentions[unit.row]["mention_id"], _clean(words)


def _clean(units: Sequence[Unit]) -> str:
    """Return words as written, without vowel signs."""
    text = " ".join(normalise(" ".join(unit.lead + unit.text for unit in units)).text.split())
    return _FOR_THE.sub("لل", text)


def descriptions_at(units: Sequence[Unit], place: int) -> Iterator[list[Unit]]:
    """Yield what stands beside the organisation at a place and describes it; the units are without quotation marks."""
    before = _before(units, place)
    if before:
        yield before
    after = _backing(units, place + 1)
    if after and after[0].key.startswith(_THE) and _may_describe(after[0], units, place, before):
        yield after
    apart = _apart(units, place + 1)
    if apart:
        yield apart


def _before(units: Sequence[Unit], place: int) -> list[Unit]:
    """Return the body and its adjectives that end before a name, or nothing."""
    for first in range(place - 1, max(place - 2 - _MOST_ADJECTIVES, -1), -1):
        opened = _opened(units[first])
        if opened and _body_size(units, first, opened) + _adjectives(units, first + 1) >= place - first:
            doing = _kind(opened.key) == _VERBAL and _leads_on(units, place + 1)
            return [] if doing else [opened, *units[first + 1 : place]]
    return []


def _body_size(units: Sequence[Unit], first: int, opened: Unit) -> int:
    """Return how many units the word for a body is that begins at a place: 2 of وكالة أنباء, 0 where it is none."""
    both = (opened.key, units[first + 1].key) if first + 1 < len(units) else ()
    return 2 if both in _kinds() else int(_kind(opened.key) in _BODIES)


def _leads_on(units: Sequence[Unit], place: int) -> bool:
    return place < len(units) and units[place].row < 0 and units[place].key.startswith(_OF)


def _opened(unit: Unit) -> Unit | None:
    """Return a word for a body freed of its proclitics, or None for another."""
    if unit.row >= 0 or not unit.text[:1].isalpha():
        return None
    for cut, written in readings(unit.text):
        if _kind(fold(written)) in _BODIES or (fold(written), fold("عمليات")) in _kinds():
            return Unit(unit.start + cut, unit.end, written)
    return None


def _adjectives(units: Sequence[Unit], place: int) -> int:
    """Return how many adjectives stand at a place: of nations, and those of bodies.tsv."""
    count = 0
    while place + count < len(units) and count < _MOST_ADJECTIVES and units[place + count].row < 0:
        size = nation_at(units[place + count :]) or int(_describes(units[place + count].key))
        if not size:
            break
        count += size
    return count


def _describes(key: str) -> bool:
    """Return whether a folded word is an adjective of bodies.tsv, or of a nation: تركيه is one behind a word for a body."""
    return _kind(key) == _ADJECTIVE or (_THE + key,) in nationalities()


def _backing(units: Sequence[Unit], place: int) -> list[Unit]:
    """Return who backs what stands before a place: المدعومة من تركيا, التابع لحزب الاتحاد, or nothing."""
    if place >= len(units) or units[place].row >= 0 or _kind(units[place].key) != _BACKED:
        return []
    behind = units[place + 1 : place + 3]
    if len(behind) > 1 and behind[0].key in (_FROM, _BY, _OF) and behind[1].row >= 0:
        return list(units[place : place + 3])
    return list(units[place : place + 2]) if behind and behind[0].row >= 0 and behind[0].lead in ("ل", "لل") else []


def _may_describe(adjective: Unit, units: Sequence[Unit], place: int, before: Sequence[Unit]) -> bool:
    """Return whether an adjective behind a name is the body's: it agrees with it, and no one's title stands before it."""
    feminine = adjective.key.endswith(_TA)
    if before:
        return feminine == (_kind(before[0].key) == _FEMININE)
    return place == 0 or units[place - 1].row >= 0 or title_at([units[place - 1].key.removeprefix("و")]) is None


def _apart(units: Sequence[Unit], place: int) -> list[Unit]:
    """Return what a comma parts from a name before it: …، فصيل مدعوم من تركيا, … وهو حزب كردي; or nothing."""
    apart = place < len(units) and units[place].text in _COMMAS
    place += apart
    if place < len(units) and units[place].key in _HE_IS:
        apart, place = True, place + 1
    if not apart or place >= len(units) or units[place].key.startswith(_THE):
        return []
    opened = Unit(units[place].start, units[place].end, units[place].text) if units[place].row < 0 else None
    size = _body_size(units, place, opened) if opened and _opened(opened) == opened else 0
    if not size or opened is None:
        return []
    end = place + size + _adjectives(units, place + size)
    backing = _backing(units, end)
    end += len(backing)
    named = end < len(units) and units[end].row >= 0
    return [] if named or end == place + size else [opened, *units[place + 1 : end]]
