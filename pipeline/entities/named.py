"""Sentences with the mentions in them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pandas as pd

Row = dict[Any, Any]


def sentences_with(label: str, sentences: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[tuple[str, int, list[Row]]]:
    """Yield the source, the start and all mentions of each sentence that has a mention of a label.

    Args:
        label: PER, LOC or ORG.
        sentences: schema.SENTENCE_FIELDS of the documents.
        mentions: schema.MENTION_FIELDS, in the order of the text; what else stands beside them comes with them.
    """
    there: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in mentions.to_dict("records"):
        there[row["doc_id"], row["sentence"]].append(row)
    columns = (sentences[name].tolist() for name in ("doc_id", "sentence", "start", "source"))
    for doc_id, number, start, source in zip(*columns, strict=True):
        named = there.get((doc_id, number), [])
        if any(row["label"] == label for row in named):
            yield source, start, named
