"""Places behind the curated table: which of several a document means, and when none is better than a guess."""

import re
from math import isnan

import pytest
from documents import entity_of

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold, fold_all
from pipeline.knowledge import gazetteer as module
from pipeline.knowledge.described import description_of
from pipeline.knowledge.entry import Surroundings
from pipeline.knowledge.gazetteer import SYRIA, WORLD, Gazetteer, kilometres
from pipeline.knowledge.lists import countries, lies_in, subtypes
from pipeline.knowledge.places import FIELDS, names_in, place_in, read_lines

HAMA, ALEPPO, DARAA = (35.13, 36.75), (36.20, 37.16), (32.62, 36.10)

# id, names, English, country, subtype, latitude, longitude, inhabitants, Wikidata, governorate
SMALL = """\
1,تل النسر,تل نسر,Tall al-Nasr,SY,village,35.2,36.8,,Q1,SY05
2,تل النسر,,Tall al-Nasr,SY,village,36.3,37.2,,,SY02
3,تل النسر,,Tall al-Nasr,IQ,town,33.0,44.0,40000,,
4,وادي الريح,,Wadi al-Rih,SY,village,35.1,36.7,,,SY05
5,سهلان,,Sahlan,YE,city,15.3,44.2,300000,,
6,سهلان,,Sahlan,SY,village,35.0,36.7,,,SY05
7,بعيدة,,Baida,SY,village,32.7,36.2,,,SY12
8,نيوبرغ,,Newberg,DE,town,50.0,10.0,20000,,
9,حرية,,Hurriyah,SY,village,35.15,36.76,,,SY05
10,حرية,,Hurriyah,EG,city,30.0,31.2,500000,,
C11,دير الورد,,Deir Elward,SY,village,35.3,36.9,,,SY05
12,هضبة,,Hadbah,SY,village,35.1,36.9,,,SY05
13,الزهرتان,,Al-Zahratan,SY,village,35.0,37.9,,,SY05
14,الزهرتان,,Al-Zahratan,SY,village,35.9,37.4,,,SY02
15,كفر ليلة,,Kafr Laylah,SY,village,35.2,36.7,,,SY05
16,كلينغن,,Klingen,DE,city,51.0,11.0,150000,,
k1,النزهتان,,Al-Nuzhatan,SY,quarter,35.14,36.76,,,SY05
k2,النزهتان,,Al-Nuzhatan,SY,quarter,36.21,37.15,,,SY02
k3,حرية,,Hurriyah,SY,quarter,36.22,37.15,,,SY02
""".splitlines()


WORDS = {"common_names.tsv": "حرية", "common_nouns.tsv": "هضبة"}


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Makes a gazetteer of two shipped tables and the user's lines, with one common name and one common noun."""

    def make(syria=(), world=(), user=()):
        for name, lines in (("SYRIA", syria), ("WORLD", world)):
            (tmp_path / name).write_text("\n".join([",".join(FIELDS), *lines]), "utf-8")
            monkeypatch.setattr(module, name, tmp_path / name)
        monkeypatch.setattr(module, "read_table", lambda name, *_: [[WORDS[name]]])
        return Gazetteer(user)

    return make


@pytest.fixture
def small(made):
    return made(SMALL)


@pytest.mark.parametrize(
    ("name", "nations", "around", "meant"),
    [
        ("تل النسر", {"SY": 5}, [HAMA], "1"),
        ("تل النسر", {"SY": 5}, [ALEPPO], "2"),
        ("تل النسر", {"SY": 5}, [DARAA], None),
        ("تل النسر", {"SY": 5}, [], None),
        ("تل النسر", {"IQ": 5, "SY": 1}, [], "3"),
        ("تل النسر", {}, [], None),
        ("قرية تل نسر", {"SY": 5}, [HAMA], "1"),
        ("جبل تل نسر", {"SY": 5}, [HAMA], None),
        ("تلّ النسر", {"SY": 5}, [HAMA], "1"),
        ("واديالريح", {"SY": 1}, [HAMA], "4"),
        ("وادي الريح", {"SY": 1}, [ALEPPO], None),
        ("وادي الريح", {"SY": 1}, [], None),
        ("وادي الريح", {"FR": 1}, [], None),
        ("سهلان", {"FR": 2}, [], "5"),
        ("سهلان", {"SY": 3, "YE": 1}, [HAMA], "6"),
        ("سهلان", {"YE": 3, "SY": 1}, [], "5"),
        ("بعيدة", {"LB": 99, "SY": 1}, [DARAA], None),
        ("نيوبرغ", {"DE": 1, "FR": 2}, [], "8"),
        ("نيوبرغ", {"DE": 1, "FR": 20}, [], None),
        ("نيوبرغ", {}, [], None),
        ("كلينغن", {}, [], "16"),
        ("كلينغن", {"FR": 2}, [], None),
        ("كلينغن", {"FR": 2, "DE": 1}, [], "16"),
        ("كلنغين", {"FR": 2, "DE": 1}, [], "16"),
        ("كلنغين", {"FR": 2}, [], None),
        ("كلنغين", {}, [], None),
        ("حلنغين", {"DE": 1}, [], None),
        ("حرية", {"SY": 3}, [HAMA], None),
        ("حرية", {"EG": 1, "SY": 3}, [HAMA], "10"),
        ("لا شيء", {"SY": 3}, [HAMA], None),
        ("", {}, [], None),
    ],
)
def test_the_document_decides_which_place_is_meant(small, name, nations, around, meant):
    place = small.place(name, nations, Surroundings(around))
    assert (place.id if place else None) == meant


