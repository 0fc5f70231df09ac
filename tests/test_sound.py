import pytest

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.arabic.sound import consonants, similarity, sound
from pipeline.coreference import form_of, identities
from pipeline.knowledge.variants import SIMILAR, key_of, variants


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("غوتيريش", "جوتيريش"),
        ("غازبروم", "جازبروم"),
        ("لافروف", "لافاروف"),
        ("دميرطاش", "دميرتاش"),
        ("ميتشيغان", "ميشيجان"),
        ("غانتز", "غانتس"),
        ("شفانشتايغر", "شفاينشتايجر"),
    ],
)
def test_spellings_of_a_foreign_name_sound_the_same(one, another):
    assert sound(fold(one)) == sound(fold(another))
    assert similarity(fold(one), fold(another)) == similarity(fold(another), fold(one))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("حسن", "حسين"),
        ("سعد", "سعيد"),
        ("ناصر", "نصير"),
        ("سليمان", "سليماني"),
        ("بشار", "بشارة"),
        ("الزهري", "الزهار"),
        ("فهيم", "فهمي"),
        ("غانم", "غانمي"),
    ],
)
def test_other_names_do_not(one, another):
    assert sound(fold(one)) != sound(fold(another))


def test_every_sound_gives_its_reason():
    assert all(len(row) == 3 and row[2] for row in read_table("sounds.tsv"))


def test_sounds_of_nothing():
    assert (sound(""), consonants(""), sound("و")) == ("", 0, "و")


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
def test_another_spelling_means_the_known_entity(label, name, entity_id):
    assert identities({form_of(label, name): 1}, "d", {}) == [entity_id]


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
def test_other_labels_and_short_common_or_unlike_names_do_not(label, name):
    assert variants().find(label, name) is None


def test_a_name_that_is_known_is_no_variant():
    assert variants().find("PER", "سيرغي لافروف") is None


def test_unknown_names_of_one_sound_have_one_key():
    assert key_of("رينولد نيكلسون") == key_of("رينولد نيكولسون")
    assert key_of("برهان خلوف") != key_of("برهان خلف")
    assert key_of("برهان سلمان") != key_of("برهان سليمان")
    assert key_of("برهان كريم") != key_of("برهان كرام")


def test_the_threshold_is_a_share():
    assert 0 < SIMILAR < 1
