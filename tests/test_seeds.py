r"""The tables of the seeds, row by row, as a reader of the two articles writes them by docs/annotation-guidelines.md.

data/seeds_mentions.tsv holds every mention, with who is meant; data/seeds_entities.tsv says who that is. KNOWN_FAILURES
are strict expected failures: what is cured fails the tests until its line is taken out. What fails now, listed or not:

    pytest tests/test_seeds.py --runxfail --tb=line -rf
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.evaluation.entities import NEAR, plain_english
from pipeline.knowledge.distance import kilometres
from pipeline.read import read
from pipeline.run import run
from pipeline.taggers.onnx import OnnxTagger

SEEDS = Path(__file__).parents[1] / "seeds"
DATA = Path(__file__).parent / "data"

KNOWN_FAILURES = {
    "mention/002_98d48d9540f54c06:1715-1717": "tagger: M4, the alias of a road, is missed",
}
"""From a test's id (test/row) to the cause."""

DOUBTFUL = {"mention/000_cab65c3eec8cdbd4:2240-2267": "tagger: a score of 0.49 with AVX-512, 0.5 and more with AVX2"}
"""The same of what fails on some processors, whose sums of floats differ in the last digits."""

NO_MENTIONS = {
    "000_cab65c3eec8cdbd4:2610-2612": "AR",
    "002_98d48d9540f54c06:1421-1429": "الميداني",
    "002_98d48d9540f54c06:1585-1591": "الفيلق",
}
"""By mention_id, what looks like a name to a model and is none: a language code, an adjective, a bare noun."""


