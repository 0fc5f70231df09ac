"""The model of foreign names' letters."""

import pytest

from pipeline.english.romanise import romanise
from pipeline.english.spelling import spelt


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("دانييلا", "daniela"),
        ("لاغرفيلد", "lagerfield"),
        ("يوهانس", "johannes"),
        ("سيرديكوف", "serdykov"),
    ],
)
def test_a_foreign_name_is_spelt_as_its_like_are(name, english):
    assert spelt(name) == english


@pytest.mark.parametrize("word", ["", "abc", "٣", "كx"])
def test_what_no_name_is_written_with_has_no_spelling(word):
    assert spelt(word) == ""


def test_a_long_word_has_one_spelling():
    assert spelt("ليف" * 40) == spelt("ليف" * 40) != ""


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("دانييلا غرين", "Daniela Green"),
        ("كارل لاغرفيلد", "Karl Lagerfeld"),
        ("خالد يوسف", "Khaled Youssef"),
        ("فولكر تورك", "Volker Turk"),
    ],
)
def test_a_name_is_spelt_by_its_most_frequent_parts(name, english):
    assert romanise(name) == english


@pytest.mark.parametrize("name", ["علي", "أحمد", "علي أحمد", "عبد الله"])
def test_the_house_s_spelling_stands_before_the_counted_one(name):
    assert romanise(name) == {"علي": "Ali", "أحمد": "Ahmed", "علي أحمد": "Ali Ahmed", "عبد الله": "Abdullah"}[name]
