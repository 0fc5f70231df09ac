from math import isnan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import schema
from pipeline.coreference import form_of, identities
from pipeline.files import read_frame, write_frame
from pipeline.resolve import link, main, resolve
from pipeline.tag import context


def frame(*documents):
    """A mention frame of documents written as "LABEL name" strings."""
    rows = []
    for number, document in enumerate(documents):
        for place, mention in enumerate(document):
            label, name = mention.split(" ", 1)
            rows.append(
                {
                    "mention_id": f"d{number}:{place}-{place + 1}",
                    "doc_id": f"d{number}",
                    "sentence": 1,
                    "start": place,
                    "end": place + 1,
                    "label": label,
                    "surface": name,
                    "name": name,
                    "score": 1.0,
                    "tagger": "fake",
                    "context": "",
                }
            )
    return pd.DataFrame(rows, columns=schema.MENTION_FIELDS)


def clusters(*documents):
    """The names of each entity, as sets."""
    mentions = frame(*documents)
    names = dict(zip(mentions["mention_id"], mentions["name"], strict=True))
    return [{names[mention] for mention in ids} for ids in resolve(mentions)["mention_ids"]]


def together(one, another, *others):
    """Whether two mentions of one document are found to be the same."""
    return any({one.split(" ", 1)[1], another.split(" ", 1)[1]} <= names for names in clusters([one, another, *others]))


@pytest.mark.parametrize(
    ("short", "long", "others"),
    [
        ("PER رحمون", "PER برهان رحمون", ()),
        ("PER خشان", "PER باسم الخشان", ()),
        ("PER أبو جابر", "PER أبو جابر الشيخ", ()),
        ("PER نزار دندش", "PER نزار سليم دندش", ()),
        ("PER سلام", "PER عبد السلام سلام", ("PER نزار دندش",)),
        ("PER الأسد", "PER بشار الأسد", ("PER ماهر الأسد",)),
        ("ORG الجبهة", "ORG الجبهة الوطنية للتحرير", ()),
        ("ORG الفيلق", "ORG فيلق الشام", ()),
        ("ORG حزب الله", "ORG حزب الله اللبناني", ()),
        ("ORG القاعدة", "ORG تنظيم القاعدة", ()),
        ("ORG الأناضول", "ORG وكالة الأناضول للأنباء", ()),
        ("ORG الصباح", "ORG صحيفة الصباح", ()),
        ("ORG وزارة الدفاع", "ORG وزارة الدفاع التركية", ("LOC سوريا", "LOC حلب")),
        ("ORG الجيش", "ORG الجيش التركي", ()),
        ("LOC كفر تخاريم", "LOC كفرتخاريم", ()),
        ("LOC الزعترية", "LOC معبر الزعترية", ()),
        ("LOC مطار دندش", "LOC مطار دندش الدولي", ()),
        ("LOC فلسطين", "LOC فلسطين المحتلة", ()),
    ],
)
def test_a_short_form_is_the_fuller_name_of_its_document(short, long, others):
    assert together(short, long, *others)


@pytest.mark.parametrize(
    ("one", "another", "others"),
    [
        ("PER رحمون", "PER برهان رحمون", ("PER سمير رحمون",)),
        ("PER سلمان", "PER محمد بن سلمان", ()),
        ("PER الله", "PER حسن نصر الله", ()),
        ("PER عمر", "PER عمرو دياب", ()),
        ("PER علي", "PER محمد علي دندش", ()),
        ("ORG الجيش التركي", "ORG الجيش السوري", ()),
        ("ORG الجيش", "ORG الجيش التركي", ("ORG الجيش السوري",)),
        ("ORG مجلس الأمن", "ORG مجلس الأمن القومي الأميركي", ()),
        ("LOC حلب", "LOC مطار حلب", ()),
        ("LOC نصيب", "LOC معبر نصيب", ()),
        ("LOC الزور", "LOC دير الزور", ()),
        ("LOC القرية", "LOC القدس المحتلة", ()),
        ("PER الحدث", "ORG قناة الحدث", ()),
    ],
)
def test_different_bearers_stay_apart(one, another, others):
    assert not together(one, another, *others)


