"""A small corpus as the frames of the stages, made by hand."""

import math

import pandas as pd

from pipeline.contracts import schema
from pipeline.contracts.problems import Problem, problem_frame
from pipeline.contracts.records import Mention, frame_of_mentions
from pipeline.normalize import normalize

TEXTS = {
    "b": "عنوان\nزار بشار الأسد موسكو. والتقى الأسد بوتين في موسكو، 3 مرات. انتهى.",
    "a": "أعلن حزب الله مقتل 9 في إدلب.",
    "c": "وصل بوتين.",
}
DATES = {"b": "2020-02-28", "a": "", "c": "2019-12-01"}
MENTIONS = [
    # document, sentence, label, surface, score
    ("b", 2, "PER", "بشار الأسد", 0.99849),
    ("b", 2, "LOC", "موسكو", 0.9),
    ("b", 3, "PER", "الأسد", 0.75),
    ("b", 3, "PER", "بوتين", 1.0),
    ("b", 3, "LOC", "موسكو", 0.5),
    ("a", 1, "ORG", "حزب الله", 0.8),
    ("a", 1, "LOC", "إدلب", 0.7),
    ("c", 1, "PER", "بوتين", 0.6),
]
ENTITIES = [
    # the known columns, then the surfaces that mean it
    (("per/bashar-al-assad", "PER", "بشار الأسد", "Bashar al-Assad", "kb", "الأسد"), ("بشار الأسد", "الأسد")),
    (("per/x-butin", "PER", "بوتين", "Butin", "romanised", ""), ("بوتين",)),
    (("loc/ru/moscow", "LOC", "موسكو", "Moscow", "kb", ""), ("موسكو",)),
    (("loc/sy/idlib", "LOC", "إدلب", "Idlib", "kb", ""), ("إدلب",)),
    (("org/hezbollah", "ORG", "حزب الله", "Hezbollah", "kb", ""), ("حزب الله",)),
]
NOWHERE = (math.nan, math.nan, "", "", "", "")
PLACED = {
    "loc/ru/moscow": (55.7558261, 37.6173, "point", "", "", ""),
    "loc/sy/idlib": (35.93, 36.63, "point", "إدلب", "Idlib", "SY07"),
}


def documents_frame():
    rows = [
        (
            name,
            f"seeds/{name}.txt",
            "عنوان" if name == "b" else "",
            DATES[name],
            "metadata" if DATES[name] else "",
            "سانا" if name == "b" else "",
            "https://example.org/b" if name == "b" else "",
            "ar" if name == "b" else "",
            "utf-8",
            text,
            f"sha-{name}",
        )
        for name, text in TEXTS.items()
    ]
    return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS, dtype="str")


def mention(sentences, named):
    doc_id, number, label, surface, score = named
    row = sentences[(sentences["doc_id"] == doc_id) & (sentences["sentence"] == number)].iloc[0]
    start = row["start"] + row["source"].index(surface)
    end = start + len(surface)
    assert TEXTS[doc_id][start:end] == surface
    context = " ".join(row["source"].split())
    mention_id = f"{doc_id}:{start}-{end}"
    return Mention(mention_id, doc_id, number, start, end, label, surface, surface, score, "fake", context)


def entities_frame():
    rows = [(*known, "", "", "", *PLACED.get(known[0], NOWHERE), "") for known, _ in ENTITIES]
    return pd.DataFrame(rows, columns=schema.ENTITY_FIELDS)


def links_and_identities(mentions):
    """Return whom each mention means, by the known id or else by the name, and the entity of each of these."""
    meant = {surface: known[0] for known, surfaces in ENTITIES for surface in surfaces}
    links, identities = [], {}
    for row in mentions.itertuples():
        entity_id = meant[row.surface]
        known, key = ("", row.name) if "/x-" in entity_id else (entity_id, "")
        identity = (row.label, known, key, "", row.name)
        links.append((row.mention_id, *identity))
        identities[identity] = entity_id
    rows = [(*identity, entity_id) for identity, entity_id in identities.items()]
    return pd.DataFrame(links, columns=schema.LINK_FIELDS), pd.DataFrame(rows, columns=schema.RESOLUTION_FIELDS)


def stage_frames():
    """Return the frames of the six stages before, and the problems, by the names of the arguments of `tabulate`."""
    documents = documents_frame()
    sentences = normalize(documents)
    mentions = frame_of_mentions(mention(sentences, named) for named in MENTIONS)
    links, identities = links_and_identities(mentions)
    problems = [
        Problem("seeds/e.txt", "", "no Arabic letters, none", "Remove it"),
        Problem("seeds/d.txt", "", "empty", "Fill it or remove it"),
    ]
    return {
        "documents": documents,
        "sentences": sentences,
        "mentions": mentions,
        "links": links,
        "identities": identities,
        "entities": entities_frame(),
        "problems": problem_frame(problems),
    }