@pytest.mark.parametrize(
    ("name", "points", "governorates", "meant"),
    [
        ("تل النسر", [], {"SY05"}, "1"),
        ("تل النسر", [], {"SY02"}, "2"),
        ("تل النسر", [], {"SY02", "SY05"}, None),
        ("تل النسر", [], {"SY12"}, None),
        ("تل النسر", [HAMA], {"SY02"}, "2"),
        ("وادي الريح", [], {"SY12"}, None),
        ("الزهرتان", [], {"SY05"}, "13"),
        ("حرية", [HAMA], {"SY05"}, None),
        ("هضبة", [], {"SY05"}, "12"),
        ("هضبة", [HAMA], set(), "12"),
        ("هضبة", [ALEPPO], set(), None),
        ("هضبة", [], set(), None),
    ],
)
def test_the_sentence_comes_before_the_document(small, name, points, governorates, meant):
    document = Surroundings([HAMA, ALEPPO])
    place = small.place(name, {"SY": 5}, document, Surroundings(points, governorates))
    assert (place.id if place else None) == meant


@pytest.mark.parametrize(
    ("name", "points", "document", "meant"),
    [
        ("النزهتان", [HAMA], [HAMA, ALEPPO], "k1"),
        ("النزهتان", [ALEPPO], [HAMA, ALEPPO], "k2"),
        ("النزهتان", [DARAA], [HAMA, DARAA], None),
        ("النزهتان", [], [HAMA], "k1"),
        ("النزهتان", [], [HAMA, ALEPPO], None),
        ("النزهتان", [(35.3, 36.75)], [HAMA], None),
        ("حرية", [ALEPPO], [ALEPPO], "k3"),
        ("حرية", [], [ALEPPO], None),
    ],
)
def test_a_quarter_is_one_of_a_city_that_the_text_names(small, name, points, document, meant):
    place = small.place(name, {"SY": 5}, Surroundings(document), Surroundings(points))
    assert (place.id if place else None) == meant


def test_a_governorate_of_the_document_tells_namesakes_apart_but_excludes_no_place(small):
    both = [HAMA, ALEPPO]
    assert small.place("تل النسر", {"SY": 5}, Surroundings(both, {"SY02"})).id == "2"
    assert small.place("وادي الريح", {"SY": 5}, Surroundings(both, {"SY02"})).id == "4"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("الوادي الريح", "4"),
        ("زهرتان", None),
        ("كفر ليلا", "15"),
        ("كفرليلا", "15"),
        ("النيوبرغ", None),
        ("الهضبة الكبرى", None),
        ("ال", None),
    ],
)
def test_a_name_with_or_without_its_article_needs_a_place_near_by(small, name, meant):
    place = small.place(name, {"SY": 5, "DE": 5}, Surroundings([HAMA]))
    assert (place.id if place else None) == meant
    assert small.place(name, {"SY": 5, "DE": 5}) is None


def test_villages_of_one_list_speak_for_each_other(knowledge):
    document = [("LOC", "حماة"), ("LOC", "كفر نبودة"), ("LOC", "الهبيط")]
    assert entity_of(document, "الهبيط", knowledge)["governorate_pcode"] == "SY07"


def test_ids_lead_back_to_their_place(small):
    assert small.entry("loc/sy/deir-elward-c11").name == "دير الورد"
    assert small.entry("loc/sy/tall-al-nasr-1").geonames == "1"
    assert small.entry("loc/sy/deir-elward-c11").geonames == ""
    assert small.entry("loc/sy/another-name-1") is None
    assert small.entry("loc/x-tall-al-nasr-1a2b3c") is None


def test_of_one_id_the_first_line_counts(made):
    assert len(made(SMALL[:1], SMALL).named("تل النسر")) == 3
    better = SMALL[0].replace("35.2", "35.9")
    assert made([better], SMALL).entry("loc/sy/tall-al-nasr-1").point[0] == 35.9


