"""Evaluation of a tagger: from gold files to what was found in them."""

import json
from math import nan

import pytest
from fake import FakeTagger

from pipeline.cli import main
from pipeline.evaluation.gold import GoldError
from pipeline.evaluation.mentions import compare_tokens, evaluate, summary
from pipeline.evaluation.metrics import Compared, Ratio, Score
from pipeline.evaluation.show import as_json, evaluation


def strict(compared):
    return summary(compared).strict["ALL"]


def test_jsonl_is_compared_in_the_source(tmp_path):
    path = tmp_path / "gold.jsonl"
    entity = {"start": 4, "end": 10, "label": "PER"}
    record = {"text": "وصل بُوتين.", "entities": [entity], "source": "وكالة", "date": "2019-03-01"}
    path.write_text(json.dumps(record) + "\n\n", "utf-8")
    (one,) = evaluate(path, FakeTagger({"بوتين": "PER"}))
    assert one == Compared(frozenset({(4, 10, "PER")}), {(4, 10, "PER"): 0.9}, "وصل بُوتين.", "وكالة", "2019-03-01")


def test_a_text_may_hold_several_sentences(tmp_path):
    text = "وصل بوتين. غادر بوتين."
    entities = [{"start": start, "end": start + 5, "label": "PER"} for start in (4, 16)]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": text, "entities": entities}), "utf-8")
    assert strict(evaluate(path, FakeTagger({"بوتين": "PER"}))) == Score(2, 2, 2)


def test_token_files_need_the_embedded_tagger(tmp_path):
    with pytest.raises(GoldError, match="embedded"):
        evaluate(tmp_path / "gold.conll", FakeTagger({}))


def test_token_files_are_compared_with_a_head(tmp_path):
    from pipeline.taggers.onnx import OnnxTagger

    path = tmp_path / "gold.conll"
    path.write_text("وصل\tO\nفلاديمير\tB-PER\nبوتين\tI-PER\nإلى\tO\nروسيا\tB-LOC\n", "utf-8")
    assert strict(evaluate(path, OnnxTagger(head="anercorp"))) == Score(2, 2, 2)


def test_one_token_found_in_part_touches_its_name():
    from pipeline.taggers.onnx import OnnxTagger

    compared = list(compare_tokens([(["وصل", "بوتين"], ["O", "B-LOC"])], OnnxTagger()))
    assert compared[0].gold == {(1, 2, "LOC")}
    assert summary(compared).errors == {"label": 1}


def test_an_empty_gold_file_is_no_success(tmp_path):
    (tmp_path / "gold.jsonl").touch()
    with pytest.raises(GoldError, match="no sentence"):
        evaluate(tmp_path / "gold.jsonl", FakeTagger({}))


def test_what_is_not_known_is_a_dash_to_people_and_null_in_json(capsys):
    result = summary([Compared(frozenset({(0, 4, "PER")}), {(0, 4, "PER"): nan})])
    evaluation(result)
    assert "expected calibration error –" in capsys.readouterr().out
    assert as_json(result)["calibration_error"] is None
    json.dumps(as_json(result), allow_nan=False)


def test_json_and_tables_say_the_same(tmp_path, capsys):
    text = "التقى بوتين وأردوغان في موسكو."
    entities = [{"start": 6, "end": 11, "label": "PER"}, {"start": 13, "end": 20, "label": "LOC"}]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"text": text, "entities": entities, "source": "وكالة", "date": "2019"}), "utf-8")
    assert main(["evaluate", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["strict"]["ALL"]["f1"] == 0.4
    assert result["confusion"] == {"LOC": {"PER": 1}, "PER": {"PER": 1}, "none": {"LOC": 1}}
    assert result["sources"]["وكالة"]["gold"] == result["decades"]["2010s"]["gold"] == 2
    assert result["proclitics"]["name"] == as_json(Ratio(1, 1))
    assert main(["evaluate", str(path)]) == 0
    shown = capsys.readouterr().out
    for part in ("40.00", "2010s", "وكالة", "label 1", "spurious 1", "decisions: 100.00 (1 of 1)"):
        assert part in shown
