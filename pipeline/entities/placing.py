"""Placing: which places a document's names mean, and which of those that their names alone say its text speaks against.

What is known of a name alone gives way to what stands beside it: بني وليد in Taounate is not the town of Libya. A small place is
given up as well where its sentence names others, all far from it, in a document that names nothing of its country.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..knowledge.entry import MINOR, POINT, QUARTER, REGION, TOWN, Entry, Surroundings, Whereabouts
from ..knowledge.protocol import KnowledgeBase
from ..knowledge.surroundings import contradicts, far_from, surroundings, together

Known = Mapping[str, Entry | None]
"""What is known of each place that a document names, by name."""

_ABOUT, _SEVERAL = 5, 2
"""How often a document about a country names something of it, and how many places far away speak against one elsewhere."""

_LOCAL = frozenset({POINT, TOWN, REGION})
"""What coordinates are of that say where a text is; a country is named for many reasons."""

_ROUNDS = 2
"""How often the places of a document are looked up: what is found first speaks for the others."""


class Placing:
    """Says which places one document names."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        nations: Mapping[str, int],
        sentences: Sequence[Sequence[str]] = (),
        said: Iterable[Whereabouts] = (),
    ) -> None:
        """Take what the document says.

        Args:
            knowledge: what is known of entities.
            nations: how often it names anything of each country (ISO code) for sure.
            sentences: the names of places that stand in one sentence.
            said: what stands right beside the names of places of where they are.
        """
        self._knowledge, self._nations, self._sentences, self._said = knowledge, nations, sentences, list(said)
        self._looked_up: Collection[str] = ()

    def placed(self, names: Known, own: Mapping[str, int]) -> dict[str, Entry]:
        """Return what the names of places mean, without those that the document speaks against.

        Args:
            names: the document's names of places, with what the table says of each.
            own: how much of `nations` comes from each name itself.
        """
        known = {name: entry for name, entry in names.items() if entry}
        self._looked_up = names.keys() - known.keys()
        for _ in range(_ROUNDS):
            found = self._found([name for name in names if name not in known], known)
            known |= found
            if not found:
                break
        wrong = self._contradicted(known) | self._unsupported(known, own) | self._stray_quarters(known)
        right = {name: entry for name, entry in known.items() if name not in wrong}
        others = right | self._found([name for name in known if name in wrong], right)
        still = self._contradicted(others) | {name for name in wrong if others.get(name) == known[name]}
        return {name: entry for name, entry in others.items() if name in right or name not in still}

    def _found(self, strange: Sequence[str], known: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return what the gazetteer knows of places, by name, in a document that names others."""
        if not strange:
            return {}
        beside = self._beside(known)
        document = surroundings(known.values())
        find = self._knowledge.find_place
        found = {name: find(name, self._nations, document, together(beside[name])) for name in strange}
        return {name: entry for name, entry in found.items() if entry}

    def _beside(self, known: Mapping[str, Entry]) -> Mapping[str, Sequence[Surroundings]]:
        """Return what each sentence with a name says of it; for a name that stands alone, nothing."""
        beside: dict[str, list[Surroundings]] = defaultdict(list)
        for names in self._sentences:
            here = surroundings(known[name] for name in names if name in known)
            for name in names:
                beside[name].append(here)
        return beside

    def _contradicted(self, known: Mapping[str, Entry]) -> set[str]:
        """Return the names of which the text says that they are elsewhere."""
        return {one.name for one in self._said if one.name in known and self._is_against(one, known)}

    def _is_against(self, said: Whereabouts, known: Mapping[str, Entry]) -> bool:
        place, area = known[said.name], known.get(said.within) or self._knowledge.country(said.country)
        if area is None or (said.loosely and not self._knowledge.is_small(place)):
            return False
        return contradicts(place, area)

    def _stray_quarters(self, known: Mapping[str, Entry]) -> set[str]:
        """Return the names of quarters that were found before the places of their sentences were, and are none of these."""
        quarters = [name for name, entry in known.items() if entry.subtype == QUARTER and name in self._looked_up]
        again = self._found(quarters, {name: entry for name, entry in known.items() if name not in quarters})
        return {name for name in quarters if again.get(name) != known[name]}

    def _unsupported(self, known: Mapping[str, Entry], own: Mapping[str, int]) -> set[str]:
        """Return the names of small places that their sentences name beside others, all far away, and of whose country nothing.

        Beside several others; a village or a camp beside one where the document is about another country.
        """
        strange = [
            name
            for name, entry in known.items()
            if self._nations.get(entry.country, 0) <= own.get(name, 0) and self._knowledge.is_small(entry)
        ]
        others = {name: entry for name, entry in known.items() if name not in strange and entry.precision in _LOCAL}
        beside: dict[str, set[str]] = defaultdict(set)
        for names in self._sentences if strange else ():
            for name in names:
                beside[name] |= others.keys() & set(names)
        return {
            name
            for name in strange
            if len(beside[name]) >= self._needed(known[name])
            and far_from(known[name], [others[one] for one in beside[name]])
        }

    def _needed(self, place: Entry) -> int:
        """Return how many places far away speak against a small one whose country the document does not name."""
        about_another = max(self._nations.values(), default=0) >= _ABOUT
        return 1 if about_another and place.subtype in MINOR else _SEVERAL
