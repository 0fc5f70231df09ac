"""Common words, which texts write outside of names."""

import pytest

from pipeline.arabic.common import is_common
from pipeline.arabic.data import read_table
from pipeline.arabic.folding import fold, without_article


def test_the_table_lists_each_word_once_as_a_key():
    words = [word for (word,) in read_table("common_words.tsv")]
    assert words == sorted(set(words))
    assert all(fold(word) == word for word in words)


@pytest.mark.parametrize(("word", "common"), [("البطاقه", True), ("بطاقه", True), ("شلهوب", False), ("سراقب", False)])
def test_words_are_common_with_or_without_article(word, common):
    assert is_common(word) is common
    assert is_common(without_article(word)) is common
