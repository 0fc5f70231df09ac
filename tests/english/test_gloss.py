"""Glossing: the common words of a name are translated, and it is said that they are."""

from collections import Counter

import pytest

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold
from pipeline.english.gloss import in_english
from pipeline.english.romanise import romanise, romanise_all


@pytest.mark.parametrize(
    ("label", "name", "english"),
    [
        ("LOC", "مطار سراقب", "Saraqib Airport"),
        ("LOC", "ميناء بيروت", "Port of Beirut"),
        ("LOC", "مطار", "Matar"),
        ("ORG", "جامعة أنقرة", "Ankara University"),
        ("ORG", "الكتيبة 873", "Battalion 873"),
        ("ORG", "شركة GameStar", "GameStar Company"),
        ("ORG", "موسكو", "Moscow"),
        ("ORG", "الفرقة الأولى", "1st Division"),
        ("ORG", "هيئة الكهرباء العامة", "General Electricity Authority"),
        ("ORG", "قوات السلطة السورية", "Syrian Authority Forces"),
        ("ORG", "الاتحاد", "Al-Ittihad"),
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


@pytest.mark.parametrize(
    "table",
    [
        "names_en.tsv",
        "loans_en.tsv",
        "places_en.tsv",
        "parts_en.tsv",
        "words_en.tsv",
        "letter_names_en.tsv",
        "designators_en.tsv",
    ],
)
def test_english_tables_list_a_word_once(table):
    rows = read_table(table, "pipeline.english")
    words = Counter((row[0], fold(row[1])) if table == "designators_en.tsv" else fold(row[0]) for row in rows)
    assert not [word for word, count in words.items() if count > 1]


@pytest.mark.parametrize(
    ("unit", "english"),
    [
        ("الفرقة الثانية الساحلية", "2nd Coastal Division"),
        ("الفرقة الرابعة المدرعة", "4th Armoured Division"),
        ("الفوج الثاني الروسي", "Russian 2nd Regiment"),
        ("اللواء الخامس", "5th Brigade"),
        ("الكتيبة 873", "Battalion 873"),
    ],
)
def test_a_unit_has_its_ordinal_before_what_it_is(knowledge, unit, english):
    (name,) = in_english([("ORG", unit)], knowledge)
    assert (name.text, name.glossed) == (english, True)


@pytest.mark.parametrize(
    ("body", "english"),
    [
        ("الكلية الحربية الأمريكية", "American War College"),
        ("كلية الهندسة", "Faculty of Engineering"),
        ("مكتب رئيس الوزراء الإسرائيلي", "Israeli Prime Minister's Office"),
        ("القوات البحرية الإيطالية", "Italian Naval Forces"),
        ("الدفاع المدني السوري", "Syrian Civil Defence"),
        ("لجنة المقاولين في حلب", "Contractors' Committee in Aleppo"),
        ("النادي النسائي بدمشق", "Women's Club in Damascus"),
        ("شركة شلهوب للإنشاءات", "Shalhoub Construction Company"),
        ("إن بي سي", "NBC"),
        ("قناة إن بي سي", "NBC TV"),
        ("مجلس قضاة حلب", "Aleppo Judges' Council"),
        ("محكمة جنايات شلهوب", "Shalhoub Criminal Court"),
        ("شلهوب للتدريب", "Shalhoub Training"),
        ("الخليج للتدريب", "Gulf Training"),
        ("استخبارات", "Intelligence"),
        ("كلية الحقوق", "Faculty of Law"),
        ("رياضة", ""),
        ("المؤقتة", ""),
        ("خفر السواحل الموريتانية", "Mauritanian Coast Guard"),
        ("صحة حلب", "Aleppo Health"),
        ("دار شلهوب للنشر", "Shalhoub Publishing House"),
    ],
)
def test_a_body_is_translated_as_a_whole(knowledge, body, english):
    assert in_english([("ORG", body)], knowledge)[0].text == english


@pytest.mark.parametrize(
    "body", ["مجلس تقصي المآلات", "لجنة متابعة الأوضاع الراهنة", "منتدى من أجل الجميع", "سوريون ينتظرون العودة"]
)
def test_a_body_of_a_word_that_no_table_has_has_no_english_name(knowledge, body):
    (name,) = in_english([("ORG", body)], knowledge)
    assert (name.text, name.glossed) == ("", False)
    assert name.spelling


@pytest.mark.parametrize(
    ("label", "name"),
    [("ORG", "الحياة"), ("ORG", "بيزنس ستاندرد"), ("LOC", "كرم الزيتون"), ("PER", "مجلس تقصي"), ("ORG", "Al Jazeera")],
)
def test_names_of_one_word_and_of_people_and_places_are_spelt(knowledge, label, name):
    (made,) = in_english([(label, name)], knowledge)
    (spelt,) = romanise_all([name], places=label == "LOC")
    assert (made.text, made.spelling) == (spelt, spelt)


@pytest.mark.parametrize(
    ("place", "english"),
    [
        ("الساحل السوري", "Syrian Coast"),
        ("مشفى شلهوب", "Shalhoub Hospital"),
        ("غرب دارفور", "West Darfur"),
        ("البيت اليوناني", "Greek House"),
        ("تل الورد", "Tell al-Ward"),
        ("دير سنبل", "Deir Sonbol"),
        ("مشفى النسائية والتوليد", ""),
    ],
)
def test_a_place_is_translated_where_its_words_are_common(knowledge, place, english):
    assert in_english([("LOC", place)], knowledge)[0].text == english


@pytest.mark.parametrize(
    ("label", "name", "english"),
    [
        ("LOC", "مملكة مضيق هرمز", "Kingdom of the Strait of Hormuz"),
        ("LOC", "مملكة حلب", "Kingdom of Aleppo"),
        ("ORG", "بنك الخليج الأول", "First Gulf Bank"),
        ("ORG", "الفرقة الأولى", "1st Division"),
        ("LOC", "مرقد الإمام شلهوب", "Imam Shalhoub Shrine"),
        ("ORG", "كتيبة الشهيد عمر شلهوب", "Martyr Omar Shalhoub Battalion"),
        ("LOC", "مستشفى القديس شلهوب", "Saint Shalhoub Hospital"),
        ("LOC", "الصومال الشرقية", "Eastern Somalia"),
        ("LOC", "أميركا الوسطى", "Central America"),
        ("LOC", "شلهوب الشرقية", "Shalhoub al-Sharqiya"),
        ("ORG", "جمعية حلب للإغاثة للتنمية", "Aleppo Relief and Development Association"),
        ("ORG", "جمعية حلب لحماية البيئة", "Aleppo Environmental Protection Association"),
        ("ORG", "شلهوب غلوبال جروب", "Shalhoub Global Group"),
        ("ORG", "شركة شلهوب إنترناشونال", "Shalhoub International Company"),
        ("ORG", "شلهوب إف إم", "Shalhoub FM"),
        ("ORG", "السلام القابضة", "Al-Salam Holding"),
        ("ORG", "شلهوب العقارية", "Shalhoub Real Estate"),
        ("LOC", "شلهوب الصحي", "Shalhoub Health Centre"),
        ("ORG", "دبي المالية", "Dubai Financial"),
        ("ORG", "العلاقات الدولية", "International Relations"),
        ("ORG", "نقابة الصحفيين السوريين", "Syrian Journalists' Syndicate"),
        ("ORG", "معهد الإدارة العامة", "Institute of Public Administration"),
        ("ORG", "أكاديمية الشرطة", "Police Academy"),
        ("ORG", "لجنة الحوار مع الشباب", "Committee for Dialogue with Youth"),
        ("ORG", "سفارة المملكة", "Embassy of the Kingdom"),
        ("LOC", "جمهورية الولايات المتحدة", "Republic of the United States"),
        ("LOC", "مدينة الشيخ شلهوب الطبية", "Sheikh Shalhoub Medical City"),
        ("LOC", "مستشفى شهداء الأقصى", "Al-Aqsa Martyrs Hospital"),
        ("LOC", "الخط الأخضر", "Green Line"),
        ("LOC", "بن غوريون", "Ben Gurion"),
        ("ORG", "رابطة الفنانين التشكيليين السوريين", "Syrian Visual Artists Association"),
        ("ORG", "نادي الاتحاد", "Al-Ittihad Club"),
        ("ORG", "نادي الصحفيين", "Journalists' Club"),
        ("ORG", "شركة شلهوب آند سامر", "Shalhoub and Samer Company"),
    ],
)
def test_what_stands_around_a_name_is_said_as_english_says_it(knowledge, label, name, english):
    assert in_english([(label, name)], knowledge)[0].text == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("شلهوب بغداد للتدريب", "Shalhoub Baghdad Training"),
        ("جامعة شلهوب أبوظبي", "Shalhoub Abu Dhabi University"),
        ("معهد نيويورك للتدريب", "New York Training Institute"),
        ("معهد واشنطن للتدريب", "Washington Training Institute"),
        ("مركز شلهوب غزة", "Shalhoub Gaza Centre"),
    ],
)
def test_lands_in_a_body_s_name_are_not_spelt(knowledge, name, english):
    assert in_english([("ORG", name)], knowledge)[0].text == english


