"""The stage that says in each document whom its names mean."""

import pandas as pd
import pytest
from documents import grouped, written

from pipeline.contracts import schema
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.link import link, main
from pipeline.run import entity_of, resolve


@pytest.fixture
def clusters(knowledge):
    """Returns the names of each entity, as sets."""

    def of(*documents):
        mentions = written(*documents)
        names = dict(zip(mentions["mention_id"], mentions["name"], strict=True))
        return [{names[mention] for mention in ids} for ids in grouped(mentions, knowledge)[0].values()]

    return of


@pytest.fixture
def together(clusters):
    """Returns whether two mentions of one document are found to be the same."""

    def of(one, another, *others):
        names = {one.split(" ", 1)[1], another.split(" ", 1)[1]}
        return any(names <= found for found in clusters([one, another, *others]))

    return of


@pytest.mark.parametrize(
    ("short", "long", "others"),
    [
        ("PER رحمون", "PER برهان رحمون", ()),
        ("PER خشان", "PER باسم الخشان", ()),
        ("PER أبو جابر", "PER أبو جابر الشيخ", ()),
        ("PER نزار دندش", "PER نزار سليم دندش", ()),
        ("PER بدر سليم دندش", "PER بدر بن سليم دندش", ()),
        ("PER كريني", "PER إدريس لكريني", ()),
        ("PER أنريه سيرديكوف", "PER أندريه سيرديكوف", ()),
        ("PER دينس كوسبيرت", "PER دنيس كوسبيرت", ()),
        ("PER ولد الشيخ", "PER إسماعيل ولد الشيخ أحمد", ("LOC موريتانيا",)),
        ("ORG فيلق القدس", 'ORG فيلق "القدس"', ()),
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
def test_a_short_form_is_the_fuller_name_of_its_document(together, short, long, others):
    assert together(short, long, *others)


@pytest.mark.parametrize(
    ("one", "another", "others"),
    [
        ("PER رحمون", "PER برهان رحمون", ("PER سمير رحمون",)),
        ("PER سلمان", "PER محمد بن سلمان", ()),
        ("PER سعيد مانع", "PER سعيد بن مانع", ()),
        ("PER كريني", "PER إدريس لكريني", ("PER سعيد لكريني",)),
        ("PER سامر برجستون", "PER سمير برجستون", ()),
        ("PER جون برجستون", "PER جوان برجستون", ()),
        ("PER أنريه باكيا", "PER أندريه باكيا", ()),
        ("ORG المجلس الوطني للمقاومة الإيرانية", "ORG مجاهدي خلق", ("LOC إيران",)),
        ("ORG هيئة حماية الدستور", "ORG الاستخبارات الألمانية", ("LOC ألمانيا",)),
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
def test_different_bearers_stay_apart(together, one, another, others):
    assert not together(one, another, *others)


def test_a_surname_is_another_man_in_another_document(knowledge):
    one, _ = grouped(written(["PER دندش"]), knowledge)
    both, _ = grouped(written(["PER دندش"], ["PER دندش"]), knowledge)
    assert list(map(len, both.values())) == [1, 1]
    assert one.keys() < both.keys()


@pytest.mark.parametrize("mention", ["PER الأسد", "PER برهان دندش", "LOC دندش", "ORG دندش"])
def test_other_names_mean_the_same_in_every_document(clusters, mention):
    assert len(clusters([mention], [mention])) == 1


def test_a_kunya_is_another_man_in_another_document(clusters):
    assert len(clusters(["PER أبو دندش"], ["PER أبو دندش"])) == 2


@pytest.mark.parametrize(
    "spellings",
    [
        ("PER رينولد نيكلسون", "PER رينولد نيكولسون"),
        ("PER باستيان شفانشتايغر", "PER باستيان شفاينشتايجر"),
        ("ORG شركة غالبرافت", "ORG شركة جالبرافت"),
    ],
)
def test_unknown_foreign_names_are_one_in_every_spelling(clusters, spellings):
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
def test_other_names_of_one_sound_stay_apart(clusters, names):
    assert len(clusters(*([name] for name in names))) == 2


def test_short_forms_do_not_reach_into_other_documents(clusters):
    assert sorted(map(sorted, clusters(["PER برهان دندش"], ["PER دندش"]))) == [["برهان دندش"], ["دندش"]]


def test_the_document_overrules_what_is_known_of_a_surname(knowledge):
    ids, _ = grouped(written(["PER رياض الأسد", "PER الأسد"], ["PER الأسد"]), knowledge)
    assert ids["per/bashar-al-assad"] == ["d1:0-1"]


def test_every_mention_has_exactly_one_entity(knowledge):
    mentions = written(["PER رحمون", "PER برهان رحمون", "LOC حلب"], ["PER رحمون", "ORG ACME", "LOC حلب", "ORG حلب"])
    links, found = resolve(mentions, knowledge)
    assert not links["mention_id"].duplicated().any()
    ids = entity_of(links, found.identities)
    assert set(ids.values()) == set(found.entities["entity_id"])
    assert sorted(ids) == sorted(mentions["mention_id"])


def test_documents_are_linked_alone(knowledge):
    documents = [["PER رحمون", "PER برهان رحمون"], ["PER رحمون", "LOC حلب"]]
    whole = link(written(*documents), knowledge)
    parts = [link(part, knowledge) for _, part in written(*documents).groupby("doc_id")]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


def test_no_mentions_give_no_links(knowledge):
    links = link(written(), knowledge)
    assert list(links.columns) == schema.LINK_FIELDS
    assert links.empty


def test_the_stage_runs_on_files(tmp_path, knowledge):
    write_frames({tmp_path / "corrected.parquet": written(["LOC إدلب", "PER دندش"])})
    assert main([str(tmp_path / "corrected.parquet"), str(tmp_path / "links.parquet")]) == 0
    assert read_frame(tmp_path / "links.parquet").to_numpy().tolist() == [
        ["d0:0-1", "LOC", "loc/sy/idlib", "", "", "إدلب"],
        ["d0:1-2", "PER", "", knowledge.key_of("دندش"), "d0", "دندش"],
    ]
