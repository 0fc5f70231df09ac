"""Where a name is written: what the finder relies on, and what it finds without names."""

from pipeline.arabic.folding import fold
from pipeline.arabic.occurrences import NameFinder


def test_the_fold_of_a_name_ends_with_the_fold_of_its_last_word():
    for name in ("أبي بكر", "آل ثاني", "ابن سلمان", "أبا أحمد", "عبد الله أميركي", "علي بن أبي"):
        assert fold(name).endswith(fold(name.split()[-1]))


def test_a_name_finder_without_names_finds_nothing():
    assert NameFinder([]).find("زار دندش حلب") == []
    assert NameFinder(["؟"]).find("متى؟") == []
