"""Slips of the pen in the names of strangers of one document."""

import pytest

from pipeline.entities.misspelling import misspellings


def nobody(_part):
    return False


def names(*written):
    """Return the parts of names, each with one mention."""
    return {tuple(name.split()): 1 for name in written}


def test_the_more_frequent_spelling_is_right():
    wrong, right = ("انريه", "سيرديكوف"), ("اندريه", "سيرديكوف")
    assert misspellings({wrong: 1, right: 2}, nobody) == {wrong: right}
    assert misspellings({wrong: 2, right: 1}, nobody) == {right: wrong}


def test_of_equals_the_spelling_that_somebody_known_bears_is_right():
    wrong, right = ("انريه", "سيرديكوف"), ("اندريه", "سيرديكوف")
    assert misspellings({wrong: 1, right: 1}, {"اندريه"}.__contains__) == {wrong: right}
    assert misspellings({right: 1, wrong: 1}, {"اندريه"}.__contains__) == {wrong: right}


def test_of_three_spellings_none_is_right_and_wrong_at_once():
    found = misspellings(names("اندريه سيرديكوف", "انريه سيرديكوف", "اندره سيرديكوف"), nobody)
    assert not set(found) & set(found.values())


@pytest.mark.parametrize(
    "written",
    [
        ("انريه سيرديكوف", "اندريه كوسبيرت"),  # another surname
        ("انريه سيرديكوف", "اندريه سيرديكوفا"),  # two parts differ
        ("الن سيرديكوف", "ان سيرديكوف"),  # too short
        ("عادل سيرديكوف", "عدل سيرديكوف"),  # Arabic letters
        ("انريه باكيا", "اندريه باكيا"),  # a surname of two consonants is no evidence
        ("سيرديكوف", "سرديكوف"),  # one part alone
        ("انريه سيرديكوف", "اندريه ميلر سيرديكوف"),  # more parts
    ],
)
def test_other_names_are_no_slips(written):
    assert misspellings(names(*written), nobody) == {}


def test_two_known_spellings_are_two_names():
    assert misspellings(names("سامر برجستون", "سمر برجستون"), {"سامر", "سمر"}.__contains__) == {}
