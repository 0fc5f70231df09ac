"""The protocol of taggers: what one is asked, what it answers, what it says when it cannot run."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class TaggedSpan:
    """One name found in a normalised sentence.

    Attributes:
        start: first character of the name in the sentence, after any proclitics.
        end: the character after its last.
        label: PER, LOC or ORG (a head for another convention may give more).
        score: probability that span and label are right.
        article: the name lost the alef of its ال to a ل before it (للأمم), which is to be written back.

    """

    start: int
    end: int
    label: str
    score: float
    article: bool = False


class Tagger(Protocol):
    """Finds names in sentences.

    Attributes:
        name: what stands in the mentions' `tagger` column.
        fingerprint: changes when the same document may get other mentions.

    """

    @property
    def name(self) -> str: ...  # noqa: D102  # the class says it

    @property
    def fingerprint(self) -> str: ...  # noqa: D102

    def tag(self, sentences: Sequence[str], documents: Sequence[Hashable] | None = None) -> list[list[TaggedSpan]]:
        """Return the names of each normalised sentence, in order and without overlap.

        `documents`, as long as `sentences`, says which document each is of: those of one document stand together, in
        their order, and may help one another. Without it each sentence stands alone.
        """
        ...


class TaggerMissing(Exception):
    """The tagger asked for cannot run here; the message says what is missing and how to get it."""