def test_a_village_is_not_called_after_a_city(knowledge):
    assert "Aleppo" not in in_english([("LOC", "تل حلب شلهوب")], knowledge)[0].text


@pytest.mark.parametrize(
    ("label", "name", "english"),
    [
        ("ORG", "شركة جيجابايت", ""),
        ("ORG", "جيجابايت", ""),
        ("ORG", "شركة شلهوب", "Shalhoub Company"),
        ("ORG", "مدرسة تشيلسي", "Chelsea School"),
        ("ORG", "لجنة الاستعصاء الزبائي", ""),
        ("ORG", "مدرسة الحسن البصري", "Al-Hassan al-Basri School"),
        ("PER", "جيجابايت", romanise("جيجابايت")),
        ("LOC", "جيجابايت", romanise_all(["جيجابايت"], places=True)[0]),
    ],
)
def test_a_body_of_which_a_foreign_word_is_guessed_has_no_english(knowledge, label, name, english):
    assert in_english([(label, name)], knowledge)[0].text == english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("الأخبار", "Al-Akhbar"),
        ("عزم", "Azm"),
        ("التمويل", ""),
        ("الحكومة", "Government"),
        ("شركة", "Company"),
        ("مصرف السلام", "Al-Salam Bank"),
        ("قناة الجسر الإخبارية", "Al-Jisr News TV"),
        ("حزب السلام", "Peace Party"),
        ("مؤسسة الجسر", "Bridge Foundation"),
        ("المشرق بوست", "Al-Mashriq Post"),
        ("شلهوب المشرق", "Shalhoub al-Mashriq"),
        ("الخليج للتدريب القابضة", "Gulf Training Holding"),
        ("السلام القابضة", "Al-Salam Holding"),
    ],
)
def test_a_common_word_alone_or_behind_a_medium_or_a_bank_is_a_name(knowledge, name, english):
    assert in_english([("ORG", name)], knowledge)[0].text == english


