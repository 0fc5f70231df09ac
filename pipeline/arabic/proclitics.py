"""Proclitics: و ف ب ل ك س written together with the name that follows (وأردوغان, بإدلب, لحزب الله, للأمم المتحدة)."""

from collections.abc import Iterator
from functools import cache

from .data import read_table

_ARTICLES = ("ا", "ال")
"""What the article loses after the proclitic ل: its alef (للأمم), before a ل of the name a letter more (للاذقية)."""


@cache
def possible() -> frozenset[str]:
    """Return the letter strings that can be proclitics of a name (proclitics.tsv)."""
    return frozenset(row[0] for row in read_table("proclitics.tsv"))


@cache
def letters() -> frozenset[str]:
    """Return those of the proclitics that are one letter."""
    return frozenset(proclitic for proclitic in possible() if len(proclitic) == 1)


@cache
def _lam_words() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("lam_words.tsv"))


@cache
def _lam_names() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("lam_names.tsv"))


def restore_article(name: str) -> str:
    """Write back the ال that a name lost after the proclitic ل; `name` begins with the ل that is left, or with its own.

    >>> restore_article("لأمم المتحدة")
    'الأمم المتحدة'
    >>> restore_article("لاذقية")
    'اللاذقية'
    >>> restore_article("لبنان")
    'لبنان'
    """
    first_word = name.split(maxsplit=1)[0]
    if first_word in _lam_names():
        return name
    return ("ال" if first_word in _lam_words() else "ا") + name


def readings(written: str) -> Iterator[tuple[int, str]]:
    """Yield what words may be the writing of: how many letters of proclitics come first, and the name after them.

    >>> list(readings("للأمم"))
    [(0, 'للأمم'), (1, 'لأمم'), (1, 'الأمم'), (1, 'اللأمم')]
    """
    yield 0, written
    for cut in (1, 2):
        proclitic, rest = written[:cut], written[cut:]
        if proclitic in possible() and rest[:1].isalnum():
            yield cut, rest
            if proclitic.endswith("ل") and rest.startswith("ل"):
                yield from ((cut, article + rest) for article in _ARTICLES)
