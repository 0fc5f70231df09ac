from pathlib import Path

import pytest

from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold, fold_words, person_parts, without_article

CASES = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "data/folding.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("relation", "one", "another", "comment"), CASES)
def test_keys_are_equal_for_the_same_name_only(relation, one, another, comment):
    assert (fold(one) == fold(another)) == (relation == "same"), comment


@pytest.mark.parametrize("name", sorted({name for case in CASES for name in case[1:3]}))
def test_folding_a_key_changes_nothing(name):
    assert fold(" ".join(fold_words(name))) == fold(name)


def test_names_without_letters_have_an_empty_key():
    assert fold("«…»") == ""
    assert person_parts("") == ()


def test_every_rule_gives_its_reason():
    assert all(why for *_, why in read_table("folding.tsv"))
    assert all(len(row) == 3 for row in read_table("compounds.tsv"))


def test_compound_names_are_one_part():
    assert person_parts("عبد الفتاح السيسي") == ("عبدالفتاح", "سيسي")
    assert person_parts("محمد حسين فضل الله") == ("محمد", "حسين", "فضلالله")
    assert person_parts("أم كلثوم") == ("امكلثوم",)


def test_short_words_keep_their_article():
    assert without_article("الي") == "الي"
    assert without_article("الحص") == "حص"
