"""A stage as a script: made again when something changed, never for less."""

import pandas as pd
import pytest

from pipeline.contracts import script
from pipeline.contracts.problems import OK, PROBLEMS_FOUND, USAGE, Problem
from pipeline.contracts.stagefiles import read_frame, write_frames

FRAME = pd.DataFrame({"doc_id": ["a"]})
PROBLEM = Problem("a.txt", "3", "wrong", "Mend it")


@pytest.fixture
def files(tmp_path):
    """An input, two outputs, and a stage that counts how often it works."""
    source, outputs = tmp_path / "in.parquet", [tmp_path / "out.parquet", tmp_path / "more.parquet"]
    write_frames({source: FRAME})
    calls = []

    def work(frame):
        calls.append(len(frame))
        return [frame, frame], [PROBLEM]

    return source, outputs, work, calls


def test_a_stage_is_run_once_for_the_same_content(files, capsys):
    source, outputs, work, calls = files
    assert script.make("link", [source], outputs, work) == PROBLEMS_FOUND
    assert capsys.readouterr().err == "read: a.txt, row 3: wrong. Mend it\n"
    write_frames({source: FRAME})  # newer, but the same
    assert script.make("link", [source], outputs, work) == PROBLEMS_FOUND
    assert capsys.readouterr().err == "", "what was said is not said again"
    assert calls == [1]


def test_other_content_other_uses_and_a_damaged_output_run_it_again(files):
    source, outputs, work, calls = files
    script.make("link", [source], outputs, work)
    script.make("link", [source], outputs, work, uses=["names"])
    outputs[1].write_bytes(b"PAR1")
    script.make("link", [source], outputs, work, uses=["names"])
    write_frames({source: pd.concat([FRAME, FRAME])})
    script.make("link", [source], outputs, work, uses=["names"])
    assert calls == [1, 1, 1, 2]
    assert len(read_frame(outputs[1])) == 2


def test_make_is_told_of_a_damaged_input_and_nothing_is_written(files, capsys):
    source, outputs, work, calls = files
    source.write_bytes(source.read_bytes()[:-1])
    assert script.make("link", [source], outputs, work) == script.AGAIN
    assert "in.parquet is damaged" in capsys.readouterr().err
    assert not outputs[0].exists()
    assert not calls


def test_a_missing_input_is_one_line(files, capsys):
    source, outputs, work, _ = files
    source.unlink()
    assert script.make("link", [source], outputs, work) == USAGE
    assert capsys.readouterr().err == f"link: there is no {source}\n"


def test_problems_are_kept_beside_the_first_output(files):
    source, outputs, work, _ = files
    script.make("link", [source], outputs, work)
    rows = read_frame(script.problems_beside(outputs[0]))
    assert rows.to_dict("records") == [
        {"file": "a.txt, row 3", "stage": "read", "problem": "wrong", "remedy": "Mend it"}
    ]


def test_the_user_digests_follow_the_content_of_names_and_knowledge(tmp_path, monkeypatch):
    monkeypatch.setenv("KAYAN_KNOWLEDGE", str(tmp_path / "knowledge"))
    names = tmp_path / "names.csv"
    before = script.user_digests(names)
    names.write_text("action,name\n", "utf-8")
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge/mine.csv").write_text("x", "utf-8")
    after = script.user_digests(names)
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]


def test_formats_are_listed_or_refused(capsys):
    parser = script.parser("A stage.\n\nusage: …", "tables")
    script.add_formats(parser, ("csv", "xlsx", "spacy"), ("csv",), {"spacy": "no_such_package"})
    assert parser.parse_args(["t"]).format == ["csv"]
    assert parser.parse_args(["t", "--format", "xlsx"]).format == ["xlsx"]
    with pytest.raises(SystemExit):
        parser.parse_args(["t", "--format", "pdf"])
    assert "pdf is none of csv, xlsx" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        parser.parse_args(["t", "--format", "csv,spacy"])
    assert "spacy needs no_such_package: pip install 'kayan[spacy]'" in capsys.readouterr().err


def test_ok_is_the_code_of_a_stage_without_problems(files):
    source, outputs, _, _ = files
    assert script.make("link", [source], outputs, lambda frame: ([frame, frame], [])) == OK
