"""Folding: one key for all the spellings of a name, so that two of them can be recognised as the same.

Keys are for comparing only, never for showing. What is folded, and why, stands in folding.tsv; the rest is the usual
folding of alefs, ى and ة, and the joining of words, for عبد الله and عبدالله are one name.

>>> fold("كفر تخاريم") == fold("كفرتخاريم")
True
>>> fold("الجيش_التركي") == fold("«الجيش التركي»")
True
>>> fold("عمر") == fold("عمرو")
False
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar

from .data import read_table
from .orthography import normalise

_NO_WORD = re.compile(r"(?:[^\w+]|_)+")  # + is part of a name: أوبك+ is not أوبك
_PLAIN = re.compile("[ء-غف-ي]+(?: [ء-غف-ي]+)*")  # most names by far: nothing to clean, so it is not tried
_ACCENTED = re.compile("[À-ɏ]+")
_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
_ARTICLE = "ال"
_SON_OF = "بن"
_SHORT_NAME = 2
"""Words of a name that is told from others by its بن."""

_DIGITS = {
    first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)
}  # Arabic-Indic and the Persian set


@cache
def _letters() -> dict[int, str]:
    return str.maketrans({letter: plain for letter, plain, _ in read_table("folding.tsv") if len(letter) == 1})


@cache
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    rows = read_table("folding.tsv")
    return [(re.compile(pattern), spelling) for pattern, spelling, _ in rows if len(pattern) > 1]


@cache
def _compounds() -> dict[str, str]:
    return {word: side for word, side, _ in read_table("compounds.tsv")}


def _plain_latin(text: str) -> str:
    """Return `text` in small letters, Latin ones without accents; Arabic letters keep their hamzas.

    >>> _plain_latin("Erdoğan أردوغان")
    'erdogan أردوغان'
    """
    return _ACCENTED.sub(lambda run: unicodedata.normalize("NFD", run.group()), text.casefold()).translate(_ACCENTS)


def _words_of_letters(name: str) -> str:
    """Return a name as words of small letters and digits between single spaces, without vowel signs, quotes and the like."""
    text = _plain_latin(normalise(name).text.translate(_DIGITS))
    return _NO_WORD.sub(" ", text).strip()


def _letters_of(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _words_of_letters(name)


def _respelt(text: str) -> str:
    """Return a text of words with one spelling for all that are folded together."""
    text = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text))).translate(_letters())
    for pattern, spelling in _spellings():
        text = pattern.sub(spelling, text)
    return text


@lru_cache(maxsize=1 << 18)
def fold_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name in order; signs and quotes end words and are left out.

    >>> fold_words("أبي بكر البغدادي")
    ('ابو', 'بكر', 'البغدادي')
    >>> fold_words("ANADOLU AGENCY")
    ('anadolu', 'agency')
    """
    return tuple(_respelt(_letters_of(name)).split())


def fold_all(names: Sequence[str]) -> list[str]:
    """Return the keys of many names at once, as `fold` would one by one, several times as fast.

    >>> fold_all(["أبو بكر", "Erdoğan"])
    ['ابوبكر', 'erdogan']
    """
    lines = "\n".join(map(_letters_of, names))
    return _respelt(lines).replace(" ", "").split("\n") if names else []


def fold(name: str) -> str:
    """Return the key of a name: equal for spellings of one name, whatever its spaces; empty without letter or digit.

    >>> fold("أبو بكر") == fold("ابوبكر")
    True
    """
    return "".join(fold_words(name))


def without_article(word: str) -> str:
    """Return a folded word without its ال; two letters at least are left.

    >>> without_article("الاسد"), without_article("الي")
    ('اسد', 'الي')
    """
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 3 else word


def without_son_of(words: Sequence[str]) -> Sequence[str]:
    """Return the folded words of a long name without the بن between them, which some write and others leave out.

    What is left must be three words at least, compounds in one piece: محمد سلمان is not محمد بن سلمان.

    >>> without_son_of(("بدر", "بن", "سليم", "دندش")), without_son_of(("محمد", "بن", "سلمان"))
    (('بدر', 'سليم', 'دندش'), ('محمد', 'بن', 'سلمان'))
    """
    if _SON_OF not in words[1:-1]:
        return words
    bare = (*words[:1], *(word for word in words[1:-1] if word != _SON_OF), *words[-1:])
    return bare if len(compounds_of(bare)) > _SHORT_NAME else words


def compound_words(name: str) -> list[str]:
    """Return the folded words of a person's name, compound names in one piece: the same however they are spaced.

    >>> compound_words("محمد بن سلمان آل سعود")
    ['محمد', 'بنسلمان', 'اهلسعود']
    >>> compound_words("حسن نصر الله") == compound_words("حسن نصرالله")
    True
    """
    return compounds_of(fold_words(name))


def compounds_of(words: Sequence[str]) -> list[str]:
    """Return folded words with those that make one part of a person's name in one piece."""
    parts: list[str] = []
    opens = False
    for word in words:
        side = _compounds().get(word)
        if parts and (opens or side == "previous"):
            parts[-1] += word
        else:
            parts.append(word)
        opens = side == "next"
    return parts


@lru_cache(maxsize=1 << 18)
def person_parts(name: str) -> tuple[str, ...]:
    """Return the parts that a person may be called by: folded words without ال, compound names in one piece.

    >>> person_parts("عبد الفتاح السيسي")
    ('عبدالفتاح', 'سيسي')
    """
    return tuple(map(without_article, compound_words(name)))
