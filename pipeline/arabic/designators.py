"""Plainer names: what is left of a name without the words that only say what it is or whose.

>>> [plain.key for plain in plainer("ORG", "وكالة الأناضول للأنباء")]
['وكالهالاناضول', 'الاناضولللانباء', 'الاناضول']
>>> [(plain.key, plain.country) for plain in plainer("ORG", "حزب الله اللبناني")]
[('حزبالله', 'LB'), ('اللهاللبناني', ''), ('الله', 'LB')]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold_words

_FEMININE = "ه"
_CLOSES, _OPENS = "closes", "opens"


@dataclass(frozen=True)
class Plain:
    """A name without some of the words around it.

    Attributes:
        words: the folded words that are left, one at least.
        country: ISO code of the nationality that was left out, or empty.
        kinds: the knowledge base's subtypes that the designators left out go with; None when they go with any.
    """

    words: tuple[str, ...]
    country: str = ""
    kinds: frozenset[str] | None = None

    @property
    def key(self) -> str:
        """The key of the words that are left, comparable with `pipeline.arabic.folding.fold`."""
        return "".join(self.words)

    def fits(self, subtype: str, country: str) -> bool:
        """Return whether what was left out agrees with what is known of an entity.

        >>> Plain(("اناضول",), "TR", frozenset({"media"})).fits("media", "TR")
        True
        >>> Plain(("حزب", "الله"), "IQ").fits("armed-group", "LB")
        False
        """
        return self.country in ("", country) and (self.kinds is None or subtype in self.kinds)


@cache
def nationalities() -> dict[tuple[str, ...], str]:
    """Return the ISO country code of each adjective of nationality, as folded words, masculine and feminine.

    >>> nationalities()["التركيه",], nationalities()["الكوري", "الجنوبي"]
    ('TR', 'KR')
    """
    masculine = {fold_words(adjective): code for adjective, code, _ in read_table("nationalities.tsv")}
    feminine = {tuple(word + _FEMININE for word in words): code for words, code in masculine.items()}
    return masculine | feminine


@cache
def _designators(label: str, side: str) -> dict[str, frozenset[str] | None]:
    """Return the folded designators of one label and side with the subtypes that they go with."""
    rows = read_table("designators.tsv")
    return {
        "".join(fold_words(word)): frozenset(kinds.split(",")) if kinds else None
        for row_label, row_side, word, kinds, _ in rows
        if (row_label, row_side) == (label, side)
    }


def _narrower(kinds: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    """Return the subtypes that both allow."""
    if kinds is None or others is None:
        return kinds or others
    return kinds & others


def _without_close(label: str, plain: Plain) -> Plain | None:
    """Return a name without the one designator or nationality that closes it, or None when nothing does."""
    closers = _designators(label, _CLOSES)
    if len(plain.words) > 1 and plain.words[-1] in closers:
        return Plain(plain.words[:-1], plain.country, _narrower(plain.kinds, closers[plain.words[-1]]))
    for length in (2, 1):
        country = nationalities().get(plain.words[-length:])
        if country and len(plain.words) > length and plain.country in ("", country):
            return Plain(plain.words[:-length], country, plain.kinds)
    return None


def _without_open(label: str, plain: Plain) -> Plain | None:
    """Return a name without the designator that opens it, or None when none does."""
    openers = _designators(label, _OPENS)
    if len(plain.words) < 2 or plain.words[0] not in openers:
        return None
    return Plain(plain.words[1:], plain.country, _narrower(plain.kinds, openers[plain.words[0]]))


def _closings(label: str, plain: Plain | None) -> Iterator[Plain]:
    """Yield a name with fewer and fewer words at its end, the name itself first."""
    while plain:
        yield plain
        plain = _without_close(label, plain)


def plainer(label: str, name: str) -> list[Plain]:
    """Return the plainer forms of a name: without what closes it, then without what opens it, then without both."""
    words = fold_words(name)
    if label == "PER" or len(words) < 2:
        return []
    whole = Plain(words)
    return [*islice(_closings(label, whole), 1, None), *_closings(label, _without_open(label, whole))]
