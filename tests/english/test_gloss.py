"""Glossing: the common words of a name are translated, and it is said that they are."""

from collections import Counter

import pytest

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.english.gloss import in_english
from pipeline.english.romanise import romanise


@pytest.mark.parametrize(
    ("label", "name", "english"),
    [
        ("LOC", "مطار أربيل", "Erbil Airport"),
        ("LOC", "ميناء بيروت", "Port of Beirut"),
        ("LOC", "مطار", romanise("مطار")),
        ("ORG", "جامعة أنقرة", "Ankara University"),
        ("ORG", "الكتيبة 873", "Battalion 873"),
        ("ORG", "شركة GameStar", "GameStar Company"),
        ("ORG", "موسكو", "Moscow"),
        ("ORG", "الفرقة الأولى", "First Division"),
        ("ORG", "هيئة الكهرباء العامة", "General Electricity Authority"),
        ("ORG", "قوات السلطة السورية", "Syrian Authority Forces"),
        ("ORG", "الاتحاد", romanise("الاتحاد")),
        ("PER", "القيادة العامة", romanise("القيادة العامة")),
        ("ORG", "حزب النصر", f"{romanise('النصر')} Party"),
        ("LOC", "ساحة الأسد", f"{romanise('الأسد')} Square"),
        ("LOC", "شارع حافظ الأسد", "Hafez al-Assad Street"),
        ("PER", "حلب", romanise("حلب")),
        ("PER", "John Doe", "John Doe"),
        ("ORG", "كلية العلوم والآداب", "Faculty of Sciences and Arts"),
        ("ORG", "لجنة العدل وحقوق الإنسان", "Justice and Human Rights Committee"),
        ("ORG", "وكالة حلب للأنباء", "Aleppo News Agency"),
        ("ORG", "شركة حمص للخدمات الزراعية", "Homs Agricultural Services Company"),
        ("ORG", "الهيئة العامة للمياه", "General Water Authority"),
        ("LOC", "مطار حمص العسكري", "Homs Military Airport"),
    ],
)
def test_designators_are_translated(knowledge, label, name, english):
    assert [made.text for made in in_english([(label, name)], knowledge)] == [english]


@pytest.mark.parametrize(
    ("label", "name", "glossed"),
    [("ORG", "شركة GameStar", True), ("ORG", "موسكو", True), ("PER", "ناجي مصطفى", False), ("LOC", "John", False)],
)
def test_translated_words_are_told(knowledge, label, name, glossed):
    assert in_english([(label, name)], knowledge)[0].glossed is glossed


@pytest.mark.parametrize("table", ["names_en.tsv", "words_en.tsv", "designators_en.tsv"])
def test_english_tables_list_a_word_once(table):
    rows = read_table(table, "pipeline.english")
    words = Counter((row[0], fold(row[1])) if table == "designators_en.tsv" else fold(row[0]) for row in rows)
    assert not [word for word, count in words.items() if count > 1]


@pytest.mark.parametrize(
    ("unit", "english"),
    [
        ("الفرقة الثانية الساحلية", "Second Coastal Division"),
        ("الفرقة الرابعة المدرعة", "Fourth Armoured Division"),
        ("الفوج الثاني الروسي", "Russian Second Regiment"),
        ("اللواء الخامس", "Fifth Brigade"),
        ("الكتيبة 873", "Battalion 873"),
    ],
)
def test_a_unit_has_its_ordinal_before_what_it_is(knowledge, unit, english):
    (name,) = in_english([("ORG", unit)], knowledge)
    assert (name.text, name.glossed) == (english, True)
