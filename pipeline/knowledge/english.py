"""English names of what the knowledge base lacks: common words translated, names inside looked up, the rest spelt.

>>> in_english([("LOC", "مطار أربيل"), ("ORG", "الكتيبة 873"), ("PER", "ناجي مصطفى")])
['Erbil Airport', 'Battalion 873', 'Naji Mustafa']
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold, fold_words
from pipeline.knowledge.base import Entry, knowledge
from pipeline.knowledge.romanise import romanise_all

_WHOLE = "{}"
_FEMININE = "ه"
_NOUN, _ADJECTIVE = "noun", "adjective"
_FULL_NAME = 2
"""Words of a person's name, at least, for a thing to be named after the one we know: ساحة الأسد may honour any الأسد."""


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


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Return the English and the kind of common words and of nationalities, by folded word."""
    nations = [(words, row[2]) for row in read_table("nationalities.tsv") if len(words := fold_words(row[0])) == 1]
    genders = {word + ending: (english, _ADJECTIVE) for (word,), english in nations for ending in ("", _FEMININE)}
    return genders | {fold(word): (english, kind) for word, english, kind in read_table("words_en.tsv", __package__)}


def _translated(name: str) -> str:
    """Return the English of a name of common words, a noun at least, or empty when it has any other word.

    One word alone is not translated: الاتحاد may be a newspaper or a club.

    >>> _translated("مجلس القضاء الأعلى"), _translated("القيادة العامة"), _translated("مجلس حلب المحلي")
    ('Supreme Judiciary Council', 'General Command', '')
    """
    found = [_words().get(word) for word in reversed(fold_words(name))]
    known = [word for word in found if word]
    nouns = [english for english, kind in known if kind == _NOUN]
    if not nouns or len(found) == 1 or len(known) < len(found):
        return ""
    return " ".join([*(english for english, kind in known if kind == _ADJECTIVE), *nouns])


def _namesake(name: str) -> Entry | None:
    """Return what a thing is named after: a place, or a person by the full name; never a body, for حزب النصر is no club."""
    person = len(fold_words(name)) >= _FULL_NAME
    return knowledge().find("LOC", name) or (knowledge().find("PER", name) if person else None)


def _part(label: str, name: str) -> _Part:
    """Take the designator off a name and look up what it is named after, except for people: a woman called حلب is not Aleppo."""
    if label == "PER":
        return _Part(_WHOLE, name, "")
    translated = _translated(name)
    if translated:
        return _Part(_WHOLE, name, translated)
    first, _, rest = name.partition(" ")
    pattern = _designators().get((label, fold(first)), "") if rest.strip() else ""
    inside = rest if pattern else name
    entry = _namesake(inside)
    return _Part(pattern or _WHOLE, inside, entry.name_en if entry else "")


def in_english(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return the English of names given with their labels, in order; names in Latin script stay as they are."""
    parts = [_part(label, name) for label, name in names]
    spellings = romanise_all(part.known or part.name for part in parts)
    return [part.pattern.format(spelling) for part, spelling in zip(parts, spellings, strict=True)]
