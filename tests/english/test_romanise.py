"""Romanising: names that nothing is known of, spelt by rule."""

import pytest

from pipeline.english.romanise import romanise, romanise_all


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("ناجي مصطفى", "Naji Mustafa"),
        ("CNN", "CNN"),
        ("عبد الله بن زيد الشمري", "Abdullah bin Zaid al-Shammari"),
        ("عبد البديع الأسد", "Abdul Badie al-Assad"),
        ("؟؟", "؟؟"),
        ("", ""),
    ],
)
def test_romanise(name, english):
    assert romanise(name) == english


@pytest.mark.parametrize(
    "name", ["ء", "ءء", "ۓ", "ـ", "ٱلله", "عبد", "بن", "ال", "و", "،", "a،b", "\u0640\u064b", "أ" * 300]
)
def test_romanise_never_fails(name):
    assert romanise(name)


def test_a_spelling_does_not_depend_on_its_neighbours():
    names = ["مازن فرواتي", "قاسموف", "بيرقدارأوغلو", "لي", "السعودية"]
    assert romanise_all(names) == [romanise(name) for name in names]
    assert romanise_all(reversed(names)) == romanise_all(names)[::-1]


def test_a_short_name_of_a_place_is_an_arab_village_s_and_of_a_person_maybe_foreign():
    assert romanise_all(["بليون"], places=True) != romanise_all(["بليون"])
    assert romanise_all(["كرايستشيرش"], places=True) == romanise_all(["كرايستشيرش"])


@pytest.mark.parametrize(
    ("name", "english"),
    [("سامر العبد الله", "Samer al-Abdullah"), ("ماكغيل", "McGill"), ("جيمس كاميرون", "James Cameron")],
)
def test_parts_that_belong_together(name, english):
    assert romanise(name) == english