def test_a_surname_is_another_man_in_another_document():
    one, another = resolve(frame(["PER دندش"], ["PER دندش"]))["mention_ids"]
    assert len(one) == len(another) == 1
    alone = set(resolve(frame(["PER دندش"]))["entity_id"])
    assert alone < set(resolve(frame(["PER دندش"], ["PER دندش"]))["entity_id"])


@pytest.mark.parametrize("mention", ["PER الأسد", "PER برهان دندش", "LOC دندش", "ORG دندش"])
def test_other_names_mean_the_same_in_every_document(mention):
    assert len(clusters([mention], [mention])) == 1


def test_a_kunya_is_another_man_in_another_document():
    assert len(clusters(["PER أبو دندش"], ["PER أبو دندش"])) == 2


@pytest.mark.parametrize(
    "spellings",
    [
        ("PER رينولد نيكلسون", "PER رينولد نيكولسون"),
        ("PER باستيان شفانشتايغر", "PER باستيان شفاينشتايجر"),
        ("ORG شركة غالبرافت", "ORG شركة جالبرافت"),
    ],
)
def test_unknown_foreign_names_are_one_in_every_spelling(spellings):
    assert len(clusters(*([spelling] for spelling in spellings))) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("PER برهان سلمان", "PER برهان سليمان"),
        ("PER محمد خلوف دندش", "PER محمد خلف دندش"),
        ("PER رينولد نيكلسون", "ORG رينولد نيكولسون"),
        ("ORG مكتب دندش", "ORG مكاتب دندش"),
    ],
)
def test_other_names_of_one_sound_stay_apart(names):
    assert len(clusters(*([name] for name in names))) == 2


def test_short_forms_do_not_reach_into_other_documents():
    assert sorted(map(sorted, clusters(["PER برهان دندش"], ["PER دندش"]))) == [["برهان دندش"], ["دندش"]]


def test_the_document_overrules_what_is_known_of_a_surname():
    mentions = frame(["PER رياض الأسد", "PER الأسد"], ["PER الأسد"])
    ids = dict(zip(resolve(mentions)["entity_id"], resolve(mentions)["mention_ids"], strict=True))
    assert ids["per/bashar-al-assad"] == ["d1:0-1"]


def meant(names):
    """Whom each of a document's persons means, given their numbers of mentions in the order of the text."""
    return identities({form_of("PER", name): count for name, count in names.items()}, "d0", {})


@pytest.mark.parametrize(
    ("surname", "relative", "head_id", "relative_id"),
    [
        ("ترامب", "إيفانكا ترامب", "per/donald-trump", "per/ivanka-trump"),
        ("أوباما", "ميشيل أوباما", "per/barack-obama", "per/michelle-obama"),
        ("بوش", "جيب بوش", "per/george-w-bush", "per/jeb-bush"),
        ("نتنياهو", "سارة نتنياهو", "per/benjamin-netanyahu", "per/sara-netanyahu"),
        ("القذافي", "سيف الإسلام القذافي", "per/muammar-gaddafi", "per/saif-al-islam-gaddafi"),
    ],
)
def test_a_relative_does_not_take_over_a_surname(surname, relative, head_id, relative_id):
    assert meant({surname: 30, relative: 1}) == [head_id, relative_id]
    assert meant({relative: 1, surname: 30}) == [relative_id, head_id]
    assert meant({relative: 3, surname: 2}) == [relative_id, relative_id]


def test_of_two_bearers_the_one_that_a_document_is_about_has_the_surname():
    rafik, saad = "per/rafic-hariri", "per/saad-hariri"
    assert meant({"رفيق الحريري": 4, "سعد الحريري": 3, "الحريري": 8}) == [rafik, saad, rafik]
    assert meant({"رفيق الحريري": 3, "سعد الحريري": 3, "الحريري": 3}) == [rafik, saad, saad]
    assert meant({"إيفانكا ترامب": 3, "دونالد ترامب": 1, "ترامب": 30})[2] == "per/donald-trump"


