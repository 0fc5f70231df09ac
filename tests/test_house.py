"""What the house promises of `make`: changes are seen, damage is mended, good tables are never replaced by less."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.contracts import schema
from pipeline.contracts.stagefiles import read_frame
from pipeline.exports.csv import read_table

ROOT = Path(__file__).parents[1]
TEXTS = {
    "article_02996": "قال دندش إن القصف استهدف المدينة.",
    "article_11821": "قال دندش إن القصف استهدف البلدة.",
    "خبر (1)": "زار بوتين دمشق والتقى بشار الأسد.",
}
WORKBOOK = [["action", "name", "label"], ["forbid", "دمشق", "LOC"]]


def new_project(folder):
    """A project with three documents, run by the Python of these tests."""
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, folder)
    shutil.copytree(
        ROOT / "pipeline", folder / "pipeline", copy_function=os.link, ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "seeds").mkdir()
    for name, text in TEXTS.items():
        (folder / f"seeds/{name}.txt").write_text(text, "utf-8")
    (folder / ".venv/installed").touch()
    return folder


def make(project, *arguments, **environment):
    command = ["make", f"PYTHON={sys.executable}", *arguments]
    return subprocess.run(
        command, cwd=project, check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = new_project(tmp_path_factory.mktemp("made"))
    done = make(project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(made, tmp_path):
    """A copy of a project in which everything is made; to make, the copied documents are new, and found to be the same."""
    return shutil.copytree(made, tmp_path / "p", symlinks=True)


def tables(project):
    return {path.name: path.read_bytes() for path in (project / "output").glob("*.csv")}


def names_of(project):
    return set(read_table(project / "output/mentions.csv")["name"])


def test_one_surname_in_two_documents_is_two_people(made):
    people = read_table(made / "output/people.csv")
    ids = sorted(people.loc[people["name"] == "دندش", "entity_id"])
    assert len(ids) == 2
    assert all(len(entity_id.rpartition("-")[2]) == 16 for entity_id in ids)


def test_everything_is_there_and_is_not_made_again(made):
    assert set(tables(made)) == {f"{table.name}.csv" for table in (*schema.TABLES, schema.REVIEW)}
    again = make(made)
    assert (again.returncode, again.stderr) == (0, "")


def test_tables_that_were_replaced_in_part_before_a_kill_are_written_again(project):
    before = tables(project)
    (project / "seeds/new.txt").write_text("وصل أردوغان إلى موسكو.", "utf-8")
    make(project, "build/tables/documents.parquet")
    shutil.copy(project / "output/mentions.csv", project / "output/documents.csv")  # renamed; the others are of before
    assert make(project).returncode == 0
    documents = read_table(project / "output/documents.csv")
    assert len(documents) == len(TEXTS) + 1
    assert tables(project)["entities.csv"] != before["entities.csv"]


def test_a_table_that_cannot_be_replaced_leaves_the_set_as_it_was(project):
    (project / "output/people.csv").unlink()
    (project / "output/people.csv").mkdir()
    kept = {path: path.read_bytes() for path in (project / "output").glob("*.csv") if path.is_file()}
    (project / "seeds/new.txt").write_text("وصل أردوغان إلى موسكو.", "utf-8")
    failed = make(project)
    assert failed.returncode != 0
    assert "are its tables closed?" in failed.stderr
    assert {path: path.read_bytes() for path in kept} == kept
    assert not list((project / "output").glob(".*"))
    (project / "output/people.csv").rmdir()
    assert make(project).returncode == 0
    assert len(tables(project)) == len(schema.TABLES) + 1


def test_an_older_file_in_the_place_of_a_document_is_read(project):
    older = project / "older.txt"
    older.write_text("وصل أردوغان إلى موسكو.", "utf-8")
    os.utime(older, (1_000_000_000, 1_000_000_000))
    shutil.copy2(older, project / "seeds/article_02996.txt")
    done = make(project)
    assert "tag: 1 documents tagged, 2 unchanged" in done.stderr
    assert {"أردوغان", "موسكو"} <= names_of(project)


def test_a_document_of_the_future_is_read_once(project):
    os.utime(project / "seeds/article_02996.txt", (4_000_000_000, 4_000_000_000))
    make(project)
    again = make(project)
    assert (again.returncode, again.stderr) == (0, "")


def test_a_touched_document_is_known_by_its_content(project):
    before = tables(project)
    os.utime(project / "seeds/article_02996.txt")
    done = make(project)
    assert (done.returncode, "tagged" in done.stderr) == (0, False)
    assert tables(project) == before


def test_a_change_of_the_command_line_makes_no_stage_work(project):
    make(project)
    before = {path: path.stat().st_mtime_ns for path in (project / "build").iterdir()}
    for door in ("cli.py", "run.py", "evaluation/show.py"):
        (project / "pipeline" / door).touch()
    assert make(project).stderr == ""
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("size", [0, -7])
def test_stage_files_that_were_cut_off_are_made_again(project, size):
    before = tables(project)
    for path in [*(project / "build").glob("*.parquet"), *(project / "build/tables").glob("*.parquet")]:
        path.write_bytes(path.read_bytes()[:size])
    (project / "pipeline/export.py").touch()
    (project / "seeds/new.txt").write_text("وصل أردوغان إلى موسكو.", "utf-8")
    make(project)
    (project / "seeds/new.txt").unlink()
    done = make(project)
    assert done.returncode == 0, done.stderr
    assert tables(project) == before
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["mentions", "identities", "tables/people"])
def test_a_flipped_byte_in_a_stage_file_is_mended_by_the_same_make(project, name):
    before = tables(project)
    path = project / f"build/{name}.parquet"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 4
    path.write_bytes(raw)
    (project / "output/people.csv").unlink()
    for stage in ("tag", "correct", "link", "identify", "tabulate"):
        (project / f"pipeline/{stage}.py").touch()
    done = make(project)
    assert done.returncode == 0, done.stderr
    assert tables(project) == before
    assert read_frame(path) is not None


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("اسم;فعل\nدمشق;forbid\n".encode(), "no column action"),
        (b"PK\x03\x04" + bytes(40), "it is a workbook of Excel or LibreOffice under another name"),
        (b"\x00\x01\x02", "no column action"),
    ],
)
def test_a_names_file_that_cannot_be_used_stops_the_run_and_says_why(project, content, told):
    (project / "names.csv").write_text("action,name\nforbid,دمشق\n", "utf-8")
    make(project)
    before = tables(project)
    (project / "names.csv").write_bytes(content)
    done = make(project)
    assert done.returncode != 0
    assert told in done.stderr
    assert tables(project) == before
    assert "دمشق" not in names_of(project)


def test_a_workbook_of_names_beside_the_makefile_is_applied(project):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(project / "names.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(WORKBOOK):
            sheet.write_row(number, 0, row)
    assert "دمشق" in names_of(project)
    done = make(project)
    assert done.returncode == 0, done.stderr
    assert "دمشق" not in names_of(project)
    (project / "names.xlsx").unlink()
    make(project)
    assert "دمشق" in names_of(project)


def test_names_in_windows_1256_are_applied(project):
    (project / "names.csv").write_bytes("action,name,label\nforbid,دمشق,LOC\nforbid,موسكو,LOC\n".encode("windows-1256"))
    assert make(project).returncode == 0
    assert "دمشق" not in names_of(project)


def test_a_names_file_may_have_a_quote_in_its_name_and_must_be_there(project):
    (project / "a's names.csv").write_text("action,name\nforbid,دمشق\n", "utf-8")
    assert make(project, "NAMES=a's names.csv").returncode == 0
    assert "دمشق" not in names_of(project)
    before = tables(project)
    missing = make(project, "NAMES=nofile")
    assert missing.returncode != 0
    assert "names: nofile: cannot be read: No such file or directory" in missing.stderr
    assert tables(project) == before


def test_a_folder_without_documents_takes_no_tables_away(project):
    before = tables(project)
    for path in (project / "seeds").iterdir():
        path.unlink()
    done = make(project)
    assert done.returncode != 0
    assert "no document was found" in done.stderr
    assert tables(project) == before


def test_problems_are_said_once(project):
    (project / "seeds/empty.txt").touch()
    done = make(project)
    assert done.returncode == 0
    assert done.stderr.count("empty.txt") == 1
    assert "1 problems (problems.csv)" in done.stderr


def test_two_makes_at_once_do_not_trip_over_each_other(project):
    (project / "seeds/new.txt").write_text("وصل أردوغان إلى موسكو.", "utf-8")
    command = ["make", f"PYTHON={sys.executable}"]
    both = [subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate()[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(read_table(project / "output/documents.csv")) == len(TEXTS) + 1
    assert not list(project.rglob("*.partial"))
