"""Orthography and sentences: Arabic cases as data, and the promises that hold for any text."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import schema
from pipeline.arabic.orthography import STEPS, normalise
from pipeline.arabic.sentences import MAX_WORDS, split
from pipeline.normalize import main, normalize, sentences_of

DATA = Path(__file__).parent / "data"
NORMALISATION = json.loads((DATA / "normalisation.json").read_text("utf-8"))
SENTENCES = json.loads((DATA / "sentences.json").read_text("utf-8"))

ARABIC_TEXT = st.text(
    st.sampled_from('ابتحخدرسعفقلمنهويةىأإآءﷲﻻـًَّٰ٢3 .؟!،؛:\n\r\t\u200f\u200d\u00a0#_@«»"()aZ…ٱکی'), max_size=60
)


@pytest.mark.parametrize("case", NORMALISATION, ids=lambda case: case["label"])
def test_normalisation(case):
    assert normalise(case["input"]).text == case["expected"]


@given(ARABIC_TEXT)
def test_the_map_leads_back(text):
    aligned = normalise(text)
    assert aligned.source == text
    assert len(aligned.offsets) == len(aligned.text)
    assert list(aligned.offsets) == sorted(aligned.offsets)
    for place, letter in enumerate(aligned.text):
        start, end = aligned.source_span(place, place + 1)
        assert letter in normalise(text[start:end]).text or letter.isspace()


@given(ARABIC_TEXT)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text).text
    assert normalise(once).text == once


def test_steps_are_named_once_and_explained():
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.why for step in STEPS)


def test_source_spans_keep_the_vowel_signs():
    source = "في إِدْلِـــبَ."
    aligned = normalise(source)
    start, end = aligned.source_span(3, 7)
    assert source[start:end] == "إِدْلِـــبَ"


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["label"])
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


def documents(*texts):
    rows = [
        dict.fromkeys(schema.DOCUMENT_FIELDS, "") | {"doc_id": f"d{i}", "text": text, "stamp": f"s{i}"}
        for i, text in enumerate(texts)
    ]
    return pd.DataFrame(rows, columns=schema.DOCUMENT_FIELDS)


def test_stage_has_the_columns_of_the_schema():
    frame = normalize(documents("وصل بوتين. غادر.", "", "إدلب"))
    assert list(frame.columns) == schema.SENTENCE_FIELDS
    assert list(frame["doc_id"]) == ["d0", "d0", "d2"]
    assert list(frame["sentence"]) == [1, 2, 1]
    assert list(normalize(documents()).columns) == schema.SENTENCE_FIELDS


def test_stage_runs_on_files(tmp_path):
    documents("وصل بوتين.").to_parquet(tmp_path / "documents.parquet")
    assert main([str(tmp_path / "documents.parquet"), str(tmp_path / "new/sentences.parquet")]) == 0
    assert list(pd.read_parquet(tmp_path / "new/sentences.parquet")["text"]) == ["وصل بوتين."]