def test_of_two_strangers_the_one_named_more_often_has_the_surname():
    burhan, samir, surname = meant({"برهان دندش": 2, "سمير دندش": 1, "دندش": 3})
    assert surname == burhan != samir
    assert meant({"برهان دندش": 1, "سمير دندش": 1, "دندش": 3})[2] not in (burhan, samir)


def test_spellings_of_a_surname_count_together():
    assert meant({"إيفانكا ترامب": 3, "ترامب": 3, "ترمب": 3}) == ["per/ivanka-trump", *["per/donald-trump"] * 2]


def test_a_stranger_who_is_introduced_first_has_the_surname():
    assert meant({"فلان الأسد": 1, "الأسد": 5})[1] != "per/bashar-al-assad"
    assert meant({"الأسد": 5, "فلان الأسد": 1})[0] == "per/bashar-al-assad"


def test_known_entities_carry_what_is_known():
    row = resolve(frame(["LOC محافظة ادلب", "LOC ادلب", "LOC ادلب"])).iloc[0]
    assert (row["entity_id"], row["name"], row["name_en"], row["name_en_source"]) == (
        "loc/sy/idlib",
        "إدلب",
        "Idlib",
        "kb",
    )
    assert (row["country"], row["description"], round(row["latitude"])) == ("SY", "city, Syria", 36)


def test_unknown_entities_are_romanised():
    row = resolve(frame(["PER فلان الزعتري", "PER فلان الزعتري", "PER الزعتري"])).iloc[0]
    assert row["entity_id"].startswith("per/x-")
    assert row["name"] == "فلان الزعتري"
    assert row["aliases"] == "الزعتري"
    assert row["name_en_source"] == "romanised"
    assert isnan(row["latitude"])
    assert row["wikidata"] == row["geonames"] == row["country"] == row["description"] == ""


def test_latin_names_stay_as_they_are():
    row = resolve(frame(["ORG ACME Robotics"])).iloc[0]
    assert (row["name_en"], row["name_en_source"]) == ("ACME Robotics", "latin")


def test_a_name_may_look_like_part_of_an_id():
    assert resolve(frame(["ORG Navy", "PER Army"]))["name_en"].tolist() == ["Navy", "Army"]


def test_names_without_letters_are_entities_too():
    assert resolve(frame(["ORG «»", "PER ؟"]))["entity_id"].str.match("(org|per)/x-name-[0-9a-f]{6}$").all()


def test_aliases_come_most_frequent_first():
    document = ["LOC ادلب", "LOC إدلب", "LOC أدلب", "LOC أدلب"]
    assert resolve(frame(document)).iloc[0]["aliases"] == "أدلب|ادلب"


def test_every_mention_has_exactly_one_entity():
    mentions = frame(["PER رحمون", "PER برهان رحمون", "LOC حلب"], ["PER رحمون", "ORG ACME", "LOC حلب", "ORG حلب"])
    found = [mention for ids in resolve(mentions)["mention_ids"] for mention in ids]
    assert sorted(found) == sorted(mentions["mention_id"])


def test_the_order_of_rows_makes_no_difference():
    mentions = frame(
        ["PER رحمون", "PER برهان رحمون", "LOC كفرتخاريم", "ORG الجيش"],
        ["LOC كفر تخاريم", "PER الزعتري", "PER فلان الزعتري", "ORG الجيش التشادي"],
    )
    for seed in range(3):
        pd.testing.assert_frame_equal(resolve(mentions.sample(frac=1, random_state=seed)), resolve(mentions))


