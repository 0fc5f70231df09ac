"""Orthography: Arabic cases as data, and the promises that hold for any text."""

import pytest
from cases import cases
from hypothesis import given
from texts import ARABIC_TEXT

from pipeline.arabic.broken import TEXT_STEPS, normalise_text


@pytest.mark.parametrize("case", cases("normalisation.json"))
def test_normalisation(case):
    assert normalise_text(case["input"]).text == case["expected"]


@given(ARABIC_TEXT)
def test_the_map_leads_back(text):
    aligned = normalise_text(text)
    assert aligned.source == text
    assert len(aligned.offsets) == len(aligned.text)
    assert list(aligned.offsets) == sorted(aligned.offsets)
    for place, letter in enumerate(aligned.text):
        start, end = aligned.source_span(place, place + 1)
        assert letter in normalise_text(text[start:end]).text or letter.isspace()


@given(ARABIC_TEXT)
def test_normalising_twice_changes_nothing(text):
    once = normalise_text(text).text
    assert normalise_text(once).text == once


def test_steps_are_named_once_and_explained():
    assert len({step.name for step in TEXT_STEPS}) == len(TEXT_STEPS)
    assert all(step.why for step in TEXT_STEPS)


def test_source_spans_keep_the_vowel_signs():
    source = "في إِدْلِـــبَ."
    aligned = normalise_text(source)
    start, end = aligned.source_span(3, 7)
    assert source[start:end] == "إِدْلِـــبَ"
