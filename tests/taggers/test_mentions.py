"""From a tagger's spans to mentions: clean names and their context."""

import pytest

from pipeline.taggers.mentions import clean, context


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
