"""Names that mean one entity, and names that do not: what merges and splits make of the identities."""

import pytest
from corrections import corrections
from documents import grouped, mentions_of
from fake import FakeTagger

from pipeline.entities.corrections import NONE
from pipeline.entities.identity import Identity
from pipeline.entities.merging import corrected
from pipeline.run import extract


@pytest.fixture
def entities(knowledge):
    """Returns the names of each entity by its id, and the problems, of documents whose names have labels."""

    def of(documents, *rows):
        mentions = mentions_of(*([(label, name) for name, label in document.items()] for document in documents))
        named = dict(zip(mentions["mention_id"], mentions["name"], strict=True))
        ids, found = grouped(mentions, knowledge, corrections(knowledge, *rows))
        return {entity_id: sorted({named[one] for one in group}) for entity_id, group in ids.items()}, found.problems

    return of


@pytest.fixture
def merged(entities):
    """Returns the names of each entity, without their ids; there is no problem."""

    def of(documents, *rows):
        found, unknown = entities(documents, *rows)
        assert unknown == []
        return sorted(found.values())

    return of


def test_no_corrections_change_nothing():
    identities = [Identity("PER", key="دندش", document="d"), Identity("LOC", known="loc/sy/aleppo")]
    assert corrected(identities, ["دندش", "حلب"], NONE) == (identities, [])


def test_a_merged_name_means_the_entity_in_every_document(merged):
    documents = [{"برهان دندش": "PER", "أبو شهاب": "PER"}, {"أبو شهاب": "PER"}, {"برهان دندش": "PER"}]
    assert merged(documents) == [["أبو شهاب"], ["أبو شهاب"], ["برهان دندش"]]
    assert merged(documents, "merge,ابو شهاب,PER,برهان دندش") == [["أبو شهاب", "برهان دندش"]]


def test_a_merge_keeps_the_entity_s_id(entities):
    documents = [{"برهان دندش": "PER", "أبو شهاب": "PER"}]
    before, _ = entities(documents)
    entity_id = next(one for one, names in before.items() if names == ["برهان دندش"])
    assert entity_id.startswith("per/x-")
    after, unknown = entities(documents, f"merge,أبو شهاب,,{entity_id}")
    assert after == {entity_id: ["أبو شهاب", "برهان دندش"]}
    assert unknown == []


def test_a_name_can_be_merged_with_what_the_knowledge_base_knows(entities):
    documents = [{"أبو دندش": "PER"}]
    for entity in ("per/bashar-al-assad", "بشار الأسد"):
        assert entities(documents, f"merge,أبو دندش,PER,{entity}") == ({"per/bashar-al-assad": ["أبو دندش"]}, [])


