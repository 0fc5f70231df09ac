"""The stage from tables to what people open."""

import subprocess
import sys

import pytest
from corpus import corpus

from pipeline.contracts import schema
from pipeline.contracts.problems import OK, USAGE
from pipeline.contracts.stagefiles import write_frames
from pipeline.export import main
from pipeline.exports.csv import read_table
from pipeline.tabulate import tabulate


@pytest.fixture
def files(stages, tmp_path):
    """The arguments of the stage: the tables, the documents, and where the output goes."""
    tables = {tmp_path / f"tables/{name}.parquet": table for name, table in tabulate(**stages).items()}
    write_frames({**tables, tmp_path / "documents.parquet": stages["documents"]})
    return [str(tmp_path / name) for name in ("tables", "documents.parquet", "output")]


def test_stage(files, stages, tmp_path, capsys):
    assert main(files) == OK
    csv = {f"{table.name}.csv" for table in schema.TABLES}
    whole = csv | {"entities.xlsx", "report.html", "review.csv", "reviewed.tsv"}
    assert {path.name for path in (tmp_path / "output").iterdir()} == whole
    assert len(read_table(tmp_path / "output/mentions.csv")) == len(stages["mentions"])
    assert (
        capsys.readouterr().err
        == f"{tmp_path}/output: 3 documents, 8 mentions, 5 entities, 2 problems (problems.csv)\n"
    )


def test_other_formats_are_written_when_asked_for(files, tmp_path):
    assert main([*files, "--format", "jsonl,geojson"]) == OK
    assert {path.name for path in (tmp_path / "output").iterdir()} == {
        "documents.jsonl",
        "entities.jsonl",
        "places.geojson",
    }


def test_a_review_list_is_read_back(tmp_path):
    tables = corpus()
    write_frames({tmp_path / f"tables/{table.name}.parquet": tables[table.name] for table in schema.TABLES})
    write_frames({tmp_path / "documents.parquet": tables["texts"]})
    files = [str(tmp_path / name) for name in ("tables", "documents.parquet", "output")]
    main([*files, "--format", "review"])
    first = (tmp_path / "output/review.csv").read_text("utf-8-sig").splitlines(keepends=True)
    assert len(first) == 4
    (tmp_path / "names.csv").write_text("".join(first[:2]), "utf-8")
    main([*files, "--format", "review", "--names", str(tmp_path / "names.csv")])
    assert (tmp_path / "output/review.csv").read_text("utf-8-sig").splitlines(keepends=True) == first[:1]


def test_an_output_that_is_no_folder_is_said(files, tmp_path, capsys):
    (tmp_path / "output").touch()
    assert main(files) == USAGE
    assert "a folder" in capsys.readouterr().err


def test_script_without_arguments():
    command = [sys.executable, "-m", "pipeline.export"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == USAGE
