"""Companions: which places a document names in one sentence, for they tell each other from places of the same name."""

from collections import defaultdict

import pandas as pd

MOST = 100
"""Places of one sentence that speak for each other, the first ones: a list of thousands says nothing of its ends."""


def companions(mentions: pd.DataFrame) -> dict[str, list[list[str]]]:
    """Return for each document the names of places that stand in one sentence, for sentences with more than one.

    Args:
        mentions: schema.MENTION_FIELDS, sorted by document and place in it.

    >>> rows = [("d", 1, "LOC", "حلب"), ("d", 1, "LOC", "منغ"), ("d", 1, "PER", "زياد"), ("d", 2, "LOC", "حلب")]
    >>> companions(pd.DataFrame(rows, columns=["doc_id", "sentence", "label", "name"]))
    {'d': [['حلب', 'منغ']]}
    """
    places = mentions.loc[mentions["label"] == "LOC", ["doc_id", "sentence", "name"]].drop_duplicates()
    sentences: dict[tuple[str, int], list[str]] = defaultdict(list)
    for doc_id, sentence, name in places.itertuples(index=False, name=None):
        sentences[doc_id, sentence].append(name)
    found: dict[str, list[list[str]]] = defaultdict(list)
    for (doc_id, _), names in sentences.items():
        if len(names) > 1:
            found[doc_id].append(names[:MOST])
    return dict(found)
