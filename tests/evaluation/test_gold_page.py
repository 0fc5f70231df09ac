"""The examples of docs/gold.md are gold files."""

import re
from pathlib import Path

from pipeline.evaluation.gold import read_conll, read_jsonl

PAGE = (Path(__file__).parents[2] / "docs/gold.md").read_text("utf-8")


def examples(kind):
    return [
        text for found, text in re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE) if found == kind
    ]


def test_the_jsonl_examples_are_read_and_mark_names(tmp_path):
    surfaces = []
    for number, example in enumerate(examples("json")):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(example, "utf-8")
        for text in read_jsonl(path, linked=number == 1):
            surfaces += [text.text[entity.start : entity.end] for entity in text.entities]
    assert surfaces == ["أردوغان", "موسكو", "الأسد", "موسكو"]


def test_the_conll_example_is_read(tmp_path):
    path = tmp_path / "gold.conll"
    path.write_text(examples("")[0], "utf-8")
    assert [labels for _, labels in read_conll(path)] == [["O", "B-PER", "B-LOC", "O"]]
