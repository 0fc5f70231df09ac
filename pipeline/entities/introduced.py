"""Introduced: what a text says right before a person's name that he is, where that speaks against a known bearer of the name.

الصحفي جميل الحسن is a reporter, not the general who is called so.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache

import pandas as pd

from ..arabic.data import read_table
from ..arabic.words import QUOTES

_LABEL = "PER"
_SIGNS = f"{QUOTES}(:،-"


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the subtypes of known people that each word speaks against."""
    return {word: frozenset(subtypes.split(",")) for word, subtypes in read_table("introduced.tsv", __package__)}


def _word_before(surface: str, context: str) -> str:
    """Return the word right before a name, or empty.

    >>> _word_before("جميل الحسن", "أشار الصحفي «جميل الحسن» إلى الحفرة"), _word_before("جميل", "جميل")
    ('الصحفي', '')
    """
    *_, last = context.partition(surface)[0].rstrip(_SIGNS + " ").split() or ("",)
    return last


def introduced(mentions: pd.DataFrame) -> Mapping[str, Mapping[str, Collection[str]]]:
    """Return by document the subtypes that each person is none of, by name; a document that says nothing may be asked for too.

    Args:
        mentions: schema.MENTION_FIELDS.
    """
    people = mentions.loc[mentions["label"] == _LABEL, ["doc_id", "name", "surface", "context"]]
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for doc_id, name, surface, context in people.itertuples(index=False, name=None):
        against = _words().get(_word_before(surface, context))
        if against:
            found[doc_id][name] = found[doc_id].get(name, frozenset()) | against
    return found
