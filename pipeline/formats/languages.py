"""The language that most of a text is in, told by small words and letters; names alone tell none.

It tells Arabic from what analysts meet beside it: Persian, Urdu, Central Kurdish; English, French, Turkish, Kurmanji.

>>> language("زار الرئيس مدينة حلب والتقى وجهاءها في مبنى المحافظة")
'ar'
>>> language("رئیس جمهور ایران در سخنرانی خود گفت که این کشور را ترک نمی‌کند")
'fa'
>>> language("حلب")
''
"""

import re
from collections import Counter
from functools import cache, lru_cache

from .dates import fold

FEWEST = 5
"""Words of a text of which a language can be told."""

SAMPLE = 20_000
"""Characters that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_SCRIPT = re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_OF_ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb")


@cache
def _signs() -> dict[tuple[str, str], frozenset[str]]:
    """Return what tells each language: by its code and the kind of sign."""
    from pathlib import Path

    lines = Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(code, kind): frozenset(map(fold, values.split())) for code, kind, values in rows}


def language(text: str) -> str:
    """Return the ISO 639 code of the language of most words of a text, empty where it cannot be told.

    What is in Arabic letters and has no sign of another language is Arabic.
    """
    words = _WORD.findall(fold(text[:SAMPLE].replace("\u200c", "")))
    if len(words) < FEWEST:
        return ""
    arabic = sum(bool(_ARABIC_SCRIPT.match(word)) for word in words) * 2 >= len(words)
    votes = Counter({code: 0 for code in _codes() if (code in _OF_ARABIC_SCRIPT) == arabic})
    votes.update(code for word in words for code in _codes_of(word) if code in votes)
    code, most = votes.most_common(1)[0]
    return code if most > 1 else "ar" if arabic else ""


@cache
def _codes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, _ in _signs()))


@lru_cache(maxsize=100_000)
def _codes_of(word: str) -> tuple[str, ...]:
    """Return the languages that a word is a sign of."""
    return tuple(code for code in _codes() if _is_of(word, code))


def _is_of(word: str, code: str) -> bool:
    """Tell whether a word is a sign of a language."""
    signs = _signs()
    return (
        word in signs.get((code, "word"), ())
        or any(letter in word for letter in signs.get((code, "letter"), ()))
        or (len(word) > 4 and word.startswith(tuple(signs.get((code, "start"), ()))))
    )
