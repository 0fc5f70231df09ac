"""How a stage makes its files: again when something changed, never for less, and of partitions only those that have to be."""

import pandas as pd
import pytest

from pipeline.contracts.making import make, problems_beside
from pipeline.contracts.problems import OK, PROBLEMS_FOUND, USAGE, Problem
from pipeline.contracts.script import AGAIN, finish
from pipeline.contracts.stagefiles import read_frame, write_frames

FRAME = pd.DataFrame({"doc_id": ["a"]})
PROBLEM = Problem("a.txt", "3", "wrong", "Mend it")


def made(*arguments, **options):
    """Let a stage make its files as its script does."""
    return finish("link", lambda: make("link", *arguments, **options))


@pytest.fixture
def files(tmp_path):
    """An input, two outputs, and a stage that counts how often it works."""
    source, outputs = tmp_path / "in.parquet", [tmp_path / "out.parquet", tmp_path / "more.parquet"]
    write_frames({source: FRAME})
    calls = []

    def work(file):
        calls.append(len(file.frame()))
        return [file.frames(), [file.frame()]], [PROBLEM]

    return source, outputs, work, calls


def test_a_stage_is_run_once_for_the_same_content(files, capsys):
    source, outputs, work, calls = files
    assert made([source], outputs, work) == PROBLEMS_FOUND
    assert capsys.readouterr().err == "read: a.txt, row 3: wrong. Mend it\n"
    write_frames({source: FRAME})  # newer, but the same
    assert made([source], outputs, work) == PROBLEMS_FOUND
    assert capsys.readouterr().err == "", "what was said is not said again"
    assert calls == [1]


def test_other_content_other_uses_and_a_damaged_output_run_it_again(files):
    source, outputs, work, calls = files
    made([source], outputs, work)
    made([source], outputs, work, uses=["names"])
    outputs[1].write_bytes(b"PAR1")
    made([source], outputs, work, uses=["names"])
    write_frames({source: pd.concat([FRAME, FRAME])})
    made([source], outputs, work, uses=["names"])
    assert calls == [1, 1, 1, 2]
    assert len(read_frame(outputs[1])) == 2


def test_make_is_told_of_a_damaged_input_and_nothing_is_written(files, capsys):
    source, outputs, work, calls = files
    source.write_bytes(source.read_bytes()[:-1])
    assert made([source], outputs, work) == AGAIN
    assert "in.parquet is damaged" in capsys.readouterr().err
    assert not outputs[0].exists()
    assert not calls


def test_a_missing_input_is_one_line(files, capsys):
    source, outputs, work, _ = files
    source.unlink()
    assert made([source], outputs, work) == USAGE
    assert capsys.readouterr().err == f"link: there is no {source}\n"


def test_problems_are_kept_beside_the_first_output(files):
    source, outputs, work, _ = files
    made([source], outputs, work)
    rows = read_frame(problems_beside(outputs[0]))
    assert rows.to_dict("records") == [
        {"file": "a.txt, row 3", "stage": "read", "problem": "wrong", "remedy": "Mend it"}
    ]


def test_ok_is_the_code_of_a_stage_without_problems(files):
    source, outputs, _, _ = files
    assert made([source], outputs, lambda file: ([file.frames(), file.frames()], [])) == OK
