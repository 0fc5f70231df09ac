"""Lists of name pairs, Arabic and English, read the same way by what makes tables of them and by what measures."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WIKIDATA, GOOGLE, ANETAC = "wikidata_names.tsv", "google_ar2en.tsv", "anetac.tsv"
LISTS = (WIKIDATA, GOOGLE, ANETAC)
"""Wikidata's parts of names (CC0) with their counts, Google's ar2en (Apache-2.0), ANETAC (no licence: it only votes)."""

HELD_OUT = 10
"""Every row whose number can be divided by it is held out for measuring."""

_ARABIC = re.compile("[ء-غف-يپچژڤگ]{2,}")
_PERSIAN = str.maketrans("یکھٱ", "يكها")
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"})
_NO_LETTER = re.compile("[^a-z]")


@dataclass(frozen=True)
class Pair:
    """A row of a list.

    Attributes:
        file: the list.
        arabic: the name in Arabic letters.
        english: the name in English ones, as the list writes it.
        count: how often the list saw it; 1 where it does not say.
    """

    file: str
    arabic: str
    english: str
    count: int = 1


def pairs_of(path: Path, *, held_out: bool) -> Iterator[Pair]:
    """Yield the pairs of a list that are held out, or the others."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if (number % HELD_OUT == 0) is held_out:
                yield Pair(path.name, row["ar"].translate(_PERSIAN), row["en"], int(row.get("count") or 1))


def is_word(arabic: str) -> bool:
    """Return whether a name is one word of Arabic letters, two at least.

    >>> is_word("غرين"), is_word("أ."), is_word("بن علي")
    (True, False, False)
    """
    return bool(_ARABIC.fullmatch(arabic))


def letters(english: str) -> str:
    """Return an English name in the letters a to z alone.

    >>> letters("Łukasz"), letters("O'Brien"), letters("vučićević")
    ('lukasz', 'obrien', 'vucicevic')
    """
    plain = unicodedata.normalize("NFKD", english.lower().translate(_SPECIAL))
    return _NO_LETTER.sub("", plain)
