"""The label sets of the model's heads, and the proclitic decisions."""

from dataclasses import dataclass

OUTSIDE = "O"


def iob2(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return the IOB2 labels of entity types: O, B-PER, I-PER, …

    >>> iob2(("PER", "LOC"))
    ('O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC')
    """
    return (OUTSIDE, *(f"{prefix}-{label}" for label in types for prefix in "BI"))


NEWS_TYPES = ("PER", "LOC", "ORG")
CONLL_TYPES = ("PER", "LOC", "ORG", "MISC")

HEADS: dict[str, tuple[str, ...]] = {
    "news": iob2(NEWS_TYPES),
    "anercorp": iob2(CONLL_TYPES),
    "caraner": iob2(CONLL_TYPES),
    "wikifane": iob2(CONLL_TYPES),
}


@dataclass(frozen=True)
class Proclitic:
    """What stands before a name inside its first written word.

    Attributes:
        letters: how many letters are proclitics (و ف ب ل ك س): 0, 1 or 2.
        article: whether the ل swallowed the alef of ال, to be written back (للأمم: ل + الأمم).
    """

    letters: int
    article: bool


PROCLITICS: tuple[Proclitic, ...] = (
    Proclitic(0, False),
    Proclitic(1, False),
    Proclitic(2, False),
    Proclitic(1, True),
    Proclitic(2, True),
)
