"""Sound: one key for what one foreign name is spelt like, here with غ, there with ج, with its long vowels or without.

Arabic names are never put together by their sound, for a long vowel tells them apart: حسن and حسين are two names. A word is
taken for foreign that has neither the article nor a letter that only Arabic names have (sounds.tsv).

>>> sound("شفانشتايغر") == sound("شفاينشتايجر")
True
>>> sound("حسن") == sound("حسين")
False
"""

from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from .data import read_table

_ARABIC_ONLY = "-"
_ARTICLE = "ال"
_SOFT = "ه"
"""Written or not at the end of a word, a letter as good as any other inside; no evidence of a word's length."""


@cache
def _sounds() -> list[tuple[str, str]]:
    return [(letters, sound) for letters, sound, _ in read_table("sounds.tsv") if sound != _ARABIC_ONLY]


@cache
def _vowels() -> frozenset[str]:
    return frozenset(letters for letters, sound in _sounds() if not sound)


@cache
def _arabic_only() -> frozenset[str]:
    return frozenset(letter for letter, sound, _ in read_table("sounds.tsv") if sound == _ARABIC_ONLY)


def foreign(word: str) -> bool:
    """Return whether a folded word may be of a foreign name.

    >>> foreign("لافروف"), foreign("سعيد"), foreign("الزهري")
    (True, False, False)
    """
    return word.isalpha() and not word.startswith(_ARTICLE) and _arabic_only().isdisjoint(word)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the key of a folded word's sound: one letter a sound, no vowels inside; an Arabic word is its own key.

    The last letter is kept, for it tells سليمان from سليماني and بشار from بشارة.

    >>> sound("غوتيريش"), sound("جوتيريش"), sound("لافاروف")
    ('جترش', 'جترش', 'لفرف')
    """
    if not foreign(word):
        return word
    plain = word
    for letters, letter in _sounds():
        plain = plain.replace(letters, letter) if letter else plain
    inside = "".join(letter for letter in plain[1:-1] if letter not in _vowels())
    return plain[:1] + inside + plain[1:][-1:].replace(_SOFT, "ا")


def consonants(word: str) -> int:
    """Return how many consonants a word's sound has: the evidence that two words of one sound are one name.

    >>> consonants("غوتيريش"), consonants("باكيا")
    (4, 2)
    """
    return sum(letter not in _vowels() and letter != _SOFT for letter in sound(word))


def similarity(one: str, other: str) -> float:
    """Return how alike two words are spelt, from 0 to 1: twice the letters they share in order, over all their letters.

    >>> round(similarity("لافروف", "لافاروف"), 2), round(similarity("خراسان", "خيرسون"), 2)
    (0.92, 0.67)
    """
    return Indel.normalized_similarity(one, other)