def rows(path):
    """Return the rows of a TSV file by its column names; lines that begin with # are comments."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def mention_id(mention):
    return f"{mention['doc']}:{mention['start']}-{mention['end']}"


MENTIONS = {mention_id(row): row for row in rows(DATA / "seeds_mentions.tsv")}
ENTITIES = {row["entity"]: row for row in rows(DATA / "seeds_entities.tsv")}


def text_of(key, texts):
    """Return what a mention_id names in the texts by doc_id."""
    doc, span = key.split(":")
    return texts[doc][slice(*map(int, span.split("-")))]


def cases(test, keys):
    """Return the parameters of a test, the known failures marked."""
    return [pytest.param(key, id=f"{test}/{key}", marks=failure(f"{test}/{key}")) for key in keys]


def failure(case):
    reason = (KNOWN_FAILURES | DOUBTFUL).get(case)
    strict = case in KNOWN_FAILURES
    return [pytest.mark.xfail(raises=AssertionError, strict=strict, reason=reason)] if reason else []


@pytest.fixture(scope="module")
def tables(knowledge):
    return run([SEEDS], OnnxTagger(), knowledge)[0]


@pytest.fixture(scope="module")
def found(tables):
    """The rows of mentions.csv by mention_id."""
    return {row["mention_id"]: row for row in tables["mentions"].to_dict("records")}


@pytest.fixture(scope="module")
def meant(found):
    """From gold entity to the entity_ids of those of its mentions that are found with their label."""
    ids = defaultdict(set)
    for key, gold in MENTIONS.items():
        if key in found and found[key]["label"] == gold["label"]:
            ids[gold["entity"]].add(found[key]["entity_id"])
    return ids


@pytest.fixture(scope="module")
def entity_rows(tables, meant):
    """From gold entity to the rows of entities.csv that its mentions have; the test is skipped where there is none."""
    by_id = {row["entity_id"]: row for row in tables["entities"].to_dict("records")}

    def rows_of(entity):
        if not meant[entity]:
            pytest.skip("no mention of it is found: that is test_a_mention_is_found's")
        return [by_id[entity_id] for entity_id in sorted(meant[entity])]

    return rows_of


def test_gold_mentions_are_slices_of_the_documents():
    documents, problems = read([SEEDS])
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    assert not problems
    assert {key: text_of(key, texts) for key in MENTIONS} == {key: row["surface"] for key, row in MENTIONS.items()}
    assert {key: text_of(key, texts) for key in NO_MENTIONS} == NO_MENTIONS


def test_gold_mentions_mean_gold_entities_of_their_label():
    pairs = {(row["entity"], row["label"]) for row in MENTIONS.values()}
    assert pairs == {(key, row["label"]) for key, row in ENTITIES.items()}


def test_known_failures_are_rows():
    keys = {"mention": MENTIONS, "none": NO_MENTIONS}
    strange = [
        case for case in KNOWN_FAILURES | DOUBTFUL if case.split("/")[1] not in keys.get(case.split("/")[0], ENTITIES)
    ]
    assert strange == []


@pytest.mark.parametrize("key", cases("mention", MENTIONS))
def test_a_mention_is_found(found, key):
    assert key in found
    columns = ("label", "surface", "name")
    assert [found[key][column] for column in columns] == [MENTIONS[key][column] for column in columns]


@pytest.mark.parametrize("key", cases("none", NO_MENTIONS))
def test_what_is_no_mention_is_not_found(found, key):
    assert key not in found


def test_nothing_else_is_found(found):
    assert {key: row["surface"] for key, row in found.items() if key not in MENTIONS | NO_MENTIONS} == {}


@pytest.mark.parametrize("entity", cases("entity", ENTITIES))
def test_an_entity_is_one_row_of_its_own(entity_rows, meant, entity):
    own = {row["entity_id"] for row in entity_rows(entity)}
    assert len(own) == 1
    assert [other for other, ids in meant.items() if ids & own] == [entity]


@pytest.mark.parametrize("entity", cases("label", ENTITIES))
def test_an_entity_has_its_label(entity_rows, entity):
    assert {row["label"] for row in entity_rows(entity)} == {ENTITIES[entity]["label"]}


@pytest.mark.parametrize("entity", cases("name", ENTITIES))
def test_an_entity_has_its_english_name(entity_rows, entity):
    right = {plain_english(name) for name in ENTITIES[entity]["name_en"].split("|")}
    assert [row["name_en"] for row in entity_rows(entity) if plain_english(row["name_en"]) not in right] == []


@pytest.mark.parametrize("entity", cases("country", [key for key, row in ENTITIES.items() if row["country"]]))
def test_an_entity_has_its_country(entity_rows, entity):
    assert {row["country"] for row in entity_rows(entity)} == {ENTITIES[entity]["country"]}


@pytest.mark.parametrize("entity", cases("wikidata", [key for key, row in ENTITIES.items() if row["wikidata"]]))
def test_an_entity_has_its_wikidata_id(entity_rows, entity):
    assert {row["wikidata"] for row in entity_rows(entity)} == {ENTITIES[entity]["wikidata"]}


@pytest.mark.parametrize("entity", cases("place", [key for key, row in ENTITIES.items() if row["latitude"]]))
def test_a_place_is_where_it_is(entity_rows, entity):
    gold = ENTITIES[entity]
    place = float(gold["latitude"]), float(gold["longitude"])
    far = [kilometres((row["latitude"], row["longitude"]), place) for row in entity_rows(entity)]
    assert all(distance <= NEAR for distance in far), far


def test_roles_are_those_that_a_reader_finds(tables, meant):
    told = {entity_id: entity for entity, ids in meant.items() for entity_id in ids}
    columns = ["entity", "role", "role_en", "organisation", "mentions"]
    found = tables["roles"].assign(
        entity=tables["roles"]["entity_id"].map(told),
        organisation=tables["roles"]["organisation"].map(told).fillna(""),
        mentions=tables["roles"]["mentions"].astype(str),
    )
    assert sorted(found[columns].itertuples(index=False, name=None)) == sorted(
        tuple(row[column] for column in columns) for row in rows(DATA / "seeds_roles.tsv")
    )


def test_a_role_is_a_slice_of_its_document(tables):
    texts = dict(read([SEEDS])[0][["doc_id", "text"]].itertuples(index=False, name=None))
    slices = [texts[row.doc_id][row.start : row.end] for row in tables["roles"].itertuples()]
    assert "المُقدم" in slices
    assert all(
        written.split()[0][:2] == row.role[:2]
        for written, row in zip(slices, tables["roles"].itertuples(), strict=True)
    )


def test_people_are_told_by_what_they_are_most(tables):
    people = tables["people"].set_index("name")["role"]
    assert people["برهان رحمون"] == "قائد اللواء 124"
    assert people["مازن فرواتي"] == "العقيد"
    assert people["عباس"] == ""
