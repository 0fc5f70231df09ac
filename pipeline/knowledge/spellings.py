"""Spellings of known names: what is meant by a foreign name that the knowledge base has spelt otherwise.

A name is compared only with those of its own label and sound, and no part with another when it is short or in the names of
several known entities: سلمان is not سليمان spelt badly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from ..arabic.folding import compounds_of, fold, fold_words, person_parts, without_article, without_son_of
from ..arabic.sound import consonants, foreign, similarity, sound
from .entry import Entry

SIMILAR = 0.8
"""Least similarity of two parts of one sound; chosen on pairs of the knowledge base's own aliases, right and wrong."""

_CONSONANTS, _CONSONANTS_BESIDE_OTHERS = 4, 3
"""Least consonants of a part that is spelt otherwise: of a name of one part, and of one whose other parts speak for it."""

_COMMON = 2
"""Known entities that make a part of their names common."""

_SOUND = "~"
"""Stands before a part that is written by its sound, so that it is no other word that is written so."""

_REMEMBERED = 1 << 18

Parts = tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def parts_of(label: str, name: str) -> Parts:
    """Return what may be left out of a name one by one: folded words without ال, compound names of persons in one piece.

    >>> parts_of("PER", "أبو محمد الجولاني"), parts_of("ORG", "الجبهة الوطنية للتحرير")
    (('ابومحمد', 'جولاني'), ('جبهه', 'وطنيه', 'للتحرير'))
    """
    return person_parts(name) if label == "PER" else tuple(map(without_article, fold_words(name)))


class SpellingIndex:
    """Names of known entities, found by their sound."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the names of entries by label and sound."""
        self._entries = {entry.entity_id: entry for entry in entries}
        known = Counter(part for one in self._entries.values() for part in set(parts_of(one.label, one.name)))
        self._known = frozenset(known)
        self._common = frozenset(part for part, entities in known.items() if entities >= _COMMON)
        self.canonical = lru_cache(maxsize=_REMEMBERED)(self._canonical)

    @cached_property
    def _names(self) -> dict[tuple[str, Parts], dict[Parts, set[str]]]:
        """Each name's parts with the ids of those who bear it, by label and sound."""
        names: dict[tuple[str, Parts], dict[Parts, set[str]]] = defaultdict(lambda: defaultdict(set))
        for entry in self._entries.values():
            for name in entry.names:
                parts = _whole(entry.label, name)
                names[entry.label, tuple(map(sound, parts))][parts].add(entry.entity_id)
        return dict(names)

    def find(self, label: str, name: str) -> Entry | None:
        """Return the one entity that has a name in a spelling like this, or None when there is none or more than one."""
        parts = _whole(label, name)
        alike = self._names.get((label, tuple(map(sound, parts))), {})
        found = {ids for known, own in alike.items() if self.likeness(parts, known) >= SIMILAR for ids in own}
        return self._entries[found.pop()] if len(found) == 1 else None

    def likeness(self, strange: Sequence[str], known: Sequence[str]) -> float:
        """Return how alike two names of one sound are: the similarity of the parts that are least alike."""
        least = _CONSONANTS if len(strange) == 1 else _CONSONANTS_BESIDE_OTHERS
        return min(self._alike(*pair, least) for pair in zip(strange, known, strict=True))

    def _alike(self, strange: str, known: str, least: int) -> float:
        """Return how alike two parts of one sound are spelt, 0 where too short to tell or the strange one is common."""
        if strange == known:
            return 1.0
        evidence = min(consonants(strange), consonants(known))
        return 0.0 if evidence < least or self.common(strange) else similarity(strange, known)

    def common(self, part: str) -> bool:
        """Return whether several known entities have a name of this part in this very spelling."""
        return part in self._common

    def known(self, part: str) -> bool:
        """Return whether a part, in this very spelling, is in the main name of a known entity."""
        return part in self._known

    def _canonical(self, part: str) -> str:
        """Return a part of a name in one spelling for all that a foreign name goes by: its sound where that is evidence."""
        is_evidence = foreign(part) and consonants(part) >= _CONSONANTS and not self.common(part)
        return _SOUND + sound(part) if is_evidence else part

    def respelt(self, label: str, name: str) -> str:
        """Return a name in one spelling for all that have its key, unless they differ in spaces that are no compound's."""
        words = without_son_of(fold_words(name))
        words = compounds_of(words) if label == "PER" else words
        return " ".join(self.canonical(word).removeprefix(_SOUND) for word in words)


def _whole(label: str, name: str) -> Parts:
    """Return the parts of a name; a name of one word keeps its article."""
    parts = parts_of(label, name)
    return parts if len(parts) > 1 else (fold(name),)