def test_the_user_s_places_come_before_the_shipped(made):
    better = SMALL[0].replace("35.2", "35.9")
    assert made(SMALL, user=[better]).entry("loc/sy/tall-al-nasr-1").point[0] == 35.9


def test_an_empty_gazetteer_knows_nothing(made):
    assert made().place("حلب", {"SY": 1}, Surroundings([ALEPPO])) is None


def test_distances():
    assert kilometres(ALEPPO, ALEPPO) == 0
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((90, 0), (-90, 0)) == pytest.approx(20015, abs=1)


@pytest.fixture(scope="module")
def shipped():
    return [(line, place_in(line)) for path in (SYRIA, WORLD) for line in read_lines(path)]


def test_shipped_places_are_well_formed(shipped):
    known = {subtype for label, subtype in subtypes() if label == "LOC"}
    for line, place in shipped:
        assert re.fullmatch(r"\d+|C\d+|k\d+|wof\d+", place.id), line
        assert place.country in countries(), line
        assert place.subtype in known, line
        assert lies_in(*place.point, place.country), line
        assert all(re.fullmatch("[ء-غف-ي ]+", name) and fold(name) for name in names_in(line)), line
        assert place.name_en.strip() == place.name_en != "", line


def test_shipped_ids_are_unique_and_no_curated_ones(shipped, knowledge):
    ids = [place.entity_id for _, place in shipped]
    assert len(set(ids)) == len(ids) == len({place.id for _, place in shipped})
    assert not set(ids) & set(knowledge.entries)


def test_syrian_places_lie_in_syria(shipped):
    for line, place in shipped:
        if place.country == "SY":
            assert 32 < place.point[0] < 37.6, line
            assert 35.4 < place.point[1] < 42.6, line


def test_names_on_the_list_of_common_ones_are_single_words():
    words = [word for (word,) in read_table("common_names.tsv", "pipeline.knowledge")]
    assert len(set(fold_all(words))) == len(words)
    assert not [word for word in words if " " in word]


def test_keys_of_many_are_the_keys_of_each():
    names = ["أبو بكر", "آل ثاني", "كفر تخاريم", "Erdoğan", "«الجيش_التركي»", "لبنى", "ابن سينا", "؟"]
    assert fold_all(names) == [fold(name) for name in names]
    assert fold_all([]) == []


@pytest.mark.parametrize(
    ("document", "name", "entity_id"),
    [
        ([("LOC", "حلب"), ("LOC", "كفر داعل")], "كفر داعل", "loc/sy/kafr-dail-168705"),
        ([("LOC", "حلب"), ("LOC", "كفرداعل")], "كفرداعل", "loc/sy/kafr-dail-168705"),
        ([("LOC", "الجزائر"), ("LOC", "غليزان")], "غليزان", "loc/dz/relizane-2483668"),
        ([("LOC", "ألمانيا"), ("LOC", "دورتموند")], "دورتموند", "loc/de/dortmund-2935517"),
        ([("LOC", "دورتموند")], "دورتموند", "loc/de/dortmund-2935517"),
        ([("LOC", "موسكو")], "موسكو", "loc/ru/moscow"),
        ([("LOC", "أرمينيا")], "أرمينيا", "loc/am/armenia"),
        ([("LOC", "أنقرة"), ("LOC", "سوريا")], "أنقرة", "loc/tr/ankara"),
        ([("LOC", "حلب"), ("LOC", "بشار")], "بشار", None),
        ([("LOC", "حمص"), ("LOC", "القاعدة")], "القاعدة", None),
        ([("LOC", "سوريا"), ("LOC", "جديدة")], "جديدة", None),
        ([("LOC", "حلب"), ("PER", "غليزان")], "غليزان", None),
    ],
)
def test_the_curated_table_comes_first_and_common_words_stay_words(knowledge, document, name, entity_id):
    entity = entity_of(document, name, knowledge)
    assert (entity["entity_id"] if entity["name_en_source"] == "kb" else None) == entity_id
    assert isnan(entity["latitude"]) == (entity_id is None)


def test_entries_of_places_say_what_they_are(knowledge):
    entry = knowledge.entry("loc/dz/relizane-2483668")
    assert (entry.name_en, description_of(entry), entry.geonames) == ("Relizane", "city, Algeria", "2483668")


def test_a_place_that_the_curated_table_has_under_another_name_is_its_entry(knowledge):
    for line in read_lines(WORLD):
        place = place_in(line)
        known = [entry for entry in knowledge.entries.values() if entry.geonames == place.id]
        if known:
            assert knowledge._geonames[place.id] == known[0]
            return
    pytest.fail("no place of the world is in the curated table")
