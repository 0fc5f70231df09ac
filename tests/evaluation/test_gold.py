"""Gold files: what is read of them, and what is said of those that cannot be read."""

import json

import pytest

from pipeline.evaluation.gold import GoldEntity, GoldError, GoldText, documents_of, read_conll, read_jsonl

MENTION = {"start": 4, "end": 9, "label": "PER"}
LINKED = MENTION | {"name": "بوتين", "entity_en": "Vladimir Putin", "entity_ar": "فلاديمير بوتين"}


def written(tmp_path, *records):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def text_with(**entity):
    return {"text": "وصل بوتين.", "entities": [entity]}


def test_what_a_line_says_of_its_text_is_kept(tmp_path):
    about = {"id": 7, "doc": "أ", "source": "وكالة", "date": "2019-03-01"}
    read = list(read_jsonl(written(tmp_path, text_with(**MENTION) | about, text_with(**MENTION) | {"doc": None})))
    assert read[0] == GoldText("وصل بوتين.", (GoldEntity(4, 9, "PER"),), "7", "أ", "وكالة", "2019-03-01")
    assert read[1] == GoldText("وصل بوتين.", (GoldEntity(4, 9, "PER"),))


def test_who_is_meant_is_read(tmp_path):
    (text,) = read_jsonl(written(tmp_path, text_with(**LINKED, latitude=55, longitude=37.6)), linked=True)
    assert text.entities == (GoldEntity(*LINKED.values(), 55, 37.6),)


def test_blank_lines_and_a_byte_order_mark_are_no_matter(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text('\ufeff\n{"text": "نعم", "entities": []}\n\n', "utf-8")
    assert list(read_jsonl(path)) == [GoldText("نعم", ())]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "no JSON object"),
        ({"text": "أ"}, "no entities"),
        ({"text": 1, "entities": []}, "text is 1"),
        ({"text": "أ", "entities": {}}, "entities is {}"),
        ({"text": "أ", "entities": [], "date": []}, r"date is \[\]"),
        ({"text": "أ", "entities": [1]}, "1 is no JSON object"),
        ({"text": "أ", "entities": [{"start": 0}]}, "no end"),
        (text_with(start=0, end=90, label="PER"), "0-90 is not inside"),
        (text_with(start=4, end=4, label="PER"), "4-4 is not inside"),
        (text_with(start="4", end=9, label="PER"), "start is '4'"),
        (text_with(**MENTION, latitude=55), "one of latitude and longitude"),
        (text_with(**MENTION, latitude=155, longitude=37), "no place on earth"),
    ],
)
def test_bad_lines_are_named(tmp_path, record, said):
    with pytest.raises(GoldError, match=f"line 2: .*{said}.*; expected"):
        list(read_jsonl(written(tmp_path, text_with(**MENTION), record)))


def test_a_line_that_is_no_json_is_named(tmp_path):
    (tmp_path / "gold.jsonl").write_text("{", "utf-8")
    with pytest.raises(GoldError, match="line 1"):
        list(read_jsonl(tmp_path / "gold.jsonl"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"entity_en": None}, "no entity_en"), ({"name": ""}, "no name"), ({"label": "MISC"}, "MISC is none of PER")],
)
def test_who_is_meant_has_to_be_said_where_it_is_asked(tmp_path, wrong, said):
    path = written(tmp_path, text_with(**LINKED | wrong))
    assert len(list(read_jsonl(path))) == 1
    with pytest.raises(GoldError, match=f"line 1: .*{said}.*entity_ar"):
        list(read_jsonl(path, linked=True))


def test_sentences_of_a_document_follow_one_another():
    texts = [GoldText("نعم", (), doc=doc) for doc in ("أ", "أ", "ب", "", "", "أ")]
    assert documents_of(texts) == [0, 0, 1, 2, 3, 4]
    assert documents_of([]) == []


def test_conll_is_read_by_sentences(tmp_path):
    path = tmp_path / "gold.conll"
    path.write_text("وصل\tO\tO\nبوتين\tB-PERS\tB-PERS\n\n\nنعم O\n", "utf-8")
    assert list(read_conll(path)) == [(["وصل", "بوتين"], ["O", "B-PER"]), (["نعم"], ["O"])]


@pytest.mark.parametrize("line", ["بوتين", "بوتين I-PER", "بوتين B_PER"])
def test_bad_labels_are_named(tmp_path, line):
    path = tmp_path / "gold.conll"
    path.write_text(f"وصل O\n{line}\n", "utf-8")
    with pytest.raises(GoldError, match="line 2"):
        list(read_conll(path))
