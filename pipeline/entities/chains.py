"""Chains: what leads to another, and that to a third, followed to the end without walking the same way again and again."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Place = TypeVar("Place")


class Chains(Generic[Place]):
    """Places, each of which may lead on to another; a way once walked is shortened (path compression, Tarjan 1975).

    >>> chains = Chains(str)
    >>> for one, other in [("قسد", "قوات سوريا الديمقراطية"), ("القوات", "قسد")]:
    ...     chains.lead(one, other)
    >>> chains.end("القوات"), chains.end("حلب")
    ('قوات سوريا الديمقراطية', 'حلب')
    """

    def __init__(self, key: Callable[[Place], Hashable]) -> None:
        """Take what tells two places apart."""
        self._key = key
        self._next: dict[Hashable, Place] = {}

    def lead(self, one: Hashable, other: Place) -> None:
        """Let the place of this key lead on to another, which must not lead back to it; what leads on already stays as it is."""
        self._next.setdefault(one, other)

    def end(self, place: Place) -> Place:
        """Return where the chain from a place on ends: itself, when it leads nowhere."""
        walked = []
        while (key := self._key(place)) in self._next:
            walked.append(key)
            place = self._next[key]
        for key in walked:
            self._next[key] = place
        return place
