"""The stage from sentences to mentions, with the fake tagger."""

import pandas as pd
import pytest
from fake import FakeTagger
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contracts import schema
from pipeline.contracts.problems import USAGE
from pipeline.contracts.stagefiles import read_frame, write_frames
from pipeline.normalize import normalize
from pipeline.tag import main, retag, tag

NAMES = {"بوتين": "PER", "حزب_الله": "ORG", "إدلب": "LOC", "لأمم المتحدة": "ORG"}


def sentences(*texts):
    return normalize(pd.DataFrame({"doc_id": [f"d{i}" for i in range(len(texts))], "text": texts}, dtype="str"))


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
    arguments = [str(source), str(target)]
    write_frames({source: sentences("وصل بوتين.", "في إدلب")})
    assert main(arguments) == 0
    assert fake.seen == ["وصل بوتين.", "في إدلب"]
    assert main(arguments) == 0
    assert len(fake.seen) == 2
    write_frames({source: sentences("وصل بوتين.", "في إدلب")}, {"key": "written again, equal"})
    assert main(arguments) == 0
    assert len(fake.seen) == 2
    write_frames({source: sentences("وصل بوتين.", "من إدلب")})
    assert main(arguments) == 0
    assert fake.seen[2:] == ["من إدلب"]
    assert list(read_frame(target)["name"]) == ["بوتين", "إدلب"]


def test_another_tagger_tags_all_again(tmp_path, fake):
    source, target = tmp_path / "sentences.parquet", tmp_path / "mentions.parquet"
    write_frames({source: sentences("وصل بوتين.", "في إدلب")})
    assert main([str(source), str(target)]) == 0
    fake.fingerprint = "another"
    assert main([str(source), str(target)]) == 0
    assert fake.seen == 2 * ["وصل بوتين.", "في إدلب"]


def test_stage_says_which_tagger_is_missing(tmp_path, capsys):
    assert main([str(tmp_path / "s"), str(tmp_path / "m"), "--tagger", "nonsense"]) == USAGE
    assert "no tagger 'nonsense'" in capsys.readouterr().err
