"""The tagger's lexicon."""

import pytest

from pipeline.taggers.labels import NEWS_TYPES
from pipeline.taggers.lexicon import BEGINS, INSIDE, NONE, PARTS, STATES, WHOLE, Lexicon, feature_of, part_of

LEXICON = Lexicon.of(
    [
        ("LOC", "إدلب"),
        ("LOC", "لبنان"),
        ("LOC", "اللاذقية"),
        ("ORG", "حزب الله"),
        ("ORG", "جيش الاحتلال الإسرائيلي"),
        ("ORG", "الأمم المتحدة"),
        ("PER", "عبد الله"),
        ("PER", "عبد الله الثاني"),
        ("PER", "بن لادن"),
        ("LOC", "طه"),
        ("ORG", "القدس"),
        ("LOC", "القدس"),
    ]
)


def states(text, label):
    place = NEWS_TYPES.index(label)
    return [feature // STATES**place % STATES for feature in LEXICON.features(text.split())]


@pytest.mark.parametrize("word", ["إدلب", "ادلب", "وإدلب", "بإدلب", "وبادلب", "لإدلب"])
def test_finds_names_after_proclitics_in_any_spelling(word):
    assert states(word, "LOC") == [WHOLE]


@pytest.mark.parametrize("word", ["للبنان", "لبنان", "وللبنان", "للاذقية", "اللاذقية"])
def test_restores_the_article_after_lam(word):
    assert states(word, "LOC") == [WHOLE]


def test_a_short_first_word_may_follow_a_proclitic():
    assert states("نائبا لبن لادن", "PER") == [NONE, BEGINS, INSIDE]


def test_longest_match_wins_and_spaces_do_not_matter():
    assert states("الملك عبدالله الثاني زار حزب الله", "PER") == [NONE, BEGINS, INSIDE, NONE, NONE, NONE]
    assert states("عبد الله", "PER") == [BEGINS, INSIDE]


def test_quotes_inside_a_name_do_not_hinder():
    assert states('" جيش " الاحتلال الإسرائيلي', "ORG") == [NONE, BEGINS, NONE, INSIDE, INSIDE]
    assert states("حزب ، الله", "ORG") == [NONE, NONE, NONE]


def test_a_name_of_two_types_is_marked_in_both():
    assert states("القدس", "ORG") == states("القدس", "LOC") == [WHOLE]


def test_short_names_and_parts_of_words_are_not_marked():
    assert states("طه إدلبي", "LOC") == [NONE, NONE]


def test_is_read_as_it_was_written(tmp_path):
    LEXICON.write(tmp_path / "lexicon.tsv")
    assert Lexicon.read(tmp_path / "lexicon.tsv").types == LEXICON.types


PARTED = Lexicon.of([("PER", "أحمد الشرع"), ("PART", "أحمد"), ("RARE", "بكري"), ("PART", "بكري"), ("RARE", "دندش")])


def test_parts_of_peoples_names_are_marked_beside_the_names():
    parts = [PARTS[part_of(feature)] for feature in PARTED.features(["قتل", "احمد", "ودندش", "وبكري", "في", "إدلب"])]
    assert parts == ["", "PART", "RARE", "PART", "", ""]
    name = PARTED.features(["أحمد", "الشرع"])
    assert name == [feature_of([BEGINS, NONE, NONE], part=2), feature_of([INSIDE, NONE, NONE])]
    assert not PARTED.has("أحمد", "PART")


def test_parts_are_written_and_read(tmp_path):
    PARTED.write(tmp_path / "lexicon.tsv")
    again = Lexicon.read(tmp_path / "lexicon.tsv")
    assert (again.types, again.parts) == (PARTED.types, PARTED.parts)
