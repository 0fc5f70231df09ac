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
from functools import cache, lru_cache
from importlib.resources import files

from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar

from pipeline.arabic.orthography import normalise

_NO_WORD = re.compile(r"(?:[^\w+]|_)+")  # + is part of a name: أوبك+ is not أوبك
_ARTICLE = "ال"
_DIGITS = {
    first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)
}  # Arabic-Indic and the Persian set


def read_table(name: str, package: str = __package__) -> list[list[str]]:
    """Return the rows of a commented table that is kept in a package: lines without `#`, cut at tabs.

    >>> read_table("compounds.tsv")[0][:2]
    ['عبد', 'next']
    """
    lines = files(package).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def _rules() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement, _ in read_table("folding.tsv")]


@cache
def _compounds() -> dict[str, str]:
    return {word: side for word, side, _ in read_table("compounds.tsv")}


def _plain_latin(text: str) -> str:
    """Return `text` in small letters, Latin ones without accents.

    >>> _plain_latin("Erdoğan")
    'erdogan'
    """
    if text.isascii():
        return text.lower()
    small = text.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))


def _fold_letters(name: str) -> str:
    text = normalise(name).text.translate(_DIGITS)
    if re.search("[A-Za-zÀ-ɏ]", text):
        text = _plain_latin(text)
    return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text))))


@lru_cache(maxsize=1 << 18)
def fold_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name in order; signs and quotes end words and are left out.

    >>> fold_words("أبي بكر البغدادي")
    ('ابو', 'بكر', 'البغدادي')
    >>> fold_words("ANADOLU AGENCY")
    ('anadolu', 'agency')
    """
    text = _NO_WORD.sub(" ", _fold_letters(name)).strip()
    for pattern, replacement in _rules():
        text = pattern.sub(replacement, text)
    return tuple(text.split())


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


@lru_cache(maxsize=1 << 18)
def person_parts(name: str) -> tuple[str, ...]:
    """Return the parts that a person may be called by: folded words without ال, compound names in one piece.

    >>> person_parts("محمد بن سلمان آل سعود")
    ('محمد', 'بنسلمان', 'اهلسعود')
    >>> person_parts("حسن نصر الله") == person_parts("حسن نصرالله")
    True
    """
    parts: list[str] = []
    opens = False
    for word in fold_words(name):
        side = _compounds().get(word)
        if parts and (opens or side == "previous"):
            parts[-1] += word
        else:
            parts.append(word)
        opens = side == "next"
    return tuple(map(without_article, parts))
