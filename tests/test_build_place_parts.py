"""The script that gave the parts of Arab places' names the spelling of official lists."""

import pytest

from pipeline.arabic.data import read_table
from pipeline.english import romanise
from pipeline.knowledge.places import Place
from scripts.build_place_parts import fits, pairs, parts


def place(name, english):
    return Place("1", name, english, "SY", "village", (35.0, 36.0), 0, "", "")


def test_words_stand_for_each_other_where_articles_agree():
    assert list(pairs(place("تل الفوار", "Tall al-Fawwar"))) == [("تل", "Tall"), ("فوار", "Fawwar")]
    assert list(pairs(place("الفوار", "Fawwar"))) == []
    assert list(pairs(place("تل الفوار الكبير", "Tall al-Fawwar"))) == []


@pytest.mark.parametrize(
    ("arabic", "english", "alike"), [("زيزون", "Zayzun", True), ("قرية", "Village", False), ("خربة", "Khirbat", True)]
)
def test_a_translation_is_no_spelling(arabic, english, alike):
    assert fits(arabic, english) is alike


def test_the_most_frequent_spelling_counts_and_what_is_known_is_left_out():
    places = [place("زيزون", one) for one in ("Zayzun", "Zayzoun", "Zayzun")] + [place("حلب", "Halab")]
    assert parts(places, frozenset({"حلب"})) == {"زيزون": "Zayzun"}


def test_the_table_repeats_no_house_name():
    house = {
        romanise.fold(row[0])
        for table in ("names_en.tsv", "places_en.tsv")
        for row in read_table(table, "pipeline.english")
    }
    listed = [key for key, _ in read_table("place_parts_en.tsv", "pipeline.english")]
    assert house.isdisjoint(listed)
    assert len(set(listed)) == len(listed)