def test_short_forms_go_along_with_a_merged_name(merged):
    documents = [{"برهان دندش": "PER", "دندش": "PER"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,برهان دندش,PER,علان الشهابي") == [["برهان دندش", "دندش", "علان الشهابي"]]


def test_a_short_form_that_is_merged_leaves_the_others(merged):
    documents = [{"برهان دندش": "PER", "دندش": "PER"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,دندش,PER,علان الشهابي") == [["برهان دندش"], ["دندش", "علان الشهابي"]]


def test_merges_are_followed_to_the_end(merged):
    documents = [{"فلان الأول": "PER", "علان الثاني": "PER", "ترتان الثالث": "PER"}]
    rows = ("merge,فلان الأول,PER,علان الثاني", "merge,علان الثاني,PER,ترتان الثالث")
    assert merged(documents, *rows) == merged(documents, *reversed(rows)) == [sorted(documents[0])]


def test_a_merge_does_not_touch_the_same_name_of_another_label(merged):
    documents = [{"دندش": "LOC"}, {"علان الشهابي": "PER"}]
    assert merged(documents, "merge,دندش,PER,علان الشهابي") == [["دندش"], ["علان الشهابي"]]


def test_a_name_that_always_means_what_is_known_can_be_merged_with(entities):
    documents = [{"عباس": "PER", "رام الله": "LOC", "فلسطين": "LOC", "أبو دندش": "PER"}]
    before, _ = entities(documents)
    assert before["per/mahmoud-abbas"] == ["عباس"]
    after, unknown = entities(documents, "merge,أبو دندش,PER,عباس")
    assert (after["per/mahmoud-abbas"], unknown) == (["أبو دندش", "عباس"], [])


def test_the_documents_entity_of_a_name_comes_before_the_known_one(entities, merged):
    documents = [{"عباس": "PER", "جعفر": "PER", "حلب": "LOC"}]
    assert merged(documents, "merge,جعفر,PER,عباس") == [["جعفر", "عباس"], ["حلب"]]
    assert "per/mahmoud-abbas" not in entities(documents, "merge,جعفر,PER,عباس")[0]


def test_a_name_that_is_another_man_in_every_document_may_be_merged_into_one(entities, merged):
    documents = [{"دندش": "PER"}, {"دندش": "PER"}, {"فلان الشهابي": "PER"}]
    before, _ = entities(documents)
    one, _ = (entity_id for entity_id, names in before.items() if names == ["دندش"])
    after, unknown = entities(documents, f"merge,دندش,,{one}")
    assert (after[one], len(after), unknown) == (["دندش"], 2, [])
    assert merged(documents, f"merge,دندش,,{one}", f"merge,فلان الشهابي,,{one}") == [["دندش", "فلان الشهابي"]]


def test_a_name_of_several_entities_is_no_target(entities):
    documents = [{"دندش": "PER"}, {"دندش": "PER"}, {"فلان الشهابي": "PER"}]
    found, unknown = entities(documents, "merge,فلان الشهابي,PER,دندش")
    assert len(found) == 3
    assert "not one only" in unknown[0].what


def test_a_split_does_not_join_men_of_several_documents(merged):
    documents = [{"دندش": "PER"}, {"دندش": "PER"}]
    assert merged(documents, "split,دندش,PER") == [["دندش"], ["دندش"]]


def test_merges_that_the_documents_close_to_a_circle_are_told(entities):
    documents = [{"دندش": "PER", "شهاب": "PER"}]
    before, _ = entities(documents)
    ids = {names[0]: entity_id for entity_id, names in before.items()}
    after, unknown = entities(documents, f"merge,دندش,,{ids['شهاب']}", f"merge,شهاب,,{ids['دندش']}")
    assert after == before
    assert [problem.place for problem in unknown] == ["names.csv, row 2", "names.csv, row 3"]


def test_a_forced_name_may_say_whom_it_means(knowledge):
    forced = corrections(knowledge, "force,دندش,,per/bashar-al-assad")
    mentions = extract("زار دندش حلب", FakeTagger({"حلب": "LOC"}), knowledge, forced)
    assert [(one.name, one.entity.entity_id) for one in mentions] == [
        ("دندش", "per/bashar-al-assad"),
        ("حلب", "loc/sy/aleppo"),
    ]


@pytest.mark.parametrize("entity", ["per/x-somebody-00000000", "ترتان الثالث"])
def test_an_entity_that_is_nowhere_is_a_problem_only_when_the_name_is_there(entities, entity):
    row = f"merge,أبو دندش,PER,{entity}"
    found, unknown = entities([{"أبو دندش": "PER"}], row)
    assert list(found.values()) == [["أبو دندش"]]
    assert [(one.place, one.stage) for one in unknown] == [("names.csv, row 2", "names")]
    assert entity in unknown[0].what
    assert entities([{"برهان دندش": "PER"}], row)[1] == []


def test_a_split_name_becomes_an_entity_of_its_own(merged):
    documents = [{"الأسد": "PER", "بشار الأسد": "PER"}]
    assert merged(documents) == [["الأسد", "بشار الأسد"]]
    for entity in ("", "per/bashar-al-assad", "بشار الأسد"):
        assert merged(documents, f"split,الأسد,PER,{entity}") == [["الأسد"], ["بشار الأسد"]]


def test_a_split_touches_no_other_name_and_no_other_entity(entities):
    documents = [{"برهان دندش": "PER", "برهان": "PER", "دندش": "PER"}, {"سمير دندش": "PER", "دندش": "PER"}]
    before, _ = entities(documents)
    burhan = next(one for one, names in before.items() if "برهان دندش" in names)
    after, _ = entities(documents, f"split,دندش,PER,{burhan}")
    assert sorted(after.values()) == [["برهان", "برهان دندش"], ["دندش"], ["دندش", "سمير دندش"]]
    assert set(before) < set(after)


def test_spellings_of_a_split_name_stay_together(entities, merged):
    documents = [{"ادلب": "LOC", "إدلب": "LOC"}, {"أدلب": "LOC"}]
    assert merged(documents, "split,إدلب,LOC") == [["أدلب", "إدلب", "ادلب"]]
    assert "loc/sy/idlib" not in entities(documents, "split,إدلب,LOC")[0]


def test_a_name_split_from_one_entity_may_be_merged_with_another(merged):
    documents = [{"الأسد": "PER", "بشار الأسد": "PER", "برهان دندش": "PER"}]
    rows = ("split,الأسد,PER,per/bashar-al-assad", "merge,الأسد,PER,برهان دندش")
    assert merged(documents, *rows) == [["الأسد", "برهان دندش"], ["بشار الأسد"]]


def test_spellings_of_one_name_that_lead_two_ways_close_no_circle(merged):
    documents = [{"سامر ثندش": "PER", "فلان الأول": "PER", "علان الثاني": "PER"}]
    rows = ("فلان الأول,PER,سامر ثندش", "سامر ثندش,PER,علان الثاني", "سامر تندش,PER,فلان الأول")
    assert merged(documents, *(f"merge,{row}" for row in rows)) == [sorted(documents[0])]
