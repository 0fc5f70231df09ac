"""The command that counts what is known of a gold file's mentions."""

import json

import pytest

from benchmarks.known import facts_of, missing, named_texts, shares
from pipeline.evaluation.gold import GoldError

TEXT = "زار دندش حلب ثم دندش"
ENTITIES = [
    {"start": 4, "end": 8, "label": "PER", "name": "دندش"},
    {"start": 9, "end": 12, "label": "LOC", "name": "حلب"},
    {"start": 16, "end": 20, "label": "PER", "name": "دندش"},
]


@pytest.fixture
def gold(tmp_path):
    def write(entities):
        path = tmp_path / "gold.jsonl"
        path.write_text(json.dumps({"text": TEXT, "entities": entities}, ensure_ascii=False), "utf-8")
        return path

    return write


def test_known_and_unknown_mentions_are_counted_by_label(gold, knowledge):
    facts = facts_of(named_texts(gold(ENTITIES)), knowledge)
    known = shares(facts, "known")
    assert {label: (ratio.right, ratio.of) for label, ratio in known.items()} == {
        "PER": (0, 2),
        "LOC": (1, 1),
        "ORG": (0, 0),
        "ALL": (1, 3),
    }
    assert shares(facts, "pinned")["LOC"].right == 1
    assert missing(facts, 5).to_dict("records") == [{"label": "PER", "name": "دندش", "mentions": 2}]
    assert missing(facts, 0).empty


def test_a_file_without_names_is_refused(gold):
    with pytest.raises(GoldError, match="every mention needs its name"):
        named_texts(gold([{"start": 9, "end": 12, "label": "LOC"}]))
