"""Common words: those that texts write outside of names far more often than in them (common_words.tsv)."""

from functools import cache

from .data import read_table
from .folding import without_article


@cache
def _words() -> frozenset[str]:
    return frozenset(word for (word,) in read_table("common_words.tsv"))


def is_common(word: str) -> bool:
    """Return whether a folded word, with or without article, is a common one.

    >>> is_common("البطاقه"), is_common("بطاقه"), is_common("سراقب")
    (True, True, False)
    """
    return without_article(word) in _words()
