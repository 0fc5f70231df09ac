"""Documents for tests of resolution, as lists of labels and names."""

import pandas as pd

from pipeline.contracts import schema
from pipeline.entities.corrections import NONE
from pipeline.run import entity_of as ids_of
from pipeline.run import resolve


def mentions_of(*documents):
    """Return the mentions (schema.MENTION_FIELDS) of documents of labelled names, each one letter wide."""
    rows = [
        (f"d{number}:{place}-{place + 1}", f"d{number}", 1, place, place + 1, label, name, name, 1.0, "fake", "")
        for number, document in enumerate(documents)
        for place, (label, name) in enumerate(document)
    ]
    return pd.DataFrame(rows, columns=schema.MENTION_FIELDS)


def written(*documents):
    """Return the mentions of documents that are written as "LABEL name"."""
    return mentions_of(*([one.split(" ", 1) for one in document] for document in documents))


def entity_of(document, name, knowledge):
    """Return the row of the entities that a name means in a document of labelled names."""
    mentions = mentions_of(document)
    links, found = resolve(mentions, knowledge)
    ids = ids_of(links, found.identities)
    mention = mentions.loc[mentions["name"] == name, "mention_id"].iloc[-1]
    return found.entities.set_index("entity_id", drop=False).loc[ids[mention]].to_dict()


def grouped(mentions, knowledge, corrections=NONE):
    """Return the mention_ids of each entity by its id, and what was identified."""
    links, found = resolve(mentions, knowledge, corrections)
    ids = ids_of(links, found.identities)
    groups = {entity_id: [] for entity_id in found.entities["entity_id"]}
    for mention in mentions["mention_id"]:
        groups[ids[mention]].append(mention)
    assert all(groups.values())
    return groups, found
