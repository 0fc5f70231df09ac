"""Variants: what is meant by a foreign name that the knowledge base has in another spelling.

>>> variants().find("PER", "سيرغي لافاروف").name_en
'Sergey Lavrov'
>>> variants().find("PER", "محمد سلمان") is None
True

A name is compared only with those of its own label and sound, and no part with another when it is short or in the names of
several known entities: سلمان is not سليمان spelt badly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from pipeline.arabic.folding import compound_words, fold, fold_words, person_parts, without_article
from pipeline.arabic.sound import consonants, foreign, similarity, sound
from pipeline.knowledge.base import Entry, knowledge

SIMILAR = 0.8
"""Least similarity of two parts of one sound; chosen on pairs of the knowledge base's own aliases, right and wrong."""

_CONSONANTS, _CONSONANTS_BESIDE_OTHERS = 4, 3
"""Least consonants of a part that is spelt otherwise: of a name of one part, and of one whose other parts speak for it."""

_COMMON = 2
"""Known entities that make a part of their names common."""

_SOUND = "~"
"""Stands before a part that is written by its sound, so that it is no other word that is written so."""

Parts = tuple[str, ...]


@lru_cache(maxsize=1 << 18)
def parts_of(label: str, name: str) -> Parts:
    """Return what may be left out of a name one by one: folded words without ال, compound names of persons in one piece.

    >>> parts_of("PER", "أبو محمد الجولاني"), parts_of("ORG", "الجبهة الوطنية للتحرير")
    (('ابومحمد', 'جولاني'), ('جبهه', 'وطنيه', 'للتحرير'))
    """
    return person_parts(name) if label == "PER" else tuple(map(without_article, fold_words(name)))


def _alike(strange: str, known: str, least: int) -> float:
    """Return how alike two parts of one sound are spelt, 0 where they are too short to tell or the strange one is common."""
    if strange == known:
        return 1.0
    evidence = min(consonants(strange), consonants(known))
    return 0.0 if evidence < least or common(strange) else similarity(strange, known)


def likeness(strange: Sequence[str], known: Sequence[str]) -> float:
    """Return how alike two names of one sound are: the similarity of the parts that are least alike."""
    least = _CONSONANTS if len(strange) == 1 else _CONSONANTS_BESIDE_OTHERS
    return min(_alike(*pair, least) for pair in zip(strange, known, strict=True))


class Variants:
    """Names of known entities, found by their sound."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the names of entries by label and sound."""
        self._names: dict[tuple[str, Parts], dict[Parts, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._entries = {entry.entity_id: entry for entry in entries}
        for entry in self._entries.values():
            for name in entry.names:
                parts = _whole(entry.label, name)
                self._names[entry.label, tuple(map(sound, parts))][parts].add(entry.entity_id)

    def find(self, label: str, name: str) -> Entry | None:
        """Return the one entity that has a name in a spelling like this, or None when there is none or more than one.

        A name that is known in this very spelling is none: what it means was said, or could not be told.
        """
        if knowledge().candidates(label, fold(name)):
            return None
        parts = _whole(label, name)
        alike = self._names.get((label, tuple(map(sound, parts))), {})
        found = {ids for known, own in alike.items() if likeness(parts, known) >= SIMILAR for ids in own}
        return self._entries[found.pop()] if len(found) == 1 else None


def _whole(label: str, name: str) -> Parts:
    """Return the parts of a name; a name of one word keeps its article."""
    parts = parts_of(label, name)
    return parts if len(parts) > 1 else (fold(name),)


@cache
def _known_parts() -> Counter[str]:
    """Return how many known entities have a name of each part."""
    entries = knowledge().entries.values()
    return Counter(part for entry in entries for part in set(parts_of(entry.label, entry.name)))


def common(part: str) -> bool:
    """Return whether several known entities have a name of this part in this very spelling.

    >>> common("سليمان"), common("لافروف")
    (True, False)
    """
    return _known_parts()[part] >= _COMMON


@lru_cache(maxsize=1 << 18)
def settled(part: str) -> str:
    """Return a part of a name in one spelling for all that a foreign name goes by: its sound where that is evidence enough.

    >>> settled("شفانشتايغر") == settled("شفاينشتايجر"), settled("سليمان")
    (True, 'سليمان')
    """
    return _SOUND + sound(part) if foreign(part) and consonants(part) >= _CONSONANTS and not common(part) else part


def key_of(name: str) -> str:
    """Return what tells a name that nothing is known of from others: its folded words, each `settled`.

    >>> key_of("باستيان شفانشتايغر") == key_of("باستيان شفاينشتايجر"), key_of("برهان رحمون")
    (True, 'برهانرحمون')
    """
    return "".join(map(settled, fold_words(name)))


def respelt(label: str, name: str) -> str:
    """Return a name in one spelling for all that have its key, unless they differ in spaces that are no compound's.

    >>> respelt("PER", "عبدالله الأحمد") == respelt("PER", "عبد اللّه الاحمد")
    True
    """
    words = compound_words(name) if label == "PER" else fold_words(name)
    return " ".join(settled(word).removeprefix(_SOUND) for word in words)


@cache
def variants() -> Variants:
    """Return the names of the knowledge base by their sound, indexed once."""
    return Variants(knowledge().entries.values())
