"""Tables for tests of the exports: of the invented documents in data/corpus.json, and of hostile ones."""

import json
from itertools import combinations
from pathlib import Path

import pandas as pd

from pipeline.contracts import schema
from pipeline.exports.review import review_table

DATA = Path(__file__).parent / "data"
FACTS = ["entity_id", "label", "name", "name_en", "name_en_source", "wikidata", "geonames", "country", "latitude"]
FACTS += ["longitude", "description"]


def corpus(name="corpus.json"):
    """Return the tables, the texts and the review list of the documents of a data file."""
    return tables_of(json.loads((DATA / name).read_text("utf-8")))


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></script></title><!-- ]]> --><svg onload=alert(1)>",
    '=HYPERLINK("https://example.org")',
    "'=1+1",
    "_x0041_ {{app}} ${x} &amp; %s",
    "\u202eعكس\u2066 بلا نهاية",
    "Robert'); DROP TABLE documents;--",
    "𝕂 😀 \ufeffبوم",
    "حلب\x01\x0b\ufffe",
    "م" * 1_000_000,
]
"""Texts that try to run, to break out of their cell or element, or to be too long."""


def hostile():
    """Return tables whose every name, title, id and text is nasty; mentions of ten names, the last one without end."""
    entities = [
        [f"{label.lower()}/x-{place}", label, nasty, nasty, "romanised", nasty, nasty, "<>", *point, nasty]
        for place, nasty in enumerate(NASTY)
        for label, point in [(("PER", "LOC", "ORG")[place % 3], (0.0, 0.0) if place % 3 == 1 else (None, None))]
    ]
    documents = [
        {
            "doc_id": f"{place}{nasty[:100]}",
            "title": nasty,
            "date": nasty[:20],
            "source": nasty,
            "url": f"javascript:alert({place})",
            "language": nasty[:5],
            "text": f"قال {nasty} و{nasty}.",
            "mentions": [[nasty, nasty, entities[place][0], 0.5]] * 2,
        }
        for place, nasty in enumerate(NASTY)
    ]
    problems = [{"file": nasty, "stage": "read", "problem": nasty, "remedy": nasty} for nasty in NASTY[:-1]]
    return tables_of({"entities": entities, "documents": documents, "problems": problems})


def tables_of(corpus):
    """Return the tables, the texts and the review list of documents (data/corpus.json shows the form)."""
    facts = {row[0]: dict(zip(FACTS, row, strict=True)) for row in corpus["entities"]}
    mentions = [row for document in corpus["documents"] for row in _mentions(document, facts)]
    documents = [_document(document) for document in corpus["documents"]]
    dates = {document["doc_id"]: document["date"] for document in documents}
    ids = {mention["entity_id"] for mention in mentions}
    entities = sorted((_entity(facts[one], mentions, dates) for one in ids), key=_most_mentioned)
    rows = {
        "documents": documents,
        "mentions": mentions,
        "entities": entities,
        "people": [row for row in entities if row["label"] == "PER"],
        "places": [row for row in entities if row["label"] == "LOC"],
        "organisations": [row for row in entities if row["label"] == "ORG"],
        "roles": corpus.get("roles", []),
        "cooccurrences": _pairs(mentions, facts),
        "problems": corpus.get("problems", []),
    }
    tables = {table.name: typed(rows[table.name], table) for table in schema.TABLES}
    texts = [(document["doc_id"], document["text"]) for document in corpus["documents"]]
    tables["texts"] = pd.DataFrame(texts, columns=["doc_id", "text"], dtype="str")
    return {**tables, "review": review_table(tables)}


def typed(rows, table):
    """Return rows as a table of the schema, missing cells empty."""
    frame = pd.DataFrame([{name: row.get(name) for name in table.names} for row in rows], columns=table.names)
    return frame.astype(table.dtypes).fillna(dict.fromkeys(table.texts, ""))


def _document(document):
    text = document["text"]
    counts = {"sentences": text.count(".") or 1, "words": len(text.split()), "mentions": len(document["mentions"])}
    file = {"file": f"seeds/{document['doc_id']}.txt", "encoding": "utf-8", "sha256": "0" * 64}
    return {**document, **counts, **file}


def _mentions(document, facts):
    text, rows, at = document["text"], [], 0
    for surface, name, entity, score in document["mentions"]:
        start = text.index(surface, at)
        at = start + len(surface)
        rows.append(
            {
                "mention_id": f"{document['doc_id']}:{start}-{at}",
                "doc_id": document["doc_id"],
                "sentence": text.count(".", 0, start) + 1,
                "start": start,
                "end": at,
                "surface": surface,
                "name": name,
                "entity_id": entity,
                "label": facts[entity]["label"],
                "name_en": facts[entity]["name_en"],
                "score": score,
                "tagger": "fake",
                "context": " ".join(text[max(0, start - 30) : at + 30].split()),
            }
        )
    return rows


def _entity(facts, mentions, dates):
    own = [mention for mention in mentions if mention["entity_id"] == facts["entity_id"]]
    aliases = dict.fromkeys(mention["name"] for mention in own if mention["name"] != facts["name"])
    documents = dict.fromkeys(mention["doc_id"] for mention in own)
    counts = {"mentions": len(own), "documents": len(documents), "first_doc": min(documents, key=dates.get)}
    told = sorted(filter(None, map(dates.get, documents))) or [""]
    return {**facts, "aliases": "|".join(aliases), **counts, "first_date": told[0], "last_date": told[-1]}


def _most_mentioned(entity):
    return -entity["mentions"], entity["entity_id"]


def _pairs(mentions, facts):
    named = sorted({(m["doc_id"], m["sentence"], m["entity_id"]) for m in mentions})
    sentences = {}
    for doc_id, sentence, entity in named:
        sentences.setdefault((doc_id, sentence), []).append(entity)
    together = {}
    for place, entities in sentences.items():
        for pair in combinations(entities, 2):
            together.setdefault(pair, []).append(place)
    rows = [
        {
            "entity_a": a,
            "name_a": facts[a]["name"],
            "name_en_a": facts[a]["name_en"],
            "entity_b": b,
            "name_b": facts[b]["name"],
            "name_en_b": facts[b]["name_en"],
            "sentences": len(places),
            "documents": len({doc_id for doc_id, _ in places}),
            "npmi": 0.5,
        }
        for (a, b), places in together.items()
    ]
    return sorted(rows, key=lambda row: -row["sentences"])
