"""Documents for tests of resolution, as lists of labels and names."""

import pandas as pd

from pipeline import schema
from pipeline.resolve import resolve


def entity_of(document, name):
    """Return the row of entities.csv that a name means in a document of labelled names."""
    rows = [
        {
            "mention_id": f"doc:{place}-{place + 1}",
            "doc_id": "doc",
            "sentence": 1,
            "start": place,
            "end": place + 1,
            "label": label,
            "surface": one,
            "name": one,
            "score": 1.0,
            "tagger": "fake",
            "context": "",
        }
        for place, (label, one) in enumerate(document)
    ]
    ids = {row["name"]: row["mention_id"] for row in rows}
    entities = resolve(pd.DataFrame(rows, columns=schema.MENTION_FIELDS))
    return next(row for row in entities.to_dict("records") if ids[name] in row["mention_ids"])