def written(text, *names):
    """A mention frame of one document, each name a body where it stands after the one before."""
    rows, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        rows.append((f"d:{start}-{at}", "d", 1, start, at, "ORG", name, name, 1.0, "fake", context(text, start, at)))
    return pd.DataFrame(rows, columns=schema.MENTION_FIELDS)


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("أعلن مجلس دندش البلدي (مدب) في بيان، ثم مدب", "مجلس دندش البلدي", "مدب"),
        ("أعلن «مجلس دندش البلدي» (مدب) في بيان", "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي ( «مدب» ) في بيان", "مجلس دندش البلدي", "مدب"),
        ('أعلن مجلس دندش البلدي "مدب" في بيان', "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي مدب في بيان", "مجلس دندش البلدي", "مدب"),
        ("أعلن مجلس دندش البلدي (Dandash Local Council) في بيان", "مجلس دندش البلدي", "Dandash Local Council"),
    ],
)
def test_a_name_in_brackets_or_quotes_after_another_is_its_alias(text, name, alias):
    assert [len(ids) for ids in resolve(written(text, name, alias))["mention_ids"]] == [2]


def test_what_is_known_of_an_alias_is_said_of_the_name():
    row = resolve(written("أعلنت قوات دندش الكبرى (قسد) في بيان", "قوات دندش الكبرى", "قسد")).iloc[0]
    assert (row["entity_id"], len(row["mention_ids"])) == ("org/sdf", 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("أعلن مجلس دندش البلدي (بحسب مدب) في بيان", ("مجلس دندش البلدي", "مدب")),
        ("أعلن مجلس دندش البلدي، مدب، في بيان", ("مجلس دندش البلدي", "مدب")),
        ("أعلن مجلس دندش البلدي نادي علان في بيان", ("مجلس دندش البلدي", "نادي علان")),
        ('أعلن مجلس دندش البلدي "مدب تعود"', ("مجلس دندش البلدي", "مدب")),
        ("حماس (قسد)", ("حماس", "قسد")),
    ],
)
def test_other_names_that_follow_are_other_bodies(text, names):
    assert [len(ids) for ids in resolve(written(text, *names))["mention_ids"]] == [1, 1]


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


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=50, deadline=None)
def test_more_documents_change_no_mention_s_entity(documents, more):
    before, after = (resolve(frame(*some)).explode("mention_ids") for some in (documents, [*documents, *more]))
    ids = dict(zip(after["mention_ids"], after["entity_id"], strict=True))
    assert {mention: ids[mention] for mention in before["mention_ids"]} == dict(
        zip(before["mention_ids"], before["entity_id"], strict=True)
    )


def test_more_documents_rename_nothing():
    first = ["PER فلان الزعتري", "LOC تل فلان", "ORG نادي فلان"]
    before = set(resolve(frame(first))["entity_id"])
    assert before <= set(resolve(frame(first, ["PER فلان الزعترى", "PER علان الزعتري", "LOC تل علان"]))["entity_id"])


def test_documents_are_linked_alone():
    documents = [["PER رحمون", "PER برهان رحمون"], ["PER رحمون", "LOC حلب"]]
    whole = link(frame(*documents))
    parts = [link(part) for _, part in frame(*documents).groupby("doc_id")]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


def test_no_mentions_give_no_entities():
    entities = resolve(frame())
    assert list(entities.columns) == schema.ENTITY_FIELDS
    assert entities.empty


def test_forms_say_where_a_name_is_from():
    assert form_of("LOC", "إدلب").country == "SY"
    assert form_of("LOC", "عمان").country == ""


def test_the_stage_runs_on_files(tmp_path):
    write_frame(frame(["LOC إدلب"]), tmp_path / "mentions.parquet")
    assert main([str(tmp_path / "mentions.parquet"), str(tmp_path / "entities.parquet")]) == 0
    entities = read_frame(tmp_path / "entities.parquet")
    assert list(entities.columns) == schema.ENTITY_FIELDS
    assert entities["mention_ids"].map(list).tolist() == [["d0:0-1"]]
