"""Sentences: Arabic cases as data, and the promises that hold for any text."""

import pytest
from cases import cases
from hypothesis import given
from texts import ARABIC_TEXT

from pipeline.arabic import words
from pipeline.arabic.orthography import normalise
from pipeline.arabic.sentences import MAX_SIGNS, MAX_WORDS, sentences_of, split


@pytest.mark.parametrize("case", cases("sentences.json"))
def test_sentence_ends(case):
    text = case["input"]
    assert [text[start:end] for start, end in split(text)] == case["expected"]


@given(ARABIC_TEXT)
def test_every_source_character_is_in_at_most_one_sentence(text):
    end = 0
    for number, sentence in enumerate(sentences_of("d", text, "s"), 1):
        assert sentence.sentence == number
        assert end <= sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.source
        assert sentence.text.strip() == sentence.text != ""
        end = sentence.end


@given(ARABIC_TEXT)
def test_letters_and_digits_are_never_left_out(text):
    left_out = list(text)
    for sentence in sentences_of("d", text, "s"):
        left_out[sentence.start : sentence.end] = [" "] * (sentence.end - sentence.start)
    assert not any(sign.isalnum() for sign in normalise("".join(left_out)).text)


def test_long_sentences_are_cut_at_a_comma():
    text = "، ".join(f"وقال المتحدث رقم {i} إن المعارك مستمرة" for i in range(40))
    parts = [text[start:end] for start, end in split(text)]
    assert len(parts) > 1
    assert all(len(part.split()) <= MAX_WORDS for part in parts)
    assert all(part.endswith("،") for part in parts[:-1])
    assert " ".join(parts) == text


def test_long_sentences_without_a_comma_are_cut_between_words():
    text = " ".join(["كلمة"] * (3 * MAX_WORDS + 5))
    parts = [text[start:end] for start, end in split(text)]
    assert [len(part.split()) for part in parts] == [MAX_WORDS, MAX_WORDS, MAX_WORDS, 5]


@pytest.mark.parametrize("text", ["a@" * 20_000, "-" * 50_000, "كلمة " * 50_000, "x" * 300_000, "أ." * 20_000])
def test_odd_long_lines_are_one_pass(text):
    assert "".join(text[a:b] for a, b in split(text)).replace(" ", "") == text.replace(" ", "") or text[0] == "-"


def test_offsets_are_given_only_where_the_text_was_changed():
    plain, changed = sentences_of("d", "وصل بوتين.\nقصفًا", "s")
    assert plain.offsets == ()
    assert changed.offsets == (0, 1, 2, 4)
    assert changed.source_span(0, 3) == (11, 15)


@pytest.mark.parametrize("unit", ["حلب،دمشق،", "#حزب_الله", "حلب/"])
def test_a_line_without_spaces_is_cut_into_sentences_that_a_window_holds(unit):
    text = unit * 2000
    spans = split(text)
    assert max(len(words.spans(text[start:end])) for start, end in spans) <= MAX_SIGNS
    assert "".join(text[start:end] for start, end in spans) == text
    assert not any(text[start - 1].isalpha() and text[start].isalpha() for start, _ in spans[1:])


def test_a_hashtag_is_not_cut():
    text = "#حزب_الله" * 500
    assert all(text[start] == "#" for start, _ in split(text))


@pytest.mark.parametrize("sign", [".", "\u20dd", "*", "-"])
def test_of_many_signs_in_a_row_only_the_first_are_words(sign):
    text = f"حلب {sign * 5000} دمشق"
    found = words.spans(text)
    assert len(found) == 2 + words.MAX_RUN
    assert [text[start:end] for start, end in (found[0], found[-1])] == ["حلب", "دمشق"]


def test_the_way_back_is_built_once_a_sentence():
    sentence = next(sentences_of("d", "زار الأسَد حلب", ""))
    assert sentence.aligned is sentence.aligned
    assert sentence.source_span(4, 9) == (4, 10)
