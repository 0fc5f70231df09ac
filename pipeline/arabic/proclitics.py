"""Proclitics: و ف ب ل ك س written together with the name that follows (وأردوغان, بإدلب, لحزب الله, للأمم المتحدة)."""

from functools import cache

from pipeline.arabic.data import read_table


@cache
def possible() -> frozenset[str]:
    """Return the letter strings that can be proclitics of a name (proclitics.tsv)."""
    return frozenset(row[0] for row in read_table("proclitics.tsv"))


@cache
def _lam_words() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("lam_words.tsv"))


def restore_article(name: str) -> str:
    """Write back the ال that a name lost after the proclitic ل; `name` begins with the ل that is left.

    >>> restore_article("لأمم المتحدة")
    'الأمم المتحدة'
    >>> restore_article("لاذقية")
    'اللاذقية'
    """
    first_word = name.split(maxsplit=1)[0]
    return ("ال" if first_word in _lam_words() else "ا") + name
