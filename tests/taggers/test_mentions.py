"""From a tagger's spans to mentions: clean names and their context."""

import pytest
from fake import FakeTagger

from pipeline.taggers.mentions import clean, context, find
from pipeline.taggers.protocol import TaggedSpan


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


def test_context_is_cut_between_words():
    source = "كلمة " * 20 + "بوتين" + " كلمة" * 20
    shown = context(source, 100, 105)
    assert shown.startswith("…كلمة")
    assert shown.endswith("كلمة…")
    assert "بوتين" in shown
    assert context("بوتين", 0, 5) == "بوتين"


class _Unsure:
    """Finds one name, all of a text, with a score."""

    name = fingerprint = "unsure"

    def __init__(self, score):
        self.score = score

    def tag(self, texts, documents=None):  # noqa: ARG002
        return [[TaggedSpan(0, len(text), "LOC", self.score)] for text in texts]


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("دندش", 0.65),
        ("البطاقة", 0.8),
        ("بطاقة", 0.8),
        ("شلهوب دندش", 0.5),
        ("بطاقة دندش", 0.5),
        ("سراقب", 0.5),
        ("M4", 0.5),
        ("عاجل", None),
        ("ش", None),
        ("!", None),
    ],
)
def test_a_lone_word_is_a_name_only_where_the_tagger_is_sure(text, least):
    found = [score for score in (0.5, 0.64, 0.65, 0.79, 0.8, 1.0) if find([text], _Unsure(score)) != [[]]]
    assert min(found, default=None) == least


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("عاد إلى مسقط رأسه في دندش", "مسقط", False),
        ("عاد إلى مسقط أمس", "مسقط", True),
        ("نالت حصة الأسد من السوق", "الأسد", False),
        ("قال الأسد أمس", "الأسد", True),
        ("شركة سناب شات دندش", "شركة سناب شات دندش", True),
    ],
)
def test_a_word_of_a_common_phrase_is_no_name(text, name, kept):
    assert bool(find([text], FakeTagger({name: "LOC"}))[0]) is kept
