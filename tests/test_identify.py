"""The stage that says over all documents which entity each name means."""

import re
from math import isnan

import pandas as pd
import pytest
from documents import grouped, written
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contracts import schema
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.identify import main
from pipeline.link import link
from pipeline.run import resolve


@pytest.fixture
def identified(knowledge):
    """Returns the entities of documents that are written as "LABEL name"."""
    return lambda *documents: resolve(written(*documents), knowledge)[1].entities


def ids_of(mentions, knowledge):
    """Return the entity_id of each mention_id."""
    return {mention: entity_id for entity_id, ids in grouped(mentions, knowledge)[0].items() for mention in ids}


def test_known_entities_carry_what_is_known(identified):
    row = identified(["LOC محافظة ادلب", "LOC ادلب", "LOC ادلب"]).iloc[0]
    assert (row["entity_id"], row["name"], row["name_en"], row["name_en_source"]) == (
        "loc/sy/idlib",
        "إدلب",
        "Idlib",
        "kb",
    )
    assert (row["country"], row["description"], round(row["latitude"])) == ("SY", "city, Syria", 36)


def test_unknown_entities_are_romanised(identified):
    row = identified(["PER فلان الزعتري", "PER فلان الزعتري", "PER الزعتري"]).iloc[0]
    assert row["entity_id"].startswith("per/x-")
    assert row["name"] == "فلان الزعتري"
    assert row["aliases"] == "الزعتري"
    assert row["name_en_source"] == "romanised"
    assert isnan(row["latitude"])
    assert row["wikidata"] == row["geonames"] == row["country"] == row["description"] == ""


def test_latin_names_stay_as_they_are(identified):
    row = identified(["ORG ACME Robotics"]).iloc[0]
    assert (row["name_en"], row["name_en_source"]) == ("ACME Robotics", "latin")


def test_a_name_may_look_like_part_of_an_id(identified):
    assert identified(["ORG Navy", "PER Army"])["name_en"].tolist() == ["Navy", "Army"]


def test_names_without_letters_are_entities_too(identified):
    ids = identified(["ORG «»", "PER ؟"])["entity_id"]
    assert re.fullmatch("org/x-name-[0-9a-f]{8}", ids[0])
    assert re.fullmatch("per/x-name-[0-9a-f]{16}", ids[1])


def test_aliases_come_most_frequent_first(identified):
    document = ["LOC ادلب", "LOC إدلب", "LOC أدلب", "LOC أدلب"]
    assert identified(document).iloc[0]["aliases"] == "أدلب|ادلب"


def test_the_order_of_rows_makes_no_difference(knowledge):
    mentions = written(
        ["PER رحمون", "PER برهان رحمون", "LOC كفرتخاريم", "ORG الجيش"],
        ["LOC كفر تخاريم", "PER الزعتري", "PER فلان الزعتري", "ORG الجيش التشادي"],
    )
    for seed in range(3):
        shuffled = resolve(mentions.sample(frac=1, random_state=seed), knowledge)
        links, found = resolve(mentions, knowledge)
        pd.testing.assert_frame_equal(shuffled[0], links)
        pd.testing.assert_frame_equal(shuffled[1].entities, found.entities)
        pd.testing.assert_frame_equal(shuffled[1].identities, found.identities)


NAMES = [
    "PER برهان دندش",
    "PER بُرهان دندش",
    "PER دندش",
    "PER سمير دندش",
    "PER أبو دندش",
    "PER أحمد الأكحل",
    "PER احمد الاكحل",
    "PER عبد الله الأكحل",
    "PER عبدالله الاكحل",
    "PER الأكحل",
    "PER بشار الأسد",
    "PER الأسد",
    "PER رينولد نيكلسون",
    "PER رينولد نيكولسون",
    "LOC تلة دندش",
    "LOC تله دندش",
    "LOC قرية تلة دندش",
    "LOC حلب",
    "ORG نادي دندش",
    "ORG دندش",
    "ORG نادي دندش السوري",
    "ORG وزارة الصحة",
]

DOCUMENTS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), min_size=1, max_size=3)


@given(documents=DOCUMENTS, more=DOCUMENTS)
@settings(max_examples=50, deadline=None)
def test_more_documents_change_no_mention_s_entity(knowledge, documents, more):
    before, after = (ids_of(written(*some), knowledge) for some in (documents, [*documents, *more]))
    assert before == {mention: after[mention] for mention in before}


def test_more_documents_rename_nothing(identified):
    first = ["PER فلان الزعتري", "LOC تل فلان", "ORG نادي فلان"]
    more = ["PER فلان الزعترى", "PER علان الزعتري", "LOC تل علان"]
    before = set(identified(first)["entity_id"])
    assert before <= set(identified(first, more)["entity_id"])


def test_no_mentions_give_no_entities(identified):
    entities = identified()
    assert list(entities.columns) == schema.ENTITY_FIELDS
    assert entities.empty


def test_the_stage_runs_on_files(tmp_path, knowledge):
    links, entities, identities = (tmp_path / f"{name}.parquet" for name in ("links", "entities", "identities"))
    write_frames({links: link(written(["LOC إدلب"]), knowledge)})
    assert main([str(links), str(entities), str(identities)]) == 0
    assert list(read_frame(entities).columns) == schema.ENTITY_FIELDS
    assert list(read_frame(identities).columns) == schema.RESOLUTION_FIELDS
    assert read_frame(identities).to_numpy().tolist() == [["LOC", "loc/sy/idlib", "", "", "إدلب", "loc/sy/idlib"]]
