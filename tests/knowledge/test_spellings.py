"""Spellings of known names: which strange ones mean them, and which are other names."""

import pytest

from pipeline.entities.coreference import Coreference
from pipeline.entities.identity import Identity
from pipeline.knowledge.spellings import SIMILAR


@pytest.mark.parametrize(
    ("label", "name", "entity_id"),
    [
        ("PER", "رجب طيب إردوجان", "per/recep-tayyip-erdogan"),
        ("PER", "سيرغي لافاروف", "per/sergey-lavrov"),
        ("PER", "سيريل رامافوسا", "per/cyril-ramaphosa"),
        ("LOC", "ميشيغن", "loc/us/michigan"),
        ("PER", "الطيب أردوغان", "per/recep-tayyip-erdogan"),
    ],
)
def test_another_spelling_means_the_known_entity(knowledge, label, name, entity_id):
    assert Coreference(knowledge).identities({(label, name): 1}, "d") == [Identity(label, known=entity_id)]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("LOC", "سيرغي لافاروف"),
        ("PER", "محمد سلمان"),
        ("PER", "بشارة"),
        ("PER", "مارتينيز"),
        ("LOC", "كروكوس"),
        ("PER", "غوتز"),
        ("PER", ""),
    ],
)
def test_other_labels_and_short_common_or_unlike_names_do_not(knowledge, label, name):
    assert knowledge.find_spelling(label, name) is None


def test_a_name_that_is_known_is_no_spelling_of_another(knowledge):
    assert knowledge.find_spelling("PER", "سيرغي لافروف") is None


def test_unknown_names_of_one_sound_have_one_key(knowledge):
    key_of = knowledge.key_of
    assert key_of("رينولد نيكلسون") == key_of("رينولد نيكولسون")
    assert key_of("برهان خلوف") != key_of("برهان خلف")
    assert key_of("برهان سلمان") != key_of("برهان سليمان")
    assert key_of("برهان كريم") != key_of("برهان كرام")


def test_the_threshold_is_a_ratio():
    assert 0 < SIMILAR < 1
