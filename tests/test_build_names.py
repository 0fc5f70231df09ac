"""The script that made the tables of names' spellings."""

import gzip
import math

import pytest

from pipeline.arabic.data import read_table
from pipeline.english import spelling
from scripts.align_names import align, count_chances
from scripts.build_names import Word, model, model_lines, parts, usual, without_articles
from scripts.name_lists import Pair, is_word, letters, pairs_of

PAIRS = [("ليلا", "leila"), ("لينا", "lina"), ("لارا", "lara"), ("رينا", "rina"), ("نيلا", "neela"), ("ليلى", "leela")]


def word(arabic, english, votes=1, fit=-1.0):
    units = tuple(a + e for a, e in zip(arabic, english, strict=True)) if len(arabic) == len(english) else (arabic[0],)
    return Word(arabic, english, votes, fit, units)


def test_every_tenth_row_is_held_out(tmp_path):
    rows = "".join(f"ا{number}\ta{number}\t{number}\n" for number in range(1, 21))
    path = tmp_path / "wikidata_names.tsv"
    path.write_text("ar\ten\tcount\n" + rows, "utf-8")
    assert [pair.count for pair in pairs_of(path, held_out=True)] == [10, 20]
    assert len(list(pairs_of(path, held_out=False))) == 18


def test_a_quote_in_a_list_is_a_letter(tmp_path):
    path = tmp_path / "google_ar2en.tsv"
    path.write_text('ar\ten\nا"\ta\nب\tb\n', "utf-8")
    assert [pair.arabic for pair in pairs_of(path, held_out=False)] == ['ا"', "ب"]


def test_alignments_are_learned_from_pairs_alone():
    chances = count_chances(PAIRS)
    assert align("لينا", "lina", chances)[1] == ("لl", "يi", "نn", "اa")
    assert align("لينا", "xyz", chances) is None


def test_chances_of_a_letter_make_one():
    chances = count_chances(PAIRS)
    assert sum(chance for (letter, _), chance in chances.items() if letter == "ل") == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("arabic", "english", "plain"),
    [
        ("الحريري", "al-Hariri", ("حريري", "hariri")),
        ("الحريري", "Hariri", ("حريري", "hariri")),
        ("الفارو", "Alvaro", ("الفارو", "alvaro")),
        ("الشمري", "Alshemari", ("شمري", "shemari")),
        ("الي", "Eli", ("الي", "eli")),
    ],
)
def test_an_article_is_no_part_of_a_name(arabic, english, plain):
    assert without_articles(Pair("", arabic, english), {"شمري"}) == plain


def test_the_most_frequent_spelling_wins_and_a_list_without_a_licence_only_votes():
    words = [word("لينا", "lina", 3), word("لينا", "leen", 2), word("رينا", "rina"), word("رينا", "rena")]
    words += [word("رينا", "rena", 0), word("نينا", "nina", 0)]
    assert usual(words) == {"لينا": {"lina"}, "رينا": {"rena"}}


def test_a_spelling_seen_once_must_fit():
    assert usual([word("لينا", "qqqq", fit=-3.2)]) == {}


def test_what_the_rules_give_and_what_is_known_is_no_row():
    words = [word("دانييلا", "daniela", 9), word("باول", "powell", 9), word("علي", "aly", 9)]
    assert list(parts(words, ["علي"])) == [("باول", "powell")]


def test_a_name_with_the_article_s_letters_must_be_frequent():
    words = [word("الباول", "alpowell", 2), word("الكسيس", "alexis", 9), word("الياسو", "illiasu", 2)]
    assert [english for _, english in parts(words, ())] == ["alexis", "illiasu"]


def test_an_article_that_the_arabic_letters_lack_is_no_spelling():
    words = [
        word("باول", "lowell", 9),
        word("شباح", "eshabah", 9),
        word("صباح", "essabah", 9),
        word("لارسن", "larson", 9),
    ]
    assert [english for _, english in parts(words, ())] == ["eshabah", "larson"]


def test_chances_behind_a_history_make_one_with_those_fallen_back_on():
    words = [Word(a, e, 1, -1.0, align(a, e, count_chances(PAIRS))[1]) for a, e in PAIRS] * 4
    chances, backs = model(words)
    first = [chance for run, chance in chances.items() if len(run) == 1]
    assert sum(first) == pytest.approx(1)
    assert all(0 <= back < 1 for back in backs.values())
    line = next(line for line in model_lines(chances, backs) if line.startswith("<\t"))
    back, *units = line.partition("\t")[2].split()
    shares = {unit: math.exp(-int(cost) / 100) for unit, cost in zip(units[::2], units[1::2], strict=True)}
    fallen = sum(chance for run, chance in chances.items() if len(run) == 1 and run[0] not in shares)
    assert sum(shares.values()) + math.exp(-int(back) / 100) * fallen == pytest.approx(1, abs=0.02)


def test_the_shipped_tables_are_as_the_script_writes_them():
    raw = (spelling.files(spelling.__package__) / spelling.MODEL).read_bytes()
    assert gzip.compress(gzip.decompress(raw), mtime=0) == raw
    rows = read_table("parts_en.tsv", "pipeline.english")
    assert [key for key, _ in rows] == sorted({key for key, _ in rows})
    assert all(letters(english) == english and is_word(key) for key, english in rows if len(key) > 1)