@pytest.mark.parametrize(
    ("label", "name", "english"),
    [
        ("ORG", "مركز الملك فهد الثقافي", "King Fahd Cultural Centre"),
        ("ORG", "مركز الفنون الثقافي", "Cultural Arts Centre"),
        ("ORG", "اتحاد كرة اليد الليبي", "Libyan Handball Federation"),
        ("ORG", "اتحاد الكتاب الليبي", "Libyan Writers' Union"),
        ("ORG", "وزارة الهجرة العراقية", "Iraqi Ministry of Migration"),
        ("ORG", "كلية اللغة الفرنسية", "Faculty of French Language"),
        ("ORG", "معهد الشرق الأوسط", "Institute of the Middle East"),
        ("ORG", "وزارة الداخلية", "Interior Ministry"),
        ("LOC", "مستشفى الدكتور سامر شلهوب", "Dr. Samer Shalhoub Hospital"),
        ("LOC", "القدس الغربية", "Western Jerusalem"),
        ("LOC", "آسيا الصغرى", "Asia Minor"),
        ("LOC", "الحويجة", "Al-Huwayja"),
    ],
)
def test_names_titles_sports_and_nations_stand_where_english_has_them(knowledge, label, name, english):
    assert in_english([(label, name)], knowledge)[0].text == english


def test_bodies_called_by_one_word_are_listed_once():
    words = [fold(name) for name, _ in read_table("lone_words_en.tsv", "pipeline.english")]
    assert len(words) == len(set(words))
    assert all(len(name.split()) == 1 for name, _ in read_table("lone_words_en.tsv", "pipeline.english"))
