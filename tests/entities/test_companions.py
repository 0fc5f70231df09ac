"""Which places stand in one sentence."""

import pandas as pd
import pytest

from pipeline.entities.companions import MOST, companions


def found(*rows):
    return companions(pd.DataFrame(rows, columns=["doc_id", "sentence", "label", "name"]))


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ([("d", 1, "LOC", "حلب"), ("d", 1, "LOC", "منغ")], {"d": [["حلب", "منغ"]]}),
        ([("d", 1, "LOC", "حلب"), ("d", 2, "LOC", "منغ")], {}),
        ([("d", 1, "LOC", "حلب"), ("e", 1, "LOC", "منغ")], {}),
        ([("d", 1, "LOC", "حلب"), ("d", 1, "ORG", "منغ")], {}),
        ([("d", 1, "LOC", "حلب"), ("d", 1, "LOC", "حلب")], {}),
    ],
)
def test_places_of_one_sentence_stand_together(rows, sentences):
    assert found(*rows) == sentences


def test_an_endless_list_says_nothing_of_its_end():
    (names,) = found(*(("d", 1, "LOC", str(number)) for number in range(MOST + 5)))["d"]
    assert names == [str(number) for number in range(MOST)]
