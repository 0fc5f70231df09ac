"""Letters: a right reading costs less than a wrong one, by sentence and for most pairs of words."""

import json
from itertools import pairwise

import pytest
from sources import DATA

from pipeline.formats.letters import STRANGEST, cost, strangeness

SENTENCES = [case["input"] for case in json.loads((DATA / "undated.json").read_text("utf-8"))]
WRONG = {
    "ISO read as windows-1256": ("iso-8859-6", "windows-1256"),
    "windows-1256 read as Latin-1": ("windows-1256", "latin-1"),
    "UTF-8 read as windows-1256": ("utf-8", "windows-1256"),
    "UTF-8 read as Latin-1": ("utf-8", "latin-1"),
}


@pytest.mark.parametrize("misreading", WRONG)
def test_a_sentence_costs_least_as_it_was_written(misreading):
    written, read = WRONG[misreading]
    for sentence in SENTENCES:
        assert cost(sentence) < cost(sentence.encode(written, "ignore").decode(read)), sentence


def test_sentences_are_not_strange():
    assert max(map(strangeness, SENTENCES)) < STRANGEST


def test_most_pairs_of_words_are_told_apart():
    words = " ".join(SENTENCES).split()
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    pairs = [pair for pair in pairs if sum(char.isalpha() for char in pair) > 5]
    right = sum(cost(pair) <= cost(pair.encode("iso-8859-6", "ignore").decode("windows-1256")) for pair in pairs)
    assert right >= 0.97 * len(pairs)


def test_letters_in_places_where_they_do_not_stand():
    assert cost("مدينة") < cost("مةدين")
    assert cost("على") < cost("عىل")
    assert cost("") == cost("Reuters 2020") == 0
