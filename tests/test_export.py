"""The stage from tables to what people open."""

import subprocess
import sys

from pipeline.contracts import schema
from pipeline.contracts.problems import OK, USAGE
from pipeline.contracts.stagefiles import write_frames
from pipeline.export import main
from pipeline.exports.csv import read_table
from pipeline.tabulate import tabulate


def test_stage(stages, tmp_path, capsys):
    tables = tabulate(**stages)
    write_frames({tmp_path / f"tables/{name}.parquet": table for name, table in tables.items()})
    assert main([str(tmp_path / "tables"), str(tmp_path / "output")]) == OK
    assert {path.name for path in (tmp_path / "output").iterdir()} == {f"{table.name}.csv" for table in schema.TABLES}
    assert len(read_table(tmp_path / "output/mentions.csv")) == len(tables["mentions"])
    assert (
        capsys.readouterr().err
        == f"{tmp_path}/output: 3 documents, 8 mentions, 5 entities, 2 problems (problems.csv)\n"
    )


def test_an_output_that_is_no_folder_is_said(stages, tmp_path, capsys):
    write_frames({tmp_path / f"tables/{name}.parquet": table for name, table in tabulate(**stages).items()})
    (tmp_path / "output").touch()
    assert main([str(tmp_path / "tables"), str(tmp_path / "output")]) == USAGE
    assert "a folder" in capsys.readouterr().err


def test_script_without_arguments():
    command = [sys.executable, "-m", "pipeline.export"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == USAGE
