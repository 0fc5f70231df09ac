"""Roles in English."""

import pytest

from pipeline.entities.role_names import role_in_english
from pipeline.entities.titles import phrase_at, units_of

NAMES = {"ORG": "Sham Front", "LOC": "Syria"}


def english(marked, label="ORG", name="Sham Front"):
    """Return the English of a role, in which the mention is between braces."""
    before, _, rest = marked.partition("{")
    inside, _, after = rest.partition("}")
    mentions = [(len(before), len(before) + len(inside), label, 0)] if inside else []
    return role_in_english(phrase_at(units_of(before + inside + after, mentions)), {0: name})


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("الرئيس", "President"),
        ("الرئيس السوري", "Syrian President"),
        ("وزير الخارجية الروسي", "Russian Foreign Minister"),
        ("وزيرة الخارجية الألمانية", "German Foreign Minister"),
        ("المستشارة الألمانية", "German Chancellor"),
        ("الرئيس الكوري الجنوبي", "South Korean President"),
        ("اللواء الركن", "Staff Major General"),
        ("العقيد المتقاعد", "Colonel"),
        ("الشاعرة", "poet"),
        ("الناطق باسم {الجبهة الشامية}", "Spokesman for Sham Front"),
        ("رئيس {الجبهة الشامية}", "Head of Sham Front"),
        ("رئيس المكتب السياسي لحركة «{الجبهة الشامية}»", "Head of the Political Bureau of Sham Front"),
        ("مدير وحدة المعلومات في مركز {عمران}", "Director of the Information Unit of Sham Front"),
        ("قائد {الجبهة الشامية} الأسبق", "Commander of Sham Front"),
    ],
)
def test_a_role_of_tables_is_put_into_english(role, expected):
    assert english(role) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("رئيس {سوريا}", "President of Syria"),
        ("المبعوث الأممي إلى {سوريا}", "UN Envoy to Syria"),
        ("السفير الأميركي لدى {سوريا}", "American Ambassador to Syria"),
        ("قائد الجيش في {سوريا}", "Commander of Army in Syria"),
    ],
)
def test_a_role_names_a_place(role, expected):
    assert english(role, "LOC", "Syria") == expected


def test_what_tells_a_name_apart_is_no_part_of_a_role():
    assert english("قائد {اللواء 124}", name="124th Brigade (Syria)") == "Commander of 124th Brigade"


@pytest.mark.parametrize("role", ["قائد الزعبوط", "الخبير الهندسي للطلاب", "مدير الزعبوط في {الجبهة الشامية}"])
def test_a_role_with_a_word_of_no_table_has_no_english(role):
    assert not english(role)


def test_a_role_in_a_body_without_an_english_name_has_none():
    assert english("رئيس {مجلس تقصي المآلات}", name="") == ""
