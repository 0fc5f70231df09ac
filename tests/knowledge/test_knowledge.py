"""What is known: the curated table is in order, names find their entry, documents decide between bearers."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import pipeline.knowledge
from pipeline.arabic.data import read_table
from pipeline.arabic.designators import core_names, nationalities
from pipeline.arabic.folding import fold
from pipeline.knowledge.borders import distance, inside
from pipeline.knowledge.described import description_of
from pipeline.knowledge.entry import PRECISIONS
from pipeline.knowledge.institutions import Institution, institution_of, parse, types
from pipeline.knowledge.lists import countries, lies_in
from scripts.build_boxes import OUTLINES
from scripts.build_boxes import outlines as outlines_of

FOLDER = Path(pipeline.knowledge.__file__).parent
ROWS = list(csv.DictReader((FOLDER / "curated.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def entries(knowledge):
    return list(knowledge.entries.values())


def test_ids_are_unique_and_say_the_label():
    assert not [entity_id for entity_id, count in Counter(row["kb_id"] for row in ROWS).items() if count > 1]
    for row in ROWS:
        assert re.fullmatch(r"(per|loc|org)(/[a-z0-9]+(-[a-z0-9]+)*)+", row["kb_id"]), row
        assert row["kb_id"][:3].upper() == row["type"], row


def test_no_entry_takes_an_id_of_composed_institutions(entries):
    assert not [entry.entity_id for entry in entries if institution_of(entry.entity_id)]


def test_rows_are_sorted():
    order = {"ORG": 0, "PER": 1, "LOC": 2}
    assert sorted(ROWS, key=lambda row: (order[row["type"]], row["kb_id"])) == ROWS


def test_names_are_written():
    for row in ROWS:
        names = [row["name_ar"], *filter(None, row["aliases_ar"].split("|"))]
        assert all(name == name.strip() and fold(name) for name in names), row
        assert row["name_en"] == row["name_en"].strip() != "", row
        assert not re.search("[\u0600-\u06ff]", row["name_en"]), row


def test_facts_are_well_formed(entries):
    for entry in entries:
        assert re.fullmatch(r"(Q\d+)?", entry.wikidata), entry
        assert re.fullmatch(r"\d*", entry.geonames), entry
        assert entry.country == "" or entry.country in countries(), entry
        known = entry.latitude == entry.latitude
        assert not known or (-90 <= entry.latitude <= 90 and -180 <= entry.longitude <= 180), entry
        assert known == (entry.longitude == entry.longitude), entry
        assert known <= (entry.label == "LOC"), entry


def test_places_lie_in_their_country(entries):
    far = [
        entry.entity_id
        for entry in entries
        if entry.country and entry.precision and not lies_in(entry.latitude, entry.longitude, entry.country)
    ]
    assert far == ["loc/it/lampedusa"]  # an island that the outlines are too coarse for


def test_what_coordinates_are_of_is_said(entries):
    assert {entry.precision for entry in entries} == {"", *PRECISIONS}
    assert not [row["kb_id"] for row in ROWS if row["precision"] and not row["lat"]]
    assert not [entry for entry in entries if bool(entry.precision) != (entry.latitude == entry.latitude)]


@pytest.mark.parametrize(
    ("entity_id", "precision", "is_point"),
    [
        ("loc/sy/idlib", "point", True),
        ("loc/sy/jobar", "town", True),
        ("loc/sy/jabal-al-zawiya", "region", False),
        ("loc/sy/syria", "country", False),
        ("loc/intl/middle-east", "country", False),
        ("loc/intl/silk-road", "", False),
    ],
)
def test_only_what_is_small_is_a_point(knowledge, entity_id, precision, is_point):
    entry = knowledge.entry(entity_id)
    assert (entry.precision, entry.point is not None) == (precision, is_point)


def test_nearly_every_place_has_coordinates(entries):
    places = [entry for entry in entries if entry.label == "LOC"]
    assert sum(not entry.precision for entry in places) < 10


@pytest.mark.parametrize(
    ("entity_id", "words"),
    [
        ("loc/ps/al-aqsa-mosque", "place of worship, Palestine"),
        ("loc/ps/al-shifa-hospital", "hospital, Palestine"),
        ("loc/sy/umayyad-mosque", "place of worship, Damascus, Syria"),
        ("loc/sy/jobar", "quarter of a city, Damascus, Syria"),
        ("loc/sy/menagh-airbase", "facility, Aleppo, Syria"),
        ("loc/sy/idlib", "city, Syria"),
    ],
)
def test_a_place_is_described_as_what_it_is(knowledge, entity_id, words):
    assert description_of(knowledge.entry(entity_id)) == words


def test_the_point_of_a_country_lies_in_it(entries):
    outlines = dict(outlines_of(json.loads(OUTLINES.read_text("utf-8"))))
    lying = {
        entry.name_en: _near((entry.longitude, entry.latitude), outlines[entry.name_en])
        for entry in entries
        if entry.subtype == "country" and entry.name_en in outlines
    }
    assert len(lying) > 150
    assert [name for name, within in lying.items() if not within] == []
    israel = knowledge_point(entries, "loc/il/israel")
    assert not any(inside(israel, ring) for ring in outlines["Palestine"])


def _near(point, rings):
    """Whether a point lies in a country; half a degree beside an island is near enough."""
    return any(inside(point, ring) or distance(point, ring) < 0.5 for ring in rings)


def knowledge_point(entries, entity_id):
    return next((entry.longitude, entry.latitude) for entry in entries if entry.entity_id == entity_id)


def test_arabic_aliases_are_longer_than_two_letters():
    aliases = [(row["kb_id"], name) for row in ROWS for name in row["aliases_ar"].split("|")]
    assert not [alias for alias in aliases if re.fullmatch("[\u0600-\u06ff]{1,2}", alias[1])]


def test_english_says_no_more_than_the_name():
    assert not [row["kb_id"] for row in ROWS if re.search("[ıøłđ]", row["name_en"])]


def test_wikidata_ids_are_of_one_entry(entries):
    assert not [q for q, count in Counter(entry.wikidata for entry in entries if entry.wikidata).items() if count > 1]


def test_geonames_ids_are_of_one_entry(entries):
    assert not [g for g, count in Counter(entry.geonames for entry in entries if entry.geonames).items() if count > 1]


def test_generic_names_are_names_of_an_entry_with_a_country(knowledge):
    for label, name, *_ in read_table("generic.tsv", "pipeline.knowledge"):
        bearers = knowledge.candidates(label, fold(name))
        assert bearers, name
        assert all(bearer.country for bearer in bearers), name


@pytest.mark.parametrize(
    ("nations", "entity_id"),
    [
        ({"YE": 2, "SA": 1}, "per/ismail-ould-cheikh-ahmed"),
        ({"MR": 3, "YE": 1}, ""),
        ({"YE": 1, "MR": 2}, ""),
        ({}, ""),
    ],
)
def test_a_name_of_many_needs_the_countries_that_speak_for_it(knowledge, nations, entity_id):
    entry = knowledge.find_among("PER", "ولد الشيخ", nations)
    assert (entry.entity_id if entry else "") == entity_id
    assert knowledge.find_among("PER", "إسماعيل ولد الشيخ", nations).entity_id == "per/ismail-ould-cheikh-ahmed"


@pytest.mark.parametrize(
    ("label", "name", "nations", "entity_id"),
    [
        ("PER", "صدام", {"EG": 3}, ""),
        ("PER", "صدام", {"IQ": 1, "EG": 3}, ""),
        ("PER", "صدام", {"IQ": 3, "EG": 1}, "per/saddam-hussein"),
        ("ORG", "حزب العدالة والتنمية", {"MA": 2}, "org/pjd-morocco"),
        ("ORG", "حزب العدالة والتنمية", {"TR": 2}, "org/akp"),
        ("ORG", "العدالة والتنمية", {"DZ": 2}, ""),
        ("ORG", "طالبان", {"SY": 9}, ""),
        ("ORG", "طالبان", {"AF": 2, "US": 4}, "org/taliban"),
        ("LOC", "خيبر", {"SA": 2}, ""),
        ("LOC", "الجوف", {}, ""),
        ("LOC", "الجوف", {"SA": 2, "YE": 1}, "loc/sa/al-jawf-saudi"),
        ("ORG", "الراية", {"ES": 4}, ""),
        ("LOC", "فيلادلفيا", {"US": 2}, ""),
    ],
)
def test_a_common_word_or_a_name_of_many_needs_its_country(knowledge, label, name, nations, entity_id):
    entry = knowledge.find_among(label, name, nations)
    assert (entry.entity_id if entry else "") == entity_id


@pytest.mark.parametrize("name", ["الكويت", "المصرف", "كلمة", "أحد", "ريال", "دو", "الهلال", "سبق", "ليل"])
def test_common_words_are_no_organisations(knowledge, name):
    assert knowledge.find("ORG", name) is None


def test_every_subtype_has_words(entries):
    assert all(description_of(entry) for entry in entries)


def test_main_names_lead_to_their_entry(entries, knowledge):
    for entry in entries:
        assert knowledge.find(entry.label, entry.name) == entry


def test_bearers_of_one_name_are_told_apart_by_country(entries, knowledge):
    for entry in entries:
        for name in entry.names:
            bearers = knowledge.candidates(entry.label, fold(name))
            assert len({bearer.country for bearer in bearers}) == len(bearers), (name, bearers)


@pytest.mark.parametrize(
    ("label", "name", "entity_id"),
    [
        ("LOC", "ادلب", "loc/sy/idlib"),
        ("LOC", "محافظة إدلب", "loc/sy/idlib-governorate"),
        ("LOC", "بلدة كفرتخاريم", "loc/sy/kafr-takharim"),
        ("LOC", "كارباخ", "loc/az/nagorno-karabakh"),
        ("ORG", "حزب الله اللبناني", "org/hezbollah"),
        ("ORG", "حزب الله الأوكراني", None),
        ("ORG", "وكالة الأناضول للأنباء", "org/anadolu"),
        ("ORG", "الأناضول", "org/anadolu"),
        ("ORG", "تنظيم القاعدة", "org/al-qaeda"),
        ("ORG", "الشرق الأوسط", "org/asharq-alawsat"),
        ("LOC", "الشرق الأوسط", "loc/intl/middle-east"),
        ("ORG", "وزارة الدفاع الأميركية", "org/pentagon"),
        ("ORG", "الدفاع الأمريكية", "org/pentagon"),
        ("ORG", "الجيش التشادي", "org/td/army"),
        ("ORG", "وزارة الصحة السعودية", "org/sa/ministry-of-health"),
        ("ORG", "حكومة النرويج", "org/no/government"),
        ("ORG", "حكومة العراق", "org/iraqi-government"),
        ("ORG", "الحرس الجمهوري", "org/republican-guard"),
        ("PER", "الأسد", "per/bashar-al-assad"),
        ("PER", "أبو أحمد", None),
        ("PER", "الجولاني", "per/abu-mohammad-al-julani"),
        ("PER", "عون", None),
        ("ORG", "القيادة", None),
        ("ORG", "الدولة", None),
        ("ORG", "القيادة السورية", "org/syrian-government"),
        ("ORG", "الحكومة الكاميرونية", "org/cm/government"),
    ],
)
def test_names_find_their_entry(knowledge, label, name, entity_id):
    entry = knowledge.find(label, name)
    assert (entry.entity_id if entry else None) == entity_id


@pytest.mark.parametrize(
    ("label", "name", "nations", "entity_id"),
    [
        ("ORG", "الحرس الجمهوري", {"SY": 3, "TR": 5}, "org/syrian-republican-guard"),
        ("ORG", "الحرس الجمهوري", {"YE": 3, "SY": 1}, "org/yemeni-republican-guard"),
        ("ORG", "الحرس الجمهوري", {"YE": 1, "SY": 1}, "org/republican-guard"),
        ("LOC", "عمان", {}, "loc/jo/amman"),
        ("LOC", "عمان", {"JO": 1, "IQ": 4}, "loc/jo/amman"),
        ("LOC", "عمان", {"OM": 2, "IQ": 4}, "loc/om/oman"),
        ("LOC", "طرابلس", {}, "loc/ly/tripoli"),
        ("LOC", "طرابلس", {"LB": 3, "LY": 1}, "loc/lb/tripoli-lebanon"),
        ("LOC", "مدينة طرابلس", {"LB": 3, "LY": 1}, "loc/lb/tripoli-lebanon"),
        ("LOC", "طرابلس", {"LY": 3, "LB": 1}, "loc/ly/tripoli"),
        ("LOC", "أريحا", {}, "loc/ps/jericho"),
        ("LOC", "أريحا", {"SY": 2}, "loc/sy/ariha"),
        ("LOC", "أريحا", {"PS": 2, "SY": 1}, "loc/ps/jericho"),
        ("LOC", "محافظة الجوف", {"SA": 1}, "loc/sa/al-jawf-saudi"),
        ("LOC", "البيضاء", {"LY": 1}, "loc/ly/bayda-libya"),
        ("LOC", "القنيطرة", {"MA": 1}, "loc/ma/kenitra"),
        ("LOC", "زنجبار", {"TZ": 1}, "loc/tz/zanzibar"),
        ("LOC", "القصير", {"EG": 1}, "loc/eg/el-quseir"),
        ("ORG", "حزب العمل", {"IL": 1, "GB": 3}, "org/israeli-labor-party"),
        ("ORG", "حزب العمل", {"GB": 3}, None),
        ("ORG", "حزب العمل الإسرائيلي", {"GB": 3}, "org/israeli-labor-party"),
        ("ORG", "المقاومة الشعبية اليمنية", {"SA": 3}, "org/popular-resistance-yemen"),
        ("ORG", "حركة المقاومة الشعبية", {"SY": 3}, None),
        ("ORG", "الحزب الديمقراطي", {"IT": 1}, None),
        ("ORG", "الجماعة الإسلامية", {"LB": 1}, "org/jamaa-islamiya-lebanon"),
        ("ORG", "الجماعة الإسلامية", {"PK": 1}, None),
        ("ORG", "مجلس الشيوخ", {"US": 2}, "org/us-senate"),
        ("ORG", "مجلس الشيوخ", {"FR": 2}, "org/fr/senate"),
        ("ORG", "المحكمة الدستورية العليا", {"EG": 2}, "org/egyptian-scc"),
        ("ORG", "المحكمة الدستورية العليا", {"SY": 2}, "org/sy/constitutional-court"),
        ("ORG", "وزارة الصحة", {"SA": 3, "FR": 1}, "org/sa/ministry-of-health"),
        ("ORG", "وزارة الصحة", {"SA": 1, "FR": 1}, "org/ministry-of-health"),
        ("ORG", "وزارة الدفاع", {"US": 1}, "org/pentagon"),
        ("ORG", "شام", {"SY": 3, "TR": 1}, "org/shaam-network"),
        ("ORG", "شام", {"EG": 3}, None),
        ("ORG", "خطوة", {"SA": 3}, None),
        ("ORG", "وكالة خطوة", {"SA": 3}, "org/khotwa-news"),
        ("ORG", "قاسيون", {"SY": 1}, "org/qasioun-news"),
        ("ORG", "الفرقة 13", {"IQ": 2}, None),
        ("ORG", "مجلس السلام", {"PS": 3, "US": 1}, "org/board-of-peace"),
        ("ORG", "مجلس السلام", {"SS": 3, "US": 1}, None),
        ("ORG", "الأمن العسكري", {"SY": 2}, "org/syrian-military-intelligence"),
        ("ORG", "الأمن العسكري", {}, "org/military-intelligence"),
        ("ORG", "الجندرمة التركية", {}, "org/tr/gendarmerie"),
        ("PER", "أسد", {"SY": 2}, "per/bashar-al-assad"),
        ("PER", "أسد", {"LB": 2}, None),
        ("PER", "السوداني", {"IQ": 2}, "per/mohammed-shia-al-sudani"),
        ("PER", "السوداني", {"SD": 2}, None),
        ("PER", "أبو عبيدة", {"PS": 2}, "per/abu-ubaida"),
        ("PER", "أبو عبيدة", {"SY": 5}, None),
        ("PER", "أبي قتادة", {"IQ": 5}, None),
        ("PER", "أبو هريرة", {"SY": 5}, None),
        ("PER", "أبو الغيط", {"SY": 5}, "per/ahmed-aboul-gheit"),
        ("PER", "الصدر", {"IQ": 2, "LB": 1}, "per/muqtada-al-sadr"),
        ("PER", "الصدر", {"LB": 2}, None),
        ("PER", "مقتدى الصدر", {"LB": 2}, "per/muqtada-al-sadr"),
        ("PER", "الأسد", {"FR": 2}, "per/bashar-al-assad"),
        ("PER", "نتنياهو", {}, "per/benjamin-netanyahu"),
        ("ORG", "النهضة", {"TN": 2}, "org/ennahda"),
        ("ORG", "النهضة", {"SA": 2}, None),
        ("LOC", "الشهباء", {"SY": 2}, "loc/sy/shahba-region"),
        ("LOC", "الشهباء", {"AE": 2}, None),
        ("PER", "عباس", {"PS": 1}, "per/mahmoud-abbas"),
        ("PER", "عباس", {"SY": 9}, None),
    ],
)
def test_the_document_decides_between_bearers(knowledge, label, name, nations, entity_id):
    entry = knowledge.find_among(label, name, nations)
    assert (entry.entity_id if entry else None) == entity_id


def test_a_ministry_in_a_document_about_a_country_without_an_adjective_is_any_country_s(knowledge):
    unnamed = next(code for code in countries() if code not in nationalities().values())
    assert knowledge.find_among("ORG", "وزارة الصحة", {unnamed: 3}).entity_id == "org/ministry-of-health"


def test_an_empty_knowledge_base_finds_nothing(monkeypatch):
    monkeypatch.setattr("pipeline.knowledge.base._shipped", tuple)
    assert pipeline.knowledge.Knowledge().find("PER", "الأسد") is None


def test_institutions_keep_their_entry_through_their_id(knowledge):
    for institution_type in types().values():
        for country in ("", "SY", "NO"):
            institution = Institution(institution_type, country)
            assert institution_of(institution.entity_id) == institution
            assert knowledge.entry(institution.entity_id).name_en == institution.name_en
            assert parse(institution.name, {}) == institution


def test_nations_have_a_country():
    assert set(nationalities().values()) <= set(countries())
    assert len(countries()) == 250


def test_armies_are_not_stripped_of_their_nation_without_saying_so():
    assert [(core.key, core.country) for core in core_names("ORG", "الجيش التركي")] == [("الجيش", "TR")]
    assert core_names("LOC", "مطار حلب") == []
    assert core_names("PER", "نادي التركي") == []


def test_tables_are_complete():
    assert all(len(row) == 5 for row in read_table("designators.tsv"))
    assert all(len(row) == 3 for row in read_table("nationalities.tsv"))
    assert all(
        kind in ("noun", "name", "sport", "adjective", "rank", "ordinal", "title")
        for _, _, kind in read_table("words_en.tsv", "pipeline.english")
    )
    subtypes = {(label, subtype) for label, subtype, _ in read_table("subtypes.tsv", "pipeline.knowledge")}
    for label, side, _, allowed, _ in read_table("designators.tsv"):
        assert side in ("opens", "closes")
        assert all((label, kind) in subtypes for kind in filter(None, allowed.split(",")))
