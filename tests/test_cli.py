"""The `kayan` command: exit codes, what it prints, what it imports."""

import io
import json
import subprocess
import sys

import pytest

from pipeline.cli import main
from pipeline.contracts import schema
from pipeline.exports.csv import read_table

TEXT = "التقى بوتين وأردوغان في موسكو."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/خبر أول.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_run_writes_every_table(folder, capsys):
    assert main(["run", str(folder / "in"), "-o", str(folder / "out")]) == 0
    written = {path.name for path in (folder / "out").iterdir()}
    assert {f"{table.name}.csv" for table in schema.TABLES} <= written
    people = read_table(folder / "out/people.csv")
    assert sorted(people["name_en"]) == ["Recep Tayyip Erdogan", "Vladimir Putin"]
    assert "1 documents, 3 mentions, 3 entities" in capsys.readouterr().err


def test_run_goes_on_past_a_file_that_cannot_be_used(folder, capsys):
    (folder / "in/ب.txt").write_bytes(b"")
    assert main(["run", str(folder / "in"), "-o", str(folder / "out")]) == 3
    problems = read_table(folder / "out/problems.csv")
    assert list(problems["stage"]) == ["read"]
    assert problems["file"][0].endswith("ب.txt")
    assert len(read_table(folder / "out/documents.csv")) == 1
    assert "ب.txt" in capsys.readouterr().err


@pytest.mark.parametrize("raw", [b"", None])
def test_run_without_a_document_writes_nothing(tmp_path, capsys, raw):
    source = tmp_path / "in"
    source.mkdir()
    if raw is not None:
        (source / "ب.txt").write_bytes(raw)
    assert main(["run", str(source), "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
    shown = capsys.readouterr().err
    assert "empty" in shown
    assert "no document was found; nothing was written" in shown


def test_run_gives_the_same_bytes_again(folder):
    for out in ("one", "two"):
        main(["run", str(folder / "in"), "-o", str(folder / out), "--workers", "1" if out == "one" else "2"])
    for path in (folder / "one").iterdir():
        assert path.read_bytes() == (folder / "two" / path.name).read_bytes()


def test_tag_shows_the_mentions(capsys):
    assert main(["tag", TEXT]) == 0
    shown = capsys.readouterr().out
    assert TEXT in shown
    assert "Vladimir Putin" in shown
    assert "loc/ru/moscow" in shown


def test_tag_json_gives_offsets_and_entities(capsys):
    assert main(["tag", TEXT, "--json"]) == 0
    mentions = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(m["surface"], m["label"], m["entity"]["name_en"]) for m in mentions] == [
        ("بوتين", "PER", "Vladimir Putin"),
        ("أردوغان", "PER", "Recep Tayyip Erdogan"),
        ("موسكو", "LOC", "Moscow"),
    ]
    assert all(TEXT[m["start"] : m["end"]] == m["surface"] for m in mentions)
    assert all(0 < m["score"] <= 1 for m in mentions)


def test_tag_conll_cuts_proclitics_off(capsys):
    assert main(["tag", TEXT, "--conll"]) == 0
    assert capsys.readouterr().out == ("التقى\tO\nبوتين\tB-PER\nو\tO\nأردوغان\tB-PER\nفي\tO\nموسكو\tB-LOC\n.\tO\n\n")


def test_tag_reads_standard_input(monkeypatch, capsys):
    for raw in (TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("windows-1256")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        assert main(["tag", "-", "--json"]) == 0
        assert [json.loads(line)["start"] for line in capsys.readouterr().out.splitlines()] == [6, 13, 24]


@pytest.mark.parametrize("out", ["out", "out/more"])
def test_an_output_that_is_no_folder_is_said_before_the_work(folder, capsys, monkeypatch, out):
    monkeypatch.setattr("pipeline.run.make_documents", None)
    (folder / "out").touch()
    assert main(["run", str(folder / "in"), "-o", str(folder / out)]) == 2
    assert "a folder" in capsys.readouterr().err


def test_a_second_run_tags_what_is_new(folder, capsys):
    command = ["run", str(folder / "in"), "-o", str(folder / "out"), "--format", "csv", "--work", str(folder / "work")]
    assert main(command) == 0
    assert "tagged" not in capsys.readouterr().err
    (folder / "in/new.txt").write_text("وصل أردوغان إلى موسكو.", "utf-8")
    assert main(command) == 0
    assert "tag: 1 documents tagged" in capsys.readouterr().err
    assert (folder / "work/mentions.parquet").is_file()
    assert all(path.suffix == ".csv" for path in (folder / "out").iterdir())


def test_a_run_without_a_cache_keeps_nothing(folder, monkeypatch):
    (folder / "cache").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    assert main(["run", str(folder / "in"), "-o", str(folder / "out"), "--format", "csv"]) == 0
    assert (folder / "out/mentions.csv").is_file()


def test_a_scheduler_that_is_not_there_is_said(folder, capsys):
    pytest.importorskip("distributed")
    assert main(["run", str(folder / "in"), "-o", str(folder / "out"), "--scheduler", "nowhere"]) == 2
    assert "no scheduler at nowhere" in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("options", [["--json"], ["--conll"], []])
def test_a_reader_that_leaves_early_is_no_error(options):
    command = [sys.executable, "-m", "pipeline", "tag", TEXT, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_tag_of_nothing_shows_nothing(capsys):
    assert main(["tag", "", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_evaluate_prints_scores(tmp_path, capsys):
    entities = [{"start": 6, "end": 11, "label": "PER"}, {"start": 13, "end": 20, "label": "LOC"}]
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"text": TEXT, "entities": entities}) + "\n", "utf-8")
    assert main(["evaluate", str(gold)]) == 0
    last = next(line for line in capsys.readouterr().out.splitlines() if "ALL" in line)
    assert [cell.strip() for cell in last.split("│")[1:8]] == ["ALL", "33.33", "50.00", "40.00", "1", "3", "2"]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("gold.jsonl", '{"text": "أ", "entities": []}\n{"text": 1}\n', "line 2"),
        ("gold.conll", "بوتين\tB-PER\nوصل\n", "line 2"),
    ],
)
def test_bad_gold_is_named_with_its_line(tmp_path, capsys, name, content, place):
    (tmp_path / name).write_text(content, "utf-8")
    assert main(["evaluate", str(tmp_path / name)]) == 1
    assert place in capsys.readouterr().err


def test_missing_tagger_is_named_with_the_remedy(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert main(["tag", TEXT, "--tagger", "camel"]) == 2
    assert "camel_data -i ner-arabert" in capsys.readouterr().err


def test_doctor_says_what_is_there_and_what_is_missing(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "embedded model" in shown
    assert "camel_data -i ner-arabert" in shown


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "in", "-o", "out", "--workers", "0"], ["tag", "--xml"], ["nonsense"], []]
)
def test_wrong_arguments_exit_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    assert "usage: kayan" in capsys.readouterr().err.lower()


def test_help_imports_nothing_heavy():
    heavy = "numpy pandas onnxruntime torch camel_tools tokenizers rich.table"
    code = f"""
import sys
from pipeline.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
loaded = [name for name in "{heavy}".split() if name in sys.modules]
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_default_run_imports_no_torch(folder):
    code = """
import sys
from pipeline.cli import main
assert main(["run", "in", "-o", "out"]) == 0
assert "torch" not in sys.modules
assert "transformers" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=folder)
