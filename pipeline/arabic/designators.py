"""Core names: what is left of a name without the words that only say what it is or whose.

>>> [core.key for core in core_names("ORG", "وكالة الأناضول للأنباء")]
['وكالهالاناضول', 'الاناضولللانباء', 'الاناضول']
>>> [(core.key, core.country) for core in core_names("ORG", "حزب الله اللبناني")]
[('حزبالله', 'LB'), ('اللهاللبناني', ''), ('الله', 'LB')]
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from .data import read_table
from .folding import fold, fold_words, without_article

_FEMININE = "ه"
_CLOSES, _OPENS = "closes", "opens"


@dataclass(frozen=True)
class CoreName:
    """A name without some of the words around it.

    Attributes:
        words: the folded words that are left, one at least.
        country: ISO code of the nationality that was left out, or empty.
        subtypes: the knowledge base's subtypes that the designators left out go with; None when they go with any.
    """

    words: tuple[str, ...]
    country: str = ""
    subtypes: frozenset[str] | None = None

    @property
    def key(self) -> str:
        """The key of the words that are left, comparable with `pipeline.arabic.folding.fold`."""
        return "".join(self.words)

    def fits(self, subtype: str, country: str) -> bool:
        """Return whether what was left out agrees with what is known of an entity.

        >>> CoreName(("اناضول",), "TR", frozenset({"media"})).fits("media", "TR")
        True
        >>> CoreName(("حزب", "الله"), "IQ").fits("armed-group", "LB")
        False
        """
        return self.country in ("", country) and (self.subtypes is None or subtype in self.subtypes)


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
        "".join(fold_words(word)): frozenset(subtypes.split(",")) if subtypes else None
        for row_label, row_side, word, subtypes, _ in rows
        if (row_label, row_side) == (label, side)
    }


def _narrower(subtypes: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    """Return the subtypes that both allow."""
    if subtypes is None or others is None:
        return subtypes or others
    return subtypes & others


def _without_close(label: str, core: CoreName) -> CoreName | None:
    """Return a name without the one designator or nationality that closes it, or None when nothing does."""
    closers = _designators(label, _CLOSES)
    if len(core.words) > 1 and core.words[-1] in closers:
        return CoreName(core.words[:-1], core.country, _narrower(core.subtypes, closers[core.words[-1]]))
    for length in (2, 1):
        country = nationalities().get(core.words[-length:])
        if country and len(core.words) > length and core.country in ("", country):
            return CoreName(core.words[:-length], country, core.subtypes)
    return None


def _without_open(label: str, core: CoreName) -> CoreName | None:
    """Return a name without the designator that opens it, or None when none does."""
    openers = _designators(label, _OPENS)
    if len(core.words) < 2 or core.words[0] not in openers:
        return None
    return CoreName(core.words[1:], core.country, _narrower(core.subtypes, openers[core.words[0]]))


def _closings(label: str, core: CoreName | None) -> Iterator[CoreName]:
    """Yield a name with fewer and fewer words at its end, the name itself first."""
    while core:
        yield core
        core = _without_close(label, core)


def core_names(label: str, name: str) -> list[CoreName]:
    """Return the core names of a name: without what closes it, then without what opens it, then without both."""
    words = fold_words(name)
    if label == "PER" or len(words) < 2:
        return []
    whole = CoreName(words)
    return [*islice(_closings(label, whole), 1, None), *_closings(label, _without_open(label, whole))]


@cache
def _bare_words() -> frozenset[tuple[str, str]]:
    return frozenset((label, fold(words)) for label, words in read_table("bare_words.tsv"))


def is_bare(label: str, name: str) -> bool:
    """Return whether a name only says what a place or body is, so that it means another one in every document.

    >>> is_bare("ORG", "بنك"), is_bare("LOC", "المزرعة"), is_bare("ORG", "بنك سورية"), is_bare("PER", "بنك")
    (True, True, False, False)
    >>> is_bare("ORG", "الدفاع المدني")
    True
    """
    return (label, "".join(map(without_article, fold_words(name)))) in _bare_words()
