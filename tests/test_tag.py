"""The stage from sentences to mentions, with the fake tagger."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import files, schema
from pipeline.normalize import frame, sentences_of
from pipeline.tag import clean, context, main, retag, tag
from pipeline.taggers.fake import FakeTagger

NAMES = {"بوتين": "PER", "حزب_الله": "ORG", "إدلب": "LOC", "لأمم المتحدة": "ORG"}


def sentences(*texts, stamp="s"):
    parts = [sentence for i, text in enumerate(texts) for sentence in sentences_of(f"d{i}", text, stamp)]
    return frame(iter(parts))


def test_mentions_lead_back_to_the_untouched_source():
    text = "قال  بُوتين.\nوبإِدْلِـــبَ #حزب_الله للأمم المتحدة"
    mentions = tag(sentences(text), FakeTagger(NAMES))
    assert list(mentions.columns) == schema.MENTION_FIELDS
    assert all(text[row.start : row.end] == row.surface for row in mentions.itertuples())
    assert list(mentions["surface"]) == ["بُوتين", "إِدْلِـــبَ", "حزب_الله", "لأمم المتحدة"]
    assert list(mentions["name"]) == ["بوتين", "إدلب", "حزب الله", "الأمم المتحدة"]
    assert list(mentions["sentence"]) == [1, 2, 2, 2]
    assert list(mentions["mention_id"][:1]) == ["d0:5-11"]


@given(st.text(st.sampled_from("بوتين إدل\u064e\u0640.\n\u200f"), max_size=40))
def test_surface_is_always_the_source_slice(text):
    for row in tag(sentences(text), FakeTagger(NAMES)).itertuples():
        assert text[row.start : row.end] == row.surface


@pytest.mark.parametrize(
    ("name", "article", "expected"),
    [
        ("حزب_الله", False, "حزب الله"),
        ('جيش" الاحتلال', False, "جيش الاحتلال"),
        ("لأمم المتحدة", True, "الأمم المتحدة"),
        ("لاذقية", True, "اللاذقية"),
        ("لجنة الدستورية", True, "اللجنة الدستورية"),
        ("لعراق", True, "العراق"),
        ("ل«نهضة»", False, "لنهضة"),
    ],
)
def test_names_are_written_clean(name, article, expected):
    assert clean(name, article) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("كتب @بوتين في إدلب", ["إدلب"]),
        ("راجع www.بوتين.com في إدلب", ["إدلب"]),
        ("عبر واتس أب في إدلب", ["إدلب"]),
        ('قال " في إدلب', ["إدلب"]),
        ("كتب (@x) بوتين", ["بوتين"]),
        ('قال "جيش" الاحتلال الإسرائيلي في إدلب', ["إدلب"]),
        ("قال المصري في إدلب", ["المصري", "إدلب"]),
    ],
)
def test_what_cannot_be_a_name_is_left_out(text, names):
    tagger = FakeTagger(NAMES | {"واتس أب": "ORG", '"': "ORG", "الإسرائيلي": "ORG", "المصري": "PER"})
    assert list(tag(sentences(text), tagger)["name"]) == names


def test_context_is_cut_between_words():
    source = "كلمة " * 20 + "بوتين" + " كلمة" * 20
    shown = context(source, 100, 105)
    assert shown.startswith("…كلمة")
    assert shown.endswith("كلمة…")
    assert "بوتين" in shown
    assert context("بوتين", 0, 5) == "بوتين"


def test_no_sentences_give_no_mentions():
    assert tag(sentences(), FakeTagger(NAMES)).empty


def test_unchanged_documents_are_not_tagged_again():
    tagger = FakeTagger(NAMES)
    both = sentences("وصل بوتين.", "في إدلب")
    old = tag(both, tagger)
    tagger.seen.clear()
    again = retag(both, tagger, old, {"d0"})
    assert tagger.seen == ["في إدلب"]
    pd.testing.assert_frame_equal(again, old)


@pytest.fixture
def fake(monkeypatch):
    tagger = FakeTagger(NAMES)
    monkeypatch.setattr("pipeline.tag.load", lambda _: tagger)
    return tagger


def test_stage_tags_only_what_changed(tmp_path, fake):
    source, target = tmp_path / "sentences.parquet", tmp_path / "mentions.parquet"
    files.write_frame(sentences("وصل بوتين.", "في إدلب"), source)
    assert main([str(source), str(target)]) == 0
    assert len(fake.seen) == 2
    assert main([str(source), str(target)]) == 0
    assert len(fake.seen) == 2
    files.write_frame(sentences("وصل بوتين.", "في إدلب", stamp="touched"), source)
    assert main([str(source), str(target)]) == 0
    assert len(fake.seen) == 4
    assert list(files.read_frame(target)["name"]) == ["بوتين", "إدلب"]


def test_stage_says_which_tagger_is_missing(tmp_path, capsys):
    assert main([str(tmp_path / "s"), str(tmp_path / "m"), "--tagger", "nonsense"]) == files.USAGE
    assert "no tagger 'nonsense'" in capsys.readouterr().err


def test_state_of_a_file_is_read_back(tmp_path):
    path = tmp_path / "frame.parquet"
    assert files.read_state(path) == {}
    files.write_frame(pd.DataFrame({"a": [1]}), path, {"fingerprint": "x"})
    assert files.read_state(path) == {"fingerprint": "x"}
    path.write_text(json.dumps("no parquet"))
    assert files.read_state(path) == {}
