"""Cells: nothing that a spreadsheet would run, and the way back."""

import pytest
from cases import cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.exports.cells import defuse, defused, restore


@pytest.mark.parametrize("case", cases("cells.json"))
def test_defuse(case):
    assert defuse(case["text"]) == case["cell"]
    assert restore(case["cell"]) == case["text"]


@given(st.text(st.sampled_from("=+-@＝'; |,\t\r\n\u00a0أ1"), max_size=12))
def test_every_text_comes_back(text):
    assert restore(defuse(text)) == text


@given(
    st.text(st.sampled_from("=+-@＝'; |,\t\r\n\u00a0أ1"), max_size=12),
    st.sampled_from([";", "|", "\t", "\n", "\r", None]),
)
def test_no_part_of_a_cell_begins_as_a_formula(text, separator):
    for part in defuse(text).split(separator) if separator else [defuse(text)]:
        assert not part.strip(" \u00a0").startswith(tuple("=+-@＝"))


@pytest.mark.parametrize("texts", [[], ["دمشق", "حلب"], ["دمشق", "=1+1", "أ;=1", "\tحلب", "'+1"], ["a-b", "'"]])
def test_a_column_is_defused_as_its_cells_are(texts):
    assert defused(texts) == [defuse(text) for text in texts]
