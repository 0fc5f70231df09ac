"""English names of what the knowledge base lacks: designators translated, names inside looked up, the rest spelt.

>>> in_english([("LOC", "مطار أربيل"), ("ORG", "الكتيبة 873"), ("PER", "ناجي مصطفى")])
['Erbil Airport', 'Battalion 873', 'Naji Mustafa']
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.knowledge.base import knowledge
from pipeline.knowledge.romanise import romanise_all

_WHOLE = "{}"
_INSIDE = ("LOC", "PER", "ORG")
"""The labels under which a name inside a name is looked up: مطار أربيل is named after a place, جامعة القذافي after a person."""


@dataclass(frozen=True)
class _Part:
    """What is left to be spelt of a name.

    Attributes:
        pattern: the English around it, with {} in its place.
        name: the name to be spelt.
        known: its English name where the knowledge base has it, or empty.
    """

    pattern: str
    name: str
    known: str


@cache
def _designators() -> dict[tuple[str, str], str]:
    return {(label, fold(word)): english for label, word, english in read_table("designators_en.tsv", __package__)}


def _part(label: str, name: str) -> _Part:
    """Take the designator off a name and look up what is left, except for people: a woman called حلب is not Aleppo."""
    if label == "PER":
        return _Part(_WHOLE, name, "")
    first, _, rest = name.partition(" ")
    pattern = _designators().get((label, fold(first)), "") if rest.strip() else ""
    inside = rest if pattern else name
    entries = (knowledge().find(bearer, inside) for bearer in _INSIDE)
    return _Part(pattern or _WHOLE, inside, next((entry.name_en for entry in entries if entry), ""))


def in_english(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return the English of names given with their labels, in order; names in Latin script stay as they are."""
    parts = [_part(label, name) for label, name in names]
    spellings = romanise_all(part.known or part.name for part in parts)
    return [part.pattern.format(spelling) for part, spelling in zip(parts, spellings, strict=True)]
