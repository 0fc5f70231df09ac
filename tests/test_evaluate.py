"""Scores: what counts as right."""

import pytest

from pipeline.evaluate import GoldError, Judged, Score, calibration_error, evaluate, read_conll, read_jsonl, scores
from pipeline.taggers.fake import FakeTagger


def test_only_exact_span_and_label_are_right():
    gold = frozenset({(0, 4, "PER"), (5, 9, "LOC"), (10, 12, "ORG")})
    found = {(0, 4, "PER"): 0.9, (5, 9, "ORG"): 0.8, (10, 13, "ORG"): 0.7}
    result = scores([Judged(gold, found)])
    assert result["ALL"] == Score(1, 3, 3)
    assert result["PER"].f1 == 1.0
    assert result["ORG"] == Score(0, 2, 1)
    assert list(result)[-1] == "ALL"


def test_measures_of_nothing_are_zero():
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f1) == (0, 0, 0)
    assert calibration_error([]) == 0


def test_calibration_error_is_the_gap_between_score_and_share():
    judged = [Judged(frozenset({(0, 1, "PER")}), {(0, 1, "PER"): 0.75, (2, 3, "PER"): 0.75})]
    assert calibration_error(judged) == pytest.approx(0.25)


def test_jsonl_is_judged_in_the_source(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "وصل بُوتين.", "entities": [{"start": 4, "end": 10, "label": "PER"}]}\n\n', "utf-8")
    assert scores(evaluate(path, FakeTagger({"بوتين": "PER"})))["ALL"] == Score(1, 1, 1)


def test_conll_is_read_by_sentences(tmp_path):
    path = tmp_path / "gold.conll"
    path.write_text("وصل\tO\tO\nبوتين\tB-PERS\tB-PERS\n\n\nنعم O\n", "utf-8")
    assert list(read_conll(path)) == [(["وصل", "بوتين"], ["O", "B-PER"]), (["نعم"], ["O"])]


def test_token_files_need_the_embedded_tagger(tmp_path):
    with pytest.raises(GoldError, match="embedded"):
        evaluate(tmp_path / "gold.conll", FakeTagger({}))


def test_token_files_are_judged_with_a_head(tmp_path):
    from pipeline.taggers.onnx import OnnxTagger

    path = tmp_path / "gold.conll"
    path.write_text("وصل\tO\nفلاديمير\tB-PER\nبوتين\tI-PER\nإلى\tO\nروسيا\tB-LOC\n", "utf-8")
    assert scores(evaluate(path, OnnxTagger(head="anercorp")))["ALL"] == Score(2, 2, 2)


@pytest.mark.parametrize("line", ["بوتين", "بوتين I-PER", "بوتين B_PER"])
def test_bad_labels_are_named(tmp_path, line):
    path = tmp_path / "gold.conll"
    path.write_text(f"وصل O\n{line}\n", "utf-8")
    with pytest.raises(GoldError, match="line 2"):
        list(read_conll(path))


def test_an_empty_gold_file_is_no_success(tmp_path):
    (tmp_path / "gold.jsonl").touch()
    with pytest.raises(GoldError, match="no sentence"):
        evaluate(tmp_path / "gold.jsonl", FakeTagger({}))


OUTSIDE_THE_TEXT = '{"text": "أ", "entities": [{"start": 0, "end": 9, "label": "PER"}]}'


@pytest.mark.parametrize(
    "line", [OUTSIDE_THE_TEXT, "{", '{"text": "أ"}', '{"text": "أ", "entities": [{"start": 1}]}', "[]"]
)
def test_bad_lines_are_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(GoldError, match="line 1"):
        list(read_jsonl(path))
